//! Every LRU cache passes its first demonstration: two keys, one eviction. Caches break where two structures must
//! agree. An update counts as an insertion and throws a good entry out; an evicted key stays in the map and answers
//! with its neighbour's value; the order of use is kept in a way that costs more with every entry, or with every read.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};

use harness::prelude::*;

use super::kata::Lru;

/// All entries, the newest first.
fn entries<K, V, E>(cache: &Lru<K, V, E>) -> Vec<(K, V)>
where
    K: Hash + Eq + Clone,
    V: Clone,
    E: FnMut(K, V),
{
    cache.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn evicts_the_least_recently_used_entry() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(2, |key, value| evicted.borrow_mut().push((key, value)));
        cache.put("a", 1, 1);
        cache.put("b", 2, 1);
        assert_eq!(cache.get(&"a"), Some(&1));
        cache.put("c", 3, 1);
        assert_eq!([cache.peek(&"a"), cache.peek(&"b"), cache.peek(&"c")], [Some(&1), None, Some(&3)]);
        assert_eq!(*evicted.borrow(), [("b", 2)]);
    }

    #[test]
    fn an_unknown_key_is_a_miss_and_changes_nothing() {
        let mut cache = Lru::new(2, |_, _| ());
        cache.put("a", 1, 1);
        cache.put("b", 2, 1);
        assert_eq!([cache.get(&"c").copied(), cache.peek(&"c").copied(), cache.remove(&"c")], [None; 3]);
        assert_eq!(entries(&cache), [("b", 2), ("a", 1)]);
    }

    #[test]
    fn get_refreshes_and_peek_does_not() {
        let mut cache = Lru::new(3, |_, _| ());
        for key in 1..=3 {
            cache.put(key, key * 10, 1);
        }
        assert_eq!(cache.peek(&1), Some(&10));
        assert_eq!(entries(&cache), [(3, 30), (2, 20), (1, 10)]);
        assert_eq!(cache.get(&1), Some(&10));
        assert_eq!(entries(&cache), [(1, 10), (3, 30), (2, 20)]);
        assert_eq!(cache.get(&3), Some(&30));
        assert_eq!(entries(&cache), [(3, 30), (1, 10), (2, 20)]);
    }

    #[test]
    fn putting_a_key_again_refreshes_it_and_gives_the_old_value_back() {
        let mut cache = Lru::new(3, |_, _| ());
        assert_eq!(cache.put("a", 1, 1), None);
        assert_eq!(cache.put("b", 2, 1), None);
        assert_eq!(cache.put("a", 3, 1), Some(1));
        assert_eq!(entries(&cache), [("a", 3), ("b", 2)]);
        assert_eq!((cache.len(), cache.weight()), (2, 2));
    }

    // The classic: "full, so evict", before anybody looks whether the key is there already.
    #[test]
    fn replacing_a_value_in_a_full_cache_evicts_nothing() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(2, |key, value| evicted.borrow_mut().push((key, value)));
        cache.put("a", 1, 1);
        cache.put("b", 2, 1);
        assert_eq!(cache.put("b", 3, 1), Some(2));
        assert_eq!(cache.put("a", 4, 1), Some(1));
        assert_eq!(entries(&cache), [("a", 4), ("b", 3)]);
        assert_eq!(*evicted.borrow(), []);
    }

    #[test]
    fn a_heavy_entry_pushes_out_as_many_old_ones_as_it_needs() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(10, |key, value| evicted.borrow_mut().push((key, value)));
        for (key, weight) in [("a", 3), ("b", 2), ("c", 4), ("d", 1)] {
            cache.put(key, weight, weight);
        }
        assert_eq!((cache.len(), cache.weight()), (4, 10));
        cache.put("e", 4, 4);
        assert_eq!(*evicted.borrow(), [("a", 3), ("b", 2)]);
        assert_eq!(entries(&cache), [("e", 4), ("d", 1), ("c", 4)]);
        assert_eq!((cache.len(), cache.weight()), (3, 9));
    }

    #[test]
    fn a_replaced_value_weighs_nothing_any_more() {
        let mut cache = Lru::new(10, |_, _| ());
        cache.put("a", 1, 4);
        cache.put("b", 2, 5);
        cache.put("b", 3, 2);
        assert_eq!(cache.weight(), 6);
        cache.put("b", 4, 6);
        assert_eq!(cache.weight(), 10);
        assert_eq!(entries(&cache), [("b", 4), ("a", 1)]);
    }

    #[test]
    fn remove_gives_the_value_back_and_does_not_call_back() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(3, |key, value| evicted.borrow_mut().push((key, value)));
        for key in 1..=3 {
            cache.put(key, key * 10, 1);
        }
        assert_eq!(cache.remove(&2), Some(20));
        assert_eq!(cache.remove(&2), None);
        assert_eq!((cache.len(), cache.weight(), cache.peek(&2)), (2, 2, None));
        cache.put(4, 40, 1);
        assert_eq!(entries(&cache), [(4, 40), (3, 30), (1, 10)]);
        assert_eq!(*evicted.borrow(), []);
    }

    #[test]
    fn shrinking_evicts_the_oldest_and_growing_makes_room() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(4, |key, value| evicted.borrow_mut().push((key, value)));
        for key in 1..=4 {
            cache.put(key, key * 10, 1);
        }
        cache.get(&1);
        cache.resize(2);
        assert_eq!(*evicted.borrow(), [(2, 20), (3, 30)]);
        assert_eq!(entries(&cache), [(1, 10), (4, 40)]);
        cache.resize(3);
        cache.put(5, 50, 1);
        cache.put(6, 60, 1);
        assert_eq!(*evicted.borrow(), [(2, 20), (3, 30), (4, 40)]);
        assert_eq!(entries(&cache), [(6, 60), (5, 50), (1, 10)]);
    }

    // What a cache is for: few keys are asked for often, many seldom. The number of hits is LRU's signature.
    #[test]
    fn a_skewed_trace_hits_as_often_as_exact_lru_does() {
        let mut cache = Lru::new(50, |_, _| ());
        let (mut hits, mut state) = (0, 1_u64);
        for _ in 0..5000 {
            // Knuth's generator; the product of two draws is small far more often than large.
            let mut draw = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) % 32
            };
            let key = draw() * draw();
            if cache.get(&key).is_some() {
                hits += 1;
            } else {
                cache.put(key, key, 1);
            }
        }
        assert_eq!((hits, cache.len()), (1183, 50));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_cache_without_capacity_keeps_nothing() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(0, |key, value| evicted.borrow_mut().push((key, value)));
        assert_eq!((cache.put("a", 1, 1), cache.put("a", 2, 1)), (None, None));
        assert_eq!((cache.get(&"a").copied(), cache.len(), cache.weight()), (None, 0, 0));
        assert_eq!(*evicted.borrow(), [("a", 1), ("a", 2)]);
    }

    // One entry is the newest and the oldest: both ends of the list move at once.
    #[test]
    fn a_cache_of_one_holds_the_last_entry() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(1, |key, value| evicted.borrow_mut().push((key, value)));
        cache.put("a", 1, 1);
        assert_eq!(cache.get(&"a"), Some(&1));
        assert_eq!(cache.put("a", 2, 1), Some(1));
        cache.put("b", 3, 1);
        assert_eq!(cache.remove(&"b"), Some(3));
        assert_eq!(entries(&cache), []);
        cache.put("c", 4, 1);
        assert_eq!(entries(&cache), [("c", 4)]);
        assert_eq!(*evicted.borrow(), [("a", 2)]);
    }

    #[test]
    fn an_entry_as_heavy_as_the_capacity_is_kept() {
        let mut cache = Lru::new(5, |_, _| ());
        cache.put("a", 1, 2);
        cache.put("b", 2, 5);
        assert_eq!(entries(&cache), [("b", 2)]);
        assert_eq!(cache.weight(), 5);
    }

    #[test]
    fn an_entry_heavier_than_the_capacity_displaces_nobody() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(5, |key, value| evicted.borrow_mut().push((key, value)));
        cache.put("a", 1, 2);
        cache.put("b", 2, 3);
        assert_eq!(cache.put("c", 3, 6), None);
        assert_eq!(*evicted.borrow(), [("c", 3)]);
        assert_eq!(entries(&cache), [("b", 2), ("a", 1)]);
    }

    // Whoever only says "too heavy, not stored" goes on answering with the value that was overwritten.
    #[test]
    fn an_update_that_is_too_heavy_takes_the_old_value_out() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(5, |key, value| evicted.borrow_mut().push((key, value)));
        cache.put("a", 1, 2);
        cache.put("b", 2, 3);
        assert_eq!(cache.put("a", 3, 6), Some(1));
        assert_eq!((cache.peek(&"a"), cache.len(), cache.weight()), (None, 1, 3));
        assert_eq!(*evicted.borrow(), [("a", 3)]);
    }

    // A value that grows is the newest entry, so the others make room for it, and never it for itself.
    #[test]
    fn a_value_that_grows_pushes_out_others_and_not_itself() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(6, |key, value| evicted.borrow_mut().push((key, value)));
        for key in ["a", "b", "c"] {
            cache.put(key, 2, 2);
        }
        assert_eq!(cache.put("a", 5, 5), Some(2));
        assert_eq!(*evicted.borrow(), [("b", 2), ("c", 2)]);
        assert_eq!(entries(&cache), [("a", 5)]);
        assert_eq!(cache.weight(), 5);
    }

    #[test]
    fn weights_add_up_beyond_32_bits() {
        let mut cache = Lru::new(u64::MAX, |_, _| ());
        for key in 0..3 {
            cache.put(key, key, u32::MAX);
        }
        assert_eq!((cache.len(), cache.weight()), (3, 12_884_901_885));
        cache.resize(8_589_934_590);
        assert_eq!((cache.len(), cache.weight()), (2, 8_589_934_590));
    }

    #[test]
    fn an_entry_without_weight_leaves_in_its_turn() {
        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(2, |key, value| evicted.borrow_mut().push((key, value)));
        for (key, weight) in [("a", 0), ("b", 2), ("c", 0), ("d", 1)] {
            cache.put(key, weight, weight);
        }
        assert_eq!(*evicted.borrow(), [("a", 0), ("b", 2)]);
        assert_eq!(entries(&cache), [("d", 1), ("c", 0)]);
    }

    // If shrinking forgets the list but not the map, the old key comes back with a stranger's value as soon as its
    // place is used again. In a back end that is one customer's page shown to another.
    #[test]
    fn a_key_that_shrinking_evicted_stays_gone_when_its_place_is_used_again() {
        let mut cache = Lru::new(4, |_, _| ());
        for key in 0..4 {
            cache.put(key, key * 10, 1);
        }
        cache.resize(1);
        cache.resize(4);
        for key in 10..13 {
            cache.put(key, key * 10, 1);
        }
        assert_eq!([0, 1, 2].map(|key| cache.get(&key).copied()), [None, None, None]);
        assert_eq!(entries(&cache), [(12, 120), (11, 110), (10, 100), (3, 30)]);
    }

    #[test]
    fn places_that_became_free_in_any_order_are_used_again() {
        let mut cache = Lru::new(8, |_, _| ());
        for key in 0..8 {
            cache.put(key, key * 10, 1);
        }
        assert_eq!([5, 0, 7, 2].map(|key| cache.remove(&key)), [Some(50), Some(0), Some(70), Some(20)]);
        for key in 20..24 {
            cache.put(key, key * 10, 1);
        }
        let keys: Vec<i32> = cache.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, [23, 22, 21, 20, 6, 4, 3, 1]);
        assert_eq!(keys.iter().filter(|&&key| cache.get(&key) != Some(&(key * 10))).count(), 0);
    }

    #[test]
    fn keys_with_the_same_hash_are_told_apart() {
        #[derive(Clone, PartialEq, Eq)]
        struct Colliding(i64);

        impl Hash for Colliding {
            fn hash<H: Hasher>(&self, state: &mut H) {
                0.hash(state);
            }
        }

        let evicted = RefCell::new(Vec::new());
        let mut cache = Lru::new(2, |key: Colliding, value| evicted.borrow_mut().push((key.0, value)));
        for key in 1..=3 {
            cache.put(Colliding(key), key * 10, 1);
        }
        assert_eq!([1, 2, 3].map(|key| cache.peek(&Colliding(key))), [None, Some(&20), Some(&30)]);
        assert_eq!(*evicted.borrow(), [(1, 10)]);
    }

    // The callback is foreign code and may panic. By then its entry is out of both structures, or the cache is broken.
    #[test]
    fn a_callback_that_panics_leaves_a_working_cache() {
        let mut cache = Lru::new(3, |key, _| std::assert!(key != 1, "no disk space for the evicted entry"));
        for key in 1..=3 {
            cache.put(key, key * 10, 1);
        }
        let message = panic_message(|| {
            cache.put(4, 40, 1);
        });
        assert_eq!(message.as_deref(), Some("no disk space for the evicted entry"));
        assert_eq!([1, 2, 3].map(|key| cache.get(&key).copied()), [None, Some(20), Some(30)]);
        for key in 5..=7 {
            cache.put(key, key * 10, 1);
        }
        assert_eq!(entries(&cache), [(7, 70), (6, 60), (5, 50)]);
        assert_eq!((cache.len(), cache.weight()), (3, 3));
    }

    // Nodes that own their neighbour are dropped by recursion, one stack frame an entry.
    #[test]
    fn a_large_cache_is_dropped_without_deep_recursion() {
        let mut cache = Lru::new(100_000, |_, _| ());
        for key in 0..100_000 {
            cache.put(key, key, 1);
        }
        assert_eq!(cache.len(), 100_000);
        drop(cache);
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[derive(Debug)]
    enum Operation {
        Put(i64, u32),
        Get(i64),
        Peek(i64),
        Remove(i64),
        Resize(u64),
    }

    fn operations(draw: &mut Draw<'_>) -> Vec<Operation> {
        let operations = draw.list(0..=60, |draw| {
            let key = draw.number(0..=7);
            match draw.size(0..=9) {
                0..=3 => Operation::Put(key, draw.pick(&[1, 2, 3, 0, 9])),
                4..=6 => Operation::Get(key),
                7 => Operation::Peek(key),
                8 => Operation::Remove(key),
                _ => Operation::Resize(draw.pick(&[6, 3, 8, 0])),
            }
        });
        for operation in &operations {
            draw.note(|| format!("{operation:?}"));
        }
        operations
    }

    /// The obvious cache: one list, the newest first, searched from end to end.
    struct Model {
        entries: Vec<(i64, usize, u32)>,
        evicted: Vec<(i64, usize)>,
        capacity: u64,
    }

    impl Model {
        fn take(&mut self, key: i64) -> Option<(i64, usize, u32)> {
            let place = self.entries.iter().position(|entry| entry.0 == key)?;
            Some(self.entries.remove(place))
        }

        fn get(&mut self, key: i64) -> Option<usize> {
            let entry = self.take(key)?;
            self.entries.insert(0, entry);
            Some(entry.1)
        }

        fn put(&mut self, key: i64, value: usize, weight: u32) -> Option<usize> {
            let old = self.take(key);
            if u64::from(weight) > self.capacity {
                self.evicted.push((key, value));
            } else {
                self.entries.insert(0, (key, value, weight));
                self.make_room();
            }
            old.map(|entry| entry.1)
        }

        fn weight(&self) -> u64 {
            self.entries.iter().map(|entry| u64::from(entry.2)).sum()
        }

        fn make_room(&mut self) {
            while self.weight() > self.capacity {
                self.evicted.extend(self.entries.pop().map(|(key, value, _)| (key, value)));
            }
        }
    }

    #[test]
    fn every_operation_agrees_with_a_plain_list() {
        property(|draw| {
            let operations = operations(draw);
            let evicted = RefCell::new(Vec::new());
            let mut cache = Lru::new(6, |key, value| evicted.borrow_mut().push((key, value)));
            let mut model = Model { entries: Vec::new(), evicted: Vec::new(), capacity: 6 };
            for (step, operation) in operations.into_iter().enumerate() {
                match operation {
                    Operation::Put(key, weight) => {
                        assert_eq!(cache.put(key, step, weight), model.put(key, step, weight));
                    }
                    Operation::Get(key) => assert_eq!(cache.get(&key).copied(), model.get(key)),
                    Operation::Peek(key) => {
                        let stored = model.entries.iter().find(|entry| entry.0 == key);
                        assert_eq!(cache.peek(&key).copied(), stored.map(|entry| entry.1));
                    }
                    Operation::Remove(key) => {
                        assert_eq!(cache.remove(&key), model.take(key).map(|entry| entry.1));
                    }
                    Operation::Resize(capacity) => {
                        model.capacity = capacity;
                        model.make_room();
                        cache.resize(capacity);
                    }
                }
                let expected: Vec<_> = model.entries.iter().map(|entry| (entry.0, entry.1)).collect();
                assert_eq!(entries(&cache), expected);
                assert_eq!((cache.len(), cache.weight()), (model.entries.len(), model.weight()));
                assert_eq!(*evicted.borrow(), model.evicted);
            }
        });
    }

    // Nodes that own one another in a circle are never dropped; a slot that is reused too early drops twice.
    #[test]
    fn every_key_and_value_is_dropped_exactly_once() {
        property(|draw| {
            let operations = operations(draw);
            let (keys, values) = (Drops::new(), Drops::new());
            let mut cache = Lru::new(6, |_, _| ());
            for operation in operations {
                match operation {
                    Operation::Put(key, weight) => drop(cache.put(keys.value(key), values.value(key), weight)),
                    Operation::Get(key) => drop(cache.get(&keys.value(key)).cloned()),
                    Operation::Peek(key) => drop(cache.peek(&keys.value(key)).cloned()),
                    Operation::Remove(key) => drop(cache.remove(&keys.value(key))),
                    Operation::Resize(capacity) => cache.resize(capacity),
                }
                let held = i64::try_from(cache.len()).unwrap_or(i64::MAX);
                assert_eq!(values.alive(), held, "a value that left the cache is still held, or one in it is gone");
            }
            drop(cache);
            assert_eq!((keys.alive(), values.alive()), (0, 0));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// One of each operation for every entry of a full cache; each key that is put is new.
    fn one_round(cache: &mut Lru<Counted<u64>, u64, impl FnMut(Counted<u64>, u64)>, size: u64) {
        for key in 0..size {
            cache.get(&Counted(key * 7 % size));
            cache.peek(&Counted(key));
        }
        for key in 0..size {
            cache.put(Counted(key * 5 % size), key, 1);
        }
        for key in 0..size {
            cache.put(Counted(size + key), key, 1);
            if key % 4 == 0 {
                cache.remove(&Counted(size + key));
            }
        }
    }

    // A list that is searched for the key compares it with half of the entries.
    #[test]
    fn an_operation_costs_no_more_in_a_large_cache() {
        for size in [16, 256, 4096] {
            let mut cache = Lru::new(size, |_, _| ());
            for key in 0..size {
                cache.put(Counted(key), key, 1);
            }
            let ((), counts) = count(|| one_round(&mut cache, size));
            // 4.25 operations an entry; each may look a key up a few times, and the map's growth hashes keys again.
            let allowed = 24 * size;
            let action = |what| format!("{what} in {} operations on a cache of {size}", size * 17 / 4);
            assert_within!(action("looking keys up"), counts.equalities, "comparisons of keys", "O(1) each", allowed);
            assert_within!(action("looking keys up"), counts.hashes, "hashes", "O(1) each", allowed);
            assert_within!(action("keeping keys"), counts.clones, "clones of keys", "two for each put", 4 * size);
        }
    }

    #[test]
    fn reading_clones_no_key() {
        let mut cache = Lru::new(100, |_, _| ());
        for key in 0..100 {
            cache.put(Counted(key), key, 1);
        }
        let (hits, counts) = count(|| {
            let read = |key| cache.get(&Counted(key)).is_some() && cache.peek(&Counted(key)).is_some();
            (0..100).map(read).filter(|&hit| hit).count()
        });
        assert_eq!(hits, 100);
        assert_within!("reading 100 entries", counts.clones, "clones of keys", "0 for each", 0);
    }

    // An order of use kept as a log ("cleaned when something is evicted") grows with every read of a quiet cache.
    #[test]
    fn reading_takes_no_memory() {
        let mut cache = Lru::new(10, |_, _| ());
        for key in 0..10 {
            cache.put(key, key, 1);
        }
        let (hits, heap) = allocations(|| (0..20_000).filter(|read| cache.get(&(read % 10)).is_some()).count());
        assert_eq!(hits, 20_000);
        let action = "20,000 reads of a cache of 10";
        assert_within!(action, heap.peak_bytes, "bytes more to hold at once", "O(capacity)", 4096);
    }

    // A slab that only grows is a leak that no leak detector reports.
    #[test]
    fn an_evicted_entry_leaves_its_memory_to_the_next() {
        let mut cache = Lru::new(50, |_, _| ());
        for key in 0..2000 {
            cache.put(key, key, 1);
        }
        let ((), heap) = allocations(|| {
            for key in 2000..20_000 {
                cache.put(key, key, 1);
            }
        });
        assert_eq!(cache.len(), 50);
        let action = "18,000 evictions from a cache of 50";
        assert_within!(action, heap.peak_bytes, "bytes more to hold at once", "O(capacity)", 16_384);
    }

    // Looking through all entries for the one that was used longest ago compares no key, so no counter sees it. Here it
    // takes over 10^9 steps, and the limit of this exercise's tests (two seconds of CPU time) ends it.
    #[test]
    fn evicting_does_not_look_through_all_entries() {
        let size = 40_000;
        let evicted = RefCell::new(0);
        let mut cache = Lru::new(size, |_, _| *evicted.borrow_mut() += 1);
        for key in 0..2 * size {
            cache.put(key, key, 1);
        }
        assert_eq!((*evicted.borrow(), cache.peek(&(size - 1)), cache.peek(&size)), (40_000, None, Some(&size)));
    }
}
