//! The median of a list needs no sorting: split it around a pivot, and go on in the part that has the middle. Ten lines,
//! fast on every random test. With the first value as the pivot it is quadratic for sorted input, without a part for
//! equals it is quadratic when all are equal, and whichever pivot a program picks, an opponent who may run it can make an
//! input on which it picks the worst one every time. Wrong selections find the right value, so these tests count
//! comparisons, and one of them is such an opponent.

use std::cmp::Ordering;

use harness::prelude::*;

use super::kata::select_nth_by;

/// What is at `index` after the selection, once it is made sure that it parts the others and that none is lost.
#[track_caller]
fn select(values: &[i64], index: usize) -> i64 {
    let mut after = values.to_vec();
    let selected = *select_nth_by(&mut after, index, i64::cmp);
    let too_great = after[..index].iter().find(|&&value| value > selected);
    let too_small = after[index + 1..].iter().find(|&&value| value < selected);
    harness::assert_eq!(too_great, None::<&i64>, "a greater value stands before index {index} of {values:?}");
    harness::assert_eq!(too_small, None::<&i64>, "a smaller value stands behind index {index} of {values:?}");
    harness::assert_eq!(after[index], selected, "the value at the place, after selecting {index} of {values:?}");
    after.sort_unstable();
    harness::assert_eq!(after, sorted(values), "all values, after selecting {index} of {values:?}");
    selected
}

