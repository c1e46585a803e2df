//! Eight routines of a back end, each at the cost that its task has and no more.
//!
//! What made them slow is one mistake in eight coats: a step looked at everything there was, and the loop around it did
//! so n times. The cure is always one of three: keep what the step needs (a set, an index, a compiled rule), add to the
//! result where it stands instead of making it anew, or do once at the end what was done n times on the way.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::num::NonZeroUsize;

/// The rows as CSV, in time and memory linear in the text.
///
/// `format!("{text}{cell}")` makes a new text and copies the old one; `push_str` adds to it where it stands, and grows
/// its buffer by doubling, so that a byte is copied twice on average, however long the text becomes.
pub fn to_csv(rows: &[Vec<&str>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            push_cell(&mut text, cell);
        }
        text.push_str("\r\n");
    }
    text
}

fn push_cell(text: &mut String, cell: &str) {
    if cell.contains([',', '"', '\r', '\n']) {
        text.push('"');
        // `replace` copies the cell once, which keeps the whole linear.
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

/// The ids that are not among `known`: one hash for each id of either side.
pub fn unknown_ids<'ids, I: Hash + Ord>(ids: &'ids [I], known: &[I]) -> Vec<&'ids I> {
    let known: HashSet<&I> = known.iter().collect();
    ids.iter().filter(|id| !known.contains(id)).collect()
}

/// Lets each task take a step in turn. A `Vec` moves all others when its first one goes; a `VecDeque` moves its start.
pub fn run_in_turns<T>(tasks: Vec<T>, mut step: impl FnMut(&mut T) -> bool) -> Vec<T> {
    let mut done = Vec::with_capacity(tasks.len());
    let mut waiting = VecDeque::from(tasks);
    while let Some(mut task) = waiting.pop_front() {
        if step(&mut task) {
            done.push(task);
        } else {
            waiting.push_back(task);
        }
    }
    done
}

/// The last state of each key, in the order in which the keys came first.
///
/// The result keeps the order, and the map knows where in it a key stands: neither could do both. Only a key that is
/// new is cloned.
pub fn latest_states<K: Hash + Ord + Clone, S>(updates: Vec<(K, S)>) -> Vec<(K, S)> {
    let mut places = HashMap::new();
    let mut states: Vec<(K, S)> = Vec::new();
    for (key, state) in updates {
        if let Some(&place) = places.get(&key) {
            let (_, latest) = &mut states[place];
            *latest = state;
        } else {
            places.insert(key.clone(), states.len());
            states.push((key, state));
        }
    }
    states
}

/// The entries of all logs in one log, by time, with n log n comparisons at most.
///
/// To sort the heads of the logs for each entry is to sort n times. Once is enough: behind one another, the logs are in
/// the order in which equal times must stay, and a stable sort keeps it. It also finds the ascending runs by itself, so
/// that few long logs cost hardly more than a merge.
pub fn merge_logs<T: Ord, E>(logs: Vec<Vec<(T, E)>>) -> Vec<(T, E)> {
    let mut merged: Vec<(T, E)> = logs.into_iter().flatten().collect();
    merged.sort_by(|(left, _), (right, _)| left.cmp(right));
    merged
}

/// The values of each key. A group is added to where it stands in the map, and each key and value cloned once.
pub fn group_by_key<K: Ord + Clone, V: Clone>(rows: &[(K, V)]) -> BTreeMap<K, Vec<V>> {
    let mut groups: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for (key, value) in rows {
        groups.entry(key.clone()).or_default().push(value.clone());
    }
    groups
}

/// The rows in pages of `size`, each with its title. Every row is read once.
///
/// `skip` reads what it skips, so a page that begins at row k costs k rows. One iterator goes on where the page before
/// ended. How many pages there are is known at the end, and so the titles are written then.
pub fn pages<R: Iterator + Clone>(rows: R, size: NonZeroUsize) -> Vec<(String, Vec<R::Item>)> {
    // `fuse`, since the row behind the last one may be asked for twice.
    let mut rows = rows.fuse();
    let mut pages = Vec::new();
    loop {
        let page: Vec<R::Item> = rows.by_ref().take(size.get()).collect();
        if page.is_empty() {
            break;
        }
        pages.push(page);
    }
    let count = pages.len();
    let title = |number: usize| format!("page {number} of {count}");
    pages.into_iter().zip(1..).map(|(page, number)| (title(number), page)).collect()
}

/// For each line, the index of the first rule that matches it. Each rule is compiled once, when the first line comes to
/// it.
///
/// To compile all rules beforehand would change what callers see: a broken rule would be an error where no line ever
/// came to it. A line comes to a rule only past all rules before, so what is compiled is always the first few rules: a
/// vector that grows at its end is the whole cache.
pub fn first_rules<M: Fn(&str) -> bool, E>(
    lines: &[&str],
    rules: &[&str],
    mut compile: impl FnMut(&str) -> Result<M, E>,
) -> Result<Vec<Option<usize>>, E> {
    let mut compiled: Vec<M> = Vec::new();
    let mut found = Vec::with_capacity(lines.len());
    for line in lines {
        let mut first = None;
        for (index, rule) in rules.iter().enumerate() {
            if index == compiled.len() {
                compiled.push(compile(rule)?);
            }
            if compiled[index](line) {
                first = Some(index);
                break;
            }
        }
        found.push(first);
    }
    Ok(found)
}
