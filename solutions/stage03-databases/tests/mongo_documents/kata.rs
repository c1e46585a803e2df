//! Blog posts with comments in a document store.
//!
//! A post embeds the comments of its open page, so that a page view is one read and a comment is one write. What is
//! embedded must be bounded: a full page moves to a document of its own, and the post opens the next one. That touches two
//! documents, and nothing makes two documents change together. So the move is steps in an order that may stop anywhere:
//!
//! 1. The full page is inserted into the archive under `{post, page}`. Whoever comes second finds it there and goes on.
//! 2. The post's page is emptied, on the condition that it is still that page. Whoever comes second matches nothing.
//!
//! A full page no longer changes until step 2, so all who carry out step 1 write the same. Between the steps the comments
//! are in both places, never in neither, and the next writer finishes what another left.

use std::{error, fmt};

use mongodb::bson::oid::ObjectId;
use mongodb::bson::{self, DateTime, Document, doc};
use mongodb::error::{Error, ErrorKind, WriteFailure};
use mongodb::options::{IndexOptions, ReturnDocument};
use mongodb::{Collection, Cursor, Database, IndexModel};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// How many comments a page holds.
pub const PAGE: u32 = 50;

/// The shape of posts that this code writes.
const SCHEMA: i64 = 2;

/// A comment, as it is stored too.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comment {
    pub author: String,
    pub text: String,
    pub at: DateTime,
}

/// A post that is to be published.
#[derive(Clone, Debug)]
pub struct Draft {
    pub slug: String,
    pub title: String,
    pub tags: Vec<String>,
    pub published_at: DateTime,
}

/// A post as a page view needs it.
#[derive(Clone, Debug)]
pub struct Post {
    pub slug: String,
    pub title: String,
    pub tags: Vec<String>,
    pub published_at: DateTime,
    /// How many comments it has in all.
    pub comment_count: u64,
    /// The comments of its open page, the oldest first.
    pub comments: Vec<Comment>,
}

/// What the report says of one tag.
#[derive(Clone, Debug, Deserialize)]
pub struct TagStat {
    pub tag: String,
    pub posts: u64,
    pub comments: u64,
    /// When the newest of the posts was published.
    pub latest: DateTime,
}

/// Why something could not be done.
#[derive(Debug)]
pub enum StoreError {
    /// A post of this slug is there already.
    SlugTaken,
    /// There is no post of this slug.
    UnknownPost,
    /// The post has a shape that this code does not know.
    UnknownSchema(i64),
    Database(Error),
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SlugTaken => write!(formatter, "the slug is taken"),
            Self::UnknownPost => write!(formatter, "there is no such post"),
            Self::UnknownSchema(schema) => write!(formatter, "posts of schema {schema} are not known"),
            Self::Database(error) => error.fmt(formatter),
        }
    }
}

impl error::Error for StoreError {}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

/// The posts of a blog.
pub struct PostStore {
    posts: Collection<Document>,
    archive: Collection<ArchivedPage>,
}

/// A page that is full. It never changes.
#[derive(Serialize, Deserialize)]
struct ArchivedPage {
    #[serde(rename = "_id")]
    id: PageId,
    comments: Vec<Comment>,
}

#[derive(Serialize, Deserialize)]
struct PageId {
    post: ObjectId,
    page: u64,
}

/// The part of a post that is its open page.
#[derive(Deserialize)]
struct OpenPage {
    #[serde(rename = "_id")]
    post: ObjectId,
    #[serde(default)]
    page: u64,
    #[serde(default)]
    comments: Vec<Comment>,
}

