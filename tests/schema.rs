//! What the schema of a scenario file tells editors: that it is the program's, and of every field what it is, its unit, an example,
//! its default, and what is realistic.

use std::fs;
use std::path::Path;

use serde_json::Value;

fn schema() -> Value {
    serde_json::from_str(&hangup::scenario::schema()).unwrap()
}

/// The committed schema is the one of this program, and its descriptions say something.
#[test]
fn the_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("hangup.schema.json");
    let text = hangup::scenario::schema();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == text,
        "hangup.schema.json is stale: run this test with UPDATE_SCHEMA=1"
    );
    let value = schema();
    let work = &value["$defs"]["queue"]["properties"]["after_call_work"];
    assert_eq!((&work["default"], &work["examples"][0]), (&"0s".into(), &"20s".into()));
}

/// What an editor says of a field tells in which unit its values are, by one of these phrases for each kind of value.
const UNITS: [(&str, &[&str]); 22] = [
    ("at-once", &["How many"]),
    ("after-announcement", &["factor"]),
    ("clock-time", &["a clock time"]),
    ("count", &["How many", "a whole number"]),
    ("count-by-clock-time", &["How many"]),
    ("duration", &["duration"]),
    ("exponential", &["a duration"]),
    ("half-width", &["in the metric's unit"]),
    ("intent", &["weight"]),
    ("law", &["a duration or law"]),
    ("missed-option", &["share"]),
    ("number", &["factor", "a number", "words per minute"]),
    ("number-by-clock-time", &["per hour"]),
    ("patience", &["a duration or law"]),
    ("prompt", &["a text or its length"]),
    ("ratio", &["coefficient of variation", "as a share"]),
    ("replications", &["How many"]),
    ("said", &["a text or its length"]),
    ("seed", &["a whole number"]),
    ("self-service", &["a duration"]),
    ("share", &["share"]),
    ("weight", &["a weight"]),
];

/// Kinds of values without a unit: names, words, mappings, and things told by what they are made of.
const UNITLESS: [&str; 7] = ["action", "expectation", "formula", "key", "serves", "skip-if", "sweep-values"];

/// The kinds of values that a field may hold itself, or in a list or mapping of its own.
fn kinds(field: &Value, found: &mut Vec<String>) {
    if let Some(kind) = field["$ref"].as_str() {
        found.push(kind.trim_start_matches("#/$defs/").to_owned());
    }
    for inner in [&field["items"], &field["additionalProperties"]].into_iter().filter(|inner| inner.is_object()) {
        kinds(inner, found);
    }
}

/// The one map that this may be.
fn map_of<'v>(part: &'v Value, whole: &'v Value) -> &'v Value {
    if let Some(name) = part["$ref"].as_str() {
        return map_of(&whole["$defs"][name.trim_start_matches("#/$defs/")], whole);
    }
    let kinds = ["anyOf", "oneOf"].into_iter().filter_map(|kinds| part[kinds].as_array()).flatten();
    let mut kinds = kinds.map(|kind| map_of(kind, whole));
    kinds.find(|kind| kind["properties"].is_object() || kind["additionalProperties"].is_object()).unwrap_or(part)
}

/// The fields that only files must have which rest on no other: told once at the root, for all maps in it.
fn required_of_whole_files<'v>(told: &Value, map: &'v Value, whole: &'v Value, found: &mut Vec<&'v Value>) {
    let names = told["required"].as_array().into_iter().flatten();
    for name in names.filter_map(Value::as_str) {
        assert!(map["properties"][name].is_object(), "{name}");
        found.push(&map["properties"][name]);
    }
    for (name, inner) in told["properties"].as_object().into_iter().flatten() {
        required_of_whole_files(inner, map_of(&map["properties"][name], whole), whole, found);
    }
    if told["additionalProperties"].is_object() {
        let each = map_of(&map["additionalProperties"], whole);
        required_of_whole_files(&told["additionalProperties"], each, whole, found);
    }
}

/// All properties of a schema and of those in it, with whether they must be there.
fn properties<'v>(name: &str, schema: &'v Value, found: &mut Vec<(String, &'v Value, bool)>) {
    let required = |field: &str| schema["required"].as_array().is_some_and(|names| names.contains(&field.into()));
    for (field, property) in schema["properties"].as_object().into_iter().flatten() {
        found.push((format!("{name}.{field}"), property, required(field)));
    }
    for (key, inner) in schema.as_object().into_iter().flatten() {
        match inner {
            Value::Object(parts) if matches!(key.as_str(), "properties" | "$defs") => {
                parts.iter().for_each(|(part, inner)| properties(&format!("{name}.{part}"), inner, found));
            }
            Value::Object(_) if matches!(key.as_str(), "if" | "else") => {}
            Value::Object(_) => properties(name, inner, found),
            Value::Array(parts) => parts.iter().for_each(|inner| properties(name, inner, found)),
            _ => {}
        }
    }
}

