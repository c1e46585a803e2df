//! Normalize orders.
//!
//! One question is asked again and again: what do these attributes determine? [`closure`] answers it in polynomial time,
//! and everything else is built on it. A set is a key when its closure is the relation; a dependency follows from others
//! when the closure of its left under them holds its right; a relation breaks Boyce-Codd normal form when some set in it
//! determines more of the relation than itself, and yet not all of it.

use std::collections::BTreeSet;

/// Attributes, a letter each.
pub type AttrSet = BTreeSet<char>;

/// A functional dependency: rows that agree on all of `left` agree on all of `right`.
#[derive(Clone, Debug)]
pub struct Fd {
    pub left: AttrSet,
    pub right: AttrSet,
}

/// All that `attributes` determine, themselves included.
pub fn closure(attributes: &AttrSet, fds: &[Fd]) -> AttrSet {
    let mut known = attributes.clone();
    // What one dependency adds may be what an earlier one waits for: go on until a round adds nothing.
    loop {
        let before = known.len();
        for fd in fds.iter().filter(|fd| fd.left.is_subset(&known)).collect::<Vec<_>>() {
            known.extend(&fd.right);
        }
        if known.len() == before {
            return known;
        }
    }
}

/// The smallest sets of attributes that determine the whole relation: none of them has another in it.
///
/// There can be exponentially many, but each costs only polynomial time (Lucchesi and Osborn): when `key` is one and
/// `left → right` a dependency, then `left` with what `right` leaves of `key` determines everything too. Either a known
/// key is in that, or a new one is. Every key is found so from any first one.
pub fn candidate_keys(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    let mut keys = vec![shrunk(relation.clone(), relation, fds)];
    let mut next = 0;
    while let Some(key) = keys.get(next).cloned() {
        for fd in fds {
            let superkey = &fd.left | &(&key - &fd.right);
            if !keys.iter().any(|key| key.is_subset(&superkey)) {
                keys.push(shrunk(superkey, relation, fds));
            }
        }
        next += 1;
    }
    keys
}

/// A key within `superkey`: each attribute goes that the rest can do without.
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

/// Dependencies that say the same as `fds`, one attribute on each right, with nothing in them that could be left out.
///
/// The order of the steps matters: a left that became shorter may make another dependency superfluous, but leaving one
/// out makes no left shorter.
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
            // Judged with the longer one among them, which says nothing that the whole does not say.
            if cover[index].right.is_subset(&closure(&shorter, &cover)) {
                cover[index].left = shorter;
            }
        }
    }
    let mut index = 0;
    while index < cover.len() {
        let fd = cover.remove(index);
        if !fd.right.is_subset(&closure(&fd.left, &cover)) {
            cover.insert(index, fd);
            index += 1;
        }
    }
    cover
}

/// Relations in third normal form that hold what `relation` holds and keep every dependency, none within another.
///
/// One relation for each left of a minimal cover (Bernstein). Nothing in that says which combinations of left sides
/// there were: unless a relation has a key of the whole in it, one more keeps those.
pub fn synthesize_3nf(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    let cover = minimal_cover(fds);
    let lefts: BTreeSet<&AttrSet> = cover.iter().map(|fd| &fd.left).collect();
    let mut relations: Vec<AttrSet> = lefts
        .into_iter()
        .map(|left| {
            let rights = cover.iter().filter(|fd| fd.left == *left).flat_map(|fd| &fd.right);
            left.iter().chain(rights).copied().collect()
        })
        .collect();
    let has_key = relations.iter().any(|part| relation.is_subset(&closure(part, fds)));
    if !has_key {
        relations.push(shrunk(relation.clone(), relation, fds));
    }
    without_contained(relations)
}

/// The relations less those that another one has in it. The larger ones first, so that those are there to be found.
fn without_contained(mut relations: Vec<AttrSet>) -> Vec<AttrSet> {
    relations.sort_by_key(|relation| std::cmp::Reverse(relation.len()));
    let mut kept: Vec<AttrSet> = Vec::new();
    for relation in relations {
        if !kept.iter().any(|larger| relation.is_subset(larger)) {
            kept.push(relation);
        }
    }
    kept
}

/// Relations in Boyce-Codd normal form that hold what `relation` holds, none within another.
///
/// A part is split along what breaks its form, into what that determines and what it leaves. Both halves share its left
/// side, which is a key of the first: a join of them brings back just the rows that there were.
pub fn decompose_bcnf(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    let Some((left, right)) = violation(relation, fds) else { return vec![relation.clone()] };
    let (determined, rest) = (&left | &right, relation - &right);
    without_contained([decompose_bcnf(&determined, fds), decompose_bcnf(&rest, fds)].concat())
}

/// Attributes of `part` that determine others of it, and yet not all.
///
/// It does not do to look at `fds`: A → B and BC → D make AC → D, which nobody wrote down, and a part of A, C, D breaks
/// on it. So all sets of the part's attributes are tried, which is exponential, as the problem is as far as anybody knows.
fn violation(part: &AttrSet, fds: &[Fd]) -> Option<(AttrSet, AttrSet)> {
    let attributes: Vec<char> = part.iter().copied().collect();
    (0_u32..1 << attributes.len()).find_map(|chosen| {
        let is_chosen = |(index, attribute): (usize, &char)| (chosen >> index & 1 == 1).then_some(*attribute);
        let left: AttrSet = attributes.iter().enumerate().filter_map(is_chosen).collect();
        let determined = &closure(&left, fds) & part;
        let right = &determined - &left;
        (!right.is_empty() && determined != *part).then_some((left, right))
    })
}

/// The migration of part (b).
pub fn normalized() -> &'static str {
    let file = include_str!("normalized.sql");
    let is_comment = |line: &str| line.trim().is_empty() || line.starts_with("--");
    if file.lines().all(is_comment) {
        todo!("write normalized.sql:\n{file}")
    }
    file
}
