//! caught by: tests::behaviour::what_a_path_misses_depends_on_where_it_ends
//! Takes a path that ends in an array of scalars for a field that is missing.

use mongodb::bson::{Bson, Document, doc};

#[path = "../kata.rs"]
mod reference;
pub use reference::{QueryError, compare};

pub struct Filter(reference::Filter);

impl Filter {
    pub fn parse(filter: &Document) -> Result<Self, QueryError> {
        reference::Filter::parse(&rewritten(filter)).map(Self)
    }

    pub fn matches(&self, document: &Document) -> bool {
        self.0.matches(document)
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

fn rewritten(filter: &Document) -> Document {
    let clause =
        |clause: &Bson| clause.as_document().map_or(clause.clone(), |clause| Bson::Document(rewritten(clause)));
    let mut conjuncts = Vec::new();
    for (key, operand) in filter {
        conjuncts.push(match operand {
            Bson::Array(clauses) if key.starts_with('$') => {
                doc! { key: clauses.iter().map(clause).collect::<Vec<_>>() }
            }
            operand if key.starts_with('$') => doc! { key: operand },
            operand => field(key, operand),
        });
    }
    if conjuncts.is_empty() {
        Document::new()
    } else {
        doc! { "$and": conjuncts }
    }
}

/// The sin.
fn field(path: &str, operand: &Bson) -> Document {
    match operand {
        Bson::Null => doc! { "$or": [{ path: operand }, { path: { "$exists": false } }] },
        _ => doc! { path: operand },
    }
}
