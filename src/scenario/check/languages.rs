//! What callers speak, what is said to them in which language, and whether anything chooses one.

use super::draft::Holes;
use super::graph::Graph;
use super::ivr::Tree;
use super::ways::Lead;
use super::{Check, Known};
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Named, Placed};
use crate::scenario::file::File;
use crate::scenario::file::prompt::{self, Prompt as Written, Said};
use crate::scenario::file::share::{self, Share};
use crate::scenario::nearest::list;
use crate::scenario::resolved::{Language, Prompt, Spoken};

/// Every language is another reading of the whole tree.
const MOST_LANGUAGES: usize = 100;

impl Check {
    pub(super) fn languages(&mut self, languages: &Field<Named<Share>>) -> Option<Vec<Language>> {
        let Some(section) = languages.given() else { return languages.is_missing().then(Vec::new) };
        if section.value.entries.is_empty() {
            self.error(
                "empty-list",
                "there are no languages here",
                section.place,
                "expected languages such as `{en: 82%, es: 18%}`",
                "name at least one, or remove `languages`",
            );
            return None;
        }
        if section.value.entries.len() > MOST_LANGUAGES {
            self.error(
                "too-large",
                format!("there are {} languages", section.value.entries.len()),
                section.place,
                format!("expected at most {MOST_LANGUAGES}"),
                "keep those that something is said in",
            );
            return None;
        }
        let read = section
            .value
            .pairs()
            .map(|(name, share)| share.map(|share| Language { name: name.value.clone(), share: share.value.0 }));
        let mut read = read.collect::<Option<Vec<Language>>>()?;
        if read.len() < section.value.entries.len() {
            return None;
        }
        let sum: f64 = read.iter().map(|language| language.share).sum();
        // Rounded percentages may miss 100 % a little, as those of intents.
        if (sum - 1.0).abs() > 0.0021 {
            self.error(
                "shares-sum",
                format!("the shares of the languages sum to {}", share::show(sum)),
                section.place,
                "expected shares that sum to 100%",
                "change a share so that every caller has one language",
            );
            return None;
        }
        for language in &mut read {
            language.share /= sum;
        }
        Some(read)
    }

    /// A prompt with its length in every language.
    pub(super) fn prompt(&mut self, said: &Placed<Written>, tree: &mut Tree) -> Option<Prompt> {
        let named = match &said.value {
            Written::Same(said) => return Some(tree.spoken(said).into()),
            Written::ByLanguage(named) => named,
        };
        let languages = &tree.known.languages;
        let before = self.problems.len();
        for (name, place) in named.names() {
            // Whoever is unknown is reported here, and passed over below.
            let _ = self.refer(languages, "language", name, place);
        }
        let given = |language: &str| named.entries.iter().find(|(name, _)| is(name, language)).map(|(_, said)| said);
        let missing = || languages.iter().map(|(name, _)| name).filter(|name| given(name).is_none());
        if let Some(first) = missing().next() {
            self.error(
                "missing-language",
                format!("this prompt is not given in {}", list(missing())),
                said.place,
                "expected a text or length for each language",
                format!("add `{first}: ...`, or write one text or length for all languages"),
            );
        }
        if named.entries.is_empty() && languages.readable() && languages.len() == 0 {
            self.error(
                "empty-list",
                "this prompt says nothing",
                said.place,
                "expected a text such as `\"Press one.\"`, or a length such as `3s`",
                "write what is said, or `0s` for silence",
            );
        }
        if !languages.readable() || languages.len() == 0 || self.problems.len() > before {
            return None;
        }
        let places: Vec<&Field<Said>> = languages.iter().filter_map(|(name, _)| given(name)).collect();
        let mut spoken = places.into_iter().map(|said| said.given().map(|said| tree.spoken(&said.value)));
        let first = spoken.next()??;
        let others = spoken.collect::<Option<Vec<Spoken>>>()?;
        // What is the same in all is said once.
        let others = if others.iter().all(|other| *other == first) { Vec::new() } else { others };
        Some(Prompt { first, others })
    }

    /// A prompt that is followed by the pause between options, where it is a text.
    pub(super) fn option_prompt(&mut self, said: &Placed<Written>, tree: &mut Tree) -> Option<Prompt> {
        let mut prompt = self.prompt(said, tree)?;
        for spoken in std::iter::once(&mut prompt.first).chain(&mut prompt.others) {
            if spoken.text.is_some() {
                tree.paused = true;
                spoken.seconds += tree.pause;
            }
        }
        Some(prompt)
    }

    /// Warns of languages that no call is ever in.
    pub(super) fn chosen_languages(&mut self, file: &File, graph: Option<&Graph>, known: &Known) {
        let Some(section) = file.languages.given() else { return };
        let Some((first, _)) = known.languages.iter().next() else { return };
        let mut chosen = vec![false; known.languages.len()];
        let mut holes = Holes::of_tree(file, graph);
        for way in graph.into_iter().flat_map(|graph| &graph.ways.written) {
            match way {
                (_, Some(Ok(language))) => chosen[language.index()] = true,
                (_, Some(Err(hole))) => holes.one(*hole),
                // A name that is not there would not be a choice of a language if it were.
                (Lead::Hole(hole, None), None) if !hole.named => holes.one(*hole),
                _ => {}
            }
        }
        if !chosen.contains(&true) {
            let problem = Problem::warning(
                "without-effect",
                format!("`languages` has no effect: every call stays in `{first}`"),
                section.place,
                "nothing chooses a language",
                format!("lead an option there with `then: {{language: {first}, go: ...}}`, or remove `languages`"),
            );
            self.absent(vec![problem], &holes, "unless this is meant to choose one");
            return;
        }
        let unchosen = known.languages.iter().zip(chosen).skip(1).filter(|(_, chosen)| !chosen);
        let problems = unchosen.map(|((name, place), _)| {
            Problem::warning(
                "unserved-language",
                format!("nothing chooses the language `{name}`"),
                place,
                "these callers are never spoken to in it",
                format!("write `then: {{language: {name}, go: ...}}` at an option, if one is meant for them"),
            )
        });
        self.absent(problems.collect(), &holes, "unless this is meant to choose it");
    }
}

fn is(name: &Field<String>, language: &str) -> bool {
    name.given().is_some_and(|name| name.value == language)
}

impl Tree<'_, '_> {
    /// What is said, with its length.
    fn spoken(&mut self, said: &Said) -> Spoken {
        match said {
            Said::Length(seconds) => Spoken { seconds: *seconds, text: None },
            Said::Text(text) => {
                self.spoke = true;
                Spoken { seconds: prompt::spoken(text, self.words_per_minute), text: Some(text.clone()) }
            }
        }
    }
}
