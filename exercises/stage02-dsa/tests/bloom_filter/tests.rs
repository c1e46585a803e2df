//! A Bloom filter is a dozen lines, and wrong ones are hard to see, since it may be wrong by design. It keeps what it
//! promises only if all bits of an item are set and looked at, if they lie where chance would put them, and if there
//! are as many as the mathematics asks for. Take the logarithm to another base, or let the bits of an item stand side
//! by side, and everything still works, only ten times as often for the wrong items. So these tests count strangers.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};

use harness::prelude::*;

use super::kata::{BloomFilter, UniteError};

/// Hashes as if by chance, with the same seed always in the same way.
#[derive(Clone, Copy)]
struct Seeded(u64);

struct SeededHasher(u64);

impl BuildHasher for Seeded {
    type Hasher = SeededHasher;

    fn build_hasher(&self) -> SeededHasher {
        SeededHasher(self.0)
    }
}

impl Hasher for SeededHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }

    // The mixer of SplitMix64.
    fn write_u64(&mut self, number: u64) {
        let mut word = (self.0 ^ number).wrapping_add(0x9E37_79B9_7F4A_7C15);
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        self.0 = word ^ (word >> 31);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Gives every item the same hash.
#[derive(Clone, Copy)]
struct Always(u64);

impl BuildHasher for Always {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        *self
    }
}

impl Hasher for Always {
    fn write(&mut self, _: &[u8]) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

const SEED: Seeded = Seeded(1);

/// A filter for `expected` items, with all numbers of `items` in it.
fn filled(expected: usize, rate: f64, items: impl IntoIterator<Item = u64>) -> BloomFilter<Seeded> {
    let mut filter = BloomFilter::with_hasher(expected, rate, SEED);
    for item in items {
        filter.insert(&item);
    }
    filter
}

/// How many of the numbers the filter takes for its own.
fn found<S: BuildHasher>(filter: &BloomFilter<S>, items: impl IntoIterator<Item = u64>) -> u64 {
    items.into_iter().filter(|item| filter.contains(item)).count() as u64
}

/// What uniting came to.
fn outcome(result: &Result<(), UniteError>) -> &'static str {
    match result {
        Ok(()) => "united",
        Err(UniteError::Size) => "another size",
        Err(UniteError::Hasher) => "another hasher",
    }
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn what_was_inserted_is_found_and_strangers_are_not() {
        let mut filter = BloomFilter::new(100, 1e-12);
        for name in ["ada", "bob", "cyd"] {
            filter.insert(name);
        }
        let answers = ["ada", "bob", "cyd", "dan", "ad", "adaa", ""].map(|name| filter.contains(name));
        assert_eq!(answers, [true, true, true, false, false, false, false]);
    }

    #[test]
    fn an_empty_filter_holds_nothing() {
        let filter = filled(1000, 0.01, []);
        assert_eq!((found(&filter, 0..1000), filter.estimated_len()), (0, 0));
    }

    // Who stops setting bits at one that is set already forgets items, more and more as the filter fills up.
    #[test]
    fn nothing_inserted_is_ever_missing() {
        for rate in [0.5, 0.1, 0.01, 0.0001] {
            let filter = filled(5000, rate, 0..5000);
            assert_eq!(found(&filter, 0..5000), 5000, "of 5000 items at a rate of {rate}");
        }
    }

    // Bits: n ln (1/p) / (ln 2)², rounded up, and up to a whole word of 64 where words are used. Hashes: log₂ (1/p),
    // rounded.
    #[test]
    fn the_size_follows_from_the_number_of_items_and_the_rate() {
        let sizes = [
            (1000, 0.01, 9586, 7),
            (1000, 0.001, 14_378, 10),
            (1000, 0.05, 6236, 4),
            (1000, 0.03, 7299, 5),
            (1000, 0.5, 1443, 1),
            (1000, 0.3, 2506, 2),
            (70_000, 0.0002, 1_240_908, 12),
            (1_000_000, 0.01, 9_585_059, 7),
            (300, 1e-9, 12_940, 30),
        ];
        for (expected, rate, bits, hashes) in sizes {
            let filter = filled(expected, rate, []);
            assert_eq!(filter.hashes(), hashes, "hashes for {expected} items and a rate of {rate}");
            assert!(
                (bits..bits + 64).contains(&filter.bits()),
                "{} bits for {expected} items and a rate of {rate}, which takes {bits} to {}",
                filter.bits(),
                bits + 63
            );
        }
    }

