//! `--set path=value`: one value changed before the scenario is read.
//!
//! The path names fields by dots; an option of a menu is named by its key, a part of another list by its number. Names
//! that a person chose must be there already, so that a slip does not make a new queue; whether a field may be there is
//! for the reading to say. The value `null` takes away what is there.

use super::diagnostic::Problem;
use super::file::key::spelled;
use super::nearest::{list, nearest};
use super::node::{Node, Value};
use super::place::{Place, Source};
use super::yaml;

/// What `--set` is called in diagnostics.
pub(super) const NAME: &str = "--set";

/// Changes the tree by one setting, whose text is the source with this number.
pub(super) fn apply(root: &mut Node, setting: &Source, source: u32) -> Result<(), Box<Problem>> {
    let text = setting.text.as_str();
    let place = |start: usize, end: usize| Place { source, start: start as u32, end: end as u32 };
    let whole = place(0, text.len());
    let Some(equals) = text.find('=') else {
        return Err(fault(
            "bad-setting",
            "a setting has no value",
            whole,
            "expected `path=value`",
            "write `--set ivr.balanced.depth=3`",
        ));
    };
    let value = &text[equals + 1..];
    let at = place(equals + 1, text.len());
    if value.trim().is_empty() {
        return Err(fault(
            "bad-setting",
            "a setting has no value",
            place(equals, equals + 1),
            "expected a value behind this",
            format!("write `{}=...`", &text[..equals]),
        ));
    }
    let value = yaml::parse(value, at)?;
    put(root, &text[..equals], place(0, equals), value)
}

/// Puts a value at a path, which is written at this place; nothing, where the value is nothing.
pub(super) fn put(root: &mut Node, text: &str, at: Place, value: Node) -> Result<(), Box<Problem>> {
    let quotes = (at.end - at.start) as usize == text.len() + 2;
    let place = |start: usize, end: usize| Place {
        start: at.start + start as u32 + u32::from(quotes),
        end: at.start + end as u32 + u32::from(quotes),
        ..at
    };
    let removes = value.value == Value::Null;
    // A setting that fails changes nothing.
    let mut changed = root.clone();
    let mut node = &mut changed;
    let mut path: Vec<String> = Vec::new();
    let segments = segments(text);
    for (index, (start, end)) in segments.iter().enumerate() {
        let segment = text[*start..*end].trim_matches(['"', ' ']).to_owned();
        let here = place(*start, *end);
        if segment.is_empty() {
            return Err(fault(
                "bad-setting",
                "the path of a setting has an empty part",
                place(*start, (*end).max(start + 1)),
                "expected a name",
                "write names parted by single dots, such as `queues.general.talk`",
            ));
        }
        let last = index + 1 == segments.len();
        node = step(node, &path, &segment, here, last.then_some(&value), removes)?;
        path.push(segment);
    }
    let at = value.place;
    *node = value;
    if removes {
        remove(&mut changed, at);
    }
    *root = changed;
    Ok(())
}

/// Takes away the nothing that was put at this place.
fn remove(node: &mut Node, at: Place) {
    let stays = |node: &Node| node.value != Value::Null || node.place != at;
    match &mut node.value {
        Value::List(parts) => {
            parts.retain(stays);
            for part in parts {
                remove(part, at);
            }
        }
        Value::Map(entries) => {
            entries.retain(|(_, value)| stays(value));
            for (_, value) in entries {
                remove(value, at);
            }
        }
        _ => {}
    }
}

/// The parts of a path, in bytes; a part with dots in its name stands in quotes.
fn segments(path: &str) -> Vec<(usize, usize)> {
    let mut segments = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (index, c) in path.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => {
                segments.push((start, index));
                start = index + 1;
            }
            _ => {}
        }
    }
    segments.push((start, path.len()));
    segments
}

/// What is wrong with a setting.
fn fault(
    code: &'static str,
    message: impl Into<String>,
    place: Place,
    label: impl Into<String>,
    help: impl Into<String>,
) -> Box<Problem> {
    Box::new(Problem::error(code, message, place, label, help))
}

