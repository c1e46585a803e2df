//! Nobody writes a quadratic loop. One writes a loop, and in it a call that looks like one step: `contains`,
//! `remove(0)`, `clone`, `skip`, `format!`. With ten rows in the test and fifty in the demo it is instant. With the
//! first large customer it takes a minute, and nothing in the code has changed. The module `original` holds eight such
//! routines. All are correct: your versions must give the very same output. These tests count what is compared, cloned,
//! read, compiled and asked of the heap on the way.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use harness::prelude::*;

use super::kata::{first_rules, group_by_key, latest_states, merge_logs, pages, run_in_turns, to_csv, unknown_ids};

/// The routines as they run today: correct, and slow. Copy one into `kata.rs` to begin with.
mod original {
    use std::collections::BTreeMap;
    use std::num::NonZeroUsize;

    pub fn to_csv(rows: &[Vec<&str>]) -> String {
        let mut text = String::new();
        for row in rows {
            let mut line = String::new();
            for (index, cell) in row.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                line = format!("{line}{comma}{}", quoted(cell));
            }
            text = format!("{text}{line}\r\n");
        }
        text
    }

    fn quoted(cell: &str) -> String {
        if !cell.contains([',', '"', '\r', '\n']) {
            return cell.to_owned();
        }
        let mut escaped = String::new();
        for character in cell.chars() {
            let escape = if character == '"' { "\"" } else { "" };
            escaped = format!("{escaped}{escape}{character}");
        }
        format!("\"{escaped}\"")
    }

    pub fn unknown_ids<'ids, I: Eq>(ids: &'ids [I], known: &[I]) -> Vec<&'ids I> {
        ids.iter().filter(|id| !known.contains(id)).collect()
    }

    pub fn run_in_turns<T>(mut tasks: Vec<T>, mut step: impl FnMut(&mut T) -> bool) -> Vec<T> {
        let mut done = Vec::new();
        while !tasks.is_empty() {
            let mut task = tasks.remove(0);
            if step(&mut task) {
                done.push(task);
            } else {
                tasks.push(task);
            }
        }
        done
    }

    pub fn latest_states<K: Eq, S>(updates: Vec<(K, S)>) -> Vec<(K, S)> {
        let mut states: Vec<(K, S)> = Vec::new();
        for (key, state) in updates {
            match states.iter_mut().find(|(known, _)| *known == key) {
                Some((_, latest)) => *latest = state,
                None => states.push((key, state)),
            }
        }
        states
    }

    pub fn merge_logs<T: Ord, E>(logs: Vec<Vec<(T, E)>>) -> Vec<(T, E)> {
        let mut logs: Vec<(usize, Vec<(T, E)>)> = logs.into_iter().enumerate().collect();
        let mut merged = Vec::new();
        loop {
            logs.retain(|(_, log)| !log.is_empty());
            logs.sort_by(|(left_number, left), (right_number, right)| {
                left[0].0.cmp(&right[0].0).then(left_number.cmp(right_number))
            });
            match logs.first_mut() {
                Some((_, log)) => merged.push(log.remove(0)),
                None => return merged,
            }
        }
    }

    pub fn group_by_key<K: Ord + Clone, V: Clone>(rows: &[(K, V)]) -> BTreeMap<K, Vec<V>> {
        rows.iter().fold(BTreeMap::new(), |groups, (key, value)| {
            let mut next = groups.clone();
            let mut group = next.get(key).cloned().unwrap_or_default();
            group.push(value.clone());
            next.insert(key.clone(), group);
            next
        })
    }

    #[expect(clippy::needless_pass_by_value, reason = "the signature stays, and a good version uses the rows up")]
    pub fn pages<R: Iterator + Clone>(rows: R, size: NonZeroUsize) -> Vec<(String, Vec<R::Item>)> {
        let mut pages = Vec::new();
        while pages.len() * size.get() < rows.clone().count() {
            let title = format!("page {} of {}", pages.len() + 1, rows.clone().count().div_ceil(size.get()));
            pages.push((title, rows.clone().skip(pages.len() * size.get()).take(size.get()).collect()));
        }
        pages
    }

    pub fn first_rules<M: Fn(&str) -> bool, E>(
        lines: &[&str],
        rules: &[&str],
        mut compile: impl FnMut(&str) -> Result<M, E>,
    ) -> Result<Vec<Option<usize>>, E> {
        let mut found = Vec::new();
        for line in lines {
            let mut first = None;
            for (index, rule) in rules.iter().enumerate() {
                let matches = compile(rule)?;
                if matches(line) {
                    first = Some(index);
                    break;
                }
            }
            found.push(first);
        }
        Ok(found)
    }
}