    #[test]
    fn inserting_says_whether_something_changed() {
        let mut filter = BloomFilter::with_hasher(1000, 1e-9, SEED);
        assert_eq!([1, 2, 1, 3, 2, 1].map(|item: u64| filter.insert(&item)), [true, true, false, true, false, false]);
    }

    // It also says so when the item is new and its bits are not.
    #[test]
    fn inserting_agrees_with_asking_before() {
        let mut filter = BloomFilter::with_hasher(500, 0.2, SEED);
        let wrong = (0..3000_u64).filter(|item| filter.contains(item) == filter.insert(item)).count();
        assert_eq!(wrong, 0, "of 3000 answers");
    }

    #[test]
    fn items_are_of_any_type_and_also_borrowed() {
        let mut filter = BloomFilter::new(100, 1e-12);
        filter.insert("ada");
        filter.insert(&("bob", 7));
        filter.insert(&vec![1, 2, 3]);
        assert_eq!((filter.contains(&String::from("ada")), filter.contains("bob")), (true, false));
        assert_eq!((filter.contains(&("bob", 7)), filter.contains(&("bob", 8))), (true, false));
        assert_eq!((filter.contains([1, 2, 3].as_slice()), filter.contains([1, 2].as_slice())), (true, false));
    }

    // With one hash function fewer than it says, or with half of the words unused, the number is off by far more.
    #[test]
    fn the_number_of_items_is_told_within_three_percent() {
        for (items, tolerance) in [(1, 0), (10, 0), (500, 15), (5000, 150), (10_000, 300), (20_000, 600)] {
            let filter = filled(10_000, 0.01, 0..items as u64);
            let estimate = filter.estimated_len();
            assert!(
                estimate.abs_diff(items) <= tolerance,
                "{estimate} is told for {items} items, give or take {tolerance}"
            );
        }
    }

    #[test]
    fn an_item_that_comes_again_is_not_counted_again() {
        let mut filter = filled(1000, 1e-6, (0..600).map(|number| number % 20));
        assert_eq!(filter.estimated_len(), 20);
        filter.insert(&20_u64);
        assert_eq!(filter.estimated_len(), 21);
    }

    #[test]
    fn uniting_adds_the_items_of_the_other() {
        let mut filter = filled(10_000, 0.01, 0..6000);
        assert_eq!(outcome(&filter.unite(&filled(10_000, 0.01, 4000..10_000))), "united");
        assert_eq!(found(&filter, 0..10_000), 10_000);
        let estimate = filter.estimated_len();
        assert!((9700..=10_300).contains(&estimate), "{estimate} is told for 10,000 items in two parts that overlap");
    }

    #[test]
    fn united_filters_are_as_one_that_saw_all() {
        let mut filter = filled(2000, 0.05, 0..1000);
        assert_eq!(outcome(&filter.unite(&filled(2000, 0.05, 1000..2000))), "united");
        let whole = filled(2000, 0.05, 0..2000);
        let different = (0..20_000_u64).filter(|item| filter.contains(item) != whole.contains(item)).count();
        assert_eq!((different, filter.estimated_len().abs_diff(whole.estimated_len())), (0, 0));
    }

