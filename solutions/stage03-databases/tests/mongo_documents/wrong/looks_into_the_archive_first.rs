//! caught by: tests::concurrency::a_page_is_read_while_it_moves
//! Asks the archive, then the post: a page that moves in between is in neither.

use std::ops::Deref;

use mongodb::bson;
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

    pub async fn comment_page(&self, slug: &str, page: u64) -> Result<Vec<Comment>, StoreError> {
        let known = self.posts.find_one(doc! { "slug": slug }).await?.ok_or(StoreError::UnknownPost)?;
        let id = known.get_object_id("_id").unwrap_or_default();
        let place = doc! { "_id": { "post": id, "page": page as i64 } };
        if let Some(archived) = self.archive.find_one(place).await? {
            let comments = archived.get_array("comments").cloned().unwrap_or_default();
            return Ok(comments.into_iter().filter_map(|comment| bson::deserialize_from_bson(comment).ok()).collect());
        }
        let post = self.posts.find_one(doc! { "slug": slug }).await?.unwrap_or_default();
        let open = post.get("page").and_then(|page| page.as_i64().or(page.as_i32().map(i64::from))).unwrap_or(0);
        if open as u64 != page {
            return Ok(Vec::new());
        }
        let comments = post.get_array("comments").cloned().unwrap_or_default();
        Ok(comments.into_iter().filter_map(|comment| bson::deserialize_from_bson(comment).ok()).collect())
    }
}
