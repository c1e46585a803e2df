//! The growth class of a workload that can only be run: measure within a budget, fit each class, choose with care.
//!
//! The two halves know nothing of one another. Measuring decides at which sizes the workload runs, and must not be
//! surprised by a cost that explodes. Judging gets points and asks of each class: how far off is the best curve of that
//! kind?

/// How the steps of a workload grow with its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// O(n³)
    Cubic,
    /// O(cⁿ), with any c greater than 1
    Exponential,
    /// None of these, or no class at all
    Unknown,
}

/// The steps that the runs of one workload may take together, less a tenth: what is foreseen is not exact.
const BUDGET: f64 = 9_000_000.0;

/// The largest size at which a workload may be run.
const LARGEST: u64 = 1 << 20;

/// A curve that is further off than this explains nothing. A table that doubles its room is up to 0.16 off its line;
/// two workloads of which one takes three times as long are 0.45 off any, and n √n is 0.38 off n².
const EXPLAINS: f64 = 0.25;

/// Two curves that differ by less explain the points about as well: then the slower growth is the simpler explanation.
const ABOUT_AS_WELL: f64 = 0.02;

/// What was measured: the steps that a run of this size took.
#[derive(Clone, Copy)]
struct Point {
    size: f64,
    steps: f64,
}

/// Size to what grows like a class.
type Curve = fn(f64) -> f64;

/// The classes that are one curve each, from slow to fast.
const CLASSES: [(Growth, Curve); 6] = [
    (Growth::Constant, |_| 0.0),
    (Growth::Logarithmic, f64::log2),
    (Growth::Linear, |size| size),
    (Growth::Linearithmic, |size| size * size.log2()),
    (Growth::Quadratic, |size| size * size),
    (Growth::Cubic, |size| size * size * size),
];

/// Runs the workload at different sizes and gives the class that explains its steps, or `Unknown` when none does.
pub fn classify(run: &mut dyn FnMut(u64) -> u64) -> Growth {
    let points = tail(&measure(run));
    let mut errors: Vec<(Growth, f64)> = CLASSES.iter().map(|&(class, curve)| (class, error(&points, curve))).collect();
    errors.push((Growth::Exponential, error_of_powers(&points)));
    let best = errors.iter().map(|&(_, error)| error).fold(f64::INFINITY, f64::min);
    // From slow to fast: the first that is about as good as the best, if that one is good.
    let limit = EXPLAINS.min(best + ABOUT_AS_WELL);
    let simplest = errors.into_iter().find(|&(_, error)| error <= limit);
    simplest.map_or(Growth::Unknown, |(class, _)| class)
}

/// Runs the workload at sizes that grow by an eighth (by one while they are small), as far as the budget goes.
///
/// An eighth, and not by doubling: sizes that are all even, or all powers of two, see one side only of a workload that
/// has two. And a step that is short can be foreseen, see [`foreseen`].
#[expect(clippy::cast_precision_loss, reason = "sizes are small, and steps that are rounded are still as many")]
fn measure(run: &mut dyn FnMut(u64) -> u64) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let mut left = BUDGET;
    let mut size = 1;
    while size <= LARGEST && foreseen(&points, size as f64) <= left {
        let steps = run(size) as f64;
        left -= steps;
        points.push(Point { size: size as f64, steps });
        size += (size / 8).max(1);
    }
    points
}

/// The most steps that a run of `size` can be expected to take: as if the growth between the last two points was
/// exponential. For any slower growth that is too many, which only ends the measuring a little earlier.
///
/// The first point is left out: `factor * log2(1)` is nothing, and to what comes then everything is a large step.
fn foreseen(points: &[Point], size: f64) -> f64 {
    let [_, .., before, last] = points else { return 0.0 };
    let factor = last.steps / before.steps;
    let steps_of_size = (size - last.size) / (last.size - before.size);
    last.steps * factor.max(1.0).powf(steps_of_size)
}

/// The points from the square root of the largest size on: half of the orders of magnitude. Below, constants and
/// rounding are all that is seen.
fn tail(points: &[Point]) -> Vec<Point> {
    let largest = points.last().map_or(0.0, |point| point.size);
    points.iter().copied().filter(|point| point.size * point.size >= largest).collect()
}

/// How far off the best curve `constant + factor * 2^(doublings * size / largest size)` is, for the best number of
/// doublings, in quarters.
///
/// With less than six doublings a power passes for a polynomial, and the budget has no room for more than 24.
fn error_of_powers(points: &[Point]) -> f64 {
    let largest = points.last().map_or(1.0, |point| point.size);
    let doublings = (24..=96).map(|quarters| f64::from(quarters) / 4.0);
    let errors = doublings.map(|doublings| error(points, |size| f64::exp2(doublings * size / largest)));
    errors.fold(f64::INFINITY, f64::min)
}

/// How far off the best line `constant + factor * curve(size)` is: the root mean square of its relative errors.
///
/// Relative, since noise is a share of the steps, and so that the largest size does not decide alone. The line is the
/// one of least squares with weights of `1 / steps²`, and neither part is negative: no workload takes less than no
/// steps.
#[expect(clippy::cast_precision_loss, reason = "points are few")]
fn error(points: &[Point], curve: impl Fn(f64) -> f64) -> f64 {
    // With both sides divided by the steps, the line is to be 1 everywhere: constant * u + factor * v = 1.
    let scaled = points.iter().map(|point| (1.0 / point.steps, curve(point.size) / point.steps));
    let scaled: Vec<(f64, f64)> = scaled.collect();
    let sum = |term: fn(f64, f64) -> f64| scaled.iter().map(|&(u, v)| term(u, v)).sum::<f64>();
    let (u, v, uu, uv, vv) = (sum(|u, _| u), sum(|_, v| v), sum(|u, _| u * u), sum(|u, v| u * v), sum(|_, v| v * v));
    let determinant = uu * vv - uv * uv;
    let (constant, factor) = ((u * vv - v * uv) / determinant, (v * uu - u * uv) / determinant);
    let (constant, factor) = match (constant.is_sign_negative(), factor.is_sign_negative()) {
        _ if vv == 0.0 => (u / uu, 0.0),
        // A line that falls is no growth.
        (_, true) => return f64::INFINITY,
        (true, false) => (0.0, v / vv),
        (false, false) => (constant, factor),
    };
    let squares = scaled.iter().map(|&(u, v)| (constant * u + factor * v - 1.0).powi(2)).sum::<f64>();
    (squares / points.len() as f64).sqrt()
}