fn sorted<T: Ord + Clone>(values: &[T]) -> Vec<T> {
    let mut sorted = values.to_vec();
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

/// What any input may cost.
fn allowed(size: usize) -> u64 {
    60 * size as u64 + 200
}

/// Ends a selection that compares on and on, before somebody has to wait for it.
fn patient<T>(size: usize, mut compare: impl FnMut(&T, &T) -> Ordering) -> impl FnMut(&T, &T) -> Ordering {
    let mut asked = 0;
    move |left, right| {
        asked += 1;
        std::assert!(asked < 2 * allowed(size), "it compares on and on: {asked} times for {size} values");
        compare(left, right)
    }
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn every_place_gets_what_sorting_would_put_there() {
        let values = [5, 3, 9, 1, 4, 7, 2, 8, 6];
        let selected: Vec<i64> = (0..9).map(|index| select(&values, index)).collect();
        assert_eq!(selected, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn the_others_are_parted_around_it() {
        let mut latencies = [80, 20, 95, 20, 310, 45, 70];
        assert_eq!(*select_nth_by(&mut latencies, 3, i32::cmp), 70);
        assert_eq!(sorted(&latencies[..3]), [20, 20, 45]);
        assert_eq!(sorted(&latencies[4..]), [80, 95, 310]);
    }

    #[test]
    fn the_comparator_says_what_the_order_is() {
        let mut numbers = [40, 10, 50, 30, 20];
        let second_largest = *select_nth_by(&mut numbers, 1, |left, right| right.cmp(left));
        assert_eq!(second_largest, 40);
        let mut words = ["banana", "fig", "kiwi", "apple"];
        let second_shortest = *select_nth_by(&mut words, 1, |left, right| left.len().cmp(&right.len()));
        assert_eq!(second_shortest, "kiwi");
    }

    #[test]
    fn what_is_shown_is_the_value_at_its_place() {
        let mut numbers = [40, 10, 50, 30, 20];
        *select_nth_by(&mut numbers, 2, i32::cmp) += 1000;
        assert_eq!(numbers[2], 1030);
    }

    #[test]
    fn values_that_cannot_be_cloned_are_selected() {
        struct Offer(u32);
        let mut offers = [30, 10, 40, 20].map(Offer);
        let third = select_nth_by(&mut offers, 2, |left, right| left.0.cmp(&right.0));
        assert_eq!(third.0, 30);
        let mut prices = offers.map(|offer| offer.0);
        prices.sort_unstable();
        assert_eq!(prices, [10, 20, 30, 40]);
    }

    #[test]
    fn a_part_of_a_list_is_selected_where_it_stands() {
        let mut numbers = [9, 8, 7, 6, 5, 4];
        assert_eq!(*select_nth_by(&mut numbers[1..5], 0, i32::cmp), 5);
        assert_eq!((numbers[0], numbers[1], numbers[5]), (9, 5, 4));
    }

    #[test]
    fn a_large_list_is_selected_from() {
        let values: Vec<i64> = (0..5000).map(|index| index * 7919 % 5000).collect();
        for index in [0, 1, 49, 2499, 2500, 4949, 4998, 4999] {
            assert_eq!(select(&values, index), i64::try_from(index).expect("an index is small"));
        }
    }

    // Equal in the order, and yet two orders: each must be there afterwards, as itself.
    #[test]
    fn equals_are_not_taken_for_each_other() {
        let orders: Vec<(u32, u32)> = (0..60).map(|number| (number % 3, number)).collect();
        let mut after = orders.clone();
        let selected = *select_nth_by(&mut after, 30, |left, right| left.0.cmp(&right.0));
        assert_eq!(selected.0, 1);
        assert!(after[..30].iter().all(|order| order.0 <= 1) && after[30..].iter().all(|order| order.0 >= 1));
        assert_eq!(sorted(&after), sorted(&orders));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn one_value_is_where_it_belongs() {
        assert_eq!(select(&[7], 0), 7);
    }

    #[test]
    fn the_first_and_the_last_place_are_places_too() {
        assert_eq!((select(&[2, 1], 0), select(&[2, 1], 1)), (1, 2));
        let values = [i64::MAX, 0, i64::MIN, -1, 1];
        assert_eq!((select(&values, 0), select(&values, 4)), (i64::MIN, i64::MAX));
    }

    // All 5,460 lists of one to six keys out of four, so every small pattern of ties, and each place in them.
    #[test]
    fn every_place_of_every_short_list_is_right() {
        for size in 1..=6 {
            for code in 0..4_i64.pow(size) {
                let values: Vec<i64> = (0..size).map(|place| code / 4_i64.pow(place) % 4).collect();
                let sorted = sorted(&values);
                for (index, &expected) in sorted.iter().enumerate() {
                    assert_eq!(select(&values, index), expected, "select({values:?}, {index})");
                }
            }
        }
    }

    #[test]
    fn every_size_is_right() {
        for size in 1..=70 {
            let values: Vec<i64> =
                scrambled(size).into_iter().map(|word| i64::try_from(word % 256).expect("a byte fits")).collect();
            let sorted = sorted(&values);
            for index in [0, size / 3, size / 2, size - 1] {
                assert_eq!(select(&values, index), sorted[index], "select({values:?}, {index})");
            }
        }
    }

    #[test]
    fn an_index_that_is_not_within_panics_and_changes_nothing() {
        assert_eq!(select(&[2, 1], 1), 2, "the last index that is within");
        for (size, index) in [(0, 0), (1, 1), (5, 5), (5, 6), (100, 100), (100, usize::MAX)] {
            let before = scrambled(size);
            let mut values = before.clone();
            let mut asked = 0_u32;
            let message = panic_message(|| {
                select_nth_by(&mut values, index, |left, right| {
                    asked += 1;
                    left.cmp(right)
                });
            });
            assert_eq!((message.is_some(), asked), (true, 0), "panics, comparisons for index {index} of {size} values");
            assert_eq!(values, before, "after selecting {index} of {size} values");
        }
    }

    #[test]
    fn values_without_size_are_selected_too() {
        let mut units = [(); 100];
        select_nth_by(&mut units, 50, patient(100, <()>::cmp));
        assert_eq!(units.len(), 100);
    }

    #[test]
    fn a_panic_loses_no_value() {
        let drops = Drops::new();
        let before: Vec<u64> = [vec![5, 4, 3, 2, 1], scrambled(60), (0..20).collect()].concat();
        let mut values: Vec<Dropped<u64>> = before.iter().map(|&number| drops.value(number)).collect();
        for last in [1, 2, 4, 5, 6, 10, 20, 40, 60, 80] {
            let mut asked = 0;
            let message = panic_message(|| {
                select_nth_by(&mut values, 42, |left, right| {
                    asked += 1;
                    std::assert!(asked < last, "a bad comparison");
                    left.cmp(right)
                });
            });
            assert_eq!(message.as_deref(), Some("a bad comparison"));
            let mut after: Vec<u64> = values.iter().map(|dropped| dropped.value).collect();
            after.sort_unstable();
            assert_eq!(after, sorted(&before), "comparison {last} panicked");
            assert_eq!((drops.alive(), drops.dropped()), (85, 0));
        }
    }

    /// The answer for two values, and how often it has been asked for so far.
    type Contradiction = fn(u64, u64, u64) -> Ordering;

    // Who walks on "until something is not less" trusts that it will come. A comparator with a bug does not bring it. And
    // who looks for a pivot that cannot be bad, by selecting, can be made to do so again and again.
    #[test]
    fn a_comparator_that_contradicts_itself_loses_nothing() {
        let contradictions: [(&str, Contradiction); 6] = [
            ("always less", |_, _, _| Ordering::Less),
            ("always equal", |_, _, _| Ordering::Equal),
            ("always greater", |_, _, _| Ordering::Greater),
            ("less and greater in turn", |_, _, asked| (asked % 2 * 2).cmp(&1)),
            ("in circles", |left, right, _| ((left + 3 - right % 3) % 3).cmp(&1)),
            ("at random", |_, _, asked| (asked.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 62).cmp(&1)),
        ];
        for (name, contradiction) in contradictions {
            for size in [2, 3, 4, 7, 64, 100, 300] {
                let before = scrambled(size);
                for index in [0, size / 2, size - 1] {
                    let mut values = before.clone();
                    let mut asked = 0;
                    let most = 1000 + 2 * (size as u64).pow(2);
                    select_nth_by(&mut values, index, |&left, &right| {
                        asked += 1;
                        std::assert!(asked < most, "it compares on and on when compared as {name}");
                        contradiction(left, right, asked)
                    });
                    values.sort_unstable();
                    assert_eq!(
                        values,
                        sorted(&before),
                        "the values after selecting {index} of {size}, compared as {name}"
                    );
                }
            }
        }
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn every_place_of_a_list_is_right() {
        property(|draw| {
            let values = draw.list(1..=150, |draw| draw.number(0..=40));
            let index = draw.size(0..=values.len() - 1);
            draw.note(|| format!("values = {values:?}"));
            draw.note(|| format!("index = {index}"));
            assert_eq!(select(&values, index), sorted(&values)[index]);
        });
    }

    #[test]
    fn every_place_of_a_list_made_of_runs_is_right() {
        property(|draw| {
            let runs = draw.list(1..=12, |draw| (draw.number(0..=30), draw.number(-2..=2), draw.number(1..=20)));
            let run = |&(first, step, length): &(i64, i64, i64)| (0..length).map(move |index| first + step * index);
            let values: Vec<i64> = runs.iter().flat_map(run).collect();
            let index = draw.size(0..=values.len() - 1);
            draw.note(|| format!("runs of (first, step, length): {runs:?}"));
            draw.note(|| format!("index = {index}"));
            assert_eq!(select(&values, index), sorted(&values)[index]);
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// Selects, checks the result, and returns how often was compared.
    #[track_caller]
    fn comparisons(mut values: Vec<u64>, index: usize, expected: u64) -> u64 {
        let size = values.len();
        let mut asked = 0;
        let count = |left: &u64, right: &u64| {
            asked += 1;
            left.cmp(right)
        };
        assert_eq!(*select_nth_by(&mut values, index, patient(size, count)), expected);
        asked
    }

    /// Inputs for which one pivot or another is bad.
    fn shapes(size: u64) -> [(&'static str, Vec<u64>); 10] {
        let half = size / 2;
        [
            ("ascending", (0..size).collect()),
            ("descending", (0..size).rev().collect()),
            ("equal", (0..size).map(|_| 7).collect()),
            ("two different", (0..size).map(|index| index % 2).collect()),
            ("three different", (0..size).map(|index| index * index % 3).collect()),
            ("mostly equal", (0..size).map(|index| if index % 50 == 0 { index } else { half }).collect()),
            ("rising, then falling", (0..half).chain((0..half).rev()).collect()),
            ("falling, then rising", (0..half).rev().chain(0..half).collect()),
            ("sawtooth", (0..size).map(|index| index % 17).collect()),
            ("ascending but for the last", (1..size).chain([0]).collect()),
        ]
    }

    /// Which of the values the opponent makes of the pivots.
    #[derive(Clone, Copy)]
    enum Pivots {
        Smallest,
        Largest,
    }

    /// The opponent of `McIlroy`: it decides how large a value is only when it has to, so that every pivot turns out to be one
    /// of the smallest, or of the largest. Returns the input that it has made up. A program that compares in the same
    /// order once more meets the same bad pivots there.
    fn killer_input(size: usize, index: usize, pivots: Pivots) -> Vec<u64> {
        let undecided = size as u64;
        let mut decided = vec![undecided; size];
        let (mut next, mut suspect) = (0, 0);
        let mut positions: Vec<usize> = (0..size).collect();
        select_nth_by(&mut positions, index, |&left, &right| {
            if decided[left] == undecided && decided[right] == undecided {
                // What is compared again and again is the pivot.
                decided[if left == suspect { left } else { right }] = next;
                next += 1;
            }
            if decided[left] == undecided {
                suspect = left;
            } else if decided[right] == undecided {
                suspect = right;
            }
            match pivots {
                Pivots::Smallest => decided[left].cmp(&decided[right]),
                Pivots::Largest => decided[right].cmp(&decided[left]),
            }
        });
        for value in decided.iter_mut().filter(|value| **value == undecided) {
            *value = next;
            next += 1;
        }
        match pivots {
            Pivots::Smallest => decided,
            Pivots::Largest => decided.into_iter().map(|value| undecided - 1 - value).collect(),
        }
    }

    // Half of the values are left after a good split: n + n/2 + n/4 + …, and a few n for splits that are not so good. A
    // sort costs 17 n here.
    #[test]
    fn values_in_no_order_cost_few_comparisons() {
        let size = 1 << 18;
        // Each step can be undone, so each number below 2^18 comes once, and the value for a place is the place.
        let mixed = |number: u64| {
            let once = number * 0x9E37_79B1 % size;
            let twice = (once ^ (once >> 9)) * 0x85EB_CA6B % size;
            twice ^ (twice >> 9)
        };
        let values: Vec<u64> = (0..size).map(mixed).collect();
        for place in [size / 2, size / 100] {
            let index = usize::try_from(place).expect("a place is an index");
            let asked = comparisons(values.clone(), index, place);
            let action = format!("selecting {index} of {size} values in no order");
            assert_within!(action, asked, "comparisons", "12 n", 12 * size);
        }
    }

    #[test]
    fn no_shape_of_input_is_quadratic() {
        let size = 5000;
        for (name, values) in shapes(size as u64) {
            for index in [0, size / 2, size - 1] {
                let action = format!("selecting {index} of {size} values, {name},");
                let asked = comparisons(values.clone(), index, sorted(&values)[index]);
                assert_within!(action, asked, "comparisons", "60 n + 200", allowed(size));
            }
        }
    }

    // An opponent has watched your code once, and sends what would have been worst for it. If it does the same again, it
    // is quadratic. So it must not do the same again, or have no worst case.
    #[test]
    fn no_input_made_for_this_code_is_quadratic() {
        for size in [500, 2000] {
            for index in [size / 2, size * 9 / 10, size - 1] {
                let inputs = [
                    (index, killer_input(size, index, Pivots::Smallest)),
                    (size - 1 - index, killer_input(size, size - 1 - index, Pivots::Largest)),
                ];
                for (index, input) in inputs {
                    let action = format!("selecting {index} of {size} values, made to be the worst for it,");
                    let expected = sorted(&input)[index];
                    assert_within!(
                        action,
                        comparisons(input, index, expected),
                        "comparisons",
                        "60 n + 200",
                        allowed(size)
                    );
                }
            }
        }
    }

    #[test]
    fn nothing_is_asked_of_the_heap() {
        let killer = killer_input(2000, 1000, Pivots::Smallest);
        for values in [scrambled(5000), (0..5000).collect(), vec![7; 5000], killer] {
            let (mut after, index) = (values.clone(), values.len() / 2);
            let (selected, asked) = allocations(|| *select_nth_by(&mut after, index, patient(values.len(), u64::cmp)));
            assert_eq!(selected, sorted(&values)[index]);
            assert_eq!((asked.count, asked.bytes), (0, 0), "blocks and bytes of memory");
        }
    }
}
