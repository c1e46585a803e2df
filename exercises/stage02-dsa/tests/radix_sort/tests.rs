//! A radix sort never asks which of two keys is less. That is why it can sort in linear time what a comparison sort
//! cannot, and why nothing in it looks wrong when it is: one pass that turns equals around undoes all passes before it,
//! the sign of a number is only one more bit, and the end of a string is not a byte. Here, keys are only ever seen byte
//! by byte, and it is counted how often.

use std::cell::Cell;

use harness::prelude::*;

use super::kata::{RadixKey, radix_sort_by_bytes, radix_sort_by_key};

/// A key of as many bytes as it says, the most significant first, that counts how often a byte of it is read. It has no
/// order of its own.
#[derive(Clone, Copy)]
struct Watched<'reads, const BYTES: usize> {
    bytes: [u8; BYTES],
    reads: &'reads Cell<u64>,
}

impl<const BYTES: usize> RadixKey for Watched<'_, BYTES> {
    const BYTES: usize = BYTES;

    fn byte(self, place: usize) -> u8 {
        std::assert!(place < BYTES, "a key of {BYTES} bytes has no byte at {place}");
        self.reads.set(self.reads.get() + 1);
        self.bytes[BYTES - 1 - place]
    }
}

/// Sorts rows of a key and where each stood, by the key.
fn sort_watched<const BYTES: usize>(rows: &mut [([u8; BYTES], usize)]) -> u64 {
    let reads = Cell::new(0);
    radix_sort_by_key(rows, |row| Watched { bytes: row.0, reads: &reads });
    reads.get()
}

/// Sorts rows of a byte string and where each stood, by the string, and says how many bytes were read.
fn sort_strings<S: AsRef<[u8]>>(rows: &mut [(S, usize)]) -> u64 {
    let mut reads = 0;
    radix_sort_by_bytes(rows, |row, place| {
        reads += 1;
        let bytes = row.0.as_ref();
        std::assert!(place <= bytes.len(), "the end of a key of {} bytes was passed: asked for {place}", bytes.len());
        bytes.get(place).copied()
    });
    reads
}

fn rows<K>(keys: impl IntoIterator<Item = K>) -> Vec<(K, usize)> {
    keys.into_iter().zip(0..).collect()
}

/// What a stable sort makes of it: equal keys in the order in which they stood.
fn stably_sorted<K: Ord + Clone>(rows: &[(K, usize)]) -> Vec<(K, usize)> {
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
        state
    };
    (0..size).map(next).collect()
}

