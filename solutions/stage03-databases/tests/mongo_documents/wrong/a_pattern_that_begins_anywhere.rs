//! caught by: tests::complexity::a_prefix_is_a_range_of_the_index
//! Escapes the prefix but looks for it anywhere, and sorts out here: the server reads the whole index.

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
        let escaped: String =
            prefix.chars().map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("\\{c}") }).collect();
        let mut found = self.posts.find(doc! { "slug": { "$regex": escaped } }).sort(doc! { "slug": 1 }).await?;
        let mut slugs = Vec::new();
        while found.advance().await? {
            slugs.push(found.deserialize_current()?.get_str("slug").unwrap_or_default().to_owned());
        }
        slugs.retain(|slug| slug.starts_with(prefix));
        slugs.truncate(limit as usize);
        Ok(slugs)
    }
}
