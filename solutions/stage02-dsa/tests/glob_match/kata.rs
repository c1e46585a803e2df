//! A glob matcher that cannot be made slow: a small machine with many states at a time.
//!
//! A pattern is not ambiguous to read, but to match: a `*` may take this character, or leave it to what follows. To try
//! one and come back for the other takes exponential time, since the same question comes up again on many ways: does
//! the rest of the pattern match the rest of the path? There are only n·m such questions. So we go all ways at once.
//! The machine reads the path once and keeps the *set* of places in the pattern at which it may be. Two ways that meet
//! are one. (Ken Thompson, "Regular Expression Search Algorithm", 1968.)
//!
//! The set is made of bits, one for each place, and all the places of a usual pattern are in one word. For each
//! character of ASCII, the places that read it are such a word too. So one `&` asks all places at once whether they
//! read the character, and one shift by a bit takes those that do to the next place. (Ricardo Baeza-Yates and Gaston
//! Gonnet, "A New Approach to Text Searching", 1992.)

use std::error::Error;
use std::fmt;
use std::mem;
use std::ops::RangeInclusive;

/// A pattern that was read once and can be matched many times.
pub struct Glob {
    /// The machine. It begins at the first step, and the path matches when it is behind the last one at the end.
    steps: Vec<Step>,
    /// What is to be known of the places, that behind the last step included: 64 of them in each block.
    blocks: Vec<Block>,
}

/// What stands at a place in the pattern, and how to get to the next.
enum Step {
    /// Reads `/`.
    Separator,
    /// Reads this character.
    Literal(char),
    /// Reads a character that is in one of the ranges, or that is in none.
    Class { ranges: Vec<(char, char)>, negated: bool },
    /// Reads any character but `/`.
    AnyOne,
    /// Reads nothing, and goes both on and to another place.
    Fork(usize),
    /// Reads nothing, and goes to another place.
    Jump(usize),
}

/// Sets of places: one bit for each of 64 neighbours.
#[derive(Clone)]
struct Block {
    /// Places that read nothing.
    silent: u64,
    /// Places with `*` or `**` before them: there the machine may also stay, and skip any character but `/`.
    stars: u64,
    /// Places with `**` before them: there it may skip `/`, too.
    deep_stars: u64,
    /// Separators with `**/` behind them: that may match nothing, and its own separator is passed over with this one.
    skips: u64,
    /// The places that read each of the characters of ASCII.
    readers: [u64; 128],
}

impl Glob {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Result<Self, GlobError> {
        let mut parser = Parser {
            pattern,
            at: 0,
            border: true,
            steps: Vec::new(),
            stars: Vec::new(),
            skips: Vec::new(),
            braces: Vec::new(),
        };
        while let Some(letter) = parser.next() {
            parser.step(letter)?;
        }
        match parser.braces.last() {
            Some(brace) => Err(GlobError { at: brace.at, kind: GlobErrorKind::UnclosedBrace }),
            None => Ok(Self { blocks: Block::all(&parser), steps: parser.steps }),
        }
    }

    /// Whether the pattern matches all of `path`.
    pub fn is_match(&self, path: &str) -> bool {
        let contains = |range: RangeInclusive<char>, letter| range.contains(&letter);
        self.run(path, |index, places, letter| match self.blocks[index].readers.get(letter as usize) {
            Some(readers) => places & readers,
            None => self.readers(index, places, letter, contains),
        })
    }

    /// As [`Glob::is_match`], where `contains` says whether a character of the path is in a range of the pattern.
    ///
    /// Asked for classes, and for characters that stand for themselves: these are ranges of one. Never asked about `/`.
    pub fn is_match_with(&self, path: &str, mut contains: impl FnMut(RangeInclusive<char>, char) -> bool) -> bool {
        self.run(path, |index, places, letter| self.readers(index, places, letter, &mut contains))
    }

    /// Those of the `places` of a block that read `letter`, asked one by one.
    fn readers(
        &self,
        index: usize,
        places: u64,
        letter: char,
        mut contains: impl FnMut(RangeInclusive<char>, char) -> bool,
    ) -> u64 {
        let (mut readers, mut left) = (0, places);
        while left != 0 {
            let bit = left.trailing_zeros();
            if self.steps.get(64 * index + bit as usize).is_some_and(|step| step.reads(letter, &mut contains)) {
                readers += 1 << bit;
            }
            left &= above_lowest(left);
        }
        readers
    }

    /// Runs the machine. `readers(index, places, letter)` gives those of the `places` of a block that read `letter`.
    fn run(&self, path: &str, readers: impl FnMut(usize, u64, char) -> u64) -> bool {
        // One word needs no memory from the heap, and the compiler makes code for it that has no inner loop.
        if self.blocks.len() == 1 {
            self.run_in([0; 1], path, readers)
        } else {
            self.run_in(vec![0; self.blocks.len()], path, readers)
        }
    }

