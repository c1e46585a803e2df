//! "The highest latency of the last thousand requests" is asked on every request. Look through the window each time, and
//! the answer costs more than the request. Remember the maximum and look again only when it leaves: fast on every random
//! test, and just as slow as before on the day all latencies fall. Keep a heap: fast enough, and it grows until the
//! process is killed. Wrong windows return right maxima, so these tests count comparisons and what is still alive.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::num::NonZeroUsize;

use harness::prelude::*;

use super::kata::{RollingMax, window_max};

fn width(width: usize) -> NonZeroUsize {
    NonZeroUsize::new(width).expect("tests ask for windows of at least one value")
}

/// The maxima after each value of a stream.
fn rolling(values: &[i64], width: NonZeroUsize) -> Vec<i64> {
    let mut window = RollingMax::new(width);
    let after = |&value| {
        window.push(value);
        *window.max().expect("a window has a maximum after its first value")
    };
    values.iter().map(after).collect()
}

/// The maxima of all windows, as one would write it down: every window is looked through.
fn every_window_looked_through(values: &[i64], width: NonZeroUsize) -> Vec<i64> {
    values.windows(width.get()).filter_map(|window| window.iter().max().copied()).collect()
}

/// As [`every_window_looked_through`], with the windows at the start that are not full yet.
fn every_part_looked_through(values: &[i64], width: NonZeroUsize) -> Vec<i64> {
    let part = |end: usize| &values[end.saturating_sub(width.get())..end];
    (1..=values.len()).filter_map(|end| part(end).iter().max().copied()).collect()
}

/// How long a request took. Only that is compared; the number says which one it was.
#[derive(Clone, Copy)]
struct Request {
    millis: i64,
    number: usize,
}

