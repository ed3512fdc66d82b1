//! What the YAML library found wrong, in words that say what to do.

use serde_yaml::{Error, Location};

use super::diagnostic::Problem;
use super::place::Place;

/// What the library found wrong, told with a remedy.
pub(super) fn problem(error: &Error, text: &str, whole: Place) -> Problem {
    let error = error.without_snippet();
    let at = error.location().map_or(0, |location| offset(text, location));
    let place = {
        // The offending word, not just its first letter.
        let word = text[at..]
            .chars()
            .take(40)
            .take_while(|c| !c.is_whitespace() && !",]}".contains(*c))
            .map(char::len_utf8)
            .sum::<usize>();
        let start = whole.start + at as u32;
        Place { source: whole.source, start, end: start + word.max(1) as u32 }
    };
    let reason = error.to_string();
    // The library appends its own position, which the diagnostic already shows.
    let reason = reason.split(" at line ").next().unwrap_or_default().lines().next().unwrap_or_default().to_owned();
    let told =
        |code: &'static str, message: &str, label: &str, help: &str| Problem::error(code, message, place, label, help);
    match error {
        Error::Eof { .. } => told("empty-file", "the file says nothing", "expected a scenario", SMALLEST),
        Error::MultipleDocuments { .. } => told(
            "several-documents",
            "the file holds several YAML documents",
            "a second document begins here",
            "keep one scenario per file: remove the `---` line and what follows it, or move it to a file of its own",
        ),
        Error::Budget { breach, .. } => {
            let breach = format!("{breach:?}");
            if breach.starts_with("Depth") {
                told("nested-too-deep", "this is nested too deep", "no part of a scenario nests this deep", FLATTEN)
            } else if breach.contains("Alias") || breach.contains("Anchor") {
                told("too-much-yaml", "too many YAML aliases", "expected values written out", WRITE_OUT)
            } else {
                told("too-much-yaml", "the file holds more values than any scenario", "reading stopped here", SHORTEN)
            }
        }
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => {
            told("too-much-yaml", "these aliases expand to too much", "reading stopped at this alias", WRITE_OUT)
        }
        Error::UnknownAnchor { .. } => unreadable_star(text, at, place),
        Error::RecursiveReferencesRequireWeakTypes { .. } => told(
            "endless-alias",
            "this alias stands inside the very value it stands for",
            "an alias of what surrounds it",
            "write the value out",
        ),
        Error::UnsupportedTag { .. }
        | Error::InvalidScalar { .. }
        | Error::TaggedScalarCannotDeserializeIntoString { .. } => {
            told("yaml-tag", "YAML tags have no meaning in a scenario", "expected a plain value", "remove the `!` tag")
        }
        _ if reason.contains("recursion") || reason.contains("nesting") || reason.contains("depth") => {
            told("nested-too-deep", "this is nested too deep", "no part of a scenario nests this deep", FLATTEN)
        }
        _ => syntax(&reason, text, at, place),
    }
}

pub(super) const SMALLEST: &str =
    "a scenario names at least `arrivals`, `callers`, `queues` and `agents`; copy one from `scenarios/`";
const FLATTEN: &str = "close the brackets that are open before this, or indent it less";
const WRITE_OUT: &str = "write the values out without aliases";
const SHORTEN: &str = "leave out what is not needed; of a recorded sample, 15000 values drawn at random say as much";

