//! caught by: tests::behaviour::two_bounds_may_be_met_by_two_elements, tests::properties::comparisons_find_what_the_server_finds
//! Looks for one element that satisfies all operators, as `$elemMatch` does.

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
        Bson::Document(operators) if operators.len() > 1 && operators.contains_key("$gt") => doc! { "$or": [
            { path: { "$elemMatch": operand } },
            { "$and": [{ path: operand }, { path: { "$not": { "$elemMatch": { "$exists": true } } } }] },
        ] },
        _ => doc! { path: operand },
    }
}
