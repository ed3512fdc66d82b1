//! Where the phone tree leads: parts that no call reaches, and circles that no call leaves.

use super::Check;
use super::draft::Draft;
use super::graph::{Graph, Reached};
use super::ways::{Lead, Way};
use crate::law::Law;
use crate::scenario::diagnostic::{Problem, Severity};
use crate::scenario::field::Placed;
use crate::scenario::file::File;
use crate::scenario::file::arrivals::Stream;
use crate::scenario::place::Place;
use crate::scenario::resolved::Patience;

impl Check {
    pub(super) fn flow(&mut self, graph: &Graph, file: &File, place: Place) {
        self.undecided(graph);
        let mut streams = file.arrivals.given().into_iter().flat_map(|streams| streams.value.pairs()).peekable();
        let passes = |stream: Option<&Placed<Stream>>| stream.is_some_and(|stream| !stream.value.queue.is_missing());
        if streams.peek().is_some() && streams.all(|(_, stream)| passes(stream)) {
            self.warning(
                "without-effect",
                "no call enters the phone tree",
                place,
                "every stream names a queue and so passes it",
                "remove `queue` from a stream, or remove `ivr`",
            );
            return;
        }
        let reached = graph.reached();
        self.unreachable(graph, &reached);
        self.back_from_the_first(graph, &reached);
        self.serving_by_coming_back(graph, &reached);
        self.choosing_again_and_again(graph, &reached);
        let stuck = graph.stuck();
        self.without_a_way_out(graph, &reached, &stuck);
        self.circles(graph, &reached, &stuck);
    }

    fn undecided(&mut self, graph: &Graph) {
        for menu in &graph.ways.undecided {
            let node = graph.node(*menu);
            self.error(
                "missing-field",
                format!("nobody knows what callers choose in {}", node.name),
                node.place,
                "expected `intents` in the scenario, and `for` at the options",
                "add `intents: {billing: 25, returns: 10}` with the reasons people call, and `for: billing` to options",
            );
        }
    }

    fn unreachable(&mut self, graph: &Graph, reached: &Reached) {
        // What a hole leads to, if it does, leads to the rest.
        let unreached = if reached.holes.none() {
            (0..graph.edges.len()).filter(|node| !reached.nodes[*node]).collect()
        } else {
            graph.roots(&reached.nodes)
        };
        let problems = unreached.into_iter().filter(|node| *node < graph.ways.services).map(|node| {
            let node = graph.node(node);
            Problem::warning(
                "unreachable",
                format!("no call reaches {}", node.name),
                node.place,
                "nothing leads here",
                "lead an option or a step to it, or remove it",
            )
        });
        self.absent(problems.collect(), &reached.holes, UNLESS_IT_LEADS_THERE);
    }

    fn back_from_the_first(&mut self, graph: &Graph, reached: &Reached) {
        let offers_languages = (0..graph.ways.menus).any(|menu| graph.ways.only_offers_languages(menu));
        let why = if offers_languages {
            "no menu leads here, unless it only offers languages and so is no level"
        } else {
            "no menu leads here"
        };
        let first = |menu: usize| reached.nodes[menu] && graph.goes_back[menu] && graph.before[menu].is_empty();
        let problems = graph.menus().filter(|(menu, _)| first(*menu)).map(|(_, node)| {
            Problem::error(
                "misplaced-action",
                format!("{} goes `back`, but there is no menu before it", node.name),
                node.place,
                why,
                "name where the call goes, or say the menu again with `repeat`",
            )
        });
        self.absent(problems.collect(), &reached.holes, UNLESS_IT_LEADS_THERE);
    }

    fn serving_by_coming_back(&mut self, graph: &Graph, reached: &Reached) {
        for (menu, node) in graph.menus().filter(|(menu, _)| reached.perhaps(*menu)) {
            let mut serving = node.ways.iter().filter(|way| way.served().next().is_some());
            if let Some(way) = serving.find(|way| graph.only_comes_back(menu, way)) {
                self.error(
                    "serves-nobody",
                    format!("the option with the key `{}` serves an intent, but only comes back here", key(way)),
                    node.place,
                    "these callers would choose it again and again",
                    "remove `for`, or lead these callers to what they want",
                );
            }
        }
    }

    /// Where only languages are offered, callers choose theirs whenever they come there.
    fn choosing_again_and_again(&mut self, graph: &Graph, reached: &Reached) {
        for (menu, node) in graph.menus().filter(|(menu, _)| reached.perhaps(*menu)) {
            if !graph.ways.only_offers_languages(menu) {
                continue;
            }
            let mut choosing = node.ways.iter().filter(|way| way.option.is_some() && way.language.is_some());
            let comes_back = |way: &&Way| way.lead == Lead::Repeat || graph.only_comes_back(menu, way);
            if let Some(way) = choosing.find(comes_back) {
                self.error(
                    "serves-nobody",
                    format!("the option with the key `{}` chooses a language, but only comes back here", key(way)),
                    node.place,
                    "these callers would choose it again and again",
                    "lead them on to what they call for",
                );
            }
        }
    }

    fn without_a_way_out(&mut self, graph: &Graph, reached: &Reached, stuck: &[bool]) {
        let mut told = vec![false; stuck.len()];
        for node in 0..stuck.len() {
            if !(reached.perhaps(node) && stuck[node]) || told[node] {
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
                format!("{} has no way out", graph.node(node).name),
                graph.node(node).place,
                "from here a call can only go round until the caller hangs up",
                "lead an option, a `then` or a `failed` to a queue, or to `disconnect`",
            );
        }
    }

    /// Circles that a call goes round in without anybody deciding anything.
    fn circles(&mut self, graph: &Graph, reached: &Reached, stuck: &[bool]) {
        let endless = stays_for_ever(&self.draft);
        for circle in graph.circles(|node| reached.perhaps(node)) {
            if circle.iter().any(|node| stuck[*node]) {
                continue;
            }
            let way: Vec<&str> =
                circle.iter().chain(circle.first()).map(|node| graph.node(*node).name.as_str()).collect();
            let menus = circle.iter().any(|node| *node < graph.ways.menus);
            let for_ever = !menus || endless;
            let label =
                if menus { "who finds nothing fitting comes back here" } else { "a call comes back here by itself" };
            self.problems.push(Problem {
                severity: if for_ever { Severity::Error } else { Severity::Warning },
                ..Problem::error(
                    "circle",
                    format!("calls go round in a circle: {}", way.join(", then ")),
                    graph.node(circle[0]).place,
                    label,
                    "lead one of them elsewhere, such as to a queue or to `disconnect`",
                )
            });
        }
    }
}

/// What is said of a hole beside what nothing leads to.
pub(super) const UNLESS_IT_LEADS_THERE: &str = "unless this is meant to lead there";

fn key(way: &Way) -> &str {
    way.option.as_ref().map_or("", |option| &option.key)
}

/// Whether some callers never hang up in the tree, as far as is known: their patience does not end, or a factor of 0
/// stops its clock.
fn stays_for_ever(draft: &Draft) -> bool {
    draft.clock_stops
        || draft.intents.iter().filter(|intent| intent.share.is_some_and(|share| share > 0.0)).any(|intent| {
            let patience = draft.patience(intent);
            patience.is_some_and(|(Patience::OneClock(law) | Patience::Fresh { ivr: law, .. })| *law == Law::Never)
        })
}
