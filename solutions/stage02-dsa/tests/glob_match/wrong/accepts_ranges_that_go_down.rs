//! caught by: tests::edge_cases::a_range_must_go_up
//! `[z-a]` matches nothing, and nobody is told.

use std::error::Error;
use std::fmt;
use std::mem;
use std::ops::RangeInclusive;

pub struct Glob {
    steps: Vec<Step>,
}

enum Step {
    Separator,
    Literal(char),
    Class { ranges: Vec<(char, char)>, negated: bool },
    AnyOne,
    Run,
    DeepRun,
    Fork(usize),
    Jump(usize),
}

impl Glob {
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

    pub fn is_match(&self, path: &str) -> bool {
        self.is_match_with(path, |range, letter| range.contains(&letter))
    }

    pub fn is_match_with(&self, path: &str, mut contains: impl FnMut(RangeInclusive<char>, char) -> bool) -> bool {
        let mut now = Places::new(self.steps.len());
        let mut next = Places::new(self.steps.len());
        now.insert(0);
        self.follow(&mut now);
        for letter in path.chars() {
            for &place in &now.list {
                let Some(step) = self.steps.get(place) else { continue };
                let (reads, target) = match step {
                    Step::Separator => (letter == '/', place + 1),
                    Step::DeepRun => (true, place),
                    Step::Fork(_) | Step::Jump(_) => (false, place),
                    _ if letter == '/' => (false, place),
                    Step::Literal(literal) => (contains(*literal..=*literal, letter), place + 1),
                    Step::Class { ranges, negated } => {
                        let listed = ranges.iter().any(|&(start, end)| contains(start..=end, letter));
                        (listed != *negated, place + 1)
                    }
                    Step::AnyOne => (true, place + 1),
                    Step::Run => (true, place),
                };
                if reads {
                    next.insert(target);
                }
            }
            self.follow(&mut next);
            mem::swap(&mut now, &mut next);
            next.clear();
            if now.list.is_empty() {
                return false;
            }
        }
        now.contains(self.steps.len())
    }

    fn follow(&self, places: &mut Places) {
        let mut done = 0;
        while let Some(&place) = places.list.get(done) {
            match self.steps.get(place) {
                Some(Step::Run | Step::DeepRun) => places.insert(place + 1),
                Some(&Step::Jump(target)) => places.insert(target),
                Some(&Step::Fork(other)) => {
                    places.insert(place + 1);
                    places.insert(other);
                }
                _ => {}
            }
            done += 1;
        }
    }
}

struct Places {
    list: Vec<usize>,
    listed: Vec<bool>,
}

impl Places {
    fn new(last: usize) -> Self {
        Self { list: Vec::new(), listed: vec![false; last + 1] }
    }

    fn insert(&mut self, place: usize) {
        if !mem::replace(&mut self.listed[place], true) {
            self.list.push(place);
        }
    }

    fn contains(&self, place: usize) -> bool {
        self.listed[place]
    }

    fn clear(&mut self) {
        for place in self.list.drain(..) {
            self.listed[place] = false;
        }
    }
}

struct Parser<'pattern> {
    pattern: &'pattern str,
    at: usize,
    border: bool,
    steps: Vec<Step>,
    braces: Vec<Brace>,
}

struct Brace {
    at: usize,
    fork: usize,
    jumps: Vec<usize>,
}

impl Parser<'_> {
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
                self.steps[brace.fork] = Step::Jump(brace.fork + 1);
                for jump in brace.jumps {
                    self.steps[jump] = Step::Jump(here);
                }
            }
            _ => self.literal(letter),
        }
        Ok(())
    }

    fn literal(&mut self, letter: char) {
        self.border = letter == '/';
        self.steps.push(if self.border { Step::Separator } else { Step::Literal(letter) });
    }

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
            if self.pattern[self.at..].starts_with('-') && !self.pattern[self.at..].starts_with("-]") {
                self.at += 1;
                let end = self.at;
                last = match self.next() {
                    None => return error(start, GlobErrorKind::UnclosedClass),
                    Some('\\') => self.escaped(end)?,
                    Some(letter) => letter,
                };
            }
            ranges.push((first, last));
        }
    }

    fn escaped(&mut self, start: usize) -> Result<char, GlobError> {
        self.next().ok_or(GlobError { at: start, kind: GlobErrorKind::TrailingBackslash })
    }

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

#[derive(Debug)]
pub struct GlobError {
    pub at: usize,
    pub kind: GlobErrorKind,
}

#[derive(Debug)]
pub enum GlobErrorKind {
    UnclosedClass,
    EmptyClass,
    ReversedRange,
    UnclosedBrace,
    UnopenedBrace,
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
