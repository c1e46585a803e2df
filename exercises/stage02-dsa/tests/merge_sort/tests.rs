//! Every language ships a stable merge sort, and each of them met the same traps: a `<=` in the wrong place and equal
//! rows change places, a run turned around with its equals, a buffer for every merge, a comparator that contradicts
//! itself or panics half-way. A wrong sort still returns sorted numbers, so these tests look at everything else: who
//! stood where, how often was compared, what was allocated, and what is left when it goes wrong.

use std::cmp::Ordering;

use harness::prelude::*;

use super::kata::merge_sort_by;

/// Sorts rows of a key and where each stood, by the key alone.
fn sort_rows(rows: &mut [(i64, usize)]) {
    merge_sort_by(rows, |left, right| left.0.cmp(&right.0));
}

fn rows(keys: impl IntoIterator<Item = i64>) -> Vec<(i64, usize)> {
    keys.into_iter().zip(0..).collect()
}

/// What a stable sort makes of it: equal keys in the order in which they stood.
fn stably_sorted(rows: &[(i64, usize)]) -> Vec<(i64, usize)> {
    let mut sorted = rows.to_vec();
    sorted.sort_unstable();
    sorted
}

/// Numbers in no order, the same every time (Marsaglia's xorshift).
fn scrambled(size: usize) -> Vec<u64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 32
    };
    (0..size).map(next).collect()
}

