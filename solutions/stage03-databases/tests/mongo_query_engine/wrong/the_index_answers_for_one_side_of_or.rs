//! caught by: tests::properties::an_index_loses_nothing_that_a_scan_finds
//! Takes the clauses of `$or` that it knows about and forgets the others.

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
        let clauses = filter.raw.get_array("$or").ok().filter(|_| filter.raw.len() == 1);
        let Some(clauses) = clauses else { return self.0.candidates(&filter.right) };
        let parsed = clauses.iter().filter_map(|clause| reference::Filter::parse(clause.as_document()?).ok());
        let known: Vec<Vec<usize>> = parsed.filter_map(|clause| self.0.candidates(&clause)).collect();
        let all: std::collections::BTreeSet<usize> = known.iter().flatten().copied().collect();
        (!known.is_empty()).then(|| all.into_iter().collect())
    }
}
