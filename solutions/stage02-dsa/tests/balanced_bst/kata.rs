//! An ordered map in a weight-balanced search tree.
//!
//! Every node knows how many nodes its left subtree has. That one number is what `rank` and `select` need to pass a whole
//! subtree by without a look into it. How many nodes the whole tree has is known too, and so, on the way down, the size
//! of each subtree: what is not on the left and not the node itself is on the right. These sizes say where the tree
//! leans: no side of a node may weigh more than [`LEANING`] times as much as the other. So each step down leaves a
//! quarter of the nodes behind at least, and a tree of n nodes has no more than 2.41 log₂ n levels; in practice it is
//! close to log₂ n.
//!
//! A tree spends its time waiting for memory: each step down goes to another place. So all nodes lie in one vector, and a
//! link is a number of 32 bits, half as large as a `Box`. And no step looks at a node beside the path: the sizes above
//! are known without.
//!
//! Left and right are places 0 and 1 of an array, and whatever has a mirror image takes the side as a parameter. So there
//! is one way to an end of a subtree and one step of a range, and no mirrored copy to get wrong. It is quick, too: which
//! side comes next is computed from a comparison, where a branch would be guessed wrong half of the time.
//!
//! A change goes down with a note of each step, and climbs back along these notes, since each node on the way may need to
//! be balanced.

use std::cmp::Ordering;
use std::hint::select_unpredictable;
use std::mem;
use std::ops::{Bound, RangeBounds};

/// How many times as much as its sibling a subtree may weigh, and by how much the inner of its own two may outweigh the
/// outer before one rotation is not enough.
///
/// Few pairs of numbers work: with others there are trees that a rotation cannot mend. For these there is a proof: Hirai
/// and Yamamoto, "Balancing weight-balanced trees", 2011.
const LEANING: u64 = 3;
const INNER: u64 = 2;

/// A side of a node. The other one is `1 - side`.
type Side = usize;
const LEFT: Side = 0;
const RIGHT: Side = 1;

/// The place of a node in the vector.
type Link = u32;
/// No vector is that long: whoever looks there finds nothing.
const NOWHERE: Link = Link::MAX;

/// Entries in the order of their keys, each key once.
pub struct OrderedMap<K, V> {
    /// All nodes, and nothing but nodes: there are no gaps.
    nodes: Vec<Node<K, V>>,
    root: Link,
    /// The steps of a change, from the root down. It is kept so that a change need not ask for memory.
    path: Vec<Step>,
}

/// Invariants: all keys of the left subtree are smaller than `key`, those of the right one larger; neither side weighs
/// more than `LEANING` times as much as the other.
struct Node<K, V> {
    key: K,
    value: V,
    /// How many nodes the left subtree has.
    before: u32,
    links: [Link; 2],
}

/// A step down.
struct Step {
    /// From this node,
    link: Link,
    /// which had so many nodes below it, with itself,
    count: u32,
    /// to this side.
    side: Side,
}

impl<K, V> Node<K, V> {
    /// How many nodes each side has, when there are `count` of them with this one.
    fn sizes(&self, count: u32) -> [u32; 2] {
        [self.before, count - self.before - 1]
    }
}

impl<K: Ord, V> OrderedMap<K, V> {
    /// A map without entries.
    pub fn new() -> Self {
        Self { nodes: Vec::new(), root: NOWHERE, path: Vec::new() }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Adds an entry. If the key is there already, changes its value and gives back the one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.path.clear();
        let (mut link, mut count) = (self.root, self.count());
        while let Some(node) = self.nodes.get_mut(link as usize) {
            let ordering = key.cmp(&node.key);
            if ordering == Ordering::Equal {
                return Some(mem::replace(&mut node.value, value));
            }
            let side = side_of(ordering);
            self.path.push(Step { link, count, side });
            (link, count) = (node.links[side], node.sizes(count)[side]);
        }
        // Only now it is known that there will be one more to count.
        let new = self.count();
        assert!(new < NOWHERE, "a map has room for no more entries than there are links");
        self.nodes.push(Node { key, value, before: 0, links: [NOWHERE; 2] });
        self.climb(new, |count| count + 1);
        None
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let mut link = self.root;
        while let Some(node) = self.node(link) {
            let ordering = key.cmp(&node.key);
            if ordering == Ordering::Equal {
                return Some(&node.value);
            }
            link = node.links[side_of(ordering)];
        }
        None
    }

