//! Optimise queries and page by keyset.
//!
//! Every method sends one statement, however many rows it is about: lists travel as one array parameter, and what belongs
//! to a row is fetched by the statement that fetches the row. Each statement first decides *which* rows it is about, by an
//! index and with a limit, and only then looks up what belongs to them. So its cost depends on what it returns and not on
//! what is stored.
//!
//! A page begins after a *place*: the sort key of the row before it, made unique by the row's id. A place is a value and not
//! a row number or a row: it stays where it is when rows are inserted before it, or when its own row is deleted.

use std::error::Error;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::{FromRow, PgPool};
use time::OffsetDateTime;

/// The longest page that one call gives.
const LONGEST_PAGE: u8 = 100;
/// Bytes of a place: microseconds, id.
const PLACE: usize = 16;
/// Bytes of a cursor's tag. Half of an HMAC-SHA-256 is as strong as its use here needs (RFC 2104, section 5).
const TAG: usize = 16;

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
#[derive(Clone, Debug, FromRow)]
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
#[derive(Clone, Debug, FromRow)]
pub struct CommentItem {
    pub id: i64,
    /// The author's handle.
    pub author: String,
    pub body: String,
    pub written_at: OffsetDateTime,
}

/// A member with what is counted of them.
#[derive(Clone, Debug, FromRow)]
pub struct Profile {
    pub id: i64,
    pub handle: String,
    /// Published posts.
    pub posts: i64,
    pub followers: i64,
}

/// A post that is talked about.
#[derive(Clone, Debug, FromRow)]
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
    pool: PgPool,
    /// HMAC with its key in it: cloned for each cursor.
    sealer: Hmac<Sha256>,
}

/// The list that a cursor belongs to.
#[derive(Clone, Copy)]
enum List {
    Feed,
    Comments { post: i64 },
}

/// A place in a list that is sorted by time and then by id.
#[derive(Clone, Copy)]
struct Place {
    at: OffsetDateTime,
    id: i64,
}

// The subquery picks the page and is done with it; all that follows is done for its rows alone. A first page begins after the
// largest place that there is, so that it and all the others are one statement with one plan. The comparison of rows is one
// range of the index `post_feed`; `at < $1 OR (at = $1 AND id < $2)` means the same and is none. It also leaves drafts out:
// nothing compares with the NULL of a draft's time.
const FEED_PAGE: &str = "
    SELECT page.id, page.title, left(page.body, 160) AS excerpt, member.handle AS author, page.published_at,
           comments.count AS comments, reactions.count AS reactions
    FROM (
        SELECT id, author, title, body, published_at FROM post
        WHERE (published_at, id) < (coalesce($1, 'infinity'), coalesce($2, 9223372036854775807))
        ORDER BY published_at DESC, id DESC
        LIMIT $3
    ) AS page
    JOIN member ON member.id = page.author
    CROSS JOIN LATERAL (SELECT count(*) FROM comment WHERE comment.post = page.id) AS comments
    CROSS JOIN LATERAL (SELECT count(*) FROM reaction WHERE reaction.post = page.id) AS reactions
    ORDER BY page.published_at DESC, page.id DESC";

const COMMENTS_PAGE: &str = "
    SELECT page.id, member.handle AS author, page.body, page.written_at
    FROM (
        SELECT id, author, body, written_at FROM comment
        WHERE post = $1 AND (written_at, id) > (coalesce($2, '-infinity'), coalesce($3, 0))
        ORDER BY written_at, id
        LIMIT $4
    ) AS page
    JOIN member ON member.id = page.author
    ORDER BY page.written_at, page.id";

// The limit stands within: the count stops where the answer no longer matters.
const NEWER_THAN: &str = "
    SELECT count(*) FROM (
        SELECT 1 FROM post WHERE (published_at, id) > ($1, $2) ORDER BY published_at, id LIMIT 100
    ) AS newer";

// One array, so one parameter: a list of placeholders would end at 65,535. Each count stands alone. Joined side by side, posts
// and followers would multiply each other.
const PROFILES: &str = "
    SELECT member.id, member.handle, posts.count AS posts, followers.count AS followers
    FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (id, place)
    JOIN member ON member.id = asked.id
    CROSS JOIN LATERAL (
        SELECT count(*) FROM post WHERE post.author = member.id AND post.published_at IS NOT NULL
    ) AS posts
    CROSS JOIN LATERAL (SELECT count(*) FROM follow WHERE follow.followed = member.id) AS followers
    ORDER BY asked.place";

// Turned round: not "how many reactions has each post" but "which posts have the recent reactions", whose index is read once.
const TRENDING: &str = "
    SELECT post.id, post.title, recent.reactions
    FROM (SELECT post, count(*) AS reactions FROM reaction WHERE reacted_at >= $1 GROUP BY post) AS recent
    JOIN post ON post.id = recent.post AND post.published_at IS NOT NULL
    ORDER BY recent.reactions DESC, post.id DESC
    LIMIT $2";

// Sorted, so that two calls about the same posts take them in the same order: one waits for the other, never both.
const MARK_SEEN: &str = "
    INSERT INTO seen (member, post)
    SELECT $1, id FROM post WHERE id = ANY($2) ORDER BY id
    ON CONFLICT DO NOTHING";

impl Repository {
    /// A repository whose cursors are sealed with `secret`.
    pub fn new(pool: PgPool, secret: &[u8]) -> Self {
        Self { pool, sealer: Hmac::new_from_slice(secret).expect("HMAC takes a key of any length") }
    }

