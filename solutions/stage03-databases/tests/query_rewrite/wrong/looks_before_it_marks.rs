//! caught by: tests::complexity::no_call_sends_more_than_two_statements, tests::concurrency::two_calls_that_note_the_same_posts_do_not_deadlock
//! Looks for each post whether it is seen, and inserts it if not: two statements for each, and a race between them.

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
        let mut new = 0;
        let mut transaction = self.pool.begin().await?;
        for post in posts {
            let seen: bool = sqlx::query_scalar(
                "SELECT EXISTS (SELECT FROM seen WHERE member = $1 AND post = $2) OR NOT EXISTS (SELECT FROM post WHERE id = $2)",
            )
            .bind(reader)
            .bind(post)
            .fetch_one(&mut *transaction)
            .await?;
            if !seen {
                let insert = sqlx::query("INSERT INTO seen (member, post) VALUES ($1, $2)").bind(reader).bind(post);
                new += insert.execute(&mut *transaction).await?.rows_affected();
            }
        }
        transaction.commit().await?;
        Ok(new)
    }
}
