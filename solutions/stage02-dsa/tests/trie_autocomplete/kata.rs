//! Trie with top-k autocomplete.
//!
//! A radix trie: an edge carries a run of bytes, and a node below the root stands only where a key ends or where keys
//! part. So n keys need fewer than 2n nodes, whatever their length. Every node also knows the greatest weight of its
//! subtree. That one number is what makes a query cheap: a subtree that cannot contribute is never entered.
//!
//! Edges are bytes and not `char`s, so that two characters may part inside their encoding (`é` and `è` share their
//! first byte). That is safe: a path is only made into a `String` where a key ends, and keys are whole. It also gives
//! the order of keys for free, since UTF-8 sorts by bytes as it does by characters.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::mem;

/// Keys with weights, kept so that the heaviest keys under any prefix are quickly found.
pub struct Trie<W> {
    root: Node<W>,
    keys: usize,
}

/// Invariants, for all nodes but the root: `label` is not empty, and the node has a weight or at least two children.
/// For all: no two children's labels start with the same byte, and children are in the order of that byte.
struct Node<W> {
    /// The first byte of the label. Searching among siblings by their labels themselves takes twice as long.
    first: u8,
    /// The bytes on the edge from the parent to here.
    label: Vec<u8>,
    /// The weight of the key that ends here.
    weight: Option<W>,
    /// The greatest weight here and below: `None` only in the root of an empty trie.
    best: Option<W>,
    children: Vec<Node<W>>,
}

impl<W: Ord + Copy> Trie<W> {
    /// A trie without keys.
    pub fn new() -> Self {
        Self { root: Node { first: 0, label: Vec::new(), weight: None, best: None, children: Vec::new() }, keys: 0 }
    }

    /// Adds `key`, or changes its weight; gives the weight that it had.
    pub fn insert(&mut self, key: &str, weight: W) -> Option<W> {
        let replaced = self.root.insert(key.as_bytes(), weight);
        self.keys += usize::from(replaced.is_none());
        replaced
    }

    /// Takes `key` out and gives its weight; the nodes that only it needed go with it.
    pub fn remove(&mut self, key: &str) -> Option<W> {
        let removed = self.root.remove(key.as_bytes())?;
        self.keys -= 1;
        Some(removed)
    }

    /// The weight of `key`.
    pub fn get(&self, key: &str) -> Option<W> {
        let (node, ahead) = self.locate(key)?;
        if ahead.is_empty() { node.weight } else { None }
    }

    /// Whether any key starts with `prefix`.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        // The root is found in an empty trie, too: hence the second question.
        self.locate(prefix).is_some_and(|(node, _)| node.best.is_some())
    }

    /// The `k` heaviest keys that start with `prefix`, heaviest first, equal weights in the order of their keys.
    ///
    /// Two steps, each of which follows O(k) paths. The first finds only what the last of the `k` weighs; it knows no
    /// keys, so that nothing is copied for candidates that lose. The second walks in the order of keys, and only into
    /// subtrees that hold something of the answer. A stable sort then leaves equal weights in that order.
    pub fn top_k(&self, prefix: &str, k: usize) -> Vec<(String, W)> {
        let Some((node, ahead)) = self.locate(prefix) else { return Vec::new() };
        let Some(bar) = Bar::of(node, k) else { return Vec::new() };
        let path = [prefix.as_bytes(), ahead].concat();
        let mut walk = Walk { bar, path, found: Vec::new() };
        walk.enter(node);
        walk.found.sort_by_key(|(_, weight)| Reverse(*weight));
        walk.found
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.keys
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys == 0
    }

    /// How many nodes hold the keys, the root not counted.
    pub fn node_count(&self) -> usize {
        self.root.nodes_below()
    }

    /// The node whose subtree holds all keys that start with `prefix`, and what its label says beyond the prefix.
    fn locate(&self, prefix: &str) -> Option<(&Node<W>, &[u8])> {
        let (mut node, mut rest) = (&self.root, prefix.as_bytes());
        while let Some(&first) = rest.first() {
            node = &node.children[node.child(first).ok()?];
            if let Some(ahead) = node.label.strip_prefix(rest) {
                return Some((node, ahead));
            }
            rest = rest.strip_prefix(node.label.as_slice())?;
        }
        Some((node, &[]))
    }
}

impl<W: Ord + Copy> Node<W> {
    /// Where the child is whose label starts with `first`, or where it would have to go.
    fn child(&self, first: u8) -> Result<usize, usize> {
        self.children.binary_search_by_key(&first, |child| child.first)
    }

    /// `rest` is what is left of the key behind this node's label; so in `remove`. Both recurse once per node.
    fn insert(&mut self, rest: &[u8], weight: W) -> Option<W> {
        let replaced = match rest.first() {
            None => self.weight.replace(weight),
            Some(&first) => match self.child(first) {
                Ok(place) => {
                    let child = &mut self.children[place];
                    let shared = child.label.iter().zip(rest).take_while(|(ours, theirs)| ours == theirs).count();
                    if shared < child.label.len() {
                        child.split(shared);
                    }
                    child.insert(&rest[shared..], weight)
                }
                Err(place) => {
                    let leaf = Self {
                        first,
                        label: rest.to_vec(),
                        weight: Some(weight),
                        best: Some(weight),
                        children: Vec::new(),
                    };
                    self.children.insert(place, leaf);
                    None
                }
            },
        };
        if replaced > Some(weight) {
            self.lose(replaced);
        } else {
            self.best = self.best.max(Some(weight));
        }
        replaced
    }

