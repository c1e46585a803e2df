//! caught by: tests::edge_cases::a_warm_up_does_not_hide_the_growth
//! Stops at size 64, where the warm-up is most of what there is.

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
const LARGEST: u64 = 64;
const EXPLAINS: f64 = 0.25;
const ABOUT_AS_WELL: f64 = 0.02;
#[derive(Clone, Copy)]
struct Point {
    size: f64,
    steps: f64,
}
type Curve = fn(f64) -> f64;
const CLASSES: [(Growth, Curve); 6] = [
    (Growth::Constant, |_| 0.0),
    (Growth::Logarithmic, f64::log2),
    (Growth::Linear, |size| size),
    (Growth::Linearithmic, |size| size * size.log2()),
    (Growth::Quadratic, |size| size * size),
    (Growth::Cubic, |size| size * size * size),
];
pub fn classify(run: &mut dyn FnMut(u64) -> u64) -> Growth {
    let points = tail(&measure(run));
    let mut errors: Vec<(Growth, f64)> = CLASSES.iter().map(|&(class, curve)| (class, error(&points, curve))).collect();
    errors.push((Growth::Exponential, error_of_powers(&points)));
    let best = errors.iter().map(|&(_, error)| error).fold(f64::INFINITY, f64::min);
    let limit = EXPLAINS.min(best + ABOUT_AS_WELL);
    let simplest = errors.into_iter().find(|&(_, error)| error <= limit);
    simplest.map_or(Growth::Unknown, |(class, _)| class)
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
fn error_of_powers(points: &[Point]) -> f64 {
    let largest = points.last().map_or(1.0, |point| point.size);
    let doublings = (24..=96).map(|quarters| f64::from(quarters) / 4.0);
    let errors = doublings.map(|doublings| error(points, |size| f64::exp2(doublings * size / largest)));
    errors.fold(f64::INFINITY, f64::min)
}
fn error(points: &[Point], curve: impl Fn(f64) -> f64) -> f64 {
    let scaled = points.iter().map(|point| (1.0 / point.steps, curve(point.size) / point.steps));
    let scaled: Vec<(f64, f64)> = scaled.collect();
    let sum = |term: fn(f64, f64) -> f64| scaled.iter().map(|&(u, v)| term(u, v)).sum::<f64>();
    let (u, v, uu, uv, vv) = (sum(|u, _| u), sum(|_, v| v), sum(|u, _| u * u), sum(|u, v| u * v), sum(|_, v| v * v));
    let determinant = uu * vv - uv * uv;
    let (constant, factor) = ((u * vv - v * uv) / determinant, (v * uu - u * uv) / determinant);
    let (constant, factor) = match (constant.is_sign_negative(), factor.is_sign_negative()) {
        _ if vv == 0.0 => (u / uu, 0.0),
        (_, true) => return f64::INFINITY,
        (true, false) => (0.0, v / vv),
        (false, false) => (constant, factor),
    };
    let squares = scaled.iter().map(|&(u, v)| (constant * u + factor * v - 1.0).powi(2)).sum::<f64>();
    (squares / points.len() as f64).sqrt()
}
