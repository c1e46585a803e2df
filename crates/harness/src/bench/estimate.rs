//! Middles, and how far they can be trusted.
//!
//! Medians and quantiles, because a busy machine makes times longer and never shorter; intervals by the bootstrap
//! (Efron 1979), because nothing is known of how they are spread.

use super::Random;

/// How often a sample is drawn anew for an interval.
const RESAMPLES: usize = 400;

/// A middle with the interval that holds it in 95 of 100 resamples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub middle: f64,
    pub low: f64,
    pub high: f64,
}

/// The value below which `share` of the values lie, between the two nearest; 0 for none.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    #[expect(clippy::cast_precision_loss, reason = "samples are few")]
    let place = share * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place within the sample")]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * place.fract()
}

/// The median of `values`, with its interval.
pub fn median(values: &[f64]) -> Estimate {
    let mut random = Random::with_seed(values.len() as u64);
    let medians: Vec<f64> = (0..RESAMPLES).map(|_| quantile(&resampled(values, &mut random), 0.5)).collect();
    Estimate { middle: quantile(values, 0.5), low: quantile(&medians, 0.025), high: quantile(&medians, 0.975) }
}

/// As many values, drawn with replacement.
pub fn resampled(values: &[f64], random: &mut Random) -> Vec<f64> {
    values.iter().map(|_| values[random.usize(..values.len())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn quantiles_lie_between_the_nearest_values() {
        let values = [4.0, 1.0, 3.0, 2.0];
        let found = [0.0, 0.25, 0.5, 1.0].map(|share| quantile(&values, share));
        assert!(found.iter().zip([1.0, 1.75, 2.5, 4.0]).all(|(&one, other)| close(one, other)), "{found:?}");
        assert!(close(quantile(&[], 0.5), 0.0));
    }

    #[test]
    fn one_long_round_does_not_move_the_median() {
        let mut values = vec![10.0; 20];
        values.push(900.0);
        assert_eq!(median(&values), Estimate { middle: 10.0, low: 10.0, high: 10.0 });
    }

    #[test]
    fn the_interval_widens_with_the_spread() {
        let narrow: Vec<f64> = (0..30).map(|round| 100.0 + f64::from(round % 3)).collect();
        let wide: Vec<f64> = (0..30).map(|round| 100.0 + 20.0 * f64::from(round % 3)).collect();
        let width = |values: &[f64]| median(values).high - median(values).low;
        assert!(width(&narrow) < width(&wide));
        let Estimate { middle, low, high } = median(&wide);
        assert!(low <= middle && middle <= high && low >= 100.0 && high <= 140.0, "{low} {middle} {high}");
    }
}
