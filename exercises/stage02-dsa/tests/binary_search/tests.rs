//! Binary search looks trivial and is famous for being wrong: the first correct version in print came 16 years after
//! the idea, and the one in the JDK overflowed until 2006. These tests go where those went wrong.

use std::cell::Cell;

use harness::prelude::*;

use super::kata::{equal_range, first_true, lower_bound, upper_bound};

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn lower_bound_stands_before_equals() {
        assert_eq!(lower_bound(&[10, 20, 20, 20, 30], &20), 1);
    }

    #[test]
    fn upper_bound_stands_behind_equals() {
        assert_eq!(upper_bound(&[10, 20, 20, 20, 30], &20), 4);
    }

    #[test]
    fn absent_values_have_an_insertion_point() {
        let sorted = [10, 20, 30];
        let places = [5, 15, 25, 35].map(|value| (lower_bound(&sorted, &value), upper_bound(&sorted, &value)));
        assert_eq!(places, [(0, 0), (1, 1), (2, 2), (3, 3)]);
    }

    #[test]
    fn equal_range_covers_exactly_the_equals() {
        let sorted = ["ada", "bob", "bob", "eve"];
        assert_eq!(equal_range(&sorted, &"bob"), 1..3);
        assert_eq!(equal_range(&sorted, &"ada"), 0..1);
        assert_eq!(equal_range(&sorted, &"cyd"), 3..3);
    }

    #[test]
    fn first_true_finds_where_a_predicate_turns() {
        assert_eq!(first_true(0..=100, |number| number * number >= 50), Some(8));
        assert_eq!(first_true(10..=100, |number| number >= 3), Some(10));
    }

    #[test]
    fn first_true_is_none_when_the_predicate_never_holds() {
        assert_eq!(first_true(0..=100, |_| false), None);
        assert_eq!(first_true(0..=100, |number| number >= 100), Some(100));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn an_empty_slice_has_one_place() {
        let empty: [i32; 0] = [];
        assert_eq!((lower_bound(&empty, &1), upper_bound(&empty, &1)), (0, 0));
        assert_eq!(equal_range(&empty, &1), 0..0);
    }

    // Two elements are where a loop that does not shrink its range turns for ever.
    #[test]
    fn one_and_two_elements_end() {
        let places =
            |sorted: &[i32]| [0, 1, 2, 3, 4].map(|value| (lower_bound(sorted, &value), upper_bound(sorted, &value)));
        assert_eq!(places(&[1]), [(0, 0), (0, 1), (1, 1), (1, 1), (1, 1)]);
        assert_eq!(places(&[1, 3]), [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]);
    }

    #[test]
    fn a_slice_of_equals_is_one_range() {
        assert_eq!(equal_range(&[7; 1000], &7), 0..1000);
        assert_eq!(equal_range(&[7; 1000], &6), 0..0);
        assert_eq!(equal_range(&[7; 1000], &8), 1000..1000);
    }

    // `(low + high) / 2` overflows here; the JDK's version did so for nine years (Bloch, "Nearly All Binary Searches and
    // Mergesorts are Broken", 2006).
    #[test]
    fn first_true_reaches_the_ends_of_u64() {
        assert_eq!(first_true(0..=u64::MAX, |number| number >= u64::MAX - 1), Some(u64::MAX - 1));
        assert_eq!(first_true(0..=u64::MAX, |number| number == u64::MAX), Some(u64::MAX));
        assert_eq!(first_true(0..=u64::MAX, |_| false), None);
        assert_eq!(first_true(0..=u64::MAX, |_| true), Some(0));
        assert_eq!(first_true(u64::MAX..=u64::MAX, |_| true), Some(u64::MAX));
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "an empty range is the case under test")]
    fn an_empty_range_holds_nothing_and_is_not_asked() {
        let asked = Cell::new(0_u32);
        let found = first_true(5..=4, |_| {
            asked.set(asked.get() + 1);
            true
        });
        assert_eq!((found, asked.get()), (None, 0));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn bounds_agree_with_counting() {
        property(|draw| {
            let mut sorted = draw.list(0..=60, |draw| draw.number(0..=20));
            sorted.sort_unstable();
            let value = draw.number(-1..=21);
            draw.note(|| format!("sorted = {sorted:?}"));
            draw.note(|| format!("value = {value}"));
            let less = sorted.iter().filter(|&&other| other < value).count();
            let not_greater = sorted.iter().filter(|&&other| other <= value).count();
            assert_eq!(lower_bound(&sorted, &value), less);
            assert_eq!(upper_bound(&sorted, &value), not_greater);
            assert_eq!(equal_range(&sorted, &value), less..not_greater);
        });
    }

    #[test]
    fn first_true_agrees_with_the_turning_point() {
        property(|draw| {
            let (start, length) = (draw.word() >> 1, draw.word() >> 1);
            let turn = start + draw.word() % (length + 1);
            draw.note(|| format!("range = {start}..={}, true from {turn} on", start + length));
            assert_eq!(first_true(start..=start + length, |number| number >= turn), Some(turn));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    fn sorted(size: u64) -> Vec<Counted<u64>> {
        (0..size).map(Counted).collect()
    }

    // floor(log2 n) + 1 comparisons are enough for n elements: each halves what is left.
    #[test]
    fn bounds_halve_what_is_left() {
        for size in [1, 2, 3, 1000, 4096, 100_000] {
            let sorted = sorted(size);
            let allowed = u64::from(size.ilog2()) + 1;
            for value in [0, size / 3, size / 2, size - 1, size].map(Counted) {
                let (_, lower) = count(|| lower_bound(&sorted, &value));
                let (_, upper) = count(|| upper_bound(&sorted, &value));
                let action = |name| format!("{name} of {} among 0..{size}", value.0);
                assert_within!(
                    action("lower_bound"),
                    lower.comparisons + lower.equalities,
                    "comparisons",
                    "floor(log2 n) + 1",
                    allowed
                );
                assert_within!(
                    action("upper_bound"),
                    upper.comparisons + upper.equalities,
                    "comparisons",
                    "floor(log2 n) + 1",
                    allowed
                );
            }
        }
    }

    // Walking along the equals is fast until somebody stores a million of them.
    #[test]
    fn equal_range_does_not_walk_along_the_equals() {
        let sorted = vec![Counted(7); 100_000];
        let (range, counts) = count(|| equal_range(&sorted, &Counted(7)));
        assert_eq!(range, 0..100_000);
        assert_within!(
            "equal_range of 100,000 equals",
            counts.comparisons + counts.equalities,
            "comparisons",
            "2 (floor(log2 n) + 1)",
            34
        );
    }

    #[test]
    fn first_true_asks_at_most_65_times() {
        for turn in [0, 1, 1 << 40, u64::MAX - 1, u64::MAX] {
            let asked = Cell::new(0_u64);
            let found = first_true(0..=u64::MAX, |number| {
                asked.set(asked.get() + 1);
                number >= turn
            });
            assert_eq!(found, Some(turn));
            assert_within!(
                format!("first_true over all of u64, true from {turn} on,"),
                asked.get(),
                "calls",
                "O(log n)",
                65
            );
        }
    }
}
