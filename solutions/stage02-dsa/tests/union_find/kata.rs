//! Union-find: sets as trees that are kept flat, and can be taken apart again.
//!
//! A set is a tree whose elements know only their parents, so it has one root, and two elements are in one set when
//! they have the same root. Two ideas keep the ways to the root short:
//!
//! - The smaller tree is hung under the larger. An element gets one step further from its root only when its set at
//!   least
//!   doubles, so that no way is longer than log₂ n.
//! - Who walks to the root moves what it passes nearer to it. Then the average is nearly constant: see Tarjan and
//!   van Leeuwen, "Worst-Case Analysis of Set Union Algorithms", 1984.
//!
//! The second idea and undo are at odds. A shortcut that was made after a union leads past the place where the trees
//! must be separated again. So while a checkpoint is open, no shortcuts are made: the first idea alone still promises
//! log₂ n, and to undo a union is to restore the two rows that it changed.

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
pub struct UnionFind<T> {
    table: T,
    set_count: u32,
    /// The unions since the first open checkpoint, in their order; empty when none is open.
    journal: Vec<Merge>,
    /// For each open checkpoint, how long the journal was when it was made.
    checkpoints: Vec<usize>,
}

/// What is needed to undo a union.
///
/// The row of the root that was hung under another needs not be kept. Only its parent has changed: size and smallest
/// element are written in roots alone, and it has been none since.
struct Merge {
    /// The root that was hung under another.
    child: u32,
    /// The row of the other, as it was. It was a root, so that it is its own parent, and we know whose row it is.
    parent: Row,
}

impl<T: Table> UnionFind<T> {
    /// Every element of the table in a set of its own, whatever the rows hold.
    pub fn new(mut table: T) -> Self {
        let set_count = table.row_count();
        for element in 0..set_count {
            table.write(element, Row { parent: element, size: 1, smallest: element });
        }
        Self { table, set_count, journal: Vec::new(), checkpoints: Vec::new() }
    }

    /// The name of the set that `element` is in, which is its smallest element.
    pub fn find(&mut self, element: u32) -> u32 {
        self.root(element).smallest
    }

    /// Whether both elements are in the same set.
    pub fn connected(&mut self, left: u32, right: u32) -> bool {
        self.root(left).parent == self.root(right).parent
    }

    /// How many elements the set of `element` has.
    pub fn size_of(&mut self, element: u32) -> u32 {
        self.root(element).size
    }

    /// Joins the sets of both elements. False when they were one set already.
    pub fn union(&mut self, left: u32, right: u32) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        if left.parent == right.parent {
            return false;
        }
        let (child, parent) = if left.size <= right.size { (left, right) } else { (right, left) };
        if !self.checkpoints.is_empty() {
            self.journal.push(Merge { child: child.parent, parent });
        }
        self.table.write(child.parent, Row { parent: parent.parent, ..child });
        let (size, smallest) = (parent.size + child.size, parent.smallest.min(child.smallest));
        self.table.write(parent.parent, Row { size, smallest, ..parent });
        self.set_count -= 1;
        true
    }

    /// How many sets there are.
    pub fn set_count(&self) -> u32 {
        self.set_count
    }

    /// Marks what to come back to. Checkpoints nest.
    pub fn checkpoint(&mut self) {
        self.checkpoints.push(self.journal.len());
    }

    /// Undoes all unions since the last open checkpoint, and closes it. False when none is open.
    pub fn roll_back(&mut self) -> bool {
        let Some(start) = self.checkpoints.pop() else { return false };
        // The last one first: what was a root for an early union may be hung under another by a later one.
        for Merge { child, parent } in self.journal.drain(start..).rev() {
            let row = self.table.read(child);
            self.table.write(child, Row { parent: child, ..row });
            self.table.write(parent.parent, parent);
            self.set_count += 1;
        }
        true
    }

    /// Closes the last open checkpoint and keeps the unions made since. False when none is open.
    ///
    /// A checkpoint that was open before it still undoes them.
    pub fn commit(&mut self) -> bool {
        let was_open = self.checkpoints.pop().is_some();
        if self.checkpoints.is_empty() {
            self.journal.clear();
        }
        was_open
    }

    /// The row of the root above `element`. A root is its own parent, so the row also says who it is.
    ///
    /// Each element on the way gets its grandparent for a parent, which halves the way of all of them. It takes one
    /// walk and no memory, and it is as good as a second walk that would hang them all under the root.
    fn root(&mut self, element: u32) -> Row {
        let shortens = self.checkpoints.is_empty();
        let (mut element, mut row) = (element, self.table.read(element));
        while row.parent != element {
            let parent = self.table.read(row.parent);
            // In a set that was asked for often, nearly every element is here: one step below the root.
            if parent.parent == row.parent {
                return parent;
            }
            if shortens {
                self.table.write(element, Row { parent: parent.parent, ..row });
            }
            (element, row) = (row.parent, parent);
        }
        row
    }
}
