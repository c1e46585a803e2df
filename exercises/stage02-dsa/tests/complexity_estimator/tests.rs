//! "It took twice as long with twice as much, so it is linear." Two points lie on any curve. A warm-up makes a
//! quadratic workload look constant, noise makes a constant one look like anything, and a workload that is measured at
//! powers of two shows one of its faces only. And who doubles the size until the growth is clear will wait for the
//! exponential one until the sun has gone out. These tests hand your code workloads of which it knows nothing, and
//! count every step that it lets them take.

use std::cell::Cell;

use harness::prelude::*;

use super::kata::{Growth, classify};

/// What all runs of one workload may take together.
const BUDGET: u64 = 10_000_000;

fn name(growth: Growth) -> &'static str {
    match growth {
        Growth::Constant => "Constant",
        Growth::Logarithmic => "Logarithmic",
        Growth::Linear => "Linear",
        Growth::Linearithmic => "Linearithmic",
        Growth::Quadratic => "Quadratic",
        Growth::Cubic => "Cubic",
        Growth::Exponential => "Exponential",
        Growth::Unknown => "Unknown",
    }
}

/// The largest size at which a workload may be run.
const LARGEST: u64 = 1 << 20;

fn found(steps: impl Fn(u64) -> u64) -> &'static str {
    name(classify(&mut |size| {
        harness::assert!((1..=LARGEST).contains(&size), "sizes go from 1 to 2²⁰, and this was {size}");
        steps(size)
    }))
}

/// A workload with its name: size to steps.
type Workload = (&'static str, fn(u64) -> u64);

#[track_caller]
fn all_are(expected: Growth, workloads: &[Workload]) {
    for (workload, steps) in workloads {
        harness::assert_eq!(found(steps), name(expected), "the workload is {workload}");
    }
}

/// The steps, off by up to 3 %: always by the same for the same size and seed, so that measuring again does not help.
fn noisy(steps: u64, size: u64, seed: u64) -> u64 {
    let word = (size ^ seed << 32).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let word = (word ^ word >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let thousandths = 970 + (word >> 33) % 61;
    let noisy = (u128::from(steps) * u128::from(thousandths) + 500) / 1000;
    u64::try_from(noisy).unwrap_or(u64::MAX)
}

/// `number` to the power of `size / per`, as far as `u64` goes.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "sizes are small, and what is too large becomes the largest number"
)]
fn power(number: f64, size: u64, per: f64) -> u64 {
    number.powf(size as f64 / per) as u64
}

fn log2(size: u64) -> u64 {
    u64::from(size.ilog2())
}

/// `factor * log2(size)`, rounded down only after it was multiplied.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "sizes and factors are small and positive"
)]
fn logarithm(factor: u64, size: u64) -> u64 {
    (factor as f64 * (size as f64).log2()) as u64
}

/// The comparisons that a merge sort makes at most.
fn merge_sort(size: u64) -> u64 {
    let levels = u64::from(size.next_power_of_two().ilog2());
    size * levels + 1 - (1 << levels) + 1
}

/// The calls that the recursive Fibonacci function makes of itself.
fn fibonacci_calls(size: u64) -> u64 {
    let (mut calls, mut before) = (1_u64, 1_u64);
    for _ in 1..size.min(100) {
        (calls, before) = (calls.saturating_add(before).saturating_add(1), calls);
    }
    calls
}

/// What it takes to push so many values into a table that doubles its room, and then moves what is in it.
fn doubling_table(size: u64, step_to_move: u64) -> u64 {
    size + step_to_move * (size.next_power_of_two() - 1)
}

mod behaviour {
    use super::*;

    #[test]
    fn constant_workloads_are_recognised() {
        all_are(Growth::Constant, &[("1", |_| 1), ("7", |_| 7), ("1000", |_| 1000), ("80 + n % 2", |n| 80 + n % 2)]);
    }

    #[test]
    fn logarithmic_workloads_are_recognised() {
        all_are(
            Growth::Logarithmic,
            &[
                ("binary search: log₂ n + 1, rounded down", |n| log2(n) + 1),
                ("two look-ups in a tree: 2 log₂ n + 3", |n| 2 * log2(n) + 3),
                ("40 + 10 log₂ n", |n| 40 + logarithm(10, n)),
                ("3000 log₂ n + 3000", |n| 3000 + logarithm(3000, n)),
            ],
        );
    }