    /// The published posts, the newest first; of one moment, the one with the largest id first.
    pub async fn feed_page(&self, after: Option<Cursor>, limit: u8) -> Result<Page<FeedItem>, RepoError> {
        let limit = limit.clamp(1, LONGEST_PAGE);
        let after = self.open_all(List::Feed, after.as_ref())?;
        let rows = sqlx::query_as(FEED_PAGE)
            .bind(after.map(|place| place.at))
            .bind(after.map(|place| place.id))
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.pool)
            .await?;
        Ok(self.page(List::Feed, rows, limit, |item: &FeedItem| Place { at: item.published_at, id: item.id }))
    }

    /// The comments of a post, the oldest first; of one moment, the one with the smallest id first.
    pub async fn comments_page(
        &self,
        post: i64,
        after: Option<Cursor>,
        limit: u8,
    ) -> Result<Page<CommentItem>, RepoError> {
        let (list, limit) = (List::Comments { post }, limit.clamp(1, LONGEST_PAGE));
        let after = self.open_all(list, after.as_ref())?;
        let rows = sqlx::query_as(COMMENTS_PAGE)
            .bind(post)
            .bind(after.map(|place| place.at))
            .bind(after.map(|place| place.id))
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.pool)
            .await?;
        Ok(self.page(list, rows, limit, |item: &CommentItem| Place { at: item.written_at, id: item.id }))
    }

    /// How many posts stand before this place of the feed; 100 means 100 or more.
    pub async fn newer_than(&self, place: &Cursor) -> Result<u8, RepoError> {
        let Place { at, id } = self.open(List::Feed, place)?;
        let count: i64 = sqlx::query_scalar(NEWER_THAN).bind(at).bind(id).fetch_one(&self.pool).await?;
        Ok(u8::try_from(count).expect("it is at most 100"))
    }

    /// The members with these ids, in this order. An id that no member has is left out.
    pub async fn profiles(&self, ids: &[i64]) -> Result<Vec<Profile>, RepoError> {
        Ok(sqlx::query_as(PROFILES).bind(ids).fetch_all(&self.pool).await?)
    }

    /// The published posts with the most reactions at or after `since`; of equals, the one with the largest id first.
    pub async fn trending(&self, since: OffsetDateTime, limit: u8) -> Result<Vec<Trend>, RepoError> {
        let limit = i64::from(limit.clamp(1, LONGEST_PAGE));
        Ok(sqlx::query_as(TRENDING).bind(since).bind(limit).fetch_all(&self.pool).await?)
    }

    /// Notes that a reader has seen these posts, and returns how many of them were new. Posts that do not exist are left out.
    pub async fn mark_seen(&self, reader: i64, posts: &[i64]) -> Result<u64, RepoError> {
        Ok(sqlx::query(MARK_SEEN).bind(reader).bind(posts).execute(&self.pool).await?.rows_affected())
    }

    /// Makes a page of one row more than it shows: that row says whether there is a next one, and nothing is counted.
    fn page<T>(&self, list: List, mut rows: Vec<T>, limit: u8, place: impl Fn(&T) -> Place) -> Page<T> {
        let limit = usize::from(limit);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let cursor = |item: &T| self.seal(list, place(item));
        Page { first: rows.first().map(cursor), next: rows.last().filter(|_| has_more).map(cursor), items: rows }
    }

    /// The place in bytes with its tag behind it, in hexadecimal.
    fn seal(&self, list: List, place: Place) -> Cursor {
        let mut bytes = place.to_bytes().to_vec();
        let tag = self.tag(list, &bytes).finalize().into_bytes();
        bytes.extend_from_slice(&tag[..TAG]);
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Cursor(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }

    /// The place in a cursor that this repository has made for this list.
    fn open(&self, list: List, cursor: &Cursor) -> Result<Place, RepoError> {
        let bytes = unhex(&cursor.0).filter(|bytes| bytes.len() == PLACE + TAG).ok_or(RepoError::BadCursor)?;
        let (place, tag) = bytes.split_at(PLACE);
        // This comparison takes the same time wherever the tags differ, so that no tag can be found byte by byte.
        self.tag(list, place).verify_truncated_left(tag).map_err(|_| RepoError::BadCursor)?;
        Place::from_bytes(place).ok_or(RepoError::BadCursor)
    }

    fn open_all(&self, list: List, cursor: Option<&Cursor>) -> Result<Option<Place>, RepoError> {
        cursor.map(|cursor| self.open(list, cursor)).transpose()
    }

    /// The list goes into the tag and not into the cursor: a cursor of another list does not match.
    fn tag(&self, list: List, place: &[u8]) -> Hmac<Sha256> {
        let (kind, post) = match list {
            List::Feed => (0, 0),
            List::Comments { post } => (1, post),
        };
        self.sealer.clone().chain_update([kind]).chain_update(post.to_be_bytes()).chain_update(place)
    }
}

impl Place {
    fn to_bytes(self) -> [u8; PLACE] {
        // PostgreSQL keeps microseconds, of years that fit. To keep less would put the place before rows that came after it.
        let micros = i64::try_from(self.at.unix_timestamp_nanos() / 1000).expect("a time of PostgreSQL");
        let mut bytes = [0; PLACE];
        bytes[..8].copy_from_slice(&micros.to_be_bytes());
        bytes[8..].copy_from_slice(&self.id.to_be_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (micros, id) = bytes.split_first_chunk()?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(i64::from_be_bytes(*micros)) * 1000).ok()?;
        Some(Self { at, id: i64::from_be_bytes(id.try_into().ok()?) })
    }
}

/// The bytes that hexadecimal digits stand for. The text comes from outside and may be anything.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    digits.chunks(2).map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect()
}
