//! An ordered map in a weight-balanced search tree.
//!
//! Every node knows how many nodes its subtree has. That one number is what `rank` and `select` need to pass a whole
//! subtree by without a look into it, and it also says where the tree leans: no side of a node may weigh more than
//! [`LEANING`] times as much as the other. So each step down leaves a quarter of the nodes behind at least, and a tree of
//! n nodes has no more than 2.41 log₂ n levels; in practice it is close to log₂ n.
//!
//! Left and right are places 0 and 1 of an array, and whatever has a mirror image takes the side as a parameter. So there
//! is one rotation, one way to an end of a subtree and one step of a range, and no mirrored copy to get wrong.
//!
//! Functions that change the tree recurse, since each node on the way back up may need to be balanced. That is safe:
//! they go no deeper than the tree does, and so does the compiler's own `drop`.

use std::cmp::Ordering;
use std::mem;
use std::ops::{Bound, RangeBounds};

/// How many times as much as its sibling a subtree may weigh, and by how much the inner of its own two may outweigh the
/// outer before one rotation is not enough.
///
/// Few pairs of numbers work: with others there are trees that a rotation cannot mend. For these there is a proof: Hirai
/// and Yamamoto, "Balancing weight-balanced trees", 2011.
const LEANING: usize = 3;
const INNER: usize = 2;

/// A side of a node. The other one is `1 - side`.
type Side = usize;
const LEFT: Side = 0;
const RIGHT: Side = 1;

type Link<K, V> = Option<Box<Node<K, V>>>;

/// Entries in the order of their keys, each key once.
pub struct OrderedMap<K, V> {
    root: Link<K, V>,
}

/// Invariants: all keys of the left subtree are smaller than `key`, those of the right one larger; `size` counts the
/// subtree with this node; neither side weighs more than `LEANING` times as much as the other.
struct Node<K, V> {
    key: K,
    value: V,
    size: usize,
    links: [Link<K, V>; 2],
}

impl<K: Ord, V> OrderedMap<K, V> {
    /// A map without entries.
    pub fn new() -> Self {
        Self { root: None }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        size(&self.root)
    }

    /// Adds an entry. If the key is there already, changes its value and gives back the one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        insert(&mut self.root, key, value)
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let mut link = &self.root;
        while let Some(node) = link {
            link = match key.cmp(&node.key) {
                Ordering::Less => &node.links[LEFT],
                Ordering::Equal => return Some(&node.value),
                Ordering::Greater => &node.links[RIGHT],
            };
        }
        None
    }

    /// Takes an entry out and gives its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        remove(&mut self.root, key)
    }

    /// How many keys are smaller than this one, which need not be there itself.
    pub fn rank(&self, key: &K) -> usize {
        self.seek(LEFT, |other| other < key, |_| ())
    }

    /// The entry that has just `index` smaller keys before it.
    pub fn select(&self, mut index: usize) -> Option<(&K, &V)> {
        let mut link = &self.root;
        while let Some(node) = link {
            let before = size(&node.links[LEFT]);
            link = match index.cmp(&before) {
                Ordering::Less => &node.links[LEFT],
                Ordering::Equal => return Some((&node.key, &node.value)),
                Ordering::Greater => {
                    index -= before + 1;
                    &node.links[RIGHT]
                }
            };
        }
        None
    }

    /// The entries whose keys lie within the bounds, in order, from both ends. Bounds that exclude one another have
    /// nothing between them.
    pub fn range(&self, bounds: impl RangeBounds<K>) -> Range<'_, K, V> {
        let mut paths = [Vec::new(), Vec::new()];
        let is_before = |key: &K| match bounds.start_bound() {
            Bound::Included(start) => key < start,
            Bound::Excluded(start) => key <= start,
            Bound::Unbounded => false,
        };
        let is_behind = |key: &K| match bounds.end_bound() {
            Bound::Included(end) => key > end,
            Bound::Excluded(end) => key >= end,
            Bound::Unbounded => false,
        };
        let before = self.seek(LEFT, is_before, |node| paths[LEFT].push(node));
        let behind = self.seek(RIGHT, is_behind, |node| paths[RIGHT].push(node));
        // Where the end lies before the start, some entries are counted twice.
        Range { paths, left: self.len().saturating_sub(before + behind) }
    }

    /// Goes down to the first entry, as seen from `side`, that is not outside, and counts the entries that are: a whole
    /// subtree at each step. Shows `visit` the nodes inside on the way, each nearer to that entry than the one before.
    fn seek<'map>(
        &'map self,
        side: Side,
        is_outside: impl Fn(&K) -> bool,
        mut visit: impl FnMut(&'map Node<K, V>),
    ) -> usize {
        let (mut link, mut outside) = (&self.root, 0);
        while let Some(node) = link {
            if is_outside(&node.key) {
                outside += size(&node.links[side]) + 1;
                link = &node.links[1 - side];
            } else {
                visit(node);
                link = &node.links[side];
            }
        }
        outside
    }
}

