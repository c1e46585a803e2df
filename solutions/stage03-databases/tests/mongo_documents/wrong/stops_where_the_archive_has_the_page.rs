//! caught by: tests::edge_cases::a_move_that_stopped_half_way_is_finished, tests::concurrency::a_comment_that_comes_between_any_two_steps_is_kept
//! Takes an archived page for an error: after a crash between the steps no comment is accepted any more.

use std::ops::Deref;

use mongodb::bson::Bson;
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
        let full = doc! { "slug": slug, "comments.49": { "$exists": true } };
        if let Some(post) = self.posts.find_one(full).await? {
            self.move_page(&post).await?;
        }
        self.right.add_comment(slug, comment).await
    }

    async fn move_page(&self, post: &Document) -> Result<(), StoreError> {
        let id = post.get("_id").cloned().unwrap_or(Bson::Null);
        let page = post.get("page").cloned().unwrap_or(Bson::Int32(0));
        let comments = post.get_array("comments").cloned().unwrap_or_default();
        let archived = doc! { "_id": { "post": id.clone(), "page": page.clone() }, "comments": comments };
        self.archive.insert_one(archived).await?;
        let emptied = doc! { "$set": { "comments": [] }, "$inc": { "page": 1 } };
        self.posts.update_one(doc! { "_id": id, "page": page }, emptied).await?;
        Ok(())
    }
}
