//! caught by: tests::behaviour::posts_that_came_since_are_counted
//! Keeps each count in a map: the second answer is as quick as can be, and old.

#[path = "../kata.rs"]
mod reference;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use sqlx::PgPool;
use time::OffsetDateTime;

pub use reference::{CommentItem, Cursor, FeedItem, Page, Profile, RepoError, Trend};

#[derive(Clone)]
pub struct Repository {
    right: reference::Repository,
    known: Arc<Mutex<HashMap<String, u8>>>,
}

impl Repository {
    pub fn new(pool: PgPool, secret: &[u8]) -> Self {
        let right = reference::Repository::new(pool.clone(), secret);
        Self { right, known: Arc::default() }
    }

    pub async fn feed_page(&self, after: Option<Cursor>, limit: u8) -> Result<Page<FeedItem>, RepoError> {
        self.right.feed_page(after, limit).await
    }

    pub async fn comments_page(
        &self,
        post: i64,
        after: Option<Cursor>,
        limit: u8,
    ) -> Result<Page<CommentItem>, RepoError> {
        self.right.comments_page(post, after, limit).await
    }

    pub async fn newer_than(&self, place: &Cursor) -> Result<u8, RepoError> {
        if let Some(&count) = self.known.lock().expect("no thread panics").get(&place.0) {
            return Ok(count);
        }
        let count = self.right.newer_than(place).await?;
        self.known.lock().expect("no thread panics").insert(place.0.clone(), count);
        Ok(count)
    }

    pub async fn profiles(&self, ids: &[i64]) -> Result<Vec<Profile>, RepoError> {
        self.right.profiles(ids).await
    }

    pub async fn trending(&self, since: OffsetDateTime, limit: u8) -> Result<Vec<Trend>, RepoError> {
        self.right.trending(since, limit).await
    }

    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        self.right.mark_seen(reader, posts).await
    }
}
