//! caught by: tests::behaviour::an_outer_checkpoint_undoes_what_an_inner_one_committed
//! Throws the journal away when an inner checkpoint is committed: the outer one cannot undo it any more.

#[derive(Clone, Copy, Default)]
pub struct Row {
    pub parent: u32,
    pub size: u32,
    pub smallest: u32,
}

pub trait Table {
    fn row_count(&self) -> u32;
    fn read(&self, element: u32) -> Row;
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

pub struct UnionFind<T> {
    table: T,
    set_count: u32,
    journal: Vec<(u32, Row)>,
    checkpoints: Vec<usize>,
}

impl<T: Table> UnionFind<T> {
    pub fn new(mut table: T) -> Self {
        let set_count = table.row_count();
        for element in 0..set_count {
            table.write(element, Row { parent: element, size: 1, smallest: element });
        }
        Self { table, set_count, journal: Vec::new(), checkpoints: Vec::new() }
    }

    pub fn find(&mut self, element: u32) -> u32 {
        self.root(element).smallest
    }

    pub fn connected(&mut self, left: u32, right: u32) -> bool {
        self.root(left).parent == self.root(right).parent
    }

    pub fn size_of(&mut self, element: u32) -> u32 {
        self.root(element).size
    }

    pub fn union(&mut self, left: u32, right: u32) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        if left.parent == right.parent {
            return false;
        }
        let (child, parent) = if left.size <= right.size { (left, right) } else { (right, left) };
        self.write(child.parent, Row { parent: parent.parent, ..child });
        let (size, smallest) = (parent.size + child.size, parent.smallest.min(child.smallest));
        self.write(parent.parent, Row { size, smallest, ..parent });
        self.set_count -= 1;
        true
    }

    pub fn set_count(&self) -> u32 {
        self.set_count
    }

    pub fn checkpoint(&mut self) {
        self.checkpoints.push(self.journal.len());
    }

    pub fn roll_back(&mut self) -> bool {
        let Some(start) = self.checkpoints.pop() else { return false };
        while self.journal.len() > start {
            if let Some((element, before)) = self.journal.pop() {
                let row = self.table.read(element);
                if row.parent != element && before.parent == element {
                    self.set_count += 1;
                }
                self.table.write(element, before);
            }
        }
        true
    }

    pub fn commit(&mut self) -> bool {
        let was_open = self.checkpoints.pop().is_some();
        self.journal.clear();
        was_open
    }

    fn write(&mut self, element: u32, row: Row) {
        if !self.checkpoints.is_empty() {
            self.journal.push((element, self.table.read(element)));
        }
        self.table.write(element, row);
    }

    fn root(&mut self, element: u32) -> Row {
        let mut root = self.table.read(element);
        let mut top = element;
        while root.parent != top {
            top = root.parent;
            root = self.table.read(top);
        }
        let mut element = element;
        while element != top {
            let row = self.table.read(element);
            if row.parent != top {
                self.write(element, Row { parent: top, ..row });
            }
            element = row.parent;
        }
        root
    }
}