impl PostStore {
    /// The posts in `database`, with the indexes that finding them needs.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        let posts = database.collection("posts");
        let unique = IndexOptions::builder().unique(true).build();
        let slug = IndexModel::builder().keys(doc! { "slug": 1 }).options(unique).build();
        let published = IndexModel::builder().keys(doc! { "published_at": 1 }).build();
        posts.create_indexes([slug, published]).await?;
        Ok(Self { posts, archive: database.collection("comment_pages") })
    }

    /// Stores a new post. Only the unique index can say whether its slug is free: whoever asks first and then writes asks
    /// too early.
    pub async fn publish(&self, draft: &Draft) -> Result<(), StoreError> {
        let post = doc! {
            "schema": SCHEMA,
            "slug": &draft.slug,
            "title": &draft.title,
            "tags": &draft.tags,
            "published_at": draft.published_at,
            "page": 0,
            "comments": [],
        };
        match self.posts.insert_one(post).await {
            Err(error) if is_duplicate(&error) => Err(StoreError::SlugTaken),
            inserted => inserted.map(drop).map_err(StoreError::from),
        }
    }

    /// The post of this slug, in whichever shape it is stored.
    pub async fn post(&self, slug: &str) -> Result<Option<Post>, StoreError> {
        self.posts.find_one(doc! { "slug": slug }).await?.map(read).transpose()
    }

    /// Adds a comment to a post and gives its number, counted from 1.
    pub async fn add_comment(&self, slug: &str, comment: &Comment) -> Result<u64, StoreError> {
        loop {
            if let Some(number) = self.append(slug, comment).await? {
                return Ok(number);
            }
            self.archive_full_page(slug).await?;
        }
    }

    /// Adds a comment to the open page, unless that is full or there is no such post. The condition and the push are one
    /// step for the server, so the page can never grow beyond its size.
    async fn append(&self, slug: &str, comment: &Comment) -> Result<Option<u64>, StoreError> {
        #[derive(Deserialize)]
        struct Place {
            page: u64,
            length: u64,
        }
        let has_room = doc! { "slug": slug, last_place(): { "$exists": false } };
        let comment = bson::serialize_to_document(comment).map_err(Error::from)?;
        // Posts of the first shape have no page number: adding nothing makes it a zero.
        let push = doc! { "$push": { "comments": comment }, "$inc": { "page": 0 } };
        let posts = self.posts.clone_with_type::<Place>();
        let place = posts
            .find_one_and_update(has_room, push)
            .projection(doc! { "_id": 0, "page": 1, "length": { "$size": "$comments" } })
            .return_document(ReturnDocument::After)
            .await?;
        Ok(place.map(|place| place.page * u64::from(PAGE) + place.length))
    }

    /// Moves the open page to the archive if it is full. Each step may have been taken by another writer before.
    async fn archive_full_page(&self, slug: &str) -> Result<(), StoreError> {
        let OpenPage { post, page, comments } = self.open_page(slug).await?;
        if comments.len() < PAGE as usize {
            return Ok(());
        }
        match self.archive.insert_one(ArchivedPage { id: PageId { post, page }, comments }).await {
            Err(error) if !is_duplicate(&error) => return Err(error.into()),
            _ => {}
        }
        let same_page = doc! { "_id": post, "page": to_bson(page), last_place(): { "$exists": true } };
        self.posts.update_one(same_page, doc! { "$set": { "comments": [] }, "$inc": { "page": 1 } }).await?;
        Ok(())
    }

    /// The comments of one page, counted from 0, the oldest first. The post is asked before the archive: a page that is not
    /// open any more is in the archive for good, while one that is not in the archive yet may be by the next moment.
    pub async fn comment_page(&self, slug: &str, page: u64) -> Result<Vec<Comment>, StoreError> {
        let open = self.open_page(slug).await?;
        if page == open.page {
            return Ok(open.comments);
        }
        let archived = self.archive.find_one(doc! { "_id": { "post": open.post, "page": to_bson(page) } }).await?;
        Ok(archived.map(|page| page.comments).unwrap_or_default())
    }

    async fn open_page(&self, slug: &str) -> Result<OpenPage, StoreError> {
        let posts = self.posts.clone_with_type::<OpenPage>();
        let open = posts.find_one(doc! { "slug": slug }).projection(doc! { "page": 1, "comments": 1 }).await?;
        open.ok_or(StoreError::UnknownPost)
    }

    /// The first slugs that begin with `prefix`, in order.
    ///
    /// They stand side by side in the index, so a range finds them. A regular expression would do so only when it is
    /// anchored, and only after every special character of a visitor's words has been escaped.
    pub async fn slugs_with_prefix(&self, prefix: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        #[derive(Deserialize)]
        struct Row {
            slug: String,
        }
        if limit == 0 {
            // For MongoDB a limit of zero is none.
            return Ok(Vec::new());
        }
        let range = doc! { "slug": { "$gte": prefix, "$lt": format!("{prefix}{}", char::MAX) } };
        let posts = self.posts.clone_with_type::<Row>();
        let rows = posts.find(range).sort(doc! { "slug": 1 }).projection(doc! { "_id": 0, "slug": 1 });
        Ok(all(rows.limit(limit.into()).await?).await?.into_iter().map(|row| row.slug).collect())
    }

    /// For each tag, what was published with it from `since` on: the tag with most posts first, then by name.
    pub async fn tag_report(&self, since: DateTime) -> Result<Vec<TagStat>, StoreError> {
        let comments = doc! { "$add": [{ "$multiply": ["$page", PAGE] }, { "$size": "$comments" }] };
        let pipeline = [
            // First, and on the field as it is stored: only so can the index answer.
            doc! { "$match": { "published_at": { "$gte": since } } },
            doc! { "$project": { "tags": { "$setUnion": ["$tags", []] }, "published_at": 1, "comments": comments } },
            doc! { "$unwind": "$tags" },
            doc! { "$group": {
                "_id": "$tags",
                "posts": { "$sum": 1 },
                "comments": { "$sum": "$comments" },
                "latest": { "$max": "$published_at" },
            } },
            doc! { "$sort": { "posts": -1, "_id": 1 } },
            doc! { "$project": { "_id": 0, "tag": "$_id", "posts": 1, "comments": 1, "latest": 1 } },
        ];
        Ok(all(self.posts.aggregate(pipeline).with_type().await?).await?)
    }

    /// Brings all posts of the first shape to the second and says how many they were.
    ///
    /// The server rewrites each from its own fields, in one step. A post that was read, changed here and written back would
    /// lose what others add meanwhile.
    pub async fn upgrade(&self) -> Result<u64, StoreError> {
        let trimmed = doc! { "$map": {
            "input": { "$split": ["$tags", ","] }, "as": "tag", "in": { "$trim": { "input": "$$tag" } },
        } };
        let rewrite = vec![
            doc! { "$set": {
                "schema": SCHEMA,
                "tags": { "$filter": { "input": trimmed, "as": "tag", "cond": { "$ne": ["$$tag", ""] } } },
                "published_at": { "$dateFromString": { "dateString": "$published" } },
                "page": { "$ifNull": ["$page", 0] },
                "comments": { "$ifNull": ["$comments", []] },
            } },
            doc! { "$unset": "published" },
        ];
        Ok(self.posts.update_many(doc! { "schema": { "$exists": false } }, rewrite).await?.modified_count)
    }
}