    #[test]
    fn linear_workloads_are_recognised() {
        all_are(
            Growth::Linear,
            &[
                ("n", |n| n),
                ("half of the values: n / 2 + 1", |n| n / 2 + 1),
                ("7 n + 50", |n| 7 * n + 50),
                ("90 n + log₂ n", |n| 90 * n + log2(n)),
            ],
        );
    }

    #[test]
    fn linearithmic_workloads_are_recognised() {
        all_are(
            Growth::Linearithmic,
            &[
                ("n log₂ n + 1", |n| logarithm(n, n) + 1),
                ("merge sort", merge_sort),
                ("n look-ups in a tree: n (log₂ n + 1)", |n| n * (log2(n) + 1)),
                ("20 n log₂ n + 500", |n| logarithm(20 * n, n) + 500),
            ],
        );
    }

    #[test]
    fn quadratic_workloads_are_recognised() {
        all_are(
            Growth::Quadratic,
            &[
                ("n²", |n| n * n),
                ("every pair: n (n - 1) / 2 + 1", |n| n * (n - 1) / 2 + 1),
                ("3 n² + 10 n", |n| 3 * n * n + 10 * n),
                ("n² + merge sort", |n| n * n + merge_sort(n)),
            ],
        );
    }

    #[test]
    fn cubic_workloads_are_recognised() {
        all_are(
            Growth::Cubic,
            &[
                ("a product of matrices: n³", |n| n * n * n),
                ("2 n³ + n²", |n| 2 * n * n * n + n * n),
                ("every path over a node: n² (n - 1) + 1", |n| n * n * (n - 1) + 1),
            ],
        );
    }

