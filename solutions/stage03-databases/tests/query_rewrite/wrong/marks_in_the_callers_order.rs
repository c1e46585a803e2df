//! caught by: tests::concurrency::two_calls_that_note_the_same_posts_do_not_deadlock
//! Inserts in the order of the list: two calls with the same posts in two orders wait for each other.

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
        self.right.trending(since, limit).await
    }

    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        let query = sqlx::query(
            "INSERT INTO seen (member, post)
             SELECT $1, asked.id FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (id, place)
             WHERE EXISTS (SELECT FROM post WHERE post.id = asked.id) ORDER BY asked.place
             ON CONFLICT DO NOTHING",
        );
        Ok(query.bind(reader).bind(posts).execute(&self.pool).await?.rows_affected())
    }
}