/// YAML that cannot be read at all: the usual slips by name, the rest by the library's words.
fn syntax(reason: &str, text: &str, at: usize, place: Place) -> Problem {
    let error = |message: &str, label: &str, help: &str| Problem::error("syntax", message, place, label, help);
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start().len()];
    let here = text[at..].chars().next();
    if let Some(hash) = swallowed(&text[..line_start + line.len()]) {
        let start = place.start - at as u32 + hash as u32;
        return Problem::error(
            "unquoted-hash",
            "an unquoted `#` begins a comment, which swallows the rest of the line",
            Place { start, end: start + 1, ..place },
            "expected a value",
            "quote it: `\"#\"`; as a key write `pound`",
        );
    }
    if here == Some('*') || reason.contains("anchor or alias") {
        return unreadable_star(text, at, place);
    }
    if indent.contains('\t') || here == Some('\t') {
        let start = place.start - (at - line_start) as u32;
        let place = Place { start, end: start + indent.len().max(1) as u32, ..place };
        let message = "a tab stands where YAML wants spaces";
        return Problem::error("syntax", message, place, "expected spaces", "indent with spaces");
    }
    if here == Some('%') && at == line_start {
        return error("YAML directives have no meaning in a scenario", "expected a field", "remove this line");
    }
    if matches!(here, Some('@' | '`' | '%')) {
        return error(
            "a plain value cannot begin with this character",
            "expected a value",
            "quote the value: put \" before and behind it",
        );
    }
    if reason.contains("unclosed bracket") || reason.contains("flow") && at >= text.trim_end().len() {
        return error(
            "a bracket is not closed",
            "expected `}` or `]` before this",
            "close the `{` or `[` that is still open; inside brackets `,` parts the entries",
        );
    }
    if reason.contains("flow mapping") || reason.contains("flow sequence") {
        return error(
            "the entries in these brackets cannot be told apart",
            "expected `,` or the closing bracket",
            "part the entries with `,` and close the bracket; quote a text that holds `,`, `:`, `{` or `[`",
        );
    }
    if reason.contains("quote") {
        return error(
            "a quoted text is not closed or goes on badly",
            "expected the closing quote",
            "close the quote; inside double quotes write \\\" for a quote and \\\\ for a backslash",
        );
    }
    if reason.contains("control character")
        || reason.contains("invalid character")
        || here.is_some_and(|c| c.is_control() && c != '\n')
    {
        return error(
            "a character that no text holds",
            "expected printable text",
            "is this a scenario? save the file as UTF-8 text without control characters",
        );
    }
    if reason.contains("mapping values are not allowed") {
        return error(
            "a colon stands where none can be read",
            "the text before it already is the value",
            "quote a text that holds `: `; a mapping begins on a line of its own or stands in `{...}`",
        );
    }
    if reason.contains("did not find expected key") || reason.contains("indentation") {
        return error(
            "this line is indented unlike its neighbours",
            "expected the indentation of the lines above",
            "indent entries of one mapping alike, with spaces",
        );
    }
    if reason.contains("document start") {
        return error(
            "this line belongs to nothing",
            "the file was complete before it",
            "a scenario is entries `name: value`, each at the beginning of a line; what stands above is a value by itself",
        );
    }
    let help = "each entry is `name: value` with a blank behind the colon, at the same indentation as its \
                neighbours; quote a text that holds `: ` or ` #`";
    Problem::error("syntax", format!("this is not YAML: {reason}"), place, "reading stopped here", help)
}

/// The last `#` inside open brackets where a value is wanted: no comment was meant there.
fn swallowed(text: &str) -> Option<usize> {
    let mut end = text.len();
    for line in text.lines().rev().take(200) {
        let start = text[..end].rfind(line)?;
        if let Some(hash) = line.find(" #") {
            let before = line[..hash].trim_end();
            let opened = before.matches(['{', '[']).count() > before.matches(['}', ']']).count();
            if opened && before.ends_with(':') {
                return Some(start + hash + 1);
            }
        }
        end = start;
    }
    None
}

/// Whether the alias at this byte has an anchor before it: the library forgets anchors of more than it cares to repeat.
fn anchored(text: &str, at: usize) -> bool {
    let name = |c: char| !c.is_whitespace() && !",]}".contains(c);
    let alias: String = text[at..].chars().skip(1).take_while(|c| name(*c)).collect();
    text[..at].split('&').skip(1).any(|rest| rest.split(|c| !name(c)).next() == Some(alias.as_str()))
}

/// An unquoted `*`, which YAML takes for an alias.
fn unreadable_star(text: &str, at: usize, place: Place) -> Problem {
    let word: String = text[at..].chars().take(20).take_while(|c| !c.is_whitespace() && !",}]".contains(*c)).collect();
    if anchored(text, at) {
        let message = "these aliases expand to too much";
        return Problem::error("too-much-yaml", message, place, "reading stopped at this alias", WRITE_OUT);
    }
    if word.len() > 1 && word.starts_with('*') {
        return Problem::error(
            "unknown-alias",
            format!("`{word}` is an alias of nothing"),
            place,
            "no anchor of this name stands before",
            "write the value out, or quote it if the `*` is meant",
        );
    }
    Problem::error(
        "unquoted-star",
        "an unquoted `*` is YAML's sign for an alias",
        place,
        "expected a key such as `1` or `star`",
        "quote it: `\"*\"`, or write `star`",
    )
}

/// The byte at a line and column; the library gives no bytes with syntax errors.
fn offset(text: &str, location: Location) -> usize {
    if let Some(byte) = location.span().byte_offset() {
        let byte = usize::try_from(byte).unwrap_or(0);
        if byte > 0 && text.is_char_boundary(byte) {
            return byte.min(text.len());
        }
    }
    let line = usize::try_from(location.line()).unwrap_or(1).max(1);
    let column = usize::try_from(location.column()).unwrap_or(1).max(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let within: usize = text[start..].chars().take_while(|&c| c != '\n').take(column - 1).map(char::len_utf8).sum();
    start + within
}
