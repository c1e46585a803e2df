//! A hash map is easy until something is removed, until it is full, or until somebody chooses the keys. A hole breaks
//! the way to the keys behind it; a marker in the hole is never cleaned up; a search in a table without an empty slot
//! never ends; and a hash without a secret let anybody stop a server with one request (Crosby and Wallach, "Denial of
//! Service via Algorithmic Complexity Attacks", 2003; most web frameworks fell in December 2011).

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};

use harness::prelude::*;

use super::kata::{Map, Set};

/// What a test makes the hash of a `u64` be.
type HashFunction = fn(u64) -> u64;

/// Hashes with a function that the test chooses.
struct Chosen(HashFunction);

struct ChosenHasher {
    function: HashFunction,
    key: u64,
}

impl BuildHasher for Chosen {
    type Hasher = ChosenHasher;

    fn build_hasher(&self) -> ChosenHasher {
        ChosenHasher { function: self.0, key: 0 }
    }
}

impl Hasher for ChosenHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.key = key;
    }

    fn finish(&self) -> u64 {
        (self.function)(self.key)
    }
}

/// Hashes that a test of correctness must survive, whatever they cost.
const HASHES: [(&str, HashFunction); 5] = [
    ("all keys hash to 0", |_| 0),
    ("all keys hash to u64::MAX", |_| u64::MAX),
    ("keys hash to one of three", |key| key % 3),
    ("keys hash to themselves", |key| key),
    ("keys hash near u64::MAX", |key| u64::MAX - key % 5),
];

/// All entries in the order of their keys.
fn sorted<K: Hash + Eq + Ord + Clone, V: Clone, S: BuildHasher>(map: &Map<K, V, S>) -> Vec<(K, V)> {
    let mut entries: Vec<(K, V)> = map.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    entries.sort_by(|left, right| left.0.cmp(&right.0));
    entries
}

fn set(elements: impl IntoIterator<Item = i64>) -> Set<i64> {
    let mut set = Set::new();
    for element in elements {
        set.insert(element);
    }
    set
}

