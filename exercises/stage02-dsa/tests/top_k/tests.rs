//! "The ten slowest queries since the start" is easy: keep all queries, sort them, take ten. It works until the start
//! is a year ago. So keep ten. But which one goes when an eleventh comes? Look through them, and a top ten thousand
//! takes for ever. Keep them sorted, and each that comes moves thousands. Keep them in a heap, and equals change
//! places with every run, which a customer will see as a ranking that flickers. These tests count what is compared
//! and what is kept, and ask of equals who was first.

use std::cmp::{Ordering, Reverse};

use harness::prelude::*;

use super::kata::TopK;

/// How long a query took. Only that is compared; the number says which one it was.
struct Query {
    millis: i64,
    number: usize,
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Query {}

impl PartialOrd for Query {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Query {
    fn cmp(&self, other: &Self) -> Ordering {
        self.millis.cmp(&other.millis)
    }
}

/// Queries that took so long; the first has the number `first`.
fn queries(millis: &[i64], first: usize) -> impl Iterator<Item = Query> {
    millis.iter().zip(first..).map(|(&millis, number)| Query { millis, number })
}

/// What a kata shows, as (millis, number).
fn shown(top: &TopK<Query>) -> Vec<(i64, usize)> {
    top.largest().into_iter().map(|query| (query.millis, query.number)).collect()
}

/// What a kata shows after all these queries.
fn slowest(millis: &[i64], k: usize) -> Vec<(i64, usize)> {
    shown(&top_of(queries(millis, 0), k))
}

/// What is right: all of them sorted by a sort that keeps equals in order, and then cut off.
fn sorted_and_cut_off(millis: &[i64], k: usize) -> Vec<(i64, usize)> {
    let mut all: Vec<(i64, usize)> = millis.iter().copied().zip(0..).collect();
    all.sort_by_key(|&(millis, _)| Reverse(millis));
    all.truncate(k);
    all
}

fn top_of<T: Ord>(values: impl IntoIterator<Item = T>, k: usize) -> TopK<T> {
    let mut top = TopK::new(k);
    for value in values {
        top.push(value);
    }
    top
}

/// Numbers in no order, the same every time (Marsaglia's xorshift).
fn scrambled(size: u64) -> Vec<u64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 32
    };
    (0..size).map(next).collect()
}

