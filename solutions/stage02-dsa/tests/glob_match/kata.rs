//! A glob matcher that cannot be made slow: a small machine with many states at a time.
//!
//! A pattern is not ambiguous to read, but to match: a `*` may take this character, or leave it to what follows. To try
//! one and come back for the other takes exponential time, since the same question comes up again on many ways: does
//! the rest of the pattern match the rest of the path? There are only n·m such questions. So we go all ways at once.
//! The machine reads the path once and keeps the *set* of places in the pattern at which it may be. Two ways that meet
//! are one. (Ken Thompson, "Regular Expression Search Algorithm", 1968.)

use std::error::Error;
use std::fmt;
use std::mem;
use std::ops::RangeInclusive;

/// A pattern that was read once and can be matched many times.
pub struct Glob {
    /// The machine. It begins at the first step, and the path matches when it is behind the last one at the end.
    steps: Vec<Step>,
}

/// One place in the pattern, and how to get to the next.
enum Step {
    /// Reads `/`.
    Separator,
    /// Reads this character.
    Literal(char),
    /// Reads a character that is in one of the ranges, or that is in none.
    Class { ranges: Vec<(char, char)>, negated: bool },
    /// Reads any character but `/`.
    AnyOne,
    /// Stays here to read any character but `/`, or goes on.
    Run,
    /// Stays here to read any character, or goes on.
    DeepRun,
    /// Reads nothing, and goes both on and to another place.
    Fork(usize),
    /// Reads nothing, and goes to another place.
    Jump(usize),
}

impl Glob {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Result<Self, GlobError> {
        let mut parser = Parser { pattern, at: 0, border: true, steps: Vec::new(), braces: Vec::new() };
        while let Some(letter) = parser.next() {
            parser.step(letter)?;
        }
        match parser.braces.last() {
            Some(brace) => Err(GlobError { at: brace.at, kind: GlobErrorKind::UnclosedBrace }),
            None => Ok(Self { steps: parser.steps }),
        }
    }

    /// Whether the pattern matches all of `path`.
    pub fn is_match(&self, path: &str) -> bool {
        self.is_match_with(path, |range, letter| range.contains(&letter))
    }

    /// As [`Glob::is_match`], where `contains` says whether a character of the path is in a range of the pattern.
    ///
    /// Asked for classes, and for characters that stand for themselves: these are ranges of one. Never asked about `/`.
    pub fn is_match_with(&self, path: &str, mut contains: impl FnMut(RangeInclusive<char>, char) -> bool) -> bool {
        let mut now = Places::new(self.steps.len());
        let mut next = Places::new(self.steps.len());
        now.insert(0);
        let mut letters = path.chars();
        loop {
            let letter = letters.next();
            let mut reads = |step: &Step| letter.is_some_and(|letter| step.reads(letter, &mut contains));
            let mut from = 0;
            // Steps that read nothing lead to later places only. So one walk in ascending order meets all that is added.
            while let Some(place) = now.first(from) {
                from = place + 1;
                match self.steps.get(place) {
                    None if letter.is_none() => return true,
                    Some(&Step::Jump(target)) => now.insert(target),
                    Some(&Step::Fork(other)) => {
                        now.insert(place + 1);
                        now.insert(other);
                    }
                    Some(step @ (Step::Run | Step::DeepRun)) => {
                        now.insert(place + 1);
                        if reads(step) {
                            next.insert(place);
                        }
                    }
                    Some(step) if reads(step) => next.insert(place + 1),
                    Some(_) | None => {}
                }
            }
            if next.first(0).is_none() {
                return false;
            }
            mem::swap(&mut now, &mut next);
            next.clear();
        }
    }
}

impl Step {
    /// Whether this step, if it reads at all, reads `letter`.
    fn reads(&self, letter: char, contains: &mut impl FnMut(RangeInclusive<char>, char) -> bool) -> bool {
        match self {
            Self::Separator => letter == '/',
            Self::DeepRun => true,
            _ if letter == '/' => false,
            Self::Literal(literal) => contains(*literal..=*literal, letter),
            Self::Class { ranges, negated } => {
                ranges.iter().any(|&(start, end)| contains(start..=end, letter)) != *negated
            }
            Self::AnyOne | Self::Run | Self::Fork(_) | Self::Jump(_) => true,
        }
    }
}

/// A set of places: one bit for each, so that those of a usual pattern fit in one word.
struct Places {
    words: Vec<u64>,
}

impl Places {
    /// Room for the places `0..=last`.
    fn new(last: usize) -> Self {
        Self { words: vec![0; last / 64 + 1] }
    }

    fn insert(&mut self, place: usize) {
        self.words[place / 64] |= 1 << (place % 64);
    }

    /// The first place that is not before `from`.
    fn first(&self, from: usize) -> Option<usize> {
        let mut index = from / 64;
        let mut word = self.words.get(index)? & (u64::MAX << (from % 64));
        while word == 0 {
            index += 1;
            word = *self.words.get(index)?;
        }
        Some(index * 64 + word.trailing_zeros() as usize)
    }

    fn clear(&mut self) {
        self.words.fill(0);
    }
}