    // The base is not known: Fibonacci's is 1.618.
    #[test]
    fn exponential_workloads_are_recognised() {
        all_are(
            Growth::Exponential,
            &[
                ("every subset: 2ⁿ", |n| power(2.0, n, 1.0)),
                ("recursive Fibonacci", fibonacci_calls),
                ("3ⁿ", |n| power(3.0, n, 1.0)),
                ("4ⁿ", |n| power(4.0, n, 1.0)),
            ],
        );
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    // A connection is opened, a cache filled, a program loaded: at small sizes nothing else is seen.
    #[test]
    fn a_warm_up_does_not_hide_the_growth() {
        all_are(Growth::Linear, &[("20,000 + 3 n", |n| 20_000 + 3 * n), ("1000 + n", |n| 1000 + n)]);
        all_are(Growth::Linearithmic, &[("5000 + 2 n log₂ n", |n| 5000 + logarithm(2 * n, n))]);
        all_are(Growth::Quadratic, &[("50,000 + n²", |n| 50_000 + n * n)]);
        all_are(Growth::Cubic, &[("10,000 + n³", |n| 10_000 + n * n * n)]);
        all_are(Growth::Exponential, &[("5000 + 2ⁿ", |n| power(2.0, n, 1.0).saturating_add(5000))]);
    }

    #[test]
    fn a_large_factor_is_no_growth() {
        all_are(Growth::Constant, &[("100,000", |_| 100_000)]);
        all_are(Growth::Linear, &[("1000 n", |n| 1000 * n)]);
        all_are(Growth::Quadratic, &[("500 n²", |n| 500 * n * n)]);
        all_are(Growth::Cubic, &[("100 n³", |n| n.pow(3).saturating_mul(100))]);
    }

    // There is nothing to sort at size 1, and nothing to look for. To take the second run for the start of an
    // exponential growth is too careful.
    #[test]
    fn the_first_step_may_be_a_large_one() {
        all_are(
            Growth::Logarithmic,
            &[
                ("4000 log₂ n, and one step at size 1", |n| logarithm(4000, n).max(1)),
                ("20,000 log₂ n, and one step at size 1", |n| logarithm(20_000, n).max(1)),
            ],
        );
        all_are(Growth::Quadratic, &[("1000 n (n - 1), and one step at size 1", |n| (1000 * n * (n - 1)).max(1))]);
    }

    // Most pushes take one step, and some take very many. All together they are linear: that is what "amortised" means.
    // The curve is a saw, and no line comes closer to it than a tenth.
    #[test]
    fn a_table_that_doubles_is_linear() {
        all_are(
            Growth::Linear,
            &[
                ("pushes into a table that doubles", |n| doubling_table(n, 1)),
                ("pushes into a table that doubles, with two steps to move a value", |n| doubling_table(n, 2)),
            ],
        );
    }

    // At size 40, a workload that doubles with every eighth size takes 132 steps, 100 of which it always takes. At size
    // 400 it takes 2⁵⁰.
    #[test]
    fn an_exponential_growth_may_start_slowly() {
        all_are(
            Growth::Exponential,
            &[
                ("1.5ⁿ", |n| power(1.5, n, 1.0)),
                ("2 to the power of n / 4", |n| power(2.0, n, 4.0)),
                ("100 + 2 to the power of n / 8", |n| power(2.0, n, 8.0).saturating_add(100)),
            ],
        );
    }

    // Who measures at even sizes only, powers of two for instance, sees one of two workloads.
    #[test]
    fn workloads_that_alternate_are_unknown() {
        all_are(
            Growth::Unknown,
            &[
                ("n for even sizes, 4 n for odd ones", |n| if n % 2 == 0 { n } else { 4 * n }),
                ("n² for even sizes, n for odd ones", |n| if n % 2 == 0 { n * n } else { n }),
                ("100 for even sizes, 300 for odd ones", |n| if n % 2 == 0 { 100 } else { 300 }),
                ("60 for even sizes, n for odd ones", |n| if n % 2 == 0 { 60 } else { n }),
                ("n for sizes with an even number of bits, 10 n for others", |n| n * (1 + log2(n) % 2 * 9)),
                ("n² for sizes with an even number of bits, 10 n² for others", |n| n * n * (1 + log2(n) % 2 * 9)),
            ],
        );
    }

    // The nearest class is a wrong answer.
    #[test]
    fn growth_between_the_classes_is_unknown() {
        all_are(
            Growth::Unknown,
            &[
                ("the square root of n", u64::isqrt),
                ("n times its square root", |n| n * n.isqrt()),
                ("n⁴", |n| n.saturating_pow(4)),
            ],
        );
    }

    // A line fits the second one perfectly, and falls.
    #[test]
    fn steps_that_become_fewer_are_unknown() {
        all_are(Growth::Unknown, &[("100,000 / n + 1", |n| 100_000 / n + 1), ("600 - n / 2000", |n| 600 - n / 2000)]);
    }

    // With noise, a steeper curve is always a little closer to the points than the right one.
    #[test]
    fn noise_of_three_percent_changes_nothing() {
        let workloads: [(Growth, Workload); 9] = [
            (Growth::Constant, ("1000", |_| 1000)),
            (Growth::Logarithmic, ("3000 + 3000 log₂ n", |n| 3000 + logarithm(3000, n))),
            (Growth::Linear, ("5 n + 300", |n| 5 * n + 300)),
            (Growth::Linear, ("2000 + n", |n| 2000 + n)),
            (Growth::Linearithmic, ("2 n log₂ n + 1", |n| logarithm(2 * n, n) + 1)),
            (Growth::Quadratic, ("n² + 100", |n| n * n + 100)),
            (Growth::Cubic, ("n³ + 100", |n| n * n * n + 100)),
            (Growth::Exponential, ("2ⁿ + 100", |n| power(2.0, n, 1.0).saturating_add(100))),
            (Growth::Unknown, ("n for even sizes, 4 n for odd ones", |n| if n % 2 == 0 { n } else { 4 * n })),
        ];
        for (growth, (workload, steps)) in workloads {
            for seed in 0..5 {
                let found = found(|size| noisy(steps(size), size, seed));
                assert_eq!(found, name(growth), "the workload is {workload}, with noise of up to 3 % (seed {seed})");
            }
        }
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// The class, the curve, and the curve with a factor.
    type Mix = (Growth, &'static str, fn(u64, u64) -> u64);

    #[test]
    fn every_mix_of_a_constant_and_a_growth_is_recognised() {
        property(|draw| {
            let factor = draw.number(1..=20).unsigned_abs();
            let constant = draw.number(0..=2000).unsigned_abs();
            let seed = draw.number(0..=1000).unsigned_abs();
            let mixes: [Mix; 7] = [
                (Growth::Constant, "1", |_, factor| factor),
                (Growth::Logarithmic, "log₂ n", |n, factor| logarithm(200 * factor, n)),
                (Growth::Linear, "n", |n, factor| factor * n),
                (Growth::Linearithmic, "n log₂ n", |n, factor| logarithm(factor * n, n)),
                (Growth::Quadratic, "n²", |n, factor| factor * n * n),
                (Growth::Cubic, "n³", |n, factor| n.pow(3).saturating_mul(factor)),
                (Growth::Exponential, "2ⁿ", |n, factor| power(2.0, n, 1.0).saturating_mul(factor)),
            ];
            let (growth, curve, steps) = draw.pick(&mixes);
            let scale = if growth == Growth::Logarithmic { 200 } else { 1 };
            draw.note(|| format!("steps = {constant} + {} {curve}, with noise (seed {seed})", scale * factor));
            let found = found(|size| noisy(constant.saturating_add(steps(size, factor)).max(1), size, seed));
            assert_eq!(found, name(growth));
        });
    }

    #[test]
    fn no_two_workloads_in_turn_are_taken_for_one() {
        property_of(64, |draw| {
            let (factor, times) = (draw.number(1..=20).unsigned_abs(), draw.number(4..=20).unsigned_abs());
            let curves: [Workload; 4] =
                [("1", |_| 100), ("n", |n| n), ("n log₂ n", |n| logarithm(n, n) + 1), ("n²", |n| n * n)];
            let (name_of_curve, curve) = draw.pick(&curves);
            let odd = u64::from(draw.boolean());
            draw.note(|| format!("steps = {factor} {name_of_curve}, and {times} times as many when n % 2 is {odd}"));
            let found = found(|size| factor * curve(size) * if size % 2 == odd { times } else { 1 });
            assert_eq!(found, "Unknown");
        });
    }
}

mod complexity {
    use super::*;

    /// Runs a workload that counts for itself, and expects the budget to be kept.
    #[track_caller]
    fn keeps_the_budget(workload: &str, steps: impl Fn(u64) -> u64) {
        let taken = Cell::new(0_u64);
        let growth = found(|size| {
            let steps = steps(size);
            taken.set(taken.get().saturating_add(steps));
            steps
        });
        let action = format!("classify of {workload}, which it finds to be {growth},");
        assert_within!(action, taken.get(), "steps", "the budget", BUDGET);
    }

    #[test]
    fn cheap_workloads_keep_the_budget() {
        keeps_the_budget("1", |_| 1);
        keeps_the_budget("log₂ n + 1", |n| log2(n) + 1);
        keeps_the_budget("n", |n| n);
        keeps_the_budget("n log₂ n + 1", |n| logarithm(n, n) + 1);
    }

    #[test]
    fn steep_workloads_keep_the_budget() {
        keeps_the_budget("n²", |n| n * n);
        keeps_the_budget("500 n²", |n| 500 * n * n);
        keeps_the_budget("n³", |n| n * n * n);
        keeps_the_budget("100 n³", |n| n.pow(3).saturating_mul(100));
    }

    // A hundred runs, and the budget is gone.
    #[test]
    fn runs_that_are_expensive_at_any_size_keep_the_budget() {
        keeps_the_budget("100,000", |_| 100_000);
        keeps_the_budget("100,000 and noise", |n| noisy(100_000, n, 1));
        keeps_the_budget("50,000 + 3 n", |n| 50_000 + 3 * n);
    }

    // The budget must be left before the run that breaks it. A run cannot be called back.
    #[test]
    fn exponential_workloads_keep_the_budget() {
        for base in [1.5, 1.618, 2.0, 3.0, 4.0, 7.0, 10.0] {
            for seed in 0..3 {
                keeps_the_budget(&format!("{base} to the power of n"), |n| noisy(power(base, n, 1.0), n, seed));
            }
        }
        keeps_the_budget("n!", |n| (1..=n.min(25)).fold(1, u64::saturating_mul));
    }

    // What looks flat may be a warm-up, with an exponential growth below. Whoever doubles the size then has no budget
    // left.
    #[test]
    fn exponential_workloads_that_start_slowly_keep_the_budget() {
        for per in [2.0, 4.0, 8.0] {
            for warm_up in [0, 1000, 20_000] {
                keeps_the_budget(&format!("{warm_up} + 2 to the power of n / {per}"), |n| {
                    power(2.0, n, per).saturating_add(warm_up)
                });
            }
        }
    }
}
