//! caught by: tests::behaviour::a_cover_leaves_out_what_follows, tests::properties::a_cover_says_the_same_and_nothing_of_it_can_go
//! Makes the left sides short, and keeps dependencies that follow from the others.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, normalized, synthesize_3nf};

pub fn minimal_cover(fds: &[Fd]) -> Vec<Fd> {
    let single = |fd: &Fd| {
        let (left, right) = (fd.left.clone(), &fd.right - &fd.left);
        right.into_iter().map(move |attribute| Fd { left: left.clone(), right: AttrSet::from([attribute]) })
    };
    let mut cover: Vec<Fd> = fds.iter().flat_map(single).collect();
    for index in 0..cover.len() {
        for attribute in cover[index].left.clone() {
            let mut shorter = cover[index].left.clone();
            shorter.remove(&attribute);
            if cover[index].right.is_subset(&closure(&shorter, &cover)) {
                cover[index].left = shorter;
            }
        }
    }
    cover
}
