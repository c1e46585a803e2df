//! caught by: tests::edge_cases::a_post_that_is_not_there_takes_no_comment
//! Upserts: a comment for a slug with a typing error makes a post.

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

    pub async fn add_comment(&self, slug: &str, comment: &Comment) -> Result<u64, StoreError> {
        if self.right.post(slug).await?.is_none() {
            self.posts
                .update_one(doc! { "slug": slug }, doc! { "$set": { "page": 0, "comments": [] } })
                .upsert(true)
                .await?;
        }
        self.right.add_comment(slug, comment).await
    }
}
