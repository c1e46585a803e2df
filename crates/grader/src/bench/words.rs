//! Measurements in words and short figures, the same in the terminal and on the page.

use super::measurement::{Interval, Trend};

/// Ends of an interval further apart than this leave no ratio to speak of.
const TOO_WIDE: f64 = 1.5;

/// What a ratio of times means: "about as fast", "takes 2.3 times as long".
pub fn ratio(times: &Interval) -> String {
    let Interval { middle, low, high } = *times;
    if high > low * TOO_WIDE {
        format!("somewhere between {low:.2} and {high:.2} times: too noisy to say")
    } else if (0.91..1.1).contains(&middle) || (low < 1.0 && high > 1.0) {
        "about as fast".to_owned()
    } else if middle < 1.0 {
        format!("{} times as fast", figure(1.0 / middle))
    } else if middle < 2.0 {
        format!("takes {:.0} % longer", (middle - 1.0) * 100.0)
    } else {
        format!("takes {} times as long", figure(middle))
    }
}

/// A ratio with half the width of its interval: `1.32 ±0.04`.
pub fn with_uncertainty(times: &Interval) -> String {
    let digits = [100.0, 10.0, 0.1].iter().filter(|&&bound| times.middle < bound).count();
    format!("{:.digits$} ±{:.digits$}", times.middle, (times.high - times.low) / 2.0)
}

/// A ratio on its own: `1.3×`, `240×`.
pub fn factor(times: f64) -> String {
    format!("{}×", figure(times))
}

/// With a decimal where it says something.
fn figure(times: f64) -> String {
    format!("{times:.*}", usize::from(times < 99.95))
}

/// How a cost grows, and how that is known.
pub fn growth(trend: &Trend, unit: Option<&str>) -> String {
    match (trend.counted, unit) {
        (true, Some(unit)) => format!("{} ({unit} counted)", trend.class),
        _ => {
            format!("{} (time grows like n^{:.2}, {:.0} % sure)", trend.class, trend.exponent, trend.confidence * 100.0)
        }
    }
}

/// A time in the unit that leaves one to three digits before the point.
pub fn time(nanoseconds: f64) -> String {
    scaled(nanoseconds, 1000.0, &["ns", "µs", "ms", "s"])
}

/// Bytes in the unit that fits.
pub fn bytes(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let bytes = bytes as f64;
    scaled(bytes, 1024.0, &["B", "KiB", "MiB", "GiB"])
}

/// A whole number in groups of three digits.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let grouped = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    grouped.collect::<Vec<_>>().join(",")
}

fn scaled(value: f64, step: f64, units: &[&str]) -> String {
    let (mut value, mut unit) = (value, 0);
    while value >= 999.5 && unit + 1 < units.len() {
        value /= step;
        unit += 1;
    }
    let digits = usize::from(value < 99.95) + usize::from(value < 9.995);
    format!("{value:.digits$} {}", units[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(middle: f64, low: f64, high: f64) -> Interval {
        Interval { middle, low, high }
    }

    #[test]
    fn ratios_are_put_in_words() {
        assert_eq!(ratio(&times(1.05, 1.02, 1.08)), "about as fast");
        assert_eq!(ratio(&times(1.2, 0.98, 1.4)), "about as fast");
        assert_eq!(ratio(&times(0.5, 0.48, 0.52)), "2.0 times as fast");
        assert_eq!(ratio(&times(0.0005, 0.00049, 0.00051)), "2000 times as fast");
        assert_eq!(ratio(&times(1.31, 1.28, 1.34)), "takes 31 % longer");
        assert_eq!(ratio(&times(4.2, 4.0, 4.4)), "takes 4.2 times as long");
        assert_eq!(ratio(&times(2.0, 1.0, 3.0)), "somewhere between 1.00 and 3.00 times: too noisy to say");
    }

    #[test]
    fn figures_keep_three_digits() {
        assert_eq!(
            [4.5, 45.0, 450.0, 4500.0, 4.5e9, 4.5e12].map(time),
            ["4.50 ns", "45.0 ns", "450 ns", "4.50 µs", "4.50 s", "4500 s"]
        );
        assert_eq!([0, 1023, 1024, 1_500_000].map(bytes), ["0 B", "1023 B", "1.00 KiB", "1.43 MiB"]);
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([1.26, 99.9, 240.4].map(factor), ["1.3×", "99.9×", "240×"]);
        assert_eq!(with_uncertainty(&times(1.316, 1.28, 1.36)), "1.32 ±0.04");
        assert_eq!(with_uncertainty(&times(0.0163, 0.015, 0.019)), "0.016 ±0.002");
        assert_eq!(with_uncertainty(&times(123.0, 120.0, 126.0)), "123 ±3");
    }

    #[test]
    fn growth_says_how_it_is_known() {
        let trend = Trend {
            who: "yours".into(),
            class: "O(n)".into(),
            counted: true,
            exponent: 1.04,
            confidence: 0.99,
            within: true,
        };
        assert_eq!(growth(&trend, Some("comparisons")), "O(n) (comparisons counted)");
        let timed = Trend { counted: false, ..trend };
        assert_eq!(growth(&timed, None), "O(n) (time grows like n^1.04, 99 % sure)");
    }
}
