//! caught by: tests::behaviour::an_index_gives_positions_in_order_and_each_once
//! Lists a document once for each of its values that is in the range.

use mongodb::bson::Document;

#[path = "../kata.rs"]
mod reference;
pub use reference::{Filter, QueryError, compare};

pub struct Index {
    right: reference::Index,
    arrays: Vec<usize>,
}

impl Index {
    pub fn new(path: &str) -> Self {
        Self { right: reference::Index::new(path), arrays: Vec::new() }
    }

    pub fn insert(&mut self, position: usize, document: &Document) {
        self.right.insert(position, document);
        if document.get_array("a").is_ok_and(|array| array.len() > 1) {
            self.arrays.push(position);
        }
    }

    pub fn candidates(&self, filter: &Filter) -> Option<Vec<usize>> {
        let found = self.right.candidates(filter)?;
        Some(found.into_iter().flat_map(|at| vec![at; if self.arrays.contains(&at) { 2 } else { 1 }]).collect())
    }
}
