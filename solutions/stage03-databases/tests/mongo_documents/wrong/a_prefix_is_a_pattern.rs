//! caught by: tests::edge_cases::a_prefix_is_no_pattern
//! Makes a regular expression of what a visitor typed.

use std::ops::Deref;

use mongodb::bson::{Document, doc};
use mongodb::{Collection, Database};

#[path = "../kata.rs"]
mod reference;
pub use reference::*;

pub struct PostStore {
    right: reference::PostStore,
    posts: Collection<Document>,
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
        Ok(Self { right, posts: database.collection("posts") })
    }

    pub async fn slugs_with_prefix(&self, prefix: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let pattern = doc! { "slug": { "$regex": format!("^{prefix}") } };
        let mut found = self.posts.find(pattern).sort(doc! { "slug": 1 }).limit(limit.into()).await?;
        let mut slugs = Vec::new();
        while found.advance().await? {
            slugs.push(found.deserialize_current()?.get_str("slug").unwrap_or_default().to_owned());
        }
        Ok(slugs)
    }
}
