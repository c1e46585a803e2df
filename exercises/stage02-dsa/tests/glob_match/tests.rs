//! A glob matcher is written in an hour: a star tries no character, then one, then two. It passes every example that
//! anybody thinks of, and stands still for `a*a*a*a*a*a*b`, a pattern that anybody may send. The braces have the same
//! trap before the first path comes: twenty times `{a,b}` are a million words.
//!
//! The small print decides the rest. What does a star do at a slash, a class, `**` next to something else?

use std::cell::Cell;

use harness::prelude::*;

use super::kata::{Glob, GlobError, GlobErrorKind};

/// The pattern, read.
#[track_caller]
fn glob(pattern: &str) -> Glob {
    Glob::new(pattern).unwrap_or_else(|error| panic!("`{pattern}` is a pattern, and was refused: {error}"))
}

/// Those of the paths, written one behind the other, that match.
#[track_caller]
fn matching<'path>(pattern: &str, paths: &'path str) -> Vec<&'path str> {
    let glob = glob(pattern);
    paths.split(' ').filter(|path| glob.is_match(path)).collect()
}

/// Why and where a text is no pattern.
fn refusal(pattern: &str) -> Option<(&'static str, usize)> {
    Glob::new(pattern).err().map(|GlobError { at, kind }| (name(&kind), at))
}

