//! Blog posts with comments in a document store: read `README.md`, then make the tests pass.

use std::{error, fmt};

use mongodb::Database;
use mongodb::bson::DateTime;
use mongodb::error::Error;
use serde::{Deserialize, Serialize};

/// How many comments a page holds.
pub const PAGE: u32 = 50;

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
    // Your fields go here.
}

impl PostStore {
    /// The posts in `database`, with the indexes that finding them needs.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        todo!("make the indexes of the posts in {} and keep the collections", database.name())
    }

    /// Stores a new post, unless its slug is taken.
    pub async fn publish(&self, draft: &Draft) -> Result<(), StoreError> {
        let Draft { slug, title, tags, published_at } = draft;
        todo!("insert {slug}, {title:?} with the tags {tags:?} of {published_at}, in the second shape")
    }

    /// The post of this slug, in whichever shape it is stored.
    pub async fn post(&self, slug: &str) -> Result<Option<Post>, StoreError> {
        todo!("read the post {slug} by the shape that it says it has")
    }

    /// Adds a comment to a post and gives its number, counted from 1.
    pub async fn add_comment(&self, slug: &str, comment: &Comment) -> Result<u64, StoreError> {
        todo!("push the comment by {} to the open page of {slug}, or make room first", comment.author)
    }

    /// The comments of one page, counted from 0, the oldest first.
    pub async fn comment_page(&self, slug: &str, page: u64) -> Result<Vec<Comment>, StoreError> {
        todo!("give page {page} of {slug}, whether it is open or archived")
    }

    /// The first slugs that begin with `prefix`, in order.
    pub async fn slugs_with_prefix(&self, prefix: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        todo!("find the first {limit} slugs that begin with {prefix:?}")
    }

    /// For each tag, what was published with it from `since` on: the tag with most posts first, then by name.
    pub async fn tag_report(&self, since: DateTime) -> Result<Vec<TagStat>, StoreError> {
        todo!("let the server count the posts since {since} by their tags")
    }

    /// Brings all posts of the first shape to the second and says how many they were.
    pub async fn upgrade(&self) -> Result<u64, StoreError> {
        todo!("let the server rewrite every post of the first shape")
    }
}
