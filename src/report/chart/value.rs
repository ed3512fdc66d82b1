//! Values as charts and tables write them, and the titles that say what they are.

use super::{Point, Quantity};
use crate::measure::metric::Unit;
use crate::report::number;

/// A value in the unit that is shown: shares in per cent.
pub(super) fn shown(unit: Unit, value: f64) -> f64 {
    match unit {
        Unit::Share | Unit::TimeShare => 100.0 * value,
        Unit::Seconds | Unit::Count | Unit::Total | Unit::Hours => value,
    }
}

/// One of the unit that is shown: one per cent, one second.
pub(super) fn one_shown(unit: Unit) -> f64 {
    1.0 / shown(unit, 1.0)
}

/// A value's number without its unit, with at least two digits that matter: `26.4`, `5.5`, `0.12`, `1,240`.
pub(super) fn figure(unit: Unit, value: f64) -> String {
    let value = shown(unit, value);
    written(value, decimals(value))
}

/// A half-width to stand beside its value: with the value's decimals, and more until one digit shows.
pub(super) fn spread(unit: Unit, point: Point) -> Option<String> {
    let half_width = shown(unit, point.half_width.filter(|width| width.is_finite())?);
    Some(written(half_width, decimals(shown(unit, point.mean)).max(leading_decimal(half_width))))
}

/// The decimals that matter in a picture whose greatest value is this: those of its thousandth part.
pub(super) fn finest(unit: Unit, greatest: f64) -> usize {
    let thousandth = shown(unit, greatest.abs()) / 1000.0;
    if thousandth > 0.0 && thousandth.is_finite() { (-thousandth.log10()).ceil().clamp(0.0, 8.0) as usize } else { 8 }
}

/// A value's number with no more decimals than these.
pub(super) fn figure_to(unit: Unit, value: f64, finest: usize) -> String {
    let value = shown(unit, value);
    written(value, decimals(value).min(finest))
}

/// A half-width to stand beside its value, where that has no more decimals than these: `0.31`, or `<0.1`.
pub(super) fn spread_to(unit: Unit, point: Point, finest: usize) -> Option<String> {
    let half_width = shown(unit, point.half_width.filter(|width| width.is_finite())?);
    if decimals(shown(unit, point.mean)) <= finest {
        return spread(unit, point);
    }
    let least = 10_f64.powf(-(finest as f64));
    let text = written(half_width, finest);
    Some(if half_width > 0.0 && half_width < 0.5 * least { format!("<{}", written(least, finest)) } else { text })
}

/// A value with its unit: `26.4 %`, `17 s`.
pub(in crate::report) fn with_unit(unit: Unit, value: f64) -> String {
    format!("{}{}", figure(unit, value), suffix(unit))
}

/// A value with its half-width and its unit: `26.4 ±0.1 %`.
pub(in crate::report) fn with_spread(unit: Unit, point: Point) -> String {
    match spread(unit, point) {
        Some(spread) => format!("{} ±{spread}{}", figure(unit, point.mean), suffix(unit)),
        None => with_unit(unit, point.mean),
    }
}

/// A difference of two values, with its unit: `3.4 points`, `12 s`.
pub(in crate::report) fn change(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share | Unit::TimeShare => format!("{} points", figure(unit, value)),
        _ => with_unit(unit, value),
    }
}

/// Marks of an axis, all with the decimals that their step needs.
pub(super) fn marks(unit: Unit, values: &[f64]) -> Vec<String> {
    let step = match values {
        [first, second, ..] => shown(unit, second - first).abs(),
        _ => shown(unit, values.first().copied().unwrap_or(1.0)).abs(),
    };
    // A step of 2.5 needs its second digit.
    let first = if step == 0.0 { 0 } else { (-step.log10() - 1e-9).ceil().clamp(0.0, 8.0) as usize };
    let digits = step * 10_f64.powf(first as f64);
    let uneven = (digits - digits.round()).abs() > 0.01;
    let decimals = first + usize::from(uneven);
    values.iter().map(|&value| format!("{}{}", written(shown(unit, value), decimals), suffix(unit))).collect()
}

/// The title of a chart: the quantity with its unit and what it is of.
pub(super) fn title(quantity: &Quantity) -> String {
    format!("{}, {}", quantity.label, of_what(quantity.unit, &quantity.of))
}

