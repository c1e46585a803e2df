//! A search tree is quick as long as it is bushy, and keys love to arrive in order: time stamps, running numbers, names
//! from a sorted file. Then a plain tree becomes a list, and nobody notices until it is long. These tests insert and
//! remove in all orders that are hard on a tree, and count the comparisons. They also ask each node for what it knows of
//! its subtree, after it was turned around, and walk ranges from both ends until those meet.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

use harness::prelude::*;

use super::kata::{OrderedMap, Range};

/// A map of these keys; the value of each is ten times as much.
fn map_of(keys: impl IntoIterator<Item = i64>) -> OrderedMap<i64, i64> {
    let mut map = OrderedMap::new();
    for key in keys {
        map.insert(key, 10 * key);
    }
    map
}

fn entry(found: Option<(&i64, &i64)>) -> Option<(i64, i64)> {
    found.map(|(&key, &value)| (key, value))
}

/// What a range without an entry shows.
const NO_KEYS: [i64; 0] = [];

/// What a range shows, from its start.
fn keys<V>(range: Range<'_, i64, V>) -> Vec<i64> {
    // A range that never ends must not fill the memory.
    range.map(|(&key, _)| key).take(100_000).collect()
}

/// The numbers 0 to `size` - 1, each of them once, in an order that is neither up nor down.
fn scrambled(size: i64) -> impl DoubleEndedIterator<Item = i64> {
    (0..size).map(move |place| place * 2741 % size)
}

/// 0, `size` - 1, 1, `size` - 2 and so on: each key lies between all that came before.
fn from_the_ends(size: i64) -> Vec<i64> {
    (0..size).map(|place| if place % 2 == 0 { place / 2 } else { size - 1 - place / 2 }).collect()
}

