//! "Are these made of the same letters?" is answered a million times when each word is compared with each other, and
//! once for each word when the letters become a key. That key is where it goes wrong: it forgets how often a letter
//! comes, it takes a small letter for another one, or it tears an accent off its letter and hands it to the next. And
//! the map that finds the groups forgets the order in which they came.

use std::collections::BTreeMap;

use harness::prelude::*;

use super::kata::{anagram_groups, group_by};

/// How many groups the words make.
fn groups(words: &[&str]) -> usize {
    anagram_groups(words).len()
}

/// Names for `count` things: words of six letters, no two of them anagrams.
fn distinct_words(count: usize) -> Vec<String> {
    // A number in base 13, its digits written with six alphabets that do not share a letter.
    let digit = |index: usize, place: u32| u32::try_from(index / 13_usize.pow(place) % 13).unwrap_or(0);
    let letter = |index, place| char::from_u32(0x3400 + 13 * place + digit(index, place)).unwrap_or('?');
    (0..count).map(|index| (0..6).map(|place| letter(index, place)).collect()).collect()
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn words_of_the_same_letters_are_put_together() {
        let words = ["eat", "tea", "tan", "ate", "nat", "bat"];
        assert_eq!(anagram_groups(&words), [vec!["eat", "tea", "ate"], vec!["tan", "nat"], vec!["bat"]]);
    }

    // A map gives its groups in an order of its own, and a sorted one in that of the keys.
    #[test]
    fn groups_come_in_the_order_of_their_first_words() {
        let words = ["zoo", "mug", "bad", "gum", "arc", "car", "ooz", "dab", "ink"];
        let expected = [vec!["zoo", "ooz"], vec!["mug", "gum"], vec!["bad", "dab"], vec!["arc", "car"], vec!["ink"]];
        assert_eq!(anagram_groups(&words), expected);
    }

    #[test]
    fn words_of_a_group_keep_their_order_also_when_they_come_again() {
        let words = ["stop", "tops", "spot", "stop", "opts", "post", "spot"];
        assert_eq!(anagram_groups(&words), [words]);
    }

    #[test]
    fn case_does_not_count_and_is_kept() {
        let words = ["Elbow", "BELOW", "night", "bowel", "Thing"];
        assert_eq!(anagram_groups(&words), [vec!["Elbow", "BELOW", "bowel"], vec!["night", "Thing"]]);
    }

    // A set of letters forgets the number, a sum of their codes forgets the letters.
    #[test]
    fn each_letter_counts_as_often_as_it_comes() {
        let words = ["aab", "abb", "ab", "aba", "bab", "ad", "bc", "aaac", "bbbb", "b"];
        let expected = [
            vec!["aab", "aba"],
            vec!["abb", "bab"],
            vec!["ab"],
            vec!["ad"],
            vec!["bc"],
            vec!["aaac"],
            vec!["bbbb"],
            vec!["b"],
        ];
        assert_eq!(anagram_groups(&words), expected);
    }

    #[test]
    fn accents_count() {
        let words = ["pêche", "pèche", "chêpe", "peche"];
        assert_eq!(anagram_groups(&words), [vec!["pêche", "chêpe"], vec!["pèche"], vec!["peche"]]);
    }

    // Lines of an order, grouped by customer: neither needs to be text, sorted, or able to be cloned.
    #[test]
    fn any_items_are_grouped_by_any_key() {
        struct Line(u32, &'static str);
        let lines = [Line(30, "pen"), Line(10, "ink"), Line(30, "cap"), Line(20, "nib"), Line(10, "pad")];
        let names = |group: &Vec<Line>| group.iter().map(|line| line.1).collect::<Vec<_>>();
        let by_customer: Vec<_> = group_by(lines, |line| line.0).iter().map(names).collect();
        assert_eq!(by_customer, [vec!["pen", "cap"], vec!["ink", "pad"], vec!["nib"]]);
    }

    #[test]
    fn keys_are_only_equal_or_not() {
        #[derive(Hash, PartialEq, Eq)]
        struct Status(bool);
        let odd_and_even = group_by(1..=9, |number| Status(number % 2 == 1));
        assert_eq!(odd_and_even, [vec![1, 3, 5, 7, 9], vec![2, 4, 6, 8]]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn no_words_make_no_groups() {
        assert_eq!(groups(&[]), 0);
        assert_eq!(group_by(0..0, |number| *number).len(), 0);
    }

    #[test]
    fn words_without_letters_are_a_group() {
        assert_eq!(anagram_groups(&["", "a", ""]), [vec!["", ""], vec!["a"]]);
    }

    #[test]
    fn every_char_counts() {
        assert_eq!(groups(&["coop", "co-op", "co op", "coop1", "coop!", "coop🦀"]), 6);
        assert_eq!(groups(&["co-op", "-oopc", "po-CO"]), 1);
        assert_eq!(groups(&["🦀中1", "1🦀中", "中1🦀"]), 1);
    }

    // Written as UTF-8, both words are made of the bytes 91, 92, CE and D0.
    #[test]
    fn letters_are_more_than_their_bytes() {
        assert_eq!(groups(&["\u{391}\u{412}", "\u{392}\u{411}"]), 2);
    }

    #[test]
    fn case_does_not_count_in_any_script() {
        assert_eq!(groups(&["Äpfel", "pfelä", "ÄPFEL"]), 1);
        assert_eq!(groups(&["кот", "ТОК"]), 1);
        assert_eq!(groups(&["𐐀𐐩", "𐐁𐐨"]), 1);
    }

    // Σ is σ in a word and ς at its end, so `str::to_lowercase` gives anagrams different letters.
    #[test]
    fn a_letter_with_two_small_forms_is_one_letter() {
        assert_eq!(groups(&["ΟΔΟΣ", "οδος", "σοδο", "ΣΟΔΟ", "ςοδο"]), 1);
        assert_eq!(groups(&["ſin", "Sin", "nis"]), 1);
    }

    // ẞ and the signs of kelvin and ohm are capitals already: `to_uppercase` leaves them alone.
    #[test]
    fn a_letter_with_two_capitals_is_one_letter() {
        assert_eq!(groups(&["\u{212a}g", "kg", "gK"]), 1);
        assert_eq!(groups(&["\u{2126}m", "Ωm", "mω"]), 1);
    }

    #[test]
    fn a_letter_may_become_two() {
        assert_eq!(groups(&["Straße", "STRASSE", "Tasserß", "STRAẞE"]), 2);
        assert_eq!(groups(&["ß", "ss", "ẞ", "SS", "ſS"]), 1);
        assert_eq!(groups(&["ﬁn", "NIF"]), 1);
    }

    // The marks are the same and so are the letters. Who sorts chars puts all marks behind all letters.
    #[test]
    fn a_mark_stays_with_its_letter() {
        let words = ["e\u{301}a", "ea\u{301}", "ae\u{301}", "a\u{301}e", "A\u{301}E"];
        let expected = [vec![words[0], words[2]], vec![words[1], words[3], words[4]]];
        assert_eq!(anagram_groups(&words), expected);
    }

    #[test]
    fn a_letter_with_a_mark_is_another_letter() {
        assert_eq!(groups(&["resume", "re\u{301}sume", "re\u{301}sume\u{301}", "re\u{302}sume"]), 4);
        assert_eq!(groups(&["re\u{301}sume", "e\u{301}ruse\u{6d}", "RESUME\u{301}"]), 1);
    }

    #[test]
    fn several_marks_stay_with_their_letter_in_their_order() {
        assert_eq!(groups(&["xo\u{308}\u{304}", "o\u{308}\u{304}x", "OX\u{308}\u{304}"]), 2);
        assert_eq!(groups(&["o\u{308}\u{304}", "o\u{304}\u{308}"]), 2);
        assert_eq!(groups(&["o\u{308}o\u{304}", "o\u{304}o\u{308}", "oo\u{304}\u{308}", "oo\u{308}\u{304}"]), 3);
    }

    // İ in small is an i with a dot on it, a mark.
    #[test]
    fn a_mark_may_come_from_changing_case() {
        assert_eq!(groups(&["İxy", "xyİ", "xi\u{307}y"]), 1);
        assert_eq!(groups(&["İx", "ix\u{307}", "ix"]), 3);
    }

    #[test]
    fn the_first_and_the_last_mark_are_marks() {
        for mark in ['\u{300}', '\u{36f}'] {
            let words = [format!("a{mark}b"), format!("ab{mark}"), format!("ba{mark}")];
            assert_eq!(groups(&words.each_ref().map(String::as_str)), 2, "with {mark:?}");
        }
        for letter in ['\u{2ff}', '\u{370}'] {
            let words = [format!("a{letter}b"), format!("ab{letter}"), format!("ba{letter}")];
            assert_eq!(groups(&words.each_ref().map(String::as_str)), 1, "with {letter:?}");
        }
    }

    // Put in its place among the others, it would join the letter before it.
    #[test]
    fn marks_at_the_start_are_a_letter_of_their_own() {
        assert_eq!(groups(&["\u{301}ab", "\u{301}ba", "a\u{301}b", "b\u{301}a", "ab\u{301}"]), 3);
        assert_eq!(groups(&["\u{301}\u{308}", "\u{308}\u{301}", "\u{301}"]), 3);
        // The mark's code is greater than those of Latin letters and less than those of Cyrillic ones.
        assert_eq!(groups(&["\u{301}ж", "ж\u{301}"]), 2);
        assert_eq!(groups(&["\u{301}жш", "\u{301}шж", "ж\u{301}ш"]), 2);
    }

    // To tell that é and e with a mark are the same takes tables that the standard library does not have.
    #[test]
    fn nothing_is_composed_or_decomposed() {
        assert_eq!(groups(&["\u{e9}", "e\u{301}", "\u{c9}", "E\u{301}"]), 2);
    }

    #[test]
    fn each_key_is_asked_for_once_in_the_order_of_the_items() {
        let mut asked = Vec::new();
        let by_tens = group_by([31, 12, 35, 11, 31], |number| {
            asked.push(*number);
            number / 10
        });
        assert_eq!(by_tens, [vec![31, 35, 31], vec![12, 11]]);
        assert_eq!(asked, [31, 12, 35, 11, 31]);
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// Letters and their numbers: those with the same number are the same letter.
    const LETTERS: [(&str, u32); 14] = [
        ("a", 0),
        ("A", 0),
        ("e", 1),
        ("E", 1),
        ("e\u{301}", 2),
        ("E\u{301}", 2),
        ("a\u{301}", 3),
        ("a\u{301}\u{308}", 4),
        ("é", 5),
        ("É", 5),
        ("σ", 6),
        ("ς", 6),
        ("Σ", 6),
        ("-", 7),
    ];

    /// What the order of groups asks for, with the slow and simple way to find them.
    fn model<T: Clone, K: PartialEq>(items: &[(T, K)]) -> Vec<Vec<T>> {
        let mut groups: Vec<(&K, Vec<T>)> = Vec::new();
        for (item, key) in items {
            match groups.iter_mut().find(|group| group.0 == key) {
                Some(group) => group.1.push(item.clone()),
                None => groups.push((key, vec![item.clone()])),
            }
        }
        groups.into_iter().map(|group| group.1).collect()
    }

    #[test]
    fn words_are_together_when_their_letters_are_the_same() {
        property(|draw| {
            let words = draw.list(0..=40, |draw| {
                let length = draw.size(0..=4);
                let letters: Vec<(&str, u32)> = (0..length).map(|_| draw.pick(&LETTERS)).collect();
                let mut numbers: Vec<u32> = letters.iter().map(|letter| letter.1).collect();
                numbers.sort_unstable();
                (letters.iter().map(|letter| letter.0).collect::<String>(), numbers)
            });
            draw.note(|| format!("words = {:?}", words.iter().map(|word| &word.0).collect::<Vec<_>>()));
            let written: Vec<&str> = words.iter().map(|word| word.0.as_str()).collect();
            assert_eq!(anagram_groups(&written), model(&words));
        });
    }

    #[test]
    fn every_list_is_grouped_as_by_looking_through_all_groups() {
        property(|draw| {
            let items = draw.list(0..=80, |draw| (draw.word() >> 32, draw.number(0..=30)));
            draw.note(|| format!("keys = {:?}", items.iter().map(|item| item.1).collect::<Vec<_>>()));
            let keys: BTreeMap<u64, i64> = items.iter().copied().collect();
            let items: Vec<(u64, i64)> = items.iter().map(|item| (item.0, keys[&item.0])).collect();
            assert_eq!(group_by(items.iter().map(|item| item.0), |item| keys[item]), model(&items));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    // A lookup costs a hash and hardly more than one comparison. Growth of the map hashes its keys again.
    #[test]
    fn a_group_is_found_without_looking_through_the_others() {
        for (keys, name) in [(4000, "4,000 keys"), (2000, "2,000 keys"), (63, "63 keys"), (1, "1 key")] {
            let (groups, counts) = count(|| group_by(0..4000_u64, |number| Counted(number % keys)).len() as u64);
            assert_eq!(groups, keys);
            let action = format!("grouping 4,000 items with {name}");
            assert_within!(action, counts.equalities, "comparisons of keys", "O(n)", 3 * 4000);
            assert_within!(action, counts.hashes, "hashes", "O(n)", 5 * 4000);
        }
    }

    // A key for each comparison asks the heap again and again.
    #[test]
    fn each_word_is_taken_apart_once() {
        let words = distinct_words(2000);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (found, heap) = allocations(|| groups(&words));
        assert_eq!(found, 2000);
        let action = "grouping 2,000 words of 6 letters";
        assert_within!(action, heap.count, "allocations", "O(total length)", 40 * 2000);
        assert_within!(action, heap.bytes, "bytes of allocations", "O(total length)", 2000 * 2000);
    }

    // Nothing counts the comparisons of your own keys: it is the time limit that ends what looks through all groups.
    #[test]
    fn many_groups_cost_no_more_than_few() {
        let words = distinct_words(20_000);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(groups(&words), 20_000);
    }

    // To look for each letter of one word in the other is quadratic, and so is to keep letters sorted as they come.
    #[test]
    fn a_long_word_costs_little_more_than_reading_it() {
        let rising: String = (0..60_000).map(|index| if index < 30_000 { 'a' } else { 'б' }).collect();
        let falling: String = rising.chars().rev().collect();
        let (found, heap) = allocations(|| groups(&[&rising, &falling]));
        assert_eq!(found, 1);
        let action = "grouping two words of 60,000 letters";
        assert_within!(action, heap.peak_bytes, "bytes to hold at once", "O(length)", 60_000 * 2 * 80);
    }
}
