//! caught by: tests::properties::an_index_loses_nothing_that_a_scan_finds
//! Reads the index between both bounds: a document of which one value is below and one above is lost.

use mongodb::bson::{Document, doc};

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

pub struct Index {
    right: reference::Index,
    path: String,
    documents: Vec<Document>,
}

impl Index {
    pub fn new(path: &str) -> Self {
        Self { right: reference::Index::new(path), path: path.to_owned(), documents: Vec::new() }
    }

    pub fn insert(&mut self, position: usize, document: &Document) {
        self.right.insert(position, document);
        self.documents.push(document.clone());
    }

    pub fn candidates(&self, filter: &Filter) -> Option<Vec<usize>> {
        let mut found = self.right.candidates(&filter.right)?;
        let bounds = filter.raw.get_document(&self.path).ok().filter(|operators| operators.len() > 1);
        if let Some(bounds) = bounds {
            let one = doc! { &self.path: { "$elemMatch": bounds.clone() } };
            let array = doc! { &self.path: { "$elemMatch": { "$exists": true } } };
            let one = reference::Filter::parse(&one).ok()?;
            let array = reference::Filter::parse(&array).ok()?;
            found.retain(|&at| one.matches(&self.documents[at]) || !array.matches(&self.documents[at]));
        }
        Some(found)
    }
}
