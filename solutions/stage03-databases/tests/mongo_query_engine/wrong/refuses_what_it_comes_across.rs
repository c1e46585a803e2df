//! caught by: tests::edge_cases::a_filter_is_refused_before_it_meets_a_document
//! Reads the filter while it looks at a document: an unknown operator is found only by some of them.

use mongodb::bson::Document;

#[path = "../kata.rs"]
mod reference;
pub use reference::{QueryError, compare};

pub struct Filter(Document);

impl Filter {
    pub fn parse(filter: &Document) -> Result<Self, QueryError> {
        Ok(Self(filter.clone()))
    }

    pub fn matches(&self, document: &Document) -> bool {
        reference::Filter::parse(&self.0).is_ok_and(|filter| filter.matches(document))
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
        reference::Filter::parse(&filter.0).ok().and_then(|filter| self.0.candidates(&filter))
    }
}
