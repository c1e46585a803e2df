//! Time over size as an SVG: both axes in logarithms, so that a power of the size is a straight line.
//!
//! Colours come from the page's variables, so that one drawing serves light, dark and print; dashes and marks tell the
//! curves apart without any.

use super::measurement::{CONTESTANTS, Workload};
use super::words;

const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 280.0;
/// Room for the labels of the axes and of the curves.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 84.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 36.0;
/// About the width of a letter.
const LETTER: f64 = 6.5;

/// The chart of one workload; empty when less than two sizes were measured.
pub fn draw(workload: &Workload, labels: &dyn Fn(&str) -> String) -> String {
    let curves: Vec<(&str, Vec<(f64, f64)>)> = CONTESTANTS
        .into_iter()
        .map(|who| (who, points(workload, who)))
        .filter(|(_, points)| points.len() > 1)
        .collect();
    let all: Vec<(f64, f64)> = curves.iter().flat_map(|(_, points)| points.iter().copied()).collect();
    let Some(scale) = Scale::around(&all) else { return String::new() };
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"time of one {} over size\">\n",
        super::page::escaped(&workload.operation)
    );
    let mut sizes: Vec<f64> = all.iter().map(|point| point.0).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    sizes.dedup();
    svg.push_str(&scale.grid(&sizes));
    for (who, points) in &curves {
        svg.push_str(&curve(&scale, who, points));
    }
    svg.push_str(&end_labels(&scale, &curves, labels));
    svg.push_str("</svg>\n");
    svg
}

/// Size and nanoseconds of one contestant, from small to large.
pub fn points(workload: &Workload, who: &str) -> Vec<(f64, f64)> {
    let point = |cell: &super::measurement::Cell| {
        #[expect(clippy::cast_precision_loss, reason = "a size is far below 2^52")]
        let size = cell.size as f64;
        Some((size, cell.entry(who)?.nanoseconds.middle.max(0.01)))
    };
    workload.cells.iter().filter_map(point).collect()
}

/// The part of both axes that is shown, in decimal logarithms.
struct Scale {
    x: (f64, f64),
    y: (f64, f64),
}

impl Scale {
    fn around(points: &[(f64, f64)]) -> Option<Self> {
        let ends = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let x = ends(&mut points.iter().map(|point| point.0.log10()));
        let y = ends(&mut points.iter().map(|point| point.1.log10()));
        // Less than a decade would make noise look like growth.
        let room = ((1.0 - (y.1 - y.0)) / 2.0).max(0.08);
        (x.1 > x.0).then_some(Self { x, y: (y.0 - room, y.1 + room) })
    }

    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let across = (x.log10() - self.x.0) / (self.x.1 - self.x.0);
        let up = (y.log10() - self.y.0) / (self.y.1 - self.y.0);
        (LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM))
    }

    /// Lines at every power of ten of the time and at every size, with what they stand for.
    fn grid(&self, sizes: &[f64]) -> String {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let mut svg = String::new();
        for value in ticks(self.y) {
            let (_, y) = self.place((10_f64.powf(self.x.0), value));
            svg.push_str(&format!(
                "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\"/>\
                 <text class=\"tick\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
                LEFT - 6.0,
                y + 4.0,
                words::time(value).replace(".00", "").replace(".0 ", " ")
            ));
        }
        let mut free_from = 0.0;
        for size in sizes {
            let (x, _) = self.place((*size, 10_f64.powf(self.y.0)));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size is a whole number")]
            let label = words::thousands(*size as u64);
            svg.push_str(&format!("<line class=\"grid\" x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>"));
            #[expect(clippy::cast_precision_loss, reason = "a label is short")]
            let half = label.len() as f64 * LETTER / 2.0;
            // A label that would lie on the one before is left out; its line stays.
            if x - half >= free_from {
                let y = bottom + 18.0;
                svg.push_str(&format!(
                    "<text class=\"tick\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{label}</text>\n"
                ));
                free_from = x + half + LETTER;
            }
        }
        svg
    }
}

/// Powers of ten within a range of logarithms; with their doubles and fives where there are less than two.
fn ticks((low, high): (f64, f64)) -> Vec<f64> {
    let within = |value: &f64| (low - 1e-9..=high + 1e-9).contains(&value.log10());
    #[expect(clippy::cast_possible_truncation, reason = "logarithms of sizes and times are small")]
    let decades: Vec<f64> = (low.floor() as i32..=high.ceil() as i32).map(|power| 10_f64.powi(power)).collect();
    let tens: Vec<f64> = decades.iter().copied().filter(within).collect();
    if tens.len() > 1 {
        return tens;
    }
    decades.iter().flat_map(|ten| [*ten, 2.0 * ten, 5.0 * ten]).filter(within).collect()
}

