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

/// How long that is, with both quotes, which stands in them at the beginning of a text; `None` where none does.
pub(super) fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    text[1..].find(quote).map(|end| end + 2)
}

/// The same at this byte, unless it is within a word: an apostrophe opens nothing.
fn quoted_at(text: &str, at: usize) -> Option<usize> {
    let within_word = text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
    quoted(&text[at..]).filter(|_| !within_word)
}

/// Where the first of these characters stands outside of quotes.
fn outside_quotes(text: &str, mut is: impl FnMut(char) -> bool) -> Option<usize> {
    let mut behind = 0;
    text.char_indices().find_map(|(at, c)| {
        if at < behind {
            return None;
        }
        if let Some(length) = quoted_at(text, at) {
            behind = at + length;
            return None;
        }
        is(c).then_some(at)
    })
}

/// What stands in quotes without them, where that is all.
fn unquoted(part: Part) -> Part {
    if quoted(part.text) == Some(part.text.len()) { part.slice(1, part.text.len() - 1) } else { part }
}

/// The words in front of the comparison.
pub(super) fn tokens(part: Part) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = part.slice(0, part.text.len());
    while let Some(first) = rest.text.chars().next() {
        let word = |text: &str| outside_quotes(text, |c| c.is_whitespace() || c == '(').unwrap_or(text.len());
        let length = match (first, quoted(rest.text)) {
            ('(', _) => {
                let end = outside_quotes(rest.text, |c| c == ')').unwrap_or(rest.text.len());
                tokens.push(Token::Bracketed(rest.slice(1, end.max(1))));
                (end + 1).min(rest.text.len())
            }
            // The key of an option stands behind the name of its menu.
            (_, Some(length)) if !rest.text[length..].starts_with('.') => {
                tokens.push(Token::Quoted(rest.slice(1, length - 1)));
                length
            }
            _ => {
                let end = word(rest.text);
                tokens.push(Token::Word(rest.slice(0, end)));
                end
            }
        };
        rest = rest.slice(length, rest.text.len());
    }
    tokens
}

/// Where the comparison stands: outside of quotes and brackets.
pub(super) fn comparison(text: &str) -> Option<(usize, usize, Option<Comparison>)> {
    const SIGNS: [char; 6] = ['<', '>', '=', '≤', '≥', '!'];
    let mut depth = 0_usize;
    let at = outside_quotes(text, |c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && SIGNS.contains(&c)
    })?;
    let length = text.len() - at - text[at..].trim_start_matches(SIGNS).len();
    let comparison = match &text[at..at + length] {
        "<" => Some(Comparison::Less),
        "<=" | "≤" => Some(Comparison::AtMost),
        ">" => Some(Comparison::More),
        ">=" | "≥" => Some(Comparison::AtLeast),
        _ => None,
    };
    Some((at, length, comparison))
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

/// What a word such as `increases` lacks.
pub(super) const NO_BY: &str = "expected `by` behind this";

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
            Token::Bracketed(part) if self.part.is_none() && !unquoted(part).text.is_empty() => {
                self.part = Some(unquoted(part));
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
                    _ => Err(NO_BY),
                }
            }
            _ => Err("expected `of`, `at level`, `on`, `between`, or a comparison"),
        }
    }
}
