//! caught by: tests::edge_cases::a_shape_of_the_future_is_refused
//! Reads what it knows of a later shape and takes the rest for absent.

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

    pub async fn post(&self, slug: &str) -> Result<Option<Post>, StoreError> {
        let later = doc! { "slug": slug, "schema": { "$gt": 2 } };
        self.posts.update_one(later, doc! { "$set": { "schema": 2 } }).await?;
        self.right.post(slug).await
    }
}