/// A task with so many steps left.
#[derive(Clone)]
struct Task {
    name: char,
    left: i64,
}

/// What is done in turns: the name of the task of each step, and the names in the order in which they were done.
type Turns = (String, String);

fn tasks(lefts: &[i64]) -> Vec<Task> {
    ('a'..).zip(lefts).map(|(name, &left)| Task { name, left }).collect()
}

fn turns(run: impl FnOnce(Vec<Task>, &mut dyn FnMut(&mut Task) -> bool) -> Vec<Task>, lefts: &[i64]) -> Turns {
    let mut steps = String::new();
    let done = run(tasks(lefts), &mut |task| {
        steps.push(task.name);
        task.left -= 1;
        task.left <= 0
    });
    (steps, done.iter().map(|task| task.name).collect())
}

/// A rule matches a line that contains it; a rule with `(` does not compile.
fn compile(rule: &str) -> Result<impl Fn(&str) -> bool + use<>, String> {
    if rule.contains('(') {
        return Err(format!("cannot compile {rule}"));
    }
    let rule = rule.to_owned();
    Ok(move |line: &str| line.contains(&rule))
}

fn size(number: usize) -> NonZeroUsize {
    NonZeroUsize::new(number).expect("a page has room for a row")
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn csv_has_a_line_for_each_row() {
        let rows = [vec!["id", "name"], vec!["7", "Ada"], vec!["8", ""]];
        assert_eq!(to_csv(&rows), "id,name\r\n7,Ada\r\n8,\r\n");
    }

    #[test]
    fn csv_quotes_what_would_break_a_line() {
        let rows = [vec!["a,b", "say \"hi\"", "plain"], vec!["two\nlines", "\r", "\""]];
        assert_eq!(to_csv(&rows), "\"a,b\",\"say \"\"hi\"\"\",plain\r\n\"two\nlines\",\"\r\",\"\"\"\"\r\n");
    }

    // A difference of sets is quick, and loses the order and what comes twice.
    #[test]
    fn unknown_ids_stay_in_order_and_come_as_often_as_they_do() {
        assert_eq!(unknown_ids(&[9, 4, 1, 9, 7, 4, 2], &[1, 2, 3, 4]), [&9, &9, &7]);
        assert_eq!(unknown_ids(&["eve", "bob", "ada"], &["bob", "bob"]), [&"eve", &"ada"]);
    }

    #[test]
    fn tasks_take_turns() {
        let done = turns(|tasks, step| run_in_turns(tasks, step), &[3, 1, 2]);
        assert_eq!(done, ("abcaca".to_owned(), "bca".to_owned()));
    }

    #[test]
    fn the_latest_state_stands_where_its_key_came_first() {
        let updates = vec![("web", "starting"), ("db", "up"), ("web", "up"), ("api", "up"), ("db", "down")];
        assert_eq!(latest_states(updates), [("web", "up"), ("db", "down"), ("api", "up")]);
    }

    #[test]
    fn logs_are_merged_by_time() {
        let logs = vec![vec![(1, "a"), (5, "b")], vec![(2, "c"), (3, "d"), (9, "e")], vec![(4, "f")]];
        assert_eq!(merge_logs(logs), [(1, "a"), (2, "c"), (3, "d"), (4, "f"), (5, "b"), (9, "e")]);
    }

    #[test]
    fn values_are_grouped_in_the_order_of_the_rows() {
        let groups = group_by_key(&[("b", 3), ("a", 1), ("b", 2), ("b", 3)]);
        assert_eq!(groups, BTreeMap::from([("a", vec![1]), ("b", vec![3, 2, 3])]));
    }

    #[test]
    fn pages_know_how_many_they_are() {
        let expected = [("page 1 of 3", vec![1, 2]), ("page 2 of 3", vec![3, 4]), ("page 3 of 3", vec![5])];
        assert_eq!(pages(1..=5, size(2)), expected.map(|(title, page)| (title.to_owned(), page)));
    }

    #[test]
    fn each_line_finds_its_first_rule() {
        let lines = ["GET /users", "POST /orders", "GET /", "GET /orders"];
        let found = first_rules(&lines, &["orders", "GET /u", "POST"], compile);
        assert_eq!(found, Ok(vec![Some(1), Some(0), None, Some(0)]));
    }

    #[test]
    fn a_broken_rule_is_an_error_when_a_line_comes_to_it() {
        let found = first_rules(&["GET /", "POST /", "PUT /"], &["GET", "(", ")", "(("], compile);
        assert_eq!(found, Err("cannot compile (".to_owned()));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn csv_of_next_to_nothing() {
        assert_eq!(to_csv(&[]), "");
        assert_eq!(to_csv(&[vec![], vec![""], vec!["", ""]]), "\r\n\r\n,\r\n");
        assert_eq!(to_csv(&[vec!["naïve 'quote' ‘’", "a;b\tc", " "]]), "naïve 'quote' ‘’,a;b\tc, \r\n");
    }

    #[test]
    fn without_known_ids_all_are_unknown() {
        assert_eq!(unknown_ids(&[2, 1, 2], &[]), [&2, &1, &2]);
        assert_eq!(unknown_ids(&[], &[1]), [&0; 0]);
        assert_eq!(unknown_ids(&[1, 1], &[1]), [&0; 0]);
    }

    // A task that needs no second step is not put back, and the last one left goes on alone.
    #[test]
    fn one_task_has_all_turns() {
        assert_eq!(turns(|tasks, step| run_in_turns(tasks, step), &[]), (String::new(), String::new()));
        assert_eq!(turns(|tasks, step| run_in_turns(tasks, step), &[3]), ("aaa".to_owned(), "a".to_owned()));
        assert_eq!(turns(|tasks, step| run_in_turns(tasks, step), &[1, 3]), ("abbb".to_owned(), "ab".to_owned()));
    }

    // Keys that sort, and hash, in any other order than that in which they came.
    #[test]
    fn keys_keep_their_order_whatever_they_are() {
        let keys: Vec<u64> = (0..100).map(|index| index * 37 % 101).collect();
        let updates = keys.iter().chain(keys.iter().rev()).zip(0..).map(|(&key, state)| (key, state)).collect();
        let expected: Vec<(u64, u64)> = keys.iter().zip((100..200).rev()).map(|(&key, state)| (key, state)).collect();
        assert_eq!(latest_states::<u64, u64>(updates), expected);
    }

    #[test]
    fn one_key_has_one_state() {
        assert_eq!(latest_states(vec![('a', 1), ('a', 2), ('a', 3)]), [('a', 3)]);
        assert_eq!(latest_states(Vec::<(char, i32)>::new()), []);
    }

    // Hundreds of entries within one second: enough for a sort to show whether it keeps equals in order.
    #[test]
    fn entries_of_one_time_stay_in_the_order_of_the_logs() {
        let logs: Vec<Vec<(u64, (u64, u64))>> =
            (0..6).map(|log| (0..60).map(|entry| (entry / 30, (log, entry))).collect()).collect();
        let mut expected = Vec::new();
        for second in 0..2 {
            let entries = second * 30..second * 30 + 30;
            expected.extend((0..6).flat_map(|log| entries.clone().map(move |entry| (second, (log, entry)))));
        }
        assert_eq!(merge_logs(logs), expected);
    }

    #[test]
    fn empty_logs_add_nothing() {
        assert_eq!(
            merge_logs(vec![vec![], vec![(1, 'a'), (1, 'b')], vec![], vec![(0, 'c')]]),
            [(0, 'c'), (1, 'a'), (1, 'b')]
        );
        assert_eq!(merge_logs(Vec::<Vec<(u8, char)>>::new()), []);
    }

    #[test]
    fn no_rows_make_no_groups() {
        assert_eq!(group_by_key::<u8, u8>(&[]), BTreeMap::new());
        assert_eq!(group_by_key(&[(1, 'x')]), BTreeMap::from([(1, vec!['x'])]));
    }

    #[test]
    fn no_page_is_empty() {
        assert_eq!(pages(0..0, size(3)), []);
        assert_eq!(pages(0..3, size(3)), [("page 1 of 1".to_owned(), vec![0, 1, 2])]);
        assert_eq!(pages(0..2, size(usize::MAX)), [("page 1 of 1".to_owned(), vec![0, 1])]);
        assert_eq!(pages(0..6, size(3)).len(), 2);
    }

    // To compile every rule beforehand is quick, and refuses what has worked for years: nobody noticed the broken rule
    // at the end, since a rule before it takes every line.
    #[test]
    fn a_broken_rule_that_no_line_comes_to_is_no_error() {
        assert_eq!(first_rules(&["GET /", "POST /"], &["GET", "/", "("], compile), Ok(vec![Some(0), Some(1)]));
        assert_eq!(first_rules(&[], &["("], compile), Ok(vec![]));
        assert_eq!(first_rules(&["GET /", "POST /"], &[], compile), Ok(vec![None, None]));
    }

    #[test]
    fn a_rule_that_is_there_twice_is_found_where_it_is_first() {
        let found = first_rules(&["b", "a", "c", "b"], &["a", "a", "b", "a", "b"], compile);
        assert_eq!(found, Ok(vec![Some(2), Some(0), None, Some(2)]));
    }
}

// Your output against the original's.
mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn csv_is_unchanged() {
        property(|draw| {
            let rows = draw.list(0..=5, |draw| draw.list(0..=4, |draw| draw.text("a,\"\r\né", 0..=5)));
            draw.note(|| format!("rows = {rows:?}"));
            let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            assert_eq!(to_csv(&rows), original::to_csv(&rows));
        });
    }

    #[test]
    fn unknown_ids_are_unchanged() {
        property(|draw| {
            let ids = draw.list(0..=30, |draw| draw.number(0..=20));
            let known = draw.list(0..=15, |draw| draw.number(0..=20));
            draw.note(|| format!("ids = {ids:?}"));
            draw.note(|| format!("known = {known:?}"));
            assert_eq!(unknown_ids(&ids, &known), original::unknown_ids(&ids, &known));
        });
    }

    #[test]
    fn turns_are_unchanged() {
        property(|draw| {
            let lefts = draw.list(0..=12, |draw| draw.number(1..=5));
            draw.note(|| format!("steps that tasks a, b… take: {lefts:?}"));
            let expected = turns(|tasks, step| original::run_in_turns(tasks, step), &lefts);
            assert_eq!(turns(|tasks, step| run_in_turns(tasks, step), &lefts), expected);
        });
    }

    #[test]
    fn latest_states_are_unchanged() {
        property(|draw| {
            let updates = draw.list(0..=40, |draw| (draw.number(0..=15), draw.number(0..=99)));
            draw.note(|| format!("updates = {updates:?}"));
            assert_eq!(latest_states(updates.clone()), original::latest_states(updates));
        });
    }

    #[test]
    fn merged_logs_are_unchanged() {
        property(|draw| {
            let mut times = draw.list(0..=8, |draw| draw.list(0..=12, |draw| draw.number(0..=9)));
            for log in &mut times {
                log.sort_unstable();
            }
            draw.note(|| format!("the times of the logs = {times:?}"));
            let named = |(number, log): (usize, &Vec<i64>)| log.iter().copied().zip((number * 100)..).collect();
            let logs: Vec<Vec<(i64, usize)>> = times.iter().enumerate().map(named).collect();
            assert_eq!(merge_logs(logs.clone()), original::merge_logs(logs));
        });
    }

    #[test]
    fn groups_are_unchanged() {
        property(|draw| {
            let rows = draw.list(0..=30, |draw| (draw.number(0..=6), draw.number(0..=9)));
            draw.note(|| format!("rows = {rows:?}"));
            assert_eq!(group_by_key(&rows), original::group_by_key(&rows));
        });
    }

    #[test]
    fn pages_are_unchanged() {
        property(|draw| {
            let (rows, room) = (draw.number(0..=40), draw.size(1..=9));
            draw.note(|| format!("{rows} rows in pages of {room}"));
            assert_eq!(pages(0..rows, size(room)), original::pages(0..rows, size(room)));
        });
    }

    #[test]
    fn first_rules_are_unchanged() {
        property(|draw| {
            let lines = draw.list(0..=8, |draw| draw.text("abc", 0..=6));
            let mut rules = draw.list(0..=6, |draw| draw.text("abc", 1..=3));
            if draw.boolean() {
                rules.push("(".to_owned());
            }
            draw.note(|| format!("lines = {lines:?}"));
            draw.note(|| format!("rules = {rules:?}"));
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
            assert_eq!(first_rules(&lines, &rules, compile), original::first_rules(&lines, &rules, compile));
        });
    }
}

