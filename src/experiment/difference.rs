//! What differs between two runs on the same callers: each metric with its paired interval, and a plain word for it.

use super::judge::{Judged, Missing, Verdict, verdict};
use super::named::Measure;
use crate::measure::metric::{Unit, lower_is_better};
use crate::measure::{Contrast, Sections, Series, contrast};
use crate::scenario::expectation::{About, Change, Expectation, Subject};
use crate::scenario::resolved::{Channel, Scenario};

/// The quantiles of waits that are compared.
const QUANTILES: [&str; 4] = ["wait_p50", "wait_p80", "wait_p90", "wait_p95"];

/// No difference is seen, rather than too noisy to tell, where a share's half-width is at most this.
pub const NARROW_SHARE: f64 = 0.005;
/// The same of anything else, as a share of the base's value.
pub const NARROW: f64 = 0.05;

/// The same of a time, in seconds, where that is more: of what is nearly nothing a share is nothing.
pub const NARROW_TIME: f64 = 0.1;

/// Differences below this share of the values are rounding.
const ROUNDING: f64 = 1e-9;

/// What a difference means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The whole interval says that callers fare better.
    Better,
    /// The whole interval says that they fare worse.
    Worse,
    /// More of what is neither good nor bad.
    More,
    /// Less of it.
    Less,
    /// None is seen, and a large one would have been.
    NoDifference,
    /// None is seen, but the interval is so wide that there may be a large one.
    TooNoisy,
}

impl Word {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::More => "more",
            Self::Less => "less",
            Self::NoDifference => "no difference seen",
            Self::TooNoisy => "too noisy to tell",
        }
    }

    /// Whether a difference is seen.
    pub fn is_seen(self) -> bool {
        !matches!(self, Self::NoDifference | Self::TooNoisy)
    }
}

/// One metric of both scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which metric of what.
    pub subject: Subject,
    /// What it is measured in.
    pub unit: Unit,
    /// What it is a share, or a mean, of.
    pub of: &'static str,
    /// The base's value; `None` where nothing was counted.
    pub base: Option<f64>,
    /// The changed one's.
    pub changed: Option<f64>,
    /// The changed one's less the base's, with its paired half-width, which is `None` where none can be given; both are
    /// missing where there is nothing to compare, and 0 where every replication differs by the same.
    pub difference: Option<Contrast>,
    /// Whether the two are the same in every replication.
    pub same: bool,
    /// What that means.
    pub word: Word,
}

/// The replications of one run, metric by metric, and its waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) series: &'a [Series],
    pub(super) waits: &'a Sections,
}

/// A metric with its place among each side's series; a part that one side has not, has none of its totals there.
#[derive(Debug)]
struct Pair {
    subject: Subject,
    measure: Measure,
    sides: [Option<usize>; 2],
}

/// A quantile of waits with its queue in both scenarios.
#[derive(Debug)]
struct Quantile {
    subject: Subject,
    p: f64,
    queues: [Option<usize>; 2],
}

/// What is asked of two scenarios.
#[derive(Debug)]
pub(super) struct Questions {
    /// The metrics whose series each side keeps.
    pub(super) series: [Vec<Measure>; 2],
    pairs: Vec<Pair>,
    quantiles: Vec<Quantile>,
    /// What is expected of the differences, each with its pair or its quantile.
    expected: Vec<(Expectation, Option<Asked>)>,
}

#[derive(Debug)]
enum Asked {
    Pair(Pair),
    Quantile(Quantile),
}

