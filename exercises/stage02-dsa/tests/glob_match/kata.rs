//! Glob matcher without blow-up: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;
use std::ops::RangeInclusive;

/// A pattern that was read once and can be matched many times. Give it the fields that it needs.
pub struct Glob;

impl Glob {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Result<Self, GlobError> {
        todo!("read `{pattern}`, and say where it is wrong if it is")
    }

    /// Whether the pattern matches all of `path`.
    pub fn is_match(&self, path: &str) -> bool {
        todo!("say whether all of `{path}` matches")
    }

    /// As [`Glob::is_match`], where `contains` says whether a character of the path is in a range of the pattern.
    ///
    /// Asked for classes, and for characters that stand for themselves: these are ranges of one. Never asked about `/`.
    pub fn is_match_with(&self, path: &str, contains: impl FnMut(RangeInclusive<char>, char) -> bool) -> bool {
        let _ = contains;
        todo!("say whether all of `{path}` matches, and let `contains` compare the characters")
    }
}

/// Why a text is no pattern, and where.
#[derive(Debug)]
pub struct GlobError {
    /// The byte of the pattern at which the mistake begins.
    pub at: usize,
    /// What is wrong there.
    pub kind: GlobErrorKind,
}

/// What is wrong with a pattern.
#[derive(Debug)]
pub enum GlobErrorKind {
    /// This `[` has no `]`.
    UnclosedClass,
    /// There is nothing between this `[`, `[!` or `[^`, and its `]`.
    EmptyClass,
    /// The end of the range that begins here comes before its start.
    ReversedRange,
    /// This `{` has no `}`; of several, the last.
    UnclosedBrace,
    /// This `}` has no `{`.
    UnopenedBrace,
    /// This `\` stands at the end, with nothing to escape.
    TrailingBackslash,
}

impl fmt::Display for GlobError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            GlobErrorKind::UnclosedClass => "a class is never closed",
            GlobErrorKind::EmptyClass => "a class is empty",
            GlobErrorKind::ReversedRange => "a range ends before it starts",
            GlobErrorKind::UnclosedBrace => "a brace is never closed",
            GlobErrorKind::UnopenedBrace => "a brace is closed that was never opened",
            GlobErrorKind::TrailingBackslash => "a backslash has nothing to escape",
        };
        write!(formatter, "{what} (at byte {})", self.at)
    }
}

impl Error for GlobError {}
