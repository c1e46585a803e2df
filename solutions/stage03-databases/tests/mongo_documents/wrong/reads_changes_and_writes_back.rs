//! caught by: tests::concurrency::a_comment_that_comes_between_any_two_steps_is_kept
//! Reads the page, adds the comment here and stores what it then has: the comment of another is overwritten.

use std::ops::Deref;

use mongodb::bson::{self, Bson};
use mongodb::bson::{Document, doc};
use mongodb::{Collection, Database};

#[path = "../kata.rs"]
mod reference;
pub use reference::*;

pub struct PostStore {
    right: reference::PostStore,
    posts: Collection<Document>,
    archive: Collection<Document>,
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
        Ok(Self { right, posts: database.collection("posts"), archive: database.collection("comment_pages") })
    }

    pub async fn add_comment(&self, slug: &str, comment: &Comment) -> Result<u64, StoreError> {
        let mut post = self.posts.find_one(doc! { "slug": slug }).await?.ok_or(StoreError::UnknownPost)?;
        let mut page = post.get("page").and_then(Bson::as_i32).unwrap_or(0);
        let mut comments = post.get_array("comments").cloned().unwrap_or_default();
        let id = post.get("_id").cloned().unwrap_or(Bson::Null);
        if comments.len() == PAGE as usize {
            let id = doc! { "post": id.clone(), "page": page };
            let _ = self.archive.insert_one(doc! { "_id": id, "comments": comments }).await;
            comments = Vec::new();
            page += 1;
        }
        comments.push(bson::serialize_to_bson(comment).unwrap_or(Bson::Null));
        let number = page as u64 * u64::from(PAGE) + comments.len() as u64;
        post.insert("page", page);
        post.insert("comments", comments);
        self.posts.replace_one(doc! { "_id": id }, post).await?;
        Ok(number)
    }
}