impl Questions {
    /// Every metric of either scenario, and these expectations of the difference.
    pub(super) fn new(scenarios: [&Scenario; 2], expectations: Vec<Expectation>) -> Self {
        let mut questions =
            Self { series: [Vec::new(), Vec::new()], pairs: Vec::new(), quantiles: Vec::new(), expected: Vec::new() };
        let [base, changed] = scenarios.map(Measure::all);
        let added = changed
            .iter()
            .filter(|(about, of)| !base.iter().any(|(other, same)| other == about && same.name() == of.name()));
        for (about, measure) in base.iter().chain(added) {
            let subject = Subject { metric: measure.name().to_owned(), about: about.clone(), window: None };
            let pair = questions.pair(scenarios, subject, *measure);
            questions.pairs.extend(pair);
        }
        let names = scenarios[0].queues.iter().map(|queue| About::Queue(queue.name.clone()));
        for about in std::iter::once(About::Center).chain(names) {
            for metric in QUANTILES {
                let subject = Subject { metric: metric.to_owned(), about: about.clone(), window: None };
                questions.quantiles.extend(quantile(scenarios, subject));
            }
        }
        for expectation in expectations {
            let subject = expectation.subject.clone();
            let asked = if subject.quantile().is_some() {
                quantile(scenarios, subject).map(Asked::Quantile)
            } else {
                let measure = scenarios.iter().find_map(|scenario| Measure::of_subject(scenario, &subject));
                measure.and_then(|measure| questions.pair(scenarios, subject, measure)).map(Asked::Pair)
            };
            questions.expected.push((expectation, asked));
        }
        questions
    }

    /// A metric in both, unless it is one that cannot be compared because only one of them has it.
    fn pair(&mut self, scenarios: [&Scenario; 2], subject: Subject, measure: Measure) -> Option<Pair> {
        let found = scenarios.map(|scenario| Measure::of_subject(scenario, &subject));
        if found.iter().any(Option::is_none) && !is_counted_from_nothing(&subject.about, measure.unit()) {
            return None;
        }
        let mut sides = [None; 2];
        for ((found, series), side) in found.into_iter().zip(&mut self.series).zip(&mut sides) {
            if let Some(found) = found {
                series.push(found);
                *side = Some(series.len() - 1);
            }
        }
        Some(Pair { subject, measure, sides })
    }

    /// How many differences have an interval.
    pub(super) fn rows(&self) -> usize {
        self.pairs.len() + self.quantiles.len()
    }

    /// Every metric of both sides, each difference at this confidence level.
    pub(super) fn differences(&self, sides: [Side; 2], confidence: f64) -> Vec<Row> {
        let mut rows: Vec<Row> = self.pairs.iter().map(|pair| of_pair(pair, sides, confidence)).collect();
        // A quantile stands behind the other metrics of its part.
        for quantile in &self.quantiles {
            let row = of_quantile(quantile, sides, confidence);
            let behind = rows.iter().rposition(|other| other.subject.about == row.subject.about && !is_outcome(other));
            rows.insert(behind.map_or(rows.len(), |last| last + 1), row);
        }
        rows
    }

    /// The verdicts on what is expected of the differences, each at this confidence level.
    pub(super) fn judge(&self, sides: [Side; 2], confidence: f64) -> Vec<Judged> {
        let each = self.expected.iter().map(|(expectation, asked)| {
            let row = match asked {
                Some(Asked::Pair(pair)) => Some(of_pair(pair, sides, confidence)),
                Some(Asked::Quantile(quantile)) => Some(of_quantile(quantile, sides, confidence)),
                None => None,
            };
            judged(expectation, row.as_ref(), confidence)
        });
        each.collect()
    }

    /// How many differences something is expected of.
    pub(super) fn expected(&self) -> usize {
        self.expected.len()
    }
}

/// Whether what only one of the scenarios has is none in the other: what is counted is, but it is no share of anything there.
/// Where there are only calls they are not counted by channel, and without customers nobody looks for conversations.
fn is_counted_from_nothing(about: &About, unit: Unit) -> bool {
    unit.is_total() && !matches!(about, About::Channel(Channel::Voice) | About::Conversations)
}

/// Whether a row counts contacts of the whole center.
fn is_outcome(row: &Row) -> bool {
    row.subject.about == About::Center && row.unit == Unit::Total
}