    /// As [`Glob::run`], with `now` for the set of places: one empty word for each block.
    fn run_in(&self, mut now: impl AsMut<[u64]>, path: &str, mut readers: impl FnMut(usize, u64, char) -> u64) -> bool {
        let now = now.as_mut();
        insert(now, 0);
        self.follow(now);
        for letter in path.chars() {
            // The steps from the last places of one block to the first ones of the next.
            let mut carry = 0;
            for (index, (now, block)) in now.iter_mut().zip(&self.blocks).enumerate() {
                let go = readers(index, *now, letter);
                let stay = *now & if letter == '/' { block.deep_stars } else { block.stars };
                let skip = go & block.skips;
                *now = stay | go << 1 | skip << 2 | carry;
                carry = go >> 63 | skip >> 62;
            }
            if now.iter().all(|places| *places == 0) {
                return false;
            }
            // Rarely is one of them silent.
            if now.iter().zip(&self.blocks).any(|(places, block)| places & block.silent != 0) {
                self.follow(now);
            }
        }
        let end = self.steps.len();
        now[end / 64] >> (end % 64) & 1 == 1
    }

    /// Adds the places that silent ones lead to. These are later places, so one walk from the first to the last meets
    /// them all.
    fn follow(&self, now: &mut [u64]) {
        for index in 0..now.len() {
            let mut left = now[index] & self.blocks[index].silent;
            while left != 0 {
                let place = 64 * index + left.trailing_zeros() as usize;
                match self.steps[place] {
                    Step::Jump(target) => insert(now, target),
                    Step::Fork(other) => {
                        insert(now, place + 1);
                        insert(now, other);
                    }
                    Step::Separator | Step::Literal(_) | Step::Class { .. } | Step::AnyOne => {}
                }
                left = now[index] & self.blocks[index].silent & above_lowest(left);
            }
        }
    }
}

/// Adds a place to a set.
fn insert(places: &mut [u64], place: usize) {
    places[place / 64] |= 1 << (place % 64);
}

/// All bits above the lowest that is set.
fn above_lowest(word: u64) -> u64 {
    !(word ^ word.wrapping_sub(1))
}

impl Step {
    /// Whether this step reads `letter`.
    fn reads(&self, letter: char, contains: &mut impl FnMut(RangeInclusive<char>, char) -> bool) -> bool {
        match self {
            Self::Separator => letter == '/',
            _ if letter == '/' => false,
            Self::Literal(literal) => contains(*literal..=*literal, letter),
            Self::Class { ranges, negated } => {
                ranges.iter().any(|&(start, end)| contains(start..=end, letter)) != *negated
            }
            Self::AnyOne => true,
            Self::Fork(_) | Self::Jump(_) => false,
        }
    }
}

impl Block {
    const EMPTY: Self = Self { silent: 0, stars: 0, deep_stars: 0, skips: 0, readers: [0; 128] };

    /// The blocks for what a parser has written.
    fn all(Parser { steps, stars, skips, .. }: &Parser<'_>) -> Vec<Self> {
        let mut blocks = vec![Self::EMPTY; steps.len() / 64 + 1];
        // No place is added twice to a set, so a sum is a union.
        for &(place, is_deep) in stars {
            blocks[place / 64].stars += 1 << (place % 64);
            blocks[place / 64].deep_stars += u64::from(is_deep) << (place % 64);
        }
        for place in skips {
            blocks[place / 64].skips += 1 << (place % 64);
        }
        for (place, step) in steps.iter().enumerate() {
            let (block, bit) = (&mut blocks[place / 64], 1 << (place % 64));
            let candidates = match *step {
                Step::Fork(_) | Step::Jump(_) => {
                    block.silent += bit;
                    continue;
                }
                Step::Separator => '/'..='/',
                Step::Literal(letter) => letter..=letter,
                Step::Class { .. } | Step::AnyOne => '\0'..='\x7f',
            };
            for letter in candidates {
                if let Some(readers) = block.readers.get_mut(letter as usize)
                    && step.reads(letter, &mut |range, letter| range.contains(&letter))
                {
                    *readers += bit;
                }
            }
        }
        blocks
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
    /// The places that have a star before them, and whether it is `**`.
    stars: Vec<(usize, bool)>,
    /// The separators that may be passed over together with the one behind.
    skips: Vec<usize>,
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
                // It ends with a jump, too, if only to the next place: a star at its end is at none of the others.
                self.steps.push(Step::Jump(here + 1));
                for jump in brace.jumps {
                    self.steps[jump] = Step::Jump(here + 1);
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
        let here = self.steps.len();
        if is_deep && self.take('/') {
            // Any number of folders, and then any number of folders, are any number of folders.
            while self.pattern[self.at..].starts_with("**/") {
                self.at += 3;
            }
            // What is entered from elsewhere, at the start of a pattern or an alternative, needs a fork.
            if let Some(Step::Separator) = self.steps.last() {
                self.skips.push(here - 1);
            } else {
                self.steps.push(Step::Fork(here + 2));
            }
            self.stars.push((self.steps.len(), true));
            self.steps.push(Step::Separator);
            self.border = true;
        } else {
            self.stars.push((here, is_deep && (rest.is_empty() || rest.starts_with(ends))));
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
