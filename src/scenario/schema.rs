//! The JSON Schema of a scenario file, for editors: from the types and the doc comments of `file`.

mod incomplete;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::{Map, Number, Value as Json};

use super::file::File;
use super::node::{Node, Value};
use super::place::Place;
use super::yaml;

/// The JSON Schema of a scenario file, for editors.
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(closed))
        .with_transform(RecursiveTransform(with_keywords))
        .with_transform(RecursiveTransform(told_of_the_field));
    let mut schema = settings.into_generator().into_root_schema_for::<File>();
    incomplete::may_rest_on_a_base(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// What the reading does not know, it refuses.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".into(), false.into());
    }
}

/// Makes keywords of what a description says behind `Example:` and `Default:`. A default that is no value, such as
/// "that of all callers", stays where it is.
fn with_keywords(schema: &mut Schema) {
    let Some(description) = schema.get("description").and_then(Json::as_str) else { return };
    let description = description.replace("\nExample: ", " Example: ").replace("\nDefault: ", " Default: ");
    let (description, default) = match description.split_once(" Default: ") {
        Some((before, default)) => (before.to_owned(), Some(default.to_owned())),
        None => (description, None),
    };
    let value = default.as_deref().and_then(samples).filter(|values| values.len() == 1);
    let (mut told, examples) = match description.split_once(" Example: ") {
        Some((before, examples)) => match samples(examples) {
            Some(examples) => (before.to_owned(), examples),
            None => (description, Vec::new()),
        },
        None => (description, Vec::new()),
    };
    match (value, default) {
        (Some(mut value), _) => _ = schema.insert("default".into(), value.remove(0)),
        (None, Some(default)) => told = format!("{told} Default: {default}"),
        (None, None) => {}
    }
    if !examples.is_empty() {
        schema.insert("examples".into(), examples.into());
    }
    schema.insert("description".into(), told.into());
}

/// What is said of a mapping that holds one named thing is said of the field, too, where editors look for it.
fn told_of_the_field(schema: &mut Schema) {
    let Some(description) = schema.get("description").cloned() else { return };
    let examples = schema.get("examples").and_then(Json::as_array).cloned().unwrap_or_default();
    let Some(fields) = schema.get_mut("properties").and_then(Json::as_object_mut) else { return };
    let one = fields.len() == 1;
    let Some((name, field)) = fields.iter_mut().next().filter(|(_, field)| one && field.get("description").is_none())
    else {
        return;
    };
    let examples: Vec<Json> = examples.iter().filter_map(|example| example.get(name).cloned()).collect();
    if let Some(field) = field.as_object_mut() {
        field.insert("description".into(), description);
        field.insert("examples".into(), examples.into());
    }
}

/// The values of a text such as "`12` or `{a: 1}`.", if it is nothing else.
fn samples(text: &str) -> Option<Vec<Json>> {
    let text = text.strip_suffix('.').unwrap_or(text).strip_prefix('`')?.strip_suffix('`')?;
    let value = |sample: &str| json(&yaml::parse(sample, Place::default()).ok()?);
    text.split("` or `").map(|sample| if sample.contains('`') { None } else { value(sample) }).collect()
}

/// The same value in JSON, if it has a JSON form.
fn json(node: &Node) -> Option<Json> {
    Some(match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Whole(value) => i64::try_from(*value).ok()?.into(),
        Value::Real(value) => Number::from_f64(*value)?.into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(elements) => elements.iter().map(json).collect::<Option<Vec<Json>>>()?.into(),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| Some((key.name()?, json(value)?)));
            entries.collect::<Option<Map<String, Json>>>()?.into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_become_keywords() {
        let two = [Json::from(12), serde_json::json!({"08:00": 12})];
        assert_eq!(samples("`12` or `{\"08:00\": 12}`."), Some(two.to_vec()));
        assert_eq!(samples("`0s`."), Some(vec!["0s".into()]));
        assert_eq!(samples("that of `ivr.defaults`."), None);
        assert_eq!(samples("`100`; `1` with `steady`."), None);
    }
}
