//! caught by: tests::complexity::the_report_examines_only_what_is_recent
//! Converts the field before it compares it, so that no index can answer.

use std::ops::Deref;

use mongodb::bson::DateTime;
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

    pub async fn tag_report(&self, since: DateTime) -> Result<Vec<TagStat>, StoreError> {
        let pipeline = [
            doc! { "$match": { "$expr": { "$gte": [{ "$toDate": "$published_at" }, since] }, "schema": 2 } },
            doc! { "$set": { "tags": { "$setUnion": ["$tags", []] } } },
            doc! { "$unwind": "$tags" },
            doc! { "$group": {
                "_id": "$tags",
                "posts": { "$sum": 1 },
                "comments": { "$sum": { "$add": [{ "$multiply": ["$page", PAGE] }, { "$size": "$comments" }] } },
                "latest": { "$max": "$published_at" },
            } },
            doc! { "$sort": { "posts": -1, "_id": 1 } },
            doc! { "$project": { "_id": 0, "tag": "$_id", "posts": 1, "comments": 1, "latest": 1 } },
        ];
        let mut rows = self.posts.aggregate(pipeline).with_type::<TagStat>().await?;
        let mut stats = Vec::new();
        while rows.advance().await? {
            stats.push(rows.deserialize_current()?);
        }
        Ok(stats)
    }
}
