//! Running totals are easy as long as nothing changes: keep the prefix sums. Then an amount is corrected on the first day
//! of the year, and every sum after it is rewritten; or the totals are marked as stale, and the next question pays for
//! it. A Fenwick tree makes both cheap with three lines of bit arithmetic, in which the index 0, the last index and a
//! length that is not a power of two are traps of their own. These tests go through all of them, and count every
//! addition that is made.

use std::cell::Cell;
use std::cmp::Ordering;
use std::ops::{Add, Range, Sub};

use harness::prelude::*;

use super::kata::{FenwickTree, RangeAdder};

/// All values of a tree of so many.
fn values_of(tree: &FenwickTree<i64>, length: usize) -> Vec<i64> {
    (0..length).map(|index| tree.get(index)).collect()
}

/// All values of a range adder of so many.
fn added(adder: &RangeAdder<i64>, length: usize) -> Vec<i64> {
    (0..length).map(|index| adder.get(index)).collect()
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).expect("tests are small")
}

/// The first index whose value and those before it sum to more than `rank`, as one would write it down.
fn selected<T: Copy + Into<u64>>(values: &[T], rank: u64) -> Option<usize> {
    let mut sum = 0;
    values.iter().position(|&value| {
        sum += value.into();
        sum > rank
    })
}