fn quantile(scenarios: [&Scenario; 2], subject: Subject) -> Option<Quantile> {
    // The waits of a window are not kept apart.
    let p = subject.quantile().filter(|_| subject.window.is_none())?;
    let queues = match &subject.about {
        About::Queue(name) => {
            let position = |scenario: &Scenario| scenario.queues.iter().position(|queue| queue.name == *name);
            [Some(position(scenarios[0])?), Some(position(scenarios[1])?)]
        }
        _ => [None; 2],
    };
    Some(Quantile { subject, p, queues })
}

fn of_pair(pair: &Pair, sides: [Side; 2], confidence: f64) -> Row {
    let series = [0, 1].map(|side| pair.sides[side].and_then(|index| sides[side].series.get(index)));
    let value = |series: Option<&Series>| match series {
        Some(series) => contrast(&[(1.0, series)], confidence).map(|alone| alone.mean),
        None => pair.measure.unit().is_total().then_some(0.0),
    };
    let (base, changed) = (value(series[0]), value(series[1]));
    let weighted = [(1.0, series[1]), (-1.0, series[0])];
    let weighted: Vec<(f64, &Series)> =
        weighted.iter().filter_map(|&(weight, series)| Some((weight, series?))).collect();
    let mut difference = base.and(changed).and(contrast(&weighted, confidence));
    let unit = pair.measure.unit();
    // Where both saw no event, or nothing but events, the interval is not nothing.
    let extreme = |mean: Option<f64>| mean.is_some_and(|mean| mean == 0.0 || mean == 1.0);
    if let Some(difference) = &mut difference
        && difference.half_width.is_none()
    {
        let rule_of_three = |series: &&Series| series.half_width_of_share(confidence);
        difference.half_width = if unit == Unit::Share && base == changed && extreme(base) {
            series.iter().flatten().filter_map(rule_of_three).reduce(f64::max)
        } else {
            // What differs by the same in every replication is known exactly; one replication knows nothing.
            series.iter().flatten().all(|series| series.len() > 1).then_some(0.0)
        };
    }
    let same = matches!(series, [Some(base), Some(changed)] if base == changed);
    let of = pair.measure.of();
    finished(Row { subject: pair.subject.clone(), unit, of, base, changed, difference, same, word: Word::TooNoisy })
}

fn of_quantile(quantile: &Quantile, sides: [Side; 2], confidence: f64) -> Row {
    let value = |side: usize| sides[side].waits.quantile(quantile.queues[side], quantile.p, confidence);
    let [base, changed] = [0, 1].map(|side| value(side).map(|found| found.value));
    let (first, second) = (sides[0].waits, sides[1].waits);
    let difference = second.difference(first, [quantile.queues[1], quantile.queues[0]], quantile.p, confidence);
    let never = difference.is_some_and(|difference| difference.half_width == Some(0.0) && difference.mean == 0.0);
    let same = sides[0].waits == sides[1].waits || never;
    finished(Row {
        subject: quantile.subject.clone(),
        unit: Unit::Seconds,
        of: "contacts queued",
        base,
        changed,
        difference,
        same,
        word: Word::TooNoisy,
    })
}

/// The row with what only rounding left taken away, and with its word.
fn finished(row: Row) -> Row {
    let size = row.base.unwrap_or(0.0).abs().max(row.changed.unwrap_or(0.0).abs());
    let rounding = |value: f64| value.abs() <= ROUNDING * size;
    let difference = row.difference.map(|difference| Contrast {
        mean: if rounding(difference.mean) { 0.0 } else { difference.mean },
        half_width: difference.half_width.map(|width| if rounding(width) { 0.0 } else { width }),
    });
    let row = Row { difference, ..row };
    Row { word: word(&row), ..row }
}

