//! The class of growth of one contestant at one workload.
//!
//! Counts carry no noise and tell every class apart. Times carry the noise of the machine and the steps of its caches,
//! which make a lookup in a large table several times slower than in a small one, as a logarithm would. So a time tells
//! powers of the size apart, flat, n, n², n³, and for the logarithm the bound has the benefit of the doubt.

use super::Random;
use super::estimate::{quantile, resampled};
use crate::growth::{Growth, classify};

/// How often the times are drawn anew to see whether the class stays.
const RESAMPLES: usize = 200;
/// Costs counted on two sizes do not tell a line from a parabola.
const FEWEST_SIZES: usize = 3;

/// What was measured at one size.
#[derive(Clone, Debug)]
pub struct Point {
    pub size: usize,
    /// The time of one operation in each round, in nanoseconds.
    pub times: Vec<f64>,
    /// What one operation costs in the workload's unit.
    pub count: Option<u64>,
}

/// How a cost grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    pub class: Growth,
    /// Whether the class comes from counts; else it comes from times.
    pub counted: bool,
    /// The power of the size by which the time grows.
    pub exponent: f64,
    /// The share of resamples of the times that lie in the same class.
    pub confidence: f64,
    pub within: bool,
}

/// The trend of `points`, from small sizes to large, against `bound`; `None` when they are too few.
pub fn trend(points: &[Point], bound: Growth) -> Option<Trend> {
    if points.len() < FEWEST_SIZES {
        return None;
    }
    let exponent = exponent(&typical(points));
    let by_time = power_of_time(exponent);
    let mut random = Random::with_seed(points.len() as u64);
    let same = (0..RESAMPLES).filter(|_| {
        let drawn: Vec<(f64, f64)> =
            points.iter().map(|point| (real(point.size), low(&resampled(&point.times, &mut random)))).collect();
        power_of_time(self::exponent(&drawn)) == by_time
    });
    let confidence = real(same.count()) / real(RESAMPLES);
    let counted = counted_class(points).filter(|class| power(*class) >= by_time);
    let class = counted.unwrap_or_else(|| if power(bound) == by_time { bound } else { lowest_of(by_time) });
    Some(Trend { class, counted: counted.is_some(), exponent, confidence, within: class <= bound })
}

fn counted_class(points: &[Point]) -> Option<Growth> {
    let counts: Option<Vec<(usize, u64)>> = points.iter().map(|point| Some((point.size, point.count?))).collect();
    counts.map(|counts| classify(&counts))
}

/// Size and time, of each point. What is left of the noise is above the lower quartile.
fn typical(points: &[Point]) -> Vec<(f64, f64)> {
    points.iter().map(|point| (real(point.size), low(&point.times))).collect()
}

fn low(times: &[f64]) -> f64 {
    quantile(times, 0.25)
}

/// The power of the size that the times grow by: the median of the slopes between all pairs of sizes, in logarithms
/// (Theil 1950, Sen 1968), which one odd size does not move.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let slope =
        |one: (f64, f64), other: (f64, f64)| (other.1.max(1e-3) / one.1.max(1e-3)).ln() / (other.0 / one.0).ln();
    let pairs = points
        .iter()
        .enumerate()
        .flat_map(|(index, &one)| points[index + 1..].iter().map(move |&other| slope(one, other)));
    quantile(&pairs.collect::<Vec<f64>>(), 0.5)
}

/// The nearest whole power. Caches and constant parts move an exponent by up to about a third; half a power is further.
fn power_of_time(exponent: f64) -> u32 {
    [0, 1, 2].into_iter().find(|&power| exponent < f64::from(power) + 0.5).unwrap_or(3)
}

/// The power of n in a class, its logarithm left out.
fn power(class: Growth) -> u32 {
    match class {
        Growth::Constant | Growth::Logarithmic => 0,
        Growth::Linear | Growth::Linearithmic => 1,
        Growth::Quadratic => 2,
        Growth::Cubic => 3,
    }
}

fn lowest_of(power: u32) -> Growth {
    [Growth::Constant, Growth::Linear, Growth::Quadratic].get(power as usize).copied().unwrap_or(Growth::Cubic)
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn real(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points at sizes from 1,024 on, each four times the one before, with a wobble of 10 % between rounds.
    fn points(time: impl Fn(f64) -> f64, count: impl Fn(usize) -> Option<u64>) -> Vec<Point> {
        let sizes = [1024, 4096, 16_384, 65_536];
        let at = |size: usize| {
            let times = (0..12).map(|round| time(real(size)) * (1.0 + 0.1 * f64::from(round % 4) / 3.0)).collect();
            Point { size, times, count: count(size) }
        };
        sizes.map(at).into()
    }

    fn timed(bound: Growth, time: impl Fn(f64) -> f64) -> Trend {
        trend(&points(time, |_| None), bound).expect("four sizes are enough")
    }

    #[test]
    fn times_tell_powers_apart() {
        let powers = [Growth::Constant, Growth::Linear, Growth::Quadratic, Growth::Cubic];
        for (power, class) in (0..).zip(powers) {
            let found = timed(Growth::Constant, |n| 2.0 * n.powi(power));
            assert_eq!((found.class, found.counted), (class, false));
            assert!(found.confidence > 0.99, "{found:?}");
            assert_eq!(found.within, class == Growth::Constant);
        }
    }

    #[test]
    fn a_logarithm_and_a_cache_get_the_benefit_of_the_doubt() {
        assert_eq!(timed(Growth::Constant, |n| 20.0 * n.powf(0.3)).class, Growth::Constant);
        assert_eq!(timed(Growth::Linearithmic, |n| 3.0 * n).class, Growth::Linearithmic);
        assert_eq!(timed(Growth::Linear, |n| n * n.log2()).class, Growth::Linear);
    }

    #[test]
    fn counts_tell_a_logarithm() {
        let counted = points(|_| 30.0, |n| Some(u64::from(n.ilog2())));
        let found = trend(&counted, Growth::Constant).expect("four sizes are enough");
        assert_eq!((found.class, found.counted, found.within), (Growth::Logarithmic, true, false));
    }

    #[test]
    fn what_is_not_counted_still_shows_in_the_time() {
        let found = trend(&points(|n| n, |_| Some(2)), Growth::Constant).expect("four sizes are enough");
        assert_eq!((found.class, found.counted, found.within), (Growth::Linear, false, false));
    }

    #[test]
    fn the_exponent_is_the_median_of_all_slopes() {
        // Slopes of 0, 1 and 2.
        let found = exponent(&[(1.0, 1.0), (10.0, 1.0), (100.0, 100.0)]);
        assert!((found - 1.0).abs() < 1e-9, "{found}");
    }

    #[test]
    fn two_sizes_say_nothing() {
        assert_eq!(trend(&points(|n| n, |_| None)[..2], Growth::Linear), None);
    }

    #[test]
    fn times_that_jump_lower_the_confidence() {
        let mut jumping = points(f64::sqrt, |_| None);
        for (index, point) in jumping.iter_mut().enumerate() {
            let scale = |round: usize| if (round + index).is_multiple_of(2) { 1.0 } else { 5.0 };
            point.times = point.times.iter().enumerate().map(|(round, time)| time * scale(round)).collect();
        }
        let found = trend(&jumping, Growth::Constant).expect("four sizes are enough");
        assert!(found.confidence < 0.95, "{found:?}");
    }
}