mod complexity {
    use harness::{assert, assert_eq};

    use super::*;

    /// What any good way through n values stays within, be it a map, a tree or a sort.
    fn n_log_n(size: usize) -> u64 {
        8 * size as u64 * u64::from(size.ilog2() + 1)
    }

    /// All that was asked of values to tell them apart.
    fn looks(counts: Counts) -> u64 {
        counts.comparisons + counts.equalities + counts.hashes
    }

    fn scrambled(size: u64) -> impl Iterator<Item = u64> + Clone {
        (0..size).map(|index| index.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20)
    }

    /// A value that is not small: whoever moves many of them along, again and again, takes too long.
    type Large = [u64; 64];

    #[track_caller]
    fn csv_is_linear(what: &str, rows: &[Vec<&str>]) {
        let (text, asked) = allocations(|| to_csv(rows));
        assert!(text.ends_with("\r\n"));
        let allowed = 16 * text.len() as u64;
        assert_within!(format!("to_csv of {what}"), asked.bytes, "bytes of heap", "16 times the text", allowed);
    }

    #[test]
    fn csv_of_many_rows_is_not_copied_for_each() {
        csv_is_linear("4,000 rows", &vec![vec!["2026-01-31T23:59:59Z", "a cell, in quotes"]; 4000]);
    }