    /// Takes an entry out and gives its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.path.clear();
        let (mut link, mut count) = (self.root, self.count());
        loop {
            let node = self.nodes.get(link as usize)?;
            let ordering = key.cmp(&node.key);
            if ordering == Ordering::Equal {
                break;
            }
            let side = side_of(ordering);
            self.path.push(Step { link, count, side });
            (link, count) = (node.links[side], node.sizes(count)[side]);
        }
        let below = self.unlink(link, count);
        self.climb(below, |count| count - 1);
        Some(self.take_node(link))
    }

    /// How many keys are smaller than this one, which need not be there itself.
    pub fn rank(&self, key: &K) -> usize {
        self.seek(LEFT, |other| other < key, |_| ())
    }

    /// The entry that has just `index` smaller keys before it.
    pub fn select(&self, index: usize) -> Option<(&K, &V)> {
        let mut index = u32::try_from(index).ok()?;
        let mut link = self.root;
        while let Some(node) = self.node(link) {
            let ordering = index.cmp(&node.before);
            if ordering == Ordering::Equal {
                return Some((&node.key, &node.value));
            }
            let side = side_of(ordering);
            index -= select_unpredictable(side == RIGHT, node.before + 1, 0);
            link = node.links[side];
        }
        None
    }

    /// The entries whose keys lie within the bounds, in order, from both ends. Bounds that exclude one another have
    /// nothing between them.
    pub fn range(&self, bounds: impl RangeBounds<K>) -> Range<'_, K, V> {
        // Room for the path of most trees, asked for once.
        let mut paths = [LEFT, RIGHT].map(|_| Vec::with_capacity(24));
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
        let before = self.seek(LEFT, is_before, |link| paths[LEFT].push(link));
        let behind = self.seek(RIGHT, is_behind, |link| paths[RIGHT].push(link));
        // Where the end lies before the start, some entries are counted twice.
        Range { nodes: &self.nodes, paths, left: self.len().saturating_sub(before + behind) }
    }

    /// Goes down to the first entry, as seen from `side`, that is not outside, and counts the entries that are: a whole
    /// subtree at each step. Shows `visit` the nodes inside on the way, each nearer to that entry than the one before.
    fn seek(&self, side: Side, is_outside: impl Fn(&K) -> bool, mut visit: impl FnMut(Link)) -> usize {
        let (mut link, mut count, mut outside) = (self.root, self.count(), 0);
        while let Some(node) = self.node(link) {
            let sizes = node.sizes(count);
            let is_outside = is_outside(&node.key);
            if !is_outside {
                visit(link);
            }
            outside += select_unpredictable(is_outside, sizes[side] + 1, 0);
            let next = select_unpredictable(is_outside, 1 - side, side);
            (link, count) = (node.links[next], sizes[next]);
        }
        outside as usize
    }

    /// Takes a node that no link leads to out of the vector. The last node moves to its place, so whatever leads there
    /// must be found: it is on the way to its key.
    fn take_node(&mut self, unlinked: Link) -> V {
        let last = self.count() - 1;
        if unlinked != last {
            let key = &self.nodes[last as usize].key;
            let (mut parent, mut link) = (None, self.root);
            while link != last {
                let node = &self.nodes[link as usize];
                let side = side_of(key.cmp(&node.key));
                parent = Some((link, side));
                link = node.links[side];
            }
            match parent {
                Some((parent, side)) => self.nodes[parent as usize].links[side] = unlinked,
                None => self.root = unlinked,
            }
        }
        let node = self.nodes.swap_remove(unlinked as usize);
        // Not to half of it: then the next change might need more again.
        if self.nodes.len() < self.nodes.capacity() / 4 {
            self.nodes.shrink_to(2 * self.nodes.len());
        }
        node.value
    }
}

/// What needs no comparison of keys. What turns a subtree around gives the link of its new root, which the caller must put
/// where the old one was.
impl<K, V> OrderedMap<K, V> {
    fn node(&self, link: Link) -> Option<&Node<K, V>> {
        self.nodes.get(link as usize)
    }

    fn node_mut(&mut self, link: Link) -> &mut Node<K, V> {
        &mut self.nodes[link as usize]
    }

    fn count(&self) -> u32 {
        u32::try_from(self.nodes.len()).expect("no more nodes than links")
    }

