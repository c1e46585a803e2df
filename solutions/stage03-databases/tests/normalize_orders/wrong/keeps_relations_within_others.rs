//! caught by: tests::behaviour::a_relation_within_another_is_left_out
//! Leaves a relation there that is a part of another: its rows stand in two places.

#[path = "../kata/mod.rs"]
mod reference;

use std::collections::BTreeSet;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, normalized};

pub fn synthesize_3nf(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    let cover = minimal_cover(fds);
    let lefts: BTreeSet<&AttrSet> = cover.iter().map(|fd| &fd.left).collect();
    let relation_of = |left: &AttrSet| -> AttrSet {
        let rights = cover.iter().filter(|fd| fd.left == *left).flat_map(|fd| &fd.right);
        left.iter().chain(rights).copied().collect()
    };
    let mut relations: Vec<AttrSet> = lefts.into_iter().map(relation_of).collect();
    if !relations.iter().any(|part| relation.is_subset(&closure(part, fds))) {
        relations.push(shrunk(relation.clone(), relation, fds));
    }
    relations
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
