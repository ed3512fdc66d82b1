//! A sweep: one scenario in many variations, each the file with other values at the paths that are varied.

use std::path::Path;

use super::check::Meaning;
use super::decode;
use super::diagnostic::{Problem, Report, Severity};
use super::document::Document;
use super::expectation::Subject;
use super::field::Field;
use super::file::duration::Duration;
use super::file::scalar::{Raw, Scalar};
use super::file::sweep::{Range, Values};
use super::node::{Node, Value};
use super::place::{Place, Source};
use super::{Loaded, set, yaml};

/// More cells than this are not meant.
pub const MOST_CELLS: usize = 10_000;

/// A chart has no room for more axes.
const MOST_AXES: usize = 3;

/// What `--vary` is called in diagnostics.
const NAME: &str = "--vary";

/// A scenario with what is varied of it.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// The scenario as the file has it.
    pub base: Loaded,
    /// The file's text, for whoever is to see what was swept.
    pub text: String,
    /// What is varied: one to three axes.
    pub axes: Vec<Axis>,
    /// The metric that is charted: of all day, and no quantile.
    pub chart: Subject,
    /// The number of leaves of the trees that are compared beside the grid.
    pub destinations: Option<u32>,
    document: Document,
}

/// One path that is varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// The path, such as `ivr.balanced.depth`.
    pub path: String,
    /// The unit of all its values, where they are numbers with one unit; empty for plain numbers and for words.
    pub unit: String,
    /// Its values, in their order.
    pub values: Vec<AxisValue>,
    place: Place,
}

/// A value that is tried.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisValue {
    /// The value as a person would write it.
    pub text: String,
    /// The value as a number in the axis's unit, where all of the axis are numbers.
    pub number: Option<f64>,
    node: Node,
}

impl AxisValue {
    /// The value for people: of a law or a list without the brackets, `exponential mean 4m`.
    pub fn label(&self) -> String {
        if !matches!(self.node.value, Value::Map(_) | Value::List(_)) {
            return self.text.clone();
        }
        let bare = self.text.replace(['{', '}', '[', ']', '"'], " ").replace(": ", " ");
        bare.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
    }
}

/// One variation.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The position of its value on every axis.
    pub at: Vec<usize>,
    /// The scenario with these values.
    pub loaded: Loaded,
}

/// A balanced tree of a given number of leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapeCell {
    /// Its levels.
    pub depth: u32,
    /// The options of each of its menus.
    pub options: u32,
    /// The scenario with this tree.
    pub loaded: Loaded,
}

impl Sweep {
    /// Reads a scenario file with what is varied: as the file says, or instead by `vary`, texts such as
    /// `ivr.balanced.depth=1..5`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file, the settings and what is varied, at once.
    pub fn load(path: &Path, settings: &[String], vary: &[String]) -> Result<Self, Report> {
        Self::of(super::document(path, settings)?, vary)
    }

    /// The same of a text; `name` is what diagnostics call it.
    ///
    /// # Errors
    ///
    /// See [`Self::load`].
    pub fn parse(name: &str, text: String, settings: &[String], vary: &[String]) -> Result<Self, Report> {
        Self::of(Document::read(name, text, settings, &super::no_base)?, vary)
    }

    fn of(mut document: Document, vary: &[String]) -> Result<Self, Report> {
        let first = document.sources.len();
        document.sources.extend(vary.iter().map(|text| Source { name: NAME.into(), text: text.clone() }));
        let all = |document: &Document| {
            let (file, scenario, mut problems) = document.meaning(&document.root);
            let axes = if vary.is_empty() {
                problems.extend(self::problems(document, &problems));
                written(document, &mut Vec::new())
            } else {
                let axes = asked(document, first, &mut problems);
                problems.extend(problems_of(document, &axes, &problems));
                axes
            };
            (file.given().and_then(|file| file.value.sweep.given().cloned()), scenario, axes, problems)
        };
        let (sweep, scenario, axes, mut problems) = all(&document);
        document.show_causes(&mut problems, |document| all(document).3);
        if vary.is_empty() && document.root.get("sweep").is_none() && !document.is_baseless() {
            problems.push(Problem::error(
                "missing-field",
                "nothing is varied",
                document.root.place,
                "expected `sweep` with `vary` in it",
                "write `sweep: {vary: {ivr.balanced.depth: 1..5}}`, or add `--vary ivr.balanced.depth=1..5`",
            ));
        }
        let (base, chart) = loaded(&document, scenario, problems)?;
        let sweep = sweep.map(|sweep| sweep.value);
        Ok(Self {
            base,
            text: document.sources[0].text.clone(),
            axes,
            chart,
            destinations: sweep.as_ref().and_then(|sweep| sweep.destinations.given()).map(|count| count.value.0),
            document,
        })
    }

