//! `extends`: a file on top of its base. Mappings merge; lists and values replace.
//!
//! Every value keeps the place it has in its own file, so that what is wrong is told where it stands. Of a file without its base
//! only that can be said which is wrong whatever stands in the base.

use std::path::{Path, PathBuf};

use super::diagnostic::Problem;
use super::node::{Node, Value};
use super::place::{Place, Source};
use super::yaml;

/// A base's base, and so on: more than so many are not meant.
const MOST: usize = 16;

/// How base files are read: their name in diagnostics and their text, or what is wrong and what to do about it.
pub type Reader<'r> = dyn Fn(&Path) -> Result<(String, String), (String, String)> + 'r;

/// Words of which a mapping holds one: what kind of thing it is. Another kind replaces it as a whole.
const KINDS: [&str; 13] = [
    "constant",
    "exponential",
    "hyperexponential",
    "weibull",
    "lognormal",
    "gamma",
    "uniform",
    "triangular",
    "empirical",
    "queue",
    "self_service",
    "transfer_out",
    "language",
];

/// A file on top of its base.
#[derive(Debug)]
pub(super) struct Extended {
    pub(super) root: Node,
    /// Whether a base could not be read.
    pub(super) baseless: bool,
    /// Why, unless that is told where `extends` itself is read.
    pub(super) problem: Option<Problem>,
}

/// The file on top of its base, whose text is added to the sources; or on top of as many bases as could be read.
pub(super) fn extended(own: Node, sources: &mut Vec<Source>, reader: &Reader) -> Extended {
    let mut files = vec![PathBuf::from(&sources[own.place.source as usize].name)];
    let (mut root, mut above) = (own, Vec::new());
    let (baseless, problem) = loop {
        match base(&root, sources, reader, &mut files) {
            Ok(Some(base)) => above.push(std::mem::replace(&mut root, base)),
            Ok(None) => break (false, None),
            Err(problem) => break (true, problem.map(|problem| *problem)),
        }
    };
    while let Some(own) = above.pop() {
        if let Value::Map(entries) = &mut root.value {
            // These tell of the base file alone.
            entries.retain(|(key, _)| !matches!(key.name().as_deref(), Some("extends" | "template")));
        }
        root = merged(root, own);
    }
    if baseless {
        without_hollows(&mut root);
    }
    Extended { root, baseless, problem }
}

/// What a file extends, if it extends anything; its text is added to the sources.
fn base(
    own: &Node,
    sources: &mut Vec<Source>,
    reader: &Reader,
    files: &mut Vec<PathBuf>,
) -> Result<Option<Node>, Option<Box<Problem>>> {
    let Some(node) = own.get("extends") else { return Ok(None) };
    let wrong = |message: String, help: String| {
        Some(Box::new(Problem::error("unreadable-base", message, node.place, "expected the name of a base file", help)))
    };
    let named = match &node.value {
        Value::Text(named) => named.clone(),
        Value::Whole(number) => number.to_string(),
        _ if files.len() == 1 => return Err(None),
        _ => return Err(wrong(format!("found {} where a name belongs", node.kind()), "name a file".into())),
    };
    let folder = files.last().and_then(|file| file.parent()).unwrap_or(Path::new(""));
    let path = plain(&folder.join(&named));
    if Path::new(&named).is_absolute() {
        return Err(wrong("a base file is named by an absolute path".into(), "name it relative to this file".into()));
    }
    if files.contains(&path) || files.len() > MOST {
        let message = format!("`{named}` extends this file itself, through one or more files");
        return Err(wrong(message, "let one of them stand by itself".into()));
    }
    let (name, text) = reader(&path).map_err(|(message, help)| wrong(format!("`{named}`: {message}"), help))?;
    let whole = Place { source: sources.len() as u32, start: 0, end: text.len() as u32 };
    sources.push(Source { name, text });
    files.push(path);
    yaml::parse(&sources[whole.source as usize].text, whole).map(Some).map_err(Some)
}

/// Takes away the mappings that say nothing: what they stand on is not known.
pub(super) fn without_hollows(node: &mut Node) {
    match &mut node.value {
        Value::Map(entries) => {
            entries.retain(|(_, value)| value.value != Value::Map(Vec::new()));
            for (_, value) in entries {
                without_hollows(value);
            }
        }
        Value::List(parts) => parts.iter_mut().for_each(without_hollows),
        _ => {}
    }
}

/// A path without what goes up and down again.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if plain.file_name().is_some() => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    plain
}

fn merged(base: Node, own: Node) -> Node {
    match (base.value, own.value) {
        (Value::Map(base), Value::Map(entries)) if !replaces(&base, &entries) => {
            Node { value: Value::Map(both(base, entries)), place: own.place }
        }
        (_, value) => Node { value, place: own.place },
    }
}

/// Whether a mapping is of another kind than its base: a law by another name, a way to somewhere else.
fn replaces(base: &[(Node, Node)], own: &[(Node, Node)]) -> bool {
    let kind = |entries: &[(Node, Node)]| match entries {
        [(key, _)] => key.name().filter(|name| KINDS.contains(&name.as_str())),
        _ => None,
    };
    matches!((kind(base), kind(own)), (Some(base), Some(own)) if base != own)
}

/// The entries of both, the base's first.
fn both(base: Vec<(Node, Node)>, own: Vec<(Node, Node)>) -> Vec<(Node, Node)> {
    let mut entries: Vec<(Node, Option<Node>)> = base.into_iter().map(|(key, value)| (key, Some(value))).collect();
    let inherited = entries.len();
    let mut more = Vec::new();
    let mut done: Vec<(Node, Node)> = Vec::new();
    for (key, value) in own {
        let name = key.name();
        let found = entries[..inherited]
            .iter_mut()
            .find(|(other, value)| value.is_some() && name.is_some() && other.name() == name);
        match found {
            Some((other, inherited)) => {
                let base = inherited.take();
                *other = key.clone();
                let value = match base {
                    Some(base) => merged(base, value),
                    None => value,
                };
                done.push((key, value));
            }
            // A key given twice stays given twice, and is told.
            None => more.push((key, value)),
        }
    }
    let kept = entries.into_iter().filter_map(|(key, value)| {
        let own = || done.iter().position(|(own, _)| own.place == key.place);
        let value = if let Some(value) = value { value } else { own().map(|position| done[position].1.clone())? };
        Some((key, value))
    });
    let mut kept: Vec<(Node, Node)> = kept.collect();
    kept.append(&mut more);
    kept
}