impl PartialEq for Request {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Request {}

impl PartialOrd for Request {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Request {
    fn cmp(&self, other: &Self) -> Ordering {
        self.millis.cmp(&other.millis)
    }
}

fn requests(millis: impl IntoIterator<Item = i64>) -> Vec<Request> {
    millis.into_iter().zip(0..).map(|(millis, number)| Request { millis, number }).collect()
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

/// The shapes of input that tell one way to keep a maximum from another.
fn shapes(size: usize) -> [(&'static str, Vec<u64>); 5] {
    let last = size as u64;
    [
        ("rising", (0..last).collect()),
        ("falling", (0..last).rev().collect()),
        ("equal", vec![7; size]),
        ("scrambled", scrambled(size)),
        ("sawtooth", (0..last).map(|index| last - index % 1000 - index / 1000).collect()),
    ]
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn every_window_has_its_maximum() {
        assert_eq!(window_max(&[2, 1, 5, 3, 4, 1, 1], width(3)), [5, 5, 5, 4, 4]);
        assert_eq!(window_max(&["d", "a", "c", "b"], width(2)), ["d", "c", "c"]);
    }

    #[test]
    fn the_last_window_counts() {
        assert_eq!(window_max(&[1, 1, 1, 9], width(2)), [1, 1, 9]);
        assert_eq!(window_max(&[1, 9], width(2)), [9]);
    }

    #[test]
    fn a_maximum_leaves_with_the_window() {
        assert_eq!(window_max(&[9, 1, 2, 3, 1], width(3)), [9, 3, 3]);
        assert_eq!(window_max(&[9, 8, 7, 6, 5], width(2)), [9, 8, 7, 6]);
    }

    #[test]
    fn a_stream_has_a_maximum_before_its_window_is_full() {
        assert_eq!(rolling(&[2, 1, 5, 3, 4, 1, 1], width(3)), [2, 2, 5, 5, 5, 4, 4]);
        assert_eq!(rolling(&[9, 8, 7, 6, 5], width(3)), [9, 9, 9, 8, 7]);
    }

    #[test]
    fn a_stream_that_has_not_begun_has_no_maximum() {
        assert_eq!(RollingMax::<i64>::new(width(3)).max(), None);
    }

    #[test]
    fn asking_changes_nothing() {
        let mut window = RollingMax::new(width(2));
        for value in [5, 9, 3] {
            window.push(value);
        }
        assert_eq!([window.max(), window.max(), window.max()], [Some(&9); 3]);
        window.push(4);
        assert_eq!(window.max(), Some(&4));
    }

    // A value may be forgotten because a later one is larger. It has left the queue then, but not the window: who takes
    // the length of the queue for that of the window keeps old maxima too long.
    #[test]
    fn forgotten_values_still_grow_old() {
        assert_eq!(window_max(&[7, 1, 2, 3, 4, 5], width(3)), [7, 3, 4, 5]);
        assert_eq!(window_max(&[5, 9, 1, 2, 1, 1], width(3)), [9, 9, 2, 2]);
        assert_eq!(rolling(&[9, 1, 5, 2, 3, 1], width(3)), [9, 9, 9, 5, 5, 3]);
    }

    #[test]
    fn of_equal_maxima_the_last_is_shown() {
        let requests = requests([30, 90, 10, 90, 20, 20, 90]);
        let slowest = window_max(&requests, width(3)).iter().map(|request| request.number).collect::<Vec<_>>();
        assert_eq!(slowest, [1, 3, 3, 3, 6]);
        let mut window = RollingMax::new(width(3));
        let after = |request| {
            window.push(request);
            window.max().map(|slowest: &Request| slowest.number)
        };
        let slowest: Vec<Option<usize>> = requests.into_iter().map(after).collect();
        assert_eq!(slowest, [0, 1, 1, 3, 3, 3, 6].map(Some));
    }

    #[test]
    fn values_that_cannot_be_cloned_are_streamed() {
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        struct Job(u32, String);
        let mut window = RollingMax::new(width(2));
        for (priority, name) in [(3, "mail"), (1, "report"), (2, "backup")] {
            window.push(Job(priority, name.to_owned()));
        }
        assert_eq!(window.max().map(|job| job.1.as_str()), Some("backup"));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn windows_of_one_are_the_values_themselves() {
        let values = [3, 1, 2, 2, i64::MIN];
        assert_eq!(window_max(&values, width(1)), values);
        assert_eq!(rolling(&values, width(1)), values);
    }

    #[test]
    fn one_window_may_hold_all() {
        assert_eq!(window_max(&[3, 1, 4, 1, 5], width(5)), [5]);
        assert_eq!(window_max(&[5, 1, 4, 1, 3], width(5)), [5]);
        assert_eq!(window_max(&[7], width(1)), [7]);
    }

    #[test]
    fn fewer_values_than_a_window_needs_have_no_maxima() {
        assert_eq!(window_max(&[3, 1, 4, 1, 5], width(6)), [0_i64; 0]);
        assert_eq!(window_max(&[3, 1, 4, 1, 5], NonZeroUsize::MAX), [0_i64; 0]);
        assert_eq!(window_max::<i64>(&[], width(1)), [0_i64; 0]);
        assert_eq!(window_max::<i64>(&[], width(2)), [0_i64; 0]);
    }

    // Who begins with 0 finds a maximum that was never there.
    #[test]
    fn the_smallest_numbers_have_a_maximum_too() {
        assert_eq!(window_max(&[-5, -3, -9, -9], width(2)), [-3, -3, -9]);
        assert_eq!(window_max(&[i64::MIN; 4], width(3)), [i64::MIN; 2]);
        assert_eq!(rolling(&[i64::MIN, -1, i64::MIN, i64::MIN], width(2)), [i64::MIN, -1, -1, i64::MIN]);
    }

    // "Since the start" is a window too. To reserve it all, or to add its width to a position, is too much.
    #[test]
    fn a_window_may_be_as_wide_as_numbers_go() {
        assert_eq!(rolling(&[3, 1, 4, 1, 5, 2], NonZeroUsize::MAX), [3, 3, 4, 4, 5, 5]);
        let (_, asked) = allocations(|| rolling(&[3, 1, 4, 1, 5, 2], width(1 << 30)));
        assert_within!("six values of a wide window", asked.bytes, "bytes of memory", "what the values need", 4096);
    }

    // When the first of two equal maxima leaves, the second still counts.
    #[test]
    fn an_equal_takes_over() {
        assert_eq!(window_max(&[5, 5, 1, 1], width(2)), [5, 5, 1]);
        assert_eq!(window_max(&[5, 1, 5, 1, 1, 1], width(3)), [5, 5, 5, 1]);
        assert_eq!(rolling(&[4, 4, 4, 3, 3, 3, 2], width(3)), [4, 4, 4, 4, 4, 3, 3]);
        assert_eq!(window_max(&[7; 100], width(10)), [7; 91]);
    }

    // All 1,365 lists of up to five values out of four, with all windows that fit and one that does not.
    #[test]
    fn every_short_list_has_the_maxima_of_its_windows() {
        for size in 0..=5 {
            for code in 0..4_i64.pow(size) {
                let values: Vec<i64> = (0..size).map(|place| code / 4_i64.pow(place) % 4).collect();
                for width in (1..=values.len() + 1).map(width) {
                    let maxima = window_max(&values, width);
                    let expected = every_window_looked_through(&values, width);
                    assert_eq!(maxima, expected, "windows of {width} over {values:?}");
                    let expected = every_part_looked_through(&values, width);
                    assert_eq!(rolling(&values, width), expected, "the last {width} after each of {values:?}");
                }
            }
        }
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn all_windows_agree_with_looking_through_them() {
        property(|draw| {
            let values = draw.list(0..=80, |draw| draw.number(-9..=9));
            let width = width(draw.size(1..=20));
            draw.note(|| format!("values = {values:?}"));
            draw.note(|| format!("width = {width}"));
            assert_eq!(window_max(&values, width), every_window_looked_through(&values, width));
        });
    }

    #[test]
    fn the_last_of_equal_maxima_is_shown_in_every_window() {
        property(|draw| {
            let requests = requests(draw.list(0..=60, |draw| draw.number(0..=3)));
            let width = width(draw.size(1..=12));
            draw.note(|| format!("millis = {:?}", requests.iter().map(|request| request.millis).collect::<Vec<_>>()));
            draw.note(|| format!("width = {width}"));
            // `Iterator::max` shows the last one, too.
            let numbers = |slowest: Option<&Request>| slowest.map(|request| request.number);
            let expected: Vec<_> = requests.windows(width.get()).map(|window| numbers(window.iter().max())).collect();
            let slowest: Vec<_> = window_max(&requests, width).iter().map(|request| numbers(Some(request))).collect();
            assert_eq!(slowest, expected);
        });
    }

    #[test]
    fn a_stream_agrees_with_a_queue_of_its_last_values() {
        property(|draw| {
            let width = width(draw.size(1..=10));
            draw.note(|| format!("RollingMax::new({width})"));
            let steps = draw.list(0..=80, |draw| draw.boolean().then(|| draw.number(-9..=9)));
            let mut window = RollingMax::new(width);
            let mut model = VecDeque::new();
            for step in steps {
                if let Some(value) = step {
                    draw.note(|| format!("push({value})"));
                    window.push(value);
                    model.push_back(value);
                    if model.len() > width.get() {
                        model.pop_front();
                    }
                } else {
                    draw.note(|| "max()");
                    assert_eq!(window.max(), model.iter().max());
                }
            }
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    fn counted(values: &[u64]) -> Vec<Counted<u64>> {
        values.iter().copied().map(Counted).collect()
    }

    // Each value comes once and goes once. Looking through n windows of k costs n k, a heap or a tree n log n.
    #[test]
    fn all_windows_together_cost_o_n() {
        let size = 20_000;
        for (name, values) in shapes(size) {
            let values = counted(&values);
            for width in [2, 100, size / 2, size - 1].map(width) {
                let (maxima, counts) = count(|| window_max(&values, width));
                assert_eq!(maxima.len(), size + 1 - width.get());
                assert_within!(
                    format!("windows of {width} over {size} {name} values"),
                    counts.comparisons + counts.equalities,
                    "comparisons",
                    "O(n)",
                    3 * size as u64
                );
            }
        }
    }

    #[test]
    fn a_stream_costs_o_1_a_value() {
        let size = 20_000;
        for (name, values) in shapes(size) {
            for width in [2, 100, size / 2].map(width) {
                let mut window = RollingMax::new(width);
                let after = |value: Counted<u64>| {
                    window.push(value);
                    window.max().map(|maximum| maximum.0)
                };
                let (largest, counts) = count(|| counted(&values).into_iter().filter_map(after).max());
                assert_eq!(largest, values.iter().max().copied());
                assert_within!(
                    format!("the last {width} after each of {size} {name} values"),
                    counts.comparisons + counts.equalities,
                    "comparisons",
                    "O(1) a value",
                    3 * size as u64
                );
            }
        }
    }

    // A dashboard asks far more often than values come.
    #[test]
    fn asking_does_not_look_through_the_window() {
        for (name, values) in shapes(1000) {
            let mut window = RollingMax::new(width(500));
            for value in counted(&values) {
                window.push(value);
            }
            let (maximum, counts) = count(|| window.max().map(|maximum| maximum.0));
            assert_eq!(maximum, values[500..].iter().max().copied());
            assert_within!(
                format!("max of the last 500 {name} values"),
                counts.comparisons + counts.equalities,
                "comparisons",
                "O(1)",
                2
            );
        }
    }

    // A heap cannot let go of what is not on its top, and in rising values the old ones never come there.
    #[test]
    fn a_stream_never_holds_more_values_than_its_window() {
        for (name, values) in shapes(5000) {
            for width in [1, 2, 100].map(width) {
                let drops = Drops::new();
                let mut window = RollingMax::new(width);
                let held = |value| {
                    window.push(drops.value(value));
                    drops.alive()
                };
                let most = values.iter().copied().map(held).max().and_then(|most| u64::try_from(most).ok());
                assert_within!(
                    format!("a stream of {name} values with a window of {width}"),
                    most.expect("as many values are alive as were made and not dropped"),
                    "values alive at a time",
                    "a window of its width",
                    width.get() as u64
                );
            }
        }
    }

    // What else is remembered (positions, copies, how often each value came) must go with the values, too.
    #[test]
    fn memory_does_not_grow_with_the_stream() {
        let width = width(1000);
        for (name, values) in shapes(50_000) {
            let (_, asked) = allocations(|| {
                let mut window = RollingMax::new(width);
                for &value in &values {
                    window.push(value);
                }
                window.max().copied()
            });
            let action = format!("50,000 {name} values in a window of {width}");
            assert_within!(action, asked.peak_bytes, "bytes of memory at a time", "O(window)", 128 * 1000 + 4096);
        }
    }

    // Moves cannot be counted from here. While values fall, nothing can be forgotten: to shift what is remembered by one
    // place whenever the oldest leaves takes for ever. (Who compares too often is told so first, and need not wait.)
    #[test]
    fn the_oldest_leaves_without_shifting_the_others() {
        let falling = |size: u64| (0..size).rev().map(Counted).collect::<Vec<_>>();
        let (_, counts) = count(|| window_max(&falling(2000), width(1000)));
        let action = "windows of 1000 over 2000 falling values";
        assert_within!(action, counts.comparisons + counts.equalities, "comparisons", "O(n)", 3 * 2000);

        let maxima = window_max(&falling(600_000), width(300_000));
        let ends = [maxima.first(), maxima.last()].map(|maximum| maximum.map(|maximum| maximum.0));
        assert_eq!((maxima.len(), ends), (300_001, [Some(599_999), Some(299_999)]));
    }
}
