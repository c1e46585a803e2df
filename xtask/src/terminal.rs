//! What the terminal can show: colours by meaning, and whether a person is looking.

use std::env;
use std::io::{IsTerminal, stderr, stdout};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Where the terminal has it and `NO_COLOR` is not set.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

/// Where output goes, and what may be done there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    colour: Colour,
}

/// Marks text by what it means. Without colour the text stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether colours are used.
    pub colour: bool,
}

impl Terminal {
    pub fn new(colour: Colour) -> Self {
        Self { colour }
    }

    /// How to mark what goes to standard output.
    pub fn on_stdout(self) -> Style {
        Style { colour: self.has_colour(stdout().is_terminal()) }
    }

    /// How to mark what goes to standard error.
    pub fn on_stderr(self) -> Style {
        Style { colour: self.has_colour(stderr().is_terminal()) }
    }

    /// Whether a person watches the progress.
    pub fn shows_progress() -> bool {
        stderr().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb")
    }

    fn has_colour(self, is_terminal: bool) -> bool {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !is_set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

impl Style {
    pub fn good(self, text: &str) -> String {
        self.mark("32", text)
    }

    pub fn bad(self, text: &str) -> String {
        self.mark("1;31", text)
    }

    pub fn caution(self, text: &str) -> String {
        self.mark("33", text)
    }

    pub fn strong(self, text: &str) -> String {
        self.mark("1", text)
    }

    pub fn faint(self, text: &str) -> String {
        self.mark("2", text)
    }

    fn mark(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Text of a kata made safe to show: what would steer the terminal is shown instead of done.
pub fn safe(text: &str) -> String {
    let is_harmless =
        |letter: char| letter == '\n' || letter == '\t' || !letter.is_control() && !is_bidirectional(letter);
    text.chars()
        .map(|letter| if is_harmless(letter) { letter.to_string() } else { letter.escape_default().to_string() })
        .collect()
}

/// Marks that turn the direction of what follows, which hides what a line really says.
fn is_bidirectional(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_marked_only_where_there_is_colour() {
        assert_eq!(Style { colour: false }.bad("no"), "no");
        assert_eq!(Style { colour: true }.bad("no"), "\u{1b}[1;31mno\u{1b}[0m");
    }

    #[test]
    fn what_would_steer_the_terminal_is_shown_instead() {
        assert_eq!(safe("a\u{1b}[2Jb\tc\n"), "a\\u{1b}[2Jb\tc\n");
        assert_eq!(safe("\u{9d}0;title\u{7}\u{202e}x"), "\\u{9d}0;title\\u{7}\\u{202e}x");
        assert_eq!(safe("größe ✓"), "größe ✓");
    }
}