    /// The same, with this metric charted instead of the file's.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn charting(mut self, metric: &str) -> Result<Self, Report> {
        self.document.chart(metric);
        let (_, meaning, problems) = self.document.meaning(&self.document.root);
        (self.base, self.chart) = loaded(&self.document, meaning, problems)?;
        Ok(self)
    }

    /// All variations, the last axis's value changing fastest.
    ///
    /// # Errors
    ///
    /// What is wrong with those that make no sense, each problem once.
    pub fn cells(&self) -> Result<Vec<Cell>, Report> {
        let mut at = vec![0; self.axes.len()];
        let mut cells = Vec::new();
        loop {
            let values = self.axes.iter().zip(&at).map(|(axis, &value)| (axis, &axis.values[value].node));
            cells.push((at.clone(), values.collect::<Vec<_>>()));
            let Some(axis) = (0..at.len()).rev().find(|&axis| at[axis] + 1 < self.axes[axis].values.len()) else {
                break;
            };
            at[axis] += 1;
            at[axis + 1..].fill(0);
        }
        let vary =
            |(at, values): (Vec<usize>, Vec<(&Axis, &Node)>)| self.varied(&values).map(|loaded| Cell { at, loaded });
        all(cells.into_iter().map(vary))
    }

    /// The balanced trees of every shape that has exactly as many leaves as there are to be destinations, the widest
    /// first; none where the sweep does not ask for them.
    ///
    /// # Errors
    ///
    /// What is wrong with those that make no sense, each problem once.
    pub fn shapes(&self) -> Result<Vec<ShapeCell>, Report> {
        let shapes = self.destinations.into_iter().flat_map(shapes);
        all(shapes.map(|(depth, options)| {
            let axis = |path: &str| Axis {
                path: path.into(),
                unit: String::new(),
                values: Vec::new(),
                place: Place::default(),
            };
            let node = |value: u32| Node { value: Value::Whole(value.into()), place: Place::default() };
            let (levels, menus) = (axis("ivr.balanced.depth"), axis("ivr.balanced.options"));
            let loaded = self.varied(&[(&levels, &node(depth)), (&menus, &node(options))])?;
            Ok(ShapeCell { depth, options, loaded })
        }))
    }

    fn varied(&self, values: &[(&Axis, &Node)]) -> Result<Loaded, Report> {
        let mut root = self.document.root.clone();
        let mut problems = Vec::new();
        for (axis, node) in values {
            problems.extend(set::put(&mut root, &axis.path, axis.place, (*node).clone()).err().map(|problem| *problem));
        }
        let (_, scenario, found) = self.document.meaning(&judging_nothing(root));
        problems.extend(found);
        self.document.loaded(scenario, problems)
    }
}

/// A scenario that can be simulated, and what is charted of it.
fn loaded(document: &Document, meaning: Option<Meaning>, problems: Vec<Problem>) -> Result<(Loaded, Subject), Report> {
    let chart = meaning.as_ref().map(|meaning| meaning.chart.clone());
    let loaded = document.loaded(meaning, problems)?;
    // What has a meaning charts something.
    Ok((loaded, chart.unwrap_or_else(Subject::usual)))
}

/// Depth and options of every balanced tree with exactly so many leaves, from one menu with all of them to the deepest.
pub fn shapes(leaves: u32) -> Vec<(u32, u32)> {
    let options = |depth: u32| {
        let root = f64::from(leaves).powf(1.0 / f64::from(depth)).round() as u32;
        (root.checked_pow(depth) == Some(leaves)).then_some((depth, root))
    };
    (1..32).filter_map(options).filter(|&(depth, options)| depth == 1 || options > 1).collect()
}

/// All of them, or what is wrong with any.
fn all<T>(parts: impl Iterator<Item = Result<T, Report>>) -> Result<Vec<T>, Report> {
    let mut whole = Vec::new();
    let mut wrong: Option<Report> = None;
    for part in parts {
        match (part, &mut wrong) {
            (Ok(part), _) => whole.push(part),
            (Err(report), None) => wrong = Some(report),
            // Two cells of one text differ by their values alone.
            (Err(report), Some(wrong)) => {
                let new = report.problems.into_iter().filter(|problem| !wrong.problems.contains(problem));
                wrong.problems.extend(new.collect::<Vec<_>>());
            }
        }
    }
    wrong.map_or(Ok(whole), Err)
}

/// What is wrong with the sweep that a file describes, beside what is known of the file.
pub(super) fn problems(document: &Document, known: &[Problem]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let axes = written(document, &mut problems);
    // What cannot be read of the section itself is known already.
    problems.retain(|problem| !known.contains(problem));
    problems.extend(problems_of(document, &axes, known));
    problems
}

