//! caught by: tests::complexity::a_node_allocates_nothing
//! Gives each node a list of its own of the options that are left.

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

    pub fn search(
        &self,
        given: &[usize],
        mut visit: impl FnMut(Node<'_>) -> ControlFlow<()>,
    ) -> Result<(), GivenError> {
        self.check_given(given)?;
        let mut covered = vec![false; self.items];
        for &item in given.iter().flat_map(|&option| &self.options[option]) {
            covered[item] = true;
        }
        let left: Vec<usize> = (0..self.options.len()).collect();
        let _ = self.descend(&mut given.to_vec(), &covered, &left, &mut visit);
        Ok(())
    }

    fn descend(
        &self,
        chosen: &mut Vec<usize>,
        covered: &[bool],
        left: &[usize],
        visit: &mut impl FnMut(Node<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let is_left = |&option: &usize| self.options[option].iter().all(|&item| !covered[item]);
        let left: Vec<usize> = left.iter().copied().filter(is_left).collect();
        let mut counts = vec![0; self.items];
        for &item in left.iter().flat_map(|&option| &self.options[option]) {
            counts[item] += 1;
        }
        let next = (0..self.required).filter(|&item| !covered[item]).min_by_key(|&item| counts[item]);
        visit(Node { chosen, is_solution: next.is_none() })?;
        let Some(item) = next else { return ControlFlow::Continue(()) };
        for &option in left.iter().filter(|&&option| self.options[option].contains(&item)) {
            let mut covered = covered.to_vec();
            for &item in &self.options[option] {
                covered[item] = true;
            }
            chosen.push(option);
            self.descend(chosen, &covered, &left, visit)?;
            chosen.pop();
        }
        ControlFlow::Continue(())
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