    #[test]
    fn csv_of_a_wide_row_is_not_copied_for_each_cell() {
        csv_is_linear("a row of 8,000 cells", &[vec!["2026-01-31T23:59:59Z"; 8000]]);
    }

    #[test]
    fn csv_of_a_long_cell_is_not_copied_for_each_character() {
        let cell = "say \"hi\", ".repeat(4000);
        csv_is_linear("a cell of 40,000 characters", &[vec![&cell]]);
    }

    #[test]
    fn unknown_ids_do_not_look_through_all_known() {
        let size = 2000;
        let ids: Vec<_> = (0..size as u64).map(Counted).collect();
        for (what, first, unknown) in [("unknown", 5000, size), ("known", 0, 0), ("half known", 1000, size / 2)] {
            let known: Vec<_> = (first..first + size as u64).map(Counted).collect();
            let (found, counts) = count(|| unknown_ids(&ids, &known).len());
            assert_eq!(found, unknown);
            assert_within!(
                format!("unknown_ids of {size} {what} ids"),
                looks(counts),
                "comparisons and hashes",
                "O(n log n)",
                n_log_n(2 * size)
            );
        }
    }

    // What is moved in memory cannot be counted from here. When the first of 20,000 tasks of half a kilobyte goes and
    // the others move up, those are ten megabytes, and three times 20,000 tasks go: this test runs out of time.
    #[test]
    fn a_task_that_goes_does_not_move_the_others() {
        let tasks: Vec<(u64, Large)> = (0..20_000).map(|number| (3, [number; 64])).collect();
        let mut steps = 0;
        let done = run_in_turns(tasks, |(left, _)| {
            steps += 1;
            *left -= 1;
            *left == 0
        });
        assert_eq!(steps, 60_000);
        assert!(done.iter().map(|(_, large)| large[0]).eq(0..20_000));
    }

