//! caught by: tests::behaviour::queens_do_not_attack_one_another, tests::properties::the_solutions_are_all_sets_that_cover
//! Marks what a choice rules out with a flag, and takes the flag away though an earlier choice rules it out, too.

use std::ops::ControlFlow;

pub struct ExactCover {
    required: usize,
    items: usize,
    options: Vec<Vec<usize>>,
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
        Self { required, items: required + optional, options: Vec::new() }
    }

    pub fn add_option(&mut self, items: &[usize]) -> Result<usize, OptionError> {
        for (index, &item) in items.iter().enumerate() {
            if item >= self.items {
                return Err(OptionError::UnknownItem(item));
            }
            if items[..index].contains(&item) {
                return Err(OptionError::RepeatedItem(item));
            }
        }
        if items.iter().all(|&item| item >= self.required) {
            return Err(OptionError::NothingRequired);
        }
        self.options.push(items.to_vec());
        Ok(self.options.len() - 1)
    }

    fn share(&self, left: usize, right: usize) -> bool {
        self.options[left].iter().any(|item| self.options[right].contains(item))
    }

    fn check_given(&self, given: &[usize]) -> Result<(), GivenError> {
        for (place, &second) in given.iter().enumerate() {
            if second >= self.options.len() {
                return Err(GivenError::UnknownOption(second));
            }
            if let Some(&first) = given[..place].iter().find(|&&first| self.share(first, second)) {
                return Err(GivenError::Clash { first, second });
            }
        }
        Ok(())
    }

    pub fn search(&self, given: &[usize], visit: impl FnMut(Node<'_>) -> ControlFlow<()>) -> Result<(), GivenError> {
        self.check_given(given)?;
        let mut search = Search {
            cover: self,
            covered: vec![false; self.items],
            ruled_out: vec![false; self.options.len()],
            counts: vec![0; self.required],
            chosen: Vec::with_capacity(self.required),
            visit,
        };
        for &option in given {
            search.mark(option, true);
            search.chosen.push(option);
        }
        let _ = search.descend();
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
    covered: Vec<bool>,
    ruled_out: Vec<bool>,
    counts: Vec<usize>,
    chosen: Vec<usize>,
    visit: V,
}

impl<V: FnMut(Node<'_>) -> ControlFlow<()>> Search<'_, V> {
    fn mark(&mut self, option: usize, chosen: bool) {
        for &item in &self.cover.options[option] {
            self.covered[item] = chosen;
        }
        for other in 0..self.ruled_out.len() {
            if self.cover.share(option, other) {
                self.ruled_out[other] = chosen;
            }
        }
    }

    fn descend(&mut self) -> ControlFlow<()> {
        self.counts.fill(0);
        for (option, items) in self.cover.options.iter().enumerate() {
            if !self.ruled_out[option] {
                for &item in items.iter().filter(|&&item| item < self.cover.required) {
                    self.counts[item] += 1;
                }
            }
        }
        let open = (0..self.cover.required).filter(|&item| !self.covered[item]);
        let next = open.min_by_key(|&item| self.counts[item]);
        (self.visit)(Node { chosen: &self.chosen, is_solution: next.is_none() })?;
        let Some(item) = next else { return ControlFlow::Continue(()) };
        for option in 0..self.cover.options.len() {
            if !self.ruled_out[option] && self.cover.options[option].contains(&item) {
                self.mark(option, true);
                self.chosen.push(option);
                self.descend()?;
                self.chosen.pop();
                self.mark(option, false);
            }
        }
        ControlFlow::Continue(())
    }
}
