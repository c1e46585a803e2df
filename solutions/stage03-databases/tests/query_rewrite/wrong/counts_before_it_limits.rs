//! caught by: tests::complexity::a_page_reads_what_it_shows
//! Joins the counts of all posts to the twenty that are shown.

#[path = "../kata.rs"]
mod reference;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::PgPool;
use time::OffsetDateTime;

pub use reference::{CommentItem, Cursor, FeedItem, Page, Profile, RepoError, Trend};

#[derive(Clone)]
pub struct Repository {
    right: reference::Repository,
    pool: PgPool,
    secret: Vec<u8>,
}

impl Repository {
    pub fn new(pool: PgPool, secret: &[u8]) -> Self {
        let right = reference::Repository::new(pool.clone(), secret);
        Self { right, pool, secret: secret.to_vec() }
    }

    pub async fn feed_page(&self, after: Option<Cursor>, limit: u8) -> Result<Page<FeedItem>, RepoError> {
        let limit = limit.clamp(1, 100);
        let after = match &after {
            Some(cursor) => Some(open(&self.secret, "feed", cursor).ok_or(RepoError::BadCursor)?),
            None => None,
        };
        let (at, id) = after.unzip();
        let mut items: Vec<FeedItem> =
            sqlx::query_as(FEED).bind(at).bind(id).bind(i64::from(limit) + 1).fetch_all(&self.pool).await?;
        let has_more = items.len() > usize::from(limit);
        items.truncate(usize::from(limit));
        let cursor = |item: &FeedItem| seal(&self.secret, "feed", item.published_at, item.id);
        Ok(Page { first: items.first().map(cursor), next: items.last().filter(|_| has_more).map(cursor), items })
    }

    pub async fn comments_page(
        &self,
        post: i64,
        after: Option<Cursor>,
        limit: u8,
    ) -> Result<Page<CommentItem>, RepoError> {
        let limit = limit.clamp(1, 100);
        let list = format!("comments {post}");
        let after = match &after {
            Some(cursor) => Some(open(&self.secret, &list, cursor).ok_or(RepoError::BadCursor)?),
            None => None,
        };
        let (at, id) = after.unzip();
        let mut items: Vec<CommentItem> = sqlx::query_as(COMMENTS)
            .bind(post)
            .bind(at)
            .bind(id)
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.pool)
            .await?;
        let has_more = items.len() > usize::from(limit);
        items.truncate(usize::from(limit));
        let cursor = |item: &CommentItem| seal(&self.secret, &list, item.written_at, item.id);
        Ok(Page { first: items.first().map(cursor), next: items.last().filter(|_| has_more).map(cursor), items })
    }

    pub async fn newer_than(&self, place: &Cursor) -> Result<u8, RepoError> {
        let (at, id) = open(&self.secret, "feed", place).ok_or(RepoError::BadCursor)?;
        let count: i64 = sqlx::query_scalar(NEWER).bind(at).bind(id).fetch_one(&self.pool).await?;
        Ok(u8::try_from(count).expect("it is at most 100"))
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

const FEED: &str = "
    SELECT post.id, post.title, left(post.body, 160) AS excerpt, member.handle AS author, post.published_at,
           coalesce(comments.count, 0) AS comments, coalesce(reactions.count, 0) AS reactions
    FROM post
    JOIN member ON member.id = post.author
    LEFT JOIN (SELECT post, count(*) FROM comment GROUP BY post) AS comments ON comments.post = post.id
    LEFT JOIN (SELECT post, count(*) FROM reaction GROUP BY post) AS reactions ON reactions.post = post.id
    WHERE (published_at, post.id) < (coalesce($1, 'infinity'), coalesce($2, 9223372036854775807))
    ORDER BY post.published_at DESC, post.id DESC LIMIT $3";

const COMMENTS: &str = "
    SELECT page.id, member.handle AS author, page.body, page.written_at
    FROM (
        SELECT id, author, body, written_at FROM comment
        WHERE post = $1 AND (written_at, id) > (coalesce($2, '-infinity'), coalesce($3, 0))
        ORDER BY written_at, id LIMIT $4
    ) AS page
    JOIN member ON member.id = page.author
    ORDER BY page.written_at, page.id";

const NEWER: &str = "
    SELECT count(*) FROM (
        SELECT 1 FROM post WHERE (published_at, id) > ($1, $2) ORDER BY published_at, id LIMIT 100
    ) AS newer";

/// Whole and signed.
fn seal(secret: &[u8], list: &str, at: OffsetDateTime, id: i64) -> Cursor {
    let place = format!("{}_{id}", at.unix_timestamp_nanos());
    let tag = tag(secret, list, &place);
    Cursor(format!("{place}_{tag}").replace('-', "~"))
}

fn open(secret: &[u8], list: &str, cursor: &Cursor) -> Option<(OffsetDateTime, i64)> {
    let text = cursor.0.replace('~', "-");
    let (place, found) = text.rsplit_once('_')?;
    if tag(secret, list, place) != found {
        return None;
    }
    let (at, id) = place.split_once('_')?;
    Some((OffsetDateTime::from_unix_timestamp_nanos(at.parse().ok()?).ok()?, id.parse().ok()?))
}

fn tag(secret: &[u8], list: &str, place: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret)
        .expect("any key")
        .chain_update(list)
        .chain_update("/")
        .chain_update(place);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
