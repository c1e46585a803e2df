//! The edit distance has a three-line definition, which takes longer than anybody lives for two lists of thirty
//! elements. With a table it is quick, and for two logs of a hundred thousand lines the table has ten thousand million
//! places. With one row it is small, and still looks at all of them to say that two lines differ.
//!
//! Everybody gets the number right. So these tests look at what was compared, at what was kept in memory, and at the
//! script, of which there are many that are equally short.

use harness::prelude::*;

use super::kata::{Edit, closest, distance, distance_at_most, edit_script};

/// Something that can be compared, and nothing else.
#[derive(PartialEq)]
struct Line(u32);

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[track_caller]
fn distance_of(from: &str, to: &str) -> usize {
    distance(&letters(from), &letters(to))
}

/// A script as text: `=` keeps, `-` deletes, `~x` replaces by x, `+x` inserts x.
fn shown(script: &[Edit<'_, char>]) -> String {
    let steps = script.iter().map(|edit| match edit {
        Edit::Keep => "=".to_owned(),
        Edit::Replace(letter) => format!("~{letter}"),
        Edit::Delete => "-".to_owned(),
        Edit::Insert(letter) => format!("+{letter}"),
    });
    steps.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn script_of(from: &str, to: &str) -> String {
    shown(&edit_script(&letters(from), &letters(to)))
}

/// How many edits a script has, and what it makes of `from`. An element that is not there is shown as `!`.
fn applied(script: &[Edit<'_, char>], from: &[char]) -> (usize, String) {
    let mut rest = from.iter().copied();
    let mut next = || rest.next().unwrap_or('!');
    let (mut edits, mut made) = (0, String::new());
    for edit in script {
        edits += 1;
        match edit {
            Edit::Keep => {
                edits -= 1;
                made.push(next());
            }
            Edit::Replace(letter) => {
                next();
                made.push(**letter);
            }
            Edit::Delete => drop(next()),
            Edit::Insert(letter) => made.push(**letter),
        }
    }
    made.extend(rest);
    (edits, made)
}

/// The definition: right, and slow enough to be good for a few letters only.
fn defined(from: &[char], to: &[char]) -> usize {
    match (from, to) {
        ([], rest) | (rest, []) => rest.len(),
        ([first, from_rest @ ..], [second, to_rest @ ..]) if first == second => defined(from_rest, to_rest),
        ([_, from_rest @ ..], [_, to_rest @ ..]) => {
            1 + defined(from_rest, to_rest).min(defined(from_rest, to)).min(defined(from, to_rest))
        }
    }
}

/// All words of up to `length` letters out of a, b and c.
fn words(length: u32) -> Vec<Vec<char>> {
    let of_length = |length: u32| {
        (0..3_usize.pow(length))
            .map(move |code| (0..length).map(|place| ['a', 'b', 'c'][code / 3_usize.pow(place) % 3]).collect())
    };
    (0..=length).flat_map(of_length).collect()
}

/// Numbers below `kinds` in no order, the same every time (Marsaglia's xorshift).
fn scrambled(size: usize, kinds: u64, seed: u64) -> Vec<u64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64 ^ seed;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) % kinds
    };
    (0..size).map(next).collect()
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn each_edit_counts_as_one() {
        assert_eq!(distance_of("form", "farm"), 1, "one is replaced");
        assert_eq!(distance_of("form", "forum"), 1, "one is inserted");
        assert_eq!(distance_of("form", "for"), 1, "one is deleted");
        assert_eq!(distance_of("form", "form"), 0);
    }

    #[test]
    fn the_smallest_number_of_edits_counts() {
        let pairs = [
            ("kitten", "sitting", 3),
            ("saturday", "sunday", 3),
            ("flaw", "lawn", 2),
            ("intention", "execution", 5),
            ("rosettacode", "raisethysword", 8),
            ("abcdef", "azced", 3),
            ("aaaa", "bbbbbb", 6),
        ];
        for (from, to, expected) in pairs {
            assert_eq!(distance_of(from, to), expected, "from `{from}` to `{to}`");
            assert_eq!(distance_of(to, from), expected, "from `{to}` to `{from}`");
        }
    }

    // A popular variation counts two neighbours that changed places as one edit. This is not that.
    #[test]
    fn neighbours_that_changed_places_are_two_edits() {
        assert_eq!(distance_of("form", "from"), 2);
        assert_eq!(distance_of("ab", "ba"), 2);
        assert_eq!(distance_of("ca", "abc"), 3);
    }

    #[test]
    fn elements_need_only_be_comparable() {
        let lines = |numbers: &[u32]| numbers.iter().map(|&number| Line(number)).collect::<Vec<_>>();
        let (from, to) = (lines(&[10, 20, 30, 40]), lines(&[20, 30, 35, 40]));
        assert_eq!(distance(&from, &to), 2);
        assert_eq!((distance_at_most(&from, &to, 2), distance_at_most(&from, &to, 1)), (Some(2), None));
        let inserted: Vec<u32> = edit_script(&from, &to)
            .iter()
            .filter_map(|edit| if let Edit::Insert(Line(number)) = edit { Some(*number) } else { None })
            .collect();
        assert_eq!(inserted, [35]);
    }

    // Just at the limit is within it.
    #[test]
    fn a_distance_up_to_the_limit_is_found() {
        let (from, to) = (letters("kitten"), letters("sitting"));
        let limits = [0, 1, 2, 3, 4, 5, 100].map(|limit| distance_at_most(&from, &to, limit));
        assert_eq!(limits, [None, None, None, Some(3), Some(3), Some(3), Some(3)]);
        let limits = [0, 1, 2, 3, 4, 5, 100].map(|limit| distance_at_most(&to, &from, limit));
        assert_eq!(limits, [None, None, None, Some(3), Some(3), Some(3), Some(3)]);
        let (from, to) = (letters("abcd"), letters("xyabzcd"));
        let limits = [2, 3, 4].map(|limit| [distance_at_most(&from, &to, limit), distance_at_most(&to, &from, limit)]);
        assert_eq!(limits, [[None; 2], [Some(3); 2], [Some(3); 2]]);
    }

    #[test]
    fn a_script_says_what_to_do_with_each_element() {
        let (from, to) = (letters("form"), letters("farms"));
        let expected = [Edit::Keep, Edit::Replace(&'a'), Edit::Keep, Edit::Keep, Edit::Insert(&'s')];
        assert_eq!(shown(&edit_script(&from, &to)), shown(&expected));
        let expected = [Edit::Keep, Edit::Replace(&'o'), Edit::Keep, Edit::Keep, Edit::Delete];
        assert_eq!(shown(&edit_script(&to, &from)), shown(&expected));
    }

    // These words have one shortest script each.
    #[test]
    fn the_script_leads_from_the_first_to_the_second() {
        assert_eq!(script_of("cat", "scat"), "+s = = =");
        assert_eq!(script_of("scat", "cat"), "- = = =");
        assert_eq!(script_of("kitten", "sitting"), "~s = = = ~i = +g");
        assert_eq!(script_of("abcd", "bcde"), "- = = = +e");
        assert_eq!(script_of("bcde", "abcd"), "+a = = = -");
    }

    // Each of these has several shortest scripts. Read from the left, the first difference decides.
    #[test]
    fn of_equally_short_scripts_the_rule_takes_one() {
        assert_eq!(script_of("a", "aa"), "= +a", "the first `a` is kept");
        assert_eq!(script_of("aa", "a"), "= -", "the first `a` is kept");
        assert_eq!(script_of("ab", "ba"), "~b ~a", "to replace comes before to delete and to insert");
        assert_eq!(script_of("ab", "c"), "~c -", "to replace comes before to delete");
        assert_eq!(script_of("c", "ab"), "~a +b", "to replace comes before to insert");
        assert_eq!(script_of("abab", "baba"), "- = = = +a", "to delete comes before to insert");
        assert_eq!(script_of("baba", "abab"), "- = = = +b", "to delete comes before to insert");
        assert_eq!(script_of("xaby", "xaaby"), "= = +a = =", "the first `a` is kept");
        assert_eq!(script_of("xa", "yaa"), "~y = +a", "the first `a` is kept");
    }

    #[test]
    fn the_closest_candidate_is_suggested() {
        let commands = ["clone", "commit", "config", "checkout", "cherry-pick"];
        assert_eq!(closest("comit", &commands, 2), Some("commit"));
        assert_eq!(closest("chekcout", &commands, 2), Some("checkout"));
        assert_eq!(closest("clone", &commands, 0), Some("clone"));
        assert_eq!(closest("push", &commands, 2), None);
    }

    #[test]
    fn of_equally_close_candidates_the_first_is_suggested() {
        assert_eq!(closest("cat", &["dog", "bat", "hat", "rat"], 2), Some("bat"));
        assert_eq!(closest("cat", &["cart", "carts", "chat", "coat"], 3), Some("cart"));
        assert_eq!(closest("cat", &["boat", "coat", "bat"], 2), Some("coat"));
        assert_eq!(closest("cat", &["boat", "cut", "cat", "bat", "cat"], 2), Some("cat"));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn nothing_is_as_far_from_a_list_as_the_list_is_long() {
        assert_eq!((distance_of("", ""), distance_of("abc", ""), distance_of("", "abc")), (0, 3, 3));
        assert_eq!(
            (script_of("", ""), script_of("ab", ""), script_of("", "ab")),
            (String::new(), "- -".into(), "+a +b".into())
        );
        let (nothing, list) = (letters(""), letters("abc"));
        let limits =
            [2, 3, 4].map(|limit| [distance_at_most(&nothing, &list, limit), distance_at_most(&list, &nothing, limit)]);
        assert_eq!(limits, [[None; 2], [Some(3); 2], [Some(3); 2]]);
    }

    #[test]
    fn a_limit_of_zero_asks_whether_the_lists_are_equal() {
        let at_most_none = |from: &str, to: &str| distance_at_most(&letters(from), &letters(to), 0);
        assert_eq!([at_most_none("", ""), at_most_none("abc", "abc")], [Some(0); 2]);
        assert_eq!([at_most_none("abc", "abd"), at_most_none("abc", "ab"), at_most_none("", "a")], [None; 3]);
    }

    #[test]
    fn no_limit_is_too_large() {
        for (from, to) in [("kitten", "sitting"), ("abc", ""), ("", ""), ("abc", "xyz")] {
            let expected = Some(defined(&letters(from), &letters(to)));
            for limit in [7, usize::MAX / 2, usize::MAX - 1, usize::MAX] {
                assert_eq!(
                    distance_at_most(&letters(from), &letters(to), limit),
                    expected,
                    "`{from}`, `{to}`, {limit}"
                );
            }
        }
        assert_eq!(closest("a", &["b"], usize::MAX), Some("b"));
    }

    // All 14,641 pairs of words of up to four letters out of three, each under every limit.
    #[test]
    fn all_short_words_are_as_far_apart_as_defined() {
        let words = words(4);
        for from in &words {
            for to in &words {
                let expected = defined(from, to);
                assert_eq!(distance(from, to), expected, "from {from:?} to {to:?}");
                let limits = [0, 1, 2, 3, 4].map(|limit| distance_at_most(from, to, limit));
                let within = [0, 1, 2, 3, 4].map(|limit| Some(expected).filter(|&found| found <= limit));
                assert_eq!(limits, within, "from {from:?} to {to:?} with limits from 0 to 4");
            }
        }
    }

    #[test]
    fn all_short_words_have_shortest_scripts() {
        let words = words(4);
        for from in &words {
            for to in &words {
                let script = edit_script(from, to);
                let expected = (defined(from, to), to.iter().collect::<String>());
                assert_eq!(applied(&script, from), expected, "`{}` for {from:?}", shown(&script));
            }
        }
    }

    // A number that is not a number does not even equal itself, and so it cannot be kept.
    #[test]
    fn what_equals_nothing_is_replaced() {
        let numbers = [1.0, f64::NAN, 2.0];
        assert_eq!((distance(&numbers, &numbers), distance_at_most(&numbers, &numbers, 0)), (1, None));
        let kinds = edit_script(&numbers, &numbers).iter().map(|edit| matches!(edit, Edit::Keep)).collect::<Vec<_>>();
        assert_eq!(kinds, [true, false, true]);
    }

    #[test]
    fn values_without_size_are_counted() {
        assert_eq!((distance(&[(); 9], &[(); 4]), distance_at_most(&[(); 4], &[(); 9], 4)), (5, None));
        assert_eq!(edit_script(&[(); 3], &[(); 5]).len(), 5);
    }

    #[test]
    fn without_candidates_there_is_no_suggestion() {
        assert_eq!((closest("a", &[], 9), closest("", &["", "a"], 0)), (None, Some("")));
        assert_eq!((closest("", &["ab", "a"], 1), closest("ab", &["", "b"], 2)), (Some("a"), Some("b")));
    }

    // `é` has two bytes, and an emoji four.
    #[test]
    fn candidates_are_compared_by_their_characters() {
        assert_eq!(closest("cafe", &["care", "café"], 1), Some("care"));
        assert_eq!(closest("caf", &["cxyf", "café"], 1), Some("café"));
        assert_eq!(closest("a🦀b", &["ab", "axb"], 1), Some("ab"));
        assert_eq!(closest("日本語", &["日本", "にほんご"], 1), Some("日本"));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    fn word(draw: &mut Draw<'_>) -> String {
        draw.text("abcd", 0..=7)
    }

    #[test]
    fn words_are_as_far_apart_as_defined() {
        property(|draw| {
            let (from, to) = (word(draw), word(draw));
            let limit = draw.size(0..=8);
            draw.note(|| format!("from = `{from}`, to = `{to}`, limit = {limit}"));
            let (from, to) = (letters(&from), letters(&to));
            let expected = defined(&from, &to);
            assert_eq!(distance(&from, &to), expected);
            assert_eq!(distance_at_most(&from, &to, limit), Some(expected).filter(|&found| found <= limit));
        });
    }

    // Asks, at each step, which kinds of edit a shortest script could go on with, and expects the first of them.
    #[test]
    fn each_step_of_a_script_is_the_first_that_can_be() {
        property_of(300, |draw| {
            let (from, to) = (draw.text("ab", 0..=9), draw.text("ab", 0..=9));
            draw.note(|| format!("from = `{from}`, to = `{to}`"));
            let (from, to) = (letters(&from), letters(&to));
            let script = edit_script(&from, &to);
            let (mut from, mut to) = (&from[..], &to[..]);
            let mut expected = Vec::new();
            while !(from.is_empty() && to.is_empty()) {
                let left = defined(from, to);
                let (from_rest, to_rest) = (from.get(1..), to.get(1..));
                (from, to) = match (from_rest, to_rest) {
                    (Some(from_rest), Some(to_rest)) if from[0] == to[0] && defined(from_rest, to_rest) == left => {
                        expected.push(Edit::Keep);
                        (from_rest, to_rest)
                    }
                    (Some(from_rest), Some(to_rest)) if defined(from_rest, to_rest) + 1 == left => {
                        expected.push(Edit::Replace(&to[0]));
                        (from_rest, to_rest)
                    }
                    (Some(from_rest), _) if defined(from_rest, to) + 1 == left => {
                        expected.push(Edit::Delete);
                        (from_rest, to)
                    }
                    (_, to_rest) => {
                        expected.push(Edit::Insert(&to[0]));
                        (from, to_rest.unwrap_or_default())
                    }
                };
            }
            assert_eq!(shown(&script), shown(&expected));
        });
    }

    /// A text of which every letter is another one, and what becomes of it after a few edits that lie far apart: the
    /// distance is the number of edits.
    fn edited(draw: &mut Draw<'_>) -> (Vec<u32>, Vec<u32>, usize) {
        let (mut from, mut to, mut fresh) = (Vec::new(), Vec::new(), 0..);
        let mut keep = |from: &mut Vec<u32>, to: &mut Vec<u32>, length: usize| {
            for number in fresh.by_ref().take(length) {
                from.push(number);
                to.push(number);
            }
        };
        let edits = draw.list(0..=9, |draw| (draw.size(20..=30), draw.size(0..=2)));
        for (index, (length, kind)) in (1_000_000..).zip(&edits) {
            keep(&mut from, &mut to, *length);
            if *kind != 0 {
                from.push(index);
            }
            if *kind != 1 {
                to.push(index + 1_000_000);
            }
        }
        keep(&mut from, &mut to, draw.size(20..=30));
        draw.note(|| format!("elements kept, then 0 inserts, 1 deletes, 2 replaces: {edits:?}"));
        (from, to, edits.len())
    }

    #[test]
    fn edits_far_apart_are_all_found() {
        property_of(24, |draw| {
            let (from, to, edits) = edited(draw);
            assert_eq!(distance(&from, &to), edits);
            let limits = [edits, edits + 1, edits + 5].map(|limit| distance_at_most(&from, &to, limit));
            assert_eq!(limits, [Some(edits); 3], "with limits of {edits} and more");
            if let Some(less) = edits.checked_sub(1) {
                assert_eq!(distance_at_most(&from, &to, less), None, "with a limit of {less}");
            }
            let found = edit_script(&from, &to).iter().filter(|edit| !matches!(edit, Edit::Keep)).count();
            assert_eq!(found, edits, "in the script");
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    fn counted(numbers: Vec<u64>) -> Vec<Counted<u64>> {
        numbers.into_iter().map(Counted).collect()
    }

    /// Lists of these lengths: of few kinds, of many, all alike, and with nothing in common. Small ones come first, so that
    /// a cost that explodes is caught before it does.
    fn pairs_of(sizes: &[(usize, usize)]) -> impl Iterator<Item = (String, Vec<Counted<u64>>, Vec<Counted<u64>>)> {
        sizes.iter().flat_map(|&(left, right)| {
            let pairs = [
                ("alike", vec![7; left], vec![7; right]),
                ("of two kinds", scrambled(left, 2, 1), scrambled(right, 2, 2)),
                ("of many kinds", scrambled(left, 40, 3), scrambled(right, 40, 4)),
                ("with nothing in common", vec![1; left], vec![2; right]),
            ];
            pairs.map(|(kind, from, to)| (format!("of {left} and {right} elements {kind}"), counted(from), counted(to)))
        })
    }

    const SIZES: [(usize, usize); 7] = [(1, 1), (5, 6), (8, 8), (12, 9), (20, 70), (150, 40), (200, 210)];

    fn table(from: &[Counted<u64>], to: &[Counted<u64>]) -> u64 {
        (from.len() * to.len() + from.len() + to.len()) as u64
    }

    #[test]
    fn a_distance_compares_each_pair_once() {
        for (lists, from, to) in pairs_of(&SIZES) {
            let (_, counts) = count(|| distance(&from, &to));
            let action = format!("the distance {lists}");
            assert_within!(action, counts.equalities, "comparisons", "n m + n + m", table(&from, &to));
        }
    }

    #[test]
    fn a_script_compares_each_pair_once() {
        for (lists, from, to) in pairs_of(&SIZES) {
            let (_, counts) = count(|| edit_script(&from, &to).len());
            let action = format!("the script {lists}");
            assert_within!(action, counts.equalities, "comparisons", "n m + n + m", table(&from, &to));
        }
    }

    /// The distance of lists of these lengths, with a row of the shorter in memory and no more.
    #[track_caller]
    fn check_memory(name: &str, left: usize, right: usize, action: impl FnOnce(&[u64], &[u64]) -> usize) {
        let (from, to) = (scrambled(left, 20, 5), scrambled(right, 20, 6));
        let (found, asked) = allocations(|| action(&from, &to));
        assert_eq!((left.abs_diff(right)..=left.max(right)).contains(&found), true, "{found} is no distance");
        let action = format!("{name} of {left} and {right} elements");
        let allowed = 16 * (left.min(right) as u64 + 1);
        assert_within!(action, asked.peak_bytes, "bytes at a time", "16 (min(n, m) + 1)", allowed);
        assert_within!(action, asked.count, "allocations", "a row or two", 16);
        assert_eq!(asked.kept_bytes, 0, "bytes that were never given back");
    }

    #[test]
    fn a_distance_keeps_a_row_of_the_shorter_list() {
        for (left, right) in [(300, 300), (2000, 30), (30, 2000)] {
            check_memory("the distance", left, right, distance);
        }
    }

    #[test]
    fn a_distance_with_a_limit_keeps_no_more() {
        for (left, right) in [(300, 300), (2000, 30), (30, 2000)] {
            let within = |from: &[u64], to: &[u64]| distance_at_most(from, to, 2000).unwrap_or(0);
            check_memory("the distance with a limit", left, right, within);
        }
    }

    /// What is compared with this limit, and whether that is within the band.
    #[track_caller]
    fn check_band(from: &[Counted<u64>], to: &[Counted<u64>], limit: usize, expected: Option<usize>) {
        let (found, counts) = count(|| distance_at_most(from, to, limit));
        assert_eq!(found, expected, "with a limit of {limit}");
        let (left, right) = (from.len(), to.len());
        let action = format!("looking for {limit} edits between {left} and {right} elements");
        let allowed = ((2 * limit + 1) * left.min(right) + left + right) as u64;
        assert_within!(action, counts.equalities, "comparisons", "(2 limit + 1) min(n, m) + n + m", allowed);
    }

    // One line of each hundred was changed, deleted and inserted.
    #[test]
    fn a_limit_keeps_to_a_band() {
        let before = counted((0..2000).collect());
        for kind in ["changed", "deleted", "inserted"] {
            let after = (0..2000).flat_map(|number| match (number % 100, kind) {
                (50, "changed") => vec![number + 10_000],
                (50, "deleted") => vec![],
                (50, "inserted") => vec![number + 10_000, number],
                _ => vec![number],
            });
            let after = counted(after.collect());
            for limit in [20, 25, 60] {
                check_band(&before, &after, limit, Some(20));
                check_band(&after, &before, limit, Some(20));
            }
            for limit in [0, 1, 10, 19] {
                check_band(&before, &after, limit, None);
            }
        }
    }

    #[test]
    fn lengths_alone_may_say_that_it_is_too_far() {
        let (long, short) = (counted(scrambled(500, 3, 7)), counted(scrambled(400, 3, 8)));
        for limit in [0, 1, 99] {
            for (from, to) in [(&long, &short), (&short, &long)] {
                let (found, counts) = count(|| distance_at_most(from, to, limit));
                assert_eq!(
                    (found, counts.equalities),
                    (None, 0),
                    "what was found and compared with a limit of {limit}"
                );
            }
        }
    }

    // Most candidates of a search are nothing like what is looked for: they must cost no more than it takes to see that.
    #[test]
    fn a_limit_gives_up_when_there_is_no_way_back() {
        let (from, to) = (counted(vec![1; 5000]), counted(vec![2; 5000]));
        for limit in [0, 1, 3, 10, 50] {
            let (found, counts) = count(|| distance_at_most(&from, &to, limit));
            assert_eq!(found, None);
            let action = format!("looking for {limit} edits between lists that have nothing in common");
            let allowed = 2 * (limit as u64 + 1).pow(2) + 2;
            assert_within!(action, counts.equalities, "comparisons", "2 (limit + 1)^2 + 2", allowed);
        }
    }

    // What is done to the row besides comparing cannot be counted. Whoever clears all of it each time has ten thousand
    // million places to clear here.
    #[test]
    fn a_long_list_with_a_small_limit_is_quick() {
        let from: Vec<u64> = (0..100_000).collect();
        let mut to = from.clone();
        to[5] = 0;
        to.remove(50_000);
        to.push(1);
        to[99_990] = 0;
        assert_eq!((distance_at_most(&from, &to, 4), distance_at_most(&to, &from, 3)), (Some(4), None));
    }

    #[test]
    fn a_script_keeps_a_few_bytes_for_each_pair() {
        for (left, right) in [(200, 200), (20, 600), (600, 20), (1, 1000)] {
            let (from, to) = (scrambled(left, 20, 9), scrambled(right, 20, 10));
            let (_, asked) = allocations(|| edit_script(&from, &to).len());
            let allowed = (16 * (left + 1) * (right + 1) + 64 * (left + right) + 1024) as u64;
            let action = format!("the script between {left} and {right} elements");
            assert_within!(action, asked.peak_bytes, "bytes at a time", "16 n m + O(n + m)", allowed);
        }
    }

    // Most of two versions of a log is its beginning. A table of it would have nine million places, and more
    // memory for each than a line has.
    #[test]
    fn a_common_beginning_needs_no_table() {
        let common = 3000;
        let (mut from, mut to): (Vec<u64>, Vec<u64>) = ((0..common).collect(), (0..common).collect());
        from.extend([1, 2, 3, 4, 5]);
        to.extend([2, 3, 9, 4]);
        let (script, asked) = allocations(|| edit_script(&from, &to));
        let changes = script.iter().skip(3000).map(|edit| match edit {
            Edit::Keep => ('=', 0),
            Edit::Replace(number) => ('~', **number),
            Edit::Delete => ('-', 0),
            Edit::Insert(number) => ('+', **number),
        });
        assert_eq!(changes.collect::<Vec<_>>(), [('-', 0), ('=', 0), ('=', 0), ('~', 9), ('~', 4)]);
        let kept = script.iter().take_while(|edit| matches!(edit, Edit::Keep)).count();
        assert_eq!(kept as u64, common);
        assert_within!(
            "the script between logs that begin with 3,000 equal lines",
            asked.peak_bytes,
            "bytes at a time",
            "O(n + m)",
            64 * 2 * common + 4096
        );
    }
}
