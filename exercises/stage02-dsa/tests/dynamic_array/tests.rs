//! Most of what a program stores is in growable arrays, so they are used without a thought. Who writes one meets three
//! traps. The block: growing by a few slots costs nothing in a test and everything in production, and a block that
//! shrinks too eagerly is replaced at every step. The gap: whatever is taken out of the middle leaves one, and the loop
//! that was to close it may end early. And the slots behind the last value: what was left in them is still alive.

use std::mem::{self, ManuallyDrop};

use harness::prelude::*;

use super::kata::DynamicArray;

fn array_of<T>(values: impl IntoIterator<Item = T>) -> DynamicArray<T> {
    let mut array = DynamicArray::new();
    for value in values {
        array.push(value);
    }
    array
}

/// The values from the first to the last. Each index below the length must have one, and no other.
#[track_caller]
fn values<T: Clone>(array: &DynamicArray<T>) -> Vec<T> {
    let len = array.len();
    let missing = |index| -> T { panic!("there is a gap: len() is {len}, and get({index}) gives nothing") };
    let values = (0..len).map(|index| array.get(index).cloned().unwrap_or_else(|| missing(index))).collect();
    std::assert!(array.get(len).is_none(), "len() is {len}, and get({len}) gives a value");
    values
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn values_are_pushed_and_popped_at_the_end() {
        let mut array = DynamicArray::new();
        array.push("first");
        array.push("second");
        assert_eq!((array.pop(), array.len()), (Some("second"), 1));
        array.push("third");
        assert_eq!([array.pop(), array.pop(), array.pop()], [Some("third"), Some("first"), None]);
        assert_eq!((array.len(), array.is_empty()), (0, true));
    }

    #[test]
    fn growing_keeps_all_values_and_their_order() {
        let mut array = DynamicArray::new();
        for number in 0..200 {
            array.push(number);
            assert_eq!((array.len(), array.is_empty()), (number + 1, false));
            assert_eq!(values(&array), (0..=number).collect::<Vec<_>>());
        }
    }

    #[test]
    fn values_are_found_and_changed_by_their_index() {
        let mut array = array_of([10, 20, 30]);
        assert_eq!([0, 2, 3].map(|index| array.get(index)), [Some(&10), Some(&30), None]);
        *array.get_mut(1).expect("there are three values") += 5;
        assert_eq!((values(&array), array.get_mut(3)), (vec![10, 25, 30], None));
    }

    #[test]
    fn inserting_moves_the_others_back() {
        let mut array = array_of(["b", "d"]);
        assert_eq!([array.insert(0, "a"), array.insert(2, "c")], [Ok(()), Ok(())]);
        assert_eq!(values(&array), ["a", "b", "c", "d"]);
    }

    // The place behind the last value is a place too: of n values, an array has n + 1 places to insert at.
    #[test]
    fn inserting_at_the_end_is_pushing() {
        let mut array = DynamicArray::new();
        assert_eq!([array.insert(0, 'a'), array.insert(1, 'b'), array.insert(2, 'c')], [Ok(()), Ok(()), Ok(())]);
        assert_eq!(values(&array), ['a', 'b', 'c']);
    }

    #[test]
    fn removing_closes_the_gap() {
        let mut array = array_of(["a", "b", "c", "d", "e"]);
        assert_eq!([array.remove(1), array.remove(0), array.remove(2)], [Some("b"), Some("a"), Some("e")]);
        assert_eq!(values(&array), ["c", "d"]);
    }

    #[test]
    fn swap_remove_puts_the_last_value_in_the_place() {
        let mut array = array_of(["a", "b", "c", "d", "e"]);
        assert_eq!([array.swap_remove(1), array.swap_remove(0)], [Some("b"), Some("a")]);
        assert_eq!(values(&array), ["d", "e", "c"]);
    }

    // Here the last value is the one that goes. Nothing is left to put in its place.
    #[test]
    fn swap_remove_of_the_last_value_takes_just_that() {
        let mut array = array_of([1, 2, 3]);
        assert_eq!([array.swap_remove(2), array.swap_remove(1), array.swap_remove(0)], [Some(3), Some(2), Some(1)]);
        assert_eq!((values(&array), array.swap_remove(0)), (vec![], None));
    }

    #[test]
    fn retain_drops_what_is_refused() {
        let mut array = array_of(0..20);
        let mut asked = Vec::new();
        array.retain(|&number| {
            asked.push(number);
            number % 3 == 0
        });
        assert_eq!(values(&array), [0, 3, 6, 9, 12, 15, 18]);
        assert_eq!(asked, (0..20).collect::<Vec<_>>(), "each value is asked about once, from the first on");
    }

    #[test]
    fn draining_takes_a_range_out() {
        let mut array = array_of(0..10);
        assert_eq!(array.drain(3..7).collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert_eq!(values(&array), [0, 1, 2, 7, 8, 9]);
        assert_eq!(array.drain(0..2).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(array.drain(2..4).collect::<Vec<_>>(), [8, 9]);
        assert_eq!(values(&array), [2, 7]);
        assert_eq!(array.drain(0..2).collect::<Vec<_>>(), [2, 7]);
        assert_eq!((values(&array), array.len()), (vec![], 0));
    }

    // `for` loops end early: by `break`, by `?`, by a panic. The array must not depend on how far they came.
    #[test]
    fn a_drain_that_is_dropped_early_takes_the_rest_too() {
        for taken in 0..=4 {
            let mut array = array_of(0..10);
            assert_eq!(array.drain(3..7).take(taken).count(), taken);
            assert_eq!(values(&array), [0, 1, 2, 7, 8, 9], "after {taken} of four were taken");
            array.push(10);
            assert_eq!(values(&array), [0, 1, 2, 7, 8, 9, 10], "after {taken} of four were taken");
        }
    }

    #[test]
    fn a_drain_that_has_ended_gives_nothing_more() {
        let mut array = array_of(0..5);
        let mut drain = array.drain(1..3);
        let given = [drain.next(), drain.next(), drain.next(), drain.next()];
        assert_eq!(given, [Some(1), Some(2), None, None]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn an_empty_array_has_nothing_to_give() {
        let mut array: DynamicArray<u32> = DynamicArray::new();
        assert_eq!((array.len(), array.is_empty(), array.capacity()), (0, true, 0));
        assert_eq!(
            (array.get(0).copied(), array.pop(), array.remove(0), array.swap_remove(0)),
            (None, None, None, None)
        );
        array.retain(|_| false);
        assert_eq!((array.drain(0..0).count(), array.len(), array.get_mut(0)), (0, 0, None));
    }

    // The slots behind the last value exist, but nothing is in them.
    #[test]
    fn an_index_behind_the_last_value_finds_nothing() {
        let mut array = array_of(0..10);
        array.pop();
        for index in [9, 10, 11, 15, 16, usize::MAX] {
            assert_eq!((array.get(index).copied(), array.get_mut(index).copied()), (None, None), "at {index}");
            assert_eq!((array.remove(index), array.swap_remove(index)), (None, None), "at {index}");
        }
        assert_eq!(values(&array), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn inserting_behind_the_end_gives_the_value_back() {
        for size in [0, 3, 4, 8, 16] {
            let mut array = array_of(0..size);
            let capacity = array.capacity();
            assert_eq!([array.insert(size + 1, 99), array.insert(usize::MAX, 99)], [Err(99), Err(99)]);
            assert_eq!((values(&array), array.capacity()), ((0..size).collect(), capacity));
        }
    }

    #[test]
    fn every_place_of_every_small_array_can_be_inserted_at_and_removed() {
        for size in 0..20 {
            for index in 0..=size {
                let mut array = array_of(0..size);
                let mut model: Vec<usize> = (0..size).collect();
                model.insert(index, 99);
                assert_eq!(array.insert(index, 99), Ok(()));
                assert_eq!(values(&array), model, "99 inserted at {index} of {size}");
                assert_eq!(array.remove(index), Some(99));
                assert_eq!(values(&array), (0..size).collect::<Vec<_>>(), "removed again at {index}");
            }
        }
    }

    #[test]
    fn every_range_of_a_small_array_can_be_drained() {
        for start in 0..=9 {
            for end in start..=9 {
                let mut array = array_of(0..9);
                let mut model: Vec<usize> = (0..9).collect();
                let drained: Vec<usize> = model.drain(start..end).collect();
                assert_eq!(array.drain(start..end).collect::<Vec<_>>(), drained, "draining {start}..{end}");
                assert_eq!(values(&array), model, "after draining {start}..{end}");
            }
        }
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "a range that is none is the case under test")]
    fn draining_what_is_no_range_of_the_array_panics_and_changes_nothing() {
        for range in [0..6, 6..6, 3..2, 6..7, 0..usize::MAX, usize::MAX..usize::MAX] {
            let mut array = array_of(0..5);
            let message = panic_message(|| {
                array.drain(range.clone()).count();
            });
            assert_eq!((message.is_some(), values(&array)), (true, vec![0, 1, 2, 3, 4]), "draining {range:?} of 5");
        }
    }

    #[test]
    fn values_without_size_are_counted() {
        let mut array = array_of([(); 100]);
        array.drain(10..20);
        assert_eq!((array.len(), array.insert(90, ()), array.remove(91), array.pop()), (90, Ok(()), None, Some(())));
        assert_eq!(array.len(), 90);
    }

    // What was taken out belongs to whoever took it: it is dropped when they drop it, and not before.
    #[test]
    fn values_taken_out_outlive_the_array() {
        let drops = Drops::new();
        let mut taken = Vec::new();
        {
            let mut array = array_of((0..10).map(|number| drops.value(number)));
            taken.extend(array.drain(2..4));
            taken.extend([array.pop(), array.remove(0), array.swap_remove(1)].into_iter().flatten());
            assert_eq!((drops.alive(), drops.dropped()), (10, 0));
        }
        assert_eq!(taken.iter().map(|value| value.value).collect::<Vec<_>>(), [2, 3, 9, 0, 4]);
        assert_eq!((drops.alive(), drops.dropped()), (5, 5));
    }

    // A buffer that is emptied but still holds its last requests is a leak, and may be a breach.
    #[test]
    fn values_that_left_are_kept_alive_by_no_slot() {
        let drops = Drops::new();
        let mut array = array_of((0..16).map(|number| drops.value(number)));
        assert_eq!((drops.alive(), drops.dropped()), (16, 0), "growing moves values, and drops none");
        for left in [15, 14, 13] {
            array.pop();
            assert_eq!(drops.alive(), left, "after pop");
        }
        array.remove(12);
        assert_eq!(drops.alive(), 12, "after remove of the last value");
        array.remove(0);
        assert_eq!(drops.alive(), 11, "after remove of the first value");
        array.swap_remove(3);
        assert_eq!(drops.alive(), 10, "after swap_remove");
        // So few leave here that the block may stay.
        array.retain(|number| number.value % 3 != 0);
        assert_eq!((drops.alive(), array.len()), (7, 7), "after retain");
        array.drain(1..3);
        assert_eq!((drops.alive(), array.len()), (5, 5), "after a drain of which nothing was asked");
    }

    // The array is borrowed by the loop, so whoever catches the panic (a server, around each request) finds it as the
    // drain leaves it.
    #[test]
    fn a_panic_while_draining_leaves_neither_gap_nor_leak() {
        let drops = Drops::new();
        let mut array = array_of((0..20).map(|number| drops.value(number)));
        let message = panic_message(|| {
            for value in array.drain(5..15) {
                std::assert!(value.value < 8, "a bad request");
            }
        });
        assert_eq!(message.as_deref(), Some("a bad request"));
        let left: Vec<i32> = values(&array).iter().map(|value| value.value).collect();
        assert_eq!(left, [0, 1, 2, 3, 4, 15, 16, 17, 18, 19]);
        assert_eq!((drops.alive(), array.len()), (10, 10));
    }

    // Of the values that were refused before the panic, some may still be there or not. All others are, in their order.
    #[test]
    fn a_panic_of_the_question_leaves_neither_gap_nor_leak() {
        for last in 0..20 {
            let drops = Drops::new();
            let mut array = array_of((0..20).map(|number| drops.value(number)));
            let message = panic_message(|| {
                array.retain(|number| {
                    std::assert!(number.value != last, "a bad question");
                    number.value % 3 == 1
                });
            });
            assert_eq!(message.as_deref(), Some("a bad question"));
            assert_eq!(drops.alive(), i64::try_from(array.len()).expect("few values"), "after a panic at {last}");
            let refused = |number: i32| number < last && number % 3 != 1;
            let left: Vec<i32> = values(&array).iter().map(|value| value.value).filter(|&it| !refused(it)).collect();
            let expected: Vec<i32> = (0..20).filter(|&number| !refused(number)).collect();
            assert_eq!(left, expected, "after a panic at {last}");
        }
    }

    // `mem::forget` is safe, and so are the circles of `Rc` that have the same effect: a destructor may never run. What
    // the drain should have put in order stays undone. Values may be lost then, but what is left must be an array.
    #[test]
    fn a_drain_that_is_forgotten_leaves_no_gap() {
        for taken in 0..4 {
            let mut array = array_of(0..10);
            let mut forgotten = ManuallyDrop::new(array.drain(3..7));
            assert_eq!(forgotten.by_ref().take(taken).count(), taken);
            let left = values(&array);
            assert_eq!(left[..3], [0, 1, 2]);
            for number in 100..120 {
                array.push(number);
            }
            assert_eq!(values(&array), [left, (100..120).collect()].concat(), "used again after {taken} were taken");
        }
    }
}

mod properties {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn any_trace_agrees_with_a_vector() {
        property(|draw| {
            let (mut array, mut model) = (DynamicArray::new(), Vec::new());
            // Runs of one operation let the array grow, and shrink again.
            let steps =
                draw.list(0..=40, |draw| (draw.number(0..=7), draw.size(0..=20), draw.size(0..=20), draw.size(1..=12)));
            let mut next = 0;
            for (kind, start, length, times) in steps {
                for _ in 0..times {
                    next += 1;
                    let index = start % (model.len() + 1);
                    match kind {
                        0 | 1 => {
                            draw.note(|| format!("push({next})"));
                            array.push(next);
                            model.push(next);
                        }
                        2 => {
                            draw.note(|| "pop()");
                            assert_eq!(array.pop(), model.pop());
                        }
                        3 => {
                            draw.note(|| format!("insert({index}, {next})"));
                            assert_eq!(array.insert(index, next), Ok(()));
                            model.insert(index, next);
                        }
                        4 => {
                            draw.note(|| format!("remove({index})"));
                            assert_eq!(array.remove(index), (index < model.len()).then(|| model.remove(index)));
                        }
                        5 => {
                            draw.note(|| format!("swap_remove({index})"));
                            let expected = (index < model.len()).then(|| model.swap_remove(index));
                            assert_eq!(array.swap_remove(index), expected);
                        }
                        6 => {
                            let end = index + length % (model.len() - index + 1);
                            draw.note(|| format!("drain({index}..{end})"));
                            assert_eq!(
                                array.drain(index..end).collect::<Vec<i64>>(),
                                model.drain(index..end).collect::<Vec<i64>>()
                            );
                        }
                        _ => {
                            let divisor = i64::try_from(length).expect("a small number") % 5 + 2;
                            draw.note(|| format!("retain(|number| number % {divisor} != 0)"));
                            array.retain(|number| number % divisor != 0);
                            model.retain(|number| number % divisor != 0);
                        }
                    }
                    assert_eq!((array.len(), array.is_empty()), (model.len(), model.is_empty()));
                    assert!(array.capacity() >= array.len());
                }
                assert_eq!(values(&array), model);
            }
            assert_eq!(values(&array), model);
        });
    }
}

mod complexity {
    use harness::{assert_eq, assert_ne};

    use super::*;

    /// A slot for a `u64`: in safe code, the empty ones must be told apart from the others.
    const SLOT: u64 = mem::size_of::<Option<u64>>() as u64;

    fn allowed_slots(len: usize) -> u64 {
        8.max(4 * len as u64)
    }

    // To grow by 16 slots, or by 1,000, is to copy everything n / 16 times, or n / 1,000 times: O(n²).
    #[test]
    fn n_pushes_replace_the_block_a_logarithm_of_times() {
        for size in [100, 1000, 10_000, 100_000_u64] {
            let mut array = DynamicArray::new();
            let ((), grown) = allocations(|| (0..size).for_each(|number| array.push(number)));
            let pushes = format!("{size} pushes");
            let allowed = 2 * u64::from(size.ilog2()) + 2;
            assert_within!(pushes, grown.count, "allocations", "2 log2 n + 2", allowed);
            assert_within!(
                format!("{size} pushes of u64"),
                grown.bytes,
                "bytes of blocks",
                "8 n slots",
                8 * size * SLOT
            );
        }
    }

    // The other way to save moves is to ask for far too much at once.
    #[test]
    fn the_block_is_never_much_larger_than_its_values() {
        let mut array = DynamicArray::new();
        let (made, asked) = allocations(DynamicArray::<u64>::new);
        assert_eq!((made.len(), asked.count), (0, 0));
        for number in 0..5000_u64 {
            let ((), used) = allocations(|| array.push(number));
            let pushed = format!("push of value {}", number + 1);
            let allowed = allowed_slots(array.len());
            assert_within!(pushed, array.capacity() as u64, "slots", "max(8, 4 n)", allowed);
            assert_within!(pushed, used.bytes, "bytes of the new block", "max(8, 4 n) slots", allowed * SLOT);
        }
    }

    // A burst of requests must not decide for good how much memory a service holds.
    #[test]
    fn memory_is_given_back_when_the_values_are_gone() {
        type Step = fn(&mut DynamicArray<u64>);
        let steps: [(&str, Step); 5] = [
            ("pop", |array| assert_ne!(array.pop(), None)),
            ("remove(0)", |array| assert_ne!(array.remove(0), None)),
            ("swap_remove(0)", |array| assert_ne!(array.swap_remove(0), None)),
            ("drain(0..a third)", |array| {
                array.drain(0..array.len().div_ceil(3));
            }),
            ("retain(half)", |array| {
                let mut asked = 0;
                array.retain(|_| {
                    asked += 1;
                    asked % 2 == 0
                });
            }),
        ];
        for (name, step) in steps {
            let (mut array, made) = allocations(|| array_of(0..3000_u64));
            let mut held = made.kept_bytes;
            for _ in 0..3000 {
                if array.is_empty() {
                    break;
                }
                let ((), used) = allocations(|| step(&mut array));
                held += used.kept_bytes;
                let left = format!("{name} that leaves {} of 3000 values", array.len());
                let allowed = allowed_slots(array.len());
                assert_within!(left, array.capacity() as u64, "slots", "max(8, 4 n)", allowed);
                assert_within!(left, held.unsigned_abs(), "bytes held", "max(8, 4 n) slots", allowed * SLOT);
            }
            assert_eq!(array.len(), 0, "what {name} leaves in the end");
        }
    }

    #[test]
    fn one_drain_may_give_back_nearly_all_memory() {
        for left in [0, 1, 10, 100] {
            let mut array = array_of(0..10_000_u64);
            array.drain(left..10_000);
            let drained = format!("drain that leaves {left} of 10,000 values");
            assert_within!(drained, array.capacity() as u64, "slots", "max(8, 4 n)", allowed_slots(left));
            assert_eq!(values(&array), (0..left as u64).collect::<Vec<_>>());
        }
    }

    // A block that is halved as soon as it is half empty is full then, so the next push doubles it, and the next pop
    // halves it again. A queue whose length swings around just this border copies itself for every request.
    #[test]
    fn no_length_is_a_border_where_each_step_replaces_the_block() {
        let mut array = DynamicArray::new();
        let swing = |array: &mut DynamicArray<u64>, way: &str| {
            let ((), used) = allocations(|| {
                for _ in 0..10 {
                    array.push(1);
                    array.push(2);
                    array.pop();
                    array.pop();
                }
            });
            let swings = format!("pushing and popping 20 values at length {} on the way {way}", array.len());
            assert_within!(swings, used.count, "allocations", "O(1) amortised", 3);
        };
        for number in 0..600 {
            swing(&mut array, "up");
            array.push(number);
        }
        for _ in 0..600 {
            array.pop();
            swing(&mut array, "down");
        }
    }

    // Whatever comes and goes: who pays for a new block must have come since the last one.
    #[test]
    fn any_trace_of_pushes_and_pops_costs_a_constant_each() {
        property_of(40, |draw| {
            // Lengths around those at which blocks are replaced; at each, some values are pushed and popped for a
            // while.
            let stays = draw.list(1..=20, |draw| {
                let border = draw.pick(&[2, 4, 8, 16, 32, 64, 128, 256, 512]);
                (border + draw.size(0..=4) - 2, draw.size(0..=60), draw.size(1..=4))
            });
            draw.note(|| format!("(length, so often there, so many pushes and then pops): {stays:?}"));
            let mut array = DynamicArray::new();
            let (operations, used) = allocations(|| {
                let mut operations = 0;
                for (length, times, width) in stays {
                    operations += length.abs_diff(array.len()) + times * width * 2;
                    (array.len()..length).for_each(|_| array.push(7_u64));
                    (length..array.len()).for_each(|_| assert_eq!(array.pop(), Some(7)));
                    assert_eq!(array.len(), length);
                    for _ in 0..times {
                        (0..width).for_each(|_| array.push(7));
                        (0..width).for_each(|_| assert_eq!(array.pop(), Some(7)));
                    }
                }
                operations as u64
            });
            let traced = format!("a trace of {operations} pushes and pops");
            assert_within!(traced, used.bytes, "bytes of blocks", "8 slots each", (8 * operations + 16) * SLOT);
        });
    }

    #[test]
    fn nothing_but_a_new_block_allocates() {
        // So that there is room for some more.
        let mut array = array_of(0..1100_u64);
        let (sum, used) = allocations(|| {
            for number in 0..100 {
                array.insert(number, 7).expect("a place of the array");
                array.remove(number + 1);
                array.swap_remove(number);
            }
            array.retain(|number| number % 10 != 0);
            array.drain(100..200).sum::<u64>() + array.get(0).copied().unwrap_or(0)
        });
        assert_eq!((sum > 0, array.len() > 700), (true, true));
        assert_within!("inserting, removing, retain and drain", used.count, "allocations", "the block stays", 0);
        let before = array.len();
        let (count, used) = allocations(|| array.drain(10..before).count());
        assert_eq!(count + 10, before);
        assert_within!("a drain that leaves 10 values", used.count, "allocations", "one smaller block", 1);
    }

    /// 100,000 rows of 128 bytes. To move them all takes milliseconds; to do that again for each row, many seconds.
    fn many_rows() -> DynamicArray<[u64; 16]> {
        array_of((0..100_000).map(|number| [number; 16]))
    }

    fn first_of(array: &DynamicArray<[u64; 16]>, index: usize) -> Option<u64> {
        array.get(index).map(|row| row[0])
    }

    // To remove the values of the range one by one moves all that is behind it each time, and takes longer than a test
    // may.
    #[test]
    fn a_drain_moves_what_is_behind_it_once() {
        let mut array = many_rows();
        assert_eq!(array.drain(10..50_010).count(), 50_000);
        assert_eq!((array.len(), first_of(&array, 9), first_of(&array, 10)), (50_000, Some(9), Some(50_010)));
        array.drain(10..30_010);
        assert_eq!((array.len(), first_of(&array, 9), first_of(&array, 10)), (20_000, Some(9), Some(80_010)));
    }

    #[test]
    fn retain_moves_each_value_once() {
        let mut array = many_rows();
        array.retain(|row| row[0] % 2 == 1);
        assert_eq!((array.len(), first_of(&array, 0), first_of(&array, 49_999)), (50_000, Some(1), Some(99_999)));
    }

    // The point of not keeping the order is that nothing else has to move.
    #[test]
    fn swap_remove_moves_one_value() {
        let mut array = array_of(0..100_000_u64);
        let mut sum = 0;
        while let Some(number) = array.swap_remove(0) {
            sum += number;
        }
        assert_eq!((sum, array.len()), (4_999_950_000, 0));
    }
}
