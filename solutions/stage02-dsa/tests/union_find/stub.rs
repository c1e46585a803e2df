//! Union-find with undo: read `README.md`, then make the tests pass.

use std::marker::PhantomData;

/// What the table keeps for one element.
#[derive(Clone, Copy, Default)]
pub struct Row {
    /// An element of the same set, one step nearer to its root. A root is its own parent.
    pub parent: u32,
    /// In the row of a root: how many elements the set has.
    pub size: u32,
    /// In the row of a root: the smallest element of the set.
    pub smallest: u32,
}

/// Where the rows are: one for each of the elements 0, 1, 2… Every call may be a query to a database.
pub trait Table {
    /// How many rows there are.
    fn row_count(&self) -> u32;
    /// The row of an element.
    fn read(&self, element: u32) -> Row;
    /// Replaces the row of an element.
    fn write(&mut self, element: u32, row: Row);
}

impl Table for Vec<Row> {
    fn row_count(&self) -> u32 {
        u32::try_from(self.len()).expect("elements are numbers of 32 bits")
    }

    fn read(&self, element: u32) -> Row {
        self[element as usize]
    }

    fn write(&mut self, element: u32, row: Row) {
        self[element as usize] = row;
    }
}

/// Disjoint sets of the elements 0, 1, 2… They can be joined, and what was joined since a checkpoint can be undone.
pub struct UnionFind<T>(PhantomData<T>);

impl<T: Table> UnionFind<T> {
    /// Every element of the table in a set of its own, whatever the rows hold.
    pub fn new(table: T) -> Self {
        todo!("write {} rows, each a root", table.row_count())
    }

    /// The name of the set that `element` is in, which is its smallest element.
    pub fn find(&mut self, element: u32) -> u32 {
        todo!("walk from {element} to its root and say the smallest element of the set")
    }

    /// Whether both elements are in the same set.
    pub fn connected(&mut self, left: u32, right: u32) -> bool {
        todo!("say whether {left} and {right} have the same root")
    }

    /// How many elements the set of `element` has.
    pub fn size_of(&mut self, element: u32) -> u32 {
        todo!("walk from {element} to its root and say the size of the set")
    }

    /// Joins the sets of both elements. False when they were one set already.
    pub fn union(&mut self, left: u32, right: u32) -> bool {
        todo!("hang the root of one of {left} and {right} under the root of the other")
    }

    /// How many sets there are.
    pub fn set_count(&self) -> u32 {
        todo!("say how many sets there are")
    }

    /// Marks what to come back to. Checkpoints nest.
    pub fn checkpoint(&mut self) {
        todo!("from now on, write down what is needed to undo a union")
    }

    /// Undoes all unions since the last open checkpoint, and closes it. False when none is open.
    pub fn roll_back(&mut self) -> bool {
        todo!("undo unions, the last one first, down to the checkpoint")
    }

    /// Closes the last open checkpoint and keeps the unions made since. False when none is open.
    ///
    /// A checkpoint that was open before it still undoes them.
    pub fn commit(&mut self) -> bool {
        todo!("forget the last checkpoint, but not what the one before it needs")
    }
}