/// The first shape: tags in one string, the date as text, and comments only since this code has added some.
#[derive(Deserialize)]
struct FirstShape {
    slug: String,
    title: String,
    tags: String,
    published: String,
    #[serde(default)]
    page: u64,
    #[serde(default)]
    comments: Vec<Comment>,
}

/// The shape of today.
#[derive(Deserialize)]
struct SecondShape {
    slug: String,
    title: String,
    tags: Vec<String>,
    published_at: DateTime,
    page: u64,
    comments: Vec<Comment>,
}

/// Reads a stored post by the shape that it says it has. Of a later one nothing is guessed.
fn read(document: Document) -> Result<Post, StoreError> {
    let schema = document.get("schema").map(|schema| schema.as_i64().or(schema.as_i32().map(i64::from)).unwrap_or(-1));
    let post = match schema {
        None => SecondShape::try_from(bson::deserialize_from_document::<FirstShape>(document).map_err(Error::from)?)?,
        Some(SCHEMA) => bson::deserialize_from_document(document).map_err(Error::from)?,
        Some(other) => return Err(StoreError::UnknownSchema(other)),
    };
    Ok(Post {
        slug: post.slug,
        title: post.title,
        tags: post.tags,
        published_at: post.published_at,
        comment_count: post.page * u64::from(PAGE) + post.comments.len() as u64,
        comments: post.comments,
    })
}

impl TryFrom<FirstShape> for SecondShape {
    type Error = Error;

    fn try_from(first: FirstShape) -> Result<Self, Error> {
        let FirstShape { slug, title, tags, published, page, comments } = first;
        let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
        let published_at = DateTime::parse_rfc3339_str(published)?;
        Ok(Self { slug, title, tags, published_at, page, comments })
    }
}

/// The field that a page has just when it is full.
fn last_place() -> String {
    format!("comments.{}", PAGE - 1)
}

/// BSON has no unsigned numbers; no page number comes near the end of the signed ones.
fn to_bson(page: u64) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX)
}

async fn all<T: DeserializeOwned>(mut cursor: Cursor<T>) -> Result<Vec<T>, Error> {
    let mut rows = Vec::new();
    while cursor.advance().await? {
        rows.push(cursor.deserialize_current()?);
    }
    Ok(rows)
}

/// Whether a write was refused because a unique index holds the same key.
fn is_duplicate(error: &Error) -> bool {
    const DUPLICATE_KEY: i32 = 11000;
    matches!(&*error.kind, ErrorKind::Write(WriteFailure::WriteError(error)) if error.code == DUPLICATE_KEY)
}
