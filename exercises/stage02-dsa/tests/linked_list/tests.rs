//! A list of boxes is the shortest recursive type there is, and recursion is its trap. Dropped by the compiler, each
//! node drops the next one from inside its own drop: ten values work, ten thousand work, a million take the process
//! down, and nothing in the code looks like a recursion. These tests are long where recursion breaks, count where
//! copies hide, and panic half-way where a list that was taken apart is lost.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::thread;

use harness::prelude::*;

use super::kata::{CursorMut, IntoIter, Iter, IterMut, List};

/// More nodes than a stack has room for frames.
const LONG: usize = 300_000;

fn list_of<T>(values: impl IntoIterator<Item = T>) -> List<T> {
    values.into_iter().collect()
}

fn contents<T: Clone>(list: &List<T>) -> Vec<T> {
    list.iter().cloned().collect()
}

/// Compares by its key alone, so that equals can be told apart.
#[derive(Clone)]
struct Keyed {
    key: i64,
    origin: &'static str,
}

fn keyed(keys: &[i64], origin: &'static str) -> List<Keyed> {
    keys.iter().map(|&key| Keyed { key, origin }).collect()
}

fn keys_and_origins(list: &List<Keyed>) -> Vec<(i64, &'static str)> {
    list.iter().map(|keyed| (keyed.key, keyed.origin)).collect()
}

impl PartialEq for Keyed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Keyed {}

