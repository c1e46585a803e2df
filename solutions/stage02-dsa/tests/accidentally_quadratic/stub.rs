//! Fix the hidden quadratic: read `README.md`, then make the tests pass. The originals stand in `tests.rs`.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::num::NonZeroUsize;

/// The rows as CSV (RFC 4180): cells with a comma between, each row ended by CR and LF. A cell that holds a comma, a
/// quote, a CR or an LF stands in quotes, with the quotes within doubled.
pub fn to_csv(rows: &[Vec<&str>]) -> String {
    todo!("write {} rows without copying what is written already", rows.len())
}

/// The ids that are not among `known`, each as often as it comes, in the order in which they come.
pub fn unknown_ids<'ids, I: Hash + Ord>(ids: &'ids [I], known: &[I]) -> Vec<&'ids I> {
    todo!("find which of {} ids are not among {} known ones", ids.len(), known.len())
}

/// Lets each task take a step in turn, until `step` says that it is done. A task that is not goes behind all others.
/// Gives the tasks in the order in which they were done.
pub fn run_in_turns<T>(tasks: Vec<T>, step: impl FnMut(&mut T) -> bool) -> Vec<T> {
    let _ = step;
    todo!("let {} tasks take turns", tasks.len())
}

/// The last state of each key, in the order in which the keys came first.
pub fn latest_states<K: Hash + Ord + Clone, S>(updates: Vec<(K, S)>) -> Vec<(K, S)> {
    todo!("find the last state of each key in {} updates", updates.len())
}

/// The entries of all logs in one log, by time. Each log is ascending already. Of entries with equal times, those of
/// the earlier log come first, and those of one log stay in their order.
pub fn merge_logs<T: Ord, E>(logs: Vec<Vec<(T, E)>>) -> Vec<(T, E)> {
    todo!("merge {} logs into one", logs.len())
}

/// The values of each key, in the order of the rows.
pub fn group_by_key<K: Ord + Clone, V: Clone>(rows: &[(K, V)]) -> BTreeMap<K, Vec<V>> {
    todo!("group the values of {} rows by their keys", rows.len())
}

/// The rows in pages of `size`, each with its title: "page 2 of 7". The last page may be shorter, and no page is empty.
pub fn pages<R: Iterator + Clone>(rows: R, size: NonZeroUsize) -> Vec<(String, Vec<R::Item>)> {
    let _ = rows;
    todo!("cut the rows into pages of {size}")
}

/// For each line, the index of the first rule that matches it. A rule that does not compile is an error as soon as a
/// line comes to it; a rule that no line comes to is not even compiled.
pub fn first_rules<M: Fn(&str) -> bool, E>(
    lines: &[&str],
    rules: &[&str],
    compile: impl FnMut(&str) -> Result<M, E>,
) -> Result<Vec<Option<usize>>, E> {
    let _ = compile;
    todo!("find for each of {} lines the first of {} rules that matches it", lines.len(), rules.len())
}
