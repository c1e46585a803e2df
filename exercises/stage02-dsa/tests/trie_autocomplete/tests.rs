//! A trie that is only correct is easily beaten by a sorted list. What makes it worth its nodes is what it need not
//! look at: a search box asks for ten suggestions under one letter, a hundred thousand keys start with it, and the
//! answer must come before the next key is pressed. So every node has to know the best of what is below it, also after
//! a weight was lowered or a key removed. And keys are text: two characters may differ in the middle of their bytes.
//!
//! The weights are of a type of the test's own choice, so that it can count how many of them are looked at.

use std::collections::BTreeMap;

use harness::prelude::*;

use super::kata::Trie;

/// A trie of these keys.
fn trie(entries: &[(&str, u32)]) -> Trie<u32> {
    let mut trie = Trie::new();
    for &(key, weight) in entries {
        trie.insert(key, weight);
    }
    trie
}

/// What a search box shows: the keys alone, separated by blanks.
fn suggest(trie: &Trie<u32>, prefix: &str, k: usize) -> String {
    let keys: Vec<String> = trie.top_k(prefix, k).into_iter().map(|(key, _)| key).collect();
    keys.join(" ")
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    const TOOLS: [(&str, u32); 6] =
        [("cat", 40), ("cargo", 90), ("case", 20), ("curl", 70), ("cargo-edit", 30), ("grep", 80)];

    #[test]
    fn suggests_the_heaviest_keys_first() {
        let tools = trie(&TOOLS);
        let expected = [("cargo".to_owned(), 90), ("curl".to_owned(), 70), ("cat".to_owned(), 40)];
        assert_eq!(tools.top_k("c", 3), expected);
        assert_eq!(suggest(&tools, "ca", 10), "cargo cat cargo-edit case");
        assert_eq!(suggest(&tools, "", 2), "cargo grep");
    }

    #[test]
    fn suggests_nothing_where_no_key_starts_so() {
        let tools = trie(&TOOLS);
        for prefix in ["x", "cx", "carx", "grepp", "Cargo", "cargo-editor"] {
            assert_eq!(tools.top_k(prefix, 3), [], "for the prefix {prefix:?}");
        }
    }

    // Suggestions that change places from one key press to the next are a bug report.
    #[test]
    fn equal_weights_come_in_the_order_of_their_keys() {
        let words = trie(&[("d", 1), ("ba", 5), ("b", 5), ("e", 5), ("ab", 5), ("c", 9), ("bab", 5), ("a", 1)]);
        assert_eq!(suggest(&words, "", 8), "c ab b ba bab e a d");
        assert_eq!(suggest(&words, "", 4), "c ab b ba");
        assert_eq!(suggest(&words, "b", 2), "b ba");
    }

    // In a radix trie most prefixes end half-way along an edge, where there is no node.
    #[test]
    fn a_prefix_may_end_inside_an_edge() {
        let words = trie(&[("rubicon", 3), ("rubicundus", 7)]);
        for prefix in ["r", "rub", "rubic"] {
            assert_eq!(suggest(&words, prefix, 5), "rubicundus rubicon", "for the prefix {prefix:?}");
            assert_eq!(words.has_prefix(prefix), true, "for the prefix {prefix:?}");
        }
        assert_eq!(suggest(&words, "rubicund", 5), "rubicundus");
        assert_eq!([words.has_prefix("rubix"), words.has_prefix("rubicons"), words.has_prefix("u")], [false; 3]);
    }

    #[test]
    fn only_whole_keys_have_a_weight() {
        let words = trie(&[("test", 1), ("team", 2), ("tester", 3)]);
        let weights = ["te", "test", "team", "tester", "teste", "tests", "tea", ""].map(|key| words.get(key));
        assert_eq!(weights, [None, Some(1), Some(2), Some(3), None, None, None, None]);
    }

    #[test]
    fn a_key_may_be_the_prefix_of_another() {
        for keys in [["water", "waters", "wat"], ["waters", "wat", "water"], ["wat", "water", "waters"]] {
            let words = trie(&keys.map(|key| (key, 1)));
            assert_eq!(suggest(&words, "wat", 5), "wat water waters", "inserted in the order {keys:?}");
            assert_eq!(words.len(), 3, "inserted in the order {keys:?}");
        }
    }

    #[test]
    fn inserting_again_changes_the_weight_and_gives_the_old() {
        let mut words = Trie::new();
        assert_eq!((words.insert("go", 5), words.insert("gopher", 1)), (None, None));
        assert_eq!(words.insert("go", 7), Some(5));
        assert_eq!((words.get("go"), words.get("gopher"), words.len()), (Some(7), Some(1), 2));
    }

    #[test]
    fn a_changed_weight_changes_the_order() {
        let mut words = trie(&[("alpha", 10), ("alps", 20), ("beta", 15)]);
        words.insert("alps", 5);
        assert_eq!(suggest(&words, "", 3), "beta alpha alps");
        words.insert("alps", 99);
        assert_eq!(suggest(&words, "", 3), "alps beta alpha");
        assert_eq!(suggest(&words, "", 1), "alps");
    }

    #[test]
    fn removing_gives_the_weight_once() {
        let mut words = trie(&[("on", 1), ("once", 2)]);
        assert_eq!((words.remove("on"), words.remove("on")), (Some(1), None));
        assert_eq!((words.get("on"), words.get("once"), words.len()), (None, Some(2), 1));
    }

    #[test]
    fn removing_what_is_not_there_changes_nothing() {
        let mut words = trie(&[("team", 1), ("test", 2)]);
        let removed = ["", "t", "te", "tes", "tests", "teak", "x"].map(|key| words.remove(key));
        assert_eq!(removed, [None; 7]);
        assert_eq!((words.len(), words.node_count(), suggest(&words, "", 5)), (2, 3, "test team".to_owned()));
    }

    // A trie that only forgets the weight still says that something starts with the prefix: a menu that opens empty.
    #[test]
    fn a_removed_key_leaves_no_prefix_behind() {
        let mut words = trie(&[("car", 1), ("carpet", 2), ("dog", 3)]);
        words.remove("carpet");
        assert_eq!(
            [words.has_prefix("carp"), words.has_prefix("carpet"), words.has_prefix("car")],
            [false, false, true]
        );
        words.remove("car");
        assert_eq!([words.has_prefix("car"), words.has_prefix("c"), words.has_prefix("")], [false, false, true]);
        words.remove("dog");
        assert_eq!((words.has_prefix(""), words.is_empty(), words.node_count()), (false, true, 0));
    }

    // One node where a key ends, and one where keys part.
    #[test]
    fn nodes_stand_only_where_keys_end_or_part() {
        let mut words = Trie::new();
        let counts = ["romanus", "romane", "romulus", "rom", "x", ""].map(|key| {
            words.insert(key, 1);
            words.node_count()
        });
        // romanus · roman[us|e] · rom[an[us|e]|ulus] · rom ends there · x · the empty key ends in the root
        assert_eq!(counts, [1, 3, 5, 5, 6, 6]);
    }

    // What insertion has split, removal must join again, or years of churn leave a chain of one-letter edges.
    #[test]
    fn removal_joins_what_insertion_split() {
        let mut words = trie(&[("romanus", 1), ("romane", 2), ("romulus", 3), ("rom", 4)]);
        let counts = ["romane", "rom", "romulus", "romanus"].map(|key| {
            words.remove(key);
            words.node_count()
        });
        assert_eq!(counts, [3, 3, 1, 0]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn an_empty_trie_has_nothing_to_suggest() {
        let words = trie(&[]);
        assert_eq!(words.top_k("", 5), []);
        assert_eq!((words.has_prefix(""), words.has_prefix("a"), words.get("")), (false, false, None));
        assert_eq!((words.len(), words.is_empty(), words.node_count()), (0, true, 0));
    }

    #[test]
    fn the_empty_key_is_a_key() {
        let mut words = trie(&[("", 3), ("a", 9)]);
        assert_eq!(words.top_k("", 5), [("a".to_owned(), 9), (String::new(), 3)]);
        assert_eq!((words.get(""), words.is_empty(), words.node_count()), (Some(3), false, 1));
        assert_eq!((words.remove("a"), words.has_prefix("")), (Some(9), true));
        assert_eq!((words.remove(""), words.remove(""), words.has_prefix("")), (Some(3), None, false));
    }

    // `k` comes from a request. It must not be trusted as a capacity.
    #[test]
    fn k_may_be_zero_or_huge() {
        let words = trie(&[("a", 1), ("b", 2)]);
        assert_eq!(suggest(&words, "", 0), "");
        assert_eq!(suggest(&words, "", 2), "b a");
        assert_eq!(suggest(&words, "", usize::MAX), "b a");
        assert_eq!(suggest(&words, "a", usize::MAX), "a");
    }

    // The bytes of é are C3 A9 and those of è are C3 A8: an edge cut at the first byte that differs is no `str`.
    #[test]
    fn characters_that_share_their_first_byte_part() {
        let mut words = trie(&[("café", 1), ("cafè", 2), ("caf", 3), ("😀", 4), ("😁", 5), ("ß", 6), ("ÿ", 7)]);
        assert_eq!(suggest(&words, "caf", 5), "caf cafè café");
        assert_eq!((suggest(&words, "café", 5), suggest(&words, "😀", 5)), ("café".to_owned(), "😀".to_owned()));
        assert_eq!(suggest(&words, "", 9), "ÿ ß 😁 😀 caf cafè café");
        assert_eq!((words.has_prefix("ê"), words.get("cafê"), words.remove("cafê")), (false, None, None));
        assert_eq!((words.remove("cafè"), words.remove("😁")), (Some(2), Some(5)));
        assert_eq!(suggest(&words, "", 9), "ÿ ß 😀 caf café");
    }

    // What a reader takes for one letter may be two characters; the trie knows characters only.
    #[test]
    fn a_letter_is_a_prefix_of_itself_with_a_combining_accent() {
        let words = trie(&[("e\u{301}te\u{301}", 1), ("\u{e9}t\u{e9}", 2)]);
        assert_eq!(words.top_k("e", 5), [("e\u{301}te\u{301}".to_owned(), 1)]);
        assert_eq!(words.top_k("\u{e9}", 5), [("\u{e9}t\u{e9}".to_owned(), 2)]);
    }

    #[test]
    fn every_character_is_a_character_like_any_other() {
        let words = trie(&[("\0", 1), ("\0\0", 1), ("\u{10FFFF}", 1), ("$", 1), (" ", 1), ("*", 1)]);
        let keys: Vec<String> = words.top_k("", 9).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["\0", "\0\0", " ", "$", "*", "\u{10FFFF}"]);
    }

    // Where nothing was found yet there is no weight at all, and no number may stand for that.
    #[test]
    fn weights_have_no_least_value() {
        let mut scores = Trie::new();
        for (key, score) in [("up", 1), ("down", -3), ("deep", i64::MIN), ("zero", 0)] {
            scores.insert(key, score);
        }
        let found = scores.top_k("", 9).into_iter().map(|(_, score)| score);
        assert_eq!(found.collect::<Vec<_>>(), [1, 0, -3, i64::MIN]);
        assert_eq!(scores.top_k("de", 1), [("deep".to_owned(), i64::MIN)]);
        assert_eq!(scores.has_prefix("de"), true);
    }

    // Any order will do, also one that is upside down: the shortest latency first.
    #[test]
    fn weights_are_only_compared() {
        let mut hosts = Trie::new();
        for (host, milliseconds) in [("eu-1", 30), ("eu-2", 12), ("us-1", 8), ("eu-3", 25)] {
            hosts.insert(host, std::cmp::Reverse(milliseconds));
        }
        let nearest = hosts.top_k("eu", 2).into_iter().map(|(host, _)| host);
        assert_eq!(nearest.collect::<Vec<_>>(), ["eu-2", "eu-3"]);
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    // Few letters, so that keys share beginnings, and some that share bytes.
    const LETTERS: &str = "abéè😀😁";

    #[test]
    fn every_operation_agrees_with_a_sorted_map() {
        property(|draw| {
            let operations = draw.list(0..=40, |draw| {
                let kind = draw.pick(&["insert", "insert", "remove", "top_k"]);
                (kind, draw.text(LETTERS, 0..=4), draw.size(0..=4))
            });
            let (mut words, mut model) = (Trie::new(), BTreeMap::new());
            for (kind, text, number) in operations {
                draw.note(|| format!("{kind}({text:?}, {number})"));
                match kind {
                    "insert" => assert_eq!(words.insert(&text, number), model.insert(text.clone(), number)),
                    "remove" => assert_eq!(words.remove(&text), model.remove(&text)),
                    _ => assert_eq!(words.top_k(&text, number), heaviest(&model, &text, number)),
                }
                assert_eq!((words.len(), words.is_empty()), (model.len(), model.is_empty()));
                assert_eq!(words.get(&text), model.get(&text).copied());
                assert_eq!(words.has_prefix(&text), model.keys().any(|key| key.starts_with(&text)));
            }
            assert_eq!(words.top_k("", usize::MAX), heaviest(&model, "", usize::MAX));
        });
    }

    // However it came about, the same keys make the same trie. Counted in bytes or in characters, that is one number
    // where all characters are ASCII.
    #[test]
    fn the_nodes_are_those_that_the_keys_need() {
        property(|draw| {
            let operations = draw.list(0..=30, |draw| (draw.size(0..=2) > 0, draw.text("ab", 0..=5)));
            let (mut words, mut model) = (Trie::new(), BTreeMap::new());
            for (inserts, text) in operations {
                if inserts {
                    draw.note(|| format!("insert({text:?}, 0)"));
                    words.insert(&text, 0);
                    model.insert(text, 0);
                } else {
                    draw.note(|| format!("remove({text:?})"));
                    words.remove(&text);
                    model.remove(&text);
                }
                assert_eq!(words.node_count(), nodes_needed(&model), "the keys are {:?}", model.keys());
            }
        });
    }

    fn heaviest(model: &BTreeMap<String, usize>, prefix: &str, k: usize) -> Vec<(String, usize)> {
        let entries = model.iter().filter(|(key, _)| key.starts_with(prefix));
        let mut entries: Vec<_> = entries.map(|(key, &weight)| (key.clone(), weight)).collect();
        entries.sort_by_key(|&(_, weight)| std::cmp::Reverse(weight));
        entries.truncate(k);
        entries
    }

    // A node for every key, and one for what two neighbours share; none for the empty text, which is the root.
    fn nodes_needed(model: &BTreeMap<String, usize>) -> usize {
        let keys: Vec<&str> = model.keys().map(String::as_str).collect();
        let forks = keys.windows(2).map(|pair| {
            let shared = pair[0].bytes().zip(pair[1].bytes()).take_while(|(left, right)| left == right).count();
            &pair[0][..shared]
        });
        let mut ends: Vec<&str> = keys.iter().copied().chain(forks).filter(|end| !end.is_empty()).collect();
        ends.sort_unstable();
        ends.dedup();
        ends.len()
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    const KEYS: u32 = 10_000;
    const DIGITS: u64 = 10;
    const LENGTH: u64 = 4;

    /// The keys 0000 to 9999, with weights that count how often they are looked at.
    fn numbers(weight: impl Fn(u32) -> u32) -> Trie<Counted<u32>> {
        let mut numbers = Trie::new();
        weigh(&mut numbers, weight);
        numbers
    }

    fn weigh(numbers: &mut Trie<Counted<u32>>, weight: impl Fn(u32) -> u32) {
        for number in 0..KEYS {
            numbers.insert(&format!("{number:04}"), Counted(weight(number)));
        }
    }

    /// Weights without an order that a search could profit from.
    fn scattered(number: u32) -> u32 {
        number.wrapping_mul(2_654_435_769) >> 8
    }

    /// The way down to a key is `LENGTH` nodes of up to ten children each. Ten looks at each child on the way to
    /// each of the k keys is generous; a look at every key is far more.
    #[track_caller]
    fn check_few_are_looked_at(numbers: &Trie<Counted<u32>>, what: &str, expected: &[u32]) {
        let k = expected.len();
        let (found, counts) = count(|| numbers.top_k("", k));
        let weights: Vec<u32> = found.iter().map(|(_, weight)| weight.0).collect();
        assert_eq!(weights, expected, "with {what}");
        assert_within!(
            format!("top_k of {k} among 10,000 keys with {what}"),
            counts.comparisons + counts.equalities,
            "comparisons of weights",
            "10 · k · length · letters",
            10 * k as u64 * LENGTH * DIGITS
        );
    }

    #[test]
    fn a_query_does_not_look_at_the_whole_subtree() {
        let mut heaviest: Vec<u32> = (0..KEYS).map(scattered).collect();
        heaviest.sort_unstable_by(|left, right| right.cmp(left));
        let numbers = numbers(scattered);
        check_few_are_looked_at(&numbers, "scattered weights", &heaviest[..1]);
        check_few_are_looked_at(&numbers, "scattered weights", &heaviest[..5]);
    }

    // A walk in the order of keys that leaves out what cannot beat the worst of its best five finds something better
    // all the way here: it leaves out nothing.
    #[test]
    fn a_query_is_not_led_on_by_rising_weights() {
        check_few_are_looked_at(&numbers(|number| number), "rising weights", &[9999, 9998, 9997, 9996, 9995]);
    }

    #[test]
    fn a_query_is_not_led_on_by_falling_weights() {
        check_few_are_looked_at(&numbers(|number| KEYS - number), "falling weights", &[10_000, 9999, 9998, 9997, 9996]);
    }

    // Every new word weighs 1. Whoever opens all subtrees that could hold one more 1, or sorts all the 1s, opens all.
    #[test]
    fn a_query_is_not_led_on_by_equal_weights() {
        check_few_are_looked_at(&numbers(|_| 1), "equal weights", &[1; 5]);
        check_few_are_looked_at(
            &numbers(|number| 1 + u32::from(number == 5000)),
            "all but one equal",
            &[2, 1, 1, 1, 1],
        );
    }

    // A maximum that only ever rises gives right answers, and slower ones from day to day.
    #[test]
    fn lowered_weights_lower_what_nodes_promise() {
        let mut numbers = numbers(|_| 1_000_000);
        weigh(&mut numbers, |number| number);
        check_few_are_looked_at(&numbers, "weights that were lowered", &[9999, 9998, 9997, 9996, 9995]);
    }

    #[test]
    fn removed_keys_lower_what_nodes_promise() {
        let mut numbers = numbers(|number| number);
        for number in (0..KEYS).step_by(5) {
            numbers.insert(&format!("{number:04}x"), Counted(1_000_000));
        }
        for number in (0..KEYS).step_by(5) {
            numbers.remove(&format!("{number:04}x"));
        }
        check_few_are_looked_at(&numbers, "heavy keys removed", &[9999, 9998, 9997, 9996, 9995]);
    }

    #[test]
    fn changes_look_at_their_own_path_only() {
        let mut numbers = numbers(scattered);
        for (what, key, weight) in [
            ("inserting a key", "0000x", Some(u32::MAX)),
            ("lowering the greatest weight", "0000x", Some(0)),
            ("raising a weight", "5000", Some(u32::MAX)),
            ("removing the heaviest key", "5000", None),
            ("removing a light key", "0000x", None),
        ] {
            let (_, counts) = count(|| match weight {
                Some(weight) => numbers.insert(key, Counted(weight)),
                None => numbers.remove(key),
            });
            assert_within!(
                format!("{what} among 10,000 keys"),
                counts.comparisons + counts.equalities,
                "comparisons of weights",
                "4 · length · letters",
                4 * (LENGTH + 1) * (DIGITS + 1)
            );
        }
        assert_eq!(numbers.len(), 9999);
    }

    // A node for each character would be ten thousand blocks of the heap.
    #[test]
    fn a_long_key_is_a_few_blocks() {
        let long = "nursery/".repeat(1250);
        let mut paths = Trie::new();
        let (_, first) = allocations(|| paths.insert(&long, 1));
        let (_, second) = allocations(|| paths.insert(&format!("{}x", &long[..5000]), 2));
        assert_eq!(paths.node_count(), 3);
        assert_within!("inserting a key of 10,000 bytes", first.count, "allocations", "one node", 16);
        assert_within!("parting it in the middle", second.count, "allocations", "two nodes", 32);
    }

    // A trie saves memory where keys share their beginnings; a full copy of the key in each node gives that away.
    #[test]
    fn shared_beginnings_are_stored_once() {
        let shared = "tenant/".repeat(300);
        let mut paths = Trie::new();
        let ((), kept) = allocations(|| {
            for number in 0..1000 {
                paths.insert(&format!("{shared}{number}"), number);
            }
        });
        assert_eq!(paths.len(), 1000);
        let kept_bytes = u64::try_from(kept.kept_bytes).unwrap_or(0);
        assert_within!(
            "keeping 1,000 keys that share their first 2,100 bytes",
            kept_bytes,
            "bytes of memory in use",
            "storing them once",
            600_000
        );
    }

    // Keys that come and go all day must not leave anything behind.
    #[test]
    fn removed_keys_give_their_memory_back_or_to_others() {
        let mut sessions = Trie::new();
        let mut come_and_go = |round: u32| {
            let keys: Vec<String> = (0..200).map(|number| format!("{:08x}", scattered(round * 200 + number))).collect();
            for key in &keys {
                sessions.insert(key, 1);
            }
            for key in &keys {
                sessions.remove(key);
            }
        };
        let ((), first) = allocations(|| come_and_go(0));
        let ((), later) = allocations(|| (1..20).for_each(&mut come_and_go));
        let allowed = first.peak_bytes + 16_384;
        let kept_bytes = u64::try_from(later.kept_bytes).unwrap_or(0);
        assert_within!("20 rounds of 200 keys", kept_bytes, "bytes of memory in use", "what one round needs", allowed);
    }
}
