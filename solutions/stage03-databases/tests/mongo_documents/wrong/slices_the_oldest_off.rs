//! caught by: tests::behaviour::a_full_page_moves_to_the_archive, tests::concurrency::forty_readers_comment_at_once_and_lose_nothing
//! Keeps the newest fifty with `$slice`: the array is bounded, and the history is gone.

use std::ops::Deref;

use mongodb::bson;
use mongodb::bson::{Document, doc};
use mongodb::options::ReturnDocument;
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
        let comment = bson::serialize_to_document(comment).unwrap_or_default();
        let capped = doc! { "$each": [comment], "$slice": -i64::from(PAGE) };
        let push = doc! { "$push": { "comments": capped }, "$inc": { "page": 0 } };
        let post = self.posts.find_one_and_update(doc! { "slug": slug }, push).return_document(ReturnDocument::After);
        let post = post.await?.ok_or(StoreError::UnknownPost)?;
        Ok(post.get_array("comments").map_or(0, Vec::len) as u64)
    }
}
