//! caught by: tests::behaviour::unknown_ids_stay_in_order_and_come_as_often_as_they_do
//! Sorts the ids and shows each once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::num::NonZeroUsize;

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
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

pub fn unknown_ids<'ids, I: Hash + Ord>(ids: &'ids [I], known: &[I]) -> Vec<&'ids I> {
    let ids: BTreeSet<&I> = ids.iter().collect();
    let known: HashSet<&I> = known.iter().collect();
    ids.into_iter().filter(|id| !known.contains(id)).collect()
}

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

pub fn merge_logs<T: Ord, E>(logs: Vec<Vec<(T, E)>>) -> Vec<(T, E)> {
    let mut merged: Vec<(T, E)> = logs.into_iter().flatten().collect();
    merged.sort_by(|(left, _), (right, _)| left.cmp(right));
    merged
}

pub fn group_by_key<K: Ord + Clone, V: Clone>(rows: &[(K, V)]) -> BTreeMap<K, Vec<V>> {
    let mut groups: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for (key, value) in rows {
        groups.entry(key.clone()).or_default().push(value.clone());
    }
    groups
}

pub fn pages<R: Iterator + Clone>(rows: R, size: NonZeroUsize) -> Vec<(String, Vec<R::Item>)> {
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