/// What a set operation gives, in order; elements that come twice stay twice.
fn in_order<'a>(elements: impl Iterator<Item = &'a i64>) -> Vec<i64> {
    let mut elements: Vec<i64> = elements.copied().collect();
    elements.sort_unstable();
    elements
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn what_was_inserted_is_found() {
        let mut map = Map::new();
        assert_eq!(map.insert("ada", 1815), None);
        assert_eq!(map.insert("grace", 1906), None);
        assert_eq!([map.get(&"ada"), map.get(&"grace"), map.get(&"alan")], [Some(&1815), Some(&1906), None]);
        assert_eq!(map.len(), 2);
    }

    #[test]
    fn inserting_a_key_again_replaces_its_value() {
        let mut map = Map::new();
        map.insert("ada", 1);
        assert_eq!(map.insert("ada", 2), Some(1));
        assert_eq!((map.get(&"ada"), map.len()), (Some(&2), 1));
    }

    #[test]
    fn get_mut_changes_the_value_in_place() {
        let mut map = Map::new();
        map.insert("ada", vec![1]);
        map.get_mut(&"ada").into_iter().for_each(|list| list.push(2));
        assert_eq!(map.get(&"ada"), Some(&vec![1, 2]));
        assert_eq!(map.get_mut(&"alan"), None);
    }

    #[test]
    fn remove_gives_the_value_back_once() {
        let mut map = Map::new();
        map.insert("ada", 1);
        map.insert("grace", 2);
        assert_eq!((map.remove(&"ada"), map.remove(&"ada"), map.remove(&"alan")), (Some(1), None, None));
        assert_eq!((map.len(), map.get(&"ada"), map.get(&"grace")), (1, None, Some(&2)));
    }

    #[test]
    fn or_insert_with_counts_words() {
        let mut map = Map::new();
        for word in "the more the merrier the better".split(' ') {
            *map.or_insert_with(word, || 0) += 1;
        }
        assert_eq!(sorted(&map), [("better", 1), ("merrier", 1), ("more", 1), ("the", 3)]);
    }

    #[test]
    fn or_insert_with_makes_a_value_only_when_there_is_none() {
        let mut map = Map::new();
        map.insert("ada", 1);
        let calls = Cell::new(0);
        let values = ["ada", "grace", "grace"].map(|key| {
            *map.or_insert_with(key, || {
                calls.set(calls.get() + 1);
                7
            })
        });
        assert_eq!(values, [1, 7, 7]);
        assert_eq!((calls.get(), map.len()), (1, 2));
    }

    #[test]
    fn retain_keeps_what_it_is_told_to_and_may_change_it() {
        let mut map = Map::new();
        for key in 0..10 {
            map.insert(key, key);
        }
        map.retain(|key, value| {
            *value *= 10;
            key % 3 == 0
        });
        assert_eq!(sorted(&map), [(0, 0), (3, 30), (6, 60), (9, 90)]);
        assert_eq!((map.len(), map.get(&6), map.get(&7)), (4, Some(&60), None));
    }

    #[test]
    fn a_map_grows_as_far_as_it_must() {
        let mut map = Map::new();
        for key in 0..2000_u32 {
            map.insert(key, key * 2);
        }
        assert_eq!(map.len(), 2000);
        assert_eq!(sorted(&map), (0..2000).map(|key| (key, key * 2)).collect::<Vec<_>>());
        assert_eq!((0..2000).filter(|key| map.get(key) == Some(&(key * 2))).count(), 2000);
        assert_eq!((2000..4000).filter(|key| map.get(key).is_some()).count(), 0);
    }

    #[test]
    fn a_set_holds_an_element_once() {
        let mut set = Set::new();
        assert_eq!([set.insert("a"), set.insert("b"), set.insert("a")], [true, true, false]);
        assert_eq!((set.contains(&"a"), set.contains(&"c"), set.len()), (true, false, 2));
    }

    #[test]
    fn sets_are_combined() {
        let (left, right) = (set([1, 2, 3]), set([3, 4]));
        assert_eq!(in_order(left.union(&right)), [1, 2, 3, 4]);
        assert_eq!(in_order(left.intersection(&right)), [3]);
        assert_eq!(in_order(left.difference(&right)), [1, 2]);
        assert_eq!(in_order(right.difference(&left)), [4]);
        assert_eq!(in_order(left.symmetric_difference(&right)), [1, 2, 4]);
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    // No slot yet, so no home either: `hash % 0`.
    #[test]
    fn an_empty_map_answers_everything() {
        let mut map: Map<u64, u64> = Map::new();
        assert_eq!((map.get(&1).copied(), map.get_mut(&1).copied(), map.remove(&1), map.len()), (None, None, None, 0));
        let asked = Cell::new(0);
        map.retain(|_, _| {
            asked.set(asked.get() + 1);
            true
        });
        assert_eq!((asked.get(), map.iter().count()), (0, 0));
    }

    #[test]
    fn keys_with_the_same_hash_are_different_keys() {
        let mut map = Map::with_hasher(Chosen(|_| 42));
        for key in 0..100_u64 {
            map.insert(key, key * 2);
        }
        assert_eq!((0..100).filter(|key| map.get(key) == Some(&(key * 2))).count(), 100);
        assert_eq!((map.len(), map.get(&100)), (100, None));
    }

    // Whoever marks an empty slot by a value of the hash meets the key that hashes to it.
    #[test]
    fn no_hash_means_an_empty_slot() {
        let hashes: [HashFunction; 7] =
            [|_| 0, |_| 1, |_| 1 << 32, |_| 1 << 63, |_| u64::MAX >> 1, |_| u64::MAX - 1, |_| u64::MAX];
        for hash in hashes {
            let mut map = Map::with_hasher(Chosen(hash));
            for key in 0..9_u64 {
                map.insert(key, key);
            }
            map.remove(&4);
            let found: Vec<u64> = (0..10).filter(|key| map.get(key).is_some()).collect();
            assert_eq!(found, [0, 1, 2, 3, 5, 6, 7, 8], "all keys hash to {:#x}", hash(0));
            assert_eq!((map.iter().count(), map.len()), (8, 8), "all keys hash to {:#x}", hash(0));
        }
    }

    // A key that had to go round the hole is found by going on behind it, and the hole says "nothing more".
    #[test]
    fn removing_a_key_leaves_the_way_to_those_behind_it() {
        for (name, hash) in HASHES {
            let mut map = Map::with_hasher(Chosen(hash));
            for key in 0..6_u64 {
                map.insert(key, key);
            }
            for removed in 0..6 {
                assert_eq!(map.remove(&removed), Some(removed), "{name}");
                let found: Vec<u64> = (0..6).filter(|key| map.get(key).is_some()).collect();
                assert_eq!(found, (removed + 1..6).collect::<Vec<_>>(), "{name}");
            }
        }
    }

    // The last slot is followed by the first, in searching, in moving on and in moving back.
    #[test]
    fn runs_go_on_round_the_end_of_the_table() {
        let mut map = Map::with_hasher(Chosen(|key| u64::MAX - key % 2));
        for key in 0..5_u64 {
            map.insert(key, key);
        }
        assert_eq!((map.remove(&0), map.remove(&1)), (Some(0), Some(1)));
        assert_eq!([2, 3, 4].map(|key| map.get(&key)), [Some(&2), Some(&3), Some(&4)]);
        map.insert(5, 5);
        assert_eq!((map.remove(&3), map.remove(&2)), (Some(3), Some(2)));
        assert_eq!(sorted(&map), [(4, 4), (5, 5)]);
        assert_eq!([4, 5].map(|key| map.get(&key)), [Some(&4), Some(&5)]);
    }

    // A search for a key that is not there ends at an empty slot. At some number of entries, is there none?
    #[test]
    fn a_missing_key_is_not_searched_for_ever() {
        let mut map = Map::with_hasher(Chosen(|key| key));
        let mut found = 0;
        for key in 0..300_u64 {
            map.insert(key, key);
            found += (1000..1010).filter(|missing| map.get(missing).is_some()).count();
        }
        assert_eq!((found, map.len()), (0, 300));
    }

    // The order of the entries follows their hashes. If it is the same for two maps, there is no secret in the hash,
    // and whoever sends the keys can choose thousands that fall into one place.
    #[test]
    fn two_maps_iterate_in_different_orders() {
        let order = || {
            let mut map = Map::new();
            for key in 0..500_u32 {
                map.insert(key, ());
            }
            map.iter().map(|(key, ())| *key).collect::<Vec<_>>()
        };
        let (first, second) = (order(), order());
        assert_eq!((first.len(), second.len()), (500, 500));
        assert!(first != second, "both maps gave their 500 keys in the same order: the hash has no random part");
    }

    #[test]
    fn keys_and_values_may_be_empty_or_large() {
        let mut nothing = Map::new();
        assert_eq!((nothing.insert((), ()), nothing.insert((), ())), (None, Some(())));
        assert_eq!((nothing.len(), nothing.get(&())), (1, Some(&())));
        assert_eq!((nothing.remove(&()), nothing.len()), (Some(()), 0));
        let mut large = Map::new();
        for key in 0..100_u8 {
            large.insert([key; 64], [key; 256]);
        }
        for key in 0..50 {
            large.remove(&[key; 64]);
        }
        let found = (0..100).filter(|&key| large.get(&[key; 64]) == Some(&[key; 256])).count();
        assert_eq!((found, large.len()), (50, 50));
    }

    // Removing moves other entries, perhaps into the slot that was looked at last, perhaps round the end of the table.
    #[test]
    fn retain_asks_about_every_entry_once() {
        for (name, hash) in HASHES {
            for kept in 0..8 {
                let mut map = Map::with_hasher(Chosen(hash));
                for key in 0..40_u64 {
                    map.insert(key, 0);
                }
                let mut asked = Vec::new();
                map.retain(|&key, times| {
                    asked.push(key);
                    *times += 1;
                    key % 8 >= kept
                });
                asked.sort_unstable();
                assert_eq!(asked, (0..40).collect::<Vec<_>>(), "{name}");
                let expected: Vec<_> = (0..40).filter(|key| key % 8 >= kept).map(|key| (key, 1)).collect();
                assert_eq!(sorted(&map), expected, "{name}");
                let found: Vec<u64> = (0..40).filter(|key| map.get(key).is_some()).collect();
                assert_eq!((found.len(), map.len()), (expected.len(), expected.len()), "{name}");
            }
        }
    }

    thread_local! {
        /// After how many hashes and comparisons of a `Fragile` key one panics.
        static FUSE: Cell<Option<u32>> = const { Cell::new(None) };
    }

    const REFUSED: &str = "the key cannot be hashed or compared";

    struct Fragile(u64);

    fn touch() {
        let left = FUSE.get();
        FUSE.set(left.map(|left| left.saturating_sub(1)));
        std::assert!(left != Some(0), "{REFUSED}");
    }

    impl Hash for Fragile {
        fn hash<H: Hasher>(&self, state: &mut H) {
            touch();
            state.write_u64(self.0);
        }
    }

    impl PartialEq for Fragile {
        fn eq(&self, other: &Self) -> bool {
            touch();
            self.0 == other.0
        }
    }

    impl Eq for Fragile {}

    /// Tries an action with a panic at the first touch of a key, at the second… until it ends well.
    fn with_every_panic(action: impl Fn(), after_a_panic: impl Fn()) {
        for fuse in 0..1000 {
            FUSE.set(Some(fuse));
            let message = panic_message(&action);
            FUSE.set(None);
            match message.as_deref() {
                None => return,
                Some(REFUSED) => after_a_panic(),
                Some(_) => return action(), // the kata's own panic, in the open
            }
        }
    }

    // `Hash` and `Eq` are foreign code. If a key is hashed while entries move to a larger table, a panic loses the
    // rest.
    #[test]
    fn a_hash_or_comparison_that_panics_loses_no_entry() {
        let map = RefCell::new(Map::with_hasher(Chosen(|key| key % 8)));
        let broken = RefCell::new(Vec::new());
        let check = |size: u64, when: &str| {
            let map = map.borrow();
            let found = (0..size).filter(|&key| map.get(&Fragile(key)) == Some(&key)).count() as u64;
            let (listed, len) = (map.iter().count() as u64, map.len() as u64);
            if (found, listed, len) != (size, size, size) {
                let report = format!("{when}: of {size} entries {found} are found, {listed} listed, {len} counted");
                broken.borrow_mut().push(report);
            }
        };
        for size in 0..30 {
            let insert = || {
                map.borrow_mut().insert(Fragile(size), size);
            };
            with_every_panic(insert, || check(size, "after a panic while one more was inserted"));
        }
        check(30, "after 30 insertions");
        for size in (0..30).rev() {
            let remove = || {
                map.borrow_mut().remove(&Fragile(size));
            };
            with_every_panic(remove, || check(size + 1, "after a panic while one was removed"));
        }
        check(0, "after 30 removals");
        assert_eq!(broken.borrow().first(), None::<&String>);
    }

    #[test]
    fn a_closure_that_panics_leaves_a_working_map() {
        let mut map = Map::with_hasher(Chosen(|key| key % 8));
        for key in 0..28_u64 {
            map.insert(key, key);
        }
        let message = panic_message(|| {
            map.or_insert_with(28, || panic!("no value to be had"));
        });
        assert_eq!(message.as_deref(), Some("no value to be had"));
        assert_eq!((map.len(), map.get(&28)), (28, None));
        let mut asked = 0;
        let message = panic_message(|| {
            map.retain(|_, _| {
                asked += 1;
                std::assert!(asked < 20, "cannot say");
                asked % 2 == 0
            });
        });
        assert_eq!(message.as_deref(), Some("cannot say"));
        let found = (0..28).filter(|key| map.get(key) == Some(key)).count();
        assert_eq!((found, map.iter().count(), map.len()), (18, 18, 18), "28 entries less the 10 that were refused");
        map.insert(100, 100);
        assert_eq!((map.len(), map.get(&100)), (19, Some(&100)));
    }

    #[test]
    fn a_set_combined_with_itself_or_with_nothing() {
        let (some, none) = (set(0..20), set([]));
        let all: Vec<i64> = (0..20).collect();
        assert_eq!(in_order(some.union(&some)), all);
        assert_eq!(in_order(some.intersection(&some)), all);
        assert_eq!(in_order(some.difference(&some)), [0_i64; 0]);
        assert_eq!(in_order(some.symmetric_difference(&some)), [0_i64; 0]);
        for (left, right) in [(&some, &none), (&none, &some)] {
            assert_eq!(in_order(left.union(right)), all);
            assert_eq!(in_order(left.intersection(right)), [0_i64; 0]);
            assert_eq!(in_order(left.symmetric_difference(right)), all);
        }
        assert_eq!((in_order(some.difference(&none)), in_order(none.difference(&some))), (all, vec![]));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[derive(Debug)]
    enum Operation {
        Insert(u64),
        OrInsertWith(u64),
        GetMut(u64),
        Remove(u64),
        Retain(u64),
    }

    fn operations(draw: &mut Draw<'_>) -> Vec<Operation> {
        let operations = draw.list(0..=80, |draw| {
            let key = draw.size(0..=24) as u64;
            match draw.size(0..=11) {
                0..=3 => Operation::Insert(key),
                4..=5 => Operation::OrInsertWith(key),
                6 => Operation::GetMut(key),
                7..=10 => Operation::Remove(key),
                _ => Operation::Retain(2 + key % 5),
            }
        });
        for operation in &operations {
            draw.note(|| format!("{operation:?}"));
        }
        operations
    }

    #[test]
    fn every_operation_agrees_with_a_sorted_map() {
        property(|draw| {
            let (name, hash) = draw.pick(&HASHES);
            draw.note(|| name);
            let operations = operations(draw);
            let mut map = Map::with_hasher(Chosen(hash));
            let mut model = BTreeMap::new();
            for (step, operation) in operations.into_iter().enumerate() {
                match operation {
                    Operation::Insert(key) => assert_eq!(map.insert(key, step), model.insert(key, step)),
                    Operation::OrInsertWith(key) => {
                        let (yours, expected) = (map.or_insert_with(key, || step), model.entry(key).or_insert(step));
                        assert_eq!(yours, expected);
                        (*yours, *expected) = (step, step);
                    }
                    Operation::GetMut(key) => {
                        let (yours, expected) = (map.get_mut(&key), model.get_mut(&key));
                        assert_eq!(yours, expected);
                        yours.into_iter().chain(expected).for_each(|value| *value += 1000);
                    }
                    Operation::Remove(key) => assert_eq!(map.remove(&key), model.remove(&key)),
                    Operation::Retain(divisor) => {
                        map.retain(|key, _| key % divisor != 0);
                        model.retain(|key, _| key % divisor != 0);
                    }
                }
                assert_eq!((map.len(), sorted(&map)), (model.len(), model.clone().into_iter().collect::<Vec<_>>()));
                let found: Vec<_> = (0..=24).filter_map(|key| map.get(&key).copied()).collect();
                assert_eq!(found, model.values().copied().collect::<Vec<_>>());
            }
        });
    }

    #[test]
    fn every_key_and_value_is_dropped_exactly_once() {
        property(|draw| {
            let operations = operations(draw);
            let (keys, values) = (Drops::new(), Drops::new());
            let mut map = Map::new();
            for operation in operations {
                match operation {
                    Operation::Insert(key) => drop(map.insert(keys.value(key), values.value(key))),
                    Operation::OrInsertWith(key) => {
                        map.or_insert_with(keys.value(key), || values.value(key)).value += 1;
                    }
                    Operation::GetMut(key) => drop(map.get_mut(&keys.value(key)).cloned()),
                    Operation::Remove(key) => drop(map.remove(&keys.value(key))),
                    Operation::Retain(divisor) => map.retain(|key, _| key.value % divisor != 0),
                }
                let held = i64::try_from(map.len()).unwrap_or(i64::MAX);
                assert_eq!((keys.alive(), values.alive()), (held, held));
            }
            drop(map);
            assert_eq!((keys.alive(), values.alive()), (0, 0));
        });
    }

    #[test]
    fn sets_obey_the_laws_of_algebra() {
        property(|draw| {
            let lists = [0, 1, 2].map(|_| draw.list(0..=25, |draw| draw.number(0..=30)));
            draw.note(|| format!("left = {:?}, right = {:?}, third = {:?}", lists[0], lists[1], lists[2]));
            let [left, right, third] = lists.each_ref().map(|list| set(list.iter().copied()));
            let [a, b, c] = lists.map(BTreeSet::from_iter);
            let expected = |elements: BTreeSet<i64>| elements.into_iter().collect::<Vec<_>>();
            assert_eq!((in_order(left.iter()), left.len()), (expected(a.clone()), a.len()));
            assert_eq!(in_order(left.union(&right)), expected(&a | &b));
            assert_eq!(in_order(left.intersection(&right)), expected(&a & &b));
            assert_eq!(in_order(left.difference(&right)), expected(&a - &b));
            assert_eq!(in_order(left.symmetric_difference(&right)), expected(&a ^ &b));
            // De Morgan: what is neither in B nor in C is not in their union.
            let (no_b, no_c) = (set(left.difference(&right).copied()), set(left.difference(&third).copied()));
            let (either, both) = (set(right.union(&third).copied()), set(right.intersection(&third).copied()));
            assert_eq!(in_order(left.difference(&either)), in_order(no_b.intersection(&no_c)));
            assert_eq!(in_order(left.difference(&both)), in_order(no_b.union(&no_c)));
            assert_eq!((either.len(), both.len()), ((&b | &c).len(), (&b & &c).len()));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    type Numbers = Map<Counted<u64>, u64>;

    // With chance on its side a lookup compares about one key, whatever the size. The sizes are spread, so that some
    // tables are nearly full.
    #[test]
    fn a_lookup_compares_few_keys_in_a_table_of_any_size() {
        let mut map = Map::new();
        let mut size = 0;
        for next in [7, 28, 100, 447, 700, 895, 1500, 3583, 7000] {
            let ((), counts) = count(|| {
                for key in size..next {
                    map.insert(Counted(key), key);
                }
            });
            let allowed = 16 * (next - size) + 64;
            assert_within!(
                format!("growing from {size} to {next} entries"),
                counts.equalities,
                "comparisons of keys",
                "O(1) each",
                allowed
            );
            size = next;
            let (hits, counts) = count(|| (0..size).filter(|&key| map.get(&Counted(key)) == Some(&key)).count() as u64);
            assert_eq!(hits, size);
            let action = |what| format!("{size} lookups of {what} among {size} entries");
            let allowed = 16 * size + 64;
            assert_within!(action("known keys"), counts.equalities, "comparisons of keys", "O(1) each", allowed);
            let (hits, counts) =
                count(|| (size..2 * size).filter(|&key| map.get(&Counted(key)).is_some()).count() as u64);
            assert_eq!(hits, 0);
            assert_within!(action("unknown keys"), counts.equalities, "comparisons of keys", "O(1) each", allowed);
        }
    }

    // Hashing a key with a good hash costs more than all the rest, and a key may be a long text.
    #[test]
    fn an_operation_hashes_its_key_once() {
        let mut map = Map::new();
        let mut hashes = |name: &str, operation: &dyn Fn(&mut Numbers, u64)| {
            let ((), counts) = count(|| (0..1000).for_each(|key| operation(&mut map, key)));
            assert_within!(format!("1,000 calls of {name}"), counts.hashes, "hashes", "one each", 1000);
            assert_eq!(map.len(), 1000);
        };
        hashes("insert of a new key", &|map, key| {
            map.insert(Counted(key), key);
        });
        hashes("insert of a known key", &|map, key| {
            map.insert(Counted(key), key);
        });
        hashes("get", &|map, key| assert_eq!(map.get(&Counted(key)), Some(&key)));
        hashes("get_mut", &|map, key| assert_eq!(map.get_mut(&Counted(key)).copied(), Some(key)));
        hashes("or_insert_with of a known key", &|map, key| assert_eq!(*map.or_insert_with(Counted(key), || 0), key));
        let ((), counts) = count(|| {
            for key in 0..1000 {
                map.remove(&Counted(key));
                map.or_insert_with(Counted(key + 1000), || key);
            }
        });
        let action = "1,000 pairs of remove and or_insert_with of a new key";
        assert_within!(action, counts.hashes, "hashes", "one for each operation", 2000);
    }

    #[test]
    fn growing_doubles() {
        let mut map = Map::new();
        let ((), heap) = allocations(|| {
            for key in 0..50_000_u32 {
                map.insert(key, key);
            }
        });
        assert_eq!(map.len(), 50_000);
        let action = "inserting 50,000 entries";
        assert_within!(action, heap.count, "allocations", "O(log n)", 100);
        assert_within!(action, heap.peak_bytes, "bytes to hold at once", "160 an entry of 8", 8_000_000);
    }

    #[test]
    fn an_empty_map_takes_no_memory() {
        let (map, heap) = allocations(Map::<u64, [u64; 100]>::new);
        assert_eq!(map.len(), 0);
        assert_within!("an empty map", heap.count, "allocations", "0", 0);
    }

    // A table of sessions: its size hardly changes, its keys always do. Markers of removed entries that are never
    // cleaned up fill every slot, and each search for an unknown key walks through all of them. Nothing counts such
    // steps: it is the time limit that ends them. If the table grows instead, its memory tells.
    #[test]
    fn years_of_churn_leave_no_trace() {
        let size = 12_000;
        let mut map = Map::new();
        for key in 0..size {
            map.insert(key, key);
        }
        let ((), heap) = allocations(|| {
            for key in size..11 * size {
                map.remove(&(key - size));
                map.insert(key, key);
            }
        });
        let hits = (0..3 * size).filter(|key| map.get(key).is_some()).count();
        assert_eq!((hits, map.len()), (0, 12_000));
        let action = "removing and inserting 120,000 times among 12,000 entries";
        assert_within!(action, heap.peak_bytes, "bytes more to hold at once", "O(n)", 2_000_000);
    }

    #[test]
    fn intersection_and_union_look_up_only_the_smaller_set() {
        let (mut small, mut large) = (Set::new(), Set::new());
        for element in 0..4000 {
            large.insert(Counted(element));
        }
        for element in 0..10 {
            small.insert(Counted(element * 500));
        }
        for (order, left, right) in [("small, large", &small, &large), ("large, small", &large, &small)] {
            let (both, counts) = count(|| left.intersection(right).count());
            assert_eq!(both, 8);
            assert_within!(format!("intersection ({order})"), counts.hashes, "hashes", "the smaller size", 10);
            let (either, counts) = count(|| left.union(right).count());
            assert_eq!(either, 4002);
            assert_within!(format!("union ({order})"), counts.hashes, "hashes", "the smaller size", 10);
        }
    }
}
