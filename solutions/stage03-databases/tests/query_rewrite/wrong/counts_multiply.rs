//! caught by: tests::behaviour::each_count_of_a_profile_is_its_own
//! Joins posts and followers side by side and counts the product.

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
            "SELECT member.id, member.handle, count(post.id) AS posts, count(follow.follower) AS followers
             FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (id, place)
             JOIN member ON member.id = asked.id
             LEFT JOIN post ON post.author = member.id AND post.published_at IS NOT NULL
             LEFT JOIN follow ON follow.followed = member.id
             GROUP BY asked.place, member.id ORDER BY asked.place",
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
