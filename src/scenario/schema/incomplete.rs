//! Files that are not whole by themselves: what one that `extends` another, or is only extended, leaves out is elsewhere.
//!
//! Maps merge with those of the base, so none of them requires anything of such a file; lists and laws replace the base's
//! and stay whole. What is required of all other files is gathered from the maps and told once, at the root.

use std::collections::BTreeSet;

use schemars::Schema;
use serde_json::{Map, Value as Json, json};

/// Requires what maps require only of files that stand alone.
pub(super) fn may_rest_on_a_base(schema: &mut Schema) {
    let whole = schema.as_value().clone();
    let mut merging = BTreeSet::new();
    let Some(required) = required_of(&whole, &whole, &mut merging) else { return };
    schema.remove("required");
    if let Some(definitions) = schema.get_mut("$defs").and_then(Json::as_object_mut) {
        for name in merging {
            if let Some(map) = definitions.get_mut(&name).and_then(Json::as_object_mut) {
                map.remove("required");
            }
        }
    }
    let rests = json!({"anyOf": [
        {"required": ["extends"]},
        {"required": ["template"], "properties": {"template": {"const": true}}},
    ]});
    schema.insert("if".into(), rests);
    schema.insert("then".into(), true.into());
    schema.insert("else".into(), required);
}

/// What this and all maps in it require, and by which definitions; `None` where nothing is.
fn required_of(part: &Json, whole: &Json, merging: &mut BTreeSet<String>) -> Option<Json> {
    let [(name, map)] = maps(part, whole)[..] else { return None };
    let mut required = Map::new();
    if let Some(names) = map.get("required") {
        required.insert("required".into(), names.clone());
        merging.extend(name.map(str::to_owned));
    }
    let fields = map.get("properties").and_then(Json::as_object).into_iter().flatten();
    let fields: Map<String, Json> =
        fields.filter_map(|(name, field)| Some((name.clone(), required_of(field, whole, merging)?))).collect();
    if !fields.is_empty() {
        required.insert("properties".into(), fields.into());
    }
    if let Some(each) = map.get("additionalProperties").and_then(|each| required_of(each, whole, merging)) {
        required.insert("additionalProperties".into(), each);
    }
    (!required.is_empty()).then(|| required.into())
}

/// The maps that this may be, each with its definition's name where it has one: of several, such as a law's kinds, the one
/// replaces the other.
fn maps<'s>(part: &'s Json, whole: &'s Json) -> Vec<(Option<&'s str>, &'s Json)> {
    if let Some(name) = part.get("$ref").and_then(Json::as_str).and_then(|path| path.strip_prefix("#/$defs/")) {
        let found = whole.get("$defs").and_then(|definitions| definitions.get(name));
        let mut maps = found.map_or(Vec::new(), |found| maps(found, whole));
        for (named, map) in &mut maps {
            if named.is_none() && found == Some(*map) {
                *named = Some(name);
            }
        }
        return maps;
    }
    let kinds = ["anyOf", "oneOf"].into_iter().filter_map(|kinds| part.get(kinds)?.as_array()).flatten();
    let is_map = part.get("properties").is_some() || part.get("additionalProperties").is_some_and(Json::is_object);
    kinds.flat_map(|kind| maps(kind, whole)).chain(is_map.then_some((None, part))).collect()
}