/// What is wrong with each axis's values, tried one at a time.
fn problems_of(document: &Document, axes: &[Axis], known: &[Problem]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = too_many(axes).into_iter().collect();
    // What is varied may be in the base alone.
    for axis in axes.iter().filter(|_| !document.is_baseless()) {
        for value in &axis.values {
            let mut root = document.root.clone();
            if let Err(problem) = set::put(&mut root, &axis.path, axis.place, value.node.clone()) {
                problems.push(*problem);
                break;
            }
            let (.., found) = document.meaning(&judging_nothing(root));
            let new = |problem: &Problem| problem.severity == Severity::Error && !known.contains(problem);
            let before = problems.len();
            problems.extend(found.into_iter().filter(new));
            // Where one value of a range makes no sense, the next ones make none either.
            if problems.len() > before {
                break;
            }
        }
    }
    problems
}

/// A variation without what is expected of the file's own values, whose parts it may not have.
fn judging_nothing(mut root: Node) -> Node {
    if let Value::Map(entries) = &mut root.value {
        entries.retain(|(key, _)| key.name().as_deref() != Some("expect"));
    }
    root
}

/// That there are more axes, or cells, than are meant.
fn too_many(axes: &[Axis]) -> Option<Problem> {
    let place = axes.get(MOST_AXES).or(axes.last())?.place;
    if axes.len() > MOST_AXES {
        let message = format!("{} axes are too many for a chart", axes.len());
        let (label, help) = ("expected at most three", "vary fewer paths at a time");
        return Some(Problem::error("too-large", message, place, label, help));
    }
    let cells: usize = axes.iter().map(|axis| axis.values.len()).product(); // of at most three axes of 1,000 each
    if cells <= MOST_CELLS {
        return None;
    }
    let counts: Vec<String> = axes.iter().map(|axis| axis.values.len().to_string()).collect();
    let message = format!("the grid has {} = {cells} cells", counts.join(" x "));
    let label = format!("expected at most {MOST_CELLS} cells");
    Some(Problem::error("too-large", message, place, label, "vary fewer values, or take larger steps"))
}

/// The axes that the file describes.
fn written(document: &Document, problems: &mut Vec<Problem>) -> Vec<Axis> {
    let vary = document.root.get("sweep").and_then(|sweep| sweep.get("vary"));
    let Some(Node { value: Value::Map(entries), .. }) = vary else { return Vec::new() };
    let named = entries.iter().filter_map(|(key, value)| Some((key.name()?, key.place, value)));
    named.filter_map(|(path, place, value)| axis(path, place, value, document, problems)).collect()
}

/// The axes that the command line asks for, in the sources from this one on.
fn asked(document: &Document, first: usize, problems: &mut Vec<Problem>) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for (source, Source { text, .. }) in (0..).zip(&document.sources).skip(first) {
        let place = |start: usize, end: usize| Place { source, start: start as u32, end: end as u32 };
        let Some((path, values)) = text.split_once('=').filter(|(_, values)| !values.trim().is_empty()) else {
            let (label, help) = ("expected `path=values`", "write `--vary ivr.balanced.depth=1..5`");
            problems.push(Problem::error(
                "bad-setting",
                "it is not said which values are tried",
                place(0, text.len()),
                label,
                help,
            ));
            continue;
        };
        let at = place(0, path.len());
        if axes.iter().any(|axis| axis.path == path.trim()) {
            let (label, help) = ("given again here", "give all its values at once");
            problems.push(Problem::error("duplicate-key", format!("`{path}` is varied twice"), at, label, help));
            continue;
        }
        match yaml::parse(values, place(path.len() + 1, text.len())) {
            Ok(values) => axes.extend(axis(path.trim().to_owned(), at, &values, document, problems)),
            Err(problem) => problems.push(*problem),
        }
    }
    axes
}

/// An axis from its path and what is written of its values; nothing where that cannot be read.
fn axis(path: String, place: Place, node: &Node, document: &Document, problems: &mut Vec<Problem>) -> Option<Axis> {
    if let Some(problem) = fixed(&path, place) {
        problems.push(problem);
        return None;
    }
    let before = problems.len();
    let Field::Given(values) = decode::decode::<Values>(node, problems) else { return None };
    let (unit, values) = match (&values.value, &node.value) {
        (Values::Range(range), _) => {
            let mut numbers = range.numbers.clone();
            if range.filled && range.unit.is_empty() && takes_only_whole_numbers(document, &path, place, node, &numbers)
            {
                numbers = numbers.into_iter().map(f64::round).collect();
                numbers.dedup();
            }
            let values = numbers.into_iter().map(|number| AxisValue {
                text: range.written(number),
                number: Some(number),
                node: Node { value: value_of(range, number), place: node.place },
            });
            (range.unit.clone(), values.collect())
        }
        (Values::Listed(_), Value::List(nodes)) => listed(nodes, &document.sources),
        (Values::Listed(_), _) => return None,
    };
    if values.is_empty() && problems.len() == before {
        let (label, help) = ("expected at least one value", "write the values to try, such as `[1, 2, 4]`");
        problems.push(Problem::error("empty-list", format!("`{path}` is not varied"), node.place, label, help));
        return None;
    }
    let alike = |a: &AxisValue, b: &AxisValue| a.text == b.text || (a.number.is_some() && a.number == b.number);
    for (index, value) in values.iter().enumerate() {
        if values[..index].iter().any(|earlier| alike(earlier, value)) {
            let message = format!("`{}` is tried twice", value.text);
            let (label, help) = ("given again here", "write every value once");
            problems.push(Problem::error("duplicate-value", message, value.node.place, label, help));
        }
    }
    Some(Axis { path, unit, values, place })
}