fn word(row: &Row) -> Word {
    let Some(Contrast { mean, half_width }) = row.difference else {
        return Word::TooNoisy;
    };
    let Some(half_width) = half_width else {
        return if row.same { Word::NoDifference } else { Word::TooNoisy };
    };
    if mean.abs() > half_width {
        return match (lower_is_better(&row.subject.metric), mean > 0.0) {
            (Some(lower), more) if lower != more => Word::Better,
            (Some(_), _) => Word::Worse,
            (None, true) => Word::More,
            (None, false) => Word::Less,
        };
    }
    let narrow = match row.unit {
        Unit::Share | Unit::TimeShare => NARROW_SHARE,
        Unit::Seconds => NARROW_TIME.max(NARROW * row.base.unwrap_or(0.0).abs()),
        Unit::Count | Unit::Total | Unit::Hours => NARROW * row.base.unwrap_or(0.0).abs(),
    };
    if half_width <= narrow { Word::NoDifference } else { Word::TooNoisy }
}

/// What an expectation says of a difference.
fn judged(expectation: &Expectation, row: Option<&Row>, confidence: f64) -> Judged {
    let (unit, of) = row.map_or((Unit::Count, ""), |row| (row.unit, row.of));
    let undecided = Judged::undecided(expectation, unit, of, confidence);
    let Some(row) = row else {
        return Judged { missing: Some(Missing::Part), ..undecided };
    };
    let Some(Contrast { mean, half_width }) = row.difference else {
        return Judged { missing: Some(Missing::Nothing), ..undecided };
    };
    let signed = if expectation.change == Some(Change::Decrease) { -mean } else { mean };
    let undecided = Judged { mean: Some(signed), half_width, ..undecided };
    if half_width.is_none() && !row.same {
        return Judged { missing: Some(Missing::Interval), ..undecided };
    }
    let (half_width, bound) = (half_width.unwrap_or(0.0), expectation.bound);
    let verdict = if expectation.change == Some(Change::Either) {
        // Inside of both bounds, or wholly outside of one.
        let below = verdict(signed, half_width, expectation.comparison, bound);
        let above = verdict(-signed, half_width, expectation.comparison, bound);
        match (below, above) {
            (Verdict::Holds, Verdict::Holds) => Verdict::Holds,
            (Verdict::Fails, _) | (_, Verdict::Fails) => Verdict::Fails,
            _ => Verdict::Undecided,
        }
    } else {
        verdict(signed, half_width, expectation.comparison, bound)
    };
    Judged { verdict, ..undecided }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(metric: &str, base: f64, mean: f64, half_width: Option<f64>) -> Row {
        let subject = Subject { metric: metric.into(), about: About::Center, window: None };
        let difference = Some(Contrast { mean, half_width });
        finished(Row {
            subject,
            unit: Unit::Share,
            of: "",
            base: Some(base),
            changed: Some(base + mean),
            difference,
            same: half_width.is_none(),
            word: Word::TooNoisy,
        })
    }

    #[test]
    fn a_word_says_what_the_whole_interval_says() {
        for (metric, mean, half_width, expected) in [
            ("ivr_abandonment", 0.01, 0.004, Word::Worse),
            ("ivr_abandonment", -0.01, 0.004, Word::Better),
            ("containment", 0.01, 0.004, Word::Better),
            ("service_level", -0.01, 0.004, Word::Worse),
            ("occupancy", 0.01, 0.004, Word::More),
            ("zero_out", -0.01, 0.004, Word::Less),
            ("ivr_abandonment", 0.003, 0.004, Word::NoDifference),
            ("ivr_abandonment", 0.003, 0.006, Word::TooNoisy),
            // Not a hair's breadth: what only rounding left is no difference.
            ("ivr_abandonment", 1e-14, 1e-16, Word::NoDifference),
        ] {
            let half_width = Some(half_width);
            assert_eq!(row(metric, 0.2, mean, half_width).word, expected, "{metric} {mean}");
        }
    }
}