impl PartialOrd for Keyed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Keyed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn the_value_pushed_last_is_popped_first() {
        let mut list = List::new();
        for value in [1, 2, 3] {
            list.push(value);
        }
        assert_eq!(list.len(), 3);
        assert_eq!([list.pop(), list.pop(), list.pop(), list.pop()], [Some(3), Some(2), Some(1), None]);
        assert_eq!((list.len(), list.is_empty()), (0, true));
    }

    #[test]
    fn peek_shows_the_front_and_leaves_it_there() {
        let mut list = List::new();
        list.push("back");
        list.push("front");
        assert_eq!(list.peek(), Some(&"front"));
        if let Some(front) = list.peek_mut() {
            *front = "changed";
        }
        assert_eq!((list.len(), list.pop(), list.pop()), (2, Some("changed"), Some("back")));
    }

    #[test]
    fn collect_keeps_the_order() {
        let list = list_of(["a", "b", "c"]);
        assert_eq!((list.len(), list.is_empty(), list.peek()), (3, false, Some(&"a")));
        assert_eq!(contents(&list), ["a", "b", "c"]);
    }

    #[test]
    fn a_for_loop_lends_changes_or_consumes() {
        let mut list = list_of([1, 2, 3]);
        for value in &mut list {
            *value *= 10;
        }
        let mut sum = 0;
        for value in &list {
            sum += value;
        }
        let mut given = Vec::new();
        for value in list {
            given.push(value);
        }
        assert_eq!((sum, given), (60, vec![10, 20, 30]));
    }

    // All of them at once: what `iter_mut` lends must live as long as the list is borrowed, not as long as one step.
    #[test]
    fn iter_mut_lends_all_values_at_the_same_time() {
        let mut list = list_of(["a", "b", "c"]);
        let mut values: Vec<&mut &str> = list.iter_mut().collect();
        if let [first, .., last] = values.as_mut_slice() {
            std::mem::swap(*first, *last);
        }
        assert_eq!(contents(&list), ["c", "b", "a"]);
    }

    #[test]
    fn reverse_turns_the_order_around() {
        let mut list = list_of([1, 2, 3, 4]);
        list.reverse();
        assert_eq!(contents(&list), [4, 3, 2, 1]);
        assert_eq!((list.len(), list.peek()), (4, Some(&4)));
    }

    #[test]
    fn split_off_returns_what_is_behind_the_first_values() {
        let mut list = list_of([1, 2, 3, 4, 5]);
        let tail = list.split_off(2);
        assert_eq!((contents(&list), contents(&tail)), (vec![1, 2], vec![3, 4, 5]));
        assert_eq!((list.len(), tail.len()), (2, 3));
    }

    // Each value is asked about once, from front to back: a closure may count or remember.
    #[test]
    fn retain_keeps_what_it_is_told_to() {
        let mut list = list_of([1, 2, 3, 4, 6, 7]);
        let mut asked = Vec::new();
        list.retain(|&value| {
            asked.push(value);
            value % 2 == 1
        });
        assert_eq!((contents(&list), list.len()), (vec![1, 3, 7], 3));
        assert_eq!(asked, [1, 2, 3, 4, 6, 7]);
    }

    #[test]
    fn merge_interleaves_two_sorted_lists() {
        let mut list = list_of([1, 4, 6, 9]);
        list.merge(list_of([0, 2, 5, 10, 11]));
        assert_eq!((contents(&list), list.len()), (vec![0, 1, 2, 4, 5, 6, 9, 10, 11], 9));
    }

    // Who merges pages of a log relies on this: equal timestamps stay in the order of their pages.
    #[test]
    fn merge_puts_its_own_values_before_equal_ones_of_the_other() {
        let mut list = keyed(&[1, 1, 3], "own");
        list.merge(keyed(&[1, 2, 3, 3], "other"));
        let expected = [(1, "own"), (1, "own"), (1, "other"), (2, "other"), (3, "own"), (3, "other"), (3, "other")];
        assert_eq!(keys_and_origins(&list), expected);
    }

    // After a removal the cursor stands on the next value already. Who moves on as well skips one.
    #[test]
    fn a_cursor_removes_where_it_stands() {
        let mut list = list_of([1, 2, 3, 4]);
        let mut cursor = list.cursor_mut();
        cursor.move_next();
        assert_eq!(cursor.remove_current(), Some(2));
        assert_eq!(cursor.current(), Some(&mut 3));
        assert_eq!(cursor.remove_current(), Some(3));
        assert_eq!(cursor.current(), Some(&mut 4));
        assert_eq!((contents(&list), list.len()), (vec![1, 4], 2));
    }

    #[test]
    fn a_cursor_inserts_before_the_value_on_which_it_stays() {
        let mut list = list_of([1, 4]);
        let mut cursor = list.cursor_mut();
        cursor.insert_before(0);
        assert_eq!(cursor.current(), Some(&mut 1));
        cursor.move_next();
        cursor.insert_before(2);
        cursor.insert_before(3);
        assert_eq!(cursor.current(), Some(&mut 4));
        assert_eq!((contents(&list), list.len()), (vec![0, 1, 2, 3, 4], 5));
    }

    #[test]
    fn a_cursor_changes_the_value_on_which_it_stands() {
        let mut list = list_of([1, 2]);
        let mut cursor = list.cursor_mut();
        cursor.move_next();
        if let Some(value) = cursor.current() {
            *value += 40;
        }
        assert_eq!(contents(&list), [1, 42]);
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn an_empty_list_bears_everything() {
        let mut list: List<i64> = List::new();
        list.reverse();
        list.retain(|_| true);
        list.merge(List::new());
        let tail = list.split_off(0);
        assert_eq!((tail.len(), list.len(), list.is_empty()), (0, 0, true));
        assert_eq!((list.peek(), list.iter().next()), (None, None));
        assert_eq!(list.peek_mut(), None);
        assert_eq!(list.iter_mut().next(), None);
        assert_eq!((list.pop(), list.into_iter().next()), (None, None));
    }

    #[test]
    fn an_iterator_that_ended_stays_ended() {
        let mut list = list_of([1]);
        assert_eq!(next_three(list.iter()), [Some(&1), None, None]);
        assert_eq!(next_three(list.iter_mut()), [Some(&mut 1), None, None]);
        assert_eq!(next_three(list.into_iter()), [Some(1), None, None]);
    }

    fn next_three<I: Iterator>(mut values: I) -> [Option<I::Item>; 3] {
        [values.next(), values.next(), values.next()]
    }

    #[test]
    fn split_off_works_at_both_ends() {
        let mut list = list_of([1, 2, 3]);
        let nothing = list.split_off(3);
        assert_eq!((contents(&list), contents(&nothing)), (vec![1, 2, 3], vec![]));
        let all = list.split_off(0);
        assert_eq!((contents(&list), contents(&all)), (vec![], vec![1, 2, 3]));
        assert_eq!((list.len(), nothing.len(), all.len()), (0, 0, 3));
    }

    #[test]
    fn split_off_behind_the_end_panics_and_changes_nothing() {
        let mut list = list_of([1, 2, 3]);
        assert_eq!(contents(&list.split_off(2)), [3]);
        let message = panic_message(|| drop(list.split_off(3)));
        assert!(message.is_some(), "there are only two values left");
        assert_eq!((contents(&list), list.len()), (vec![1, 2], 2));
    }

    #[test]
    fn merge_with_nothing_changes_nothing() {
        let mut list = list_of([1, 2]);
        list.merge(List::new());
        assert_eq!((contents(&list), list.len()), (vec![1, 2], 2));
        let mut empty = List::new();
        empty.merge(list);
        assert_eq!((contents(&empty), empty.len()), (vec![1, 2], 2));
    }

    #[test]
    fn merge_takes_what_is_wholly_before_or_behind() {
        let mut list = list_of([5, 6]);
        list.merge(list_of([7, 8, 9]));
        list.merge(list_of([1, 2]));
        assert_eq!((contents(&list), list.len()), (vec![1, 2, 5, 6, 7, 8, 9], 7));
    }

    #[test]
    fn a_cursor_at_the_end_stays_there_and_appends() {
        let mut list = list_of([1]);
        let mut cursor = list.cursor_mut();
        cursor.move_next();
        cursor.move_next();
        assert_eq!((cursor.current().is_none(), cursor.remove_current()), (true, None));
        cursor.insert_before(2);
        cursor.insert_before(3);
        assert_eq!((cursor.current().is_none(), cursor.remove_current()), (true, None));
        assert_eq!((contents(&list), list.len()), (vec![1, 2, 3], 3));
    }

    #[test]
    fn a_cursor_can_remove_everything_and_begin_again() {
        let mut list = list_of([1, 2]);
        let mut cursor = list.cursor_mut();
        assert_eq!(
            [cursor.remove_current(), cursor.remove_current(), cursor.remove_current()],
            [Some(1), Some(2), None]
        );
        cursor.insert_before(3);
        assert_eq!((contents(&list), list.len()), (vec![3], 1));
    }

    // Whoever takes the list apart to build it anew holds the rest in a local variable when the predicate panics, and
    // the caller is left with an empty list. At work that is an index that forgets its entries after one bad one.
    #[test]
    fn a_panic_in_retain_loses_only_what_was_refused() {
        let drops = Drops::new();
        let mut list = list_of((0..10).map(|value| drops.value(value)));
        let message = panic_message(|| {
            list.retain(|number| {
                std::assert!(number.value != 6, "a bad value");
                number.value % 2 == 1
            });
        });
        assert_eq!(message.as_deref(), Some("a bad value"));
        let left: Vec<i32> = list.iter().map(|number| number.value).collect();
        assert_eq!((left, list.len()), (vec![1, 3, 5, 6, 7, 8, 9], 7));
        assert_eq!((drops.alive(), drops.dropped()), (7, 3));
    }

    // The other list was given away, so its values may go. Those of the list itself may not, and its length is true.
    #[test]
    fn a_panic_in_merge_keeps_the_own_values() {
        for bad in [11, 13, 15] {
            let drops = Drops::new();
            let fragile = |keys: &[i64]| list_of(keys.iter().map(|&key| drops.value(Fragile { key, bad })));
            let mut list = fragile(&[10, 12, 14, 16]);
            let other = fragile(&[11, 13, 15]);
            let message = panic_message(|| list.merge(other));
            assert_eq!(message.as_deref(), Some("a bad value"));
            let keys: Vec<i64> = list.iter().map(|fragile| fragile.value.key).collect();
            let own: Vec<i64> = keys.iter().copied().filter(|key| key % 2 == 0).collect();
            assert_eq!(own, [10, 12, 14, 16], "{bad} cannot be compared");
            assert_eq!(list.len().abs_diff(keys.len()), 0, "len and the number of values differ");
            drop(list);
            assert_eq!(drops.alive(), 0, "values of either list that were never dropped");
        }
    }

    /// Panics when it is compared and its key is the bad one.
    struct Fragile {
        key: i64,
        bad: i64,
    }

    impl Ord for Fragile {
        fn cmp(&self, other: &Self) -> Ordering {
            std::assert!(self.key != self.bad && other.key != self.bad, "a bad value");
            self.key.cmp(&other.key)
        }
    }

    impl PartialOrd for Fragile {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl PartialEq for Fragile {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other).is_eq()
        }
    }

    impl Eq for Fragile {}

    #[test]
    fn every_value_is_dropped_once() {
        let drops = Drops::new();
        let make = |count: i64| list_of((0..count).map(|number| drops.value(number)));
        let mut list = make(10);
        drop(list.pop());
        drop(list.split_off(7));
        list.cursor_mut().remove_current();
        list.merge(make(3));
        list.reverse();
        assert_eq!((list.len(), drops.alive(), drops.dropped()), (9, 9, 4));
        let mut values = list.into_iter();
        drop(values.next());
        drop(values.next());
        assert_eq!((drops.alive(), drops.dropped()), (7, 6));
        drop(values);
        assert_eq!((drops.alive(), drops.dropped()), (0, 13), "what an iterator did not give must go with it");
    }

    // Sharing nodes by `Rc`, or hiding them behind raw pointers, compiles until somebody puts a list into a worker
    // thread.
    #[test]
    fn a_list_may_be_shared_with_threads_and_sent_to_them() {
        let list = list_of(0..100);
        let lent: u64 = thread::scope(|scope| scope.spawn(|| list.iter().sum()).join().unwrap_or_default());
        let sent: u64 = thread::spawn(move || list.into_iter().sum()).join().unwrap_or_default();
        assert_eq!((lent, sent), (4950, 4950));
    }

    // That it compiles is the test: a list of what lives long may stand where a list of what lives shorter is wanted.
    #[test]
    fn a_list_is_covariant_as_a_vector_is() {
        fn shorter<'a>(list: List<&'static str>, _: &'a str) -> List<&'a str> {
            list
        }
        fn shorter_iter<'a>(iter: Iter<'a, &'static str>, _: &'a str) -> Iter<'a, &'a str> {
            iter
        }
        fn shorter_into_iter<'a>(iter: IntoIter<&'static str>, _: &'a str) -> IntoIter<&'a str> {
            iter
        }
        fn is_send_and_sync<T: Send + Sync>(_: &T) {}
        let local = String::from("local");
        let mut list = shorter(list_of(["a"]), &local);
        list.push(&local);
        is_send_and_sync::<IterMut<'_, _>>(&list.iter_mut());
        is_send_and_sync::<CursorMut<'_, _>>(&list.cursor_mut());
        assert_eq!(contents(&list), ["local", "a"]);
        let long = list_of(["b"]);
        assert_eq!(shorter_iter(long.iter(), &local).next(), Some(&"b"));
        assert_eq!(shorter_into_iter(long.into_iter(), &local).next(), Some("b"));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[derive(Clone, Copy, Debug)]
    enum Operation {
        Push(i64),
        Pop,
        AddToFront(i64),
        AddToAll(i64),
        Reverse,
        KeepMultiplesOf(i64),
        SplitOffAndKeepHead(usize),
        SplitOffAndKeepTail(usize),
        Recollect,
    }

    impl Operation {
        fn draw(draw: &mut Draw<'_>) -> Self {
            match draw.size(0..=11) {
                0..=3 => Self::Push(draw.number(0..=99)),
                4 => Self::Pop,
                5 => Self::AddToFront(draw.number(1..=9)),
                6 => Self::AddToAll(draw.number(1..=9)),
                7 => Self::Reverse,
                8 => Self::KeepMultiplesOf(draw.number(1..=4)),
                9 => Self::SplitOffAndKeepHead(draw.size(0..=8)),
                10 => Self::SplitOffAndKeepTail(draw.size(0..=2)),
                _ => Self::Recollect,
            }
        }
    }

    #[test]
    fn a_list_behaves_as_a_deque_does() {
        property(|draw| {
            let operations = draw.list(0..=60, Operation::draw);
            let (mut list, mut model) = (List::new(), VecDeque::new());
            for operation in operations {
                draw.note(|| format!("{operation:?}"));
                match operation {
                    Operation::Push(value) => {
                        list.push(value);
                        model.push_front(value);
                    }
                    Operation::Pop => assert_eq!(list.pop(), model.pop_front()),
                    Operation::AddToFront(more) => {
                        list.peek_mut().into_iter().for_each(|value| *value += more);
                        model.front_mut().into_iter().for_each(|value| *value += more);
                    }
                    Operation::AddToAll(more) => {
                        for value in list.iter_mut().chain(model.iter_mut()) {
                            *value += more;
                        }
                    }
                    Operation::Reverse => {
                        list.reverse();
                        model.make_contiguous().reverse();
                    }
                    Operation::KeepMultiplesOf(divisor) => {
                        list.retain(|value| value % divisor == 0);
                        model.retain(|value| value % divisor == 0);
                    }
                    Operation::SplitOffAndKeepHead(at) => {
                        let at = at.min(model.len());
                        assert_eq!(contents(&list.split_off(at)), model.split_off(at).make_contiguous());
                    }
                    Operation::SplitOffAndKeepTail(at) => {
                        let at = at.min(model.len());
                        list = list.split_off(at);
                        model = model.split_off(at);
                    }
                    Operation::Recollect => list = list.into_iter().collect(),
                }
                assert_eq!(contents(&list), model.make_contiguous());
                assert_eq!((list.len(), list.is_empty()), (model.len(), model.is_empty()));
                assert_eq!(list.peek(), model.front());
            }
        });
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        MoveNext,
        RemoveCurrent,
        InsertBefore(i64),
        AddToCurrent(i64),
    }

    impl Step {
        fn draw(draw: &mut Draw<'_>) -> Self {
            match draw.size(0..=6) {
                0..=2 => Self::MoveNext,
                3..=4 => Self::RemoveCurrent,
                5 => Self::InsertBefore(draw.number(100..=199)),
                _ => Self::AddToCurrent(draw.number(1..=9) * 1000),
            }
        }
    }

    #[test]
    fn a_cursor_behaves_as_an_index_does() {
        property(|draw| {
            let mut model: Vec<i64> = (0..draw.number(0..=12)).collect();
            let steps = draw.list(0..=20, Step::draw);
            let mut list = list_of(model.iter().copied());
            draw.note(|| format!("list = {model:?}"));
            let (mut cursor, mut index) = (list.cursor_mut(), 0);
            for step in steps {
                draw.note(|| format!("{step:?}"));
                match step {
                    Step::MoveNext => {
                        cursor.move_next();
                        index = model.len().min(index + 1);
                    }
                    Step::RemoveCurrent => {
                        let expected = (index < model.len()).then(|| model.remove(index));
                        assert_eq!(cursor.remove_current(), expected);
                    }
                    Step::InsertBefore(value) => {
                        cursor.insert_before(value);
                        model.insert(index, value);
                        index += 1;
                    }
                    Step::AddToCurrent(more) => {
                        cursor.current().into_iter().for_each(|value| *value += more);
                        model.get_mut(index).into_iter().for_each(|value| *value += more);
                    }
                }
                assert_eq!(cursor.current(), model.get_mut(index));
            }
            assert_eq!((contents(&list), list.len()), (model.clone(), model.len()));
        });
    }

    #[test]
    fn merge_is_a_stable_sort_of_both_lists() {
        property(|draw| {
            let mut sorted = || {
                let mut keys = draw.list(0..=30, |draw| draw.number(0..=12));
                keys.sort_unstable();
                keys
            };
            let (own, other) = (sorted(), sorted());
            draw.note(|| format!("own = {own:?}"));
            draw.note(|| format!("other = {other:?}"));
            let mut list = keyed(&own, "own");
            list.merge(keyed(&other, "other"));
            let mut expected: Vec<(i64, &str)> = own.iter().map(|&key| (key, "own")).collect();
            expected.extend(other.iter().map(|&key| (key, "other")));
            expected.sort_by_key(|&(key, _)| key);
            assert_eq!((keys_and_origins(&list), list.len()), (expected.clone(), expected.len()));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    #[track_caller]
    fn assert_allocates_nothing<R>(action: &str, work: impl FnOnce() -> R) -> R {
        let (result, asked) = allocations(work);
        assert_within!(action, asked.count, "allocations", "relinking", 0);
        result
    }

    #[test]
    fn push_and_insert_allocate_one_node_each() {
        let (mut list, asked) = allocations(List::new);
        assert_within!("List::new", asked.count, "allocations", "a list without nodes", 0);
        let ((), asked) = allocations(|| (0..1000_u64).for_each(|value| list.push(value)));
        assert_within!("1,000 calls of push", asked.count, "allocations", "one a node", 1000);
        let ((), asked) = allocations(|| {
            let mut cursor = list.cursor_mut();
            (0..1000).for_each(|value| cursor.insert_before(value));
        });
        assert_within!("1,000 calls of insert_before", asked.count, "allocations", "one a node", 1000);
        assert_eq!(list.len(), 2000);
    }

    #[test]
    fn reverse_allocates_nothing() {
        let mut list = list_of(0..1000);
        assert_allocates_nothing("reverse of 1,000 values", || list.reverse());
        assert_eq!(contents(&list), (0..1000).rev().collect::<Vec<_>>());
    }

    #[test]
    fn split_off_allocates_nothing() {
        let mut list = list_of(0..1000);
        let tail = assert_allocates_nothing("split_off in the middle of 1,000 values", || list.split_off(500));
        assert_eq!((list.len(), tail.len()), (500, 500));
    }

    #[test]
    fn retain_and_removal_allocate_nothing() {
        let mut list = list_of(0..1000);
        assert_allocates_nothing("retain on 1,000 values", || list.retain(|value| value % 2 == 0));
        assert_eq!((list.len(), list.peek()), (500, Some(&0)));
        let removed = assert_allocates_nothing("remove_current at each second of 500 values", || {
            let mut cursor = list.cursor_mut();
            let mut removed = 0;
            while cursor.remove_current().is_some() {
                removed += 1;
                cursor.move_next();
            }
            removed
        });
        assert_eq!((removed, list.len()), (250, 250));
    }

    #[test]
    fn merge_allocates_nothing() {
        let mut list = list_of((0..1000).filter(|value| value % 3 == 0));
        let other = list_of((0..1000).filter(|value| value % 3 != 0));
        assert_allocates_nothing("merge of 1,000 values", || list.merge(other));
        assert_eq!(contents(&list), (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn walking_allocates_nothing() {
        let mut list = list_of(1..=1000_u64);
        assert_allocates_nothing("iter_mut over 1,000 values", || list.iter_mut().for_each(|value| *value *= 2));
        let lent: u64 = assert_allocates_nothing("iter over 1,000 values", || list.iter().sum());
        let given: u64 = assert_allocates_nothing("into_iter over 1,000 values", || list.into_iter().sum());
        assert_eq!((lent, given), (1_001_000, 1_001_000));
    }

    // A list that carries its values from node to node, or keeps them in a vector, pays for the size of each value.
    #[test]
    fn values_stay_where_they_are() {
        let places = |list: &List<u64>| -> Vec<(u64, usize)> {
            let mut places: Vec<_> = list.iter().map(|value| (*value, std::ptr::from_ref(value).addr())).collect();
            places.sort_unstable();
            places
        };
        let mut list = list_of((0..200).step_by(2));
        let mut other = list_of((1..200).step_by(2));
        let before = [places(&list), places(&other)].concat();
        list.reverse();
        list.reverse();
        other.merge(list.split_off(40));
        list.merge(other);
        list.retain(|&value| value != 77);
        list.cursor_mut().remove_current();
        list.push(1000);
        let mut expected = before;
        expected.sort_unstable();
        expected.retain(|&(value, _)| value != 77 && value != 0);
        let stayed = places(&list).into_iter().filter(|place| expected.contains(place)).count();
        assert_eq!(stayed, 198, "of 198 values that were in the lists all along, so many are at their old address");
    }

    #[test]
    fn merge_looks_at_each_value_once() {
        // The other list's numbers are `2 n + distance`, the own ones `2 n + 10,000`.
        for (name, distance) in
            [("interleaved", 10_001), ("equal", 10_000), ("consecutive", 20_000), ("reversely consecutive", 0)]
        {
            let own = |number: u64| Counted(2 * number + 10_000);
            let other = |number: u64| Counted(2 * number + distance);
            let mut list = list_of((0..1000).map(own));
            let other = list_of((0..1000).map(other));
            let ((), counts) = count(|| list.merge(other));
            assert_eq!(list.len(), 2000);
            assert_within!(
                format!("merge of two {name} lists of 1,000 values"),
                counts.comparisons + counts.equalities,
                "comparisons",
                "n + m - 1",
                1999
            );
        }
    }

    // The trap of the exercise: one frame per node is some 100 MB of stack. Forgetting the nodes instead is no way out.
    #[test]
    fn a_million_nodes_are_dropped_without_recursion() {
        let ((), asked) = allocations(|| {
            let mut list = List::new();
            (0..1_000_000_u32).for_each(|value| list.push(value));
        });
        assert_eq!(asked.kept_bytes, 0, "bytes of a list of a million values that were never given back");
    }

    #[test]
    fn what_is_left_of_an_iterator_is_dropped_without_recursion() {
        let (first, asked) = allocations(|| list_of(0..LONG).into_iter().next());
        assert_eq!(first, Some(0));
        assert_eq!(asked.kept_bytes, 0, "bytes of {LONG} values that were never given back");
    }

    #[test]
    fn long_lists_are_reversed_cut_and_filtered_without_recursion() {
        let mut list = list_of(0..LONG);
        list.reverse();
        assert_eq!(list.peek(), Some(&(LONG - 1)));
        let tail = list.split_off(LONG / 2);
        assert_eq!((list.len(), tail.len()), (LONG / 2, LONG / 2));
        list.retain(|value| value % 1000 == 0);
        assert_eq!((list.len(), list.peek()), (LONG / 2000, Some(&(LONG - 1000))));
    }

    #[test]
    fn long_lists_are_merged_without_recursion() {
        let mut list = list_of((0..LONG).step_by(2));
        list.merge(list_of((1..LONG).step_by(2)));
        assert_eq!((list.len(), list.peek()), (LONG, Some(&0)));
        assert_eq!(list.iter().zip(0..LONG).filter(|&(&value, index)| value != index).count(), 0);
    }

    // Nobody can count the steps of a walk from outside, so this takes for ever when `len` or an insertion walks.
    #[test]
    fn len_and_the_cursor_do_not_walk_from_the_front() {
        let mut list = List::new();
        let mut sum = 0;
        for value in 0..LONG {
            list.push(value);
            sum += list.len();
        }
        assert_eq!(sum, LONG * (LONG + 1) / 2);
        let mut cursor = list.cursor_mut();
        for value in 0..LONG / 2 {
            cursor.move_next();
            cursor.insert_before(value);
            cursor.remove_current();
        }
        assert_eq!(list.len(), LONG);
    }
}
