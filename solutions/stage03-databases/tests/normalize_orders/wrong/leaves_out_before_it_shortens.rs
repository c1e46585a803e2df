//! caught by: tests::behaviour::a_left_side_that_became_shorter_may_replace_another_dependency, tests::properties::a_cover_says_the_same_and_nothing_of_it_can_go
//! Takes the steps in the wrong order: a left side that becomes shorter makes others superfluous.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, normalized, synthesize_3nf};

pub fn minimal_cover(fds: &[Fd]) -> Vec<Fd> {
    let single = |fd: &Fd| {
        let (left, right) = (fd.left.clone(), &fd.right - &fd.left);
        right.into_iter().map(move |attribute| Fd { left: left.clone(), right: AttrSet::from([attribute]) })
    };
    let mut cover: Vec<Fd> = fds.iter().flat_map(single).collect();
    let mut index = 0;
    while index < cover.len() {
        let fd = cover.remove(index);
        if !fd.right.is_subset(&closure(&fd.left, &cover)) {
            cover.insert(index, fd);
            index += 1;
        }
    }
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
