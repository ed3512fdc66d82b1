//! The paper that charts are drawn on: plotters' SVG backend behind a handful of verbs in whole pixels.
//!
//! Words are measured with the one font that comes along, `DejaVu` Sans, which is wider than the fonts a browser is
//! likely to have: what fits here fits there. Drawing into a text cannot fail, so errors of the backend are dropped.

use std::sync::Once;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle};
use unicode_width::UnicodeWidthChar;

use super::style;

/// A place on the paper: pixels from the left, pixels from the top.
pub(super) type Place = (i32, i32);

/// Narrow fonts that most machines have; the last name stands for whatever there is.
const FAMILY: &str = "Helvetica, Arial, sans-serif";

/// plotters writes a font's size divided by this.
const POINTS: f64 = 1.24;
/// The height of `DejaVu` Sans' line, over its size: plotters measures as if the size were the line's height.
const LINE: f64 = 2384.0 / 2048.0;

/// The font that words are measured and rendered with.
pub(super) fn font() -> &'static [u8] {
    dejavu::sans::regular()
}

/// A number of things as a factor of pixels.
pub(super) fn times(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// On which side of its place a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// To the right of it: the text begins there.
    Right,
    /// To both sides.
    Both,
    /// To the left of it: the text ends there.
    Left,
}

/// The paper.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    /// By how much everything stands lower than it is told.
    lower: i32,
}

/// A picture of this size, with its title and description for those who do not see it.
pub(super) fn picture(size: (i32, i32), title: &str, description: &str, paint: impl FnOnce(&mut Canvas)) -> String {
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (size.0.max(1) as u32, size.1.max(1) as u32)).into_drawing_area();
    let mut canvas = Canvas { area, lower: 0 };
    canvas.rectangle((0, 0), size, style::PAPER);
    paint(&mut canvas);
    let _ = canvas.area.present();
    drop(canvas);
    let head = format!("<title>{}</title>\n<desc>{}</desc>\n", escaped(title), escaped(description));
    let svg = svg.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{}\" ", escaped(title)), 1);
    svg.replacen(">\n", &format!(">\n{head}"), 1)
}

impl Canvas<'_> {
    /// From now on everything stands lower by so many pixels.
    pub(super) fn lower(&mut self, by: i32) {
        self.lower += by;
    }

    fn at(&self, (x, y): Place) -> Place {
        (x, y + self.lower)
    }

    fn all_at(&self, places: &[Place]) -> Vec<Place> {
        places.iter().map(|&place| self.at(place)).collect()
    }

    /// A filled rectangle between its upper left and lower right corner.
    pub(super) fn rectangle(&self, from: Place, to: Place, color: RGBColor) {
        self.put(&Rectangle::new([self.at(from), self.at(to)], color.filled()));
    }

    /// The outline of a rectangle.
    pub(super) fn outline(&self, from: Place, to: Place, color: RGBColor) {
        self.put(&Rectangle::new([self.at(from), self.at(to)], color.stroke_width(1)));
    }

    /// A line through these places.
    pub(super) fn line(&self, places: &[Place], color: RGBColor, width: u32) {
        self.put(&PathElement::new(self.all_at(places), color.stroke_width(width)));
    }

    /// A filled shape, this much opaque (0 to 1).
    pub(super) fn polygon(&self, places: &[Place], color: RGBColor, opacity: f64) {
        self.put(&Polygon::new(self.all_at(places), color.mix(opacity).filled()));
    }

    /// A disc.
    pub(super) fn disc(&self, center: Place, radius: i32, color: RGBColor) {
        self.put(&Circle::new(self.at(center), radius, ShapeStyle::from(color).filled()));
    }

    /// Words, centred on their place's height.
    pub(super) fn words(&self, text: &str, at: Place, size: i32, color: RGBColor, side: Side) {
        self.text(text, at, size, color, side, FontTransform::None);
    }

    /// Words that are read from below to above, centred on their place.
    pub(super) fn upward(&self, text: &str, at: Place, size: i32, color: RGBColor) {
        self.text(text, at, size, color, Side::Both, FontTransform::Rotate270);
    }

    fn text(&self, text: &str, at: Place, size: i32, color: RGBColor, side: Side, turn: FontTransform) {
        let across = match side {
            Side::Right => HPos::Left,
            Side::Both => HPos::Center,
            Side::Left => HPos::Right,
        };
        let text: String = text.chars().map(|letter| if allowed(letter) { letter } else { ' ' }).collect();
        let font = described(f64::from(size) * POINTS).transform(turn);
        let style = TextStyle::from(font).color(&color).pos(Pos::new(across, VPos::Center));
        let _ = self.area.draw_text(&text, &style, self.at(at));
    }

    fn put<'e, E>(&self, element: &'e E)
    where
        for<'b> &'b E: PointCollection<'b, Place>,
        for<'b> E: Drawable<SVGBackend<'b>>,
    {
        let _ = self.area.draw(element);
    }
}

fn described(size: f64) -> FontDesc<'static> {
    FontDesc::new(FontFamily::Name(FAMILY), size, FontStyle::Normal)
}

/// How many pixels these words are wide.
pub(super) fn width(text: &str, size: i32) -> i32 {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        let _ = plotters::style::register_font(FAMILY, FontStyle::Normal, font());
    });
    let size = f64::from(size);
    let measured = described(size * LINE).layout_box(text).map_or(0, |((left, _), (right, _))| right - left);
    // Letters that the font has not got may be as wide as high in another one.
    let wide = text.chars().filter(|letter| letter.width() == Some(2)).count() as f64;
    measured + 1 + (0.45 * wide * size) as i32
}

/// The words, or as many of them as this width has room for, with an ellipsis.
pub(super) fn elided(text: &str, size: i32, room: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    // The longest beginning that fits: width grows with every letter.
    let fitting = ends.partition_point(|&end| width(&format!("{}…", text[..end].trim_end()), size) <= room);
    match fitting {
        0 => String::new(),
        count => format!("{}…", text[..ends[count - 1]].trim_end()),
    }
}

/// The words in lines of this width; a word that is longer has a line of its own.
pub(super) fn wrapped(text: &str, size: i32, room: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A text inside a document: the five letters that mean something there written out, and what XML does not allow dropped.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter if allowed(letter) => out.push(letter),
            _ => out.push(' '),
        }
    }
    out
}

/// Whether a letter may stand in an XML document.
fn allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n') || (letter >= ' ' && !matches!(letter, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'))
}
