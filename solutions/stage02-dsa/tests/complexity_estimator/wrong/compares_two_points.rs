//! caught by: tests::edge_cases::noise_of_three_percent_changes_nothing, tests::edge_cases::workloads_that_alternate_are_unknown
//! Takes the ratio of two runs, of which one is twice as large as the other, for the growth.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    Constant,
    Logarithmic,
    Linear,
    Linearithmic,
    Quadratic,
    Cubic,
    Exponential,
    Unknown,
}
const BUDGET: f64 = 9_000_000.0;
const LARGEST: u64 = 1 << 20;
#[derive(Clone, Copy)]
struct Point {
    size: f64,
    steps: f64,
}
pub fn classify(run: &mut dyn FnMut(u64) -> u64) -> Growth {
    let points = tail(&measure(run));
    let last = points[points.len() - 1];
    let half = points.iter().filter(|point| point.size * 2.0 <= last.size).last().unwrap_or(&points[0]);
    let ratio = last.steps / half.steps;
    let doublings = (last.size / half.size).log2();
    match ratio.log2() / doublings {
        ..0.01 => Growth::Constant,
        ..0.5 => Growth::Logarithmic,
        ..1.03 => Growth::Linear,
        ..1.3 => Growth::Linearithmic,
        ..2.3 => Growth::Quadratic,
        ..3.6 => Growth::Cubic,
        _ => Growth::Exponential,
    }
}

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
fn foreseen(points: &[Point], size: f64) -> f64 {
    let [_, .., before, last] = points else { return 0.0 };
    let factor = last.steps / before.steps;
    let steps_of_size = (size - last.size) / (last.size - before.size);
    last.steps * factor.max(1.0).powf(steps_of_size)
}
fn tail(points: &[Point]) -> Vec<Point> {
    let largest = points.last().map_or(0.0, |point| point.size);
    points.iter().copied().filter(|point| point.size * point.size >= largest).collect()
}