/// Every field has a description, examples that may stand there, a unit where it has values that have one, and a default
/// (itself or, where it is no value, in words behind `Default:`) unless it must be there.
#[test]
fn an_editor_tells_of_every_field_what_it_is_its_unit_an_example_and_its_default() {
    let schema = schema();
    let (mut all, mut whole) = (Vec::new(), Vec::new());
    properties("file", &schema, &mut all);
    required_of_whole_files(&schema["else"], &schema, &schema, &mut whole);
    assert!(whole.len() >= 25, "{}", whole.len());
    assert!(all.len() >= 190, "{}", all.len());
    let of_a_unit = |kind: &str| UNITS.iter().find(|(name, _)| *name == kind).map(|(_, phrases)| *phrases);
    let mut lacking = Vec::new();
    for (name, property, required) in all {
        let mut lacks = |what: String| lacking.push(format!("{name}: {what}"));
        let description = property["description"].as_str().unwrap_or_default().replace('\n', " ");
        if description.len() < 10 {
            lacks("a description".into());
        }
        if description.contains("Example: ") {
            lacks(format!("an example that is a value: {description}"));
        }
        let mut alone = property.clone();
        alone["$defs"] = schema["$defs"].clone();
        let alone = jsonschema::validator_for(&alone).unwrap();
        let examples = property["examples"].as_array().map_or(&[][..], Vec::as_slice);
        if examples.is_empty() {
            lacks("an example".into());
        }
        let values = examples.iter().chain(property.get("default"));
        values.filter(|value| !alone.is_valid(value)).for_each(|value| lacks(format!("{value} may not stand there")));
        let in_words = description.split_once("Default: ").is_some_and(|(_, words)| words.len() >= 4);
        let required = required || whole.iter().any(|field| std::ptr::eq(*field, property));
        if !required && property.get("default").is_none() && !in_words {
            lacks("a default".into());
        }
        let mut held = Vec::new();
        kinds(property, &mut held);
        for kind in held {
            let definition = &schema["$defs"][&kind];
            let mapping = definition["properties"].is_object() || definition["oneOf"][0]["properties"].is_object();
            match of_a_unit(&kind) {
                Some(phrases) if phrases.iter().any(|phrase| description.contains(phrase)) => {}
                Some(phrases) => lacks(format!("its unit, one of {phrases:?}: {description}")),
                None if mapping || UNITLESS.contains(&kind.as_str()) => {}
                None => lacks(format!("`{kind}` is neither among the kinds with a unit nor among those without")),
            }
        }
        if matches!(property["type"].as_str(), Some("number" | "integer")) {
            lacks("a kind of its own: a bare number has no unit".into());
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

/// Whoever writes a file for real callers finds in the schema which value is realistic, over which range it deserves to be
/// varied, and on what evidence, of everything that callers do and of what they hear.
#[test]
fn the_schema_says_what_is_realistic_and_on_what_evidence() {
    let value = schema();
    let parts = [
        ("callers", vec!["patience", "hang_up_at_once"]),
        ("listening", vec!["dial_ahead", "press_when_heard", "decide", "reaction"]),
        ("mistakes", vec!["wrong_option", "missed_option", "key_slip"]),
        ("missed-option-by-level", vec!["share", "extra_per_level_above"]),
        ("nothing-fits", vec!["zero", "any_key", "hang_up"]),
        ("memory", vec!["beyond", "forgets"]),
        ("zero-out", vec!["share", "after", "per_error"]),
        ("hazard", vec!["ivr", "per_level", "per_error", "after_announcement"]),
        ("lasting-factor", vec!["factor", "lasts"]),
        ("ivr", vec!["greeting", "words_per_minute", "pause"]),
        ("menu", vec!["intro"]),
        ("option", vec!["prompt"]),
        ("no-input", vec!["after", "say", "retries"]),
        ("no-match", vec!["say", "retries"]),
        ("balanced-tree", vec!["depth", "options", "intro", "prompt"]),
        ("detailed-self-service", vec!["success"]),
        ("queue", vec!["talk", "misrouted"]),
        ("stream", vec!["daily_volume_cv"]),
    ];
    let evidence = ["measured", "advised", "assumed", "convention", "survey", "published", "words and a pause"];
    for (part, fields) in parts {
        for field in fields {
            let said = value["$defs"][part]["properties"][field]["description"].as_str();
            let said = said.unwrap_or_else(|| panic!("{part}.{field} is not in the schema"));
            let (_, realistic) = said.split_once("Realistic: ").unwrap_or_else(|| panic!("{part}.{field}: {said}"));
            assert!(evidence.iter().any(|word| realistic.contains(word)), "{part}.{field}: {said}");
        }
    }
    // All that callers do is in the list above, or is itself a part of it.
    for part in ["callers", "listening", "mistakes", "nothing-fits", "memory", "zero-out", "hazard"] {
        for (field, property) in value["$defs"][part]["properties"].as_object().unwrap() {
            let said = property["description"].as_str().unwrap();
            let inner = property.to_string().contains("$ref") || property.to_string().contains("$defs");
            assert!(said.contains("Realistic: ") || inner, "{part}.{field}: {said}");
        }
    }
}
