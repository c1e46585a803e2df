//! The same search, written down plainly: no links, but a number for each option, how many of its items are covered, and
//! one for each item, how many options are left. The lists stay as they are, and are walked over whole.

use std::ops::ControlFlow;

pub struct ExactCover {
    required: usize,
    items_of: Vec<Vec<usize>>,
    options_of: Vec<Vec<usize>>,
}

pub struct Node {
    is_solution: bool,
}

impl ExactCover {
    pub fn new(required: usize, optional: usize) -> Self {
        Self { required, items_of: Vec::new(), options_of: vec![Vec::new(); required + optional] }
    }

    /// Refuses an item that is not there.
    pub fn add_option(&mut self, items: &[usize]) -> Result<usize, usize> {
        if let Some(&unknown) = items.iter().find(|&&item| item >= self.options_of.len()) {
            return Err(unknown);
        }
        let option = self.items_of.len();
        for &item in items {
            self.options_of[item].push(option);
        }
        self.items_of.push(items.to_vec());
        Ok(option)
    }

    /// Refuses an option that is not there.
    pub fn search(&self, given: &[usize], visit: impl FnMut(Node) -> ControlFlow<()>) -> Result<(), usize> {
        if let Some(&unknown) = given.iter().find(|&&option| option >= self.items_of.len()) {
            return Err(unknown);
        }
        let mut search = Search {
            cover: self,
            ruled_out: vec![0; self.items_of.len()],
            left: self.options_of.iter().map(Vec::len).collect(),
            is_covered: vec![false; self.options_of.len()],
            visit,
        };
        for &option in given {
            search.choose(option);
        }
        let _ = search.descend();
        Ok(())
    }

    pub fn count_up_to(&self, given: &[usize], limit: usize) -> Result<usize, usize> {
        let mut count = 0;
        self.search(given, |node| {
            count += usize::from(node.is_solution);
            if count < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(count)
    }
}

struct Search<'cover, V> {
    cover: &'cover ExactCover,
    /// How many covered items each option has.
    ruled_out: Vec<usize>,
    /// How many options of each item have no covered item.
    left: Vec<usize>,
    is_covered: Vec<bool>,
    visit: V,
}

impl<V: FnMut(Node) -> ControlFlow<()>> Search<'_, V> {
    fn descend(&mut self) -> ControlFlow<()> {
        let cover = self.cover;
        let open = (0..cover.required).filter(|&item| !self.is_covered[item]);
        let narrowest = open.min_by_key(|&item| self.left[item]);
        (self.visit)(Node { is_solution: narrowest.is_none() })?;
        for &option in narrowest.map_or(&[][..], |item| &cover.options_of[item]) {
            if self.ruled_out[option] == 0 {
                self.choose(option);
                self.descend()?;
                self.take_back(option);
            }
        }
        ControlFlow::Continue(())
    }

    fn choose(&mut self, option: usize) {
        for &item in &self.cover.items_of[option] {
            self.is_covered[item] = true;
            for &other in &self.cover.options_of[item] {
                if self.ruled_out[other] == 0 {
                    for &item in &self.cover.items_of[other] {
                        self.left[item] -= 1;
                    }
                }
                self.ruled_out[other] += 1;
            }
        }
    }

    fn take_back(&mut self, option: usize) {
        for &item in &self.cover.items_of[option] {
            self.is_covered[item] = false;
            for &other in &self.cover.options_of[item] {
                self.ruled_out[other] -= 1;
                if self.ruled_out[other] == 0 {
                    for &item in &self.cover.items_of[other] {
                        self.left[item] += 1;
                    }
                }
            }
        }
    }
}
