//! caught by: tests::behaviour::profiles_come_in_the_order_that_was_asked_for, tests::complexity::lists_may_be_of_any_length
//! One statement with `= ANY`, and whatever order the rows come in.

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
        let query = sqlx::query_as(
            "SELECT id, handle, (SELECT count(*) FROM post WHERE author = member.id AND published_at IS NOT NULL) AS posts,
                    (SELECT count(*) FROM follow WHERE followed = member.id) AS followers
             FROM member WHERE id = ANY($1) ORDER BY id",
        );
        Ok(query.bind(ids).fetch_all(&self.pool).await?)
    }

    pub async fn trending(&self, since: OffsetDateTime, limit: u8) -> Result<Vec<Trend>, RepoError> {
        self.right.trending(since, limit).await
    }

    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        self.right.mark_seen(reader, posts).await
    }
}
