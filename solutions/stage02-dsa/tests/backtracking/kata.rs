//! Exact cover by backtracking, with Knuth's dancing links.
//!
//! A node of the search differs from the one above it by one option. So the state is never copied: to choose an option
//! takes out of the lists what it rules out, and to take it back puts everything where it was. A doubly linked list can
//! do that without being told where: a cell that was unlinked still knows its neighbours. This holds only if all is put
//! back in the reverse order, when these neighbours are what they were.

use std::collections::HashSet;
use std::ops::ControlFlow;

/// Items to cover, and options that each cover some of them.
pub struct ExactCover {
    required: usize,
    /// The heads of the items' lists, by the number of the item, and behind them the cells of the options.
    cells: Vec<Cell>,
    /// How many options cover each item.
    sizes: Vec<usize>,
    /// Where the cells of each option start, and at last where those of the next will.
    starts: Vec<usize>,
}

/// An item in an option. The cells of an item are linked to a circle with its head; those of an option are neighbours.
#[derive(Clone, Copy)]
struct Cell {
    up: usize,
    down: usize,
    item: usize,
    option: usize,
}

/// Why an option was not added.
#[derive(Clone, Copy)]
pub enum OptionError {
    /// There is no item of this number.
    UnknownItem(usize),
    /// This item comes twice.
    RepeatedItem(usize),
    /// The option covers no required item, so that nothing would ever say whether to choose it.
    NothingRequired,
}

/// Why options cannot be chosen in advance.
#[derive(Clone, Copy)]
pub enum GivenError {
    /// There is no option of this number.
    UnknownOption(usize),
    /// Both options cover the same item. The second is the first in the list that clashes with one before it, and the
    /// first is the first that it clashes with.
    Clash {
        /// The option that comes first in the list.
        first: usize,
        /// The option that comes later, or the same again.
        second: usize,
    },
}

/// A place that the search has come to.
pub struct Node<'search> {
    /// The options that are chosen: those that were given, and those that the search chose, in that order.
    pub chosen: &'search [usize],
    /// Whether they cover all required items.
    pub is_solution: bool,
}

impl ExactCover {
    /// The items `0..required`, to be covered exactly once, and as many `optional` ones behind them, to be covered at most
    /// once. No options yet.
    pub fn new(required: usize, optional: usize) -> Self {
        let items = required + optional;
        let head = |item| Cell { up: item, down: item, item, option: usize::MAX };
        Self { required, cells: (0..items).map(head).collect(), sizes: vec![0; items], starts: vec![items] }
    }

    /// Adds an option that covers these items, and returns its number: 0, 1, 2…
    pub fn add_option(&mut self, items: &[usize]) -> Result<usize, OptionError> {
        let mut seen = HashSet::with_capacity(items.len());
        for &item in items {
            if item >= self.sizes.len() {
                return Err(OptionError::UnknownItem(item));
            }
            if !seen.insert(item) {
                return Err(OptionError::RepeatedItem(item));
            }
        }
        if items.iter().all(|&item| item >= self.required) {
            return Err(OptionError::NothingRequired);
        }
        let option = self.starts.len() - 1;
        for &item in items {
            // At the end of the circle, so that the options of each item stay in the order of their numbers.
            let (cell, last) = (self.cells.len(), self.cells[item].up);
            self.cells.push(Cell { up: last, down: item, item, option });
            self.cells[last].down = cell;
            self.cells[item].up = cell;
            self.sizes[item] += 1;
        }
        self.starts.push(self.cells.len());
        Ok(option)
    }

