//! caught by: tests::behaviour::kinds_have_an_order_and_are_not_mixed_in_a_range, tests::properties::comparisons_find_what_the_server_finds
//! Uses the order of all values for a range too: every string is greater than every number.

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
    let above = operand.as_document().and_then(|operators| operators.get("$gt"));
    match above.and_then(Bson::as_i32) {
        Some(_) => doc! { "$or": [{ path: operand }, { path: { "$gte": "" } }, { path: { "$gte": false } }] },
        None => doc! { path: operand },
    }
}
