//! Optimise queries and page by keyset: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;

use sqlx::PgPool;
use time::OffsetDateTime;

/// Where a page ended, as clients see it: they hand it back and can do nothing else with it.
#[derive(Clone, Debug)]
pub struct Cursor(pub String);

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The place of the first item, if there is one.
    pub first: Option<Cursor>,
    /// The place of the last item, if there are more items behind it.
    pub next: Option<Cursor>,
}

/// A published post, as the feed shows it.
#[derive(Clone, Debug)]
pub struct FeedItem {
    pub id: i64,
    pub title: String,
    /// The first 160 characters of the body.
    pub excerpt: String,
    /// The author's handle.
    pub author: String,
    pub published_at: OffsetDateTime,
    pub comments: i64,
    pub reactions: i64,
}

/// A comment of a post.
#[derive(Clone, Debug)]
pub struct CommentItem {
    pub id: i64,
    /// The author's handle.
    pub author: String,
    pub body: String,
    pub written_at: OffsetDateTime,
}

/// A member with what is counted of them.
#[derive(Clone, Debug)]
pub struct Profile {
    pub id: i64,
    pub handle: String,
    /// Published posts.
    pub posts: i64,
    pub followers: i64,
}

/// A post that is talked about.
#[derive(Clone, Debug)]
pub struct Trend {
    pub id: i64,
    pub title: String,
    /// Reactions since the time that was asked for.
    pub reactions: i64,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum RepoError {
    /// This repository did not make the cursor, or made it for another list.
    BadCursor,
    /// The database failed.
    Database(sqlx::Error),
}

impl fmt::Display for RepoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadCursor => formatter.write_str("not a cursor of this list"),
            Self::Database(_) => formatter.write_str("the database failed"),
        }
    }
}

impl Error for RepoError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::BadCursor => None,
            Self::Database(error) => Some(error),
        }
    }
}

impl From<sqlx::Error> for RepoError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// What the feed asks of the database.
#[derive(Clone)]
pub struct Repository {
    // Your fields go here.
}

impl Repository {
    /// A repository whose cursors are sealed with `secret`.
    pub fn new(pool: PgPool, secret: &[u8]) -> Self {
        let _ = pool;
        todo!("keep the pool, and what cursors are sealed with, made of {} bytes", secret.len())
    }

    /// The published posts, the newest first; of one moment, the one with the largest id first.
    pub async fn feed_page(&self, after: Option<Cursor>, limit: u8) -> Result<Page<FeedItem>, RepoError> {
        todo!("select {limit} posts after {after:?}, each with its author and its counts, in one statement")
    }

    /// The comments of a post, the oldest first; of one moment, the one with the smallest id first.
    pub async fn comments_page(
        &self,
        post: i64,
        after: Option<Cursor>,
        limit: u8,
    ) -> Result<Page<CommentItem>, RepoError> {
        todo!("select {limit} comments of post {post} after {after:?}")
    }

    /// How many posts stand before this place of the feed; 100 means 100 or more.
    pub async fn newer_than(&self, place: &Cursor) -> Result<u8, RepoError> {
        if place.0.is_empty() {
            return Err(RepoError::BadCursor);
        }
        todo!("count the posts before {place:?}, and stop at 100")
    }

    /// The members with these ids, in this order. An id that no member has is left out.
    pub async fn profiles(&self, ids: &[i64]) -> Result<Vec<Profile>, RepoError> {
        todo!("select {} members with their counts, in one statement", ids.len())
    }

    /// The published posts with the most reactions at or after `since`; of equals, the one with the largest id first.
    pub async fn trending(&self, since: OffsetDateTime, limit: u8) -> Result<Vec<Trend>, RepoError> {
        todo!("find the {limit} posts with the most reactions since {since}, without asking every post")
    }

    /// Notes that a reader has seen these posts, and returns how many of them were new. Posts that do not exist are left out.
    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        todo!("insert what reader {reader} has not seen of {} posts, in one statement", posts.len())
    }
}
