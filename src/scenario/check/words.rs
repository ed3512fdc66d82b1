//! The words of an expectation with their places in its text: names, what stands in quotes and brackets, the clauses behind
//! the metric, the comparison.

use crate::scenario::expectation::{Change, Comparison};
use crate::scenario::place::Place;

/// A stretch of a text, with its beginning in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

impl Part<'_> {
    /// The part between these bytes, without blanks around it.
    pub(super) fn slice(self, from: usize, to: usize) -> Self {
        let text = &self.text[from..to];
        let trimmed = text.trim_start();
        Self { text: trimmed.trim_end(), start: self.start + from + (text.len() - trimmed.len()) }
    }
}

/// A word, a name in quotes, or what stands in brackets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'t> {
    Word(Part<'t>),
    Quoted(Part<'t>),
    Bracketed(Part<'t>),
}

impl<'t> Token<'t> {
    pub(super) fn part(self) -> Part<'t> {
        let (Self::Word(part) | Self::Quoted(part) | Self::Bracketed(part)) = self;
        part
    }

    pub(super) fn is(self, word: &str) -> bool {
        matches!(self, Self::Word(part) if part.text == word)
    }

    /// Whether a new clause begins here.
    pub(super) fn begins_clause(self) -> bool {
        matches!(self, Self::Bracketed(_))
            || ["of", "at", "on", "between", "increases", "decreases", "changes"].iter().any(|word| self.is(word))
    }
}

/// The words in front of the comparison.
pub(super) fn tokens(part: Part) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = part.slice(0, part.text.len());
    while let Some(first) = rest.text.chars().next() {
        let closing = match first {
            '"' => rest.text[1..].find('"').map(|end| (end + 1, '"')),
            '(' => Some((rest.text.find(')').unwrap_or(rest.text.len()), '(')),
            _ => None,
        };
        let length = if let Some((end, kind)) = closing {
            let inner = rest.slice(1, end.max(1));
            tokens.push(if kind == '"' { Token::Quoted(inner) } else { Token::Bracketed(inner) });
            (end + 1).min(rest.text.len())
        } else {
            let end = rest.text.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(rest.text.len());
            tokens.push(Token::Word(rest.slice(0, end)));
            end
        };
        rest = rest.slice(length, rest.text.len());
    }
    tokens
}

/// Where the comparison stands: outside of quotes and brackets.
pub(super) fn comparison(text: &str) -> Option<(usize, usize, Option<Comparison>)> {
    let (mut quoted, mut depth) = (false, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '<' | '>' | '=' | '≤' | '≥' | '!' if !quoted && depth == 0 => {
                let written = text[at..].trim_start_matches(['<', '>', '=', '≤', '≥', '!']);
                let length = text.len() - at - written.len();
                let comparison = match &text[at..at + length] {
                    "<" => Some(Comparison::Less),
                    "<=" | "≤" => Some(Comparison::AtMost),
                    ">" => Some(Comparison::More),
                    ">=" | "≥" => Some(Comparison::AtLeast),
                    _ => None,
                };
                return Some((at, length, comparison));
            }
            _ => {}
        }
    }
    None
}

/// The place of each part of an expectation's text.
pub(super) struct Places<'t> {
    pub(super) whole: Place,
    pub(super) text: &'t str,
}

impl Places<'_> {
    /// Where a part of the text stands: exactly, unless the text is not written in one piece.
    pub(super) fn of(&self, part: Part) -> Place {
        let (from, to) = (part.start, part.start + part.text.len().max(1));
        let offset = match (self.whole.end - self.whole.start) as usize {
            length if length == self.text.len() => 0,
            length if length == self.text.len() + 2 => 1,
            _ => return self.whole,
        };
        let at = |index: usize| (self.whole.start + (index + offset) as u32).min(self.whole.end);
        Place { start: at(from), end: at(to), ..self.whole }
    }
}

/// What stands between a metric's name and the comparison.
#[derive(Debug, Default)]
pub(super) struct Clauses<'t> {
    /// Of which part.
    pub(super) part: Option<Part<'t>>,
    /// The level, or none for the greeting.
    pub(super) place: Option<(Option<u32>, Part<'t>)>,
    /// On which channel.
    pub(super) channel: Option<Part<'t>>,
    /// From when until when, and both together.
    pub(super) window: Option<(Part<'t>, Part<'t>, Part<'t>)>,
    pub(super) change: Option<Change>,
}

impl<'t> Clauses<'t> {
    /// The clauses of these words, which are part of `whole`; or the first word that cannot be understood, and what was
    /// expected.
    pub(super) fn read(tokens: &[Token<'t>], whole: Part<'t>) -> Result<Self, (Part<'t>, &'static str)> {
        let mut clauses = Self::default();
        let mut rest = tokens;
        while let Some((&token, behind)) = rest.split_first() {
            rest = clauses.add(token, behind, whole).map_err(|label| (token.part(), label))?;
        }
        Ok(clauses)
    }

    /// Reads the clause that begins with this word; what is behind it.
    fn add<'a>(
        &mut self,
        token: Token<'t>,
        behind: &'a [Token<'t>],
        whole: Part<'t>,
    ) -> Result<&'a [Token<'t>], &'static str> {
        let named = |name: &Token| !name.begins_clause() && !name.part().text.is_empty();
        match token {
            Token::Bracketed(part) if self.part.is_none() && !part.text.is_empty() => {
                self.part = Some(part);
                Ok(behind)
            }
            _ if token.is("of") && self.part.is_none() => match behind {
                [name, after @ ..] if named(name) => {
                    self.part = Some(name.part());
                    Ok(after)
                }
                _ => Err("expected the name of a queue, menu or agent group behind this"),
            },
            _ if token.is("on") && self.channel.is_none() => match behind {
                [name, after @ ..] if named(name) => {
                    self.channel = Some(name.part());
                    Ok(after)
                }
                _ => Err("expected a channel behind this, such as `on chat`"),
            },
            _ if token.is("at") && self.place.is_none() => match behind {
                [greeting, after @ ..] if greeting.is("greeting") => {
                    self.place = Some((None, greeting.part()));
                    Ok(after)
                }
                [word, number, after @ ..] if word.is("level") => {
                    let level = number.part().text.parse();
                    let level = level.map_err(|_| "expected the number of a level, such as `at level 2`")?;
                    self.place = Some((Some(level), number.part()));
                    Ok(after)
                }
                _ => Err("expected `at level 2` or `at greeting`"),
            },
            _ if token.is("between") && self.window.is_none() => match behind {
                [from, and, to, after @ ..] if and.is("and") => {
                    let (from, to) = (from.part(), to.part());
                    let both = whole.slice(from.start - whole.start, to.start - whole.start + to.text.len());
                    self.window = Some((from, to, both));
                    Ok(after)
                }
                _ => Err("expected two times of day, such as `between \"10:00\" and \"12:00\"`"),
            },
            Token::Bracketed(_) => Err("expected `of`, `at level`, `on`, `between`, or a comparison"),
            _ if token.begins_clause() => {
                let change = match token.part().text {
                    "increases" => Change::Increase,
                    "decreases" => Change::Decrease,
                    "changes" => Change::Either,
                    _ => return Err("this stands here twice"),
                };
                self.change = Some(change);
                match behind {
                    [by, after @ ..] if by.is("by") => Ok(after),
                    _ => Err("expected `by` behind this"),
                }
            }
            _ => Err("expected `of`, `at level`, `on`, `between`, or a comparison"),
        }
    }
}
