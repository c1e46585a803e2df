//! To look at every place of a text is quick, until somebody sends a million times the same letter. To go on behind each
//! false start is linear, and misses a match that began within it. The way between is a small table, and it is famous for
//! being filled wrongly in a way that no everyday word shows. A stream adds a trap of its own: the network cuts where it
//! likes, also in the middle of what you search for.

use harness::prelude::*;

use super::kata::{Matcher, find_all, find_disjoint};

/// What a search finds that finds nothing.
const NOWHERE: [usize; 0] = [];

/// What a search in a stream finds in these chunks.
fn find_in_chunks<'chunk, T: Eq + 'chunk>(
    chunks: impl IntoIterator<Item = &'chunk [T]>,
    needle: &[T],
) -> Option<Vec<u64>> {
    let mut matcher = Matcher::new(needle)?;
    let mut found = Vec::new();
    for chunk in chunks {
        matcher.feed(chunk, &mut found);
    }
    Some(found)
}

/// All places, as one would write it down: each of them is looked at.
fn every_place_looked_at(haystack: &str, needle: &str) -> Vec<usize> {
    (0..=haystack.len()).filter(|&place| haystack[place..].starts_with(needle)).collect()
}

/// All words of `letters` of a length.
fn words(letters: [char; 2], length: u32) -> impl Iterator<Item = String> {
    let letter = move |code: usize, place: u32| letters[code >> place & 1];
    (0..1 << length).map(move |code| (0..length).map(|place| letter(code, place)).collect())
}

/// Expects all searches to find `needle` where it is: in one piece, letter by letter, with overlaps and without.
#[track_caller]
fn check(haystack: &str, needle: &str) {
    use harness::assert_eq;
    let (bytes, wanted) = (haystack.as_bytes(), needle.as_bytes());
    let all = every_place_looked_at(haystack, needle);
    assert_eq!(find_all(bytes, wanted), all, "`{needle}` in `{haystack}`");
    let disjoint: Vec<usize> = haystack.match_indices(needle).map(|(place, _)| place).collect();
    assert_eq!(find_disjoint(bytes, wanted), disjoint, "`{needle}` in `{haystack}`");
    let all: Vec<u64> = all.iter().map(|&place| place as u64).collect();
    assert_eq!(find_in_chunks(bytes.chunks(1), wanted), Some(all), "`{needle}` in `{haystack}`, letter by letter");
}

