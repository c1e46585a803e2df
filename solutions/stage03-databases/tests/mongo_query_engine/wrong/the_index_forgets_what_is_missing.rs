//! caught by: tests::behaviour::an_index_gives_positions_in_order_and_each_once, tests::properties::an_index_loses_nothing_that_a_scan_finds
//! Puts only what is there into the index: a search for null loses what is missing.

use mongodb::bson::{Document, doc};

#[path = "../kata.rs"]
mod reference;
pub use reference::{Filter, QueryError, compare};

pub struct Index {
    right: reference::Index,
    path: String,
}

impl Index {
    pub fn new(path: &str) -> Self {
        Self { right: reference::Index::new(path), path: path.to_owned() }
    }

    pub fn insert(&mut self, position: usize, document: &Document) {
        let there = Filter::parse(&doc! { &self.path: { "$exists": true } });
        if there.is_ok_and(|there| there.matches(document)) {
            self.right.insert(position, document);
        }
    }

    pub fn candidates(&self, filter: &Filter) -> Option<Vec<usize>> {
        self.right.candidates(filter)
    }
}
