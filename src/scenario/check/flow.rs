//! Where the phone tree leads: parts that no call reaches, and circles that no call leaves.

use super::graph::Graph;
use super::{Check, Known};
use crate::law::Law;
use crate::scenario::diagnostic::{Problem, Severity};
use crate::scenario::file::File;
use crate::scenario::place::Place;
use crate::scenario::resolved::{Action, Hazard, MenuOption, Patience, Scenario};

impl Check {
    pub(super) fn flow(&mut self, scenario: &Scenario, file: &File, known: &Known) {
        let (Some(ivr), Some(section)) = (&scenario.ivr, file.ivr.given()) else { return };
        if scenario.streams.iter().all(|stream| stream.queue.is_some()) {
            self.warning(
                "without-effect",
                "no call enters the phone tree",
                section.place,
                "every stream names a queue and so passes it",
                "remove `queue` from a stream, or remove `ivr`",
            );
            return;
        }
        let graph = Graph::of(ivr);
        let place = |node: usize| match &section.value.balanced.given() {
            Some(balanced) if node < ivr.menus.len() => balanced.place,
            _ if node < ivr.menus.len() => known.menus.place_at(node),
            _ if node < graph.services => known.steps.place_at(node - ivr.menus.len()),
            _ => section.place,
        };
        let reached = graph.reached();
        for (node, reached) in reached.iter().enumerate().take(graph.services) {
            if !reached {
                self.warning(
                    "unreachable",
                    format!("no call reaches {}", graph.name(node)),
                    place(node),
                    "nothing leads here",
                    "lead an option or a step to it, or remove it",
                );
            }
        }
        self.back_from_the_first(&graph, &reached, &place);
        self.serving_by_coming_back(&graph, &reached, &place);
        self.choosing_again_and_again(&graph, &reached, &place);
        let stuck = graph.stuck();
        self.without_a_way_out(&graph, &reached, &stuck, &place);
        self.circles(scenario, &graph, &reached, &stuck, &place);
    }

    fn back_from_the_first(&mut self, graph: &Graph, reached: &[bool], place: &impl Fn(usize) -> Place) {
        let offers_languages = (0..graph.before.len()).any(|menu| graph.ivr.only_offers_languages(menu));
        let why = if offers_languages {
            "no menu leads here, unless it only offers languages and so is no level"
        } else {
            "no menu leads here"
        };
        for (menu, before) in graph.before.iter().enumerate() {
            if reached[menu] && graph.goes_back[menu] && before.is_empty() {
                self.error(
                    "misplaced-action",
                    format!("{} goes `back`, but there is no menu before it", graph.name(menu)),
                    place(menu),
                    why,
                    "name where the call goes, or say the menu again with `repeat`",
                );
            }
        }
    }

    fn serving_by_coming_back(&mut self, graph: &Graph, reached: &[bool], place: &impl Fn(usize) -> Place) {
        for (menu, resolved) in graph.ivr.menus.iter().enumerate().filter(|(menu, _)| reached[*menu]) {
            let mut serving = resolved.options.iter().filter(|option| !option.serves.is_empty());
            if let Some(option) = serving.find(|option| graph.only_comes_back(menu, &option.then)) {
                self.error(
                    "serves-nobody",
                    format!("the option with the key `{}` serves an intent, but only comes back here", option.key),
                    place(menu),
                    "these callers would choose it again and again",
                    "remove `for`, or lead these callers to what they want",
                );
            }
        }
    }

    /// Where only languages are offered, callers choose theirs whenever they come there.
    fn choosing_again_and_again(&mut self, graph: &Graph, reached: &[bool], place: &impl Fn(usize) -> Place) {
        for (menu, resolved) in graph.ivr.menus.iter().enumerate().filter(|(menu, _)| reached[*menu]) {
            if !graph.ivr.only_offers_languages(menu) {
                continue;
            }
            let mut choosing = resolved.options.iter().filter(|option| option.then.language().is_some());
            let comes_back = |option: &&MenuOption| {
                *option.then.onward() == Action::Repeat || graph.only_comes_back(menu, &option.then)
            };
            if let Some(option) = choosing.find(comes_back) {
                self.error(
                    "serves-nobody",
                    format!("the option with the key `{}` chooses a language, but only comes back here", option.key),
                    place(menu),
                    "these callers would choose it again and again",
                    "lead them on to what they call for",
                );
            }
        }
    }

    fn without_a_way_out(&mut self, graph: &Graph, reached: &[bool], stuck: &[bool], place: &impl Fn(usize) -> Place) {
        let mut told = vec![false; stuck.len()];
        for node in 0..stuck.len() {
            if !(reached[node] && stuck[node]) || told[node] {
                continue;
            }
            let mut open = vec![node];
            while let Some(next) = open.pop() {
                if !std::mem::replace(&mut told[next], true) {
                    open.extend(&graph.edges[next]);
                }
            }
            self.error(
                "no-way-out",
                format!("{} has no way out", graph.name(node)),
                place(node),
                "from here a call can only go round until the caller hangs up",
                "lead an option, a `then` or a `failed` to a queue, or to `disconnect`",
            );
        }
    }

    /// Circles that a call goes round in without anybody deciding anything.
    fn circles(
        &mut self,
        scenario: &Scenario,
        graph: &Graph,
        reached: &[bool],
        stuck: &[bool],
        place: &impl Fn(usize) -> Place,
    ) {
        let endless = stays_for_ever(scenario);
        for circle in graph.circles(reached) {
            if circle.iter().any(|node| stuck[*node]) {
                continue;
            }
            let way: Vec<String> = circle.iter().chain(circle.first()).map(|node| graph.name(*node)).collect();
            let menus = circle.iter().any(|node| *node < graph.ivr.menus.len());
            let for_ever = !menus || endless;
            let label =
                if menus { "who finds nothing fitting comes back here" } else { "a call comes back here by itself" };
            self.problems.push(Problem {
                severity: if for_ever { Severity::Error } else { Severity::Warning },
                ..Problem::error(
                    "circle",
                    format!("calls go round in a circle: {}", way.join(", then ")),
                    place(circle[0]),
                    label,
                    "lead one of them elsewhere, such as to a queue or to `disconnect`",
                )
            });
        }
    }
}

/// Whether some callers never hang up in the tree: their patience does not end, or a factor of 0 stops its clock.
fn stays_for_ever(scenario: &Scenario) -> bool {
    let Hazard { ivr, per_error, after_announcement, .. } = scenario.callers.hazard;
    [ivr, per_error, after_announcement.factor].contains(&0.0)
        || scenario.intents.iter().filter(|intent| intent.share > 0.0).any(|intent| {
            let (Patience::OneClock(law) | Patience::Fresh { ivr: law, .. }) = scenario.patience(intent);
            *law == Law::Never
        })
}
