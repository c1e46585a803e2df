//! caught by: tests::complexity::the_report_and_the_upgrade_are_done_by_the_server
//! Loads the posts, with all that they hold, to count them here.

use std::ops::Deref;

use mongodb::bson::DateTime;
use mongodb::bson::{Document, doc};
use mongodb::{Collection, Database};
use std::collections::BTreeMap;

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

    pub async fn tag_report(&self, since: DateTime) -> Result<Vec<TagStat>, StoreError> {
        let mut stats: BTreeMap<String, TagStat> = BTreeMap::new();
        let mut posts = self.posts.find(doc! { "published_at": { "$gte": since } }).await?;
        while posts.advance().await? {
            let post = posts.deserialize_current()?;
            let at = *post.get_datetime("published_at").unwrap_or(&since);
            let page = post.get("page").and_then(|page| page.as_i64().or(page.as_i32().map(i64::from))).unwrap_or(0);
            let count = page as u64 * u64::from(PAGE) + post.get_array("comments").map_or(0, Vec::len) as u64;
            let mut tags: Vec<String> =
                post.get_array("tags").into_iter().flatten().map(|tag| tag.as_str().unwrap_or("").to_owned()).collect();
            tags.sort();
            tags.dedup();
            for tag in tags {
                let stat = stats.entry(tag.clone()).or_insert(TagStat { tag, posts: 0, comments: 0, latest: at });
                stat.posts += 1;
                stat.comments += count;
                stat.latest = stat.latest.max(at);
            }
        }
        let mut stats: Vec<TagStat> = stats.into_values().collect();
        stats.sort_by_key(|stat| std::cmp::Reverse(stat.posts));
        Ok(stats)
    }
}
