//! caught by: tests::behaviour::what_nothing_determines_is_in_every_key, tests::properties::the_keys_are_the_smallest_of_all_subsets
//! Looks for keys among the left sides only.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, closure, decompose_bcnf, minimal_cover, normalized, synthesize_3nf};

pub fn candidate_keys(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    let mut keys: Vec<AttrSet> = fds.iter().map(|fd| fd.left.clone()).chain([relation.clone()]).collect();
    keys.retain(|left| relation.is_subset(&closure(left, fds)));
    keys.sort();
    keys.dedup();
    let all = keys.clone();
    keys.retain(|key| !all.iter().any(|other| other != key && other.is_subset(key)));
    keys
}
