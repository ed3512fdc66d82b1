//! The three questions that people ask of an IVR, each answered in a line with numbers from the run, and none from a rule
//! of thumb: a reader sees what it is that is much or little.

use super::{Column, IvrReport, OptionRow};
use crate::center::{Fit, Outcome, Progress, Route};
use crate::measure::metric::Unit;
use crate::report::Report;
use crate::report::chart::{Point, with_spread};
use crate::report::figures::{Figure, find};
use crate::report::number::short;
use crate::report::page::list;
use crate::report::text::{alone, periods, when};

/// As many levels are told one by one; deeper ones together.
const MOST_LEVELS: usize = 4;

/// As many options that nobody wanted are named.
const MOST_NAMED: usize = 3;

/// As many ways are told that callers went for whom nothing fitted.
const MOST_WAYS: usize = 4;

/// A blank at which no line ends.
const NBSP: char = '\u{a0}';

/// A question and its answer.
pub(in crate::report) struct Answer {
    /// The question: `too complex?`
    pub(in crate::report) question: &'static str,
    /// The answer, without a full stop; no-break spaces hold together what belongs together.
    pub(in crate::report) answer: String,
}

/// The answers of a run; none of an IVR without menus, or to which nobody came.
pub(in crate::report) fn answers(report: &Report, followed: &IvrReport) -> Vec<Answer> {
    if followed.ivr.menus.is_empty() || followed.total.entered_ivr == 0 {
        return Vec::new();
    }
    let teller = Teller { report, followed, figures: followed.overall() };
    vec![
        Answer { question: "too complex?", answer: teller.complexity() },
        Answer { question: "too many options?", answer: teller.options() },
        Answer { question: "unhelpful options?", answer: teller.usefulness() },
    ]
}

struct Teller<'a> {
    report: &'a Report<'a>,
    followed: &'a IvrReport<'a>,
    /// The metrics of the whole IVR.
    figures: Vec<Figure>,
}

