//! The panic in what a test said on its standard error stream.

/// A panic: where, and with which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic<'text> {
    /// The source file, as rustc was told its path.
    pub file: &'text str,
    /// Counted from 1.
    pub line: u32,
    /// What it said, which may be several lines.
    pub message: &'text str,
    /// What stood before it: what the kata said itself, and the notes of a property.
    pub before: &'text str,
}

/// The first panic in `stderr`: later ones follow from it.
pub fn first(stderr: &str) -> Option<Panic<'_>> {
    let mut from = 0;
    while let Some(found) = stderr[from..].find(PANICKED) {
        let at = from + found;
        if let Some(panic) = parse(stderr, at) {
            return Some(panic);
        }
        from = at + PANICKED.len();
    }
    None
}

const PANICKED: &str = " panicked at ";

/// `\nthread 'NAME' (ID) panicked at FILE:LINE:COLUMN:\nMESSAGE\nnote: run with …`
fn parse(stderr: &str, at: usize) -> Option<Panic<'_>> {
    let line_start = stderr[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if !stderr[line_start..].starts_with("thread '") {
        return None;
    }
    let (place, message) = stderr[at + PANICKED.len()..].split_once('\n')?;
    let mut parts = place.strip_suffix(':')?.rsplitn(3, ':');
    let (_column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
    let message = ["\nnote: run with `RUST_BACKTRACE", "\n\nthread '"]
        .iter()
        .fold(message, |message, end| message.split_once(end).map_or(message, |(message, _)| message));
    Some(Panic { file, line: line.parse().ok()?, message: message.trim_end(), before: stderr[..line_start].trim_end() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";

    #[test]
    fn place_message_and_what_stood_before_are_told_apart() {
        let text = format!("said\n\nthread 'tests::a' (17) panicked at a b/kata.rs:12:5:\none\ntwo{NOTE}");
        let expected = Panic { file: "a b/kata.rs", line: 12, message: "one\ntwo", before: "said" };
        assert_eq!(first(&text), Some(expected));
    }

    #[test]
    fn the_first_of_several_counts() {
        let text = format!(
            "\nthread 'a' (1) panicked at kata.rs:1:1:\nfirst{NOTE}\nthread 'a' (1) panicked at kata.rs:2:1:\nsecond\n"
        );
        assert_eq!(first(&text).map(|panic| (panic.line, panic.message)), Some((1, "first")));
    }

    #[test]
    fn a_kata_that_only_talks_of_panics_has_none() {
        assert_eq!(first("the server panicked at noon: twice\n"), None);
        assert_eq!(first(""), None);
    }
}
