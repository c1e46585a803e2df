//! caught by: tests::complexity::trends_are_found_by_the_recent_reactions
//! A correlated subquery: every post there is is asked for its recent reactions.

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
        self.right.profiles(ids).await
    }

    pub async fn trending(&self, since: OffsetDateTime, limit: u8) -> Result<Vec<Trend>, RepoError> {
        let query = sqlx::query_as(
            "SELECT * FROM (
                 SELECT id, title, (SELECT count(*) FROM reaction WHERE reaction.post = post.id AND reacted_at >= $1) AS reactions
                 FROM post WHERE published_at IS NOT NULL
             ) AS counted WHERE reactions > 0 ORDER BY reactions DESC, id DESC LIMIT $2",
        );
        Ok(query.bind(since).bind(i64::from(limit.clamp(1, 100))).fetch_all(&self.pool).await?)
    }

    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        self.right.mark_seen(reader, posts).await
    }
}
