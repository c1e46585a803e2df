//! A few lines of source with their numbers, and a mark at the line that matters.

use crate::terminal::Style;

/// Of a long piece, how many lines around the marked one are shown.
const BEFORE: usize = 8;
const AFTER: usize = 3;
/// A piece of so many lines is shown whole.
const WHOLE: usize = 24;

/// `lines`, the first of which is number `first`, with `marked` marked. Of a long piece, the part around the mark.
pub fn render(lines: &[String], first: usize, marked: Option<usize>, style: Style) -> String {
    let at = marked.and_then(|line| line.checked_sub(first)).filter(|&index| index < lines.len());
    let (from, to) = match at {
        _ if lines.len() <= WHOLE => (0, lines.len()),
        Some(at) => (at.saturating_sub(BEFORE), (at + AFTER + 1).min(lines.len())),
        None => (0, WHOLE),
    };
    let width = (first + to).to_string().len();
    let indent = lines[from..to]
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min();
    let mut shown = String::new();
    if from > 0 {
        shown.push_str(&style.faint(&format!("  {:>width$} │ …\n", "")));
    }
    for (index, line) in lines.iter().enumerate().take(to).skip(from) {
        let number = first + index;
        let code = line.get(indent.unwrap_or(0)..).unwrap_or("");
        if Some(index) == at {
            shown.push_str(&format!(
                "{} {} {}\n",
                style.bad("▶"),
                style.strong(&format!("{number:>width$} │")),
                style.strong(code)
            ));
        } else {
            shown.push_str(format!("  {} {code}", style.faint(&format!("{number:>width$} │"))).trim_end());
            shown.push('\n');
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<String> {
        (1..=count).map(|number| format!("    line {number}")).collect()
    }

    #[test]
    fn a_short_piece_is_shown_whole_without_its_indent() {
        assert_eq!(render(&lines(3), 9, Some(10), Style::default()), "   9 │ line 1\n▶ 10 │ line 2\n  11 │ line 3\n");
    }

    #[test]
    fn of_a_long_piece_the_part_around_the_mark_is_shown() {
        let shown = render(&lines(50), 1, Some(30), Style::default());
        assert!(shown.starts_with("     │ …\n  22 │ line 22\n"), "{shown}");
        assert!(shown.ends_with("▶ 30 │ line 30\n  31 │ line 31\n  32 │ line 32\n  33 │ line 33\n"), "{shown}");
    }

    #[test]
    fn a_mark_outside_of_the_piece_marks_nothing() {
        assert_eq!(render(&lines(1), 5, Some(4), Style::default()), "  5 │ line 1\n");
        assert_eq!(render(&lines(1), 5, None, Style::default()), "  5 │ line 1\n");
    }
}
