//! Numbers as people read them, and as programs do.

/// Rounded to six significant digits, so that the last bit of a platform's logarithm does not show.
pub(super) fn six_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    // Through decimal text, because only that rounds to the shortest number that reads back as itself.
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// A count with its thousands set apart: `12,345`.
pub(super) fn count(value: f64) -> String {
    rounded(value, 0)
}

/// A number with so many decimals, and its thousands set apart; what is rounded to zero has no sign.
pub(super) fn rounded(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut text = String::with_capacity(digits.len() + whole / 3 + 1);
    if value < 0.0 && digits.contains(|digit| matches!(digit, '1'..='9')) {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if (1..whole).contains(&index) && (whole - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The same with the sign of a difference: `+1,810`, `-0.25`, `0`.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = rounded(value, decimals);
    let positive = !text.starts_with('-') && text.contains(|digit| matches!(digit, '1'..='9'));
    if positive { format!("+{text}") } else { text }
}

/// A number with a decimal where it is small: `3.4`, `34`.
pub(super) fn short(value: f64) -> String {
    if value == 0.0 {
        "0".into()
    } else if value.abs() < 9.95 {
        format!("{value:.1}")
    } else {
        count(value)
    }
}

/// A share in percent, with as many decimals as its half-width makes sense of.
pub(super) fn percent(share: f64, half_width: Option<f64>) -> String {
    let decimals = decimals(100.0 * half_width.unwrap_or(0.001));
    format!("{} %", rounded(100.0 * share, decimals))
}

/// The half-width of a share, in percentage points.
pub(super) fn points(half_width: f64) -> String {
    let decimals = decimals(100.0 * half_width);
    format!("{:.decimals$}", 100.0 * half_width)
}

/// Seconds, with as many decimals as the half-width makes sense of.
pub(super) fn seconds(value: f64, half_width: Option<f64>) -> String {
    let decimals = decimals(half_width.unwrap_or(0.1));
    format!("{} s", rounded(value, if value.abs() >= 1000.0 { 0 } else { decimals }))
}

/// Decimals that show two digits of a half-width.
pub(super) fn decimals(half_width: f64) -> usize {
    match half_width {
        w if w >= 10.0 => 0,
        w if w >= 1.0 => 1,
        w if w >= 0.1 => 2,
        _ => 3,
    }
}

/// Decimals that show two digits of a value.
pub(super) fn digits(value: f64) -> usize {
    (1.0 - value.abs().log10().floor()).clamp(0.0, 6.0) as usize
}

/// A time of day: `08:00`, with seconds where there are any.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60);
    if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

/// A duration as it is written in a scenario: `20s`, `1.5s`, `3m`, `1h30m`.
pub(super) fn duration(seconds: f64) -> String {
    if seconds.is_infinite() {
        return "never".into();
    }
    if seconds < 60.0 || seconds.fract() != 0.0 {
        return format!("{}s", six_digits(seconds));
    }
    let whole = seconds as u64;
    let parts = [(whole / 3600, 'h'), (whole / 60 % 60, 'm'), (whole % 60, 's')];
    let written = |&(value, unit): &(u64, char)| (value > 0).then(|| format!("{value}{unit}"));
    parts.iter().filter_map(written).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_significant_digits_hide_the_last_bits() {
        assert_eq!(six_digits(0.123_456_789), 0.123_457);
        assert_eq!(six_digits(1_234_567.89), 1_234_570.0);
        assert_eq!(six_digits(0.0), 0.0);
        assert_eq!(six_digits(-2.000_000_1e-7), -2e-7);
    }

    #[test]
    fn people_read_thousands_clocks_and_durations() {
        assert_eq!(count(1_234_567.4), "1,234,567");
        assert_eq!(count(999.6), "1,000");
        assert_eq!(count(0.2), "0");
        assert_eq!(count(-1234.0), "-1,234");
        assert_eq!([rounded(-0.4, 0), rounded(-0.04, 1), rounded(-1234.56, 1)], ["0", "0.0", "-1,234.6"]);
        assert_eq!(
            [signed(1810.0, 0), signed(-1810.0, 0), signed(0.2, 0), signed(-0.2, 0)],
            ["+1,810", "-1,810", "0", "0"]
        );
        assert_eq!(clock(30_600.0), "08:30");
        assert_eq!(clock(86_400.0), "24:00");
        assert_eq!(duration(90.0), "1m30s");
        assert_eq!(duration(5400.0), "1h30m");
        assert_eq!(duration(1.5), "1.5s");
        assert_eq!(duration(f64::INFINITY), "never");
        assert_eq!(percent(0.087_123, Some(0.0009)), "8.712 %");
        assert_eq!(points(0.0009), "0.090");
    }
}
