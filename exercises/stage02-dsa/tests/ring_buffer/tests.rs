//! A ring buffer is an array, two numbers, and one question: when both ends meet, is it full or empty? The other traps
//! lie where the elements go round the end of the array: who grows it then must not go by the order of the slots.
//!
//! The queue between threads has one rule. Whoever wakes looks again: somebody else may have been quicker. And whoever
//! changes something wakes one who waits for just that, or all.

use std::collections::VecDeque;

use harness::prelude::*;

use super::kata::{Blocking, Ring};

/// The elements of the ring from the oldest on, and the ring as it was.
fn elements<T: Default + Clone>(ring: &Ring<T>) -> Vec<T> {
    let (first, second) = ring.as_slices();
    [first, second].concat()
}

/// A full ring of five elements that began in the middle of its array: 3 to 7.
fn wrapped() -> Ring<u64> {
    let mut ring = Ring::fixed(5);
    for number in 0..8 {
        ring.push_overwrite(number);
    }
    ring
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn elements_leave_in_the_order_they_came() {
        let mut ring = Ring::fixed(3);
        assert_eq!([ring.push("first"), ring.push("second")], [Ok(()), Ok(())]);
        assert_eq!((ring.pop(), ring.len()), (Some("first"), 1));
        assert_eq!([ring.push("third"), ring.push("fourth")], [Ok(()), Ok(())]);
        assert_eq!(
            [ring.pop(), ring.pop(), ring.pop(), ring.pop()],
            [Some("second"), Some("third"), Some("fourth"), None]
        );
    }

    #[test]
    fn a_full_ring_gives_the_element_back() {
        let mut ring = Ring::fixed(2);
        assert_eq!([ring.push('a'), ring.push('b'), ring.push('c')], [Ok(()), Ok(()), Err('c')]);
        assert_eq!(elements(&ring), ['a', 'b']);
    }

    // Two positions that are equal may mean that nothing is there, or no room.
    #[test]
    fn a_full_ring_is_not_empty() {
        let mut ring = Ring::fixed(4);
        for round in 0..8 {
            for number in 0..4 {
                ring.push(round * 4 + number).expect("there is room for four");
            }
            assert_eq!((ring.len(), ring.is_empty(), ring.push(99)), (4, false, Err(99)), "in round {round}");
            let popped = [ring.pop(), ring.pop(), ring.pop(), ring.pop(), ring.pop()];
            let expected = [0, 1, 2, 3].map(|number| Some(round * 4 + number));
            assert_eq!(popped[..4], expected, "in round {round}");
            assert_eq!((popped[4], ring.len(), ring.is_empty()), (None, 0, true), "in round {round}");
            // So that the next round begins in another slot.
            ring.push(0).expect("there is room");
            ring.pop();
        }
    }

    // A capacity is what was agreed with somebody: rounded up to a power of two, it is another one.
    #[test]
    fn a_fixed_capacity_is_exact() {
        for capacity in [1, 2, 3, 5, 6, 7, 100] {
            let mut ring = Ring::fixed(capacity);
            let taken = (0..200).take_while(|number| ring.push(*number).is_ok()).count();
            assert_eq!((taken, ring.len(), ring.capacity()), (capacity, capacity, capacity));
        }
    }

    #[test]
    fn push_overwrite_displaces_the_oldest() {
        let mut ring = Ring::fixed(3);
        let displaced = [1, 2, 3, 4, 5, 6, 7].map(|number| ring.push_overwrite(number));
        assert_eq!(displaced, [None, None, None, Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!((elements(&ring), ring.len()), (vec![5, 6, 7], 3));
        assert_eq!((ring.pop(), ring.push_overwrite(8), ring.push_overwrite(9)), (Some(5), None, Some(6)));
        assert_eq!(elements(&ring), [7, 8, 9]);
    }

    #[test]
    fn a_growable_ring_takes_everything() {
        let mut ring = Ring::growable();
        for number in 0..50 {
            assert_eq!((ring.push(2 * number), ring.push_overwrite(2 * number + 1)), (Ok(()), None));
        }
        assert_eq!((ring.len(), ring.capacity() >= 100), (100, true));
        assert_eq!(elements(&ring), (0..100).collect::<Vec<_>>());
    }

    // New slots come at the end of the array. In a ring that has gone round, that is its middle.
    #[test]
    fn growth_keeps_the_order_of_a_ring_that_went_round() {
        for gone in 0..10 {
            let mut ring = Ring::growable();
            for number in 0..gone {
                ring.push(number).expect("it grows");
                ring.pop();
            }
            for number in 0..40 {
                ring.push(number).expect("it grows");
            }
            assert_eq!(elements(&ring), (0..40).collect::<Vec<_>>(), "after {gone} elements came and went");
        }
    }

    #[test]
    fn elements_are_numbered_from_the_oldest_on() {
        let ring = wrapped();
        assert_eq!([0, 1, 2, 3, 4].map(|index| ring.get(index)), [Some(&3), Some(&4), Some(&5), Some(&6), Some(&7)]);
        assert_eq!([5, 6, usize::MAX].map(|index| ring.get(index)), [None; 3]);
    }

    #[test]
    fn slots_without_an_element_have_no_number() {
        let mut ring = wrapped();
        ring.pop();
        assert_eq!([0, 3, 4].map(|index| ring.get(index)), [Some(&4), Some(&7), None]);
    }

    // What is written to a socket in two parts must be those parts in that order.
    #[test]
    fn the_slices_are_the_elements_in_their_order() {
        let mut ring = wrapped();
        assert_eq!(elements(&ring), [3, 4, 5, 6, 7]);
        let lengths = [5, 4, 3, 2, 1].map(|length| {
            let (first, second) = ring.as_slices();
            let seen = (first.len() + second.len(), first.first().copied());
            ring.pop();
            (length, seen)
        });
        let expected = [(5, Some(3)), (4, Some(4)), (3, Some(5)), (2, Some(6)), (1, Some(7))];
        assert_eq!(lengths, expected.map(|seen| (seen.0, seen)));
        assert_eq!(elements(&ring), [0_u64; 0]);
    }

    #[test]
    fn draining_gives_everything_and_leaves_room() {
        let mut ring = wrapped();
        assert_eq!(ring.drain().collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert_eq!((ring.len(), ring.capacity(), ring.pop()), (0, 5, None));
        assert_eq!((ring.push(8), elements(&ring)), (Ok(()), vec![8]));
    }

    // `for` loops end early: by `break`, by `?`, by a panic. The ring must not depend on how far they came.
    #[test]
    fn a_drain_that_is_left_early_takes_the_rest_with_it() {
        let mut ring = wrapped();
        assert_eq!(ring.drain().take(2).collect::<Vec<_>>(), [3, 4]);
        assert_eq!((ring.len(), elements(&ring)), (0, vec![]));
        let mut ring = wrapped();
        drop(ring.drain());
        assert_eq!((ring.len(), ring.pop()), (0, None));
    }

    #[test]
    fn a_blocking_queue_is_a_queue() {
        let queue = Blocking::new(3);
        assert_eq!([queue.push(1), queue.try_push(2), queue.push(3)], [Ok(()); 3]);
        assert_eq!([queue.pop(), queue.try_pop(), queue.pop()], [Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn trying_does_not_wait() {
        let queue = Blocking::new(2);
        assert_eq!(queue.try_pop(), None);
        assert_eq!([queue.try_push('a'), queue.try_push('b'), queue.try_push('c')], [Ok(()), Ok(()), Err('c')]);
        assert_eq!([queue.try_pop(), queue.try_pop(), queue.try_pop()], [Some('a'), Some('b'), None]);
    }

    // A worker that is told to stop finishes what was accepted: somebody was told that it would be done.
    #[test]
    fn a_closed_queue_gives_what_it_holds_and_takes_nothing() {
        let queue = Blocking::new(3);
        assert_eq!([queue.push("accepted"), queue.push("also")], [Ok(()), Ok(())]);
        queue.close();
        assert_eq!([queue.push("late"), queue.try_push("later")], [Err("late"), Err("later")]);
        assert_eq!([queue.pop(), queue.try_pop()], [Some("accepted"), Some("also")]);
        assert_eq!([queue.pop(), queue.try_pop(), queue.pop()], [None; 3]);
        queue.close();
        assert_eq!((queue.push("never"), queue.pop()), (Err("never"), None));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    // `% capacity` panics here.
    #[test]
    fn a_ring_without_room_takes_nothing() {
        let mut ring = Ring::fixed(0);
        assert_eq!((ring.push('a'), ring.push_overwrite('b'), ring.pop()), (Err('a'), Some('b'), None));
        assert_eq!((ring.len(), ring.is_empty(), ring.capacity(), ring.get(0)), (0, true, 0, None));
        assert_eq!((elements(&ring), ring.drain().next()), (vec![], None));
    }

    #[test]
    fn one_slot_is_a_ring() {
        let mut ring = Ring::fixed(1);
        assert_eq!((ring.push(1), ring.push(2), ring.push_overwrite(3)), (Ok(()), Err(2), Some(1)));
        assert_eq!((ring.pop(), ring.pop(), ring.push(4), elements(&ring)), (Some(3), None, Ok(()), vec![4]));
    }

    #[test]
    fn a_growable_ring_begins_empty() {
        let mut ring = Ring::<u8>::growable();
        assert_eq!((ring.pop(), ring.len(), ring.is_empty(), ring.get(0)), (None, 0, true, None));
        assert_eq!((elements(&ring), ring.drain().next()), (vec![], None));
    }

    // What a free slot holds may be an element elsewhere.
    #[test]
    fn defaults_are_elements_like_any_other() {
        let mut ring = Ring::fixed(3);
        assert_eq!([ring.push(0), ring.push(0), ring.push(0), ring.push(0)], [Ok(()), Ok(()), Ok(()), Err(0)]);
        assert_eq!((ring.len(), elements(&ring), ring.pop(), ring.len()), (3, vec![0, 0, 0], Some(0), 2));
    }

    #[test]
    fn elements_need_no_size() {
        let mut ring = Ring::growable();
        for _ in 0..100 {
            ring.push(()).expect("it grows");
        }
        assert_eq!((ring.len(), ring.drain().count(), ring.len()), (100, 100, 0));
    }

    // An element that is out must be gone: a connection that a slot still holds is never closed.
    #[test]
    fn a_slot_keeps_nothing_of_what_left_it() {
        let drops = Drops::new();
        let mut ring = Ring::fixed(4);
        for number in 0..6 {
            ring.push_overwrite(Some(drops.value(number)));
        }
        assert_eq!(drops.alive(), 4, "two of six were displaced");
        drop(ring.pop());
        assert_eq!(drops.alive(), 3, "one was popped");
        ring.drain().next();
        assert_eq!(drops.alive(), 0, "all were drained, one of them into our hands");
        ring.push(Some(drops.value(6))).expect("there is room");
        assert_eq!((drops.alive(), drops.dropped()), (1, 6));
        drop(ring);
        assert_eq!((drops.alive(), drops.dropped()), (0, 7), "the ring went, and what it held");
    }

    #[test]
    fn a_refused_element_is_still_there() {
        let drops = Drops::new();
        let mut ring = Ring::fixed(1);
        ring.push(Some(drops.value("taken"))).expect("there is room");
        let refused = ring.push(Some(drops.value("refused")));
        assert_eq!(drops.alive(), 2);
        let name = refused.err().flatten().map(|element| element.value);
        assert_eq!((name, drops.alive()), (Some("refused"), 1));
    }

    #[test]
    fn growth_neither_drops_nor_doubles() {
        let drops = Drops::new();
        let mut ring = Ring::growable();
        for number in 0..100 {
            ring.push(Some(drops.value(number))).expect("it grows");
            if number % 3 == 0 {
                ring.pop();
            }
        }
        assert_eq!((drops.alive(), drops.dropped(), ring.len()), (66, 34, 66));
        drop(ring);
        assert_eq!((drops.alive(), drops.dropped()), (0, 100));
    }

    // Elements of a blocking queue need no default, and go with it.
    #[test]
    fn a_blocking_queue_takes_what_it_holds_with_it() {
        let drops = Drops::new();
        let queue = Blocking::new(3);
        for number in 0..3 {
            queue.push(drops.value(number)).unwrap_or_else(|_| panic!("there is room"));
        }
        drop(queue.pop());
        queue.close();
        assert_eq!(drops.alive(), 2);
        drop(queue);
        assert_eq!((drops.alive(), drops.dropped()), (0, 3));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_fixed_ring_agrees_with_a_deque() {
        property(|draw| {
            let capacity = draw.size(0..=5);
            draw.note(|| format!("fixed({capacity})"));
            check_against_a_deque(draw, Ring::fixed(capacity), Some(capacity));
        });
    }

    #[test]
    fn a_growable_ring_agrees_with_a_deque() {
        property(|draw| check_against_a_deque(draw, Ring::growable(), None));
    }

    fn check_against_a_deque(draw: &mut Draw<'_>, mut ring: Ring<i64>, capacity: Option<usize>) {
        let mut model = VecDeque::new();
        let operations = draw.list(0..=60, |draw| {
            let kind = draw.pick(&["push", "push", "pop", "push_overwrite", "push_overwrite", "drain and take"]);
            (kind, draw.number(0..=9))
        });
        for (kind, number) in operations {
            draw.note(|| format!("{kind} {number}"));
            let full = Some(model.len()) == capacity;
            match kind {
                "push" => {
                    assert_eq!(ring.push(number), if full { Err(number) } else { Ok(()) });
                    if !full {
                        model.push_back(number);
                    }
                }
                "push_overwrite" => {
                    model.push_back(number);
                    assert_eq!(ring.push_overwrite(number), if full { model.pop_front() } else { None });
                }
                "pop" => assert_eq!(ring.pop(), model.pop_front()),
                // Rarely, or the ring would never fill.
                _ if number < 8 => {}
                _ => {
                    let drained: Vec<i64> = model.drain(..).take(3).collect();
                    assert_eq!(ring.drain().take(3).collect::<Vec<_>>(), drained);
                }
            }
            assert_eq!(elements(&ring), Vec::from(model.clone()));
            assert_eq!(ring.as_slices().0.first(), model.front(), "where the first slice begins");
            assert_eq!((ring.len(), ring.is_empty()), (model.len(), model.is_empty()));
            let index = usize::try_from(number).unwrap_or(0);
            assert_eq!(ring.get(index), model.get(index));
            match capacity {
                Some(capacity) => assert_eq!(ring.capacity(), capacity),
                None => assert_eq!(ring.capacity() >= model.len(), true),
            }
        }
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// Where in memory the elements lie, from the oldest on.
    fn places(ring: &Ring<u64>) -> Vec<usize> {
        let (first, second) = ring.as_slices();
        first.iter().chain(second).map(|element| std::ptr::from_ref(element).addr()).collect()
    }

    fn moved(before: &[usize], after: &[usize]) -> usize {
        before.iter().zip(after).filter(|(before, after)| before != after).count()
    }

    // `Vec::remove(0)` is a queue as well. Each time it moves all that stay.
    #[test]
    fn popping_moves_no_element() {
        let mut ring = Ring::growable();
        for number in 0..1000 {
            ring.push(number).expect("it grows");
        }
        let before = places(&ring);
        ring.pop();
        ring.pop();
        assert_eq!(moved(&before[2..], &places(&ring)), 0, "of 998 elements that stayed, so many moved");
    }

    #[test]
    fn overwriting_moves_no_element() {
        let mut ring = wrapped();
        let before = places(&ring);
        ring.push_overwrite(8);
        ring.push_overwrite(9);
        assert_eq!(moved(&before[2..], &places(&ring)), 0, "of 3 elements that stayed, so many moved");
    }

    // It is there for places where asking the heap takes too long, or must not fail.
    #[test]
    fn a_fixed_ring_asks_for_memory_once() {
        let (mut ring, made) = allocations(|| Ring::fixed(1000));
        let (sum, used) = allocations(|| {
            let mut sum = 0;
            for number in 0..3000_u64 {
                ring.push_overwrite(number);
                let (first, second) = ring.as_slices();
                sum += first.len() + second.len();
                if number % 7 == 0 {
                    ring.pop();
                }
            }
            sum + ring.drain().count()
        });
        assert_eq!((sum > 0, ring.is_empty()), (true, true));
        assert_within!("fixed(1000)", made.count, "allocations", "one array", 1);
        assert_within!("fixed(1000) of u64", made.bytes, "bytes of memory asked for", "one array", 8100);
        assert_within!("using the ring afterwards", used.count, "allocations", "an array that stays", 0);
    }

    // Growing by one slot, or by ten, copies everything again and again: O(n²) for n elements.
    #[test]
    fn growth_doubles() {
        let mut ring = Ring::growable();
        let ((), grown) = allocations(|| (0..10_000_u64).for_each(|number| ring.push(number).expect("it grows")));
        assert_eq!(ring.len(), 10_000);
        assert_within!("10,000 pushes", grown.count, "allocations", "O(log n)", 30);
        assert_within!("10,000 pushes of u64", grown.bytes, "bytes of memory asked for", "O(n)", 4 * 80_000);
        assert_within!("10,000 elements", ring.capacity() as u64, "slots", "O(n)", 4 * 10_000);
    }

    // The heap may hand out more than it was asked for. It is the elements that must not be moved at every other push.
    #[test]
    fn growth_moves_elements_rarely() {
        let mut ring = Ring::growable();
        let place_of = |ring: &Ring<u64>, index| ring.get(index).map(|element| std::ptr::from_ref(element).addr());
        let mut moves = 0;
        for number in 0..3000 {
            let newest = ring.len().wrapping_sub(1);
            let before = place_of(&ring, newest);
            ring.push(number).expect("it grows");
            moves += u64::from(before.is_some() && before != place_of(&ring, newest));
            if number % 3 == 0 {
                ring.pop();
            }
        }
        assert_eq!(ring.len(), 2000);
        assert_within!("3,000 pushes, with a pop after every third,", moves, "moves to other slots", "O(log n)", 30);
    }

    // A queue whose length stays the same has no reason to grow, however many elements pass through it.
    #[test]
    fn freed_slots_are_used_again() {
        let mut ring = Ring::growable();
        for number in 0..100_u64 {
            ring.push(number).expect("it grows");
        }
        let ((), used) = allocations(|| {
            for number in 0..5000 {
                ring.pop();
                ring.push(number).expect("a slot is free");
            }
        });
        assert_within!("5,000 times pop and push", used.count, "allocations", "a constant length", 0);
    }
}

mod concurrency {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
    use std::sync::{Arc, mpsc};
    use std::thread;
    use std::time::{Duration, Instant};

    use harness::assert_eq;

    use super::*;

    /// Nothing takes that long but a wait that never ends.
    const PATIENCE: Duration = Duration::from_secs(5);

    /// Long enough for a thread that has nothing left but to wait, to be waiting. No right answer depends on it.
    const A_WHILE: Duration = Duration::from_millis(15);

    /// Threads that do the same work, each with its number.
    struct Team<R> {
        name: &'static str,
        size: u32,
        results: mpsc::Receiver<(u32, R)>,
    }

    impl<R: Send + 'static> Team<R> {
        fn start(name: &'static str, size: u32, work: impl Fn(u32) -> R + Send + Sync + 'static) -> Self {
            let (sender, results) = mpsc::channel();
            let work = Arc::new(work);
            for number in 0..size {
                let (sender, work) = (sender.clone(), Arc::clone(&work));
                thread::spawn(move || sender.send((number, work(number))));
            }
            Self { name, size, results }
        }

        /// What the threads returned, in the order of their numbers.
        #[track_caller]
        fn finish(self) -> Vec<R> {
            let deadline = Instant::now() + PATIENCE;
            let mut results = Vec::new();
            while results.len() < self.size as usize {
                match self.results.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                    Ok(result) => results.push(result),
                    Err(_) => break,
                }
            }
            let (name, finished) = (self.name, results.len());
            assert_eq!(
                finished, self.size as usize,
                "so many {name} came to an end; the rest panicked or wait for ever"
            );
            results.sort_by_key(|&(number, _)| number);
            results.into_iter().map(|(_, result)| result).collect()
        }
    }

    /// Everything that comes out of the queue until it is closed.
    fn take_all<T>(queue: &Blocking<T>) -> Vec<T> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    fn check_four_by_four(capacity: usize, each: u32) {
        let queue = Arc::new(Blocking::new(capacity));
        let consumers = Team::start("consumers", 4, {
            let queue = Arc::clone(&queue);
            move |_| take_all(&queue)
        });
        let producers = Team::start("producers", 4, {
            let queue = Arc::clone(&queue);
            move |producer| (0..each).filter(|&number| queue.push((producer, number)).is_err()).count()
        });
        assert_eq!(producers.finish(), [0; 4], "how many elements an open queue refused");
        queue.close();
        let taken = consumers.finish();

        let overtaken = taken.iter().flat_map(|elements| {
            (0..4).flat_map(|producer| {
                let numbers = elements.iter().filter(move |element| element.0 == producer).map(|element| element.1);
                let numbers: Vec<u32> = numbers.collect();
                numbers
                    .windows(2)
                    .filter(|pair| pair[0] >= pair[1])
                    .map(|pair| (producer, pair[0], pair[1]))
                    .collect::<Vec<_>>()
            })
        });
        assert_eq!(
            overtaken.collect::<Vec<_>>(),
            [],
            "(producer, later, earlier) where a consumer saw the later one first"
        );

        let mut all = taken.concat();
        all.sort_unstable();
        let expected: Vec<(u32, u32)> =
            (0..4).flat_map(|producer| (0..each).map(move |number| (producer, number))).collect();
        assert_eq!(all, expected, "what all consumers took, sorted");
    }

    #[test]
    fn nothing_is_lost_doubled_or_overtaken() {
        check_four_by_four(3, 500);
    }

    // With one slot everybody waits nearly always, producers and consumers at the same time. One wake-up that reaches a
    // thread of the wrong kind is enough, and all sleep.
    #[test]
    fn no_wake_up_goes_to_the_wrong_side() {
        check_four_by_four(1, 1000);
    }

    // Two elements for two who wait: each must be woken, also when the second element comes before the first has gone.
    #[test]
    fn consumers_wait_and_each_element_wakes_one() {
        for _ in 0..5 {
            let queue = Arc::new(Blocking::new(2));
            let consumers = Team::start("consumers", 2, {
                let queue = Arc::clone(&queue);
                move |_| queue.pop()
            });
            thread::sleep(A_WHILE);
            assert_eq!([queue.try_push("first"), queue.try_push("second")], [Ok(()), Ok(())]);
            let mut taken = consumers.finish();
            taken.sort_unstable();
            assert_eq!(taken, [Some("first"), Some("second")]);
        }
    }

    #[test]
    fn producers_wait_and_each_free_slot_wakes_one() {
        for _ in 0..5 {
            let queue = Arc::new(Blocking::new(2));
            assert_eq!([queue.try_push(10), queue.try_push(11)], [Ok(()), Ok(())]);
            let producers = Team::start("producers", 2, {
                let queue = Arc::clone(&queue);
                move |number| queue.push(number)
            });
            thread::sleep(A_WHILE);
            assert_eq!([queue.try_pop(), queue.try_pop()], [Some(10), Some(11)]);
            assert_eq!(producers.finish(), [Ok(()), Ok(())]);
        }
    }

    // This is what a bounded queue is for: a producer that is too fast is slowed down, and memory does not fill up.
    #[test]
    fn a_producer_waits_for_room() {
        let queue = Arc::new(Blocking::new(2));
        let pushed = Arc::new(AtomicU32::new(0));
        let producers = Team::start("producers", 1, {
            let (queue, pushed) = (Arc::clone(&queue), Arc::clone(&pushed));
            move |_| {
                for number in 0..5 {
                    queue.push(number).expect("the queue is open");
                    pushed.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        let mut taken = Vec::new();
        for room in 2..=5 {
            let deadline = Instant::now() + PATIENCE;
            while pushed.load(Ordering::SeqCst) < room && Instant::now() < deadline {
                thread::sleep(Duration::from_micros(100));
            }
            thread::sleep(Duration::from_millis(5));
            assert_eq!(pushed.load(Ordering::SeqCst), room, "pushed when {} of 2 slots were emptied", room - 2);
            taken.push(queue.try_pop());
        }
        assert_eq!(taken, [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!((producers.finish(), queue.try_pop()), (vec![()], Some(4)));
    }

    // Nobody pushes to a closed queue: who is not woken now sleeps for ever, and the process never ends.
    #[test]
    fn closing_wakes_every_consumer() {
        for _ in 0..3 {
            let queue = Arc::new(Blocking::<u32>::new(1));
            let consumers = Team::start("consumers", 4, {
                let queue = Arc::clone(&queue);
                move |_| queue.pop()
            });
            thread::sleep(A_WHILE);
            queue.close();
            assert_eq!(consumers.finish(), [None; 4]);
        }
    }

    #[test]
    fn closing_wakes_every_producer_and_gives_its_element_back() {
        for _ in 0..3 {
            let queue = Arc::new(Blocking::new(1));
            assert_eq!(queue.try_push(99), Ok(()));
            let producers = Team::start("producers", 4, {
                let queue = Arc::clone(&queue);
                move |number| queue.push(number)
            });
            thread::sleep(A_WHILE);
            queue.close();
            assert_eq!(producers.finish(), [Err(0), Err(1), Err(2), Err(3)]);
            assert_eq!([queue.try_pop(), queue.try_pop()], [Some(99), None], "what was accepted before, and no more");
        }
    }

    // Here elements come and are gone again before the consumers that they woke can look. That is allowed to happen, and
    // so is a wake-up for no reason at all. Only a closed queue may give `None`.
    #[test]
    fn a_consumer_that_finds_nothing_waits_again() {
        let queue = Arc::new(Blocking::new(4));
        let closing = Arc::new(AtomicBool::new(false));
        let consumers = Team::start("consumers", 4, {
            let (queue, closing) = (Arc::clone(&queue), Arc::clone(&closing));
            move |_| (take_all(&queue), closing.load(Ordering::SeqCst))
        });
        let mut all = Vec::new();
        for round in 0..100 {
            thread::sleep(Duration::from_micros(300));
            for number in 0..4 {
                queue.push(4 * round + number).expect("the queue is open");
            }
            all.extend((0..4).filter_map(|_| queue.try_pop()));
        }
        thread::sleep(A_WHILE);
        closing.store(true, Ordering::SeqCst);
        queue.close();
        let (taken, in_time): (Vec<_>, Vec<_>) = consumers.finish().into_iter().unzip();
        assert_eq!(in_time, [true; 4], "whether each consumer was told `None` only when the queue was closed");
        all.extend(taken.concat());
        all.sort_unstable();
        assert_eq!(all, (0..400).collect::<Vec<_>>());
    }

    #[test]
    fn a_producer_that_finds_no_room_waits_again() {
        let queue = Arc::new(Blocking::new(1));
        assert_eq!(queue.try_push(u32::MAX), Ok(()));
        let producers = Team::start("producers", 4, {
            let queue = Arc::clone(&queue);
            move |producer| (0..15).filter(|number| queue.push(4 * number + producer).is_err()).count()
        });
        let (mut owed, mut taken) = (61, Vec::new());
        for _ in 0..60 {
            thread::sleep(Duration::from_micros(300));
            taken.extend(queue.try_pop());
            owed += usize::from(queue.try_push(u32::MAX).is_ok());
        }
        let deadline = Instant::now() + PATIENCE;
        while taken.len() < owed && Instant::now() < deadline {
            taken.extend(queue.try_pop());
            thread::sleep(Duration::from_micros(50));
        }
        assert_eq!(producers.finish(), [0; 4], "how many elements an open queue refused");
        taken.retain(|&number| number < 60);
        taken.sort_unstable();
        assert_eq!(taken, (0..60).collect::<Vec<_>>());
    }
}