/// Goes one part further, making room for what the file leaves out, unless that is to be removed.
fn step<'n>(
    node: &'n mut Node,
    path: &[String],
    segment: &str,
    here: Place,
    value: Option<&Node>,
    removes: bool,
) -> Result<&'n mut Node, Box<Problem>> {
    let shown = path.join(".");
    // An option is named by its menu and key.
    let in_menu =
        node.get(segment).is_none() && node.get("options").is_some_and(|node| matches!(node.value, Value::List(_)));
    if in_menu && spelled(segment).is_some() {
        let Value::Map(entries) = &mut node.value else { return Err(plain(&shown, here)) };
        let options = entries.iter_mut().find(|(key, _)| key.name().as_deref() == Some("options"));
        return match options {
            Some((_, options)) => option(options, segment, &shown, here),
            None => Err(plain(&shown, here)),
        };
    }
    match &node.value {
        Value::Map(_) | Value::Null => {}
        Value::List(_) if shown.ends_with(".options") => return option(node, segment, &shown, here),
        Value::List(_) => return part(node, segment, &shown, here),
        _ => return Err(plain(&shown, here)),
    }
    if node.value == Value::Null {
        node.value = Value::Map(Vec::new());
    }
    let Value::Map(entries) = &mut node.value else { return Err(plain(&shown, here)) };
    let position = entries.iter().position(|(key, _)| key.name().as_deref() == Some(segment));
    let position = match position {
        Some(position) => position,
        None if removes || chosen_by_people(path) => {
            let names: Vec<String> = entries.iter().filter_map(|(key, _)| key.name()).collect();
            let names = || names.iter().map(String::as_str);
            let help = match nearest(segment, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if removes => "only what the file has can be removed".into(),
                None => "a setting changes what the file has; write new names into the file".into(),
            };
            let label = match names().next() {
                Some(_) => format!("expected {}", list(names())),
                None => format!("the scenario has no {shown}"),
            };
            let within = if path.is_empty() { "the scenario".to_owned() } else { format!("`{shown}`") };
            return Err(fault(
                "unknown-name",
                format!("there is nothing called `{segment}` in {within}"),
                here,
                label,
                help,
            ));
        }
        None => {
            let key = Node { value: Value::Text(segment.to_owned()), place: here };
            let room = value.cloned().unwrap_or(Node { value: Value::Null, place: here });
            entries.push((key, room));
            entries.len() - 1
        }
    };
    Ok(&mut entries[position].1)
}

/// A part of a list that has no key, by its number from 1: a phase of a mixture, a message.
fn part<'n>(list: &'n mut Node, number: &str, shown: &str, here: Place) -> Result<&'n mut Node, Box<Problem>> {
    let Value::List(parts) = &mut list.value else { return Err(plain(shown, here)) };
    let count = parts.len();
    let position = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    position.and_then(|position| parts.get_mut(position)).ok_or_else(|| {
        fault(
            "bad-setting",
            format!("`{shown}` is a list, whose parts have numbers and no names"),
            here,
            format!("expected a number from 1 to {count}"),
            format!("write `{shown}.1`, or set the whole list: `{shown}=[...]`"),
        )
    })
}

fn option<'n>(options: &'n mut Node, key: &str, shown: &str, here: Place) -> Result<&'n mut Node, Box<Problem>> {
    let key_of = |option: &Node| option.get("key").and_then(Node::name).and_then(|name| spelled(&name));
    let wanted = spelled(key);
    let Value::List(options) = &mut options.value else { return Err(plain(shown, here)) };
    let keys: Vec<String> = options.iter().filter_map(key_of).collect();
    let position = options.iter().position(|option| wanted.is_some() && key_of(option) == wanted);
    match position {
        Some(position) => Ok(&mut options[position]),
        None => Err(fault(
            "unknown-name",
            format!("`{shown}` has no option with the key `{key}`"),
            here,
            format!("expected {}", list(keys.iter().map(String::as_str))),
            "name an option by its key, such as `ivr.menus.main.3.prompt`",
        )),
    }
}

fn plain(shown: &str, here: Place) -> Box<Problem> {
    fault(
        "bad-setting",
        format!("`{shown}` is a plain value here"),
        here,
        "expected the path to end before this",
        format!("set it as a whole: `{shown}=...`, with a mapping `{{...}}` if need be"),
    )
}

/// Whether the names below a path are a person's own, not the format's.
fn chosen_by_people(path: &[String]) -> bool {
    match path {
        [section] => {
            matches!(section.as_str(), "schedules" | "intents" | "languages" | "arrivals" | "queues" | "agents")
        }
        [ivr, section] => ivr == "ivr" && matches!(section.as_str(), "menus" | "steps"),
        _ => false,
    }
}
