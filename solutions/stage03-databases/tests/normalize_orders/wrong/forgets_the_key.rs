//! caught by: tests::behaviour::one_relation_remembers_the_key, tests::properties::a_synthesis_is_lossless_keeps_all_dependencies_and_is_in_third_normal_form
//! Makes a relation for each left side and none for the key: the join gives back more than there was.

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
    if relations.is_empty() {
        relations.push(relation.clone());
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
