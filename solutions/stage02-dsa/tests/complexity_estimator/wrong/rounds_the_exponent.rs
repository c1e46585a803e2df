//! caught by: tests::edge_cases::growth_between_the_classes_is_unknown, tests::edge_cases::a_warm_up_does_not_hide_the_growth
//! Draws a line through the logarithms and takes its slope for the exponent: 1.1 is n log n, and so is 1.25.

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
    let logs: Vec<(f64, f64)> = points.iter().map(|point| (point.size.log2(), point.steps.log2())).collect();
    let count = logs.len() as f64;
    let (x, y) = (logs.iter().map(|log| log.0).sum::<f64>() / count, logs.iter().map(|log| log.1).sum::<f64>() / count);
    let slope = logs.iter().map(|log| (log.0 - x) * (log.1 - y)).sum::<f64>()
        / logs.iter().map(|log| (log.0 - x).powi(2)).sum::<f64>();
    let off = logs.iter().map(|log| (y + slope * (log.0 - x) - log.1).powi(2)).sum::<f64>() / count;
    match slope {
        ..-0.5 => Growth::Unknown,
        3.7.. => Growth::Exponential,
        _ if off.sqrt() > 0.5 => Growth::Unknown,
        ..0.005 => Growth::Constant,
        ..0.5 => Growth::Logarithmic,
        ..1.05 => Growth::Linear,
        ..1.5 => Growth::Linearithmic,
        ..2.5 => Growth::Quadratic,
        _ => Growth::Cubic,
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