    /// Takes the node at the end of the path out of the tree, with `count` nodes below it and itself. The path then ends
    /// above the place from where a node has really gone; gives what comes there.
    ///
    /// A node with two children cannot just go. Its neighbour in the order of keys takes its place: the one on the heavier
    /// side, so that the tree leans less than before. That one has one child at most.
    fn unlink(&mut self, link: Link, count: u32) -> Link {
        let node = &self.nodes[link as usize];
        let (before, links, sizes) = (node.before, node.links, node.sizes(count));
        let side = if sizes[LEFT] > sizes[RIGHT] { LEFT } else { RIGHT };
        if sizes[1 - side] == 0 {
            return links[side];
        }
        let place = self.path.len();
        self.path.push(Step { link, count, side });
        let (mut heir, mut count) = (links[side], sizes[side]);
        loop {
            let node = &self.nodes[heir as usize];
            if node.links[1 - side] == NOWHERE {
                break;
            }
            self.path.push(Step { link: heir, count, side: 1 - side });
            (heir, count) = (node.links[1 - side], node.sizes(count)[1 - side]);
        }
        self.path[place].link = heir;
        let node = &mut self.nodes[heir as usize];
        node.before = before;
        mem::replace(&mut node.links, links)[side]
    }

    /// Goes back along the path to the root, and links, counts and balances after one node came or went at its end, where
    /// `below` is now. All sizes change as `changed` says.
    fn climb(&mut self, mut below: Link, changed: impl Fn(u32) -> u32) {
        while let Some(Step { link, count, side }) = self.path.pop() {
            let node = &mut self.nodes[link as usize];
            node.links[side] = below;
            if side == LEFT {
                node.before = changed(node.before);
            }
            below = self.balanced(link, changed(count));
        }
        self.root = below;
    }

    /// Balances a subtree after one entry came or went below its root.
    fn balanced(&mut self, link: Link, count: u32) -> Link {
        let node = self.node_mut(link);
        let (links, sizes) = (node.links, node.sizes(count));
        // One more than the size, so that a multiple of nothing is something.
        let weights = sizes.map(|count| u64::from(count) + 1);
        let leans = |side: &Side| weights[*side] > LEANING * weights[1 - side];
        let Some(side) = [LEFT, RIGHT].into_iter().find(leans) else { return link };
        // A rotation moves the child's outer subtree up and leaves the inner one where it is. If that is the heavy one, it
        // must first be made part of the outer.
        let weights = self.node_mut(links[side]).sizes(sizes[side]).map(|count| u64::from(count) + 1);
        if weights[1 - side] >= INNER * weights[side] {
            let child = self.rotated(links[side], 1 - side);
            self.node_mut(link).links[side] = child;
        }
        self.rotated(link, side)
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
    ///
    /// One of the two has other nodes on its left than before. Here, the node loses the child and `a`. In the mirror image,
    /// the child wins the node and what is on the left of that.
    fn rotated(&mut self, link: Link, side: Side) -> Link {
        let child = self.node_mut(link).links[side];
        let inner = mem::replace(&mut self.node_mut(child).links[1 - side], link);
        self.node_mut(link).links[side] = inner;
        if side == LEFT {
            self.node_mut(link).before -= self.node_mut(child).before + 1;
        } else {
            self.node_mut(child).before += self.node_mut(link).before + 1;
        }
        child
    }
}

/// The side of a node on which something is that compares with it like this.
fn side_of(ordering: Ordering) -> Side {
    usize::from(ordering == Ordering::Greater)
}

/// Some of a map's entries.
pub struct Range<'map, K, V> {
    nodes: &'map [Node<K, V>],
    /// For each end, the nodes to which the way from there comes back later, the next one last.
    paths: [Vec<Link>; 2],
    /// How many entries are left between the ends. The paths do not say: each of them goes on behind the other end.
    left: usize,
}

impl<'map, K, V> Range<'map, K, V> {
    /// Gives the entry at the end on `side` and goes on to the next.
    fn step(&mut self, side: Side) -> Option<(&'map K, &'map V)> {
        self.left = self.left.checked_sub(1)?;
        let path = &mut self.paths[side];
        let found = self.nodes.get(path.pop()? as usize)?;
        let mut link = found.links[1 - side];
        while let Some(node) = self.nodes.get(link as usize) {
            path.push(link);
            link = node.links[side];
        }
        Some((&found.key, &found.value))
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
