//! caught by: tests::behaviour::a_closure_goes_on_until_nothing_is_added, tests::properties::a_closure_is_all_that_can_be_reached
//! Goes through the dependencies once: what a later one adds is of no use to an earlier one.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, candidate_keys, decompose_bcnf, minimal_cover, normalized, synthesize_3nf};

pub fn closure(attributes: &AttrSet, fds: &[Fd]) -> AttrSet {
    let mut known = attributes.clone();
    for fd in fds {
        if fd.left.is_subset(&known) {
            known.extend(&fd.right);
        }
    }
    known
}
