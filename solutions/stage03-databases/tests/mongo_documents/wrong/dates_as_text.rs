//! caught by: tests::behaviour::what_is_stored_has_the_types_that_others_rely_on
//! Stores the time as text.

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

    pub async fn publish(&self, draft: &Draft) -> Result<(), StoreError> {
        self.right.publish(draft).await?;
        let text = draft.published_at.try_to_rfc3339_string().unwrap_or_default();
        self.posts.update_one(doc! { "slug": &draft.slug }, doc! { "$set": { "published_at": text } }).await?;
        Ok(())
    }

    pub async fn post(&self, slug: &str) -> Result<Option<Post>, StoreError> {
        let dated = doc! { "$set": { "published_at": { "$toDate": "$published_at" } } };
        self.posts.update_one(doc! { "slug": slug, "schema": 2 }, vec![dated]).await?;
        self.right.post(slug).await
    }
}