fn name(kind: &GlobErrorKind) -> &'static str {
    match kind {
        GlobErrorKind::UnclosedClass => "unclosed class",
        GlobErrorKind::EmptyClass => "empty class",
        GlobErrorKind::ReversedRange => "reversed range",
        GlobErrorKind::UnclosedBrace => "unclosed brace",
        GlobErrorKind::UnopenedBrace => "unopened brace",
        GlobErrorKind::TrailingBackslash => "trailing backslash",
    }
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_pattern_must_match_all_of_a_path() {
        assert_eq!(matching("main.rs", "main.rs main.r main.rss xmain.rs mainxrs src/main.rs"), ["main.rs"]);
    }

    #[test]
    fn a_question_mark_is_one_character() {
        assert_eq!(matching("a?c", "abc a?c ac abbc a/c a.c"), ["abc", "a?c", "a.c"]);
        assert_eq!(matching("??", "a ab abc a/ /a"), ["ab"]);
    }

    #[test]
    fn a_star_is_any_number_of_characters() {
        assert_eq!(matching("a*c", "ac abc abbc abcbc acd bac"), ["ac", "abc", "abbc", "abcbc"]);
        assert_eq!(matching("*.rs", "lib.rs .rs lib.rs.txt rs a.b.rs"), ["lib.rs", ".rs", "a.b.rs"]);
        assert_eq!(matching("*a*b*", "ab xaxbx aab ba b a abab"), ["ab", "xaxbx", "aab", "abab"]);
    }

    // `logs/*.txt` lets somebody see his logs, and not those in `logs/admin`.
    #[test]
    fn a_star_does_not_cross_a_slash() {
        assert_eq!(
            matching("logs/*.txt", "logs/a.txt logs/admin/a.txt logs/.txt logs.txt"),
            ["logs/a.txt", "logs/.txt"]
        );
        assert_eq!(matching("*", "a a/b / a/ abc"), ["a", "abc"]);
        assert_eq!(matching("*/*", "a/b a/ / a a/b/c"), ["a/b", "a/", "/"]);
    }

    #[test]
    fn two_stars_are_any_number_of_components() {
        assert_eq!(matching("a/**/b", "a/b a/x/b a/x/y/b a/xb ab a/b/c xa/b"), ["a/b", "a/x/b", "a/x/y/b"]);
        assert_eq!(matching("**/b", "b a/b x/y/b xb a/xb /b"), ["b", "a/b", "x/y/b", "/b"]);
        assert_eq!(matching("a/**", "a/b a/b/c a a/ ab/c x/a/b"), ["a/b", "a/b/c", "a/"]);
        assert_eq!(matching("**", "a a/b /a/b/ /"), ["a", "a/b", "/a/b/", "/"]);
        assert_eq!(
            matching("**/*.rs", "lib.rs src/lib.rs src/a/b.rs src/a.rs/b"),
            ["lib.rs", "src/lib.rs", "src/a/b.rs"]
        );
        assert_eq!(matching("**/a/**/b", "a/b x/a/b a/x/b x/a/y/z/b a b/a"), ["a/b", "x/a/b", "a/x/b", "x/a/y/z/b"]);
        assert_eq!(matching("**/**/a", "a x/a x/y/a xa"), ["a", "x/a", "x/y/a"]);
    }

    // The first component that fits may be the wrong one, and so may the last.
    #[test]
    fn a_deep_match_may_begin_later_than_it_seems() {
        assert_eq!(
            matching("**/a*b/c", "ax/ab/c ab/x/ab/c axb/c ab/d/c x/ab/d/ab/c"),
            ["ax/ab/c", "ab/x/ab/c", "axb/c", "x/ab/d/ab/c"]
        );
        assert_eq!(matching("**/a/b*/**/c", "a/x/a/b/c a/b/a/x/c a/bb/c"), ["a/x/a/b/c", "a/b/a/x/c", "a/bb/c"]);
        assert_eq!(matching("**/a/*b*c", "a/b/a/bc a/xb/c a/c/a/xbxbc"), ["a/b/a/bc", "a/c/a/xbxbc"]);
    }

    #[test]
    fn two_stars_beside_something_else_are_one() {
        assert_eq!(matching("a**b", "ab axb a/b axxb"), ["ab", "axb", "axxb"]);
        assert_eq!(matching("**a/b", "a/b xa/b x/a/b"), ["a/b", "xa/b"]);
        assert_eq!(matching("a**/b", "a/b ax/b ax/y/b"), ["a/b", "ax/b"]);
        assert_eq!(matching("a/***/b", "a/x/b a/b a/x/y/b a//b"), ["a/x/b", "a//b"]);
        assert_eq!(matching("a/**?", "a/x a/xy a/x/y a/"), ["a/x", "a/xy"]);
        assert_eq!(matching("a/*", "a/x a/x/y"), ["a/x"]);
    }

    #[test]
    fn a_class_is_one_character_of_several() {
        assert_eq!(matching("[abc]", "a b c d ab"), ["a", "b", "c"]);
        assert_eq!(matching("v[0-9].[0-9a-f]", "v1.0 v9.f v1.g va.1 v1.- v10.0"), ["v1.0", "v9.f"]);
        assert_eq!(matching("[!a-c]", "a c d 1 ! dd"), ["d", "1", "!"]);
        assert_eq!(matching("[!a-cx][!0]", "d1 d0 x1 b1 0x"), ["d1", "0x"]);
        assert_eq!(matching("[^a-c]", "a c d ^"), ["d", "^"]);
        assert_eq!(matching("[a!^]", "a ! ^ b"), ["a", "!", "^"]);
        assert_eq!((matching("[!^]", "! ^"), matching("[^!]", "! ^")), (vec!["!"], vec!["^"]));
    }

    // Whoever may read `user[!0]secret` must not come into another folder.
    #[test]
    fn a_class_never_matches_a_slash() {
        assert_eq!(matching("a[!b]c", "axc a/c abc"), ["axc"]);
        assert_eq!(matching("a[/x]c", "axc a/c"), ["axc"]);
        assert_eq!(matching("a[.-0]c", "a.c a0c a/c a1c"), ["a.c", "a0c"]);
    }

    #[test]
    fn minus_bracket_and_backslash_have_their_places_in_a_class() {
        assert_eq!(matching("[a-]", "a - b"), ["a", "-"]);
        assert_eq!(matching("[-a]", "a - b"), ["a", "-"]);
        assert_eq!(matching("[a-c-e]", "b - e d"), ["b", "-", "e"]);
        assert_eq!(matching(r"[\]\\]", r"] \ \] a"), ["]", r"\"]);
        assert_eq!(matching(r"[a\-c]", "a - c b"), ["a", "-", "c"]);
        assert_eq!(matching(r"[\!a]", "! a b"), ["!", "a"]);
        assert_eq!(matching(r"[\^a]", "^ a b"), ["^", "a"]);
        assert_eq!(matching(r"[Z-\]]", r"Z [ \ ] ^ Y"), ["Z", "[", r"\", "]"]);
        assert_eq!(matching("[*?{,}[]", "* ? { , } [ a"), ["*", "?", "{", ",", "}", "["]);
    }

    #[test]
    fn braces_are_alternatives() {
        assert_eq!(matching("*.{jpg,png}", "a.jpg a.png a.gif a.jpgpng a. a.{jpg,png}"), ["a.jpg", "a.png"]);
        assert_eq!(matching("{a,b}{1,2,3}", "a1 b2 b3 a b ab 12 a11"), ["a1", "b2", "b3"]);
        assert_eq!(matching("a{b}c", "abc ac a{b}c"), ["abc"]);
        assert_eq!(matching("a{,b}c", "abc ac a,bc"), ["abc", "ac"]);
        assert_eq!(matching("a{b,}c{}", "abc ac"), ["abc", "ac"]);
        assert_eq!(matching("a{b,,}", "a ab a,"), ["a", "ab"]);
    }

    #[test]
    fn braces_hold_anything() {
        let paths = "src/a.rs src/b/c.rs tests/a.rs tests/a/b.rs README.md x/README.md";
        assert_eq!(
            matching("{src/**/*.rs,tests/?.rs,**/*.md}", paths),
            ["src/a.rs", "src/b/c.rs", "tests/a.rs", "README.md", "x/README.md"]
        );
        assert_eq!(matching("{src/**,docs}", "src/a src/a/b docs docs/a"), ["src/a", "src/a/b", "docs"]);
        assert_eq!(matching("{a/**,**}", "a/b/c b"), ["a/b/c", "b"]);
        assert_eq!(matching("{[,],[}]}", ", } a"), [",", "}"]);
        assert_eq!(matching("{a*c,a?d}", "axxc axd axxd"), ["axxc", "axd"]);
        assert_eq!(matching("a*{a}", "aa axa aaa a ax"), ["aa", "axa", "aaa"]);
    }

    #[test]
    fn braces_nest() {
        assert_eq!(matching("{a,b{1,2{x,y}},c}", "a b1 b2x b2y c b b2 ab1"), ["a", "b1", "b2x", "b2y", "c"]);
        assert_eq!(matching("{{a,b},{c,d}}{e}", "ae be ce de a e ace"), ["ae", "be", "ce", "de"]);
        assert_eq!(matching("x{a{b,c},d}y", "xaby xacy xdy xay xady"), ["xaby", "xacy", "xdy"]);
    }

    #[test]
    fn a_backslash_takes_the_meaning_away() {
        assert_eq!(matching(r"\*\?\[a]", "*?[a] abc *?a"), ["*?[a]"]);
        assert_eq!(matching(r"\{a,b\}", "{a,b} a b"), ["{a,b}"]);
        assert_eq!(matching(r"{a\,b,c\}}", "a,b c} a b c"), ["a,b", "c}"]);
        assert_eq!(matching(r"\a\\", r"a\ a \a\"), [r"a\"]);
        assert_eq!(matching(r"a\/*", "a/b a/b/c"), ["a/b"]);
        assert_eq!(matching(r"\**", "* *a a"), ["*", "*a"]);
    }

    #[test]
    fn outside_of_their_places_signs_are_characters() {
        assert_eq!(matching("a,b-c]!^", "a,b-c]!^ a"), ["a,b-c]!^"]);
        assert_eq!(matching("a,**/b", "a,x/b a,/b a,x/y/b b"), ["a,x/b", "a,/b"]);
        assert_eq!(matching("**,b/c", "x,b/c x/,b/c"), ["x,b/c"]);
        assert_eq!(matching(r"\{**/b", "{x/b {x/y/b"), ["{x/b"]);
    }

    // On some file systems `README.MD` is `readme.md`.
    #[test]
    fn the_caller_says_which_characters_are_in_a_range() {
        let ignoring_case = |pattern: &str, path: &str| {
            glob(pattern).is_match_with(path, |range, letter| {
                range.contains(&letter.to_ascii_lowercase()) || range.contains(&letter.to_ascii_uppercase())
            })
        };
        let paths = ["readme.md", "README.MD", "ReadMe.mD", "README.txt"];
        assert_eq!(paths.map(|path| ignoring_case("Read{me,}.[l-n]D", path)), [true, true, true, false]);
        assert_eq!(["b", "B", "D", "d"].map(|path| ignoring_case("[!a-c]", path)), [false, false, true, true]);
        assert_eq!(glob("a").is_match("A"), false);
    }

    #[test]
    fn the_caller_is_not_asked_about_slashes() {
        let mut asked = Vec::new();
        let path = "a/b//c/";
        let matches = glob("{a/b,[!x]?b}/**/[!x]/").is_match_with(path, |range, letter| {
            asked.push(letter);
            range.contains(&letter)
        });
        assert_eq!((matches, asked.contains(&'/')), (true, false));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn nothing_matches_nothing() {
        assert_eq!((glob("").is_match(""), glob("").is_match("a")), (true, false));
        let patterns = ["*", "**", "{}", "{,a}", "***", "a", "?", "[a]", "/", "**/", "**/*"];
        assert_eq!(
            patterns.map(|pattern| glob(pattern).is_match("")),
            [true, true, true, true, true, false, false, false, false, true, true]
        );
    }

    #[test]
    fn slashes_are_counted() {
        assert_eq!(matching("a//b", "a/b a//b a///b"), ["a//b"]);
        assert_eq!(matching("/a", "a /a //a"), ["/a"]);
        assert_eq!(matching("a/", "a a/ a//"), ["a/"]);
        assert_eq!(matching("**/", "a a/ a/b/ / a/b"), ["a/", "a/b/", "/"]);
    }

    // A character may take four bytes.
    #[test]
    fn characters_are_not_bytes() {
        assert_eq!(matching("?", "é 日 🦀 ab"), ["é", "日", "🦀"]);
        assert_eq!(matching("[à-ü]?", "éa aé ö日"), ["éa", "ö日"]);
        assert_eq!(matching("日*語", "日本語 日語 日本"), ["日本語", "日語"]);
        assert_eq!(matching("[!é]", "é è 🦀"), ["è", "🦀"]);
        assert_eq!(matching(r"\é{ü,🦀}", "éü é🦀 é"), ["éü", "é🦀"]);
    }

    // Who keeps the places of a pattern in words of 64 bits must get from one word to the next, in each of the ways.
    #[test]
    fn a_pattern_may_have_any_length() {
        for length in 0..=140 {
            let prefix = "x".repeat(length);
            for (pattern, paths, expected) in [
                ("/**/b", "/b /a/b /ab/a/b /ab b a/b", "/b /a/b /ab/a/b"),
                ("*[a-c]?", "aa xcé a/a xx dd abcd", "aa xcé abcd"),
                ("*y*z", "yz yyz yxyz xyzyz y z yzx", "yz yyz yxyz xyzyz"),
                ("{a,b{c,d}*,**/e}", "a bc bdx e x/e b c ae", "a bc bdx e x/e"),
                ("{a*,b}{c,?d}", "ac aac axd bc bd bxd cd", "ac aac axd bc bxd"),
                ("/**/*/**/b", "/b /a/b /a/a/a/b a/b /a/a", "/a/b /a/a/a/b"),
            ] {
                let [paths, expected] = [paths, expected]
                    .map(|list| list.split(' ').map(|path| format!("{prefix}{path}")).collect::<Vec<_>>());
                assert_eq!(matching(&format!("{prefix}{pattern}"), &paths.join(" ")), expected);
            }
        }
    }

    #[test]
    fn one_character_is_a_range() {
        assert_eq!(matching("[a-a]", "a b"), ["a"]);
        assert_eq!(matching("[--0]", "- . 0 1 ,"), ["-", ".", "0"]);
    }

    #[test]
    fn a_class_must_be_closed_and_hold_something() {
        let unclosed = name(&GlobErrorKind::UnclosedClass);
        assert_eq!(["[", "a[b", "[!", "[a-", r"x[a\]"].map(refusal), [0, 1, 0, 0, 1].map(|at| Some((unclosed, at))));
        let empty = name(&GlobErrorKind::EmptyClass);
        assert_eq!(["[]", "a[!]", "[^]", "[]a]"].map(refusal), [0, 1, 0, 0].map(|at| Some((empty, at))));
    }

    #[test]
    fn a_range_must_go_up() {
        let reversed = name(&GlobErrorKind::ReversedRange);
        let refusals = ["[z-a]", "a[b9-0]", r"[a\z-\a]", "[a-cé-e]"].map(refusal);
        assert_eq!(refusals, [1, 3, 2, 4].map(|at| Some((reversed, at))));
    }

    #[test]
    fn braces_must_be_closed_and_opened() {
        let unclosed = name(&GlobErrorKind::UnclosedBrace);
        assert_eq!(
            ["{", "a{b,c", "{a,{b}", "{a{b", r"{\}"].map(refusal),
            [0, 1, 0, 2, 0].map(|at| Some((unclosed, at)))
        );
        let unopened = name(&GlobErrorKind::UnopenedBrace);
        assert_eq!(["}", "a{b}}", "a,}"].map(refusal), [0, 4, 2].map(|at| Some((unopened, at))));
    }

    #[test]
    fn a_backslash_needs_something_to_escape() {
        let trailing = name(&GlobErrorKind::TrailingBackslash);
        assert_eq!([r"\", r"a\\\"].map(refusal), [Some((trailing, 0)), Some((trailing, 3))]);
    }

    // A place is counted in bytes, so that the caller can cut the pattern there.
    #[test]
    fn mistakes_are_found_behind_characters_of_several_bytes() {
        assert_eq!(refusal("日é}"), Some((name(&GlobErrorKind::UnopenedBrace), 5)));
        assert_eq!(refusal("日[é"), Some((name(&GlobErrorKind::UnclosedClass), 3)));
    }

    #[test]
    fn a_refusal_can_be_read() {
        let patterns = ["[", "[]", "[b-a]", "{", "}", r"a\"];
        let refusals =
            patterns.map(|pattern| Glob::new(pattern).err().map(|error| error.to_string()).unwrap_or_default());
        let expected = [
            "a class is never closed (at byte 0)",
            "a class is empty (at byte 0)",
            "a range ends before it starts (at byte 1)",
            "a brace is never closed (at byte 0)",
            "a brace is closed that was never opened (at byte 0)",
            "a backslash has nothing to escape (at byte 1)",
        ];
        assert_eq!(refusals, expected);
    }
}

mod properties {
    use std::collections::BTreeSet;

    use harness::assert_eq;

    use super::*;

    /// A part of a pattern.
    enum Part {
        Letter(char),
        AnyOne,
        Star,
        Class(bool, Vec<(char, char)>),
        Slash,
        /// `**/`
        Folders,
        /// `**`
        Everything,
        Choice(Vec<Vec<Part>>),
    }

    const LETTERS: [char; 4] = ['a', 'b', 'é', '*'];

    /// A part that stands within a component.
    fn part(draw: &mut Draw<'_>, depth: u32) -> Part {
        match draw.size(0..=if depth == 0 { 6 } else { 9 }) {
            0..=2 => Part::Letter(draw.pick(&LETTERS)),
            3 => Part::AnyOne,
            4 | 5 => Part::Star,
            6 => {
                let negated = draw.boolean();
                let range =
                    |draw: &mut Draw<'_>| draw.pick(&[('a', 'a'), ('b', 'b'), ('a', 'c'), ('é', 'é'), ('!', 'a')]);
                let first = range(draw);
                Part::Class(negated, if draw.boolean() { vec![first] } else { vec![first, range(draw)] })
            }
            7 => Part::Slash,
            _ => {
                let alternatives = draw.size(1..=3);
                Part::Choice((0..alternatives).map(|_| parts(draw, depth - 1)).collect())
            }
        }
    }

    fn parts(draw: &mut Draw<'_>, depth: u32) -> Vec<Part> {
        let length = draw.size(0..=3);
        (0..length).map(|_| part(draw, depth)).collect()
    }

    /// A pattern of a few components, of which some are `**`.
    fn pattern(draw: &mut Draw<'_>) -> Vec<Part> {
        let components = draw.list(1..=3, |draw| if draw.size(0..=3) == 3 { None } else { Some(parts(draw, 2)) });
        let last = components.len() - 1;
        let mut pattern = Vec::new();
        for (index, component) in components.into_iter().enumerate() {
            match component {
                None if index < last => pattern.push(Part::Folders),
                None => pattern.push(Part::Everything),
                Some(parts) => {
                    pattern.extend(parts);
                    if index < last {
                        pattern.push(Part::Slash);
                    }
                }
            }
        }
        pattern
    }

    fn write(parts: &[Part], text: &mut String) {
        for part in parts {
            match part {
                Part::Letter('*') => text.push_str(r"\*"),
                Part::Letter(letter) => text.push(*letter),
                Part::AnyOne => text.push('?'),
                // Two stars that happen to meet would mean something else, and one means the same.
                Part::Star if text.ends_with('*') && !text.ends_with(r"\*") => {}
                Part::Star => text.push('*'),
                Part::Class(negated, ranges) => {
                    text.push_str(if *negated { "[!" } else { "[" });
                    for (start, end) in ranges {
                        let range = if start == end { start.to_string() } else { format!(r"\{start}-{end}") };
                        text.push_str(&range);
                    }
                    text.push(']');
                }
                Part::Slash => text.push('/'),
                Part::Folders => text.push_str("**/"),
                Part::Everything => text.push_str("**"),
                Part::Choice(alternatives) => {
                    text.push('{');
                    for (index, alternative) in alternatives.iter().enumerate() {
                        if index > 0 {
                            text.push(',');
                        }
                        write(alternative, text);
                    }
                    text.push('}');
                }
            }
        }
    }

    /// Where a match of `parts` may end that begins at one of `starts`.
    fn ends(parts: &[Part], path: &[char], starts: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut places = starts.clone();
        for part in parts {
            let one = |fits: &dyn Fn(char) -> bool| -> BTreeSet<usize> {
                places.iter().filter(|&&at| path.get(at).is_some_and(|letter| fits(*letter))).map(|at| at + 1).collect()
            };
            let from = |at: usize, length: usize| at..=at + length;
            places = match part {
                Part::Letter(letter) => one(&|other| other == *letter),
                Part::AnyOne => one(&|other| other != '/'),
                Part::Class(negated, ranges) => one(&|other| {
                    other != '/' && *negated != ranges.iter().any(|(start, end)| (*start..=*end).contains(&other))
                }),
                Part::Slash => one(&|other| other == '/'),
                Part::Star => {
                    let run = |at: usize| path[at..].iter().take_while(|letter| **letter != '/').count();
                    places.iter().flat_map(|&at| from(at, run(at))).collect()
                }
                Part::Everything => places.iter().flat_map(|&at| from(at, path.len() - at)).collect(),
                Part::Folders => {
                    let ends_folder = |start: usize, end: usize| start == end || path[end - 1] == '/';
                    let all = |&at: &usize| from(at, path.len() - at).filter(move |&end| ends_folder(at, end));
                    places.iter().flat_map(all).collect()
                }
                Part::Choice(alternatives) => {
                    alternatives.iter().flat_map(|alternative| ends(alternative, path, &places)).collect()
                }
            };
        }
        places
    }

    #[test]
    fn a_match_is_what_the_parts_can_cover() {
        property_of(600, |draw| {
            let parts = pattern(draw);
            let mut text = String::new();
            write(&parts, &mut text);
            draw.note(|| format!("pattern = {text}"));
            let glob = glob(&text);
            for path in draw.list(0..=12, |draw| draw.text("aab/é*", 0..=8)) {
                draw.note(|| format!("path = {path:?}"));
                let letters: Vec<char> = path.chars().collect();
                let expected = ends(&parts, &letters, &BTreeSet::from([0])).contains(&letters.len());
                assert_eq!(glob.is_match(&path), expected, "`{text}` and `{path}`");
            }
        });
    }
}

mod complexity {
    use harness::{assert, assert_eq};

    use super::*;

    /// Matches, and stops when more is asked than twice for each character of the pattern and the path.
    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        let glob = glob(pattern);
        let (size, length) = (path.chars().count() as u64, pattern.chars().count() as u64);
        let allowed = 2 * (size + 1) * (length + 1);
        let asked = Cell::new(0);
        let found = glob.is_match_with(path, |range, letter| {
            asked.set(asked.get() + 1);
            assert!(
                asked.get() <= allowed,
                "`{pattern}` on {size} characters made more than {allowed} comparisons, which O(n m) allows"
            );
            range.contains(&letter)
        });
        assert_eq!(found, expected, "`{pattern}` on {size} characters");
    }

    // Each star multiplies the ways to share the path out among them.
    #[test]
    fn stars_do_not_multiply() {
        let path = "a".repeat(300);
        for stars in [1, 2, 3, 5, 10, 20] {
            check(&format!("{}b", "a*".repeat(stars)), &path, false);
            check(&format!("{}b", "*a".repeat(stars)), &path, false);
            check(&"a*".repeat(stars), &path, true);
            check(&format!("{}b", "*[ab]".repeat(stars)), &format!("{path}c"), false);
        }
    }

    #[test]
    fn deep_stars_do_not_multiply_either() {
        let path = "a/".repeat(150);
        for stars in [1, 2, 5, 10, 20] {
            check(&format!("{}b", "**/a/".repeat(stars)), &path, false);
            check(&format!("{}b", "**/a*/".repeat(stars)), &path, false);
            check(&format!("{}*", "**/a/".repeat(stars)), &path, true);
        }
    }

    #[test]
    fn alternatives_do_not_multiply() {
        let path = "a".repeat(60);
        for braces in [1, 2, 4, 12, 18] {
            check(&format!("{}b", "{a,aa}".repeat(braces)), &path, false);
            check(&format!("{}b", "{a*,*a}".repeat(braces)), &path, false);
            check(&format!("{}*", "{a,aa,}".repeat(braces)), &path, true);
        }
    }

    // Twenty times `{a,b}` are a million patterns, and 120 characters.
    #[test]
    fn alternatives_are_not_written_out() {
        for braces in [4, 8, 12] {
            for part in ["{a,b}", "{a,{b,c}}", "{,a}"] {
                let pattern = part.repeat(braces);
                let (glob, asked) = allocations(|| glob(&pattern));
                assert_eq!(glob.is_match(&"a".repeat(braces)), true);
                let action = format!("reading `{part}` {braces} times");
                assert_within!(action, asked.bytes, "bytes of memory", "O(m)", 1024 * pattern.len() as u64 + 2048);
            }
        }
    }

    // A pattern comes from a user, and so does the depth of its braces.
    #[test]
    fn deep_braces_do_not_overflow_the_stack() {
        let depth = 20_000;
        let pattern = format!("{}x{}", "{".repeat(depth), "}".repeat(depth));
        let glob = glob(&pattern);
        assert_eq!([glob.is_match("x"), glob.is_match(""), glob.is_match("xx")], [true, false, false]);
        let pattern = format!("{}x{}", "{a,b".repeat(depth), "}".repeat(depth));
        assert_eq!(matching(&pattern, "a ba bba bbx aa b"), ["a", "ba", "bba"]);
        assert_eq!(refusal(&"{".repeat(depth)), Some((name(&GlobErrorKind::UnclosedBrace), depth - 1)));
    }

    // A path comes from a user, too, and a step of recursion for each of its characters is too much.
    #[test]
    fn long_paths_do_not_overflow_the_stack() {
        let long = "a".repeat(30_000);
        check("a*b", &long, false);
        check("a*a", &long, true);
        check("*a*[!b]", &long, true);
        let deep = "a/".repeat(15_000);
        check("**/a/b", &deep, false);
        check("{**/,b}a/", &deep, true);
    }

    #[test]
    fn long_patterns_match_long_paths() {
        let pattern = "a?[a-c]{d,e}/".repeat(100);
        let path = "abcd/abce/".repeat(50);
        let glob = glob(&pattern);
        assert_eq!((glob.is_match(&path), glob.is_match(&path[1..]), glob.is_match(&path[5..])), (true, false, false));
    }
}
