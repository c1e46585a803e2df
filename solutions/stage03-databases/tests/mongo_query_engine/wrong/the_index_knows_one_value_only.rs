//! caught by: tests::complexity::an_index_leaves_what_passes, tests::complexity::an_index_is_used_where_other_conditions_stand_beside
//! Answers for equality, and reads everything for a range.

use mongodb::bson::Document;

#[path = "../kata.rs"]
mod reference;
pub use reference::{QueryError, compare};

pub struct Filter {
    right: reference::Filter,
    raw: Document,
}

impl Filter {
    pub fn parse(filter: &Document) -> Result<Self, QueryError> {
        Ok(Self { right: reference::Filter::parse(filter)?, raw: filter.clone() })
    }

    pub fn matches(&self, document: &Document) -> bool {
        self.right.matches(document)
    }
}

pub struct Index(reference::Index);

impl Index {
    pub fn new(path: &str) -> Self {
        Self(reference::Index::new(path))
    }

    pub fn insert(&mut self, position: usize, document: &Document) {
        self.0.insert(position, document);
    }

    pub fn candidates(&self, filter: &Filter) -> Option<Vec<usize>> {
        let ranges = ["$gt", "$lt"].iter().any(|range| filter.raw.to_string().contains(range));
        if ranges { None } else { self.0.candidates(&filter.right) }
    }
}
