//! caught by: tests::complexity::what_is_thinned_out_stays_balanced
//! Balances when an entry comes, and only counts when one goes.

use std::cmp::Ordering;
use std::mem;
use std::ops::{Bound, RangeBounds};

const LEANING: usize = 3;
const INNER: usize = 2;

type Side = usize;
const LEFT: Side = 0;
const RIGHT: Side = 1;

type Link<K, V> = Option<Box<Node<K, V>>>;

pub struct OrderedMap<K, V> {
    root: Link<K, V>,
}

struct Node<K, V> {
    key: K,
    value: V,
    size: usize,
    links: [Link<K, V>; 2],
}

impl<K: Ord, V> OrderedMap<K, V> {
    pub fn new() -> Self {
        Self { root: None }
    }

    pub fn len(&self) -> usize {
        size(&self.root)
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        insert(&mut self.root, key, value)
    }

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

    pub fn remove(&mut self, key: &K) -> Option<V> {
        remove(&mut self.root, key)
    }

    pub fn rank(&self, key: &K) -> usize {
        self.seek(LEFT, |other| other < key, |_| ())
    }

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
        Range { paths, left: self.len().saturating_sub(before + behind) }
    }

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
    node.count();
    Some(value)
}

fn heir<K, V>(mut links: [Link<K, V>; 2]) -> Link<K, V> {
    let side = [LEFT, RIGHT].into_iter().max_by_key(|&side| size(&links[side]))?;
    let mut heir = take_end(&mut links[side], 1 - side)?;
    heir.links = links;
    heir.count();
    Some(heir)
}

fn take_end<K, V>(link: &mut Link<K, V>, side: Side) -> Link<K, V> {
    let node = link.as_mut()?;
    if let Some(end) = take_end(&mut node.links[side], side) {
        node.count();
        return Some(end);
    }
    let mut end = link.take()?;
    *link = end.links[1 - side].take();
    Some(end)
}

fn balance<K, V>(node: &mut Box<Node<K, V>>) {
    node.count();
    for side in [LEFT, RIGHT] {
        if node.weight(side) > LEANING * node.weight(1 - side)
            && let Some(child) = &mut node.links[side]
        {
            if child.weight(1 - side) >= INNER * child.weight(side) {
                rotate(child, 1 - side);
            }
            rotate(node, side);
        }
    }
}

fn rotate<K, V>(node: &mut Box<Node<K, V>>, side: Side) {
    if let Some(mut child) = node.links[side].take() {
        node.links[side] = child.links[1 - side].take();
        node.count();
        mem::swap(node, &mut child);
        node.links[1 - side] = Some(child);
        node.count();
    }
}

impl<K, V> Node<K, V> {
    fn count(&mut self) {
        self.size = size(&self.links[LEFT]) + 1 + size(&self.links[RIGHT]);
    }

    fn weight(&self, side: Side) -> usize {
        size(&self.links[side]) + 1
    }
}

pub struct Range<'map, K, V> {
    paths: [Vec<&'map Node<K, V>>; 2],
    left: usize,
}

impl<'map, K, V> Range<'map, K, V> {
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