    // Each server fills a filter of its own. They can be united since the servers share the hasher's secret.
    #[test]
    fn filters_that_share_a_secret_can_be_united() {
        let secret = RandomState::new();
        let mut filter = BloomFilter::with_hasher(100, 1e-12, secret.clone());
        let mut other = BloomFilter::with_hasher(100, 1e-12, secret);
        filter.insert("ada");
        other.insert("bob");
        assert_eq!(outcome(&filter.unite(&other)), "united");
        assert_eq!(["ada", "bob", "cyd"].map(|name| filter.contains(name)), [true, true, false]);
        assert_eq!(["ada", "bob", "cyd"].map(|name| other.contains(name)), [false, true, false]);
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    // A day without a single blocked address. A filter of no bits divides by zero, or finds everything.
    #[test]
    fn a_filter_for_no_items_still_works() {
        let mut filter = BloomFilter::with_hasher(0, 0.01, SEED);
        let empty = (found(&filter, 0..100), filter.estimated_len());
        assert_eq!(empty, (0, 0));
        assert!((1..=64).contains(&filter.bits()), "{} bits for nothing", filter.bits());
        let answers = [filter.insert(&7_u64), filter.contains(&7_u64), filter.insert(&7_u64)];
        assert_eq!(answers, [true, true, false]);
    }

    #[test]
    fn rates_at_the_ends_of_their_range_work() {
        for (rate, hashes) in [(0.999, 1), (0.75, 1), (0.36, 1), (0.35, 2), (1e-18, 60), (f64::MIN_POSITIVE, 1022)] {
            let filter = filled(200, rate, 0..200);
            assert_eq!((filter.hashes(), found(&filter, 0..200)), (hashes, 200), "at a rate of {rate}");
        }
    }

    // A comparison with NaN is false, whichever way it is written.
    #[test]
    fn a_rate_that_is_none_is_refused() {
        for rate in [0.0, 1.0, -0.01, 1.01, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let message = panic_message(|| {
                filled(100, rate, []);
            });
            let said = message.is_some_and(|message| message.contains("between 0 and 1"));
            assert_eq!(said, true, "a rate of {rate} is refused, with a message that says `between 0 and 1`");
        }
    }

    // `h1 + i * h2` overflows for hashes like these: a panic in a debug build.
    #[test]
    fn any_hash_will_do() {
        for hash in [0, 1, u64::MAX, u64::MAX - 1, u64::MAX >> 1, 1 << 63, 1 << 32, u64::from(u32::MAX), u64::MAX << 32]
        {
            for (expected, rate) in [(0, 0.5), (0, 0.01), (1, 0.01), (1000, 0.01), (1000, 1e-30)] {
                let mut filter = BloomFilter::with_hasher(expected, rate, Always(hash));
                let answers =
                    [filter.contains("ada"), filter.insert("ada"), filter.contains("ada"), filter.insert("bob")];
                assert_eq!(
                    answers,
                    [false, true, true, false],
                    "with a hash of {hash:#x} and room for {expected} items"
                );
            }
        }
    }

    #[test]
    fn inserting_again_takes_nothing_away() {
        let filter = filled(100, 0.01, (0..100).chain(0..100));
        assert_eq!(found(&filter, 0..100), 100);
    }

    #[test]
    fn a_filter_with_too_many_items_forgets_none() {
        let filter = filled(100, 0.01, 0..5000);
        assert_eq!(found(&filter, 0..5000), 5000);
    }

    // No bit is zero any more, and the logarithm of zero is not a number of items.
    #[test]
    fn a_full_filter_says_yes_to_all_and_cannot_count() {
        let filter = filled(1, 0.5, 0..5000);
        assert_eq!((found(&filter, 0..10_000), filter.estimated_len()), (10_000, usize::MAX));
    }

    // 1,000 items at 0.01 and 2,000 at 0.1 take the same number of bits, and use them differently.
    #[test]
    fn filters_of_another_size_are_not_united() {
        for (expected, rate) in [(100, 0.01), (1200, 0.01), (2000, 0.1)] {
            let mut filter = filled(1000, 0.01, 0..10);
            let other = filled(expected, rate, 10..20);
            let about = format!("room for {expected} items at a rate of {rate}");
            assert_eq!(outcome(&filter.unite(&other)), outcome(&Err(UniteError::Size)), "{about}");
            assert_eq!((filter.estimated_len(), found(&filter, 0..10)), (10, 10), "unchanged by {about}");
        }
    }

    // The other's items have other bits here, so they would be missing.
    #[test]
    fn filters_with_another_secret_are_not_united() {
        let mut filter = filled(1000, 0.01, 0..10);
        let mut other = BloomFilter::with_hasher(1000, 0.01, Seeded(2));
        other.insert(&10_u64);
        assert_eq!(outcome(&filter.unite(&other)), outcome(&Err(UniteError::Hasher)));
        assert_eq!((filter.estimated_len(), found(&filter, 0..10)), (10, 10), "unchanged");
        assert_eq!(outcome(&BloomFilter::new(10, 0.1).unite(&BloomFilter::new(10, 0.1))), "another hasher");
    }

    #[test]
    fn uniting_with_an_empty_filter_changes_nothing() {
        let (mut filter, mut empty) = (filled(1000, 0.01, 0..10), filled(1000, 0.01, []));
        assert_eq!(outcome(&filter.unite(&empty)), "united");
        assert_eq!((filter.estimated_len(), found(&filter, 0..10)), (10, 10));
        assert_eq!(outcome(&empty.unite(&filter)), "united");
        assert_eq!((empty.estimated_len(), found(&empty, 0..10)), (10, 10));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[derive(Debug)]
    enum Operation {
        Insert(u64),
        Unite(Vec<u64>),
    }

    /// What the filter takes for its own, among some that it knows and some that it cannot know.
    fn answers(filter: &BloomFilter<Seeded>) -> BTreeSet<u64> {
        (0..=60).filter(|item| filter.contains(item)).collect()
    }

    // A small filter soon takes strangers for its own. Even so, nothing it has said yes to may ever become a no.
    #[test]
    fn a_yes_stays_a_yes() {
        property(|draw| {
            let (expected, rate) = (draw.size(0..=20), draw.pick(&[0.01, 0.3, 0.05, 0.7]));
            let operations = draw.list(0..=30, |draw| {
                let item = draw.size(0..=40) as u64;
                match draw.size(0..=4) {
                    0..=3 => Operation::Insert(item),
                    _ => Operation::Unite((item..item + 3).collect()),
                }
            });
            draw.note(|| format!("a filter for {expected} items at a rate of {rate}"));
            let mut filter = filled(expected, rate, []);
            let mut yes = BTreeSet::new();
            for operation in &operations {
                draw.note(|| format!("{operation:?}"));
                let known = match operation {
                    Operation::Insert(item) => {
                        assert_eq!(filter.insert(item), !yes.contains(item));
                        vec![*item]
                    }
                    Operation::Unite(items) => {
                        let other = filled(expected, rate, items.iter().copied());
                        assert_eq!(outcome(&filter.unite(&other)), "united");
                        answers(&other).into_iter().collect()
                    }
                };
                yes.extend(known);
                let now = answers(&filter);
                assert_eq!(yes.difference(&now).next(), None::<&u64>, "a yes that became a no");
                yes = now;
            }
        });
    }

    #[test]
    fn the_order_of_insertion_and_repetition_leave_no_trace() {
        property(|draw| {
            let items = draw.list(0..=40, |draw| draw.size(0..=60) as u64);
            draw.note(|| format!("items = {items:?}"));
            let expected = draw.size(1..=30);
            let filter = filled(expected, 0.1, items.iter().copied());
            let sorted = filled(expected, 0.1, items.iter().copied().collect::<BTreeSet<_>>());
            assert_eq!(
                (answers(&filter) == answers(&sorted), filter.estimated_len() == sorted.estimated_len()),
                (true, true)
            );
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// Fills a filter with `items` items and asks for `strangers` others.
    #[track_caller]
    fn asking_strangers(expected: usize, rate: f64, items: u64, strangers: u64, bound: &str, allowed: u64) {
        let filter = filled(expected, rate, 0..items);
        assert_within!(
            format!(
                "{strangers} strangers, asked for among {items} items in a filter for {expected} at a rate of {rate},"
            ),
            found(&filter, items..items + strangers),
            "false positives",
            bound,
            allowed
        );
    }

    // The bits of an item must be as if thrown by chance. Side by side, or all made of one that is small already, they
    // let strangers pass who share a single bit.
    #[test]
    fn strangers_pass_as_rarely_as_was_asked_for() {
        asking_strangers(3000, 0.3, 3000, 20_000, "1.2 p", 7200);
        asking_strangers(5000, 0.1, 5000, 30_000, "1.2 p", 3600);
        asking_strangers(10_000, 0.01, 10_000, 100_000, "1.2 p", 1200);
    }

    #[test]
    fn strangers_pass_as_rarely_at_a_low_rate() {
        asking_strangers(10_000, 0.001, 10_000, 500_000, "1.2 p", 600);
    }

    // Of 25,000 items and 800,000 strangers, about five have the same 32 bits of hash by chance, and no number of places
    // made of those tells them apart.
    #[test]
    fn strangers_as_good_as_never_pass_at_a_very_low_rate() {
        asking_strangers(25_000, 1e-9, 25_000, 800_000, "a rate of 1e-9", 1);
    }

    // With half of the items, chance lets through a fortieth: (1 - e^(-0.365))^7 is 0.00025.
    #[test]
    fn strangers_hardly_pass_in_a_filter_that_is_half_full() {
        asking_strangers(10_000, 0.01, 5000, 100_000, "0.06 p", 60);
    }

    // A filter of blocked addresses for each customer: few items each, many customers. Chance is less even among few
    // bits.
    #[test]
    fn small_filters_keep_the_rate_too() {
        let passed = RefCell::new(0);
        for customer in 0..100 {
            let first = customer * 100_000;
            let filter = filled(50, 0.02, first..first + 50);
            *passed.borrow_mut() += found(&filter, first + 50..first + 1050);
        }
        let action = "100,000 strangers, asked for in 100 filters for 50 items at a rate of 0.02,";
        assert_within!(action, passed.into_inner(), "false positives", "1.5 p", 3000);
    }

    // A byte for each bit, or a word, is a filter of many times the size. Ten bits an item is all that it takes.
    #[test]
    fn a_bit_takes_a_bit() {
        for expected in [1, 1000, 100_000, 1_000_000] {
            let (filter, heap) = allocations(|| filled(expected, 0.01, []));
            let bytes = filter.bits().div_ceil(8) as u64;
            let action = format!("a filter for {expected} items, of {} bits,", filter.bits());
            assert_within!(action, heap.bytes, "bytes of allocations", "m / 8, in whole words,", bytes + 64);
            assert_within!(action, heap.count, "allocations", "one array", 2);
            std::assert!(filter.bits() < expected * 10 + 64, "{} bits for {expected} items", filter.bits());
        }
    }

    #[test]
    fn inserting_asking_and_uniting_take_no_memory() {
        let (mut filter, other) = (filled(1000, 0.01, []), filled(1000, 0.01, 500..1000));
        let (answers, heap) = allocations(|| {
            for item in 0..500_u64 {
                filter.insert(&item);
            }
            let united = outcome(&filter.unite(&other));
            (united, found(&filter, 0..1000))
        });
        assert_eq!(answers, ("united", 1000));
        assert_within!("500 insertions, uniting and 1,000 questions", heap.count, "allocations", "none", 0);
    }

    // A key may be a long text. One hash has 64 bits: that is enough to make all places of.
    #[test]
    fn an_item_is_hashed_once_for_all_its_bits() {
        let mut filter = BloomFilter::with_hasher(1000, 1e-6, SEED);
        let ((), counts) = count(|| {
            for item in 0..1000_u64 {
                filter.insert(&Counted(item));
            }
        });
        assert_within!("1,000 insertions", counts.hashes, "hashes", "one each", 1000);
        let (known, counts) = count(|| (0..1000_u64).filter(|&item| filter.contains(&Counted(item))).count());
        assert_eq!(known, 1000);
        assert_within!("1,000 questions", counts.hashes, "hashes", "one each", 1000);
    }
}
