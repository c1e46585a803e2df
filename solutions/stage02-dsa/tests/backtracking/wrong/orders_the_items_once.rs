//! caught by: tests::behaviour::an_item_without_options_is_a_dead_end, tests::complexity::the_narrowest_item_is_looked_for_at_every_node
//! Orders the items by their options at the start, and keeps to that order when others have become narrower.

use std::collections::HashSet;
use std::ops::ControlFlow;

pub struct ExactCover {
    required: usize,
    cells: Vec<Cell>,
    sizes: Vec<usize>,
    starts: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Cell {
    up: usize,
    down: usize,
    item: usize,
    option: usize,
}

#[derive(Clone, Copy)]
pub enum OptionError {
    UnknownItem(usize),
    RepeatedItem(usize),
    NothingRequired,
}

#[derive(Clone, Copy)]
pub enum GivenError {
    UnknownOption(usize),
    Clash { first: usize, second: usize },
}

pub struct Node<'search> {
    pub chosen: &'search [usize],
    pub is_solution: bool,
}

impl ExactCover {
    pub fn new(required: usize, optional: usize) -> Self {
        let items = required + optional;
        let head = |item| Cell { up: item, down: item, item, option: usize::MAX };
        Self { required, cells: (0..items).map(head).collect(), sizes: vec![0; items], starts: vec![items] }
    }

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
            let (cell, last) = (self.cells.len(), self.cells[item].up);
            self.cells.push(Cell { up: last, down: item, item, option });
            self.cells[last].down = cell;
            self.cells[item].up = cell;
            self.sizes[item] += 1;
        }
        self.starts.push(self.cells.len());
        Ok(option)
    }

    pub fn search(&self, given: &[usize], visit: impl FnMut(Node<'_>) -> ControlFlow<()>) -> Result<(), GivenError> {
        self.check_given(given)?;
        let mut search = Search::new(self, visit);
        for &option in given {
            search.chosen.push(option);
            for cell in self.starts[option]..self.starts[option + 1] {
                search.cover(self.cells[cell].item);
            }
        }
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

    pub fn solve(&self, given: &[usize]) -> Result<Option<Vec<usize>>, GivenError> {
        let mut found = None;
        self.each_solution(given, |solution| {
            found = Some(solution);
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

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

struct Search<'cover, V> {
    cover: &'cover ExactCover,
    cells: Vec<Cell>,
    sizes: Vec<usize>,
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
        let chosen = Vec::with_capacity(cover.required);
        Self { cover, cells: cover.cells.clone(), sizes: cover.sizes.clone(), neighbours, chosen, visit }
    }

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

    fn narrowest(&self) -> Option<usize> {
        let head = self.neighbours.len() - 1;
        let mut item = self.neighbours[head].1;
        let mut best = None;
        while item != head {
            if best.is_none_or(|best: usize| self.cover.sizes[item] < self.cover.sizes[best]) {
                best = Some(item);
            }
            item = self.neighbours[item].1;
        }
        best
    }

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
