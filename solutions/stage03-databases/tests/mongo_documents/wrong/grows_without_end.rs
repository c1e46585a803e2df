//! caught by: tests::behaviour::a_full_page_moves_to_the_archive
//! Pushes and never asks how much is there: the post grows until it is too large to be stored.

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
        let push = doc! { "$push": { "comments": comment }, "$inc": { "page": 0 } };
        let post = self.posts.find_one_and_update(doc! { "slug": slug }, push).return_document(ReturnDocument::After);
        let post = post.await?.ok_or(StoreError::UnknownPost)?;
        Ok(post.get_array("comments").map_or(0, Vec::len) as u64)
    }
}
