//! How a counted cost grows with the size of its input.
//!
//! A cost is fitted to `a + b·f(n)` for every class `f`, with `a` and `b` not negative and errors taken relative to the
//! cost, and the slowest class that explains the measurements about as well as the best one wins. Counts carry no
//! noise of the machine, so three or four sizes, each a few times the one before, are enough.

use std::fmt;

use crate::text::thousands;

/// A class of growth, in the order from slow to fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Growth {
    /// O(1)
    Constant,
    /// O(log n)
    Logarithmic,
    /// O(n)
    Linear,
    /// O(n log n)
    Linearithmic,
    /// O(n²)
    Quadratic,
    /// O(n³), and what is beyond
    Cubic,
}

impl Growth {
    const ALL: [Self; 6] =
        [Self::Constant, Self::Logarithmic, Self::Linear, Self::Linearithmic, Self::Quadratic, Self::Cubic];

    fn at(self, size: f64) -> f64 {
        match self {
            Self::Constant => 0.0,
            Self::Logarithmic => size.max(2.0).log2(),
            Self::Linear => size,
            Self::Linearithmic => size * size.max(2.0).log2(),
            Self::Quadratic => size * size,
            Self::Cubic => size * size * size,
        }
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Constant => "O(1)",
            Self::Logarithmic => "O(log n)",
            Self::Linear => "O(n)",
            Self::Linearithmic => "O(n log n)",
            Self::Quadratic => "O(n²)",
            Self::Cubic => "O(n³)",
        })
    }
}

/// Measures `cost` at each size and expects it to grow no faster than `bound`.
///
/// `action` and `unit` are for the message: `get` and `comparisons` make "get made 9 comparisons at size 256, …".
#[track_caller]
pub fn assert_growth(action: &str, unit: &str, bound: Growth, sizes: &[usize], mut cost: impl FnMut(usize) -> u64) {
    let costs: Vec<(usize, u64)> = sizes.iter().map(|&size| (size, cost(size))).collect();
    let found = classify(&costs);
    if found > bound {
        let shown: Vec<String> = costs
            .iter()
            .map(|&(size, cost)| format!("{} at size {}", thousands(cost), thousands(size as u64)))
            .collect();
        panic!("{action} made {unit}: {}; that grows like {found}, and {bound} is asked for", shown.join(", "));
    }
}

/// The class of growth that explains `(size, cost)` best; a slower one wins where two explain them about as well.
pub fn classify(costs: &[(usize, u64)]) -> Growth {
    const ABOUT_AS_WELL: f64 = 0.04;
    let errors = Growth::ALL.map(|class| (class, relative_error(class, costs)));
    let best = errors.iter().map(|(_, error)| *error).fold(f64::INFINITY, f64::min);
    let slowest = errors.into_iter().find(|(_, error)| *error <= best + ABOUT_AS_WELL);
    slowest.map_or(Growth::Constant, |(class, _)| class)
}

/// The root mean square of the fit's relative errors: a weighted least-squares line through `(f(size), cost)`.
#[expect(clippy::cast_precision_loss, reason = "sizes and costs of tests are far below 2^52")]
fn relative_error(class: Growth, costs: &[(usize, u64)]) -> f64 {
    let points: Vec<(f64, f64)> =
        costs.iter().map(|&(size, cost)| (class.at(size as f64), cost as f64 + 1.0)).collect();
    let (offset, slope) = fit(&points);
    let squares = points.iter().map(|(x, y)| ((offset + slope * x - y) / y).powi(2));
    (squares.sum::<f64>() / points.len().max(1) as f64).sqrt()
}