/// The streams that tell one way to keep the largest from another.
fn shapes(size: u64) -> [(&'static str, Vec<u64>); 5] {
    [
        ("rising", (0..size).collect()),
        ("falling", (0..size).rev().collect()),
        ("equal", (0..size).map(|_| 7).collect()),
        ("scrambled", scrambled(size)),
        ("sawtooth", (0..size).map(|index| index % 1000 * 1000 + index / 1000).collect()),
    ]
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn the_largest_come_first() {
        assert_eq!(top_of([4, 1, 9, 3, 7, 2, 8], 3).largest(), [&9, &8, &7]);
        assert_eq!(top_of(["fig", "pear", "apple", "plum"], 2).largest(), [&"plum", &"pear"]);
    }

    #[test]
    fn the_order_of_arrival_does_not_decide_who_is_kept() {
        for values in [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 5, 1, 4, 2], [5, 1, 4, 2, 3]] {
            assert_eq!(top_of(values, 3).largest(), [&5, &4, &3], "the three largest of {values:?}");
        }
    }

    #[test]
    fn while_there_are_few_all_are_kept() {
        let mut top = TopK::new(3);
        assert_eq!(top.largest().len(), 0);
        top.push(5);
        assert_eq!(top.largest(), [&5]);
        top.push(7);
        assert_eq!(top.largest(), [&7, &5]);
        top.push(6);
        assert_eq!(top.largest(), [&7, &6, &5]);
    }

    // A dashboard asks while the stream goes on.
    #[test]
    fn asking_changes_nothing() {
        let mut top = top_of([4, 9, 1], 2);
        assert_eq!([top.largest(), top.largest()], [[&9, &4]; 2]);
        top.push(6);
        assert_eq!(top.largest(), [&9, &6]);
        top.push(5);
        assert_eq!(top.largest(), [&9, &6]);
    }

    #[test]
    fn equal_values_each_take_a_place() {
        assert_eq!(top_of([5, 5, 1, 5], 3).largest(), [&5, &5, &5]);
        assert_eq!(top_of([5, 9, 5, 9, 1], 4).largest(), [&9, &9, &5, &5]);
    }

    // There is one place for two that are as good. Who is there, stays.
    #[test]
    fn of_equals_the_earlier_ones_stay() {
        assert_eq!(slowest(&[80, 80, 80, 80], 2), [(80, 0), (80, 1)]);
        assert_eq!(slowest(&[50, 80, 50, 50], 2), [(80, 1), (50, 0)]);
    }

    // Two are as bad, and one of them must go: the one that came later.
    #[test]
    fn of_equals_the_later_ones_go_first() {
        assert_eq!(slowest(&[50, 50, 80], 2), [(80, 2), (50, 0)]);
        assert_eq!(slowest(&[50, 70, 50, 50, 80, 90], 4), [(90, 5), (80, 4), (70, 1), (50, 0)]);
    }

    #[test]
    fn equals_are_shown_in_the_order_in_which_they_came() {
        assert_eq!(slowest(&[70; 6], 6), [0, 1, 2, 3, 4, 5].map(|number| (70, number)));
        let expected = [(80, 1), (80, 3), (80, 5), (70, 0), (70, 2), (70, 4)];
        assert_eq!(slowest(&[70, 80, 70, 80, 70, 80, 70], 6), expected);
    }

    #[test]
    fn values_that_cannot_be_cloned_are_kept() {
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        struct Upload(u64, String);
        let uploads = [(30, "video"), (10, "text"), (20, "image")].map(|(size, name)| Upload(size, name.to_owned()));
        let top = top_of(uploads, 2);
        assert_eq!(top.largest().into_iter().map(|upload| &*upload.1).collect::<Vec<_>>(), ["video", "image"]);
    }

    // Each server sends its top three, and one of them finds the top three of all.
    #[test]
    fn another_one_is_absorbed() {
        let mut top = top_of([4, 9, 1, 2], 3);
        top.absorb(top_of([8, 3, 7, 5], 3));
        assert_eq!(top.largest(), [&9, &8, &7]);
        top.push(10);
        top.absorb(top_of([], 3));
        assert_eq!(top.largest(), [&10, &9, &8]);
    }

    // What a heap lets out in its own order comes in in the wrong one.
    #[test]
    fn what_is_absorbed_came_later_and_in_its_own_order() {
        let mut top = top_of(queries(&[50, 80], 0), 9);
        top.absorb(top_of(queries(&[80, 50, 80, 50, 80, 80], 2), 9));
        let expected = [(80, 1), (80, 2), (80, 4), (80, 6), (80, 7), (50, 0), (50, 3), (50, 5)];
        assert_eq!(shown(&top), expected);
        top.push(Query { millis: 80, number: 8 });
        top.push(Query { millis: 50, number: 9 });
        let expected = [(80, 1), (80, 2), (80, 4), (80, 6), (80, 7), (80, 8), (50, 0), (50, 3), (50, 5)];
        assert_eq!(shown(&top), expected);
    }

    #[test]
    fn its_own_k_counts_when_another_one_is_absorbed() {
        let mut two = top_of([5, 3], 2);
        two.absorb(top_of([1, 4, 9, 8], 4));
        assert_eq!(two.largest(), [&9, &8]);
        let mut four = top_of([5, 3], 4);
        four.absorb(top_of([1, 9, 8, 7], 1));
        assert_eq!(four.largest(), [&9, &5, &3]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn the_top_one_is_the_maximum() {
        assert_eq!(top_of([3, 9, 1, 9, 4], 1).largest(), [&9]);
        assert_eq!(slowest(&[30, 90, 10, 90], 1), [(90, 1)]);
    }

    #[test]
    fn a_top_zero_keeps_nothing() {
        let mut top = top_of([3, 9, 1], 0);
        assert_eq!(top.largest().len(), 0);
        top.absorb(top_of([5], 1));
        assert_eq!(top.largest().len(), 0);
    }

    #[test]
    fn k_may_be_just_as_many_as_come() {
        assert_eq!(top_of([2, 3, 1], 3).largest(), [&3, &2, &1]);
        assert_eq!(top_of([2, 3, 1], 4).largest(), [&3, &2, &1]);
    }

    // "All of them" is a k, too. To reserve it is too much.
    #[test]
    fn k_may_be_as_large_as_numbers_go() {
        assert_eq!(top_of([2, 3, 1], usize::MAX).largest(), [&3, &2, &1]);
        let (_, asked) = allocations(|| top_of([2, 3, 1], 1 << 30));
        assert_within!("room for three values of a top 2^30", asked.bytes, "bytes", "what the values need", 4096);
    }

    #[test]
    fn the_smallest_numbers_are_kept_as_others_are() {
        assert_eq!(top_of([i64::MIN, -1, i64::MIN], 2).largest(), [&-1, &i64::MIN]);
        assert_eq!(slowest(&[i64::MIN; 3], 2), [(i64::MIN, 0), (i64::MIN, 1)]);
    }

    // All 364 streams of up to five values out of three, with every k that tells them apart.
    #[test]
    fn every_short_stream_has_its_largest() {
        for millis in short_streams() {
            for k in 0..=millis.len() + 1 {
                assert_eq!(slowest(&millis, k), sorted_and_cut_off(&millis, k), "the top {k} of {millis:?}");
            }
        }
    }

    #[test]
    fn every_short_stream_may_be_cut_in_two() {
        for millis in short_streams() {
            for cut in 0..=millis.len() {
                for k in 1..=4 {
                    let mut top = top_of(queries(&millis[..cut], 0), k);
                    top.absorb(top_of(queries(&millis[cut..], cut), k));
                    let expected = sorted_and_cut_off(&millis, k);
                    assert_eq!(shown(&top), expected, "the top {k} of {millis:?}, absorbed from {cut} on");
                }
            }
        }
    }

    fn short_streams() -> impl Iterator<Item = Vec<i64>> {
        let stream = |size, code: i64| (0..size).map(move |place| code / 3_i64.pow(place) % 3).collect();
        (0..=5).flat_map(move |size| (0..3_i64.pow(size)).map(move |code| stream(size, code)))
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_stream_agrees_with_sorting_all_of_it() {
        property(|draw| {
            let k = draw.size(0..=12);
            draw.note(|| format!("TopK::new({k})"));
            let steps = draw.list(0..=80, |draw| (draw.number(0..=4) > 0).then(|| draw.number(0..=9)));
            let mut top = TopK::new(k);
            let mut millis = Vec::new();
            for step in steps {
                if let Some(taken) = step {
                    draw.note(|| format!("push({taken}), number {}", millis.len()));
                    top.push(Query { millis: taken, number: millis.len() });
                    millis.push(taken);
                } else {
                    draw.note(|| "largest()");
                    assert_eq!(shown(&top), sorted_and_cut_off(&millis, k));
                }
            }
            assert_eq!(shown(&top), sorted_and_cut_off(&millis, k));
        });
    }

    // Three servers, one result: nobody can tell that it was not one stream.
    #[test]
    fn parts_agree_with_the_whole() {
        property(|draw| {
            let k = draw.size(1..=8);
            draw.note(|| format!("k = {k}"));
            let parts: [Vec<i64>; 3] = [(); 3].map(|()| draw.list(0..=20, |draw| draw.number(0..=5)));
            draw.note(|| format!("parts = {parts:?}"));
            let mut top = TopK::new(k);
            let mut first = 0;
            for part in &parts {
                top.absorb(top_of(queries(part, first), k));
                first += part.len();
            }
            assert_eq!(shown(&top), sorted_and_cut_off(&parts.concat(), k));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    const SIZE: u64 = 10_000;

    /// The k that are measured, each with floor(log2 k) + 2.
    const KS: [(usize, u64); 4] = [(1, 2), (2, 3), (10, 5), (300, 10)];

    fn counted(values: &[u64]) -> impl Iterator<Item = Counted<u64>> {
        values.iter().copied().map(Counted)
    }

    fn largest_of(values: &[u64], k: usize) -> Vec<u64> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by_key(|&value| Reverse(value));
        sorted.truncate(k);
        sorted
    }

    // To look through k values for each that comes costs k, to sort them again no less.
    #[test]
    fn a_value_costs_o_log_k() {
        for (name, values) in shapes(SIZE) {
            for (k, levels) in KS {
                let (top, counts) = count(|| top_of(counted(&values), k));
                let largest: Vec<u64> = top.largest().into_iter().map(|value| value.0).collect();
                assert_eq!(largest, largest_of(&values, k));
                assert_within!(
                    format!("the top {k} of {SIZE} {name} values"),
                    counts.comparisons + counts.equalities,
                    "comparisons",
                    "O(n log k)",
                    4 * levels * SIZE
                );
            }
        }
    }

    // Only what is kept needs sorting, and not what was ever seen.
    #[test]
    fn asking_costs_o_k_log_k() {
        for (name, values) in shapes(SIZE) {
            for (k, levels) in KS {
                let top = top_of(counted(&values), k);
                let (_, counts) = count(|| top.largest().len());
                assert_within!(
                    format!("largest() of the top {k} of {SIZE} {name} values"),
                    counts.comparisons + counts.equalities,
                    "comparisons",
                    "O(k log k)",
                    8 * levels * k as u64
                );
            }
        }
    }

    // Twice k leaves room for those who let go of many at once.
    #[test]
    fn no_more_values_are_kept_than_2k() {
        for (name, values) in shapes(5000) {
            for k in [1, 2, 100] {
                let drops = Drops::new();
                let mut top = TopK::new(k);
                let kept = |&value| {
                    top.push(drops.value(value));
                    drops.alive()
                };
                let most = values.iter().map(kept).max().and_then(|most| u64::try_from(most).ok());
                assert_within!(
                    format!("a stream of {name} values, of which the top {k} are asked for,"),
                    most.expect("as many values are alive as were made and not dropped"),
                    "values alive after a push",
                    "O(k)",
                    2 * k as u64
                );
            }
        }
    }

    #[test]
    fn what_is_absorbed_and_not_kept_is_dropped() {
        let drops = Drops::new();
        let mut top = TopK::new(10);
        for part in 0..20 {
            top.absorb(top_of((0..100).map(|value| drops.value(value * 20 + part)), 10));
        }
        assert_eq!(top.largest().first().map(|value| value.value), Some(1999));
        let alive = drops.alive().unsigned_abs();
        assert_within!("what is left of 20 streams in a top 10", alive, "values alive", "O(k)", 20);
    }

    // What else is remembered (copies, how often each value came) must not grow with the stream, either.
    #[test]
    fn memory_does_not_grow_with_the_stream() {
        for (name, values) in shapes(10_000) {
            let (_, asked) = allocations(|| top_of(values.iter().copied(), 100));
            let action = format!("the top 100 of 10,000 {name} values");
            assert_within!(action, asked.peak_bytes, "bytes of memory at a time", "O(k)", 128 * 100 + 4096);
        }
    }

    /// A row of a report: it is compared by its score, and takes 512 bytes to move.
    struct Row {
        score: Counted<u64>,
        _cells: [u64; 63],
    }

    impl PartialEq for Row {
        fn eq(&self, other: &Self) -> bool {
            self.score == other.score
        }
    }

    impl Eq for Row {}

    impl PartialOrd for Row {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl Ord for Row {
        fn cmp(&self, other: &Self) -> Ordering {
            self.score.cmp(&other.score)
        }
    }

    fn rows(size: u64) -> impl Iterator<Item = Row> {
        (0..size).map(|score| Row { score: Counted(score), _cells: [0; 63] })
    }

    // Moves cannot be counted from here. To keep the values sorted in a vector takes few comparisons, but each that
    // comes pushes thousands aside. (Who compares too often is told so first, and need not wait.)
    #[test]
    fn no_value_moves_all_others() {
        let (_, counts) = count(|| top_of(rows(4000), 2000));
        let action = "the top 2000 of 4000 rising rows";
        assert_within!(action, counts.comparisons + counts.equalities, "comparisons", "O(n log k)", 4 * 12 * 4000);

        let top = top_of(rows(70_000), 35_000);
        let scores: Vec<u64> = top.largest().into_iter().map(|row| row.score.0).collect();
        assert_eq!((scores.len(), scores.first(), scores.last()), (35_000, Some(&69_999), Some(&35_000)));
    }
}
