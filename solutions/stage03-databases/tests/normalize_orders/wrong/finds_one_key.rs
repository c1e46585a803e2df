//! caught by: tests::behaviour::all_keys_are_found, tests::properties::the_keys_are_the_smallest_of_all_subsets
//! Takes attributes away from the whole until nothing can go: that is one key, and there may be others.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, closure, decompose_bcnf, minimal_cover, normalized, synthesize_3nf};

pub fn candidate_keys(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    vec![shrunk(relation.clone(), relation, fds)]
}

fn shrunk(superkey: AttrSet, relation: &AttrSet, fds: &[Fd]) -> AttrSet {
    let mut key = superkey.clone();
    for attribute in superkey {
        key.remove(&attribute);
        if !relation.is_subset(&closure(&key, fds)) {
            key.insert(attribute);
        }
    }
    key
}