    // A task that is done and only marked as done is passed by again in every round of the one that is left.
    #[test]
    fn a_task_that_is_done_costs_nothing_more() {
        let mut tasks = vec![1; 40_000];
        tasks[7] = 40_000;
        let mut steps = 0;
        let done = run_in_turns(tasks, |left| {
            steps += 1;
            *left -= 1;
            *left == 0
        });
        assert_eq!((steps, done.len()), (79_999, 40_000));
    }

    #[test]
    fn latest_states_do_not_look_through_all_keys() {
        let size = 2000;
        for (what, keys) in [("different keys", 2000), ("ten keys", 10), ("two updates each", 1000)] {
            let updates: Vec<_> = scrambled(keys).cycle().take(size).map(Counted).zip(0..).collect();
            let (states, counts) = count(|| latest_states(updates).len() as u64);
            assert_eq!(states, keys);
            let action = format!("latest_states of {size} updates of {what}");
            assert_within!(action, looks(counts), "comparisons and hashes", "O(n log n)", n_log_n(size));
            assert_within!(action, counts.clones, "clones of keys", "O(n)", 2 * size as u64);
        }
    }

    #[test]
    fn many_short_logs_are_not_sorted_for_each_entry() {
        for (count_of_logs, length) in [(1000, 2), (500, 4), (50, 40), (2, 1000)] {
            let size = count_of_logs * length;
            let mut logs: Vec<Vec<_>> = (0..count_of_logs)
                .map(|log| {
                    scrambled(size as u64).skip(log * length).take(length).map(|time| (Counted(time), ())).collect()
                })
                .collect();
            for log in &mut logs {
                log.sort_unstable();
            }
            let (merged, counts) = count(|| merge_logs(logs));
            assert!(merged.is_sorted_by_key(|(time, ())| time.0));
            assert_within!(
                format!("merge_logs of {count_of_logs} logs of {length} entries"),
                looks(counts),
                "comparisons",
                "O(n log n)",
                n_log_n(size)
            );
        }
    }

