//! caught by: tests::behaviour::a_prefix_may_end_inside_an_edge
//! Looks for a node that spells the prefix: most prefixes end half-way along an edge.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::mem;

pub struct Trie<W> {
    root: Node<W>,
    keys: usize,
}

struct Node<W> {
    label: Vec<u8>,
    weight: Option<W>,
    best: Option<W>,
    children: Vec<Node<W>>,
}

impl<W: Ord + Copy> Trie<W> {
    pub fn new() -> Self {
        Self { root: Node { label: Vec::new(), weight: None, best: None, children: Vec::new() }, keys: 0 }
    }

    pub fn insert(&mut self, key: &str, weight: W) -> Option<W> {
        let replaced = self.root.insert(key.as_bytes(), weight);
        self.keys += usize::from(replaced.is_none());
        replaced
    }

    pub fn remove(&mut self, key: &str) -> Option<W> {
        let removed = self.root.remove(key.as_bytes())?;
        self.keys -= 1;
        Some(removed)
    }

    pub fn get(&self, key: &str) -> Option<W> {
        let (node, ahead) = self.locate(key)?;
        if ahead.is_empty() { node.weight } else { None }
    }

    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.locate(prefix).is_some_and(|(node, _)| node.best.is_some())
    }

    pub fn top_k(&self, prefix: &str, k: usize) -> Vec<(String, W)> {
        let Some((node, ahead)) = self.locate(prefix) else { return Vec::new() };
        let Some(bar) = Bar::of(node, k) else { return Vec::new() };
        let path = [prefix.as_bytes(), ahead].concat();
        let mut walk = Walk { bar, path, found: Vec::new() };
        walk.enter(node);
        walk.found.sort_by_key(|(_, weight)| Reverse(*weight));
        walk.found
    }

    pub fn len(&self) -> usize {
        self.keys
    }

    pub fn is_empty(&self) -> bool {
        self.keys == 0
    }

    pub fn node_count(&self) -> usize {
        self.root.nodes_below()
    }

    fn locate(&self, prefix: &str) -> Option<(&Node<W>, &[u8])> {
        let (mut node, mut rest) = (&self.root, prefix.as_bytes());
        while let Some(&first) = rest.first() {
            node = &node.children[node.child(first).ok()?];
            rest = rest.strip_prefix(node.label.as_slice())?;
        }
        Some((node, &[]))
    }
}

impl<W: Ord + Copy> Node<W> {
    fn child(&self, first: u8) -> Result<usize, usize> {
        self.children.binary_search_by_key(&first, |child| child.label[0])
    }

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
                    let leaf =
                        Self { label: rest.to_vec(), weight: Some(weight), best: Some(weight), children: Vec::new() };
                    self.children.insert(place, leaf);
                    None
                }
            },
        };
        if replaced.is_some() {
            self.find_best();
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
        self.find_best();
        Some(removed)
    }

    fn split(&mut self, at: usize) {
        let label = self.label.split_off(at);
        let lower =
            Self { label, weight: self.weight.take(), best: self.best, children: mem::take(&mut self.children) };
        self.children.push(lower);
    }

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

    fn find_best(&mut self) {
        self.best = self.children.iter().fold(self.weight, |best, child| best.max(child.best));
    }

    fn nodes_below(&self) -> usize {
        self.children.iter().map(|child| 1 + child.nodes_below()).sum()
    }
}

struct Bar<W> {
    weight: W,
    places: usize,
}

impl<W: Ord + Copy> Bar<W> {
    fn of(start: &Node<W>, k: usize) -> Option<Self> {
        let heaviest: Vec<W> = Heaviest::of(start).take(k).collect();
        let weight = *heaviest.last()?;
        let places = heaviest.iter().rev().take_while(|&&other| other == weight).count();
        Some(Self { weight, places })
    }

    fn is_reached_by(&self, weight: Option<W>) -> bool {
        match weight.cmp(&Some(self.weight)) {
            Ordering::Less => false,
            Ordering::Equal => self.places > 0,
            Ordering::Greater => true,
        }
    }
}

struct Heaviest<'trie, W> {
    promises: BinaryHeap<(W, usize)>,
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

struct Walk<W> {
    bar: Bar<W>,
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