fn curve(scale: &Scale, who: &str, points: &[(f64, f64)]) -> String {
    let places: Vec<(f64, f64)> = points.iter().map(|&point| scale.place(point)).collect();
    let line = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ");
    let marks: String = places.iter().map(|&place| mark(who, place)).collect();
    format!("<polyline class=\"curve {who}\" points=\"{line}\"/>{marks}\n")
}

/// A circle, a square or a triangle.
fn mark(who: &str, (x, y): (f64, f64)) -> String {
    match who {
        "yours" => format!("<circle class=\"mark {who}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>"),
        "reference" => {
            format!("<rect class=\"mark {who}\" x=\"{:.1}\" y=\"{:.1}\" width=\"7\" height=\"7\"/>", x - 3.5, y - 3.5)
        }
        _ => format!("<path class=\"mark {who}\" d=\"M{x:.1} {:.1}l4.5 8h-9z\"/>", y - 5.0),
    }
}

/// The curves' names at their right ends, moved apart where they would lie on one another.
fn end_labels(scale: &Scale, curves: &[(&str, Vec<(f64, f64)>)], labels: &dyn Fn(&str) -> String) -> String {
    const APART: f64 = 14.0;
    let ends = curves.iter().filter_map(|(who, points)| Some((*who, scale.place(*points.last()?))));
    let mut ends: Vec<(&str, (f64, f64))> = ends.collect();
    ends.sort_by(|one, other| one.1.1.total_cmp(&other.1.1));
    let mut svg = String::new();
    let mut lowest = f64::NEG_INFINITY;
    for (who, (x, y)) in ends {
        let y = y.max(lowest + APART);
        lowest = y;
        let label = super::page::escaped(&labels(who));
        svg.push_str(&format!(
            "<text class=\"label {who}\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>\n",
            x + 8.0,
            y + 4.0
        ));
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::super::measurement::tests::measurement;
    use super::*;

    #[test]
    fn every_contestant_has_a_curve_with_its_name() {
        let svg = draw(&measurement().workloads[0], &|who| format!("<{who}>"));
        for who in ["yours", "reference"] {
            assert!(svg.contains(&format!("class=\"curve {who}\"")), "{svg}");
            assert!(svg.contains(&format!("&lt;{who}&gt;")), "labels are escaped: {svg}");
        }
        assert!(!svg.contains("curve baseline"), "who did not run has no curve");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn a_power_of_the_size_is_a_straight_line() {
        let points = [(10.0, 100.0), (100.0, 10_000.0), (1000.0, 1_000_000.0)];
        let scale = Scale::around(&points).expect("there are three sizes");
        let [(x0, y0), (x1, y1), (x2, y2)] = points.map(|point| scale.place(point));
        assert!(((y1 - y0) / (x1 - x0) - (y2 - y1) / (x2 - x1)).abs() < 1e-9);
        assert!(x0 < x2 && y0 > y2, "to the right and up");
    }

    #[test]
    fn marks_tell_the_curves_apart_without_colour() {
        let shapes = CONTESTANTS.map(|who| mark(who, (10.0, 20.0)));
        for (shape, element) in shapes.iter().zip(["<circle", "<rect", "<path"]) {
            assert!(shape.starts_with(element), "{shape}");
        }
    }

    #[test]
    fn labels_that_would_lie_on_one_another_are_moved_apart() {
        let scale = Scale { x: (0.0, 1.0), y: (0.0, 1.0) };
        let curves = [("yours", vec![(10.0, 5.0)]), ("reference", vec![(10.0, 5.0)])];
        let svg = end_labels(&scale, &curves, &|who| who.to_owned());
        let heights: Vec<f64> =
            svg.split(" y=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
        assert!((heights[1] - heights[0] - 14.0).abs() < 0.2, "{heights:?}");
    }

    #[test]
    fn one_size_makes_no_chart() {
        let mut workload = measurement().workloads.remove(0);
        workload.cells.truncate(1);
        assert_eq!(draw(&workload, &|who| who.to_owned()), "");
    }

    #[test]
    fn a_short_axis_has_ticks_between_the_tens() {
        assert_eq!(ticks((1.0, 3.0)).len(), 3);
        assert_eq!(ticks((0.2, 0.8)), [2.0, 5.0]);
    }
}
