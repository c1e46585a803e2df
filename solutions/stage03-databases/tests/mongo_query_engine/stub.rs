//! A document query engine: read `README.md`, then make the tests pass.

use std::cmp::Ordering;

use mongodb::bson::{Bson, Document};

/// Why a filter was refused. Both name the operator.
#[derive(Debug)]
pub enum QueryError {
    /// There is no such operator, or not in this place.
    UnknownOperator(String),
    /// The operator cannot do anything with what it was given.
    BadOperand(String),
}

/// A filter that makes sense.
pub struct Filter {
    // Your fields go here.
}

impl Filter {
    /// Reads a filter.
    pub fn parse(filter: &Document) -> Result<Self, QueryError> {
        todo!("read the filter {filter}, or say which operator is wrong")
    }

    /// Whether a document passes.
    pub fn matches(&self, document: &Document) -> bool {
        todo!("find what the paths reach in {document} and ask it")
    }
}

/// The order of all values: by their kinds first, then within one kind.
pub fn compare(left: &Bson, right: &Bson) -> Ordering {
    todo!("compare {left} with {right}")
}

/// What one path reaches in each of many documents, in order.
pub struct Index {
    // Your fields go here.
}

impl Index {
    /// An empty index on a path.
    pub fn new(path: &str) -> Self {
        todo!("make an empty index on {path}")
    }

    /// Takes up the document that stands at `position`.
    pub fn insert(&mut self, position: usize, document: &Document) {
        todo!("keep {position} under every value that the path reaches in {document}")
    }

    /// The positions of all documents that may pass `filter`, ascending and each once; `None` when the index cannot say,
    /// so that all must be looked at.
    pub fn candidates(&self, filter: &Filter) -> Option<Vec<usize>> {
        let _ = filter;
        todo!("find the positions of the documents that may pass")
    }
}
