//! The one look of all charts: sizes, inks, the scale of a heat map, the colours of lines.
//!
//! Dark on light, and nothing is told by colour alone: numbers stand in cells, labels at lines, and markers differ.

use plotters::style::RGBColor;

/// What a picture is to be seen on. Letters are of one size, so that a telephone shows them as large as a page does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A slide or a page: wide enough for small multiples side by side.
    Slide,
    /// The screen of a telephone, upright.
    Phone,
}

impl Paper {
    /// The width of a picture, in pixels. Heights follow the content.
    pub(super) fn width(self) -> i32 {
        match self {
            Self::Slide => 1200,
            Self::Phone => 680,
        }
    }

    /// The height of a picture with one panel.
    pub(super) fn height(self) -> i32 {
        match self {
            Self::Slide => 750,
            Self::Phone => 640,
        }
    }

    /// At most so many things side by side, of `most` that a slide has room for.
    pub(super) fn abreast(self, most: usize) -> usize {
        if self == Self::Phone { 1 } else { most }
    }
}

/// What stays empty at the edges.
pub(super) const MARGIN: i32 = 32;

/// Sizes of letters in pixels, chosen so that a picture is still read at half its size.
pub(super) const TITLE: i32 = 30;
/// The scenario, the replications.
pub(super) const SUBTITLE: i32 = 20;
/// Names of axes and panels.
pub(super) const LABEL: i32 = 22;
/// Values on axes, labels at lines.
pub(super) const TICK: i32 = 20;
/// The least important words.
pub(super) const SMALL: i32 = 16;

/// Words.
pub(super) const INK: RGBColor = RGBColor(0x1b, 0x1f, 0x24);
/// Words of less weight; 5.7 to 1 against white.
pub(super) const SOFT: RGBColor = RGBColor(0x57, 0x60, 0x6a);
/// Lines of a grid.
pub(super) const RULE: RGBColor = RGBColor(0xe1, 0xe4, 0xe8);
/// Axes, whiskers and leaders.
pub(super) const AXIS: RGBColor = RGBColor(0x8c, 0x95, 0x9f);
/// What is said where there is no value: the cell was not run, or nothing of this kind happened in it.
pub(super) const NONE: &str = "no value";
/// The ground of what has no value.
pub(super) const MISSING: RGBColor = RGBColor(0xf0, 0xf1, 0xf3);
/// The paper.
pub(super) const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);
/// Bars.
pub(super) const BAR: RGBColor = RGBColor(0x22, 0x5e, 0xa8);
/// What a bar has lost.
pub(super) const LOST: RGBColor = RGBColor(0xf2, 0xb4, 0x6b);

/// From light to dark, `ColorBrewer`'s `YlGnBu`: its lightness falls all the way, so that it reads the same to the
/// colour-blind and on a grey printer.
const SCALE: [(u8, u8, u8); 8] = [
    (0xf4, 0xfa, 0xc4),
    (0xd6, 0xef, 0xb3),
    (0xa2, 0xda, 0xb8),
    (0x5f, 0xc0, 0xc0),
    (0x2c, 0x9a, 0xc1),
    (0x22, 0x6d, 0xb0),
    (0x25, 0x3f, 0x98),
    (0x08, 0x1d, 0x58),
];

/// The colour at a place of the scale, in [0, 1].
pub(super) fn shade(place: f64) -> RGBColor {
    let along = place.clamp(0.0, 1.0) * (SCALE.len() - 1) as f64;
    let below = (along.floor() as usize).min(SCALE.len() - 2);
    let rest = along - below as f64;
    let (from, to) = (SCALE[below], SCALE[below + 1]);
    let mix = |a: u8, b: u8| (f64::from(a) + rest * (f64::from(b) - f64::from(a))).round() as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Dark or white ink, whichever is read better on this ground.
pub(super) fn ink_on(ground: RGBColor) -> RGBColor {
    if contrast(INK, ground) >= contrast(PAPER, ground) { INK } else { PAPER }
}

/// The contrast of two colours, 1 to 21 (WCAG 2.1).
fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0 to 1 (WCAG 2.1).
fn luminance(color: RGBColor) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
}

/// The most lines that one panel holds: beyond that nobody tells them apart.
pub(super) const MOST_LINES: usize = 8;

/// Colours of lines, after Okabe and Ito's palette for the colour-blind, its yellow darkened to be seen on white.
const LINES: [RGBColor; MOST_LINES] = [
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x8f, 0x69),
    RGBColor(0xb0, 0x56, 0x8c),
    RGBColor(0x1b, 0x1f, 0x24),
    RGBColor(0x3a, 0x95, 0xcf),
    RGBColor(0xb8, 0x80, 0x00),
    RGBColor(0x7a, 0x52, 0x30),
];

/// The colour of the line with this number.
pub(super) fn line(number: usize) -> RGBColor {
    LINES[number % MOST_LINES]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_darkens_all_the_way_and_its_numbers_can_be_read() {
        let shades: Vec<RGBColor> = (0..=100).map(|place| shade(f64::from(place) / 100.0)).collect();
        for pair in shades.windows(2) {
            assert!(luminance(pair[0]) > luminance(pair[1]), "{pair:?}");
        }
        for ground in shades {
            assert!(contrast(ink_on(ground), ground) >= 4.0, "{ground:?}");
        }
        assert_eq!(shade(f64::NAN), shade(f64::NAN));
    }

    #[test]
    fn words_and_lines_stand_out_from_the_paper() {
        assert!(contrast(INK, PAPER) > 15.0);
        assert!(contrast(SOFT, PAPER) > 4.5);
        for number in 0..MOST_LINES {
            assert!(contrast(line(number), PAPER) >= 3.0, "{number}");
        }
    }
}
