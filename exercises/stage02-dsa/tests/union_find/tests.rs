//! Union-find is twenty lines, and most of those in use lack one of its two ideas: which root goes under which, and
//! what to do on the way up. Nobody notices on small examples. So these tests put the rows in a table that counts how
//! often it is asked, as if each row were a query.
//!
//! Undo makes it a trap. To undo a union is to restore two rows. But whoever shortens ways meanwhile has moved elements
//! from one side to the other, and they stay there.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use harness::prelude::*;

use super::kata::{Row, Table, UnionFind};

/// Every element in a set of its own, in a table that holds something else at first.
fn singles(count: u32) -> UnionFind<Vec<Row>> {
    UnionFind::new(vec![Row { parent: 0, size: 7, smallest: 3 }; count as usize])
}

/// A table that others can read as well, and that counts how many rows are read and written.
#[derive(Clone, Default)]
struct Shared {
    rows: Rc<RefCell<Vec<Row>>>,
    used: Rc<Cell<u64>>,
}

impl Shared {
    /// How many rows were read and written while `action` ran.
    fn count<R>(&self, action: impl FnOnce() -> R) -> u64 {
        let before = self.used.get();
        action();
        self.used.get() - before
    }
}

impl Table for Shared {
    fn row_count(&self) -> u32 {
        self.rows.borrow().row_count()
    }

    fn read(&self, element: u32) -> Row {
        self.used.set(self.used.get() + 1);
        self.rows.borrow().read(element)
    }

    fn write(&mut self, element: u32, row: Row) {
        self.used.set(self.used.get() + 1);
        self.rows.borrow_mut().write(element, row);
    }
}

/// A table of rows that mean nothing.
fn shared(count: u32) -> Shared {
    let mut table = Shared { rows: Rc::new(RefCell::new(vec![Row::default(); count as usize])), ..Shared::default() };
    for element in 0..count {
        table.write(element, Row { parent: count / 2, size: 7, smallest: 3 });
    }
    table
}

/// For each element the name of its set.
fn names<T: Table>(sets: &mut UnionFind<T>, count: u32) -> Vec<u32> {
    (0..count).map(|element| sets.find(element)).collect()
}

/// For each element the size of its set.
fn sizes<T: Table>(sets: &mut UnionFind<T>, count: u32) -> Vec<u32> {
    (0..count).map(|element| sets.size_of(element)).collect()
}