    /// Visits the nodes of the search until `visit` breaks off or all are visited: of the required items that are not
    /// covered, the first of those with the fewest options left is next, and its options are tried in their order.
    ///
    /// All memory is asked for before the first node.
    pub fn search(&self, given: &[usize], visit: impl FnMut(Node<'_>) -> ControlFlow<()>) -> Result<(), GivenError> {
        self.check_given(given)?;
        let mut search = Search::new(self, visit);
        for &option in given {
            search.chosen.push(option);
            for cell in self.starts[option]..self.starts[option + 1] {
                search.cover(self.cells[cell].item);
            }
        }
        // Whether it was broken off is known to `visit`, and to nobody else is it of interest.
        let _ = search.descend();
        Ok(())
    }

    fn check_given(&self, given: &[usize]) -> Result<(), GivenError> {
        let mut covered_by = vec![None; self.sizes.len()];
        for (place, &option) in given.iter().enumerate() {
            if option >= self.starts.len() - 1 {
                return Err(GivenError::UnknownOption(option));
            }
            let cells = &self.cells[self.starts[option]..self.starts[option + 1]];
            if let Some(first) = cells.iter().filter_map(|cell| covered_by[cell.item]).min() {
                return Err(GivenError::Clash { first: given[first], second: option });
            }
            for cell in cells {
                covered_by[cell.item] = Some(place);
            }
        }
        Ok(())
    }

    /// The first solution, its options in ascending order.
    pub fn solve(&self, given: &[usize]) -> Result<Option<Vec<usize>>, GivenError> {
        let mut found = None;
        self.each_solution(given, |solution| {
            found = Some(solution);
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

    /// All solutions, in the order in which the search finds them, each with its options in ascending order.
    pub fn solutions(&self, given: &[usize]) -> Result<Vec<Vec<usize>>, GivenError> {
        let mut found = Vec::new();
        self.each_solution(given, |solution| {
            found.push(solution);
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    fn each_solution(
        &self,
        given: &[usize],
        mut found: impl FnMut(Vec<usize>) -> ControlFlow<()>,
    ) -> Result<(), GivenError> {
        self.search(given, |node| {
            if !node.is_solution {
                return ControlFlow::Continue(());
            }
            let mut solution = node.chosen.to_vec();
            solution.sort_unstable();
            found(solution)
        })
    }

    /// How many solutions there are, if no more than `limit`; else `limit`.
    pub fn count_up_to(&self, given: &[usize], limit: usize) -> Result<usize, GivenError> {
        let mut count = 0;
        self.search(given, |node| {
            if count < limit && node.is_solution {
                count += 1;
            }
            if count < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(count)
    }
}

/// The state of one search. It belongs to the search alone: whoever breaks it off has nothing to put back, and a search
/// may be started within another.
struct Search<'cover, V> {
    cover: &'cover ExactCover,
    cells: Vec<Cell>,
    sizes: Vec<usize>,
    /// The required items that are not covered, in a circle with its head behind the last item. An optional item is a
    /// circle of its own, so that it may be unlinked like the others, and nobody finds it.
    neighbours: Vec<(usize, usize)>,
    chosen: Vec<usize>,
    visit: V,
}

impl<'cover, V: FnMut(Node<'_>) -> ControlFlow<()>> Search<'cover, V> {
    fn new(cover: &'cover ExactCover, visit: V) -> Self {
        let items = cover.sizes.len();
        let mut neighbours: Vec<(usize, usize)> = (0..=items).map(|item| (item, item)).collect();
        let mut last = items;
        for item in 0..cover.required {
            neighbours[last].1 = item;
            neighbours[item] = (last, items);
            last = item;
        }
        neighbours[items].0 = last;
        // Each option that is chosen covers a required item of its own.
        let chosen = Vec::with_capacity(cover.required);
        Self { cover, cells: cover.cells.clone(), sizes: cover.sizes.clone(), neighbours, chosen, visit }
    }

    /// Visits the node and all below it, and leaves everything as it was, unless it is broken off.
    fn descend(&mut self) -> ControlFlow<()> {
        let next = self.narrowest();
        (self.visit)(Node { chosen: &self.chosen, is_solution: next.is_none() })?;
        let Some(item) = next else { return ControlFlow::Continue(()) };
        self.cover(item);
        let mut cell = self.cells[item].down;
        while cell != item {
            let option = self.cells[cell].option;
            let (start, end) = (self.cover.starts[option], self.cover.starts[option + 1]);
            self.chosen.push(option);
            for other in (start..end).filter(|&other| other != cell) {
                self.cover(self.cells[other].item);
            }
            self.descend()?;
            for other in (start..end).rev().filter(|&other| other != cell) {
                self.uncover(self.cells[other].item);
            }
            self.chosen.pop();
            cell = self.cells[cell].down;
        }
        self.uncover(item);
        ControlFlow::Continue(())
    }

    /// The required item with the fewest options left; of several, the smallest. None when all are covered.
    ///
    /// This is all the pruning there is: an item without options is a dead end that is seen at once, one with a single
    /// option is no choice, and wherever there is a choice, it is the smallest.
    fn narrowest(&self) -> Option<usize> {
        let head = self.neighbours.len() - 1;
        let mut best = None;
        let mut fewest = usize::MAX;
        let mut item = self.neighbours[head].1;
        while item != head && fewest > 0 {
            if self.sizes[item] < fewest {
                (best, fewest) = (Some(item), self.sizes[item]);
            }
            item = self.neighbours[item].1;
        }
        best
    }

    /// Takes the item out of those to be covered, and its options out of the lists of all their other items.
    fn cover(&mut self, item: usize) {
        let (before, after) = self.neighbours[item];
        self.neighbours[before].1 = after;
        self.neighbours[after].0 = before;
        let mut cell = self.cells[item].down;
        while cell != item {
            self.hide(cell);
            cell = self.cells[cell].down;
        }
    }

    /// Undoes `cover`, if nothing else was done since that was not undone: all of it, the last first.
    fn uncover(&mut self, item: usize) {
        let mut cell = self.cells[item].up;
        while cell != item {
            self.show(cell);
            cell = self.cells[cell].up;
        }
        let (before, after) = self.neighbours[item];
        self.neighbours[before].1 = item;
        self.neighbours[after].0 = item;
    }

    /// Unlinks all cells of an option but this one, which keeps its place in the list that is being covered.
    fn hide(&mut self, kept: usize) {
        let option = self.cells[kept].option;
        for other in self.cover.starts[option]..self.cover.starts[option + 1] {
            if other != kept {
                let Cell { up, down, item, .. } = self.cells[other];
                self.cells[up].down = down;
                self.cells[down].up = up;
                self.sizes[item] -= 1;
            }
        }
    }

    fn show(&mut self, kept: usize) {
        let option = self.cells[kept].option;
        for other in (self.cover.starts[option]..self.cover.starts[option + 1]).rev() {
            if other != kept {
                let Cell { up, down, item, .. } = self.cells[other];
                self.cells[up].down = other;
                self.cells[down].up = other;
                self.sizes[item] += 1;
            }
        }
    }
}