    // See the tasks above: an entry that is taken from the front of its log must not move the others.
    #[test]
    fn an_entry_that_goes_does_not_move_its_log() {
        let log = |first: u64| (0..20_000).map(|index| (index * 2 + first, [index; 64])).collect::<Vec<(u64, Large)>>();
        let merged = merge_logs(vec![log(1), log(0)]);
        assert!(merged.iter().map(|(time, _)| *time).eq(0..40_000));
    }

    // A map in which each key is cloned once is half of the answer. Whoever clones a group to add to it is still
    // quadratic in the largest one.
    #[test]
    fn groups_are_not_cloned_to_be_added_to() {
        let size = 2000;
        for (what, keys) in [("different keys", 2000), ("ten keys", 10), ("one key", 1)] {
            let rows: Vec<_> = scrambled(keys).cycle().take(size).map(Counted).zip((0_u64..).map(Counted)).collect();
            let (groups, counts) = count(|| group_by_key(&rows).len() as u64);
            assert_eq!(groups, keys);
            let action = format!("group_by_key of {size} rows of {what}");
            assert_within!(action, counts.clones, "clones", "O(n)", 4 * size as u64);
            assert_within!(action, looks(counts), "comparisons", "O(n log n)", n_log_n(size));
        }
    }

    /// Rows of a database, which knows how many have been read.
    #[derive(Clone)]
    struct Rows<'read> {
        next: u64,
        count: u64,
        read: &'read Cell<u64>,
    }

    impl Iterator for Rows<'_> {
        type Item = u64;

        fn next(&mut self) -> Option<u64> {
            self.read.set(self.read.get() + 1);
            (self.next < self.count).then(|| {
                self.next += 1;
                self.next
            })
        }
    }

    // `skip` reads all that it skips, as OFFSET does in SQL. And there are two loops here that nobody wrote.
    #[test]
    fn pages_read_a_row_three_times_at_most() {
        for (count, room) in [(2000, 1), (2000, 7), (2000, 1000), (2000, 5000)] {
            let read = Cell::new(0);
            let cut = pages(Rows { next: 0, count, read: &read }, size(room));
            assert_eq!(cut.len() as u64, count.div_ceil(room as u64));
            let action = format!("pages of {room} of {count} rows");
            assert_within!(action, read.get(), "reads", "3 n + 8", 3 * count + 8);
        }
    }

    // See the tasks above: a page that is taken from the front must not move the rows behind it.
    #[test]
    fn a_page_that_is_cut_off_does_not_move_the_others() {
        let cut = pages((0..40_000).map(|number| [number; 64]), size(2));
        assert!(cut.iter().map(|(_, page): &(String, Vec<Large>)| page[1][0]).eq((0..40_000).skip(1).step_by(2)));
    }

    // A rule is a regular expression, and to compile one costs a thousand times what a match does. The line before came
    // to other rules than this one does: to keep the last rule is not enough.
    #[test]
    fn a_rule_is_compiled_once() {
        let rules: Vec<String> = (0..100).map(|rule| format!("route {rule}")).collect();
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        let places: Vec<usize> = (0..300).map(|line| line * 37 % 101).collect();
        let lines: Vec<&str> = places.iter().map(|&place| rules.get(place).copied().unwrap_or("no route")).collect();
        let (mut compiled, asked) = (0, Cell::new(0));
        let found = first_rules(&lines, &rules, |rule| {
            compiled += 1;
            let (rule, asked) = (rule.to_owned(), &asked);
            Ok::<_, ()>(move |line: &str| {
                asked.set(asked.get() + 1);
                line == rule
            })
        });
        assert_eq!(found, Ok(places.iter().map(|&place| (place < 100).then_some(place)).collect::<Vec<_>>()));
        let needed = places.iter().map(|&place| place.min(99) as u64 + 1).sum();
        assert_within!(
            "first_rules of 300 lines and 100 rules",
            compiled,
            "calls of compile",
            "one for each rule",
            100
        );
        assert_within!("first_rules of 300 lines and 100 rules", asked.get(), "matches", "as many as before", needed);
    }
}