fn size<K, V>(link: &Link<K, V>) -> usize {
    link.as_ref().map_or(0, |node| node.size)
}

fn insert<K: Ord, V>(link: &mut Link<K, V>, key: K, value: V) -> Option<V> {
    let Some(node) = link else {
        *link = Some(Box::new(Node { key, value, size: 1, links: [None, None] }));
        return None;
    };
    let side = match key.cmp(&node.key) {
        Ordering::Less => LEFT,
        Ordering::Equal => return Some(mem::replace(&mut node.value, value)),
        Ordering::Greater => RIGHT,
    };
    let before = insert(&mut node.links[side], key, value);
    // Whether the tree has grown is only known now. If not, there is nothing to count or to balance.
    if before.is_none() {
        balance(node);
    }
    before
}

fn remove<K: Ord, V>(link: &mut Link<K, V>, key: &K) -> Option<V> {
    let node = link.as_mut()?;
    let side = match key.cmp(&node.key) {
        Ordering::Less => LEFT,
        Ordering::Equal => {
            let node = link.take()?;
            *link = heir(node.links);
            return Some(node.value);
        }
        Ordering::Greater => RIGHT,
    };
    let value = remove(&mut node.links[side], key)?;
    balance(node);
    Some(value)
}

/// Makes one tree of the two that a node leaves. The neighbour in the order of keys takes its place: the one on the
/// heavier side, so that the tree leans less than before. If there is none there, there is none at all.
fn heir<K, V>(mut links: [Link<K, V>; 2]) -> Link<K, V> {
    let side = [LEFT, RIGHT].into_iter().max_by_key(|&side| size(&links[side]))?;
    let mut heir = take_end(&mut links[side], 1 - side)?;
    heir.links = links;
    heir.count();
    Some(heir)
}

/// Takes out the last node of a subtree on `side`. What it has on its other side moves up to its place.
fn take_end<K, V>(link: &mut Link<K, V>, side: Side) -> Link<K, V> {
    let node = link.as_mut()?;
    if let Some(end) = take_end(&mut node.links[side], side) {
        balance(node);
        return Some(end);
    }
    let mut end = link.take()?;
    *link = end.links[1 - side].take();
    Some(end)
}

/// Counts and balances a node after one entry came or went below it.
fn balance<K, V>(node: &mut Box<Node<K, V>>) {
    node.count();
    for side in [LEFT, RIGHT] {
        if node.weight(side) > LEANING * node.weight(1 - side)
            && let Some(child) = &mut node.links[side]
        {
            // A rotation moves the child's outer subtree up and leaves the inner one where it is. If that is the heavy
            // one, it must first be made part of the outer.
            if child.weight(1 - side) >= INNER * child.weight(side) {
                rotate(child, 1 - side);
            }
            rotate(node, side);
        }
    }
}

/// The child on `side` takes the place of the node, which becomes its child on the other side:
///
/// ```text
///       node               child
///      /    \              /   \
///   child    c     =>     a    node
///   /   \                     /    \
///  a     b                   b      c
/// ```
fn rotate<K, V>(node: &mut Box<Node<K, V>>, side: Side) {
    if let Some(mut child) = node.links[side].take() {
        node.links[side] = child.links[1 - side].take();
        // The lower one first: the upper one counts it.
        node.count();
        mem::swap(node, &mut child);
        node.links[1 - side] = Some(child);
        node.count();
    }
}

impl<K, V> Node<K, V> {
    /// Sets the size, from those of both sides.
    fn count(&mut self) {
        self.size = size(&self.links[LEFT]) + 1 + size(&self.links[RIGHT]);
    }

    /// One more than the size, so that a multiple of nothing is something.
    fn weight(&self, side: Side) -> usize {
        size(&self.links[side]) + 1
    }
}

/// Some of a map's entries.
pub struct Range<'map, K, V> {
    /// For each end, the nodes to which the way from there comes back later, the next one last.
    paths: [Vec<&'map Node<K, V>>; 2],
    /// How many entries are left between the ends. The paths do not say: each of them goes on behind the other end.
    left: usize,
}

impl<'map, K, V> Range<'map, K, V> {
    /// Gives the entry at the end on `side` and goes on to the next.
    fn step(&mut self, side: Side) -> Option<(&'map K, &'map V)> {
        self.left = self.left.checked_sub(1)?;
        let node = self.paths[side].pop()?;
        let mut link = &node.links[1 - side];
        while let Some(next) = link {
            self.paths[side].push(next);
            link = &next.links[side];
        }
        Some((&node.key, &node.value))
    }
}

impl<'map, K, V> Iterator for Range<'map, K, V> {
    type Item = (&'map K, &'map V);

    fn next(&mut self) -> Option<Self::Item> {
        self.step(LEFT)
    }
}

impl<K, V> DoubleEndedIterator for Range<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.step(RIGHT)
    }
}