/// Whether it panics.
fn panics(action: impl FnOnce()) -> bool {
    panic_message(action).is_some()
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_prefix_is_summed_up() {
        let tree = FenwickTree::from_values(vec![5, 0, 3, 8, 1, -4, 2]);
        let sums: Vec<i32> = (0..=7).map(|end| tree.prefix_sum(end)).collect();
        assert_eq!(sums, [0, 5, 5, 8, 16, 17, 13, 15]);
    }

    #[test]
    fn a_range_is_summed_up() {
        let tree = FenwickTree::from_values(vec![5, 0, 3, 8, 1, -4, 2]);
        assert_eq!([tree.range_sum(1..4), tree.range_sum(0..7), tree.range_sum(4..6)], [11, 15, -3]);
        assert_eq!([tree.range_sum(2..3), tree.range_sum(6..7), tree.range_sum(0..1)], [3, 2, 5]);
    }

    #[test]
    fn each_value_can_be_shown() {
        let values = [5, 0, 3, 8, 1, -4, 2, 9, 7];
        assert_eq!(values_of(&FenwickTree::from_values(values.to_vec()), 9), values);
    }

    #[test]
    fn an_amount_is_added_to_one_value() {
        let mut tree = FenwickTree::from_values(vec![5, 0, 3, 8, 1]);
        tree.add(1, 10);
        tree.add(3, -8);
        tree.add(1, 2);
        assert_eq!(values_of(&tree, 5), [5, 12, 3, 0, 1]);
        assert_eq!([tree.prefix_sum(1), tree.prefix_sum(2), tree.prefix_sum(5)], [5, 17, 21]);
    }

    #[test]
    fn a_value_is_replaced() {
        let mut tree = FenwickTree::from_values(vec![5, 0, 3, 8, 1]);
        tree.set(2, 30);
        tree.set(3, -1);
        tree.set(2, 4);
        assert_eq!(values_of(&tree, 5), [5, 0, 4, -1, 1]);
        assert_eq!([tree.prefix_sum(3), tree.prefix_sum(4), tree.range_sum(2..5)], [9, 8, 4]);
    }

    // Three servers of weights 5, 2 and 3: of ten requests, five, two and three go to them.
    #[test]
    fn servers_are_chosen_by_weight() {
        let mut weights = FenwickTree::from_values(vec![5_u32, 2, 3]);
        let chosen: Vec<Option<usize>> = (0..10).map(|request| weights.select(request)).collect();
        assert_eq!(chosen, [0, 0, 0, 0, 0, 1, 1, 2, 2, 2].map(Some));
        weights.set(0, 1);
        let chosen: Vec<Option<usize>> = (0..6).map(|request| weights.select(request)).collect();
        assert_eq!(chosen, [0, 1, 1, 2, 2, 2].map(Some));
    }

    // A histogram of latencies: how many requests took so many milliseconds. Few of its places are taken.
    #[test]
    fn the_kth_element_of_a_histogram_is_found() {
        let mut histogram = FenwickTree::from_values(vec![0_u64; 1000]);
        for millis in [12, 7, 830, 7, 45, 12, 999, 0, 7] {
            histogram.add(millis, 1);
        }
        let sorted: Vec<Option<usize>> = (0..10).map(|rank| histogram.select(rank)).collect();
        let expected = [0, 7, 7, 7, 12, 12, 45, 830, 999].map(Some);
        assert_eq!(sorted, [&expected[..], &[None]].concat());
        assert_eq!(histogram.prefix_sum(45), 6, "requests that took less than 45 ms");
    }

    #[test]
    fn an_amount_is_added_to_a_range() {
        let mut seats = RangeAdder::new(6);
        assert_eq!(added(&seats, 6), [0; 6]);
        seats.add(1..4, 10);
        seats.add(3..6, 5);
        assert_eq!(added(&seats, 6), [0, 10, 10, 15, 5, 5]);
        seats.add(2..4, -10);
        assert_eq!(added(&seats, 6), [0, 10, 0, 5, 5, 5]);
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    // 0 has no lowest one bit: who follows it from the index 0 stays there, or never gets there.
    #[test]
    fn the_first_value_counts() {
        let mut tree = FenwickTree::from_values(vec![1, 2, 3]);
        tree.add(0, 10);
        assert_eq!((tree.get(0), tree.prefix_sum(1), tree.prefix_sum(3), tree.range_sum(0..2)), (11, 11, 16, 13));
        tree.set(0, 7);
        assert_eq!((tree.get(0), tree.prefix_sum(1), tree.prefix_sum(3), tree.range_sum(0..2)), (7, 7, 12, 9));
        assert_eq!((tree.select(6), tree.select(7)), (Some(0), Some(1)));
        let mut adder = RangeAdder::new(3);
        adder.add(0..1, 4);
        assert_eq!(added(&adder, 3), [4, 0, 0]);
    }

    #[test]
    fn the_last_value_counts() {
        for length in [1, 2, 3, 4, 5, 7, 8, 9, 64] {
            let mut tree = FenwickTree::from_values(vec![1_i64; length]);
            tree.add(length - 1, 10);
            let sums = (tree.get(length - 1), tree.range_sum(length - 1..length), tree.select(10 + signed(length)));
            assert_eq!(sums, (11, 11, None), "of {length} values");
            assert_eq!(tree.select(9 + signed(length)), Some(length - 1), "of {length} values");
            let mut adder = RangeAdder::new(length);
            adder.add(length - 1..length, 4);
            adder.add(0..length, 1);
            let mut expected = vec![1; length];
            expected[length - 1] = 5;
            assert_eq!(added(&adder, length), expected);
        }
    }

    #[test]
    fn a_tree_may_be_empty() {
        let tree = FenwickTree::<i64>::from_values(Vec::new());
        assert_eq!((tree.prefix_sum(0), tree.range_sum(0..0), tree.select(0)), (0, 0, None));
        assert!(panics(|| {
            tree.get(0);
        }));
        let mut adder = RangeAdder::<i64>::new(0);
        adder.add(0..0, 5);
        assert!(panics(|| {
            adder.get(0);
        }));
    }

    #[test]
    fn empty_ranges_sum_to_zero_and_change_nothing() {
        let tree = FenwickTree::from_values(vec![5, 6, 7, 8]);
        let mut adder = RangeAdder::new(4);
        adder.add(1..3, 2);
        for place in 0..=4 {
            assert_eq!(tree.range_sum(place..place), 0);
            adder.add(place..place, 100);
        }
        assert_eq!(added(&adder, 4), [0, 2, 2, 0]);
    }

    // Every length to 20, so each shape that a tree of that size can have; every range of it; every value changed.
    #[test]
    fn every_range_of_every_small_tree_is_right() {
        for length in 0..=20 {
            let mut values: Vec<i64> = (0..signed(length)).map(|index| index * index % 11 - 4).collect();
            let mut tree = FenwickTree::from_values(values.clone());
            for changed in 0..=length {
                for start in 0..=length {
                    for end in start..=length {
                        let sum: i64 = values[start..end].iter().sum();
                        assert_eq!(tree.range_sum(start..end), sum, "the sum of {start}..{end} of {values:?}");
                    }
                    let sum: i64 = values[..start].iter().sum();
                    assert_eq!(tree.prefix_sum(start), sum, "the sum of the first {start} of {values:?}");
                }
                assert_eq!(values_of(&tree, length), values);
                if changed < length {
                    tree.add(changed, 100);
                    values[changed] += 100;
                }
            }
        }
    }

    // All 1,365 lists of up to five values below four, zeros among them, and each rank up to the first that is too high.
    #[test]
    fn every_rank_of_every_short_list_is_found() {
        for length in 0..=5 {
            for code in 0..4_u64.pow(length) {
                let values: Vec<u64> = (0..length).map(|place| code / 4_u64.pow(place) % 4).collect();
                let tree = FenwickTree::from_values(values.clone());
                for rank in 0..=values.iter().sum() {
                    assert_eq!(tree.select(rank), selected(&values, rank), "select({rank}) of {values:?}");
                }
            }
        }
    }

    // A server of weight 0 is out of service: it must not be chosen, wherever it stands.
    #[test]
    fn a_value_of_zero_is_never_selected() {
        let tree = FenwickTree::from_values(vec![0_u32, 0, 2, 0, 0, 1, 0]);
        assert_eq!([0, 1, 2, 3, 4].map(|rank| tree.select(rank)), [Some(2), Some(2), Some(5), None, None]);
        let none = FenwickTree::from_values(vec![0_u32; 8]);
        assert_eq!(none.select(0), None);
    }

    #[test]
    fn every_small_range_is_added_to() {
        for length in 1..=12_usize {
            for start in 0..=length {
                for end in start..=length {
                    let mut adder = RangeAdder::new(length);
                    adder.add(start..end, 3);
                    let expected: Vec<i64> =
                        (0..length).map(|index| if (start..end).contains(&index) { 3 } else { 0 }).collect();
                    assert_eq!(added(&adder, length), expected, "{start}..{end} of {length} values");
                }
            }
        }
    }

    // The loop that carries an amount to the nodes ends behind the last one. It may never have begun.
    #[test]
    fn what_is_out_of_bounds_panics_and_changes_nothing() {
        let values = [5, 0, 3, 8, 1];
        let mut tree = FenwickTree::from_values(values.to_vec());
        for index in [5, 6, 7, 8, 1000, usize::MAX] {
            assert!(panics(|| tree.add(index, 1)), "add({index}, 1) of five values should panic");
            assert!(panics(|| tree.set(index, 1)), "set({index}, 1) of five values should panic");
            assert!(
                panics(|| {
                    tree.get(index);
                }),
                "get({index}) of five values should panic"
            );
        }
        for end in [6, 7, 8, 16, usize::MAX] {
            assert!(
                panics(|| {
                    tree.prefix_sum(end);
                }),
                "prefix_sum({end}) of five values should panic"
            );
        }
        for range in out_of_bounds() {
            assert!(
                panics(|| {
                    tree.range_sum(range.clone());
                }),
                "range_sum({range:?}) of five values should panic"
            );
        }
        assert_eq!(values_of(&tree, 5), values);
    }

    #[test]
    fn a_range_out_of_bounds_is_not_added_to() {
        let mut adder = RangeAdder::new(5);
        adder.add(1..4, 2);
        for range in out_of_bounds() {
            assert!(panics(|| adder.add(range.clone(), 1)), "add({range:?}, 1) to five values should panic");
            assert_eq!(added(&adder, 5), [0, 2, 2, 2, 0], "after add({range:?}, 1) has panicked");
        }
        for index in [5, 6, 8, usize::MAX] {
            assert!(
                panics(|| {
                    adder.get(index);
                }),
                "get({index}) of five values should panic"
            );
        }
    }

    /// Ranges that do not lie within five values: too long, behind the end, the wrong way round.
    fn out_of_bounds() -> Vec<Range<usize>> {
        let range = |(start, end)| Range { start, end };
        [(0, 6), (3, 8), (6, 6), (5, 7), (0, usize::MAX), (3, 2), (4, 0), (6, 5), (usize::MAX, 5)].map(range).to_vec()
    }

    // A byte is enough for this tree. It is not enough for the old and the new value at once, nor for a difference below
    // zero.
    #[test]
    fn an_unsigned_value_is_replaced_by_a_smaller_one() {
        let mut tree = FenwickTree::from_values(vec![50_u8, 100, 5, 100]);
        assert_eq!((tree.prefix_sum(4), tree.get(1), tree.range_sum(1..4)), (255, 100, 205));
        tree.set(1, 20);
        tree.set(3, 180);
        tree.set(0, 49);
        tree.set(0, 50);
        let values: Vec<u8> = (0..4).map(|index| tree.get(index)).collect();
        assert_eq!(values, [50, 20, 5, 180]);
        assert_eq!((tree.prefix_sum(4), tree.range_sum(0..3), tree.range_sum(2..4)), (255, 75, 185));
        assert_eq!([0, 49, 50, 254, 255].map(|rank| tree.select(rank)), [Some(0), Some(0), Some(1), Some(3), None]);
    }

    #[test]
    fn a_value_is_replaced_across_the_whole_of_its_type() {
        let mut tree = FenwickTree::from_values(vec![0_i64, i64::MAX, 0, 0]);
        tree.set(1, i64::MIN);
        assert_eq!((tree.get(1), tree.prefix_sum(4)), (i64::MIN, i64::MIN));
        tree.set(1, i64::MAX);
        assert_eq!((tree.get(1), tree.range_sum(1..3)), (i64::MAX, i64::MAX));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_tree_agrees_with_a_list_of_its_values() {
        property(|draw| {
            let mut values = draw.list(1..=40, |draw| draw.number(-9..=9));
            draw.note(|| format!("from_values({values:?})"));
            let mut tree = FenwickTree::from_values(values.clone());
            let length = values.len();
            let steps = draw.list(0..=60, |draw| {
                (draw.size(0..=4), draw.size(0..=length - 1), draw.size(0..=length), draw.number(-9..=9))
            });
            for (method, index, end, amount) in steps {
                match method {
                    0 => {
                        draw.note(|| format!("add({index}, {amount})"));
                        tree.add(index, amount);
                        values[index] += amount;
                    }
                    1 => {
                        draw.note(|| format!("set({index}, {amount})"));
                        tree.set(index, amount);
                        values[index] = amount;
                    }
                    2 => {
                        draw.note(|| format!("get({index})"));
                        assert_eq!(tree.get(index), values[index]);
                    }
                    3 => {
                        draw.note(|| format!("prefix_sum({end})"));
                        assert_eq!(tree.prefix_sum(end), values[..end].iter().sum::<i64>());
                    }
                    _ => {
                        let range = index.min(end)..index.max(end);
                        draw.note(|| format!("range_sum({range:?})"));
                        assert_eq!(tree.range_sum(range.clone()), values[range].iter().sum::<i64>());
                    }
                }
            }
        });
    }

    // At most 42 values of at most 6: a byte is enough for all of them, at every time.
    #[test]
    fn a_tree_of_bytes_agrees_with_a_list_of_weights() {
        property(|draw| {
            let mut weights = draw.list(1..=42, |draw| draw.pick(&[0_u8, 1, 2, 3, 4, 5, 6]));
            draw.note(|| format!("from_values({weights:?})"));
            let mut tree = FenwickTree::from_values(weights.clone());
            let last = weights.len() - 1;
            let steps = draw.list(0..=60, |draw| {
                (draw.boolean(), draw.size(0..=last), draw.pick(&[0_u8, 1, 2, 3, 4, 5, 6]), draw.number(0..=255))
            });
            for (changes, index, weight, rank) in steps {
                if changes {
                    draw.note(|| format!("set({index}, {weight})"));
                    tree.set(index, weight);
                    weights[index] = weight;
                } else {
                    draw.note(|| format!("select({rank})"));
                    let rank = u8::try_from(rank).expect("a rank fits a byte");
                    assert_eq!(tree.select(rank), selected(&weights, rank.into()));
                    assert_eq!(tree.prefix_sum(index), weights[..index].iter().sum::<u8>());
                }
            }
        });
    }

    #[test]
    fn a_range_adder_agrees_with_a_list() {
        property(|draw| {
            let length = draw.size(1..=40);
            draw.note(|| format!("RangeAdder::new({length})"));
            let mut adder = RangeAdder::new(length);
            let mut values = vec![0_i64; length];
            let steps = draw.list(0..=40, |draw| (draw.size(0..=length), draw.size(0..=length), draw.number(-9..=9)));
            for (one, other, amount) in steps {
                let range = one.min(other)..one.max(other);
                draw.note(|| format!("add({range:?}, {amount})"));
                adder.add(range.clone(), amount);
                for value in &mut values[range] {
                    *value += amount;
                }
                draw.note(|| "get of each");
                assert_eq!(added(&adder, length), values);
            }
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    thread_local! {
        static STEPS: Cell<u64> = const { Cell::new(0) };
    }

    fn step() {
        STEPS.set(STEPS.get() + 1);
    }

    /// A number that counts what is done with it: added, subtracted, compared.
    #[derive(Clone, Copy, Default)]
    struct Tallied(i64);

    impl Add for Tallied {
        type Output = Self;

        fn add(self, other: Self) -> Self {
            step();
            Self(self.0 + other.0)
        }
    }

    impl Sub for Tallied {
        type Output = Self;

        fn sub(self, other: Self) -> Self {
            step();
            Self(self.0 - other.0)
        }
    }

    impl PartialEq for Tallied {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other).is_eq()
        }
    }

    impl Eq for Tallied {}

    impl PartialOrd for Tallied {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl Ord for Tallied {
        fn cmp(&self, other: &Self) -> Ordering {
            step();
            self.0.cmp(&other.0)
        }
    }

    /// What it gave, and how many steps it made.
    fn steps<R>(action: impl FnOnce() -> R) -> (R, u64) {
        let before = STEPS.get();
        let result = action();
        (result, STEPS.get() - before)
    }

    const LENGTHS: [usize; 11] = [1, 2, 3, 4, 7, 8, 1000, 4095, 4096, 65_535, 65_536];

    /// As many steps as a path through a tree of so many values is long.
    fn path(length: usize) -> u64 {
        u64::from(length.ilog2()) + 1
    }

    /// The first, the last, those around powers of two, and some in no order (Marsaglia's xorshift).
    fn places(length: usize) -> Vec<usize> {
        let around = |bit: u32| [(1_usize << bit) - 1, 1 << bit, (1 << bit) + 1];
        let mut state = 0x9E37_79B9_u32;
        let scrambled = (0..30).map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as usize % length
        });
        let all = [0, length - 1, length / 2, length / 3].into_iter().chain((0..17).flat_map(around)).chain(scrambled);
        all.filter(|&place| place < length).collect()
    }

    /// Values that are not negative, some of them zero: 0, 1, 2, 3, 4, 0, 1…
    fn tallied(length: usize) -> Vec<Tallied> {
        (0..signed(length)).map(|index| Tallied(index % 5)).collect()
    }

    /// The sum of the first of them.
    fn sum_of_tallied(end: usize) -> i64 {
        signed(end / 5 * 10 + [0, 0, 1, 3, 6][end % 5])
    }

    // Each value is part of L nodes, so n calls of `add` are too many.
    #[test]
    fn a_tree_is_made_in_o_n() {
        for length in LENGTHS {
            let values = tallied(length);
            let (tree, made) = steps(|| FenwickTree::from_values(values));
            assert_eq!(tree.prefix_sum(length).0, sum_of_tallied(length));
            let action = format!("from_values of {length} values");
            assert_within!(action, made, "additions", "2 n", 2 * length as u64);
        }
    }

    // Each question comes right after a change: sums that are brought up to date when asked for are not cheap then.
    #[test]
    fn sums_and_changes_cost_o_log_n() {
        for length in LENGTHS {
            let path = path(length);
            let mut tree = FenwickTree::from_values(tallied(length));
            for place in places(length) {
                let ((), made) = steps(|| tree.add(place, Tallied(7)));
                assert_within!(format!("add to 1 of {length} values"), made, "additions", "2 L", 2 * path);
                let (sum, made) = steps(|| tree.prefix_sum(place));
                assert_within!(format!("prefix_sum among {length} values"), made, "additions", "2 L", 2 * path);
                assert_eq!(sum.0, sum_of_tallied(place));
                let ((), made) = steps(|| tree.set(place, Tallied(signed(place) % 5)));
                assert_within!(format!("set of 1 of {length} values"), made, "additions", "6 L", 6 * path);
                let (value, made) = steps(|| tree.get(place));
                assert_within!(format!("get of 1 of {length} values"), made, "additions", "4 L", 4 * path);
                assert_eq!(value.0, signed(place) % 5);
                let range = place / 2..place + 1;
                let (sum, made) = steps(|| tree.range_sum(range.clone()));
                assert_within!(format!("range_sum among {length} values"), made, "additions", "4 L", 4 * path);
                assert_eq!(sum.0, sum_of_tallied(range.end) - sum_of_tallied(range.start));
            }
            assert_eq!(steps(|| tree.prefix_sum(length)).0.0, sum_of_tallied(length));
        }
    }

    // A binary search asks for L sums of L steps each. The tree is itself a search tree.
    #[test]
    fn select_walks_down_once() {
        for length in LENGTHS {
            let path = path(length);
            let mut tree = FenwickTree::from_values(vec![Tallied(3); length]);
            for place in places(length) {
                tree.add(place, Tallied(0));
                let (found, made) = steps(|| tree.select(Tallied(3 * signed(place) + 2)));
                assert_eq!(found, Some(place));
                let action = format!("select among {length} values");
                assert_within!(action, made, "additions and comparisons", "4 L", 4 * path);
            }
            let (found, made) = steps(|| tree.select(Tallied(3 * signed(length))));
            assert_eq!(found, None);
            let action = format!("select behind the last of {length} values");
            assert_within!(action, made, "additions and comparisons", "4 L", 4 * path);
        }
    }

    #[test]
    fn a_range_is_added_to_in_o_log_n() {
        for length in LENGTHS {
            let path = path(length);
            let mut adder = RangeAdder::new(length);
            for place in places(length) {
                let wide = place / 2..length - place / 3;
                for range in [0..length, place..length, 0..place, place..place + 1, wide] {
                    let ((), made) = steps(|| adder.add(range.clone(), Tallied(1)));
                    let action = format!("add to {range:?} of {length} values");
                    assert_within!(action, made, "additions", "4 L", 4 * path);
                }
                let (_, made) = steps(|| adder.get(place));
                assert_within!(format!("get of 1 of {length} values"), made, "additions", "2 L", 2 * path);
            }
        }
    }

    #[test]
    fn memory_is_two_numbers_for_each_value_and_asked_for_once() {
        let length = 10_000;
        let ((mut tree, mut adder), asked) =
            allocations(|| (FenwickTree::from_values(vec![1_i64; length]), RangeAdder::<i64>::new(length)));
        let kept = u64::try_from(asked.kept_bytes).expect("what is kept is not negative");
        let action = format!("a tree and a range adder of {length} values each");
        assert_within!(action, kept, "bytes of memory", "2 n numbers each", 2 * 2 * 8 * length as u64 + 4096);
        let (sum, asked) = allocations(|| {
            tree.add(7, 5);
            tree.set(9, 5);
            adder.add(1..length, 5);
            tree.range_sum(5..length)
                + tree.prefix_sum(100)
                + tree.get(7)
                + adder.get(70)
                + i64::from(tree.select(70).is_some())
        });
        assert_eq!(sum, 9995 + 9 + 109 + 6 + 5 + 1);
        assert_eq!(asked.count, 0, "allocations of all methods together");
    }
}