/// Each is the one before it and the one before that: a string that repeats itself everywhere, and never quite.
fn fibonacci(length: usize) -> String {
    let (mut last, mut word) = (String::from("a"), String::from("ab"));
    while word.len() < length {
        let next = format!("{word}{last}");
        last = std::mem::replace(&mut word, next);
    }
    word.truncate(length);
    word
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn every_match_is_found() {
        assert_eq!(find_all(b"to be or not to be", b"to be"), [0, 13]);
        assert_eq!(find_disjoint(b"to be or not to be", b"to be"), [0, 13]);
        assert_eq!(find_all(b"to be or not to be", b"be"), [3, 16]);
        assert_eq!(find_all(b"to be or not to be", b"bee"), NOWHERE);
    }

    #[test]
    fn overlapping_matches_are_all_found() {
        assert_eq!(find_all(b"aaaa", b"aa"), [0, 1, 2]);
        assert_eq!(find_all(b"abababa", b"aba"), [0, 2, 4]);
        assert_eq!(find_all(b"abcabcabcab", b"abcab"), [0, 3, 6]);
    }

    // To replace or to split, each match must begin behind the one before. The first that fits counts, not every match
    // that overlaps none.
    #[test]
    fn disjoint_matches_begin_behind_one_another() {
        assert_eq!(find_disjoint(b"aaaaa", b"aa"), [0, 2]);
        assert_eq!(find_disjoint(b"abababa", b"aba"), [0, 4]);
        assert_eq!(find_disjoint(b"abababababa", b"aba"), [0, 4, 8]);
        assert_eq!(find_disjoint(b"aabaabaab", b"aab"), [0, 3, 6]);
    }

    // `aab` begins within the false start `aa` of `aaab`. Who starts over behind it goes past the match.
    #[test]
    fn a_match_may_begin_within_a_false_start() {
        assert_eq!(find_all(b"aaab", b"aab"), [1]);
        assert_eq!(find_disjoint(b"aaab", b"aab"), [1]);
        assert_eq!(find_all(b"nanananano", b"nanano"), [4]);
        assert_eq!(find_all(b"ababac ababababac", b"ababac"), [0, 11]);
    }

    // The classic needle for a table that is filled wrongly: after `aabaa`, another `a` leaves `aa`, not `a`.
    #[test]
    fn a_needle_repeats_parts_of_itself() {
        assert_eq!(find_all(b"aabaaabaaab", b"aabaaab"), [0, 4]);
        assert_eq!(find_all(b"aabaabaaab", b"aabaaab"), [3]);
        assert_eq!(find_all(b"abacabaabacabacabad", b"abacabad"), [11]);
    }

    #[test]
    fn anything_that_can_be_equal_is_searched() {
        #[derive(PartialEq, Eq)]
        struct Event(&'static str);
        let log = ["login", "retry", "retry", "retry", "lock", "retry", "retry"].map(Event);
        assert_eq!(find_all(&log, &["retry", "retry"].map(Event)), [1, 2, 5]);
        assert_eq!(find_disjoint(&log, &["retry", "retry"].map(Event)), [1, 5]);
        assert_eq!(find_in_chunks(log.chunks(2), &["retry", "lock"].map(Event)), Some(vec![3]));
    }

    // A boundary of a multipart upload, cut where the network felt like it.
    #[test]
    fn a_match_may_be_cut_by_chunk_borders() {
        let chunks: [&[u8]; 6] = [b"name=ada\r", b"\n--fro", b"n", b"tier\r\nname=bob\r\n--", b"frontier", b"--"];
        assert_eq!(find_in_chunks(chunks, b"\r\n--frontier"), Some(vec![8, 30]));
    }

    #[test]
    fn overlapping_matches_are_found_across_chunks() {
        assert_eq!(find_in_chunks([b"aaa".as_slice(), b"aa", b"a"], b"aaaa"), Some(vec![0, 1, 2]));
        assert_eq!(find_in_chunks([b"aba".as_slice(), b"ba", b"ba"], b"aba"), Some(vec![0, 2, 4]));
    }

    #[test]
    fn a_false_start_may_be_cut_too() {
        assert_eq!(find_in_chunks([b"aa".as_slice(), b"ab"], b"aab"), Some(vec![1]));
        assert_eq!(find_in_chunks([b"aabaa".as_slice(), b"baaab"], b"aabaaab"), Some(vec![3]));
        assert_eq!(find_in_chunks([b"ab".as_slice(), b"xc", b"abc"], b"abc"), Some(vec![4]));
    }

    #[test]
    fn places_are_counted_from_the_start_of_the_stream() {
        let chunks: [&[u8]; 5] = [b"......", b"..key.", b"......", b".....k", b"ey"];
        assert_eq!(find_in_chunks(chunks, b"key"), Some(vec![8, 23]));
    }

    #[test]
    fn feeding_adds_to_what_was_found_before() {
        let mut found = vec![99];
        let mut matcher = Matcher::new(b"b").expect("a needle that is not empty");
        matcher.feed(b"abb", &mut found);
        assert_eq!(found, [99, 1, 2]);
        found.clear();
        matcher.feed(b"ab", &mut found);
        assert_eq!(found, [4]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    // As in the standard library: between any two letters there is nothing, and nothing is what was asked for.
    #[test]
    fn an_empty_needle_begins_everywhere() {
        assert_eq!(find_all(b"abc", b""), [0, 1, 2, 3]);
        assert_eq!(find_disjoint(b"abc", b""), [0, 1, 2, 3]);
        assert_eq!(find_all(b"", b""), [0]);
        assert_eq!(find_disjoint(b"", b""), [0]);
    }

    #[test]
    fn a_stream_cannot_be_searched_for_an_empty_needle() {
        assert_eq!(find_in_chunks([b"abc".as_slice()], b""), None);
    }

    #[test]
    fn a_needle_may_be_longer_than_what_is_searched() {
        assert_eq!(find_all(b"ab", b"abc"), NOWHERE);
        assert_eq!(find_disjoint(b"bc", b"abc"), NOWHERE);
        assert_eq!(find_all(b"", b"a"), NOWHERE);
        assert_eq!(find_disjoint(b"", b"a"), NOWHERE);
        assert_eq!(find_in_chunks([b"ab".as_slice()], b"abc"), Some(vec![]));
    }

    #[test]
    fn a_needle_may_be_all_there_is() {
        check("abcab", "abcab");
        check("a", "a");
        check("b", "a");
    }

    #[test]
    fn empty_chunks_change_nothing() {
        assert_eq!(find_in_chunks([b"".as_slice(), b"a", b"", b"", b"ba", b""], b"ab"), Some(vec![0]));
        assert_eq!(find_in_chunks::<u8>([], b"ab"), Some(vec![]));
    }

    #[test]
    fn bytes_need_not_be_text() {
        assert_eq!(find_all(&[0, 255, 0, 255, 255, 0], &[255, 255, 0]), [3]);
        assert_eq!(find_all(&[0, 0, 0], &[0]), [0, 1, 2]);
    }

    // All words of up to four letters in all words of up to eight.
    #[test]
    fn every_short_needle_is_found_in_every_short_haystack() {
        let haystacks: Vec<String> = (0..=8).flat_map(|length| words(['a', 'b'], length)).collect();
        for needle in (1..=4).flat_map(|length| words(['a', 'b'], length)) {
            for haystack in &haystacks {
                check(haystack, &needle);
            }
        }
    }

    // Behind each start of the needle, the whole of it: so each entry of a table is needed once.
    #[test]
    fn every_false_start_of_every_needle_is_recovered_from() {
        for needle in (5..=8).flat_map(|length| words(['a', 'b'], length)) {
            let false_starts = (0..=needle.len()).map(|length| format!("{}{needle}", &needle[..length]));
            check(&false_starts.collect::<String>(), &needle);
        }
    }

    #[test]
    fn fibonacci_words_are_found_in_one_another() {
        let haystack = fibonacci(400);
        for length in [1, 2, 3, 5, 8, 12, 13, 14, 21, 33, 34, 35, 89] {
            check(&haystack, &fibonacci(length));
            check(&haystack, &haystack[length..2 * length]);
        }
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn all_searches_agree_with_looking_everywhere() {
        property(|draw| {
            let needle = draw.text("ab", 1..=9);
            // Whole needles, starts of it and other letters: much that matches, and more that nearly does.
            let parts = draw.list(0..=12, |draw| {
                if draw.boolean() { needle[..draw.size(0..=needle.len())].to_owned() } else { draw.text("abc", 0..=3) }
            });
            let haystack = parts.concat();
            draw.note(|| format!("haystack = {haystack:?}"));
            draw.note(|| format!("needle = {needle:?}"));
            check(&haystack, &needle);
        });
    }

    #[test]
    fn any_chunking_gives_the_same() {
        property(|draw| {
            let needle = draw.text("ab", 1..=6);
            let chunks = draw.list(0..=20, |draw| draw.text("aab", 0..=7));
            draw.note(|| format!("chunks = {chunks:?}"));
            draw.note(|| format!("needle = {needle:?}"));
            let places = every_place_looked_at(&chunks.concat(), &needle);
            let expected: Vec<u64> = places.iter().map(|&place| place as u64).collect();
            let found = find_in_chunks(chunks.iter().map(String::as_bytes), needle.as_bytes());
            assert_eq!(found, Some(expected));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    fn counted(text: &str) -> Vec<Counted<u8>> {
        text.bytes().map(Counted).collect()
    }

    /// Haystacks and needles that nearly match everywhere, each with a name.
    fn adversaries(size: usize, length: usize) -> [(&'static str, String, String); 6] {
        let (long, short) = ("a".repeat(size), "a".repeat(length - 1));
        let blocks = |last: char| format!("{short}{last}").repeat(size / length);
        let nearly = format!("{}c", &fibonacci(length)[1..]);
        [
            ("a…ab in a…a", long.clone(), format!("{short}b")),
            ("ba…a in a…a", long.clone(), format!("b{short}")),
            ("a…a in a…a", long, format!("{short}a")),
            ("a…a in a…aca…ac…", blocks('c'), format!("{short}a")),
            ("a…ab in a…aba…ab…", blocks('b'), format!("{short}b")),
            ("a Fibonacci word with another end", fibonacci(size), nearly),
        ]
    }

    #[track_caller]
    fn assert_linear(action: &str, counts: Counts, size: usize, length: usize) {
        let allowed = 3 * (size + length) as u64;
        assert_within!(action, counts.comparisons + counts.equalities, "comparisons", "3 (n + m)", allowed);
    }

    // Each item can be compared once for each letter of the needle, or about twice in all.
    #[test]
    fn no_haystack_costs_more_than_o_n_plus_m() {
        let (size, length) = (20_000, 400);
        for (name, haystack, needle) in adversaries(size, length) {
            let places = every_place_looked_at(&haystack, &needle);
            let (haystack, needle) = (counted(&haystack), counted(&needle));
            let (found, counts) = count(|| find_all(&haystack, &needle));
            assert_eq!(found, places, "{name}");
            assert_linear(&format!("find_all of {length} in {size} items ({name})"), counts, size, length);
        }
    }

    #[test]
    fn disjoint_matches_cost_no_more() {
        let (size, length) = (20_000, 400);
        for (name, haystack, needle) in adversaries(size, length) {
            let places: Vec<usize> = haystack.match_indices(&needle).map(|(place, _)| place).collect();
            let (haystack, needle) = (counted(&haystack), counted(&needle));
            let (found, counts) = count(|| find_disjoint(&haystack, &needle));
            assert_eq!(found, places, "{name}");
            assert_linear(&format!("find_disjoint of {length} in {size} items ({name})"), counts, size, length);
        }
    }

    // What is prepared for the needle is prepared once, and what was read is not read again.
    #[test]
    fn a_stream_costs_no_more_whatever_its_chunks() {
        let (size, length) = (20_000, 400);
        for (name, haystack, needle) in adversaries(size, length) {
            let expected: Vec<u64> =
                every_place_looked_at(&haystack, &needle).iter().map(|&place| place as u64).collect();
            let (haystack, needle) = (counted(&haystack), counted(&needle));
            for chunk in [1, 50, 3000] {
                let (found, counts) = count(|| find_in_chunks(haystack.chunks(chunk), &needle));
                assert_eq!(found.as_ref(), Some(&expected), "{name} in chunks of {chunk}");
                let action = format!("feeding {size} items in chunks of {chunk} to find {length} ({name})");
                assert_linear(&action, counts, size, length);
            }
        }
    }

    // To compare each start of the needle with each end of it is quadratic, or worse.
    #[test]
    fn a_long_needle_is_prepared_in_o_m() {
        let length = 10_000;
        let haystack = counted(&"a".repeat(10));
        for (name, needle) in [
            ("a…a", "a".repeat(length)),
            ("a…ab", format!("{}b", "a".repeat(length - 1))),
            ("abab…", "ab".repeat(length / 2)),
            ("a…aba…ac", format!("{0}b{0}c", "a".repeat(length / 2 - 1))),
            ("a Fibonacci word", fibonacci(length)),
        ] {
            let needle = counted(&needle);
            let (found, counts) = count(|| find_all(&haystack, &needle));
            assert_eq!(found, NOWHERE);
            assert_linear(&format!("find_all of {length} in 10 items ({name})"), counts, 10, length);
            let (found, counts) = count(|| find_in_chunks(haystack.chunks(1), &needle));
            assert_eq!(found, Some(vec![]));
            assert_linear(&format!("feeding 10 items to find {length} ({name})"), counts, 10, length);
        }
    }

    #[test]
    fn memory_is_for_the_needle_and_what_is_found() {
        let (size, length) = (200_000, 500);
        let haystack = vec![b'a'; size];
        let needle = format!("{}b", "a".repeat(length - 1));
        for (name, find) in [("find_all", find_all as fn(&[u8], &[u8]) -> Vec<usize>), ("find_disjoint", find_disjoint)]
        {
            let (found, asked) = allocations(|| find(&haystack, needle.as_bytes()));
            assert_eq!(found, NOWHERE);
            let action = format!("{name} of {length} in {size} items");
            assert_within!(action, asked.peak_bytes, "bytes of memory at a time", "O(m)", 64 * length as u64);
        }
    }

    // A stream may never end. What is kept of it must.
    #[test]
    fn feeding_asks_for_no_memory() {
        let needle = format!("{}b", "a".repeat(500));
        let mut matcher = Matcher::new(needle.as_bytes()).expect("a needle that is not empty");
        let mut found = Vec::new();
        let ((), asked) = allocations(|| {
            for _ in 0..100 {
                matcher.feed(&[b'a'; 1000], &mut found);
            }
        });
        assert_eq!(found.len(), 0);
        assert_within!("feeding 100 chunks without a match", asked.count, "allocations", "O(1)", 1);
    }
}