impl Teller<'_> {
    /// The share of hang-ups by level, and what each level adds.
    fn complexity(&self) -> String {
        let hung_up = self.followed.total.outcome(Outcome::AbandonedInIvr);
        if hung_up == 0 {
            return "nobody hung up in the IVR".into();
        }
        let added = self.followed.added();
        let mean = |figures: &[Figure], name: &str| find(figures, name).and_then(|figure| figure.mean).unwrap_or(0.0);
        let mut parts: Vec<String> = Vec::new();
        for (level, figures) in added.iter().enumerate().take(1 + MOST_LEVELS) {
            let points = find(figures, "added").map_or(String::new(), |figure| self.points(figure));
            let of_all = whole(mean(figures, "of_hang_ups"));
            parts.push(match level {
                0 => format!("greeting and steps {points} points of IVR abandonment ({of_all} of the hang-ups)"),
                level => format!("level{NBSP}{level} adds {points} ({of_all})"),
            });
        }
        if let Some(deeper) = added.get(1 + MOST_LEVELS..).filter(|deeper| !deeper.is_empty()) {
            let sum = |name: &str| deeper.iter().map(|figures| mean(figures, name)).sum::<f64>();
            let points = unbroken(&with_spread(Unit::Count, Point { mean: 100.0 * sum("added"), half_width: None }));
            parts.push(format!("deeper levels add {points} ({})", whole(sum("of_hang_ups"))));
        }
        let parts = parts.join(", ");
        match self.followed.how_far(None).hung_up(Progress::SelfService) {
            0 => parts,
            n => format!("{parts}; {} were in a self-service behind a menu", whole(n as f64 / hung_up as f64)),
        }
    }

    /// Hang-ups while listening towards or past the wanted option, and where it stood.
    fn options(&self) -> String {
        let hung_up = match (self.figure("hung_up_towards_wanted"), self.figure("hung_up_past_wanted")) {
            (Some(towards), Some(past)) => {
                let [towards, past] = [towards, past].map(|figure| self.share(figure));
                format!("{towards} of the hang-ups came on the way to the wanted option, {past} past it")
            }
            _ => "nobody hung up in the IVR".into(),
        };
        match (self.figure("wanted_position"), self.figure("options_read_out")) {
            (Some(position), Some(options)) => {
                let mean = |figure: &Figure| format!("{:.1}", figure.mean.unwrap_or(0.0));
                format!("{hung_up}; it was option {} of {} on average", mean(position), mean(options))
            }
            _ => format!("{hung_up}; no menu read out what anybody wanted"),
        }
    }

    /// The options that nobody wanted, or the one least wanted, and what they cost others; callers for whom nothing
    /// fitted, and where they went.
    fn usefulness(&self) -> String {
        let options = self.followed.options();
        let offered: Vec<&OptionRow> =
            options.iter().filter(|row| row.is_there_to_be_wanted() && row.visits() > 0).collect();
        let unwanted: Vec<&OptionRow> = offered.iter().copied().filter(|row| row.sought() == 0).collect();
        let least = offered.iter().min_by(|a, b| sought_share(a).total_cmp(&sought_share(b)));
        let fitted = self.nothing_fitted();
        match (&unwanted[..], least) {
            ([], Some(least)) if offered.len() > 1 => {
                // Who asks for a person by it wants it too, and has no interval.
                let alike = least.sought() == least.wanted;
                let by = if alike { self.share(&least.wanted_share) } else { whole(sought_share(least)) };
                format!("least wanted is {}, by {by} of its visits{}; {fitted}", named(least), self.cost(least))
            }
            ([], _) => fitted,
            ([one], _) => format!("nobody wanted {}{}; {fitted}", named(one), self.cost(one)),
            (several, _) => {
                let named: Vec<String> = several.iter().take(MOST_NAMED).map(|row| named(row)).collect();
                let more = several.len() - named.len();
                let named = if more > 0 { format!("{} and {more} more", named.join(", ")) } else { list(&named) };
                let time = several.iter().map(|row| row.seconds * row.to_others as f64).sum::<f64>();
                let time = unbroken(&format!("{} s", short(time / periods(self.report))));
                format!("nobody wanted {named}, which take others {time} {}; {fitted}", when(self.report))
            }
        }
    }

    /// What an option costs those who want another one.
    fn cost(&self, row: &OptionRow) -> String {
        if row.to_others == 0 {
            return ", and nobody else hears it out".into();
        }
        let takes = unbroken(&format!("{} s", short(row.seconds)));
        let times = short(row.to_others as f64 / periods(self.report));
        format!(", and others hear out its {takes}, {times} times {}", when(self.report))
    }

    fn nothing_fitted(&self) -> String {
        let some = |name: &str| self.figure(name).filter(|figure| figure.mean.is_some_and(|mean| mean > 0.0));
        let lost = some("lost").map(|figure| format!("{} were lost after a wrong choice", self.share(figure)));
        let Some(fitted) = some("nothing_fitted") else {
            let lost = lost.map_or(String::new(), |lost| format!(", but {lost}"));
            return format!("there was something for everybody{lost}");
        };
        let all = self.followed.callers(|fit, _| fit == Fit::Nothing);
        let came_to = |column: Column| self.followed.callers(|fit, to| fit == Fit::Nothing && column.is(to));
        let mut ways: Vec<(u64, Column)> = Column::ALL.map(|column| (came_to(column), column)).into();
        ways.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        ways.truncate(MOST_WAYS);
        // What rounds to nothing is left out.
        ways.retain(|(count, _)| 200 * count >= all);
        let way = |(count, column): &(u64, Column)| format!("{} {}", whole(*count as f64 / all as f64), went(*column));
        let ways: Vec<String> = ways.iter().map(way).collect();
        let lost = lost.map_or(String::new(), |lost| format!("; {lost}"));
        format!("nothing fitted {} of callers: {}{lost}", self.share(fitted), list(&ways))
    }

    /// A metric of the whole IVR, where anything was counted for it.
    fn figure(&self, name: &str) -> Option<&Figure> {
        find(&self.figures, name).filter(|figure| figure.mean.is_some())
    }

    /// A share with its interval: `6.9 ±0.05 %`.
    fn share(&self, figure: &Figure) -> String {
        unbroken(&with_spread(Unit::Share, self.point(figure, 1.0)))
    }

    /// The same in points: `6.9 ±0.05`.
    fn points(&self, figure: &Figure) -> String {
        unbroken(&with_spread(Unit::Count, self.point(figure, 100.0)))
    }

    fn point(&self, figure: &Figure, factor: f64) -> Point {
        let half_width = figure.half_width.filter(|_| !alone(self.report));
        Point { mean: factor * figure.mean.unwrap_or(0.0), half_width: half_width.map(|width| factor * width) }
    }
}

/// An option by its menu and key.
fn named(row: &OptionRow) -> String {
    format!("{}{NBSP}[{}]", row.menu, row.option.key)
}

/// Visits by those an option is there for, of all visits of its menu.
fn sought_share(row: &OptionRow) -> f64 {
    row.sought() as f64 / row.visits().max(1) as f64
}

/// What became of callers, as the end of a sentence.
fn went(column: Column) -> &'static str {
    match column {
        Column::Route(Route::Right) => "came to the right queue",
        Column::Route(Route::Misrouted) => "were misrouted",
        Column::Route(Route::Person) => "asked for a person",
        Column::Route(Route::Fallback) => "fell back to a queue",
        Column::End(Outcome::AbandonedInIvr) => "hung up",
        Column::End(Outcome::SelfServed) => "served themselves",
        Column::End(Outcome::TransferredOut) => "were transferred out",
        Column::End(Outcome::LeftVoicemail) => "left a voicemail",
        Column::End(_) => "were disconnected",
    }
}

/// A share in whole per cent.
fn whole(share: f64) -> String {
    format!("{:.0}{NBSP}%", 100.0 * share)
}

/// Held together on one line.
fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}