/// Ends a sort that compares on and on, before somebody has to wait for it.
fn patient<T>(size: usize, mut compare: impl FnMut(&T, &T) -> Ordering) -> impl FnMut(&T, &T) -> Ordering {
    let mut asked = 0_usize;
    move |left, right| {
        asked += 1;
        std::assert!(asked < 100 + 40 * size, "it compares on and on: {asked} times for {size} values");
        compare(left, right)
    }
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn numbers_are_sorted() {
        let mut numbers = [5, 3, 9, 1, 4, 7, 2, 8, 6];
        merge_sort_by(&mut numbers, i32::cmp);
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn the_comparator_says_what_the_order_is() {
        let mut words = ["pear", "fig", "banana", "kiwi"];
        merge_sort_by(&mut words, |left, right| right.cmp(left));
        assert_eq!(words, ["pear", "kiwi", "fig", "banana"]);
        merge_sort_by(&mut words, |left, right| left.len().cmp(&right.len()));
        assert_eq!(words, ["fig", "pear", "kiwi", "banana"]);
    }

    // Sorted by date, then by customer: each customer's orders must still be in the order of their dates.
    #[test]
    fn equals_keep_their_order() {
        let mut orders = [("bob", 1), ("ada", 2), ("bob", 3), ("ada", 4), ("cyd", 5), ("ada", 6), ("bob", 7)];
        merge_sort_by(&mut orders, |left, right| left.0.cmp(right.0));
        let expected = [("ada", 2), ("ada", 4), ("ada", 6), ("bob", 1), ("bob", 3), ("bob", 7), ("cyd", 5)];
        assert_eq!(orders, expected);
    }

    #[test]
    fn values_that_cannot_be_cloned_are_sorted() {
        struct Connection(u32);
        let mut pool = [30, 10, 40, 20].map(Connection);
        merge_sort_by(&mut pool, |left, right| left.0.cmp(&right.0));
        assert_eq!(pool.map(|connection| connection.0), [10, 20, 30, 40]);
    }

    // Two inputs that come sorted already, one behind the other, and one that comes the wrong way round.
    #[test]
    fn runs_are_merged() {
        let mut numbers = [1, 4, 6, 9, 2, 3, 5, 7, 8, 10, 14, 13, 12, 11, 0];
        merge_sort_by(&mut numbers, i32::cmp);
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    }

    #[test]
    fn a_part_of_a_vector_is_sorted_where_it_stands() {
        let mut numbers = vec![9, 8, 7, 6, 5, 4];
        merge_sort_by(&mut numbers[1..5], i32::cmp);
        assert_eq!(numbers, [9, 5, 6, 7, 8, 4]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn nothing_and_one_value_are_sorted_unasked() {
        let asked = |values: &mut [i32]| {
            let mut asked = 0_u32;
            merge_sort_by(values, |left, right| {
                asked += 1;
                left.cmp(right)
            });
            asked
        };
        assert_eq!((asked(&mut []), asked(&mut [7])), (0, 0));
        let mut pair = [2, 1];
        asked(&mut pair);
        assert_eq!(pair, [1, 2]);
    }

    // All 5,461 lists of up to six keys out of four, so every small pattern of runs, ties and cycles.
    #[test]
    fn every_list_of_up_to_six_keys_is_sorted_stably() {
        for size in 0..=6 {
            for code in 0..4_i64.pow(size) {
                let before = rows((0..size).map(|place| code / 4_i64.pow(place) % 4));
                let mut after = before.clone();
                sort_rows(&mut after);
                assert_eq!(after, stably_sorted(&before), "sorting {before:?}");
            }
        }
    }

    // A descending run may be turned around, but not with equals in it.
    #[test]
    fn equals_in_descending_input_keep_their_order() {
        let before = rows([9, 9, 8, 7, 7, 7, 5, 4, 4, 1, 1]);
        let mut after = before.clone();
        sort_rows(&mut after);
        assert_eq!(after, stably_sorted(&before));
    }

    #[test]
    fn all_equals_stay_as_they_are() {
        let before = rows([7; 100]);
        let mut after = before.clone();
        sort_rows(&mut after);
        assert_eq!(after, before);
    }

    // Each rotation moves values along cycles of another length.
    #[test]
    fn every_rotation_of_sorted_values_is_sorted() {
        let sorted: Vec<u32> = (0..60).collect();
        for distance in 0..60 {
            let mut numbers = sorted.clone();
            numbers.rotate_left(distance);
            merge_sort_by(&mut numbers, u32::cmp);
            assert_eq!(numbers, sorted, "rotated by {distance}");
        }
    }

    #[test]
    fn values_without_size_are_sorted_too() {
        let mut units = [(); 100];
        merge_sort_by(&mut units, <()>::cmp);
        let mut compared_as_greater = [(); 100];
        merge_sort_by(&mut compared_as_greater, patient(100, |(), ()| Ordering::Greater));
        assert_eq!((units.len(), compared_as_greater.len()), (100, 100));
    }

    // A comparator that panics (a price that is not a number, a poisoned lock) must not leave a table half sorted.
    #[test]
    fn a_panic_leaves_the_slice_as_it_was() {
        let drops = Drops::new();
        let before: Vec<u64> = [vec![5, 4, 3, 2, 1], scrambled(60), (0..20).collect()].concat();
        let mut values: Vec<Dropped<u64>> = before.iter().map(|&number| drops.value(number)).collect();
        for last in [1, 2, 4, 5, 6, 10, 20, 40, 60, 84, 85, 100, 150, 200, 250] {
            let mut asked = 0;
            let message = panic_message(|| {
                merge_sort_by(&mut values, |left, right| {
                    asked += 1;
                    std::assert!(asked < last, "a bad comparison");
                    left.cmp(right)
                });
            });
            assert_eq!(message.as_deref(), Some("a bad comparison"));
            let after: Vec<u64> = values.iter().map(|dropped| dropped.value).collect();
            assert_eq!(after, before, "comparison {last} panicked");
            assert_eq!((drops.alive(), drops.dropped()), (85, 0));
        }
    }

    /// The answer for two values, and how often it has been asked for so far.
    type Contradiction = fn(u64, u64, u64) -> Ordering;

    // `a < b < c < a`: a bug in a comparator makes some order, and neither a panic nor an endless loop.
    #[test]
    fn a_comparator_that_contradicts_itself_loses_nothing() {
        let contradictions: [(&str, Contradiction); 5] = [
            ("always less", |_, _, _| Ordering::Less),
            ("always greater", |_, _, _| Ordering::Greater),
            ("less and greater in turn", |_, _, asked| (asked % 2 * 2).cmp(&1)),
            ("in circles", |left, right, _| ((left + 3 - right % 3) % 3).cmp(&1)),
            ("at random", |_, _, asked| (asked.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 62).cmp(&1)),
        ];
        for (name, contradiction) in contradictions {
            for size in [2, 3, 4, 7, 64, 100, 1000] {
                let mut values = scrambled(size);
                let mut sorted = values.clone();
                sorted.sort_unstable();
                let mut asked = 0;
                let contradict = |&left: &u64, &right: &u64| {
                    asked += 1;
                    contradiction(left, right, asked)
                };
                merge_sort_by(&mut values, patient(size, contradict));
                values.sort_unstable();
                assert_eq!(values, sorted, "the values that are there after sorting {size}, compared as {name}");
            }
        }
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn every_list_is_sorted_stably() {
        property(|draw| {
            let before = rows(draw.list(0..=150, |draw| draw.number(0..=40)));
            draw.note(|| format!("keys = {:?}", before.iter().map(|row| row.0).collect::<Vec<_>>()));
            let mut after = before.clone();
            sort_rows(&mut after);
            assert_eq!(after, stably_sorted(&before));
        });
    }

    #[test]
    fn lists_made_of_runs_are_sorted_stably() {
        property(|draw| {
            let runs = draw.list(0..=12, |draw| (draw.number(0..=30), draw.number(-2..=2), draw.number(1..=20)));
            draw.note(|| format!("runs of (first, step, length): {runs:?}"));
            let keys =
                runs.iter().flat_map(|&(first, step, length)| (0..length).map(move |index| first + step * index));
            let before = rows(keys);
            let mut after = before.clone();
            sort_rows(&mut after);
            assert_eq!(after, stably_sorted(&before));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// Sorts, checks the result, and returns how often was compared.
    #[track_caller]
    fn comparisons(mut values: Vec<u64>) -> u64 {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let mut asked = 0;
        merge_sort_by(&mut values, |left, right| {
            asked += 1;
            left.cmp(right)
        });
        assert_eq!(values, sorted);
        asked
    }

    fn ceil_log2(number: usize) -> u64 {
        u64::from(number.next_power_of_two().ilog2())
    }

    /// The inputs for which merging in pairs costs most: both sides of every merge alternate.
    fn bit_reversed(size: usize) -> Vec<u64> {
        let bits = size.next_power_of_two().ilog2();
        let reversed = |index: u64| index.reverse_bits() >> (64 - bits);
        (0..1 << bits).map(reversed).filter(|&number| number < size as u64).collect()
    }

    #[test]
    fn no_input_costs_more_than_n_log_n() {
        for size in [2, 3, 4, 5, 7, 8, 100, 1000, 1024, 1025, 4096] {
            let zigzag = |index: u64| index / 2 + index % 2 * size as u64;
            let pipe = |index: u64| index.min(size as u64 - index);
            let inputs = [
                ("scrambled", scrambled(size)),
                ("bit-reversed", bit_reversed(size)),
                ("zigzag", (0..size as u64).map(zigzag).collect()),
                ("rising and falling", (0..size as u64).map(pipe).collect()),
                ("falling pairs", (0..size as u64).map(|index| (index ^ 1).reverse_bits()).collect()),
            ];
            for (name, input) in inputs {
                assert_within!(
                    format!("sorting {size} {name} values"),
                    comparisons(input),
                    "comparisons",
                    "n ceil(log2 n)",
                    size as u64 * ceil_log2(size)
                );
            }
        }
    }

    // Most data that is sorted at work is sorted already, or was until the last few rows came in.
    #[test]
    fn sorted_input_costs_no_more_than_2n() {
        let size = 8192;
        for (name, input) in [
            ("ascending", (0..size).collect::<Vec<_>>()),
            ("equal", vec![7; 8192]),
            ("descending", (0..size).rev().collect()),
        ] {
            assert_within!(format!("sorting {size} {name} values"), comparisons(input), "comparisons", "2 n", 2 * size);
        }
    }

    #[test]
    fn few_runs_cost_few_comparisons() {
        let size = 8192_u64;
        for count in [2, 4, 8] {
            let length = size / count;
            let ascending = |index: u64| index % length * count + index / length;
            let descending = |index: u64| (size - 1 - index) % length * count + index / length;
            let inputs = [
                ("ascending", (0..size).map(ascending).collect()),
                ("descending", (0..size).map(descending).collect()),
            ];
            for (name, input) in inputs {
                assert_within!(
                    format!("sorting {size} values in {count} {name} runs"),
                    comparisons(input),
                    "comparisons",
                    "n (2 + ceil(log2 r))",
                    size * (2 + u64::from(count.ilog2()))
                );
            }
        }
        let late = (0..size - 100).map(|index| index * 2).chain((0..100).map(|index| index * 131 + 1)).collect();
        assert_within!(
            format!("sorting {size} values of which the last 100 came late"),
            comparisons(late),
            "comparisons",
            "n (2 + ceil(log2 r))",
            size * 3
        );
    }

    #[test]
    fn runs_of_all_lengths_share_the_work() {
        // One long run and many short ones: whoever merges each into the long one compares it again and again.
        let (long, short, count) = (6000_u64, 20_u64, 100_u64);
        let mut input: Vec<u64> = (0..long).map(|index| index * 100).collect();
        for run in 0..count {
            input.extend((0..short).map(|index| index * (long * 100 / short) + run * 7 % 100 + 1));
        }
        let size = input.len() as u64;
        assert_within!(
            format!("sorting {size} values in one long and {count} short runs"),
            comparisons(input),
            "comparisons",
            "n (2 + ceil(log2 r))",
            size * (2 + 7)
        );
    }

    // A buffer per merge is n of them; a buffer per level adds up to n log n.
    #[test]
    fn memory_is_a_few_buffers_of_n_positions() {
        let size = 10_000;
        for input in [scrambled(size), bit_reversed(size)] {
            let mut values: Vec<[u64; 8]> = input.iter().map(|&number| [number; 8]).collect();
            let ((), asked) = allocations(|| merge_sort_by(&mut values, |left, right| left[0].cmp(&right[0])));
            assert_within!(format!("sorting {size} values"), asked.count, "allocations", "a few buffers", 40);
            assert_within!(format!("sorting {size} values"), asked.bytes, "bytes of buffers", "48 n", 48 * size as u64);
            assert_eq!(asked.kept_bytes, 0, "bytes that were never given back");
        }
    }

    #[test]
    fn many_runs_need_no_deep_recursion() {
        let sorted: Vec<u64> = (0..100_000).collect();
        let mut values: Vec<u64> = sorted.iter().map(|index| index ^ 1).collect();
        merge_sort_by(&mut values, patient(sorted.len(), u64::cmp));
        assert_eq!(values, sorted);
    }

    // Moves cannot be counted from here. This merge of two runs takes for ever when a place is searched for each value,
    // or the others are shifted along.
    #[test]
    fn two_long_runs_are_merged_without_shifting() {
        let sorted: Vec<u64> = (0..400_000).collect();
        let mut values: Vec<u64> = sorted.iter().step_by(2).chain(sorted.iter().skip(1).step_by(2)).copied().collect();
        merge_sort_by(&mut values, patient(sorted.len(), u64::cmp));
        assert_eq!(values, sorted);
    }
}
