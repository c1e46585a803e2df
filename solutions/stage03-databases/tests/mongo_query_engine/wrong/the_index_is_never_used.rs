//! caught by: tests::complexity::an_index_leaves_what_passes, tests::behaviour::an_index_gives_positions_in_order_and_each_once
//! Says of every filter that all documents must be looked at: never wrong, never of use.

use mongodb::bson::Document;

#[path = "../kata.rs"]
mod reference;
pub use reference::{Filter, QueryError, compare};

pub struct Index(reference::Index);

impl Index {
    pub fn new(path: &str) -> Self {
        Self(reference::Index::new(path))
    }

    pub fn insert(&mut self, position: usize, document: &Document) {
        self.0.insert(position, document);
    }

    pub fn candidates(&self, filter: &Filter) -> Option<Vec<usize>> {
        self.0.candidates(filter).and(None)
    }
}
