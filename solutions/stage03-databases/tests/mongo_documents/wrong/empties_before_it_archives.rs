//! caught by: tests::edge_cases::comments_stay_where_they_are_until_they_are_archived
//! Empties the post first: when the second write fails, fifty comments are nowhere.

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
        let emptied = doc! { "$set": { "comments": [] }, "$inc": { "page": 1 } };
        self.posts.update_one(doc! { "_id": id.clone(), "page": page.clone() }, emptied).await?;
        self.archive.insert_one(doc! { "_id": { "post": id, "page": page }, "comments": comments }).await?;
        Ok(())
    }
}
