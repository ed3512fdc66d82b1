//! What every chart has around it: title, subtitle, the picture's description, and the axes of a plot.

use super::About;
use super::axis::Scale;
use super::canvas::{Canvas, Side, elided, picture, times, width, wrapped};
use super::style::{AXIS, INK, MARGIN, Paper, RULE, SOFT, SUBTITLE, TICK, TITLE};

/// Where the content begins, below title and subtitle.
pub(super) const TOP: i32 = 136;

/// From a line of the title to what stands below it.
const TITLE_LINE: i32 = 38;
/// From a line of the subtitle to the next.
const LINE: i32 = 28;
/// The most lines of the subtitle.
const MOST_WRAPPED: usize = 8;

/// A part of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

/// The words around a chart.
pub(super) struct Frame<'a> {
    /// The quantity and its unit.
    pub(super) title: String,
    /// The experiment.
    pub(super) about: &'a About,
    /// What the chart shows of it: `by menu depth and options per menu`.
    pub(super) shows: String,
    /// Whether intervals are drawn, so that their level is stated.
    pub(super) intervals: bool,
    /// What else has to be said, each in a few words.
    pub(super) notes: Vec<String>,
}

impl Frame<'_> {
    /// The picture: these words, and what is painted below them as if they ended at [`TOP`].
    pub(super) fn around(&self, paper: Paper, height: i32, paint: impl FnOnce(&Canvas)) -> String {
        let room = paper.width() - 2 * MARGIN;
        let context = self.context(room);
        let description = context.join(". ");
        let size = [TITLE, 27, 24].into_iter().find(|&size| width(&self.title, size) <= room).unwrap_or(24);
        let title = match paper {
            Paper::Slide => vec![self.title.clone()],
            Paper::Phone => wrapped(&self.title, size, room),
        };
        let below: Vec<String> =
            context.iter().flat_map(|line| wrapped(line, SUBTITLE, room)).take(MOST_WRAPPED).collect();
        let more = (times(title.len()) - 1) * TITLE_LINE + (times(below.len()) - 2).max(0) * LINE;
        picture((paper.width(), height + more), &self.title, &description, |canvas| {
            let mut height = 44;
            for line in &title {
                canvas.words(&elided(line, size, room), (MARGIN, height), size, INK, Side::Right);
                height += TITLE_LINE;
            }
            for line in &below {
                canvas.words(&elided(line, SUBTITLE, room), (MARGIN, height), SUBTITLE, SOFT, Side::Right);
                height += LINE;
            }
            canvas.lower(more);
            paint(canvas);
        })
    }

    /// What is said below the title, in two parts. A long name leaves room for what is shown of it.
    fn context(&self, room: i32) -> [String; 2] {
        let about = self.about;
        let name = elided(&about.scenario, SUBTITLE, 3 * room);
        let level = format!("{:.4}", 100.0 * about.confidence);
        let level = level.trim_end_matches('0').trim_end_matches('.');
        let mut second = vec![about.replications.clone(), format!("seed {}", about.seed)];
        if self.intervals {
            second.push(format!("± half-width of {level} % intervals"));
        }
        second.extend(self.notes.iter().cloned());
        let first = if self.shows.is_empty() { name } else { format!("{name}: {}", self.shows) };
        [first, second.join(" · ")]
    }
}

/// The rules and marks of a vertical axis, and its line at the bottom.
pub(super) fn rules(canvas: &Canvas, area: Area, scale: Scale, marks: &[f64], texts: &[String]) {
    for (&mark, text) in marks.iter().zip(texts) {
        let height = scale.at(mark);
        canvas.line(&[(area.left, height), (area.right, height)], RULE, 1);
        canvas.words(text, (area.left - 10, height), TICK, INK, Side::Left);
    }
    let ground = scale.at(0.0);
    canvas.line(&[(area.left, ground), (area.right, ground)], AXIS, 2);
}

/// A legible part of a name for a narrow place, on the left of a plot, ending at `right`.
pub(super) fn beside(canvas: &Canvas, text: &str, right: i32, height: i32, room: i32) {
    canvas.words(&elided(text, TICK, room), (right, height), TICK, INK, Side::Left);
}

/// The name of an axis without its unit: `menu depth` of `menu depth (levels)`.
pub(in crate::report) fn name_of(label: &str) -> &str {
    label.split(" (").next().unwrap_or(label)
}
