//! caught by: tests::behaviour::an_element_is_matched_as_a_document_or_by_itself, tests::properties::array_operators_find_what_the_server_finds
//! Takes `$elemMatch` for a short way to write paths: each condition may be met by another element.

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
    let inner = operand.as_document().and_then(|operators| operators.get_document("$elemMatch").ok());
    match inner {
        Some(inner) if !inner.is_empty() && inner.keys().all(|key| !key.starts_with('$')) => {
            let fields = inner.iter().map(|(key, value)| doc! { format!("{path}.{key}"): value });
            doc! { "$and": fields.collect::<Vec<_>>() }
        }
        _ => doc! { path: operand },
    }
}