fn fit(points: &[(f64, f64)]) -> (f64, f64) {
    let sum = |term: fn(f64, f64) -> f64| points.iter().map(|&(x, y)| term(x, y) / (y * y)).sum::<f64>();
    let (weight, x, y, xx, xy) = (sum(|_, _| 1.0), sum(|x, _| x), sum(|_, y| y), sum(|x, _| x * x), sum(|x, y| x * y));
    let determinant = weight * xx - x * x;
    if determinant.abs() < 1e-12 * weight * xx || xx == 0.0 {
        return (y / weight, 0.0);
    }
    let (offset, slope) = ((xx * y - x * xy) / determinant, (weight * xy - x * y) / determinant);
    match (offset < 0.0, slope < 0.0) {
        (_, true) => (y / weight, 0.0),
        (true, false) => (0.0, xy / xx),
        (false, false) => (offset, slope),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panic_message;

    const SIZES: [usize; 4] = [256, 1024, 4096, 16_384];

    fn class_of(cost: impl Fn(u64) -> u64) -> Growth {
        classify(&SIZES.map(|size| (size, cost(size as u64))))
    }

    fn log2(size: u64) -> u64 {
        u64::from(size.ilog2())
    }

    #[test]
    fn every_class_is_recognised() {
        assert_eq!(class_of(|_| 7), Growth::Constant);
        assert_eq!(class_of(log2), Growth::Logarithmic);
        assert_eq!(class_of(|n| 3 * n), Growth::Linear);
        assert_eq!(class_of(|n| n * log2(n)), Growth::Linearithmic);
        assert_eq!(class_of(|n| n * n / 2), Growth::Quadratic);
        assert_eq!(class_of(|n| n * n * n), Growth::Cubic);
    }

    #[test]
    fn a_constant_part_does_not_hide_the_growth() {
        assert_eq!(class_of(|n| 1000 + n), Growth::Linear);
        assert_eq!(class_of(|n| 5000 + n * n), Growth::Quadratic);
    }

    #[test]
    fn small_wobbles_stay_in_the_class() {
        assert_eq!(class_of(|n| 8 + n % 3), Growth::Constant);
        assert_eq!(class_of(|n| n + n / 50 * (n % 2)), Growth::Linear);
        assert_eq!(class_of(|_| 0), Growth::Constant);
    }

    #[test]
    fn a_cost_that_falls_is_constant() {
        assert_eq!(class_of(|n| 100_000 / n), Growth::Constant);
    }

    #[test]
    fn a_line_is_found_by_its_offset_and_slope() {
        let close = |(offset, slope): (f64, f64), expected: (f64, f64)| {
            assert!((offset - expected.0).abs() < 1e-9 && (slope - expected.1).abs() < 1e-9, "{offset} {slope}");
        };
        close(fit(&[(1.0, 3.0), (2.0, 5.0), (4.0, 9.0)]), (1.0, 2.0));
        close(fit(&[(1.0, 2.0), (2.0, 4.0), (4.0, 8.0)]), (0.0, 2.0));
        // A negative offset is not allowed: the line goes through zero, and small costs weigh as much as large ones.
        close(fit(&[(1.0, 1.0), (2.0, 4.0)]), (0.0, 1.5 / 1.25));
        // Nor is a negative slope: what falls is constant, at the mean that makes relative errors smallest.
        close(fit(&[(1.0, 2.0), (2.0, 1.0)]), (1.5 / 1.25, 0.0));
        close(fit(&[(0.0, 4.0), (0.0, 4.0)]), (4.0, 0.0));
    }

    #[test]
    fn errors_are_relative_to_the_cost() {
        // Costs of 1 and 3 (the one that is added included: 2 and 4) around their best constant, 2.4: off by a fifth and by
        // two fifths.
        let error = relative_error(Growth::Constant, &[(1, 1), (2, 3)]);
        assert!((error - 0.1_f64.sqrt()).abs() < 1e-9, "{error}");
        assert!(relative_error(Growth::Linear, &[(10, 19), (20, 39), (30, 59)]) < 1e-9);
    }

    #[test]
    fn a_growth_just_as_asked_for_passes() {
        assert_growth("get", "comparisons", Growth::Linear, &SIZES, |size| size as u64);
    }

    #[test]
    fn too_fast_a_growth_is_told_with_its_figures() {
        assert_growth("get", "comparisons", Growth::Logarithmic, &SIZES, |_| 3);
        let message =
            panic_message(|| assert_growth("get", "comparisons", Growth::Constant, &[10, 100, 1000], |n| n as u64));
        let expected = "get made comparisons: 10 at size 10, 100 at size 100, 1,000 at size 1,000; that grows like O(n), and O(1) is asked for";
        assert_eq!(message.as_deref(), Some(expected));
    }
}
