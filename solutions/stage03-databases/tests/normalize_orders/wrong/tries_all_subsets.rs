//! caught by: tests::complexity::keys_are_found_without_trying_all_subsets
//! Tries every subset: right for six attributes, and never done with twenty-six.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, closure, decompose_bcnf, minimal_cover, normalized, synthesize_3nf};

pub fn candidate_keys(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    let attributes: Vec<char> = relation.iter().copied().collect();
    let mut subsets: Vec<u32> = (0..1 << attributes.len()).collect();
    subsets.sort_by_key(|subset| subset.count_ones());
    let mut keys: Vec<AttrSet> = Vec::new();
    for subset in subsets {
        let chosen = |(index, attribute): (usize, &char)| (subset >> index & 1 == 1).then_some(*attribute);
        let set: AttrSet = attributes.iter().enumerate().filter_map(chosen).collect();
        if relation.is_subset(&closure(&set, fds)) && !keys.iter().any(|key| key.is_subset(&set)) {
            keys.push(set);
        }
    }
    keys
}
