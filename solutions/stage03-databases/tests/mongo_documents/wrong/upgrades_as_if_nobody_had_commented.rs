//! caught by: tests::behaviour::a_post_of_the_first_shape_takes_comments, tests::concurrency::a_comment_that_comes_during_an_upgrade_is_kept
//! Gives every old post an empty first page, although some have comments by now.

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

    pub async fn upgrade(&self) -> Result<u64, StoreError> {
        let emptied = doc! { "$set": { "page": 0, "comments": [] } };
        self.posts.update_many(doc! { "schema": { "$exists": false } }, emptied).await?;
        self.right.upgrade().await
    }
}
