//! Sentences and numbers as people read them.

use course::Error;

use crate::terminal::Style;

/// `1 test`, `2 tests`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Points without decimals that say nothing: `27.5`, `30`.
pub fn points(points: f64) -> String {
    let text = format!("{points:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An error with its hint, as it goes to standard error.
pub fn error(error: &Error, style: Style) -> String {
    message(&style.bad("error:"), error, style)
}

/// As [`error`], for what does not end the command.
pub fn warning(error: &Error, style: Style) -> String {
    message(&style.caution("warning:"), error, style)
}

/// What to type next.
pub fn hint(text: &str, style: Style) -> String {
    format!("{} {text}\n", style.strong("hint:"))
}

/// Every line of `text` moved to the right.
pub fn indented(text: &str, by: usize) -> String {
    let spaces = " ".repeat(by);
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{spaces}{line}\n") }).collect()
}

fn message(label: &str, error: &Error, style: Style) -> String {
    let hint = error.hint.as_ref().map_or_else(String::new, |text| format!("\n{}", hint(text, style)));
    format!("{label} {}\n{hint}", error.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_agree_with_their_number() {
        assert_eq!([count(0, "test"), count(1, "test"), count(2, "test")], ["0 tests", "1 test", "2 tests"]);
    }

    #[test]
    fn points_have_only_the_decimals_that_matter() {
        assert_eq!([27.5, 30.0, 6.666_67, 0.0].map(points), ["27.5", "30", "6.67", "0"]);
    }

    #[test]
    fn an_error_is_followed_by_what_to_do() {
        let shown = error(&Error::usage("there is no `x`").hint("try `y`"), Style::default());
        assert_eq!(shown, "error: there is no `x`\n\nhint: try `y`\n");
    }
}