/// The same backwards: each key lies outside all that came before.
fn from_the_middle(size: i64) -> Vec<i64> {
    from_the_ends(size).into_iter().rev().collect()
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_value_is_found_by_its_key() {
        let mut map = OrderedMap::new();
        for (key, value) in [(5, "e"), (2, "b"), (8, "h"), (1, "a"), (9, "i"), (3, "c")] {
            assert_eq!(map.insert(key, value), None);
        }
        let found = [0, 1, 2, 3, 4, 5, 8, 9, 10].map(|key| map.get(&key).copied());
        let expected = [None, Some("a"), Some("b"), Some("c"), None, Some("e"), Some("h"), Some("i"), None];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_key_that_is_there_gets_a_new_value() {
        let mut map = OrderedMap::new();
        map.insert("tea", 3);
        map.insert("milk", 1);
        assert_eq!(map.insert("tea", 4), Some(3));
        assert_eq!(map.insert("tea", 5), Some(4));
        assert_eq!((map.get(&"tea"), map.get(&"milk"), map.len()), (Some(&5), Some(&1), 2));
    }

    #[test]
    fn len_counts_the_entries() {
        let mut map = map_of([4, 2, 6]);
        assert_eq!(map.len(), 3);
        map.insert(5, 0);
        map.insert(2, 0);
        assert_eq!(map.len(), 4);
        map.remove(&4);
        map.remove(&4);
        assert_eq!(map.len(), 3);
    }

    // A leaf, a node with one child and a node with two each leave in another way. Among 31 keys each of them comes up,
    // whatever the tree.
    #[test]
    fn an_entry_is_removed_from_anywhere() {
        for removed in 0..31 {
            let mut map = map_of(scrambled(31));
            assert_eq!(map.remove(&removed), Some(10 * removed));
            let expected: Vec<i64> = (0..31).filter(|&key| key != removed).collect();
            assert_eq!(keys(map.range(..)), expected, "after {removed} was removed");
            assert_eq!((map.remove(&removed), map.get(&removed), map.len()), (None, None, 30));
        }
    }

    // What takes the place of a removed node may have a subtree of its own.
    #[test]
    fn a_map_is_taken_apart_in_any_order() {
        let orders: [(&str, Vec<i64>); 4] = [
            ("the smallest first", (0..100).collect()),
            ("the largest first", (0..100).rev().collect()),
            ("from the middle outwards", from_the_middle(100)),
            ("in no order", scrambled(100).collect()),
        ];
        for (name, order) in orders {
            let mut map = map_of(0..100);
            for (place, key) in order.iter().enumerate() {
                assert_eq!(map.remove(key), Some(10 * key), "removing {key}, {name}");
                let mut expected = order[place + 1..].to_vec();
                expected.sort_unstable();
                assert_eq!(keys(map.range(..)), expected, "after {key} was removed, {name}");
            }
        }
    }

    #[test]
    fn rank_counts_the_smaller_keys() {
        let map = map_of([50, 20, 80, 10, 30, 70, 90, 60]);
        let ranks = [10, 20, 30, 50, 60, 70, 80, 90].map(|key| map.rank(&key));
        assert_eq!(ranks, [0, 1, 2, 3, 4, 5, 6, 7]);
        let ranks = [5, 15, 25, 40, 55, 65, 75, 85, 95].map(|key| map.rank(&key));
        assert_eq!(ranks, [0, 1, 2, 3, 4, 5, 6, 7, 8], "of keys that are not there");
    }

    #[test]
    fn select_finds_the_entry_at_a_place() {
        let map = map_of([50, 20, 80, 10, 30, 70, 90, 60]);
        let found: Vec<(i64, i64)> = (0..20).map_while(|index| entry(map.select(index))).collect();
        let expected = [10, 20, 30, 50, 60, 70, 80, 90].map(|key| (key, 10 * key));
        assert_eq!(found, expected);
    }

    // A rotation changes who is below whom. The number of nodes below must follow, in both nodes that change places.
    #[test]
    fn rank_and_select_stay_right_when_the_tree_turns() {
        let orders: [(&str, Vec<i64>); 4] = [
            ("in ascending order", (0..64).collect()),
            ("in descending order", (0..64).rev().collect()),
            ("from both ends inwards", from_the_ends(64)),
            ("from the middle outwards", from_the_middle(64)),
        ];
        for (name, order) in orders {
            let mut map = OrderedMap::new();
            let mut sorted = Vec::new();
            for key in order {
                map.insert(key, 10 * key);
                sorted.push(key);
                sorted.sort_unstable();
                let ranks: Vec<usize> = sorted.iter().map(|key| map.rank(key)).collect();
                assert_eq!(ranks, (0..sorted.len()).collect::<Vec<_>>(), "inserted {name}, up to {key}");
                let selected: Vec<i64> = (0..64).map_while(|index| map.select(index)).map(|(&key, _)| key).collect();
                assert_eq!(selected, sorted, "inserted {name}, up to {key}");
            }
        }
    }

    #[test]
    fn rank_and_select_follow_what_is_removed() {
        let mut map = map_of(0..100);
        for key in (0..100).filter(|key| key % 3 != 0) {
            map.remove(&key);
        }
        let ranks: Vec<usize> = (0..100).map(|key| map.rank(&key)).collect();
        assert_eq!(ranks, (0..100_usize).map(|key| key.div_ceil(3)).collect::<Vec<_>>());
        let selected: Vec<i64> = (0..100).map_while(|index| map.select(index)).map(|(&key, _)| key).collect();
        assert_eq!(selected, (0..100).step_by(3).collect::<Vec<_>>());
    }

    #[test]
    fn a_range_shows_its_entries_in_order() {
        let map = map_of(scrambled(20));
        let found: Vec<(i64, i64)> = map.range(7..12).map(|(&key, &value)| (key, value)).collect();
        assert_eq!(found, [(7, 70), (8, 80), (9, 90), (10, 100), (11, 110)]);
        assert_eq!(keys(map.range(..)), (0..20).collect::<Vec<_>>());
    }

    // Each bound may be there, left out, or not be given, and its key may be in the map or not.
    #[test]
    fn a_range_keeps_to_its_bounds() {
        let map = map_of([20, 40, 10, 30, 50]);
        assert_eq!(keys(map.range(20..40)), [20, 30]);
        assert_eq!(keys(map.range(20..=40)), [20, 30, 40]);
        assert_eq!(keys(map.range(15..45)), [20, 30, 40]);
        assert_eq!(keys(map.range(15..=45)), [20, 30, 40]);
        assert_eq!(keys(map.range(30..)), [30, 40, 50]);
        assert_eq!(keys(map.range(..30)), [10, 20]);
        assert_eq!(keys(map.range(..=30)), [10, 20, 30]);
        assert_eq!(keys(map.range((Bound::Excluded(20), Bound::Included(40)))), [30, 40]);
        assert_eq!(keys(map.range((Bound::Excluded(20), Bound::Excluded(40)))), [30]);
        assert_eq!(keys(map.range((Bound::Excluded(25), Bound::Unbounded))), [30, 40, 50]);
    }

    // The nearest key at most, at least, below and above: four questions, and each is the end of a range.
    #[test]
    fn the_neighbours_of_a_key_are_ends_of_ranges() {
        let map = map_of([20, 40, 10, 30, 50]);
        let floor = |key: i64| entry(map.range(..=key).next_back());
        assert_eq!([9, 10, 29, 99].map(floor), [None, Some((10, 100)), Some((20, 200)), Some((50, 500))]);
        let ceiling = |key: i64| entry(map.range(key..).next());
        assert_eq!([0, 30, 31, 51].map(ceiling), [Some((10, 100)), Some((30, 300)), Some((40, 400)), None]);
        let below = |key: i64| entry(map.range(..key).next_back());
        assert_eq!([10, 30, 31].map(below), [None, Some((20, 200)), Some((30, 300))]);
        let above = |key: i64| entry(map.range((Bound::Excluded(key), Bound::Unbounded)).next());
        assert_eq!([30, 31, 50].map(above), [Some((40, 400)), Some((40, 400)), None]);
    }

    #[test]
    fn a_range_is_walked_backwards() {
        let map = map_of(scrambled(20));
        let found: Vec<i64> = map.range(7..12).rev().map(|(&key, _)| key).collect();
        assert_eq!(found, [11, 10, 9, 8, 7]);
    }

    // Each entry comes once, from one end or the other.
    #[test]
    fn the_ends_of_a_range_meet() {
        let map = map_of(scrambled(20));
        let mut range = map.range(5..=11);
        let found = [
            entry(range.next()),
            entry(range.next_back()),
            entry(range.next_back()),
            entry(range.next()),
            entry(range.next()),
            entry(range.next_back()),
            entry(range.next()),
        ];
        let expected = [5, 11, 10, 6, 7, 9, 8].map(|key| Some((key, 10 * key)));
        assert_eq!(found, expected);
        for _ in 0..3 {
            assert_eq!((entry(range.next()), entry(range.next_back())), (None, None), "after they have met");
        }
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn an_empty_map_has_nothing_to_find() {
        let mut map = map_of([]);
        assert_eq!((map.len(), map.rank(&1), map.remove(&1), map.get(&1)), (0, 0, None, None));
        assert_eq!((entry(map.select(0)), entry(map.range(..).next())), (None, None));
        assert_eq!((entry(map.range(1..2).next()), entry(map.range(..).next_back())), (None, None));
    }

    #[test]
    fn a_map_is_used_again_after_its_last_entry_is_gone() {
        let mut map = map_of([1]);
        assert_eq!((map.remove(&1), map.len(), entry(map.range(..).next())), (Some(10), 0, None));
        map.insert(2, 20);
        assert_eq!((entry(map.select(0)), map.len(), map.rank(&2), map.rank(&3)), (Some((2, 20)), 1, 0, 1));
    }

    // The map is read by page numbers that come from a request.
    #[test]
    fn there_is_no_entry_behind_the_last() {
        let map = map_of(0..10);
        let found = [9, 10, 11, usize::MAX].map(|index| entry(map.select(index)));
        assert_eq!(found, [Some((9, 90)), None, None, None]);
    }

    // Nobody knows on the way down whether the key is there: whoever counts already then, counts wrongly.
    #[test]
    fn what_changes_no_entry_changes_no_count() {
        let mut map = map_of(0..50);
        for key in 0..50 {
            map.insert(key, 1);
            map.remove(&(key + 100));
            map.remove(&(-1 - key));
        }
        assert_eq!(map.len(), 50);
        let ranks: Vec<usize> = (0..50).map(|key| map.rank(&key)).collect();
        assert_eq!(ranks, (0..50).collect::<Vec<_>>());
        let selected: Vec<i64> = (0..99).map_while(|index| map.select(index)).map(|(&key, _)| key).collect();
        assert_eq!(selected, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn a_range_may_hold_one_key_or_none() {
        let map = map_of([20, 40, 10, 30, 50]);
        assert_eq!(keys(map.range(30..=30)), [30]);
        assert_eq!(keys(map.range(30..30)), NO_KEYS);
        assert_eq!(keys(map.range((Bound::Excluded(30), Bound::Included(30)))), NO_KEYS);
        assert_eq!(keys(map.range((Bound::Excluded(30), Bound::Excluded(30)))), NO_KEYS);
        assert_eq!(keys(map.range((Bound::Excluded(30), Bound::Excluded(40)))), NO_KEYS);
        assert_eq!(keys(map.range(31..40)), NO_KEYS);
        assert_eq!(keys(map.range(51..)), NO_KEYS);
        assert_eq!(keys(map.range(..10)), NO_KEYS);
    }

    // "From" and "to" come from a form, and somebody mixes them up. `BTreeMap` panics then; a server should not.
    #[test]
    fn a_range_whose_end_is_before_its_start_is_empty() {
        let map = map_of(0..50);
        for (start, end) in [(40, 10), (30, 29), (49, 0), (99, -1), (25, 12)] {
            let bounds = || (Bound::Included(start), Bound::Included(end));
            assert_eq!(entry(map.range(bounds()).next()), None, "from {start} to {end}");
            assert_eq!(entry(map.range(bounds()).next_back()), None, "from {start} to {end}, backwards");
            assert_eq!(keys(map.range((Bound::Excluded(start), Bound::Excluded(end)))), NO_KEYS, "{start} to {end}");
        }
    }

    /// Host names, which are the same in large and small letters.
    #[derive(Debug)]
    struct Host(&'static str);

    impl Ord for Host {
        fn cmp(&self, other: &Self) -> Ordering {
            self.0.to_ascii_lowercase().cmp(&other.0.to_ascii_lowercase())
        }
    }

    impl PartialOrd for Host {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl PartialEq for Host {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other).is_eq()
        }
    }

    impl Eq for Host {}

    // Equal is not the same. What others may refer to is the key that they saw first.
    #[test]
    fn a_new_value_leaves_the_key_as_it_was() {
        let mut map = OrderedMap::new();
        for (host, port) in [("b.example", 1), ("a.example", 2), ("c.example", 3)] {
            map.insert(Host(host), port);
        }
        for (host, port) in [("B.Example", 10), ("A.Example", 20), ("C.Example", 30)] {
            map.insert(Host(host), port);
        }
        let found: Vec<(&str, i32)> = map.range(..).map(|(host, &port)| (host.0, port)).collect();
        assert_eq!(found, [("a.example", 20), ("b.example", 10), ("c.example", 30)]);
        assert_eq!(map.remove(&Host("A.EXAMPLE")), Some(20));
    }

    #[test]
    fn keys_and_values_need_not_be_cloned() {
        struct Connection(u32);
        let mut map = OrderedMap::new();
        for (number, name) in (0..).zip(["h", "c", "a", "e", "b", "j", "d", "i", "f", "g"]) {
            map.insert(Host(name), Connection(number));
        }
        let removed = ["e", "h"].map(|name| map.remove(&Host(name)).map(|connection| connection.0));
        assert_eq!(removed, [Some(3), Some(0)]);
        let order: Vec<u32> = map.range(..).map(|(_, connection)| connection.0).collect();
        assert_eq!(order, [2, 4, 1, 6, 8, 9, 7, 5]);
    }

    #[test]
    fn what_is_taken_out_is_not_kept() {
        let drops = Drops::new();
        {
            let mut map = OrderedMap::new();
            for key in scrambled(50) {
                map.insert(key, drops.value(key));
            }
            for key in 0..10 {
                map.insert(key, drops.value(key));
            }
            assert_eq!(drops.alive(), 50, "after ten values were replaced");
            for key in scrambled(50).take(20) {
                map.remove(&key);
            }
            assert_eq!(drops.alive(), 30);
        }
        assert_eq!(drops.alive(), 0, "the values that are left when the map is gone");
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// Bounds of all kinds, also of those that exclude one another.
    fn bounds(draw: &mut Draw<'_>, most: i64) -> (Bound<i64>, Bound<i64>) {
        let mut bound = || {
            let key = draw.number(-1..=most);
            draw.pick(&[Bound::Unbounded, Bound::Included(key), Bound::Excluded(key)])
        };
        (bound(), bound())
    }

    #[test]
    fn any_operations_agree_with_a_sorted_map() {
        property(|draw| {
            let operations = draw.list(0..=100, |draw| {
                let kind = draw.pick(&["insert", "insert", "insert", "remove", "remove", "rank", "select", "range"]);
                (kind, draw.number(0..=40), bounds(draw, 40))
            });
            let (mut map, mut model) = (OrderedMap::new(), BTreeMap::new());
            for (value, (kind, key, bounds)) in (0..).zip(operations) {
                draw.note(|| match kind {
                    "insert" => format!("insert({key}, {value})"),
                    "range" => format!("range({bounds:?})"),
                    _ => format!("{kind}({key})"),
                });
                match kind {
                    "insert" => assert_eq!(map.insert(key, value), model.insert(key, value)),
                    "remove" => assert_eq!(map.remove(&key), model.remove(&key)),
                    "rank" => assert_eq!(map.rank(&key), model.range(..key).count()),
                    "select" => {
                        let index = usize::try_from(key).expect("keys are drawn from 0");
                        assert_eq!(map.select(index), model.iter().nth(index));
                    }
                    _ => {
                        let expected: Vec<i64> = model.keys().copied().filter(|key| bounds.contains(key)).collect();
                        assert_eq!(keys(map.range(bounds)), expected);
                    }
                }
                assert_eq!((map.len(), map.get(&key)), (model.len(), model.get(&key)));
            }
            draw.note(|| "rank and select of all");
            let ranks: Vec<usize> = (0..=40).map(|key| map.rank(&key)).collect();
            assert_eq!(ranks, (0..=40).map(|key| model.range(..key).count()).collect::<Vec<_>>());
            let selected: Vec<i64> = (0..99).map_while(|index| map.select(index)).map(|(&key, _)| key).collect();
            assert_eq!(selected, model.keys().copied().collect::<Vec<_>>());
        });
    }

    #[test]
    fn a_range_is_walked_from_both_ends_in_any_turns() {
        property(|draw| {
            let keys = draw.list(0..=40, |draw| draw.number(0..=60));
            draw.note(|| format!("keys = {keys:?}"));
            let (map, mut model) = (map_of(keys.iter().copied()), BTreeMap::new());
            model.extend(keys.iter().map(|&key| (key, 10 * key)));
            let bounds = bounds(draw, 60);
            draw.note(|| format!("range({bounds:?})"));
            let mut range = map.range(bounds);
            let mut expected = model.iter().filter(|(key, _)| bounds.contains(key));
            let turns = draw.list(0..=50, |draw| draw.size(0..=1) == 1);
            for back in turns {
                draw.note(|| if back { "next_back()" } else { "next()" });
                let (found, expected) =
                    if back { (range.next_back(), expected.next_back()) } else { (range.next(), expected.next()) };
                assert_eq!(found, expected);
            }
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

    /// How many levels a tree of this size has if all of them are full.
    fn levels(size: usize) -> u64 {
        u64::from(size.ilog2()) + 1
    }

    /// A red-black tree may be twice as high as a full one, and a treap a little more; each level may take two
    /// comparisons, or two ways down may take one each.
    #[track_caller]
    fn check_one_way(action: &dyn Display, used: u64, size: usize) {
        if used > 5 * levels(size) {
            assert_within!(format!("{action} among {size} entries"), used, "comparisons", "5 log n", 5 * levels(size));
        }
    }

    /// As above, where the tree may also be changed on the way, or after it.
    #[track_caller]
    fn check_change(action: &dyn Display, used: u64, size: usize) {
        if used > 10 * levels(size) {
            assert_within!(
                format!("{action} among {size} entries"),
                used,
                "comparisons",
                "10 log n",
                10 * levels(size)
            );
        }
    }

    /// Inserts the keys in this order, looks all of them up, and removes most of them in the same order.
    #[track_caller]
    fn check_order(name: &str, order: &[i64]) {
        let mut map = OrderedMap::new();
        for &key in order {
            let used = comparisons(|| map.insert(Counted(key), ()));
            check_change(&format_args!("inserting {key} {name}"), used, map.len());
        }
        check_lookups(&format_args!("inserted {name}"), &map, order);
        let (gone, left) = order.split_at(order.len() - 64);
        for &key in gone {
            let used = comparisons(|| map.remove(&Counted(key)));
            check_change(&format_args!("removing {key} {name}"), used, map.len() + 1);
        }
        harness::assert_eq!(map.len(), left.len());
        check_lookups(&format_args!("removed all but 64 {name}"), &map, left);
    }

    #[track_caller]
    fn check_lookups(after: &dyn Display, map: &OrderedMap<Counted<i64>, ()>, keys: &[i64]) {
        for &key in keys {
            let used = comparisons(|| map.get(&Counted(key)));
            check_one_way(&format_args!("get({key}), {after},"), used, map.len());
            let used = comparisons(|| map.rank(&Counted(key)));
            check_one_way(&format_args!("rank({key}), {after},"), used, map.len());
        }
    }

    // Time stamps, running numbers: each key goes to the end of the longest path.
    #[test]
    fn keys_in_ascending_order_make_no_list() {
        check_order("in ascending order", &(0..SIZE).collect::<Vec<_>>());
    }

    #[test]
    fn keys_in_descending_order_make_no_list() {
        check_order("in descending order", &(0..SIZE).rev().collect::<Vec<_>>());
    }

    // The path goes right and left by turns. One rotation only turns such a bend around.
    #[test]
    fn keys_from_both_ends_inwards_make_no_zigzag() {
        check_order("from both ends inwards", &from_the_ends(SIZE));
    }

    #[test]
    fn keys_from_the_middle_outwards_make_no_list() {
        check_order("from the middle outwards", &from_the_middle(SIZE));
    }

    #[test]
    fn keys_in_no_order_stay_balanced() {
        check_order("in no order", &scrambled(SIZE).collect::<Vec<_>>());
    }

    // A store of measurements keeps all that is recent, and of what is older only one in 64. Each removal leaves the tree a
    // little lopsided, in a place where no insertion ever comes by.
    #[test]
    fn what_is_thinned_out_stays_balanced() {
        let (size, recent) = (16_384, 256);
        let mut map = OrderedMap::new();
        for key in 0..size {
            let used = comparisons(|| map.insert(Counted(key), ()));
            check_change(&format_args!("inserting {key} while older keys are thinned out"), used, map.len());
            let old = key - recent;
            if old >= 0 && old % 64 != 0 {
                let used = comparisons(|| map.remove(&Counted(old)));
                check_change(&format_args!("thinning out {old}"), used, map.len() + 1);
            }
        }
        let left: Vec<i64> = (0..size).filter(|key| key % 64 == 0 || *key >= size - recent).collect();
        harness::assert_eq!(map.len(), left.len());
        check_lookups(&"after the rest was thinned out", &map, &left);
    }

    // The bound holds for the entries that are there, and not for those that once were.
    #[test]
    fn a_few_of_many_stay_balanced() {
        let size = 16_384;
        let mut map = OrderedMap::new();
        for key in scrambled(size) {
            map.insert(Counted(key), ());
        }
        for key in (0..size).filter(|key| key % 64 != 0) {
            let used = comparisons(|| map.remove(&Counted(key)));
            check_change(&format_args!("removing {key} and most others"), used, map.len() + 1);
        }
        let left: Vec<i64> = (0..size).step_by(64).collect();
        harness::assert_eq!(map.len(), left.len());
        check_lookups(&"after one in 64 was left", &map, &left);
    }

    // The values stay where they are, or few of them move: in a sorted vector, all those behind the new one do.
    #[test]
    fn a_change_moves_few_other_entries() {
        let mut map = OrderedMap::new();
        for key in scrambled(SIZE) {
            map.insert(key, 0_u64);
        }
        let watched: Vec<i64> = (0..SIZE).skip(64).step_by(32).collect();
        let places = |map: &OrderedMap<i64, u64>| -> Vec<usize> {
            watched.iter().filter_map(|key| map.get(key)).map(|value| std::ptr::from_ref(value).addr()).collect()
        };
        let mut moved = 0;
        let mut before = places(&map);
        for key in 1..=64 {
            for remove in [false, true] {
                if remove {
                    map.remove(&(1 - key));
                } else {
                    map.insert(-key, 0);
                }
                let after = places(&map);
                moved += before.iter().zip(&after).filter(|(before, after)| before != after).count() as u64;
                before = after;
            }
        }
        harness::assert_eq!(before.len(), watched.len());
        assert_within!(
            "128 changes at the front, with an eye on 126 of 4,096 values,",
            moved,
            "of those move",
            "O(log n) for each change",
            1024
        );
    }

    // To count what lies before, one after the other, compares nothing, and 30,000 times 15,000 steps take a while.
    #[test]
    fn rank_and_select_pass_whole_subtrees_by() {
        let size = 30_000;
        let map = map_of(0..size);
        let right = (0..size).filter(|&key| {
            let index = map.rank(&key);
            entry(map.select(index)) == Some((key, 10 * key))
        });
        harness::assert_eq!(right.count(), map.len(), "the keys that are selected by their rank");
    }

    fn counted() -> OrderedMap<Counted<i64>, ()> {
        let mut map = OrderedMap::new();
        for key in scrambled(SIZE) {
            map.insert(Counted(key), ());
        }
        map
    }

    // Two ways down, and then each step may ask whether it is behind the end, or past the other one.
    #[test]
    fn a_range_goes_straight_to_its_ends() {
        let map = counted();
        for (start, end) in [(0, 10), (2000, 2010), (4086, 4096), (2000, 2100)] {
            let bounds = || Counted(start)..Counted(end);
            let steps = u64::try_from(end - start).unwrap_or(0);
            let allowed = 10 * levels(map.len()) + 4 * (steps + 1);
            let forwards = comparisons(|| harness::assert_eq!(map.range(bounds()).count() as u64, steps));
            assert_within!(format!("range({start}..{end})"), forwards, "comparisons", "10 log n + 4k", allowed);
            let backwards = comparisons(|| harness::assert_eq!(map.range(bounds()).rev().count() as u64, steps));
            assert_within!(format!("range({start}..{end}).rev()"), backwards, "comparisons", "10 log n + 4k", allowed);
        }
    }

    // A page of ten from a map of millions must not begin with a copy of all that follows.
    #[test]
    fn a_range_finds_no_more_than_is_asked_for() {
        let map = counted();
        let (found, heap) = allocations(|| {
            let first = map.range(..).next().map(|(key, ())| key.0);
            let last = map.range(..).next_back().map(|(key, ())| key.0);
            let page = map.range(Counted(1000)..).take(10).map(|(key, ())| key.0).sum::<i64>();
            (first, last, page)
        });
        harness::assert_eq!(found, (Some(0), Some(4095), 10_045));
        assert_within!("three short looks at long ranges", heap.bytes, "bytes of allocations", "O(log n)", 8192);
        let used = comparisons(|| map.range(Counted(1)..).take(10).count());
        let allowed = 10 * levels(map.len()) + 44;
        assert_within!("the first ten of a long range", used, "comparisons", "10 log n + 4k", allowed);
    }

    // Sessions come and go all day. An entry that is only marked as gone stays for ever.
    #[test]
    fn memory_is_for_what_is_there() {
        let mut map = OrderedMap::new();
        let mut come_and_go = |round: i64| {
            for key in scrambled(200) {
                map.insert(round * 200 + key, [7_u64; 4]);
            }
            for key in scrambled(200).rev() {
                map.remove(&(round * 200 + key));
            }
        };
        let ((), first) = allocations(|| come_and_go(0));
        let ((), later) = allocations(|| (1..20).for_each(&mut come_and_go));
        let kept = u64::try_from(later.kept_bytes).unwrap_or(0);
        let allowed = first.peak_bytes + 16_384;
        assert_within!("20 rounds of 200 entries", kept, "bytes of memory in use", "what one round needs", allowed);
    }

    // The rush of the morning is over, and the room that it took is needed elsewhere. Not at each step: to move a smaller
    // map to a smaller place each time takes longer than all the rest.
    #[test]
    fn memory_goes_with_the_entries() {
        let (map, heap) = allocations(|| {
            let mut map = OrderedMap::new();
            for key in scrambled(SIZE) {
                map.insert(key, [7_u64; 4]);
            }
            let ((), removals) = allocations(|| {
                for key in scrambled(SIZE).filter(|key| key % 64 != 0) {
                    map.remove(&key);
                }
            });
            assert_within!("4,032 removals", removals.count, "allocations", "few", 512);
            map
        });
        harness::assert_eq!(map.len(), 64);
        let kept = u64::try_from(heap.kept_bytes).unwrap_or(0);
        assert_within!("64 entries that are left of 4,096", kept, "bytes of memory in use", "512 for each", 32_768);
    }

    // A node is dropped with its children, and those with theirs: in a list that is as deep as it is long.
    #[test]
    fn a_large_map_is_dropped_whole() {
        let drops = Drops::new();
        {
            let mut map = OrderedMap::new();
            for key in 0..50_000 {
                map.insert(key, drops.value(()));
            }
            harness::assert_eq!((map.len(), drops.alive()), (50_000, 50_000));
        }
        harness::assert_eq!(drops.alive(), 0);
    }
}