/// What must be the same in every cell.
fn fixed(path: &str, place: Place) -> Option<Problem> {
    let (label, help) = match path.split('.').next().unwrap_or_default().trim_matches(['"', ' ']) {
        "seed" => ("every cell of a sweep sees the same callers", "sweep again with another `--seed`"),
        "sweep" => ("expected a part of the scenario", "what is varied and charted is said once for all cells"),
        _ => return None,
    };
    Some(Problem::error("not-varied", format!("`{path}` cannot be varied"), place, label, help))
}

/// Whether the file refuses a fraction at this path that it takes as a whole number.
fn takes_only_whole_numbers(document: &Document, path: &str, place: Place, node: &Node, numbers: &[f64]) -> bool {
    let errors = |value: Value| {
        let mut root = document.root.clone();
        set::put(&mut root, path, place, Node { value, place: node.place }).ok()?;
        let (.., problems) = document.meaning(&root);
        Some(problems.iter().filter(|problem| problem.severity == Severity::Error).count())
    };
    let fraction = numbers.iter().copied().find(|number| number.fract() != 0.0);
    fraction.is_some_and(|number| errors(Value::Whole(number.round() as i128)) < errors(Value::Real(number)))
}

fn value_of(range: &Range, number: f64) -> Value {
    if !range.unit.is_empty() {
        Value::Text(range.written(number))
    } else if number.fract() == 0.0 {
        Value::Whole(number as i128)
    } else {
        Value::Real(number)
    }
}

/// The values of a list, as numbers of one unit where all of them are.
fn listed(nodes: &[Node], sources: &[Source]) -> (String, Vec<AxisValue>) {
    let plain = |node: &Node| match node.value {
        Value::Whole(number) => Some(number as f64),
        Value::Real(number) => Some(number).filter(|number| number.is_finite()),
        _ => None,
    };
    let percent = |node: &Node| match &node.value {
        Value::Text(text) => text.trim().strip_suffix('%')?.trim().parse().ok(),
        _ => None,
    };
    let seconds = |node: &Node| match &node.value {
        Value::Text(text) => Duration::read(Raw::Text(text)).ok().map(|duration| duration.0),
        _ => None,
    };
    let all = |read: &dyn Fn(&Node) -> Option<f64>| nodes.iter().map(read).collect::<Option<Vec<f64>>>();
    let (unit, numbers) = all(&plain)
        .map(|numbers| ("", numbers))
        .or_else(|| all(&percent).map(|numbers| ("%", numbers)))
        .or_else(|| all(&seconds).map(|numbers| ("s", numbers)))
        .map_or((String::new(), None), |(unit, numbers)| (unit.to_owned(), Some(numbers)));
    let text = |node: &Node| match &node.value {
        Value::Text(text) => text.clone(),
        _ => node.place.text(sources).split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let values = nodes.iter().enumerate().map(|(index, node)| AxisValue {
        text: text(node),
        number: numbers.as_ref().map(|numbers| numbers[index]),
        node: node.clone(),
    });
    (unit, values.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_without_its_brackets() {
        let place = Place::default();
        for (text, value, label) in [
            ("{exponential: {mean: 4m}}", Value::Map(Vec::new()), "exponential mean 4m"),
            (
                "[{share: 25%, mean: 1m}, {share: 75%, mean: 9m}]",
                Value::List(Vec::new()),
                "share 25%, mean 1m, share 75%, mean 9m",
            ),
            ("Press {one}", Value::Text(String::new()), "Press {one}"),
        ] {
            let value = AxisValue { text: text.into(), number: None, node: Node { value, place } };
            assert_eq!(value.label(), label);
        }
    }

    #[test]
    fn shapes_have_exactly_so_many_leaves() {
        assert_eq!(shapes(64), [(1, 64), (2, 8), (3, 4), (6, 2)]);
        assert_eq!(shapes(81), [(1, 81), (2, 9), (4, 3)]);
        assert_eq!(shapes(7), [(1, 7)]);
        assert_eq!(shapes(1), [(1, 1)]);
        assert_eq!(shapes(0), [(1, 0)]);
    }
}
