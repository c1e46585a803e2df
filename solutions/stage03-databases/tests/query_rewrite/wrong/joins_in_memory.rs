//! caught by: tests::complexity::a_page_reads_what_it_shows, tests::complexity::a_page_brings_only_what_it_shows
//! Joins in the client: two quick statements bring every member and every follower, and a map does the rest.

#[path = "../kata.rs"]
mod reference;

use std::collections::HashMap;

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
        let members: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT id, handle, (SELECT count(*) FROM post WHERE author = member.id AND published_at IS NOT NULL) FROM member",
        )
        .fetch_all(&self.pool)
        .await?;
        let follows: Vec<(i64,)> = sqlx::query_as("SELECT followed FROM follow").fetch_all(&self.pool).await?;
        let mut followers: HashMap<i64, i64> = HashMap::new();
        for (followed,) in follows {
            *followers.entry(followed).or_default() += 1;
        }
        let members: HashMap<i64, (String, i64)> =
            members.into_iter().map(|(id, handle, posts)| (id, (handle, posts))).collect();
        let profile = |id: &i64| {
            let (handle, posts) = members.get(id)?.clone();
            Some(Profile { id: *id, handle, posts, followers: followers.get(id).copied().unwrap_or(0) })
        };
        Ok(ids.iter().filter_map(profile).collect())
    }

    pub async fn trending(&self, since: OffsetDateTime, limit: u8) -> Result<Vec<Trend>, RepoError> {
        self.right.trending(since, limit).await
    }

    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        self.right.mark_seen(reader, posts).await
    }
}
