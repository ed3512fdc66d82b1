//! Text to nodes: the only module that knows the YAML library.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Budget, DuplicateKeyPolicy, Error, Location, MergeKeyPolicy, NonFiniteFloatPolicy, Options, Spanned};

use super::diagnostic::Problem;
use super::node::{Node, Value};
use super::place::Place;

/// More values than any scenario has.
const MOST_NODES: usize = 20_000;

/// The nodes of a text. `whole` is the place of the text in its source: a setting's value begins behind its path.
pub(super) fn parse(text: &str, whole: Place) -> Result<Node, Box<Problem>> {
    let raw: Spanned<Raw> =
        serde_yaml::from_str_with_options(text, options()).map_err(|error| Box::new(problem(&error, text, whole)))?;
    Ok(Reader { text, whole }.node(raw))
}

fn options() -> Options {
    let mut options = Options::default();
    let mut budget = Budget::default();
    // A scenario nests a dozen deep and has some hundreds of nodes; a recorded sample may have more. What is allowed
    // here must be read within a tenth of a second.
    budget.max_depth = 48;
    budget.flow_nesting_limit = 64;
    budget.max_nodes = MOST_NODES;
    budget.max_events = 2 * MOST_NODES;
    budget.max_recorded_anchor_events = MOST_NODES / 4;
    options.budget = Some(budget);
    options.alias_limits.max_total_replayed_events = MOST_NODES / 4;
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    options.merge_keys = MergeKeyPolicy::AsOrdinary;
    options.non_finite_float_policy = NonFiniteFloatPolicy::PassThrough;
    options.leading_zero_numbers_as_strings = true;
    options.strict_booleans = true;
    options.reject_unsupported_tags = true;
    options.with_snippet = false;
    options
}

/// A value as the library reads it, with the places of its parts.
enum Raw {
    Scalar(Value),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RawVisitor;

        impl<'de> Visitor<'de> for RawVisitor {
            type Value = Raw;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("any value")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Bool(value)))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Whole(value.into())))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Whole(value.into())))
            }

            fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Whole(value)))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Real(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Text(value.to_owned())))
            }

            fn visit_string<E>(self, value: String) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Text(value)))
            }

            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Null))
            }

            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Null))
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
                Raw::deserialize(deserializer)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = list.next_element()? {
                    elements.push(element);
                }
                Ok(Raw::List(elements))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Map(entries))
            }
        }

        deserializer.deserialize_any(RawVisitor)
    }
}

/// Gives nodes their places.
struct Reader<'a> {
    text: &'a str,
    whole: Place,
}

impl Reader<'_> {
    fn node(&self, raw: Spanned<Raw>) -> Node {
        let mut place = self.place(raw.referenced);
        let value = match raw.value {
            Raw::Scalar(value) => value,
            Raw::List(elements) => {
                let elements: Vec<Node> = elements.into_iter().map(|element| self.node(element)).collect();
                place = self.around(place, elements.last());
                Value::List(elements)
            }
            Raw::Map(entries) => {
                let entries: Vec<(Node, Node)> =
                    entries.into_iter().map(|(key, value)| (self.node(key), self.node(value))).collect();
                place = self.around(place, entries.last().map(|(_, value)| value));
                Value::Map(entries)
            }
        };
        Node { value, place }
    }

    fn place(&self, location: Location) -> Place {
        let span = location.span();
        let from = usize::try_from(span.byte_offset().unwrap_or(0)).unwrap_or(0).min(self.text.len());
        let length = usize::try_from(span.byte_len().unwrap_or(0)).unwrap_or(0);
        let to = (from + length).min(self.text.len());
        let to = from + self.text.get(from..to).map_or(0, |text| text.trim_end().len());
        self.shifted(from, to)
    }

    /// The library gives a container's first character only: it reaches to the end of its last part.
    fn around(&self, place: Place, last: Option<&Node>) -> Place {
        let start = (place.start - self.whole.start) as usize;
        let mut end = last.map_or(place.end, |last| last.place.end.max(place.end)) - self.whole.start;
        let rest = self.text.get(start..).unwrap_or_default();
        if let Some(open) = rest.chars().next().filter(|open| matches!(open, '[' | '{')) {
            end = end.max(place.start - self.whole.start + 1);
            let close = if open == '[' { ']' } else { '}' };
            let behind = self.text.get(end as usize..).unwrap_or_default();
            let gap = behind.len() - behind.trim_start_matches([' ', ',']).len();
            if behind[gap..].starts_with(close) {
                end += gap as u32 + 1;
            }
        }
        self.shifted(start, end as usize)
    }

    fn shifted(&self, from: usize, to: usize) -> Place {
        Place {
            source: self.whole.source,
            start: self.whole.start + from as u32,
            end: self.whole.start + to.max(from) as u32,
        }
    }
}

/// What the library found wrong, told with a remedy.
fn problem(error: &Error, text: &str, whole: Place) -> Problem {
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
                told("too-much-yaml", "this is too large for a scenario", "reading stopped here", WRITE_OUT)
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
const WRITE_OUT: &str = "write the values out without aliases; a recorded sample may have up to 15000 values";

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