    fn remove(&mut self, rest: &[u8]) -> Option<W> {
        let removed = match rest.first() {
            None => self.weight.take()?,
            Some(&first) => {
                let place = self.child(first).ok()?;
                let child = &mut self.children[place];
                let removed = child.remove(rest.strip_prefix(child.label.as_slice())?)?;
                if child.best.is_none() {
                    self.children.remove(place);
                } else {
                    child.merge();
                }
                removed
            }
        };
        self.lose(Some(removed));
        Some(removed)
    }

    /// Cuts the label in two; all that hung on this node hangs on the lower half then. The best stays what it was.
    fn split(&mut self, at: usize) {
        let label = self.label.split_off(at);
        let lower = Self {
            first: label[0],
            label,
            weight: self.weight.take(),
            best: self.best,
            children: mem::take(&mut self.children),
        };
        self.children.push(lower);
    }

    /// The opposite: a node that is neither the end of a key nor a fork becomes one with its only child.
    fn merge(&mut self) {
        if self.weight.is_none()
            && self.children.len() == 1
            && let Some(only) = self.children.pop()
        {
            self.label.extend(only.label);
            self.weight = only.weight;
            self.children = only.children;
        }
    }

    /// Works the best out anew, when it is what was lost: there is no need to look at all children when it was less.
    fn lose(&mut self, weight: Option<W>) {
        if weight == self.best {
            self.best = self.children.iter().fold(self.weight, |best, child| best.max(child.best));
        }
    }

    fn nodes_below(&self) -> usize {
        self.children.iter().map(|child| 1 + child.nodes_below()).sum()
    }
}

/// What a key must weigh to be among the `k` heaviest.
struct Bar<W> {
    /// The weight of the last of them.
    weight: W,
    /// How many keys of just that weight are still to be let in.
    places: usize,
}

impl<W: Ord + Copy> Bar<W> {
    /// Nothing where no key is asked for, or there is none.
    fn of(start: &Node<W>, k: usize) -> Option<Self> {
        let heaviest: Vec<W> = Heaviest::of(start).take(k).collect();
        let weight = *heaviest.last()?;
        let places = heaviest.iter().rev().take_while(|&&other| other == weight).count();
        Some(Self { weight, places })
    }

    /// Whether a subtree with this best, or a key with this weight, belongs to the answer.
    fn is_reached_by(&self, weight: Option<W>) -> bool {
        match weight.cmp(&Some(self.weight)) {
            Ordering::Less => false,
            Ordering::Equal => self.places > 0,
            Ordering::Greater => true,
        }
    }
}

/// The weights of a subtree from the greatest on, by best-first search: what promises most is looked at next. A
/// subtree's promise is kept by one of its keys, so a key that comes to the front is the heaviest of those left.
struct Heaviest<'trie, W> {
    /// What is promised, and by which of the `seen`.
    ///
    /// Of equal promises the newest comes first. So the search goes down to a key before it turns to the next subtree;
    /// in another order it could open every subtree of a trie whose weights are all equal before it meets one key.
    promises: BinaryHeap<(W, usize)>,
    /// Subtrees that may still be opened, or were; `None` for a key, whose promise is its own weight.
    seen: Vec<Option<&'trie Node<W>>>,
}

impl<'trie, W: Ord + Copy> Heaviest<'trie, W> {
    fn of(start: &'trie Node<W>) -> Self {
        let mut heaviest = Self { promises: BinaryHeap::new(), seen: Vec::new() };
        heaviest.see(start.best, Some(start));
        heaviest
    }

    fn see(&mut self, promise: Option<W>, subtree: Option<&'trie Node<W>>) {
        if let Some(promise) = promise {
            self.promises.push((promise, self.seen.len()));
            self.seen.push(subtree);
        }
    }
}

impl<W: Ord + Copy> Iterator for Heaviest<'_, W> {
    type Item = W;

    fn next(&mut self) -> Option<W> {
        loop {
            let (promise, place) = self.promises.pop()?;
            let Some(node) = self.seen[place] else { return Some(promise) };
            for child in &node.children {
                self.see(child.best, Some(child));
            }
            self.see(node.weight, None);
        }
    }
}

/// A walk in the order of keys that collects what reaches the bar.
struct Walk<W> {
    bar: Bar<W>,
    /// The bytes from the root to the node that was entered last.
    path: Vec<u8>,
    found: Vec<(String, W)>,
}

impl<W: Ord + Copy> Walk<W> {
    fn enter(&mut self, node: &Node<W>) {
        if let Some(weight) = node.weight
            && self.bar.is_reached_by(node.weight)
        {
            self.bar.places -= usize::from(weight == self.bar.weight);
            let key = String::from_utf8(self.path.clone()).expect("a key ends here, and keys are whole");
            self.found.push((key, weight));
        }
        for child in &node.children {
            if self.bar.is_reached_by(child.best) {
                self.path.extend(&child.label);
                self.enter(child);
                self.path.truncate(self.path.len() - child.label.len());
            }
        }
    }
}
