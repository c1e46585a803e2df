//! caught by: tests::concurrency::a_slug_that_is_taken_in_between_is_taken
//! Looks for the slug and then inserts, with an index that is not unique: another may come between.

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
        let posts: Collection<Document> = database.collection("posts");
        posts.drop_index("slug_1").await?;
        posts.create_index(mongodb::IndexModel::builder().keys(doc! { "slug": 1, "_id": 1 }).build()).await?;
        Ok(Self { right, posts: database.collection("posts") })
    }

    pub async fn publish(&self, draft: &Draft) -> Result<(), StoreError> {
        if self.posts.find_one(doc! { "slug": &draft.slug }).await?.is_some() {
            return Err(StoreError::SlugTaken);
        }
        self.right.publish(draft).await
    }
}