/// Reads a pattern from left to right and writes the machine's steps.
struct Parser<'pattern> {
    pattern: &'pattern str,
    /// The byte that comes next.
    at: usize,
    /// Whether a component or an alternative begins here, so that `**` may stand alone.
    border: bool,
    steps: Vec<Step>,
    /// The braces that are open. On a list and not on the call stack: a pattern may come from anybody.
    braces: Vec<Brace>,
}

/// A brace that is open.
struct Brace {
    /// The byte at which it was opened.
    at: usize,
    /// The step before the alternative that is being read: it is told where the next one begins.
    fork: usize,
    /// The steps at the ends of alternatives: they are told where the brace ends.
    jumps: Vec<usize>,
}

impl Parser<'_> {
    /// Writes the steps for what begins with `letter`, which has just been read.
    fn step(&mut self, letter: char) -> Result<(), GlobError> {
        let start = self.at - letter.len_utf8();
        let here = self.steps.len();
        let border = mem::take(&mut self.border);
        match letter {
            '?' => self.steps.push(Step::AnyOne),
            '*' => self.stars(start, border),
            '[' => {
                let class = self.class(start)?;
                self.steps.push(class);
            }
            '\\' => {
                let escaped = self.escaped(start)?;
                self.literal(escaped);
            }
            '{' => {
                self.braces.push(Brace { at: start, fork: here, jumps: Vec::new() });
                self.steps.push(Step::Fork(here));
                self.border = true;
            }
            ',' if !self.braces.is_empty() => self.alternative(),
            '}' => {
                let Some(brace) = self.braces.pop() else {
                    return Err(GlobError { at: start, kind: GlobErrorKind::UnopenedBrace });
                };
                // There is no other alternative behind the last one.
                self.steps[brace.fork] = Step::Jump(brace.fork + 1);
                for jump in brace.jumps {
                    self.steps[jump] = Step::Jump(here);
                }
            }
            _ => self.literal(letter),
        }
        Ok(())
    }

    /// A character that stands for itself. A separator is one, also when it is escaped.
    fn literal(&mut self, letter: char) {
        self.border = letter == '/';
        self.steps.push(if self.border { Step::Separator } else { Step::Literal(letter) });
    }

    /// A comma within braces, which has been read. The alternative before it jumps behind the brace.
    fn alternative(&mut self) {
        let jump = self.steps.len();
        let fork = jump + 1;
        self.steps.extend([Step::Jump(fork), Step::Fork(fork)]);
        if let Some(brace) = self.braces.last_mut() {
            brace.jumps.push(jump);
            self.steps[brace.fork] = Step::Fork(fork);
            brace.fork = fork;
        }
        self.border = true;
    }

    /// One star or more, of which the first, at `start`, has been read.
    fn stars(&mut self, start: usize, border: bool) {
        while self.take('*') {}
        let is_deep = border && self.at - start == 2;
        let ends: &[char] = if self.braces.is_empty() { &[] } else { &[',', '}'] };
        let rest = &self.pattern[self.at..];
        if is_deep && self.take('/') {
            let behind = self.steps.len() + 3;
            self.steps.extend([Step::Fork(behind), Step::DeepRun, Step::Separator]);
            self.border = true;
        } else if is_deep && (rest.is_empty() || rest.starts_with(ends)) {
            self.steps.push(Step::DeepRun);
        } else {
            self.steps.push(Step::Run);
        }
    }

    /// A class whose `[`, at `start`, has been read.
    fn class(&mut self, start: usize) -> Result<Step, GlobError> {
        let error = |at, kind| Err(GlobError { at, kind });
        let negated = self.take('!') || self.take('^');
        let mut ranges = Vec::new();
        loop {
            let at = self.at;
            let first = match self.next() {
                None => return error(start, GlobErrorKind::UnclosedClass),
                Some(']') if ranges.is_empty() => return error(start, GlobErrorKind::EmptyClass),
                Some(']') => return Ok(Step::Class { ranges, negated }),
                Some('\\') => self.escaped(at)?,
                Some(letter) => letter,
            };
            let mut last = first;
            // A minus before the `]` is a minus.
            if self.pattern[self.at..].starts_with('-') && !self.pattern[self.at..].starts_with("-]") {
                self.at += 1;
                let end = self.at;
                last = match self.next() {
                    None => return error(start, GlobErrorKind::UnclosedClass),
                    Some('\\') => self.escaped(end)?,
                    Some(letter) => letter,
                };
            }
            if last < first {
                return error(at, GlobErrorKind::ReversedRange);
            }
            ranges.push((first, last));
        }
    }

    /// The character behind a backslash, which stands at `start` and has been read.
    fn escaped(&mut self, start: usize) -> Result<char, GlobError> {
        self.next().ok_or(GlobError { at: start, kind: GlobErrorKind::TrailingBackslash })
    }

    /// Reads `letter` if it comes next.
    fn take(&mut self, letter: char) -> bool {
        let comes = self.pattern[self.at..].starts_with(letter);
        if comes {
            self.at += letter.len_utf8();
        }
        comes
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.pattern[self.at..].chars().next()?;
        self.at += letter.len_utf8();
        Some(letter)
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
