//! What a metric is of, as every form of a result tells it.

use serde_json::{Value, json};

use crate::scenario::expectation::About;

/// Its kind and its name, as columns of CSV.
pub(super) fn columns(about: &About) -> (&'static str, String) {
    match about {
        About::Center => ("center", String::new()),
        About::Ivr => ("ivr", String::new()),
        About::Greeting => ("ivr", "greeting".into()),
        About::Level(level) => ("level", level.to_string()),
        About::Menu(name) => ("menu", name.clone()),
        About::MenuAt(name, level) => ("menu", format!("{name} at level {level}")),
        About::Option(menu, key) => ("option", format!("{menu}.{key}")),
        About::Queue(name) => ("queue", name.clone()),
        About::Group(name) => ("agents", name.clone()),
        About::Channel(channel) => ("channel", channel.name().into()),
        About::Conversations => ("conversations", String::new()),
    }
}

/// Its kind, and where it has them its name and level, as fields of JSON.
pub(super) fn json(about: &About) -> Value {
    match about {
        About::Greeting => json!({"about": "greeting"}),
        About::Level(level) => json!({"about": "level", "name": level}),
        About::MenuAt(name, level) => json!({"about": "menu", "name": name, "level": level}),
        _ => match columns(about) {
            (kind, name) if name.is_empty() => json!({"about": kind}),
            (kind, name) => json!({"about": kind, "name": name}),
        },
    }
}

/// What stands behind a metric's name for people; `part` says how what has a name is shown.
pub(super) fn behind(about: &About, part: fn(&str) -> String) -> String {
    match about {
        About::Center | About::Ivr => String::new(),
        About::Greeting => " in the greeting".into(),
        About::Level(level) => format!(" at level {level}"),
        About::Queue(name) | About::Group(name) | About::Menu(name) => part(name),
        About::MenuAt(name, level) => format!("{} at level {level}", part(name)),
        About::Option(menu, key) => part(&format!("{menu}.{key}")),
        About::Channel(channel) => format!(" on {}", channel.name()),
        About::Conversations => " of conversations".into(),
    }
}
