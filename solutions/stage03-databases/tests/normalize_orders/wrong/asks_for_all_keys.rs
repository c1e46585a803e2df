//! caught by: tests::complexity::a_synthesis_needs_one_key_and_not_all
//! Finds all keys to see whether a relation has one: there can be exponentially many.

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
    let keys = candidate_keys(relation, fds);
    if !relations.iter().any(|part| keys.iter().any(|key| key.is_subset(part))) {
        relations.extend(keys.first().cloned());
    }
    {
        relations.sort_by_key(|relation| std::cmp::Reverse(relation.len()));
        let mut kept: Vec<AttrSet> = Vec::new();
        for relation in relations {
            if !kept.iter().any(|larger| relation.is_subset(larger)) {
                kept.push(relation);
            }
        }
        kept
    }
}