/// Joins neighbours, then pairs of them, then fours… so that equal trees meet, and ways become as long as they can.
fn join_by_doubling<T: Table>(sets: &mut UnionFind<T>, count: u32) {
    let mut width = 1;
    while width < count {
        for start in (0..count - width).step_by(2 * width as usize) {
            // The roots themselves are not known here; the first of each half is one, or nearly.
            sets.union(start, start + width);
        }
        width *= 2;
    }
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn elements_begin_alone() {
        let mut sets = singles(4);
        assert_eq!(names(&mut sets, 4), [0, 1, 2, 3]);
        assert_eq!((sizes(&mut sets, 4), sets.set_count()), (vec![1; 4], 4));
        assert_eq!((sets.connected(1, 1), sets.connected(1, 2)), (true, false));
    }

    #[test]
    fn a_union_connects_all_of_both_sets() {
        let mut sets = singles(6);
        assert_eq!([sets.union(0, 1), sets.union(2, 3), sets.union(1, 3)], [true; 3]);
        assert_eq!((sets.connected(0, 2), sets.connected(0, 3), sets.connected(1, 2)), (true, true, true));
        assert_eq!((sets.connected(0, 4), sets.connected(4, 5), sets.connected(5, 3)), (false, false, false));
    }

    // The order of unions is up to the network. A set that is called by its smallest element has the same name on every
    // machine.
    #[test]
    fn a_set_is_called_by_its_smallest_element() {
        let mut sets = singles(8);
        for (left, right) in [(7, 6), (5, 7), (4, 3), (6, 4), (2, 1)] {
            sets.union(left, right);
        }
        assert_eq!(names(&mut sets, 8), [0, 1, 1, 3, 3, 3, 3, 3]);
        sets.union(5, 2);
        assert_eq!(names(&mut sets, 8), [0, 1, 1, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn a_size_is_that_of_the_whole_set() {
        let mut sets = singles(7);
        for (left, right) in [(0, 1), (2, 3), (3, 4), (1, 4)] {
            sets.union(left, right);
        }
        assert_eq!(sizes(&mut sets, 7), [5, 5, 5, 5, 5, 1, 1]);
        sets.union(6, 2);
        assert_eq!(sizes(&mut sets, 7), [6, 6, 6, 6, 6, 1, 6]);
    }

    // Three links among three accounts make one customer, not none.
    #[test]
    fn only_a_union_of_two_sets_makes_one_less() {
        let mut sets = singles(4);
        let joined = [(0, 1), (1, 2), (2, 0), (1, 0), (3, 3)].map(|(left, right)| sets.union(left, right));
        assert_eq!(joined, [true, true, false, false, false]);
        assert_eq!((sets.set_count(), sizes(&mut sets, 4)), (2, vec![3, 3, 3, 1]));
    }

    #[test]
    fn a_roll_back_undoes_the_unions_since_the_checkpoint() {
        let mut sets = singles(6);
        sets.union(0, 1);
        sets.union(4, 5);
        sets.checkpoint();
        assert_eq!([sets.union(2, 1), sets.union(3, 5), sets.union(2, 3), sets.union(0, 5)], [true, true, true, false]);
        assert_eq!((names(&mut sets, 6), sets.set_count()), (vec![0; 6], 1));
        assert_eq!(sets.roll_back(), true);
        assert_eq!((names(&mut sets, 6), sets.set_count()), (vec![0, 0, 2, 3, 4, 4], 4));
        assert_eq!(sizes(&mut sets, 6), [2, 2, 1, 1, 2, 2]);
        assert_eq!((sets.connected(0, 4), sets.connected(2, 3), sets.connected(4, 5)), (false, false, true));
    }

    // A shortcut made after a union leads past the place where it must come apart.
    #[test]
    fn no_element_stays_on_the_other_side() {
        for halves in [[0, 8], [8, 0]] {
            let mut sets = singles(16);
            for half in halves {
                for width in [1, 2, 4] {
                    for start in (half..half + 8).step_by(2 * width as usize) {
                        sets.union(start, start + width);
                    }
                }
            }
            sets.checkpoint();
            sets.union(halves[0], halves[1]);
            assert_eq!((names(&mut sets, 16), sizes(&mut sets, 16)), (vec![0; 16], vec![16; 16]));
            assert_eq!((sets.connected(3, 12), sets.union(7, 15)), (true, false));
            sets.roll_back();
            assert_eq!(names(&mut sets, 16), [0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8]);
            assert_eq!((sizes(&mut sets, 16), sets.set_count()), (vec![8; 16], 2));
        }
    }

    #[test]
    fn what_was_undone_can_be_done_again() {
        let mut sets = singles(5);
        for _ in 0..3 {
            sets.checkpoint();
            assert_eq!((sets.union(3, 4), sets.union(4, 2), sets.set_count()), (true, true, 3));
            sets.roll_back();
            assert_eq!((names(&mut sets, 5), sets.set_count()), (vec![0, 1, 2, 3, 4], 5));
        }
        assert_eq!((sets.union(4, 3), sets.union(2, 3), sets.set_count()), (true, true, 3));
        assert_eq!((names(&mut sets, 5), sizes(&mut sets, 5)), (vec![0, 1, 2, 2, 2], vec![1, 1, 3, 3, 3]));
    }

    #[test]
    fn checkpoints_nest() {
        let mut sets = singles(5);
        sets.checkpoint();
        sets.union(0, 1);
        sets.checkpoint();
        sets.union(1, 2);
        sets.checkpoint();
        sets.union(2, 3);
        sets.union(3, 4);
        assert_eq!((sets.roll_back(), names(&mut sets, 5)), (true, vec![0, 0, 0, 3, 4]));
        sets.union(4, 0);
        assert_eq!((sets.roll_back(), names(&mut sets, 5)), (true, vec![0, 0, 2, 3, 4]));
        assert_eq!((sets.roll_back(), names(&mut sets, 5)), (true, vec![0, 1, 2, 3, 4]));
        assert_eq!((sets.roll_back(), sets.set_count()), (false, 5));
    }

    #[test]
    fn a_commit_keeps_the_unions() {
        let mut sets = singles(4);
        sets.checkpoint();
        sets.union(0, 1);
        assert_eq!((sets.commit(), sets.commit(), sets.roll_back()), (true, false, false));
        assert_eq!((names(&mut sets, 4), sets.set_count()), (vec![0, 0, 2, 3], 3));
    }

    // The table outlives the process, and somebody else may read it.
    #[test]
    fn the_rows_say_who_belongs_together() {
        let table = shared(9);
        let mut sets = UnionFind::new(table.clone());
        let roots = |table: &Shared| {
            let root = |element| (0..9).fold(table.read(element), |row, _| table.read(row.parent));
            (0..9).map(|element| (root(element).smallest, root(element).size)).collect::<Vec<_>>()
        };
        assert_eq!(roots(&table), (0..9).map(|element| (element, 1)).collect::<Vec<_>>());
        for (left, right) in [(8, 7), (5, 6), (7, 5), (1, 2), (3, 4), (2, 3)] {
            sets.union(left, right);
        }
        let joined = [(0, 1), (1, 4), (1, 4), (1, 4), (1, 4), (5, 4), (5, 4), (5, 4), (5, 4)];
        assert_eq!(roots(&table), joined);
        sets.checkpoint();
        sets.union(8, 4);
        sets.union(0, 6);
        assert_eq!((roots(&table), sets.roll_back()), (vec![(0, 9); 9], true));
        assert_eq!(roots(&table), joined);
    }

    // An inner piece of work is done, and then the whole of it fails.
    #[test]
    fn an_outer_checkpoint_undoes_what_an_inner_one_committed() {
        let mut sets = singles(5);
        sets.union(0, 1);
        sets.checkpoint();
        sets.union(1, 2);
        sets.checkpoint();
        sets.union(2, 3);
        assert_eq!((sets.commit(), sets.union(3, 4)), (true, true));
        assert_eq!((names(&mut sets, 5), sets.set_count()), (vec![0; 5], 1));
        assert_eq!(sets.roll_back(), true);
        assert_eq!((names(&mut sets, 5), sets.set_count()), (vec![0, 0, 2, 3, 4], 4));
        assert_eq!((sizes(&mut sets, 5), sets.roll_back()), (vec![2, 2, 1, 1, 1], false));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn no_elements_are_no_sets() {
        let mut sets = singles(0);
        sets.checkpoint();
        assert_eq!((sets.set_count(), sets.commit(), sets.roll_back()), (0, true, false));
    }

    #[test]
    fn a_union_of_an_element_with_itself_changes_nothing() {
        let mut sets = singles(1);
        sets.checkpoint();
        assert_eq!((sets.union(0, 0), sets.size_of(0), sets.find(0), sets.set_count()), (false, 1, 0, 1));
        assert_eq!((sets.roll_back(), sets.size_of(0), sets.find(0), sets.set_count()), (true, 1, 0, 1));
    }

    // The union joined nothing: so there is nothing to take apart.
    #[test]
    fn a_union_within_one_set_is_not_undone() {
        let mut sets = singles(3);
        sets.union(0, 1);
        sets.union(1, 2);
        sets.checkpoint();
        assert_eq!((sets.union(2, 0), sets.union(0, 1)), (false, false));
        assert_eq!((sets.roll_back(), names(&mut sets, 3), sets.set_count()), (true, vec![0; 3], 1));
    }

    #[test]
    fn without_a_checkpoint_there_is_nothing_to_come_back_to() {
        let mut sets = singles(3);
        sets.union(1, 2);
        assert_eq!((sets.roll_back(), sets.commit()), (false, false));
        assert_eq!((names(&mut sets, 3), sets.set_count()), (vec![0, 1, 1], 2));
    }

    #[test]
    fn a_checkpoint_without_unions_changes_nothing() {
        let mut sets = singles(3);
        sets.union(2, 1);
        sets.checkpoint();
        sets.checkpoint();
        assert_eq!((sets.roll_back(), sets.commit(), sets.roll_back()), (true, true, false));
        assert_eq!((names(&mut sets, 3), sets.set_count()), (vec![0, 1, 1], 2));
    }

    // What an old checkpoint wrote down must not come back with a new one.
    #[test]
    fn a_checkpoint_undoes_nothing_from_before_it() {
        let mut sets = singles(4);
        sets.checkpoint();
        sets.union(0, 1);
        sets.commit();
        sets.union(2, 3);
        sets.checkpoint();
        sets.union(1, 2);
        assert_eq!((sets.roll_back(), names(&mut sets, 4), sets.set_count()), (true, vec![0, 0, 2, 2], 2));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// The sets as one would write them down: for each element the name of its set.
    #[derive(Clone)]
    struct Model(Vec<u32>);

    impl Model {
        fn union(&mut self, left: u32, right: u32) -> bool {
            let (left, right) = (self.0[left as usize], self.0[right as usize]);
            let (from, to) = (left.max(right), left.min(right));
            self.0.iter_mut().filter(|name| **name == from).for_each(|name| *name = to);
            from != to
        }

        fn size_of(&self, element: u32) -> u32 {
            let same = |name: &&u32| **name == self.0[element as usize];
            u32::try_from(self.0.iter().filter(same).count()).expect("few elements")
        }

        fn set_count(&self) -> u32 {
            let roots = self.0.iter().zip(0..).filter(|(name, element)| **name == *element);
            u32::try_from(roots.count()).expect("few elements")
        }
    }

    #[test]
    fn any_operations_agree_with_a_list_of_names() {
        property_of(300, |draw| {
            let count = u32::try_from(draw.size(1..=14)).expect("a small number");
            draw.note(|| format!("{count} elements"));
            let (mut sets, mut model) = (singles(count), Model((0..count).collect()));
            let mut saved: Vec<Model> = Vec::new();
            let operations = draw.list(0..=70, |draw| {
                let kinds =
                    ["union", "union", "union", "find", "connected", "size_of", "checkpoint", "roll_back", "commit"];
                (draw.pick(&kinds), draw.size(0..=count as usize - 1), draw.size(0..=count as usize - 1))
            });
            for (kind, left, right) in operations {
                let (left, right) = (u32::try_from(left).expect("small"), u32::try_from(right).expect("small"));
                match kind {
                    "union" => {
                        draw.note(|| format!("union {left} {right}"));
                        assert_eq!(sets.union(left, right), model.union(left, right));
                    }
                    "find" => {
                        draw.note(|| format!("find {left}"));
                        assert_eq!(sets.find(left), model.0[left as usize]);
                    }
                    "connected" => {
                        draw.note(|| format!("connected {left} {right}"));
                        assert_eq!(sets.connected(left, right), model.0[left as usize] == model.0[right as usize]);
                    }
                    "size_of" => {
                        draw.note(|| format!("size_of {left}"));
                        assert_eq!(sets.size_of(left), model.size_of(left));
                    }
                    "checkpoint" => {
                        draw.note(|| "checkpoint");
                        sets.checkpoint();
                        saved.push(model.clone());
                    }
                    "roll_back" => {
                        draw.note(|| "roll_back");
                        assert_eq!(sets.roll_back(), !saved.is_empty());
                        model = saved.pop().unwrap_or(model);
                    }
                    _ => {
                        draw.note(|| "commit");
                        assert_eq!(sets.commit(), saved.pop().is_some());
                    }
                }
                assert_eq!(sets.set_count(), model.set_count());
            }
            draw.note(|| "find of each element");
            assert_eq!(names(&mut sets, count), model.0);
            while let Some(before) = saved.pop() {
                draw.note(|| "roll_back, and find and size_of of each element");
                assert_eq!((sets.roll_back(), names(&mut sets, count)), (true, before.0.clone()));
                assert_eq!(
                    sizes(&mut sets, count),
                    (0..count).map(|element| before.size_of(element)).collect::<Vec<_>>()
                );
                assert_eq!(sets.set_count(), before.set_count());
            }
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// 8 rows for each step of the longest way that there may be: enough for two finds that walk twice.
    fn logarithmic(count: u32) -> u64 {
        8 * (u64::from(count.ilog2()) + 1)
    }

    /// An operation on two elements, with its name.
    type Operation = (&'static str, fn(&mut UnionFind<Shared>, u32, u32) -> u64);

    const OPERATIONS: [Operation; 4] = [
        ("find", |sets, left, _| u64::from(sets.find(left))),
        ("size_of", |sets, left, _| u64::from(sets.size_of(left))),
        ("connected", |sets, left, right| u64::from(sets.connected(left, right))),
        ("union", |sets, left, right| u64::from(sets.union(left, right))),
    ];

    /// Which elements the unions join, step by step, with a name.
    type Order = (&'static str, fn(u32) -> (u32, u32));

    // Whichever of two roots goes on top, be it the first, the second, the smaller number or the larger: somebody's
    // order of unions makes a list of it. Only the size is safe.
    #[test]
    fn no_order_of_unions_makes_a_long_way() {
        let count = 2000;
        let orders: [Order; 4] = [
            ("union(0, 1), union(1, 2)…", |step| (step, step + 1)),
            ("union(1, 0), union(2, 1)…", |step| (step + 1, step)),
            ("union(1998, 1999), union(1997, 1998)…", |step| (1998 - step, 1999 - step)),
            ("union(1999, 1998), union(1998, 1997)…", |step| (1999 - step, 1998 - step)),
        ];
        for (name, order) in orders {
            for open in [false, true] {
                let table = shared(count);
                let mut sets = UnionFind::new(table.clone());
                if open {
                    sets.checkpoint();
                }
                for (left, right) in (0..count - 1).map(order) {
                    sets.union(left, right);
                }
                for element in [0, 1, count / 2, count - 2, count - 1] {
                    let rows = table.count(|| sets.find(element));
                    let action = format!("find({element}) after {name}, with a checkpoint open: {open},");
                    assert_within!(action, rows, "reads and writes of rows", "O(log n)", logarithmic(count));
                }
                assert_eq!((sets.set_count(), sets.size_of(7)), (1, count));
            }
        }
    }

    // Equal trees make the longest ways: here some elements are 12 steps from the root. Asked for again and again, they
    // must come nearer.
    #[test]
    fn every_operation_shortens_the_way_for_the_next() {
        let count = 1 << 12;
        for (name, operate) in OPERATIONS {
            let table = shared(count);
            let mut sets = UnionFind::new(table.clone());
            join_by_doubling(&mut sets, count);
            let mut largest = 0;
            for _ in 0..6 {
                largest = 0;
                for element in 0..count {
                    largest = largest.max(table.count(|| operate(&mut sets, element, element ^ 1)));
                }
            }
            let allowed = if ["find", "size_of"].contains(&name) { 8 } else { 16 };
            let action = format!("{name} of elements that were asked for five times before");
            assert_within!(action, largest, "reads and writes of rows", "near-constant cost", allowed);
        }
    }

    #[test]
    fn ways_are_shortened_after_the_last_checkpoint_is_closed() {
        let count = 1 << 12;
        for roll_back in [false, true] {
            let table = shared(count);
            let mut sets = UnionFind::new(table.clone());
            join_by_doubling(&mut sets, count / 2);
            sets.checkpoint();
            sets.checkpoint();
            join_by_doubling(&mut sets, count);
            sets.commit();
            if roll_back {
                sets.roll_back();
            } else {
                sets.commit();
            }
            let mut largest = 0;
            for _ in 0..6 {
                largest = 0;
                for element in 0..count / 2 {
                    largest = largest.max(table.count(|| sets.find(element)));
                }
            }
            let action =
                format!("find, asked for five times since a checkpoint was closed (rolled back: {roll_back}),");
            assert_within!(action, largest, "reads and writes of rows", "near-constant cost", 8);
        }
    }

    #[test]
    fn a_long_mix_costs_a_few_rows_an_operation() {
        let count = 8192;
        let table = shared(count);
        let mut sets = UnionFind::new(table.clone());
        let mut number = 1_u32;
        let mut element = || {
            // The constants are those of "Numerical Recipes"; the low bits of such numbers are poor, so they are left
            // out.
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (number >> 8) % count
        };
        let operations = 5 * count;
        let rows = table.count(|| {
            for round in 0..operations {
                let (left, right) = (element(), element());
                let (_, operate) = OPERATIONS[if round % 5 == 0 { 3 } else { round as usize % 3 }];
                operate(&mut sets, left, right);
            }
        });
        let action = format!("a mix of {operations} operations on {count} elements");
        assert_within!(action, rows, "reads and writes of rows", "12 for each operation", 12 * u64::from(operations));
    }

    // No shortcuts are asked for while a checkpoint is open, but nobody needs more than a way to the root and back.
    #[test]
    fn an_open_checkpoint_costs_a_logarithm_at_most() {
        let count = 1 << 12;
        let table = shared(count);
        let mut sets = UnionFind::new(table.clone());
        sets.checkpoint();
        let mut largest = 0;
        for width in (0..12).map(|step| 1 << step) {
            for start in (0..count).step_by(2 * width as usize) {
                largest = largest.max(table.count(|| sets.union(start + width - 1, start + width)));
            }
        }
        for element in 0..count {
            largest = largest.max(table.count(|| sets.connected(element, count - 1 - element)));
        }
        assert_within!(
            "a union, or whether two are connected, with a checkpoint open",
            largest,
            "reads and writes of rows",
            "O(log n)",
            logarithmic(count)
        );
    }

    // To copy the table at a checkpoint, or to build it again, costs as much as all that was ever done.
    #[test]
    fn undo_costs_what_was_done_since_the_checkpoint() {
        let count = 10_000;
        let table = shared(count);
        let mut sets = UnionFind::new(table.clone());
        for element in 0..count / 2 {
            sets.union(element, element / 3);
        }
        let (rows, asked) = allocations(|| {
            table.count(|| {
                sets.checkpoint();
                for element in count - 4..count {
                    sets.union(element, 0);
                }
                sets.roll_back();
            })
        });
        assert_eq!((sets.set_count(), sets.size_of(0)), (count / 2 + 1, count / 2));
        let action = format!("a checkpoint, 4 unions and a roll_back among {count} elements");
        assert_within!(
            action,
            rows,
            "reads and writes of rows",
            "16 and a logarithm for each union",
            4 * (16 + logarithmic(count))
        );
        assert_within!(action, asked.peak_bytes, "bytes of memory at a time", "what 4 unions need", 8192);
    }

    #[test]
    fn the_number_of_sets_is_known_without_a_look() {
        let table = shared(1000);
        let mut sets = UnionFind::new(table.clone());
        join_by_doubling(&mut sets, 500);
        let rows = table.count(|| {
            sets.checkpoint();
            sets.set_count();
            sets.commit();
            sets.set_count()
        });
        assert_within!("set_count, checkpoint and commit", rows, "reads and writes of rows", "O(1)", 0);
    }

    #[test]
    fn each_row_is_written_once_at_the_start() {
        let table = shared(1000);
        let rows = table.count(|| {
            assert_eq!(UnionFind::new(table.clone()).set_count(), 1000);
        });
        assert_within!("new of 1,000 rows", rows, "reads and writes of rows", "O(n)", 1000);
    }

    // The table is where things are kept. A copy in memory would be quick, and wrong after the next restart.
    #[test]
    fn nothing_is_kept_of_the_elements_but_in_the_table() {
        let count = 1 << 12;
        let table = vec![Row::default(); count as usize];
        let (mut sets, asked) = allocations(|| {
            let mut sets = UnionFind::new(table);
            join_by_doubling(&mut sets, count);
            for element in 0..count {
                sets.connected(element, count - 1 - element);
            }
            sets
        });
        assert_eq!((sets.find(count - 1), sets.size_of(0)), (0, count));
        let action = format!("new, unions and questions on {count} elements");
        assert_within!(action, asked.peak_bytes, "bytes of memory at a time", "no memory for each element", 4096);
    }

    #[test]
    fn what_was_committed_need_not_be_remembered() {
        let count = 1 << 12;
        let mut sets = singles(count);
        let ((), asked) = allocations(|| {
            for element in 1..count {
                sets.checkpoint();
                sets.checkpoint();
                sets.union(element - 1, element);
                sets.commit();
                sets.commit();
            }
        });
        assert_eq!((sets.set_count(), sets.find(count - 1)), (1, 0));
        let action = format!("{} unions, each committed,", count - 1);
        assert_within!(action, asked.peak_bytes, "bytes of memory at a time", "what one checkpoint needs", 4096);
    }
}
