//! Time over size in characters: both axes in logarithms, a letter for each contestant.

use grader::bench::{CONTESTANTS, Workload, points, words};

use crate::terminal::Style;

const WIDTH: usize = 48;
const HEIGHT: usize = 9;

/// The plot of one workload; empty when less than two sizes were measured.
pub fn draw(workload: &Workload, style: Style) -> String {
    let curves: Vec<(&str, Vec<(f64, f64)>)> =
        CONTESTANTS.into_iter().map(|who| (who, points(workload, who))).collect();
    let all: Vec<(f64, f64)> = curves.iter().flat_map(|(_, points)| points.iter().copied()).collect();
    let (Some(x), Some(y)) = (ends(all.iter().map(|point| point.0)), ends(all.iter().map(|point| point.1))) else {
        return String::new();
    };
    if x.0 >= x.1 {
        return String::new();
    }
    // Less than a decade would make noise look like growth.
    let middle = f64::midpoint(y.0.log10(), y.1.log10());
    let half = ((y.1.log10() - y.0.log10()) / 2.0).max(0.5);
    let mut grid = vec![vec![' '; WIDTH]; HEIGHT];
    for (who, points) in curves.iter().rev() {
        for pair in points.windows(2) {
            for step in 0..=WIDTH {
                let part = real(step) / real(WIDTH);
                let across = pair[0].0.log10() + part * (pair[1].0.log10() - pair[0].0.log10());
                let up = pair[0].1.log10() + part * (pair[1].1.log10() - pair[0].1.log10());
                let column = place((across - x.0.log10()) / (x.1.log10() - x.0.log10()), WIDTH);
                let row = place((up - (middle - half)) / (2.0 * half), HEIGHT);
                grid[HEIGHT - 1 - row][column] = who.chars().next().unwrap_or('?');
            }
        }
    }
    framed(&grid, (10_f64.powf(middle - half), 10_f64.powf(middle + half)), x, style)
}

fn framed(grid: &[Vec<char>], times: (f64, f64), sizes: (f64, f64), style: Style) -> String {
    let mut shown = String::from("\n");
    for (index, row) in grid.iter().enumerate() {
        let label = match index {
            0 => words::time(times.1),
            _ if index + 1 == grid.len() => words::time(times.0),
            _ => String::new(),
        };
        let line: String = row.iter().collect();
        shown.push_str(&format!("{label:>9} {}{}\n", style.faint("│"), line.trim_end()));
    }
    let [first, last] = [sizes.0, sizes.1].map(|size| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size is a small whole number")]
        let size = size as u64;
        words::thousands(size)
    });
    let axis = format!("{:>9} └{}", "", "─".repeat(WIDTH));
    let legend = format!("{:>10} {first}{last:>room$}", "", room = WIDTH - first.len());
    shown.push_str(&format!("{}\n{}\n", style.faint(&axis), style.faint(&legend)));
    shown
}

fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// The cell of `cells` in which a part of the whole lies.
fn place(part: f64, cells: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the cells")]
    let cell = (part * real(cells)).clamp(0.0, real(cells - 1)) as usize;
    cell
}

#[expect(clippy::cast_precision_loss, reason = "a few dozen cells")]
fn real(number: usize) -> f64 {
    number as f64
}
