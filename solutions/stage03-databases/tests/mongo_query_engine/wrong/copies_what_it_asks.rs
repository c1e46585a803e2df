//! caught by: tests::complexity::a_document_is_asked_and_not_copied
//! Clones the values on the way.

use mongodb::bson::Document;

#[path = "../kata.rs"]
mod reference;
pub use reference::{QueryError, compare};

pub struct Filter(reference::Filter);

impl Filter {
    pub fn parse(filter: &Document) -> Result<Self, QueryError> {
        reference::Filter::parse(filter).map(Self)
    }

    pub fn matches(&self, document: &Document) -> bool {
        self.0.matches(&document.clone())
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
        self.0.candidates(&filter.0)
    }
}
