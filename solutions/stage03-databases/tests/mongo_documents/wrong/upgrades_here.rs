//! caught by: tests::concurrency::a_comment_that_comes_during_an_upgrade_is_kept, tests::complexity::the_report_and_the_upgrade_are_done_by_the_server
//! Reads old posts, changes them here and writes them back: what came meanwhile is gone.

use std::ops::Deref;

use mongodb::bson::{Bson, DateTime};
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
        let mut olds = self.posts.find(doc! { "schema": { "$exists": false } }).await?;
        let mut upgraded = 0;
        while olds.advance().await? {
            let mut post = olds.deserialize_current()?;
            let tags = post.get_str("tags").unwrap_or_default().to_owned();
            let tags: Vec<&str> = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
            let at = DateTime::parse_rfc3339_str(post.get_str("published").unwrap_or_default());
            post.remove("published");
            post.insert("schema", 2);
            post.insert("tags", tags);
            post.insert("published_at", at.unwrap_or(DateTime::MIN));
            post.entry("page".to_owned()).or_insert(Bson::Int32(0));
            post.entry("comments".to_owned()).or_insert(Bson::Array(Vec::new()));
            let id = post.get("_id").cloned().unwrap_or(Bson::Null);
            self.posts.replace_one(doc! { "_id": id }, post).await?;
            upgraded += 1;
        }
        Ok(upgraded)
    }
}
