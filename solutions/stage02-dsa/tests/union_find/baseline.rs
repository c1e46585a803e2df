//! The `unionfind` of `petgraph`: a parent of 4 bytes and a rank of one byte for each element, in unsafe code. It cannot
//! undo, so a checkpoint is a copy of it.

use petgraph::unionfind;

/// There is nothing to keep in a table, so a table of these takes no memory.
#[derive(Clone, Default)]
pub struct Row(());

pub struct UnionFind<T> {
    sets: unionfind::UnionFind<u32>,
    set_count: u32,
    copies: Vec<(unionfind::UnionFind<u32>, u32)>,
    _table: T,
}

impl UnionFind<Vec<Row>> {
    pub fn new(table: Vec<Row>) -> Self {
        let set_count = u32::try_from(table.len()).expect("elements are numbers of 32 bits");
        Self { sets: unionfind::UnionFind::new(table.len()), set_count, copies: Vec::new(), _table: table }
    }

    pub fn connected(&mut self, left: u32, right: u32) -> bool {
        self.sets.find_mut(left) == self.sets.find_mut(right)
    }

    pub fn union(&mut self, left: u32, right: u32) -> bool {
        let joins = self.sets.union(left, right);
        self.set_count -= u32::from(joins);
        joins
    }

    pub fn set_count(&self) -> u32 {
        self.set_count
    }

    pub fn checkpoint(&mut self) {
        self.copies.push((self.sets.clone(), self.set_count));
    }

    pub fn roll_back(&mut self) -> bool {
        let Some(copy) = self.copies.pop() else { return false };
        (self.sets, self.set_count) = copy;
        true
    }
}