/// A byte below `first`, and one below `second`.
fn two_bytes(word: u64, first: u16, second: u16) -> [u8; 2] {
    let [low, high, ..] = word.to_le_bytes();
    [(low, first), (high, second)].map(|(byte, limit)| (u16::from(byte) % limit).to_le_bytes()[0])
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_number_is_made_of_bytes_from_the_least_significant_on() {
        let number = 0x0807_0605_0403_0201_u64;
        let bytes: Vec<u8> = (0..8).map(|place| number.byte(place)).collect();
        assert_eq!(bytes, [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!((<u64 as RadixKey>::BYTES, <i64 as RadixKey>::BYTES), (8, 8));
    }

    #[test]
    fn numbers_are_sorted() {
        let mut numbers = [500, 3, 70_000, 256, 4, 1 << 40, 255, u64::MAX, 0];
        radix_sort_by_key(&mut numbers, |&number| number);
        assert_eq!(numbers, [0, 3, 4, 255, 256, 500, 70_000, 1 << 40, u64::MAX]);
    }

    // Balances, differences, temperatures: in two's complement -1 is the number with all bits set.
    #[test]
    fn negative_numbers_come_before_the_others() {
        let mut numbers = [3, -1, 0, -256, i64::MAX, 255, i64::MIN, -70_000, 1 << 40];
        radix_sort_by_key(&mut numbers, |&number| number);
        assert_eq!(numbers, [i64::MIN, -70_000, -256, -1, 0, 3, 255, 1 << 40, i64::MAX]);
    }

    // Sorted by date, then by customer: each customer's orders must still be in the order of their dates.
    #[test]
    fn equal_keys_keep_their_order() {
        let mut orders = [(7_u64, "a"), (300, "b"), (7, "c"), (300, "d"), (1, "e"), (7, "f"), (300, "g")];
        radix_sort_by_key(&mut orders, |order| order.0);
        assert_eq!(orders, [(1, "e"), (7, "a"), (7, "c"), (7, "f"), (300, "b"), (300, "d"), (300, "g")]);
    }

    // The result of each pass lies in the other buffer. After three passes it lies where after eight it does not.
    #[test]
    fn keys_of_any_number_of_bytes_are_sorted() {
        fn check<const BYTES: usize>() {
            // Two bits a byte, so that many keys agree in most of their bytes.
            let byte = |word: u64, place: usize| word.to_le_bytes()[place % 8] >> (place / 8) & 3;
            let keys = scrambled(50).into_iter().map(|word| std::array::from_fn(|place| byte(word, place)));
            let before: Vec<([u8; BYTES], usize)> = rows(keys);
            let mut after = before.clone();
            sort_watched(&mut after);
            assert_eq!(after, stably_sorted(&before), "by keys of {BYTES} bytes");
        }
        check::<0>();
        check::<1>();
        check::<2>();
        check::<3>();
        check::<5>();
        check::<16>();
    }

    #[test]
    fn texts_are_sorted_as_in_a_dictionary() {
        let mut words = ["pear", "fig", "banana", "kiwi", "figs", "pea", "bananas", "apple"];
        radix_sort_by_bytes(&mut words, |word, place| word.as_bytes().get(place).copied());
        assert_eq!(words, ["apple", "banana", "bananas", "fig", "figs", "kiwi", "pea", "pear"]);
    }

    #[test]
    fn equal_texts_keep_their_order() {
        let before = rows(["bob", "ada", "bob", "ada", "cyd", "", "ada", "bob", ""]);
        let mut after = before.clone();
        sort_strings(&mut after);
        assert_eq!(after, stably_sorted(&before));
    }

    #[test]
    fn values_that_cannot_be_cloned_are_sorted() {
        struct Connection(u64, &'static str);
        let mut pool = [Connection(30, "c"), Connection(10, "d"), Connection(40, "a"), Connection(20, "b")];
        radix_sort_by_key(&mut pool, |connection| connection.0);
        assert_eq!(pool.each_ref().map(|connection| connection.0), [10, 20, 30, 40]);
        radix_sort_by_bytes(&mut pool, |connection, place| connection.1.as_bytes().get(place).copied());
        assert_eq!(pool.map(|connection| connection.1), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_part_of_a_vector_is_sorted_where_it_stands() {
        let mut numbers = vec![9_u64, 8, 7, 6, 5, 4];
        radix_sort_by_key(&mut numbers[1..5], |&number| number);
        assert_eq!(numbers, [9, 5, 6, 7, 8, 4]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn nothing_and_one_value_are_sorted_already() {
        let (mut nothing, mut one): ([u64; 0], [u64; 1]) = ([], [7]);
        radix_sort_by_key(&mut nothing, |&number| number);
        radix_sort_by_key(&mut one, |&number| number);
        assert_eq!((nothing, one), ([], [7]));
        let mut text = rows(["only one text, which need not be read"]);
        assert_eq!((sort_strings::<&str>(&mut []), sort_strings(&mut text)), (0, 0), "bytes that were read");
    }

    // Whoever leaves out the places where all keys agree must know, for each number of passes, where the result lies.
    #[test]
    fn keys_that_differ_in_any_of_the_places_are_sorted() {
        let words = scrambled(12);
        for places in 0..=u8::MAX {
            let mask =
                (0..8).filter(|place| places >> place & 1 == 1).fold(0, |mask, place| mask | 0xFF_u64 << (8 * place));
            let before = rows(words.iter().map(|word| word & mask | 0x5A5A_5A5A_5A5A_5A5A & !mask));
            let mut after = before.clone();
            radix_sort_by_key(&mut after, |row| row.0);
            assert_eq!(after, stably_sorted(&before), "of the eight bytes of the keys, those differ: {places:08b}");
        }
    }

    #[test]
    fn the_ends_of_the_numbers_are_sorted() {
        let mut unsigned: Vec<u64> = (0..64).flat_map(|bit| [1 << bit, (1 << bit) - 1, u64::MAX << bit]).collect();
        let mut signed: Vec<i64> = unsigned.iter().map(|number| number.cast_signed()).collect();
        let (mut by_number, mut by_sign) = (unsigned.clone(), signed.clone());
        by_number.sort_unstable();
        by_sign.sort_unstable();
        radix_sort_by_key(&mut unsigned, |&number| number);
        radix_sort_by_key(&mut signed, |&number| number);
        assert_eq!(unsigned, by_number);
        assert_eq!(signed, by_sign);
    }

    // The end of a key is less than every byte, also than 0, and is equal to none.
    #[test]
    fn a_prefix_comes_before_what_continues_it() {
        let sorted = ["", "\0", "\0\0", "\0a", "a", "a\0", "a\0\0", "a\0a", "a\u{1}", "aa", "aaa", "b"];
        for distance in 0..sorted.len() {
            let mut texts = sorted;
            texts.rotate_left(distance);
            texts[3..9].reverse();
            radix_sort_by_bytes(&mut texts, |text, place| text.as_bytes().get(place).copied());
            assert_eq!(texts, sorted);
        }
    }

    // In some languages a byte from 128 on is a negative number.
    #[test]
    fn all_bytes_are_in_order() {
        let sorted: Vec<[u8; 1]> = (0..=u8::MAX).map(|byte| [byte]).collect();
        let mut keys = rows(sorted.iter().rev().copied());
        sort_watched(&mut keys);
        assert_eq!(keys.iter().map(|row| row.0).collect::<Vec<_>>(), sorted);
        let mut texts = rows(sorted.iter().rev().copied());
        sort_strings(&mut texts);
        assert_eq!(texts.iter().map(|row| row.0).collect::<Vec<_>>(), sorted);
        let mut few = ["ä", "z", "漢", "a", "é", "~", "\u{7f}", "\u{80}"];
        radix_sort_by_bytes(&mut few, |text, place| text.as_bytes().get(place).copied());
        assert_eq!(few, ["a", "z", "~", "\u{7f}", "\u{80}", "ä", "é", "漢"]);
    }

    #[test]
    fn groups_of_any_size_are_sorted_stably() {
        for size in 0..=70 {
            let before = rows(scrambled(size).into_iter().map(|word| two_bytes(word, 7, 3)));
            let (mut keys, mut texts) = (before.clone(), before.clone());
            sort_watched(&mut keys);
            assert_eq!(keys, stably_sorted(&before), "{size} keys of a fixed size");
            sort_strings(&mut texts);
            assert_eq!(texts, stably_sorted(&before), "{size} byte strings");
        }
    }

    // Each rotation moves values along cycles of another length.
    #[test]
    fn every_rotation_of_sorted_values_is_sorted() {
        let sorted: Vec<u64> = (0..60).map(|number| number * 100).collect();
        for distance in 0..60 {
            let mut numbers = sorted.clone();
            numbers.rotate_left(distance);
            radix_sort_by_key(&mut numbers, |&number| number);
            assert_eq!(numbers, sorted, "rotated by {distance}");
        }
    }

    #[test]
    fn values_without_size_are_sorted_too() {
        let mut units = [(); 100];
        radix_sort_by_key(&mut units, |()| 7_u64);
        radix_sort_by_bytes(&mut units, |(), place| [1, 2, 3].get(place).copied());
        assert_eq!(units.len(), 100);
    }

    // URLs share their beginning, and who stores a page twice has two equal ones. Whoever calls himself for each byte
    // needs as many frames as the longest of them has bytes.
    #[test]
    fn long_equal_texts_need_no_deep_recursion() {
        let long = vec![b'x'; 150_000];
        let before = rows([&long[..], &long[..149_999], &long[..]]);
        let mut after = before.clone();
        sort_strings(&mut after);
        assert_eq!(after.iter().map(|row| row.1).collect::<Vec<_>>(), [1, 0, 2]);
    }

    // A key may have to be looked up, and that may fail.
    #[test]
    fn a_panic_leaves_the_slice_as_it_was() {
        let drops = Drops::new();
        let before: Vec<u64> = scrambled(60).iter().map(|word| word % 1000).collect();
        let mut values: Vec<Dropped<u64>> = before.iter().map(|&number| drops.value(number)).collect();
        let numbers = |values: &[Dropped<u64>]| values.iter().map(|number| number.value).collect::<Vec<u64>>();
        let bad_from = |last: u64| {
            let mut asked = 0;
            move || {
                asked += 1;
                std::assert!(asked < last, "a bad key");
            }
        };
        for last in [1, 2, 30, 59, 60] {
            let mut ask = bad_from(last);
            let message = panic_message(|| {
                radix_sort_by_key(&mut values, |number| {
                    ask();
                    number.value
                });
            });
            assert_eq!(message.as_deref(), Some("a bad key"));
            assert_eq!(numbers(&values), before, "call {last} of `key` panicked");
        }
        for last in [1, 2, 60, 61, 100, 360, 400, 420, 430, 440, 450] {
            let mut ask = bad_from(last);
            let message = panic_message(|| {
                radix_sort_by_bytes(&mut values, |number, place| {
                    ask();
                    number.value.to_be_bytes().get(place).copied()
                });
            });
            assert_eq!(message.as_deref(), Some("a bad key"));
            assert_eq!(numbers(&values), before, "call {last} of `byte` panicked");
        }
        assert_eq!((drops.alive(), drops.dropped()), (60, 0));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// Keys that share some bytes and differ in others.
    fn draw_keys(draw: &mut Draw<'_>) -> Vec<u64> {
        let mask =
            draw.pick(&[u64::MAX, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFF00_0000_0000_00FF, 0x0101_0101_0101_0101, 3 << 62]);
        draw.list(0..=80, |draw| draw.word() & mask)
    }

    #[test]
    fn any_numbers_are_sorted_stably() {
        property(|draw| {
            let before = rows(draw_keys(draw));
            draw.note(|| format!("keys = {:x?}", before.iter().map(|row| row.0).collect::<Vec<_>>()));
            let mut after = before.clone();
            radix_sort_by_key(&mut after, |row| row.0);
            assert_eq!(after, stably_sorted(&before));
        });
    }

    #[test]
    fn any_signed_numbers_are_sorted_stably() {
        property(|draw| {
            let before = rows(draw_keys(draw).into_iter().map(u64::cast_signed));
            draw.note(|| format!("keys = {:?}", before.iter().map(|row| row.0).collect::<Vec<_>>()));
            let mut after = before.clone();
            radix_sort_by_key(&mut after, |row| row.0);
            assert_eq!(after, stably_sorted(&before));
        });
    }

    #[test]
    fn any_byte_strings_are_sorted_stably() {
        property(|draw| {
            let longest = draw.size(0..=8);
            let alphabet = draw.pick(&[&b"a"[..], b"ab", b"\0\x01\xff", b"abcdefghij"]);
            let before = rows(draw.list(0..=80, |draw| {
                let length = draw.size(0..=longest);
                (0..length).map(|_| draw.pick(alphabet)).collect::<Vec<u8>>()
            }));
            draw.note(|| {
                let shown: Vec<String> = before.iter().map(|row| row.0.escape_ascii().to_string()).collect();
                format!("byte strings = {shown:?}")
            });
            let mut after = before.clone();
            sort_strings(&mut after);
            assert_eq!(after, stably_sorted(&before));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    const SIZE: usize = 20_000;

    /// How many bytes must be read, the end of a key being one: of each key those that it has in common with the one
    /// that is most like it, and one more.
    fn needed<S: AsRef<[u8]>>(sorted: &[(S, usize)]) -> u64 {
        let common = |left: usize, right: usize| {
            let (left, right) = (sorted[left].0.as_ref(), sorted[right].0.as_ref());
            let same = left.iter().zip(right).take_while(|(left, right)| left == right).count();
            same as u64 + 1
        };
        let before = |index: usize| if index > 0 { common(index - 1, index) } else { 0 };
        let behind = |index: usize| if index + 1 < sorted.len() { common(index, index + 1) } else { 0 };
        (0..sorted.len()).map(|index| before(index).max(behind(index))).sum()
    }

    /// Sorts byte strings, checks the result, and expects that no more was read than twice what had to be.
    #[track_caller]
    fn check_reads<S: AsRef<[u8]> + Ord + Clone + harness::Value>(what: &str, strings: impl IntoIterator<Item = S>) {
        let before = rows(strings);
        let sorted = stably_sorted(&before);
        let mut after = before;
        let reads = sort_strings(&mut after);
        assert_eq!(after, sorted, "{what}");
        let sorting = format!("sorting {} {what}", sorted.len());
        assert_within!(sorting, reads, "reads of a byte", "twice what tells the keys apart", 2 * needed(&sorted));
    }

    // A key may be parsed from a text, or looked up in a table.
    #[test]
    fn each_value_is_asked_for_its_key_once() {
        for size in [1, 2, 10, 1000] {
            let (mut numbers, mut asked) = (scrambled(size), 0_usize);
            radix_sort_by_key(&mut numbers, |&number| {
                asked += 1;
                number
            });
            assert_eq!(asked, size, "calls of `key` for {size} values");
        }
    }

    // A comparison sort of 20,000 keys asks 14 times about each of them. This one reads each byte to count it and once
    // more to move it, however many keys there are.
    #[test]
    fn each_byte_of_a_key_is_read_twice_at_most() {
        let before = rows(scrambled(SIZE).into_iter().map(u64::to_be_bytes));
        let mut after = before.clone();
        let reads = sort_watched(&mut after);
        assert_eq!(after, stably_sorted(&before));
        assert_within!(
            format!("sorting {SIZE} keys of 8 bytes"),
            reads,
            "reads of a byte",
            "2 * 8 n",
            16 * SIZE as u64
        );
        let before = rows(scrambled(SIZE).into_iter().map(|word| two_bytes(word, 256, 256)));
        let mut after = before.clone();
        let reads = sort_watched(&mut after);
        assert_eq!(after, stably_sorted(&before));
        assert_within!(format!("sorting {SIZE} keys of 2 bytes"), reads, "reads of a byte", "2 * 2 n", 4 * SIZE as u64);
    }

    // Most numbers are small, and most times are of this year: in most bytes they all agree, and nothing has to move.
    #[test]
    fn a_place_where_all_keys_agree_costs_one_read() {
        for differing in 0..=8 {
            let mask = u64::MAX.checked_shr(64 - 8 * differing).unwrap_or(0);
            let before =
                rows(scrambled(1000).into_iter().map(|word| (word & mask | 0x7700 << 48 & !mask).to_be_bytes()));
            let mut after = before.clone();
            let reads = sort_watched(&mut after);
            assert_eq!(after, stably_sorted(&before));
            assert_within!(
                format!("sorting 1000 keys that differ in {differing} of 8 bytes"),
                reads,
                "reads of a byte",
                "(8 + differing) n",
                1000 * (8 + u64::from(differing))
            );
        }
    }

    #[test]
    fn a_text_is_read_as_far_as_it_differs_from_all_others() {
        let words = || scrambled(SIZE).into_iter();
        check_reads("numbers written out", words().map(|word| word.to_string()));
        check_reads("keys of two bytes", words().map(|word| two_bytes(word, 26, 26)));
        let address = |word: u64| format!("https://example.org/{}/{word:x}", word % 10);
        check_reads("addresses", words().take(3000).map(address));
        check_reads("beginnings of one text", (0..600).map(|length| vec![b'x'; length * 7 % 600]));
        check_reads("long texts that begin differently", words().take(200).map(|word| format!("{word:x}{:2000}", 0)));
    }

    // To fill up all texts to the length of the longest costs nothing, until somebody stores a novel.
    #[test]
    fn one_long_text_does_not_make_the_others_longer() {
        let novel = "Call me Ishmael. ".repeat(1000);
        let words = scrambled(2000).into_iter().map(|word| format!("{word:016x}"));
        check_reads("texts of which one is long", words.chain([novel]));
    }

    // To insert each into the group one by one is fast for ten texts, and takes longer than a test may for so many.
    #[test]
    fn a_group_of_many_texts_is_sorted_in_one_pass() {
        let mut texts: Vec<[u8; 2]> = (0..=u16::MAX).rev().map(u16::to_be_bytes).collect();
        radix_sort_by_bytes(&mut texts, |text, place| text.get(place).copied());
        assert_eq!(texts, (0..=u16::MAX).map(u16::to_be_bytes).collect::<Vec<_>>());
    }

    // A vector for each of 256 buckets, filled anew for each byte, is what the idea looks like with punched cards.
    // Memory is no table full of boxes: the count of each bucket says where it will begin, so one buffer serves for all
    // of them.
    #[test]
    fn one_scratch_buffer_serves_every_pass() {
        let size = SIZE as u64;
        let mut numbers = scrambled(SIZE);
        let ((), used) = allocations(|| radix_sort_by_key(&mut numbers, |&number| number));
        assert_within!(format!("sorting {SIZE} numbers"), used.count, "allocations", "a few buffers", 16);
        let allowed = 64 * size + 32_768;
        assert_within!(format!("sorting {SIZE} numbers"), used.bytes, "bytes of buffers", "64 n + 32 KiB", allowed);
        assert_eq!(used.kept_bytes, 0, "bytes that were never given back");
    }

    #[test]
    fn one_scratch_buffer_serves_every_group() {
        let size = SIZE as u64;
        let mut texts: Vec<String> = scrambled(SIZE).into_iter().map(|word| (word % 50_000).to_string()).collect();
        let ((), used) =
            allocations(|| radix_sort_by_bytes(&mut texts, |text, place| text.as_bytes().get(place).copied()));
        assert_within!(format!("sorting {SIZE} texts"), used.count, "allocations", "a few buffers", 48);
        let allowed = 160 * size + 32_768;
        assert_within!(format!("sorting {SIZE} texts"), used.bytes, "bytes of buffers", "160 n + 32 KiB", allowed);
        assert_eq!(used.kept_bytes, 0, "bytes that were never given back");
    }
}
