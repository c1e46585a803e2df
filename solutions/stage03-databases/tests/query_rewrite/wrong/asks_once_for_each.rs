//! caught by: tests::complexity::no_call_sends_more_than_two_statements
//! N+1: each profile by a statement of its own, every one of them quick.

#[path = "../kata.rs"]
mod reference;

use sqlx::PgPool;
use time::OffsetDateTime;

pub use reference::{CommentItem, Cursor, FeedItem, Page, Profile, RepoError, Trend};

#[derive(Clone)]
pub struct Repository {
    right: reference::Repository,
    pool: PgPool,
}

impl Repository {
    pub fn new(pool: PgPool, secret: &[u8]) -> Self {
        let right = reference::Repository::new(pool.clone(), secret);
        Self { right, pool }
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
        self.right.newer_than(place).await
    }

    pub async fn profiles(&self, ids: &[i64]) -> Result<Vec<Profile>, RepoError> {
        let mut profiles = Vec::new();
        for id in ids {
            let profile = sqlx::query_as(
                "SELECT id, handle, (SELECT count(*) FROM post WHERE author = member.id AND published_at IS NOT NULL) AS posts,
                        (SELECT count(*) FROM follow WHERE followed = member.id) AS followers FROM member WHERE id = $1",
            );
            profiles.extend(profile.bind(id).fetch_optional(&self.pool).await?);
        }
        Ok(profiles)
    }

    pub async fn trending(&self, since: OffsetDateTime, limit: u8) -> Result<Vec<Trend>, RepoError> {
        self.right.trending(since, limit).await
    }

    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        self.right.mark_seen(reader, posts).await
    }
}
