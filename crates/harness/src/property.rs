//! Properties: what must hold for every input, tried on many, with the smallest failure shown.
//!
//! proptest generates and shrinks a tape of random words; a [`Draw`] reads values off that tape. So whatever shape an
//! input has, proptest only ever sees a list of numbers: its machinery is compiled once, here, and not in every
//! `tests.rs`, and shortening the tape or making its words smaller makes any input shorter and simpler. (The idea is
//! that of Hypothesis: `MacIver` and Donaldson, "Test-Case Reduction via Test-Case Generation", ECOOP 2020.)
//!
//! A failing input is shrunk in silence and then run once more in the open, so that the panic that a learner sees is
//! the kata's or the assert's own, with its own place in the code.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::panic::AssertUnwindSafe;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::quiet::quietly;

const CASES: u32 = 128;
const TAPE: usize = 400;
const SHRINKS: u32 = 3000;
const SEED: u64 = 0x0DD5_EED5;

/// Tries `check` on 128 random inputs, which it draws itself.
///
/// ```text
/// property(|draw| {
///     let numbers = draw.list(0..=50, |draw| draw.number(-9..=9));
///     draw.note(|| format!("numbers = {numbers:?}"));
///     assert_eq!(largest(&numbers), numbers.iter().max());
/// });
/// ```
///
/// The inputs are the same every time. `HARNESS_SEED=7 cargo test …` tries others.
pub fn property(check: impl Fn(&mut Draw<'_>)) {
    run(CASES, &check);
}

/// As [`property()`], with the number of inputs to try: fewer where one is large.
pub fn property_of(cases: u32, check: impl Fn(&mut Draw<'_>)) {
    run(cases, &check);
}

fn run(cases: u32, check: &dyn Fn(&mut Draw<'_>)) {
    let fails = |tape: &Vec<u64>| quietly(AssertUnwindSafe(|| check(&mut Draw::new(tape, false)))).is_err();
    let tapes = vec(any::<u64>(), 0..=TAPE);
    let mut runner = TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng());
    for _ in 0..cases {
        let tree = tapes.new_tree(&mut runner).expect("a list of words can always be made");
        if fails(&tree.current()) {
            show(check, &shrunk(tree, fails));
        }
    }
}

/// The smallest tape that still fails, as far as a bounded search finds it.
fn shrunk(mut tree: impl ValueTree<Value = Vec<u64>>, fails: impl Fn(&Vec<u64>) -> bool) -> Vec<u64> {
    let mut smallest = tree.current();
    let mut goes_on = tree.simplify();
    for _ in 0..SHRINKS {
        if !goes_on {
            break;
        }
        let tape = tree.current();
        goes_on = if fails(&tape) {
            smallest = tape;
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    smallest
}

/// Runs the smallest failing input in the open. It panics as the kata or the assert does.
fn show(check: &dyn Fn(&mut Draw<'_>), tape: &[u64]) {
    eprintln!("{NOTE}the smallest input found that fails:");
    check(&mut Draw::new(tape, true));
    panic!("the kata failed on this input and passed when tried on it again: it must not depend on anything else");
}

/// How a note begins on the standard error stream, for the grader to tell it from what a kata prints.
const NOTE: &str = "[property] ";

fn rng() -> TestRng {
    let seed = std::env::var("HARNESS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    // A quick generator is good enough, and in a debug build the difference is felt.
    TestRng::from_seed(RngAlgorithm::XorShift, &(u128::from(seed) << 64 | u128::from(!seed)).to_le_bytes())
}

/// A source of random values that tend to be small when a failure is shrunk: zero, the start of a range, `false`, the
/// first choice, an empty list.
pub struct Draw<'tape> {
    words: Words<'tape>,
    shown: bool,
}

enum Words<'tape> {
    Tape(std::slice::Iter<'tape, u64>),
    Word(Word),
}

/// One word that gives many values, so that removing the word from the tape removes all that was made of it.
struct Word {
    /// The part of the word that has not been used: a fraction of 2^64, whose digits in any base are values.
    left: u64,
    /// How many values `left` can still tell apart.
    room: u64,
    /// What the next word is made of, when this one is used up.
    state: u64,
}

impl<'tape> Draw<'tape> {
    fn new(tape: &'tape [u64], shown: bool) -> Self {
        Self { words: Words::Tape(tape.iter()), shown }
    }

    /// A whole number of the range; ends and small distances from its start come often.
    pub fn number(&mut self, range: RangeInclusive<i64>) -> i64 {
        let (start, end) = range.into_inner();
        std::assert!(start <= end, "an empty range {start}..={end} to draw from");
        let offset = self.below(end.abs_diff(start).saturating_add(1));
        start.wrapping_add_unsigned(offset)
    }

    /// A size of the range.
    pub fn size(&mut self, range: RangeInclusive<usize>) -> usize {
        let (start, end) = range.into_inner();
        std::assert!(start <= end, "an empty range {start}..={end} to draw from");
        start + usize::try_from(self.below((end - start) as u64 + 1)).expect("a size fits a size")
    }

    /// Any 64-bit word.
    pub fn word(&mut self) -> u64 {
        match &mut self.words {
            Words::Tape(tape) => tape.next().copied().unwrap_or(0),
            Words::Word(word) => next_word(&mut word.state),
        }
    }

    /// True half of the time.
    pub fn boolean(&mut self) -> bool {
        self.below(2) == 1
    }

    /// One of the items.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.size(0..=items.len().checked_sub(1).expect("at least one item to pick from"))]
    }

    /// A list with as many elements as `lengths` allows. The elements shrink on their own.
    pub fn list<T>(&mut self, lengths: RangeInclusive<usize>, mut element: impl FnMut(&mut Draw<'_>) -> T) -> Vec<T> {
        let length = self.size(lengths);
        let mut list = Vec::with_capacity(length);
        for _ in 0..length {
            let word = self.word();
            let words = Words::Word(Word { left: word, room: u64::MAX, state: word });
            list.push(element(&mut Draw { words, shown: self.shown }));
        }
        list
    }

    /// Text made of the characters of `alphabet`.
    pub fn text(&mut self, alphabet: &str, lengths: RangeInclusive<usize>) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        let length = self.size(lengths);
        (0..length).map(|_| self.pick(&letters)).collect()
    }

    /// Says what was drawn, or done with it; shown only for the smallest failing input, line by line.
    pub fn note<D: Display>(&mut self, line: impl FnOnce() -> D) {
        if self.shown {
            eprintln!("{NOTE}  {}", line());
        }
    }

    /// A number below `limit`, which is not zero. A smaller word never gives a larger number, so what shrinks the tape
    /// shrinks the input.
    fn below(&mut self, limit: u64) -> u64 {
        match &mut self.words {
            Words::Tape(tape) => digit(tape.next().copied().unwrap_or(0), limit).0,
            Words::Word(word) => {
                if word.room < limit {
                    word.left = next_word(&mut word.state);
                    word.room = u64::MAX;
                }
                let (drawn, left) = digit(word.left, limit);
                word.left = left;
                word.room /= limit;
                drawn
            }
        }
    }
}

/// The first digit of the fraction `word` / 2^64 in base `limit`, and the fraction that is left.
#[expect(clippy::cast_possible_truncation, reason = "the two halves of the product are what is wanted")]
fn digit(word: u64, limit: u64) -> (u64, u64) {
    let product = u128::from(word) * u128::from(limit);
    ((product >> 64) as u64, product as u64)
}

/// The next word after this one: `SplitMix64` (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
/// Zero stays zero, so that the simplest element is all zeros.
fn next_word(state: &mut u64) -> u64 {
    if *state == 0 {
        return 0;
    }
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut word = *state;
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;
    use crate::panic_message;

    #[test]
    fn a_property_that_holds_is_tried_as_often_as_asked() {
        let tried = Cell::new(0);
        property_of(40, |draw| {
            tried.set(tried.get() + 1);
            assert!((-3..=3).contains(&draw.number(-3..=3)));
        });
        assert_eq!(tried.get(), 40);
    }

    #[test]
    fn the_same_inputs_come_every_time() {
        let run = || {
            let seen = RefCell::new(Vec::new());
            property_of(20, |draw| seen.borrow_mut().push((draw.word(), draw.list(0..=5, |draw| draw.number(0..=99)))));
            seen.into_inner()
        };
        assert_eq!(run(), run());
    }

    #[test]
    fn a_failing_list_is_shrunk_to_what_matters() {
        let last = RefCell::new(Vec::new());
        let message = panic_message(|| {
            property(|draw| {
                let numbers = draw.list(0..=60, |draw| draw.number(0..=1000));
                last.replace(numbers.clone());
                assert!(numbers.iter().all(|&number| number < 700), "too large");
            });
        });
        assert_eq!(message.as_deref(), Some("too large"), "the panic is the property's own");
        assert_eq!(*last.borrow(), [700]);
    }

    #[test]
    fn words_follow_one_another_as_published() {
        // The first outputs of SplitMix64 for the seed 1234567, as its authors' C code gives them.
        let mut state = 1_234_567;
        let words = [0; 3].map(|_| next_word(&mut state));
        assert_eq!(words, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
        assert_eq!(next_word(&mut 0), 0);
    }

    #[test]
    fn a_word_is_read_digit_by_digit() {
        let half = 1 << 63;
        assert_eq!([digit(0, 10), digit(half, 10), digit(half + (half >> 1), 2)], [(0, 0), (5, 0), (1, half)]);
        assert_eq!(digit(u64::MAX, 7).0, 6);
    }

    #[test]
    fn the_smallest_tape_draws_the_smallest_values() {
        let mut draw = Draw::new(&[], false);
        assert_eq!((draw.number(-5..=5), draw.size(3..=9), draw.boolean(), draw.word()), (-5, 3, false, 0));
        assert_eq!((draw.pick(&['x', 'y']), draw.text("ab", 2..=4)), ('x', "aa".to_owned()));
        assert_eq!(draw.list(2..=9, |draw| (draw.number(1..=9), draw.word())), [(1, 0), (1, 0)]);
    }

    #[test]
    fn the_largest_words_draw_the_largest_values() {
        let mut draw = Draw::new(&[u64::MAX; 8], false);
        assert_eq!((draw.number(-5..=5), draw.size(3..=9), draw.boolean()), (5, 9, true));
        assert_eq!(draw.text("ab", 1..=3), "bbb");
    }

    #[test]
    fn notes_are_made_only_where_they_are_shown() {
        let made = Cell::new(0);
        let note = |shown| Draw::new(&[], shown).note(|| made.replace(made.get() + 1));
        note(false);
        assert_eq!(made.get(), 0);
        note(true);
        assert_eq!(made.get(), 1);
    }

    #[test]
    fn every_value_of_a_range_comes_up() {
        let seen = RefCell::new([0; 5]);
        property(|draw| seen.borrow_mut()[draw.size(0..=4)] += 1);
        assert!(seen.borrow().iter().all(|&times| times > 5), "{seen:?}");
    }

    #[test]
    fn elements_with_many_draws_still_vary() {
        property_of(30, |draw| {
            let rows = draw.list(30..=30, |draw| {
                (draw.word(), draw.number(i64::MIN..=i64::MAX), draw.boolean(), draw.pick(&['a', 'b']))
            });
            let mut words: Vec<u64> = rows.iter().map(|row| row.0).filter(|&word| word != 0).collect();
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all);
        });
    }

    #[test]
    fn a_failure_that_does_not_come_again_is_said() {
        let first = Cell::new(true);
        let message = panic_message(|| property_of(1, |_| assert!(!first.replace(false), "only once")));
        assert!(message.is_some_and(|message| message.contains("passed when tried on it again")));
    }
}