/// The unit of a quantity and what it is of: `% of calls that entered the IVR`.
pub(in crate::report) fn of_what(unit: Unit, of: &str) -> String {
    let measured = match unit {
        Unit::Share | Unit::TimeShare => "%",
        Unit::Seconds => "seconds,",
        Unit::Count => "number,",
        Unit::Total => "number",
        Unit::Hours => "hours",
    };
    format!("{measured} {} {of}", over(unit))
}

/// The word between a value and what it is of: 3 % `of` calls, 20 s `over` contacts, 900 `on` a mean day.
pub(in crate::report) fn over(unit: Unit) -> &'static str {
    match unit {
        Unit::Share | Unit::TimeShare => "of",
        Unit::Seconds | Unit::Count => "over",
        Unit::Total | Unit::Hours => "on",
    }
}

/// A cell of a table: the value to two digits of its half-width, then the half-width.
pub(in crate::report) fn in_table(unit: Unit, point: Point) -> (String, Option<String>) {
    let half_width = point.half_width.filter(|width| width.is_finite()).map(|width| shown(unit, width));
    let mean = shown(unit, point.mean);
    let decimals = half_width.map_or_else(|| decimals(mean), |width| leading_decimal(width).max(decimals(mean)));
    (written(mean, decimals), half_width.map(|width| written(width, decimals)))
}

fn suffix(unit: Unit) -> &'static str {
    match unit {
        Unit::Share | Unit::TimeShare => " %",
        Unit::Seconds => " s",
        Unit::Hours => " h",
        Unit::Count | Unit::Total => "",
    }
}

/// Decimals that leave two digits that matter, and one decimal below 100.
fn decimals(value: f64) -> usize {
    match value.abs() {
        0.0 => 0,
        a if a >= 99.95 => 0,
        a if a >= 0.995 => 1,
        a => (leading_decimal(a) + 1).min(8),
    }
}

/// Decimals until the first digit that is not zero, after rounding to it: 0 for 3, 1 for 0.3 and for 0.0998.
fn leading_decimal(value: f64) -> usize {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let exponent = format!("{value:.0e}").split_once('e').and_then(|(_, exponent)| exponent.parse().ok());
    (-exponent.unwrap_or(0)).clamp(0, 8) as usize
}

fn written(value: f64, decimals: usize) -> String {
    match value {
        value if value.abs() >= 1e9 => format!("{value:.1e}"),
        value if decimals == 0 => number::count(value),
        value => format!("{value:.decimals$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_two_digits_that_matter_and_half_widths_at_least_one() {
        let point = |mean, half_width| Point { mean, half_width: Some(half_width) };
        assert_eq!(with_spread(Unit::Share, point(0.2639, 0.0008)), "26.4 ±0.08 %");
        assert_eq!(with_spread(Unit::Share, point(0.2639, 0.0123)), "26.4 ±1.2 %");
        assert_eq!(with_spread(Unit::Share, point(0.2639, 0.000_998)), "26.4 ±0.1 %");
        assert_eq!(with_spread(Unit::Share, point(0.0, 0.0)), "0 ±0 %");
        assert_eq!(with_unit(Unit::Share, 1.0), "100 %");
        assert_eq!(with_unit(Unit::Share, 0.000_012_3), "0.0012 %");
        assert_eq!(with_unit(Unit::Seconds, 1240.4), "1,240 s");
        assert_eq!(with_unit(Unit::Count, 2.34), "2.3");
        assert_eq!(in_table(Unit::Share, point(0.2639, 0.0008)), ("26.39".into(), Some("0.08".into())));
    }

    #[test]
    fn marks_of_an_axis_have_the_decimals_of_their_step() {
        assert_eq!(marks(Unit::Share, &[0.0, 0.05, 0.1]), ["0 %", "5 %", "10 %"]);
        assert_eq!(marks(Unit::Share, &[0.0, 0.025, 0.05]), ["0.0 %", "2.5 %", "5.0 %"]);
        assert_eq!(marks(Unit::Seconds, &[0.0, 0.5]), ["0.0 s", "0.5 s"]);
        assert_eq!(marks(Unit::Seconds, &[]), Vec::<String>::new());
    }
}
