//! Backtracking: read `README.md`, then make the tests pass.

use std::ops::ControlFlow;

/// Items to cover, and options that each cover some of them. Give it the fields that it needs.
pub struct ExactCover {}

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
        todo!("make {required} required and {optional} optional items")
    }

    /// Adds an option that covers these items, and returns its number: 0, 1, 2…
    pub fn add_option(&mut self, items: &[usize]) -> Result<usize, OptionError> {
        todo!("add an option that covers {items:?}")
    }

    /// Visits the nodes of the search, in the order that the rules say, until `visit` breaks off or all are visited.
    pub fn search(&self, given: &[usize], visit: impl FnMut(Node<'_>) -> ControlFlow<()>) -> Result<(), GivenError> {
        let _ = visit;
        todo!("choose {given:?}, and then search")
    }

    /// The first solution, its options in ascending order.
    pub fn solve(&self, given: &[usize]) -> Result<Option<Vec<usize>>, GivenError> {
        todo!("find a solution with {given:?}")
    }

    /// All solutions, in the order in which the search finds them, each with its options in ascending order.
    pub fn solutions(&self, given: &[usize]) -> Result<Vec<Vec<usize>>, GivenError> {
        todo!("find all solutions with {given:?}")
    }

    /// How many solutions there are, if no more than `limit`; else `limit`.
    pub fn count_up_to(&self, given: &[usize], limit: usize) -> Result<usize, GivenError> {
        todo!("count up to {limit} solutions with {given:?}")
    }
}
