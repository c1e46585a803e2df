//! A heap of numbers is half an hour's work. The heap that runs a server's timers needs one thing more, and that is
//! where it breaks: a handle to an entry that moves with every push and pop. These tests change keys in both
//! directions, take entries out of the middle, keep handles long after their entries are gone, and count what all of
//! that costs.

use std::cell::Cell;
use std::cmp::Ordering;

use harness::prelude::*;

use super::kata::{Handle, IndexedHeap, Scheduler};

/// Takes everything out: the keys and values in the order in which they come.
fn drained<K: Ord, V>(heap: &mut IndexedHeap<K, V>) -> Vec<(K, V)> {
    // A heap that never ends must not fill the memory.
    let most = heap.len() + 10;
    std::iter::from_fn(|| heap.pop()).take(most).collect()
}

fn keys<K: Ord, V>(heap: &mut IndexedHeap<K, V>) -> Vec<K> {
    drained(heap).into_iter().map(|(key, _)| key).collect()
}

/// A heap of these keys; the value of each is its place in the list.
fn heap_of<K: Ord>(keys: impl IntoIterator<Item = K>) -> (IndexedHeap<K, usize>, Vec<Handle>) {
    IndexedHeap::from_entries(keys.into_iter().zip(0..).collect())
}

/// What a handle leads to.
fn entry(heap: &IndexedHeap<i64, usize>, handle: Handle) -> Option<(i64, usize)> {
    heap.get(handle).map(|(&key, &value)| (key, value))
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn the_smallest_key_leaves_first() {
        let mut heap = IndexedHeap::new();
        for (key, value) in [(5, "e"), (2, "b"), (8, "h"), (1, "a"), (9, "i"), (3, "c")] {
            heap.push(key, value);
        }
        let expected = [(1, "a"), (2, "b"), (3, "c"), (5, "e"), (8, "h"), (9, "i")];
        assert_eq!(drained(&mut heap), expected);
        assert_eq!(heap.pop(), None);
    }

    #[test]
    fn peek_shows_the_smallest_and_leaves_it() {
        let mut heap = IndexedHeap::new();
        assert_eq!(heap.peek(), None);
        heap.push("pear", 1);
        heap.push("apple", 2);
        heap.push("fig", 3);
        assert_eq!([heap.peek(), heap.peek()], [Some((&"apple", &2)); 2]);
        assert_eq!(heap.len(), 3);
    }

    #[test]
    fn len_counts_the_entries() {
        let (mut heap, handles) = heap_of([4, 2, 6]);
        assert_eq!((heap.len(), heap.is_empty()), (3, false));
        heap.push(1, 9);
        heap.change_key(handles[0], 0);
        assert_eq!((heap.len(), heap.is_empty()), (4, false));
        heap.pop();
        heap.remove(handles[2]);
        assert_eq!((heap.len(), heap.is_empty()), (2, false));
        heap.pop();
        heap.pop();
        assert_eq!((heap.len(), heap.is_empty()), (0, true));
    }

    #[test]
    fn a_heap_is_made_of_entries_at_once() {
        let (mut heap, handles) = heap_of([7, 3, 9, 1, 8, 2, 6, 4, 5]);
        let found: Vec<Option<(i64, usize)>> = handles.iter().map(|&handle| entry(&heap, handle)).collect();
        let expected = [(7, 0), (3, 1), (9, 2), (1, 3), (8, 4), (2, 5), (6, 6), (4, 7), (5, 8)];
        assert_eq!(found, expected.map(Some), "what the handles lead to, in the order of the entries");
        assert_eq!(keys(&mut heap), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn a_handle_finds_its_entry_wherever_it_has_moved() {
        const SCRAMBLED: [i64; 20] = [0, 7, 14, 1, 8, 15, 2, 9, 16, 3, 10, 17, 4, 11, 18, 5, 12, 19, 6, 13];
        let mut heap = IndexedHeap::new();
        let handles: Vec<Handle> = (0..20).map(|value| heap.push(SCRAMBLED[value], value)).collect();
        for _ in 0..10 {
            heap.pop();
        }
        let found: Vec<Option<(i64, usize)>> = handles.iter().map(|&handle| entry(&heap, handle)).collect();
        let expected: Vec<Option<(i64, usize)>> =
            SCRAMBLED.into_iter().zip(0..).map(|entry| (entry.0 >= 10).then_some(entry)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_key_may_become_smaller() {
        let (mut heap, handles) = heap_of([10, 20, 30, 40, 50, 60, 70]);
        assert_eq!(heap.change_key(handles[6], 5), Some(70));
        assert_eq!(heap.peek(), Some((&5, &6)));
        assert_eq!(heap.change_key(handles[4], 25), Some(50));
        assert_eq!(drained(&mut heap), [(5, 6), (10, 0), (20, 1), (25, 4), (30, 2), (40, 3), (60, 5)]);
    }

    // The usual name, `decrease_key`, lets one forget that a timer may also be put off.
    #[test]
    fn a_key_may_become_larger() {
        let (mut heap, handles) = heap_of([10, 20, 30, 40, 50, 60, 70]);
        assert_eq!(heap.change_key(handles[0], 65), Some(10));
        assert_eq!(heap.peek(), Some((&20, &1)));
        assert_eq!(heap.change_key(handles[1], 45), Some(20));
        assert_eq!(drained(&mut heap), [(30, 2), (40, 3), (45, 1), (50, 4), (60, 5), (65, 0), (70, 6)]);
    }

    #[test]
    fn a_key_may_stay_the_same() {
        let (mut heap, handles) = heap_of([10, 20, 30]);
        assert_eq!(heap.change_key(handles[1], 20), Some(20));
        assert_eq!(drained(&mut heap), [(10, 0), (20, 1), (30, 2)]);
    }

    #[test]
    fn an_entry_is_removed_from_anywhere() {
        for removed in 0..9_usize {
            let (mut heap, handles) = heap_of([3, 7, 1, 8, 2, 9, 5, 4, 6]);
            let key = [3, 7, 1, 8, 2, 9, 5, 4, 6][removed];
            assert_eq!(heap.remove(handles[removed]), Some((key, removed)));
            let expected: Vec<i64> = (1..=9).filter(|&other| other != key).collect();
            assert_eq!(keys(&mut heap), expected, "after {key} was removed");
        }
    }

    // The gap is in the branch of 100, and what fills it comes from the branch of 1: it is smaller than its new parent.
    #[test]
    fn what_fills_the_gap_may_have_to_rise() {
        let (mut heap, handles) = heap_of([0, 100, 1, 101, 102, 2, 3, 103, 104, 105, 106, 4, 5, 6, 7]);
        assert_eq!(heap.remove(handles[3]), Some((101, 3)));
        assert_eq!(keys(&mut heap), [0, 1, 2, 3, 4, 5, 6, 7, 100, 102, 103, 104, 105, 106]);
    }

    #[test]
    fn tasks_come_when_they_are_due() {
        let mut scheduler = Scheduler::new();
        scheduler.schedule(30, "report");
        scheduler.schedule(10, "ping");
        scheduler.schedule(20, "flush");
        assert_eq!(scheduler.next_due(&9), None);
        assert_eq!(scheduler.next_due(&10), Some((10, "ping")), "what is due now, is due");
        assert_eq!(scheduler.next_due(&10), None);
        assert_eq!(scheduler.next_due(&99), Some((20, "flush")));
        assert_eq!(scheduler.next_due(&99), Some((30, "report")));
        assert_eq!(scheduler.next_due(&99), None);
    }

    // A heap says nothing about equals. Two messages to the same customer that change places are an incident.
    #[test]
    fn tasks_of_the_same_time_come_in_the_order_of_scheduling() {
        let mut scheduler = Scheduler::new();
        for task in 0..40 {
            scheduler.schedule(task % 2, task);
        }
        let order: Vec<i32> = std::iter::from_fn(|| scheduler.next_due(&9)).map(|(_, task)| task).collect();
        let expected: Vec<i32> = (0..40).step_by(2).chain((1..40).step_by(2)).collect();
        assert_eq!(order, expected);
    }

    #[test]
    fn a_task_that_is_rescheduled_waits_behind_those_of_its_new_time() {
        let mut scheduler = Scheduler::new();
        let first = scheduler.schedule(5, "first");
        scheduler.schedule(7, "second");
        scheduler.schedule(5, "third");
        assert_eq!(scheduler.reschedule(first, 7), true);
        let last = scheduler.schedule(9, "fourth");
        assert_eq!(scheduler.reschedule(last, 5), true);
        let order: Vec<(i32, &str)> = std::iter::from_fn(|| scheduler.next_due(&9)).collect();
        assert_eq!(order, [(5, "third"), (5, "fourth"), (7, "second"), (7, "first")]);
    }

    #[test]
    fn a_task_that_is_cancelled_does_not_come() {
        let mut scheduler = Scheduler::new();
        let handles = [1, 2, 3].map(|due| scheduler.schedule(due, due * 100));
        assert_eq!(scheduler.cancel(handles[0]), Some(100));
        assert_eq!(scheduler.cancel(handles[0]), None);
        assert_eq!(scheduler.reschedule(handles[0], 0), false);
        assert_eq!(scheduler.next_due(&9), Some((2, 200)));
        assert_eq!(scheduler.cancel(handles[1]), None, "it has come already");
        assert_eq!(scheduler.next_due(&9), Some((3, 300)));
        assert_eq!(scheduler.next_due(&9), None);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_heap_of_no_entries_is_empty() {
        let (mut heap, handles) = heap_of::<i64>([]);
        assert_eq!((heap.len(), heap.is_empty(), handles.len()), (0, true, 0));
        assert_eq!((heap.pop(), heap.peek()), (None, None));
    }

    #[test]
    fn a_single_entry_is_changed_and_removed() {
        let mut heap = IndexedHeap::new();
        let handle = heap.push(5, 0);
        assert_eq!(heap.change_key(handle, 9), Some(5));
        assert_eq!(entry(&heap, handle), Some((9, 0)));
        assert_eq!(heap.remove(handle), Some((9, 0)));
        assert_eq!((heap.pop(), heap.is_empty()), (None, true));
    }

    #[test]
    fn equal_keys_all_leave() {
        let (mut heap, handles) = heap_of([7; 100]);
        assert_eq!(heap.remove(handles[40]), Some((7, 40)));
        assert_eq!(heap.change_key(handles[50], 7), Some(7));
        let mut values: Vec<usize> = drained(&mut heap).into_iter().map(|(_, value)| value).collect();
        values.sort_unstable();
        assert_eq!(values, (0..100).filter(|&value| value != 40).collect::<Vec<_>>());
    }

    #[test]
    fn a_handle_is_stale_when_its_entry_is_gone() {
        let (mut heap, handles) = heap_of([1, 2, 3]);
        assert_eq!(heap.pop(), Some((1, 0)));
        assert_eq!(heap.remove(handles[1]), Some((2, 1)));
        for stale in [handles[0], handles[1]] {
            assert_eq!(entry(&heap, stale), None);
            assert_eq!(heap.change_key(stale, 0), None);
            assert_eq!(heap.remove(stale), None);
        }
        assert_eq!(drained(&mut heap), [(3, 2)]);
        assert_eq!(entry(&heap, handles[2]), None);
    }

    // The place of what is gone is given to what comes next. Whoever holds the old handle must not cancel the new.
    #[test]
    fn a_stale_handle_does_not_lead_to_another_entry() {
        let mut heap = IndexedHeap::new();
        let stale = heap.push(1, 0);
        heap.pop();
        let handle = heap.push(2, 1);
        assert_eq!((entry(&heap, stale), entry(&heap, handle)), (None, Some((2, 1))));
        assert_eq!(heap.change_key(stale, 0), None);
        assert_eq!(heap.remove(stale), None);
        assert_eq!(heap.remove(handle), Some((2, 1)));
        assert_eq!((entry(&heap, stale), entry(&heap, handle)), (None, None));
    }

    // A generation of 8 or 16 bits is back at its start after 256 or 65,536 times, and the first handle is good again.
    #[test]
    fn a_stale_handle_stays_stale_for_ever() {
        let mut heap = IndexedHeap::new();
        let stale = heap.push(0, 0);
        heap.pop();
        let revived = (1..70_000).find(|&round| {
            heap.push(0, round);
            let found = entry(&heap, stale);
            heap.pop();
            found.is_some()
        });
        assert_eq!(revived, None, "the push after which the first handle leads to an entry again");
    }

    #[test]
    fn keys_and_values_need_not_be_cloned() {
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        struct Priority(u32);
        struct Connection(u32);
        let mut heap = IndexedHeap::new();
        let handle = heap.push(Priority(3), Connection(30));
        heap.push(Priority(1), Connection(10));
        let before = heap.change_key(handle, Priority(0));
        assert_eq!(before.map(|key| key.0), Some(3));
        let order: Vec<(u32, u32)> = drained(&mut heap).into_iter().map(|(key, value)| (key.0, value.0)).collect();
        assert_eq!(order, [(0, 30), (1, 10)]);
    }

    // What is taken out belongs to whom it was given, and the heap keeps no part of it.
    #[test]
    fn what_is_taken_out_is_not_kept() {
        let drops = Drops::new();
        {
            let mut heap = IndexedHeap::new();
            let handles: Vec<Handle> = (0..10).map(|key| heap.push(key, drops.value(key))).collect();
            heap.pop();
            heap.remove(handles[5]);
            heap.change_key(handles[7], 70);
            assert_eq!(drops.alive(), 8);
        }
        assert_eq!(drops.alive(), 0, "the values that are left when the heap is gone");
    }

    thread_local! {
        /// How many comparisons of fragile keys are still allowed; `None` is any number.
        static ALLOWED: Cell<Option<u32>> = const { Cell::new(None) };
    }

    /// A key whose comparison panics when it is told to.
    #[derive(PartialEq, Eq)]
    struct Fragile(i64);

    impl PartialOrd for Fragile {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl Ord for Fragile {
        fn cmp(&self, other: &Self) -> Ordering {
            if let Some(allowed) = ALLOWED.get() {
                ALLOWED.set(Some(allowed.checked_sub(1).expect("this comparison panics, as the test wants it to")));
            }
            self.0.cmp(&other.0)
        }
    }

    /// Lets the first, the second, … comparison of `action` panic, until it makes no more of them. Each time 15 entries
    /// must all be there afterwards: by their handles, and when everything is taken out. Says what is not.
    fn loss(action: impl Fn(&mut IndexedHeap<Fragile, usize>, &[Handle])) -> Option<String> {
        let all: Vec<usize> = (0..15).collect();
        for allowed in 0..200 {
            let (mut heap, handles) = heap_of((0..15).map(|place| Fragile(place * 4 % 15 * 10)));
            ALLOWED.set(Some(allowed));
            let panicked = panic_message(|| action(&mut heap, &handles)).is_some();
            ALLOWED.set(None);
            if !panicked {
                return (allowed == 0).then(|| String::from("nothing was compared"));
            }
            let found = |&place: &usize| heap.get(handles[place]).map(|(_, &value)| value) == Some(place);
            if let Some(lost) = all.iter().find(|place| !found(place)) {
                return Some(format!(
                    "after comparison {} panicked, the handle of {lost} leads elsewhere",
                    allowed + 1
                ));
            }
            // What was pushed meanwhile has the value 99, and may be there or not.
            let values = drained(&mut heap).into_iter().map(|(_, value)| value);
            let mut values: Vec<usize> = values.filter(|&value| value != 99).collect();
            values.sort_unstable();
            if values != all {
                return Some(format!(
                    "after comparison {} panicked, these were left of 0 to 14: {values:?}",
                    allowed + 1
                ));
            }
        }
        Some(String::from("it compares on and on"))
    }

    // A comparison may run somebody else's code, and that may panic. The tasks of all others must not be lost with it.
    #[test]
    fn a_comparison_that_panics_in_push_or_pop_loses_no_entry() {
        let popped = loss(|heap, _| {
            heap.pop();
        });
        assert_eq!(popped, None, "by pop");
        let pushed = loss(|heap, _| {
            heap.push(Fragile(-1), 99);
        });
        assert_eq!(pushed, None, "by push");
    }

    // The push before makes sure that something is compared, wherever the entry is.
    #[test]
    fn a_comparison_that_panics_in_the_middle_loses_no_entry() {
        for place in 0..15 {
            for key in [-1, 1000] {
                let changed = loss(|heap, handles| {
                    heap.push(Fragile(-2), 99);
                    heap.change_key(handles[place], Fragile(key));
                });
                assert_eq!(changed, None, "by change_key of entry {place} to {key}");
            }
            let removed = loss(|heap, handles| {
                heap.push(Fragile(-2), 99);
                heap.remove(handles[place]);
            });
            assert_eq!(removed, None, "by remove of entry {place}");
        }
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// The keys differ by the number of the operation, so that there is only one smallest.
    type Key = (i64, usize);

    #[test]
    fn any_operations_agree_with_a_list() {
        property(|draw| {
            let mut heap: IndexedHeap<Key, usize> = IndexedHeap::new();
            let mut handles: Vec<Handle> = Vec::new();
            // The key of each value that was ever pushed; `None` when it is gone.
            let mut model: Vec<Option<Key>> = Vec::new();
            let operations = draw.list(0..=60, |draw| (draw.size(0..=6), draw.number(0..=20), draw.size(0..=40)));
            for (number, (operation, key, which)) in operations.into_iter().enumerate() {
                let key = (key, number);
                let known = which.checked_rem(handles.len()).map(|value| (value, handles[value]));
                match (operation, known) {
                    (0..=2, _) | (_, None) => {
                        draw.note(|| format!("push({key:?}, {})", model.len()));
                        handles.push(heap.push(key, model.len()));
                        model.push(Some(key));
                    }
                    (3, _) => {
                        draw.note(|| "pop()");
                        let smallest = model.iter().enumerate().filter_map(|(value, key)| key.map(|key| (key, value)));
                        let expected = smallest.min();
                        assert_eq!(heap.pop(), expected);
                        if let Some((_, value)) = expected {
                            model[value] = None;
                        }
                    }
                    (4 | 5, Some((value, handle))) => {
                        draw.note(|| format!("change_key(handle of {value}, {key:?})"));
                        assert_eq!(heap.change_key(handle, key), model[value]);
                        model[value] = model[value].map(|_| key);
                    }
                    (_, Some((value, handle))) => {
                        draw.note(|| format!("remove(handle of {value})"));
                        assert_eq!(heap.remove(handle), model[value].take().map(|key| (key, value)));
                    }
                }
                let present = || model.iter().enumerate().filter_map(|(value, key)| key.map(|key| (key, value)));
                assert_eq!(heap.len(), present().count());
                assert_eq!(heap.peek().map(|(&key, &value)| (key, value)), present().min());
                for (value, &handle) in handles.iter().enumerate() {
                    let found = heap.get(handle).map(|(&key, &value)| (key, value));
                    assert_eq!(found, model[value].map(|key| (key, value)), "by the handle of {value}");
                }
            }
            draw.note(|| "pop() until it is empty");
            let mut expected: Vec<Key> = model.into_iter().flatten().collect();
            expected.sort_unstable();
            assert_eq!(keys(&mut heap), expected);
        });
    }

    #[test]
    fn a_heap_made_at_once_agrees_with_sorting() {
        property(|draw| {
            let numbers = draw.list(0..=60, |draw| draw.number(-20..=20));
            draw.note(|| format!("keys = {numbers:?}"));
            let (mut heap, handles) = heap_of(numbers.clone());
            for (value, &handle) in handles.iter().enumerate() {
                assert_eq!(entry(&heap, handle), Some((numbers[value], value)));
            }
            let mut sorted = numbers;
            sorted.sort_unstable();
            assert_eq!(keys(&mut heap), sorted);
        });
    }

    #[test]
    fn a_scheduler_agrees_with_a_stable_sort() {
        property(|draw| {
            let mut scheduler = Scheduler::new();
            let mut handles = Vec::new();
            // Time and task, in the order of scheduling.
            let mut model: Vec<(i64, usize)> = Vec::new();
            let operations = draw.list(0..=60, |draw| (draw.size(0..=7), draw.number(0..=5), draw.size(0..=40)));
            for (operation, time, which) in operations {
                let known = which.checked_rem(handles.len()).map(|task| (task, handles[task]));
                let place = known.and_then(|(task, _)| model.iter().position(|planned| planned.1 == task));
                match (operation, known) {
                    (0..=3, _) | (_, None) => {
                        draw.note(|| format!("schedule({time}, {})", handles.len()));
                        model.push((time, handles.len()));
                        handles.push(scheduler.schedule(time, handles.len()));
                    }
                    (4, Some((task, handle))) => {
                        draw.note(|| format!("reschedule(handle of {task}, {time})"));
                        assert_eq!(scheduler.reschedule(handle, time), place.is_some());
                        if let Some(place) = place {
                            model.remove(place);
                            model.push((time, task));
                        }
                    }
                    (5, Some((task, handle))) => {
                        draw.note(|| format!("cancel(handle of {task})"));
                        assert_eq!(scheduler.cancel(handle), place.map(|place| model.remove(place).1));
                    }
                    _ => {
                        draw.note(|| format!("next_due({time})"));
                        let earliest = model.iter().map(|planned| planned.0).min().filter(|&due| due <= time);
                        let place = model.iter().position(|planned| Some(planned.0) == earliest);
                        assert_eq!(scheduler.next_due(&time), place.map(|place| model.remove(place)));
                    }
                }
            }
            draw.note(|| "next_due(9) until none is left");
            model.sort_by_key(|planned| planned.0);
            let rest: Vec<(i64, usize)> = std::iter::from_fn(|| scheduler.next_due(&9)).take(99).collect();
            assert_eq!(rest, model);
        });
    }
}

mod complexity {
    use super::*;

    const SIZE: i64 = 4096;

    fn comparisons<R>(action: impl FnOnce() -> R) -> u64 {
        let (_, counts) = count(action);
        counts.comparisons + counts.equalities
    }

    /// How many levels the tree has.
    const LEVELS: u64 = 13;

    fn counted(keys: impl IntoIterator<Item = i64>) -> (IndexedHeap<Counted<i64>, usize>, Vec<Handle>) {
        heap_of(keys.into_iter().map(Counted))
    }

    /// The numbers 0..4096, each of them once, in an order that is neither up nor down.
    fn scrambled() -> impl Iterator<Item = i64> {
        (0..SIZE).map(|place| place * 2741 % SIZE)
    }

    // Every key is the smallest so far and rises up to the root.
    #[test]
    fn push_compares_along_one_path() {
        let mut heap = IndexedHeap::new();
        let mut most = 0;
        for key in (0..SIZE).rev() {
            most = most.max(comparisons(|| heap.push(Counted(key), ())));
        }
        assert_within!("a push among 4,096 entries", most, "comparisons", "O(log n)", 2 * LEVELS);
    }

    #[test]
    fn pop_compares_along_one_path() {
        let (mut heap, _) = counted(scrambled());
        let most = (0..SIZE).map(|_| comparisons(|| heap.pop())).max().unwrap_or(0);
        assert_within!("a pop among 4,096 entries", most, "comparisons", "O(log n)", 4 * LEVELS);
    }

    #[test]
    fn change_key_compares_along_one_path() {
        let (mut heap, handles) = counted(scrambled());
        let mut most = 0;
        for (place, &handle) in (0..).zip(&handles) {
            let key = if place % 2 == 0 { -place } else { SIZE + place };
            most = most.max(comparisons(|| heap.change_key(handle, Counted(key))));
        }
        assert_within!("a change_key among 4,096 entries", most, "comparisons", "O(log n)", 4 * LEVELS);
    }

    #[test]
    fn remove_compares_along_one_path() {
        let (mut heap, handles) = counted(scrambled());
        let most = handles.iter().map(|&handle| comparisons(|| heap.remove(handle))).max().unwrap_or(0);
        assert_within!("a remove among 4,096 entries", most, "comparisons", "O(log n)", 4 * LEVELS);
    }

    #[test]
    fn looking_compares_nothing() {
        let (heap, handles) = counted(scrambled());
        let looked = comparisons(|| {
            let found = handles.iter().filter(|&&handle| heap.get(handle).is_some()).count();
            (found, heap.peek().is_some(), heap.len(), heap.is_empty())
        });
        assert_within!("get, peek, len and is_empty", looked, "comparisons", "O(1)", 0);
    }

    // n pushes may take n log n. From the bottom to the top it takes 2n, since most of the tree is at the bottom.
    #[test]
    fn a_heap_is_made_of_entries_in_linear_time() {
        let orders: [(&str, Vec<i64>); 3] = [
            ("in ascending order", (0..SIZE).collect()),
            ("in descending order", (0..SIZE).rev().collect()),
            ("in no order", scrambled().collect()),
        ];
        for (name, keys) in orders {
            let made = comparisons(|| counted(keys));
            assert_within!(format!("from_entries of 4,096 keys {name}"), made, "comparisons", "O(n)", 3 * 4096);
        }
    }

    // To look through the entries for a handle compares no keys, and 80,000 of them 80,000 times take a while.
    #[test]
    fn an_entry_is_not_searched_for() {
        let size = 80_000;
        let (mut heap, handles) = heap_of((0..size).map(|place| place * 2741 % size));
        let mut changed = 0;
        for &handle in &handles {
            changed += usize::from(heap.change_key(handle, 2 * size).is_some());
            changed += usize::from(heap.get(handle).is_some());
        }
        harness::assert_eq!(changed, 2 * handles.len(), "the entries that their handles led to");
    }

    // A connection's time-out is set and cancelled again with every request, and the server runs for a year. The one
    // entry that waits at the top keeps nobody from clearing up below it.
    #[test]
    fn memory_is_for_what_is_there() {
        let mut heap = IndexedHeap::new();
        heap.push(0, [0_u64; 4]);
        let ((), heap_use) = allocations(|| {
            for round in 1..=5000 {
                let handle = heap.push(round, [7; 4]);
                heap.remove(handle);
                heap.push(-round, [7; 4]);
                heap.pop();
            }
        });
        assert_within!(
            "10,000 entries, of which never more than two were there at a time,",
            heap_use.peak_bytes,
            "bytes at one time",
            "O(n)",
            8192
        );
    }

    #[test]
    fn a_scheduler_compares_as_its_heap_does() {
        let mut scheduler = Scheduler::new();
        let mut most = 0;
        let mut handles = Vec::new();
        for task in 0..SIZE {
            most = most.max(comparisons(|| handles.push(scheduler.schedule(Counted(1), task))));
        }
        for &handle in handles.iter().step_by(3) {
            most = most.max(comparisons(|| scheduler.reschedule(handle, Counted(0))));
        }
        for &handle in handles.iter().skip(1).step_by(3) {
            most = most.max(comparisons(|| scheduler.cancel(handle)));
        }
        for _ in 0..SIZE {
            most = most.max(comparisons(|| scheduler.next_due(&Counted(1))));
        }
        // Comparing times and then something else may take two steps.
        assert_within!("one call among 4,096 tasks", most, "comparisons", "O(log n)", 8 * LEVELS);
    }
}
