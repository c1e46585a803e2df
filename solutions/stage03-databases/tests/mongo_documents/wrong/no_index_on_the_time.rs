//! caught by: tests::complexity::the_report_examines_only_what_is_recent
//! Has an index for the slug only: the report reads all posts since the first.

use std::ops::Deref;

use mongodb::Database;
use mongodb::bson::Document;

#[path = "../kata.rs"]
mod reference;
pub use reference::*;

pub struct PostStore {
    right: reference::PostStore,
}

impl Deref for PostStore {
    type Target = reference::PostStore;

    fn deref(&self) -> &Self::Target {
        &self.right
    }
}

impl PostStore {
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        let right = reference::PostStore::open(database).await?;
        database.collection::<Document>("posts").drop_index("published_at_1").await?;
        Ok(Self { right })
    }
}
