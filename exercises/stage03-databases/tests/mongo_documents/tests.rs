//! A document store tempts: put everything that belongs to a post into the post, and read it with one command. It works until
//! a post has thirty thousand comments, until two readers comment at once, until the process dies between two writes that
//! belonged together, and until last year's documents are read by this year's code. Nothing here is slow or wrong on the
//! first day. The tests come between the steps of your code, stop it half-way, and look at what the server had to examine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::mongodb::Client;
use ::mongodb::bson::{Bson, DateTime, Document, doc};
use ::mongodb::event::EventHandler;
use ::mongodb::event::command::CommandEvent;
use ::mongodb::options::ClientOptions;
use harness::mongodb::{self, Database};
use harness::prelude::*;
use harness::{block_on, together};

use super::kata::{Comment, Draft, PAGE, Post, PostStore, StoreError, TagStat};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// 2024-01-01, in milliseconds.
const NEW_YEAR: i64 = 1_704_067_200_000;

/// Day `number` of 2024.
fn day(number: i64) -> DateTime {
    DateTime::from_millis(NEW_YEAR + number * DAY)
}

fn comment(number: impl Into<u64>) -> Comment {
    let number = number.into();
    let at = DateTime::from_millis(NEW_YEAR + i64::try_from(number).unwrap_or(0));
    Comment { author: format!("reader {}", number % 7), text: format!("comment {number}"), at }
}

fn draft(slug: &str) -> Draft {
    let tags = vec!["rust".to_owned(), "async".to_owned()];
    Draft { slug: slug.to_owned(), title: format!("About {slug}"), tags, published_at: day(40) }
}

/// A post as it is stored, with so many comments on its open page.
fn stored(slug: &str, tags: &[&str], published_at: DateTime, page: i64, comments: u64) -> Document {
    let comments: Vec<Document> = (1..=comments).map(|number| stored_comment(&comment(number))).collect();
    doc! {
        "schema": 2, "slug": slug, "title": format!("About {slug}"), "tags": tags, "published_at": published_at,
        "page": page, "comments": comments,
    }
}

/// A post as the first version of the service has stored it.
fn old(slug: &str, tags: &str, published: &str) -> Document {
    doc! { "slug": slug, "title": format!("About {slug}"), "tags": tags, "published": published }
}

fn stored_comment(comment: &Comment) -> Document {
    doc! { "author": &comment.author, "text": &comment.text, "at": comment.at }
}

async fn insert(database: &Database, posts: impl IntoIterator<Item = Document>) {
    database.collection("posts").await.insert_many(posts).await.expect("the fixture can be inserted");
}

async fn store(database: &Database) -> PostStore {
    worked(PostStore::open(&database.open().await).await)
}

/// What came of something, with errors as words.
fn outcome<T>(result: Result<T, StoreError>) -> Result<T, String> {
    result.map_err(|error| words(&error))
}

fn words(error: &StoreError) -> String {
    match error {
        StoreError::SlugTaken => "the slug is taken".to_owned(),
        StoreError::UnknownPost => "the post is unknown".to_owned(),
        StoreError::UnknownSchema(schema) => format!("schema {schema} is unknown"),
        StoreError::Database(_) => "the database refused".to_owned(),
    }
}

fn worked<T>(result: Result<T, StoreError>) -> T {
    result.unwrap_or_else(|error| panic!("the store gave an error: {error}"))
}

/// A post's name, tags, time, number of comments, and the texts of its open page.
type Shown = (String, Vec<String>, i64, u64, Vec<String>);

fn shown(post: Option<Post>) -> Option<Shown> {
    let post = post?;
    let name = format!("{}: {}", post.slug, post.title);
    Some((name, post.tags, post.published_at.timestamp_millis(), post.comment_count, texts(&post.comments)))
}

fn texts(comments: &[Comment]) -> Vec<String> {
    comments.iter().map(|comment| comment.text.clone()).collect()
}

/// The texts of all comments of a post, read page by page.
async fn history(store: &PostStore, slug: &str) -> Vec<String> {
    let count = worked(store.post(slug).await).map_or(0, |post| post.comment_count);
    let mut all = Vec::new();
    for page in 0..=count / u64::from(PAGE) {
        all.extend(texts(&worked(store.comment_page(slug, page).await)));
    }
    all
}

/// The texts of the comments 1 to `last`.
fn numbered(last: u64) -> Vec<String> {
    (1..=last).map(|number| comment(number).text).collect()
}

async fn comment_times(store: &PostStore, slug: &str, numbers: impl IntoIterator<Item = u64>) {
    for number in numbers {
        worked(store.add_comment(slug, &comment(number)).await);
    }
}

/// How many documents of a collection meet a condition.
async fn how_many(database: &Database, collection: &str, condition: Document) -> u64 {
    database.collection(collection).await.count_documents(condition).await.expect("documents can be counted")
}

/// What a command that was sent makes the server do: keys and documents examined.
async fn examined(database: &Database, command: &Document) -> (i64, i64) {
    let own = ["lsid", "$db", "$clusterTime", "$readPreference", "txnNumber"];
    let command: Document = command.clone().into_iter().filter(|(name, _)| !own.contains(&name.as_str())).collect();
    let explain = doc! { "explain": command.clone(), "verbosity": "executionStats" };
    let plan = database.open().await.run_command(explain).await.expect("what was sent can be explained");
    (largest(&Bson::Document(plan), "totalKeysExamined"), database.explain(command).await.documents_examined())
}

fn largest(value: &Bson, key: &str) -> i64 {
    let own = |(name, value): (&String, &Bson)| match value {
        Bson::Int32(number) if name == key => (*number).into(),
        Bson::Int64(number) if name == key => *number,
        other => largest(other, key),
    };
    match value {
        Bson::Document(document) => document.iter().map(own).max().unwrap_or(0),
        Bson::Array(values) => values.iter().map(|value| largest(value, key)).max().unwrap_or(0),
        _ => 0,
    }
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn a_post_that_was_published_is_read_back() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            worked(store.publish(&draft("ownership")).await);
            let post = shown(worked(store.post("ownership").await));
            let tags = vec!["rust".to_owned(), "async".to_owned()];
            let title = "ownership: About ownership".to_owned();
            assert_eq!(post, Some((title, tags, NEW_YEAR + 40 * DAY, 0, vec![])));
        });
    }

    // A date that is stored as text sorts as text, compares with no date, and is no date to any other program.
    #[test]
    fn what_is_stored_has_the_types_that_others_rely_on() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            worked(store.publish(&draft("ownership")).await);
            worked(store.add_comment("ownership", &comment(1_u64)).await);
            let shape = doc! {
                "schema": 2, "slug": "ownership", "title": { "$type": "string" }, "tags": ["rust", "async"],
                "published_at": { "$type": "date" }, "page": 0, "comments": { "$size": 1 },
                "comments.author": "reader 1", "comments.text": "comment 1", "comments.at": { "$type": "date" },
            };
            assert_eq!(how_many(&database, "posts", shape).await, 1);
        });
    }

    #[test]
    fn a_slug_is_given_once() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            let other = Draft { title: "Another".to_owned(), ..draft("ownership") };
            assert_eq!(outcome(store.publish(&draft("ownership")).await), Ok(()));
            assert_eq!(outcome(store.publish(&other).await), Err(words(&StoreError::SlugTaken)));
            assert_eq!(outcome(store.publish(&draft("borrowing")).await), Ok(()));
            let title = worked(store.post("ownership").await).map(|post| post.title);
            assert_eq!(title.as_deref(), Some("About ownership"), "the first one is left as it was");
        });
    }

    #[test]
    fn comments_are_numbered_and_kept_in_order() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            worked(store.publish(&draft("ownership")).await);
            worked(store.publish(&draft("borrowing")).await);
            let mut numbers = Vec::new();
            for number in 1..=3_u64 {
                numbers.push(worked(store.add_comment("ownership", &comment(number)).await));
            }
            assert_eq!(numbers, [1, 2, 3]);
            let comments = worked(store.post("ownership").await).map(|post| post.comments).unwrap_or_default();
            let seen: Vec<_> =
                comments.iter().map(|comment| (&comment.author, comment.at.timestamp_millis())).collect();
            let (first, second, third) = ("reader 1".to_owned(), "reader 2".to_owned(), "reader 3".to_owned());
            assert_eq!(seen, [(&first, NEW_YEAR + 1), (&second, NEW_YEAR + 2), (&third, NEW_YEAR + 3)]);
            assert_eq!(texts(&comments), numbered(3));
            assert_eq!(worked(store.add_comment("borrowing", &comment(9_u64)).await), 1);
        });
    }

    // An array that only grows ends at 16 MiB, and costs all of it with each read long before.
    #[test]
    fn a_full_page_moves_to_the_archive() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            worked(store.publish(&draft("ownership")).await);
            comment_times(&store, "ownership", 1..=120).await;
            let open = doc! { "page": 2, "comments": { "$size": 20 } };
            assert_eq!(how_many(&database, "posts", open).await, 1, "the post has its third page open");
            assert_eq!(how_many(&database, "comment_pages", doc! {}).await, 2);
            let post = database.collection("posts").await.find_one(doc! {}).await.ok().flatten().unwrap_or_default();
            let id = post.get_object_id("_id").expect("a post has an id of its own");
            for page in 0..2 {
                let full = doc! { "_id": { "post": id, "page": page }, "comments": { "$size": PAGE } };
                assert_eq!(how_many(&database, "comment_pages", full).await, 1, "page {page}");
            }
            assert_eq!(worked(store.post("ownership").await).map(|post| post.comment_count), Some(120));
            assert_eq!(history(&store, "ownership").await, numbered(120));
        });
    }

    // Nothing is moved before it must: the next page is opened by the comment that needs it, or by the one that fills the
    // page before. Both are right, and both give the same pages.
    #[test]
    fn a_page_is_full_with_its_last_place() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [stored("ownership", &[], day(1), 0, 49)]).await;
            assert_eq!(worked(store.add_comment("ownership", &comment(50_u64)).await), 50);
            assert_eq!(texts(&worked(store.comment_page("ownership", 0).await)), numbered(50));
            assert_eq!(worked(store.add_comment("ownership", &comment(51_u64)).await), 51);
            assert_eq!(texts(&worked(store.comment_page("ownership", 0).await)), numbered(50));
            assert_eq!(texts(&worked(store.comment_page("ownership", 1).await)), ["comment 51"]);
        });
    }

    #[test]
    fn a_post_of_the_first_shape_is_read() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [old("lifetimes", "rust, borrow checker", "2024-01-11T02:00:00+02:00")]).await;
            let tags = vec!["rust".to_owned(), "borrow checker".to_owned()];
            let expected = ("lifetimes: About lifetimes".to_owned(), tags, NEW_YEAR + 10 * DAY, 0, vec![]);
            assert_eq!(shown(worked(store.post("lifetimes").await)), Some(expected));
        });
    }

    // The old service may still run while the new one does. What it has written must take part in everything.
    #[test]
    fn a_post_of_the_first_shape_takes_comments() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [old("lifetimes", "rust", "2024-01-11T02:00:00+02:00")]).await;
            comment_times(&store, "lifetimes", 1..=52).await;
            assert_eq!(history(&store, "lifetimes").await, numbered(52));
            assert_eq!(worked(store.upgrade().await), 1);
            assert_eq!(history(&store, "lifetimes").await, numbered(52), "after the upgrade");
            assert_eq!(worked(store.add_comment("lifetimes", &comment(53_u64)).await), 53);
        });
    }

    #[test]
    fn an_upgrade_brings_old_posts_to_the_second_shape() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            let olds = [
                old("lifetimes", "rust,  borrow checker ", "2024-01-11T02:00:00+02:00"),
                old("untagged", "", "2024-01-12T00:00:00.250Z"),
            ];
            insert(&database, olds).await;
            worked(store.publish(&draft("ownership")).await);
            let before = shown(worked(store.post("lifetimes").await));
            assert_eq!(worked(store.upgrade().await), 2);
            assert_eq!(shown(worked(store.post("lifetimes").await)), before, "only the shape changes");
            for (slug, tags, at) in [
                ("lifetimes", vec!["rust", "borrow checker"], NEW_YEAR + 10 * DAY),
                ("untagged", vec![], NEW_YEAR + 11 * DAY + 250),
            ] {
                let shape = doc! {
                    "slug": slug, "schema": 2, "tags": tags, "published_at": DateTime::from_millis(at), "page": 0,
                    "comments": [], "published": { "$exists": false },
                };
                assert_eq!(how_many(&database, "posts", shape).await, 1, "{slug}");
            }
            assert_eq!(worked(store.upgrade().await), 0, "there is nothing left to do");
        });
    }

    #[test]
    fn slugs_are_completed_in_order_up_to_the_limit() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            let slugs = ["rust-traits", "rust", "trust-me", "rust-macros", "rusty", "go-channels", "Rust-2024"];
            insert(&database, slugs.map(|slug| stored(slug, &[], day(1), 0, 0))).await;
            assert_eq!(
                worked(store.slugs_with_prefix("rust", 9).await),
                ["rust", "rust-macros", "rust-traits", "rusty"]
            );
            assert_eq!(worked(store.slugs_with_prefix("rust-", 1).await), ["rust-macros"]);
            assert_eq!(worked(store.slugs_with_prefix("rust-x", 9).await).len(), 0);
            assert_eq!(worked(store.slugs_with_prefix("", 2).await), ["Rust-2024", "go-channels"]);
        });
    }

    #[test]
    fn the_report_counts_posts_and_comments_by_tag() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            let posts = [
                stored("a", &["rust", "async"], day(10), 0, 3),
                stored("b", &["rust"], day(20), 2, 1),
                stored("c", &["databases", "async"], day(15), 0, 0),
                stored("d", &["go", "rust"], day(5), 1, 9),
            ];
            insert(&database, posts).await;
            let report: Vec<_> = worked(store.tag_report(day(10)).await).into_iter().map(row).collect();
            let expected = [
                ("async".to_owned(), 2, 3, NEW_YEAR + 15 * DAY),
                ("rust".to_owned(), 2, 104, NEW_YEAR + 20 * DAY),
                ("databases".to_owned(), 1, 0, NEW_YEAR + 15 * DAY),
            ];
            assert_eq!(report, expected);
            assert!(worked(store.tag_report(day(21)).await).is_empty());
        });
    }
}

/// A row of the report: tag, posts, comments, the newest post's time.
fn row(stat: TagStat) -> (String, u64, u64, i64) {
    (stat.tag, stat.posts, stat.comments, stat.latest.timestamp_millis())
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    // An upsert would make a post out of nothing but a comment.
    #[test]
    fn a_post_that_is_not_there_takes_no_comment() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            worked(store.publish(&draft("ownership")).await);
            assert_eq!(
                outcome(store.add_comment("owner", &comment(1_u64)).await),
                Err(words(&StoreError::UnknownPost))
            );
            assert_eq!(
                outcome(store.comment_page("owner", 0).await.map(|page| texts(&page))),
                Err(words(&StoreError::UnknownPost))
            );
            assert_eq!(shown(worked(store.post("owner").await)), None);
            assert_eq!(how_many(&database, "posts", doc! {}).await, 1);
            assert_eq!(how_many(&database, "comment_pages", doc! {}).await, 0);
        });
    }

    #[test]
    fn a_page_that_was_never_opened_is_empty() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [stored("ownership", &[], day(1), 0, 3)]).await;
            assert_eq!(texts(&worked(store.comment_page("ownership", 1).await)).len(), 0);
            assert_eq!(texts(&worked(store.comment_page("ownership", u64::from(u32::MAX)).await)).len(), 0);
        });
    }

    // A reader that ignores what it does not know shows a post without its words, and a writer then stores that.
    #[test]
    fn a_shape_of_the_future_is_refused() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            let mut future = stored("ownership", &["rust"], day(1), 0, 1);
            future.insert("schema", 3);
            insert(&database, [future]).await;
            assert_eq!(outcome(store.post("ownership").await.map(shown)), Err(words(&StoreError::UnknownSchema(3))));
            assert_eq!(worked(store.upgrade().await), 0);
            assert_eq!(how_many(&database, "posts", doc! { "schema": 3 }).await, 1, "an upgrade leaves it alone");
        });
    }

    // Whatever a visitor types is text. A slug may hold what a regular expression takes for an instruction.
    #[test]
    fn a_prefix_is_no_pattern() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            let slugs = ["c++", "c++20", "cpp", "ccc", "a.b", "axb", "a\\Eb", "a(", "$where"];
            insert(&database, slugs.map(|slug| stored(slug, &[], day(1), 0, 0))).await;
            for (prefix, expected) in [
                ("c++", vec!["c++", "c++20"]),
                ("a.", vec!["a.b"]),
                ("a\\E", vec!["a\\Eb"]),
                ("a(", vec!["a("]),
                ("$w", vec!["$where"]),
                (".*", vec![]),
                ("^c", vec![]),
            ] {
                assert_eq!(worked(store.slugs_with_prefix(prefix, 9).await), expected, "{prefix}");
            }
        });
    }

    #[test]
    fn a_limit_of_zero_gives_nothing() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [stored("ownership", &[], day(1), 0, 0)]).await;
            assert_eq!(worked(store.slugs_with_prefix("own", 0).await).len(), 0);
        });
    }

    #[test]
    fn a_post_counts_once_for_a_tag_that_it_has_twice() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [stored("a", &["rust", "rust"], day(1), 0, 4), stored("b", &[], day(1), 0, 9)]).await;
            let report: Vec<_> = worked(store.tag_report(day(1)).await).into_iter().map(row).collect();
            assert_eq!(report, [("rust".to_owned(), 1, 4, NEW_YEAR + DAY)]);
        });
    }

    // Posts that the old service wrote are not in the report before they are upgraded, and are in it afterwards.
    #[test]
    fn the_report_sees_what_was_upgraded() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(
                &database,
                [old("lifetimes", "rust", "2024-01-11T01:59:59+02:00"), old("b", "rust", "2024-01-11T00:00:00Z")],
            )
            .await;
            assert_eq!(worked(store.tag_report(day(0)).await).len(), 0);
            worked(store.upgrade().await);
            let report: Vec<_> = worked(store.tag_report(day(10)).await).into_iter().map(row).collect();
            assert_eq!(report, [("rust".to_owned(), 1, 0, NEW_YEAR + 10 * DAY)], "the other one is a second older");
        });
    }

    // Every instance of the service does so when it starts.
    #[test]
    fn a_store_is_opened_over_what_is_there() {
        mongodb::test(async |database| {
            let first = store(&database).await;
            worked(first.publish(&draft("ownership")).await);
            comment_times(&first, "ownership", 1..=2).await;
            let second = store(&database).await;
            assert_eq!(history(&second, "ownership").await, numbered(2));
            assert_eq!(outcome(second.publish(&draft("ownership")).await), Err(words(&StoreError::SlugTaken)));
        });
    }

    // Emptying the page first is quicker to write, and loses fifty comments when the second write fails.
    #[test]
    fn comments_stay_where_they_are_until_they_are_archived() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [stored("ownership", &[], day(1), 0, 50)]).await;
            let server = database.open().await;
            server.collection::<Document>("comment_pages").drop().await.expect("the archive can be dropped");
            let refuses_all = doc! { "never": "written" };
            let made = server.create_collection("comment_pages").validator(refuses_all).await;
            made.expect("the archive can be made anew");
            assert_eq!(
                outcome(store.add_comment("ownership", &comment(51_u64)).await),
                Err("the database refused".to_owned())
            );
            let whole = doc! { "page": 0, "comments": { "$size": 50 } };
            assert_eq!(
                how_many(&database, "posts", whole).await,
                1,
                "the archive refused the page: the post must keep it"
            );

            let accepts = doc! { "collMod": "comment_pages", "validator": {} };
            server.run_command(accepts).await.expect("the archive can be mended");
            assert_eq!(outcome(store.add_comment("ownership", &comment(51_u64)).await), Ok(51));
            assert_eq!(history(&store, "ownership").await, numbered(51));
        });
    }

    // Another writer has archived the page and died. Who comes next finds the page full and the archive's place taken.
    #[test]
    fn a_move_that_stopped_half_way_is_finished() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [stored("ownership", &[], day(1), 0, 50)]).await;
            let posts = database.collection("posts").await;
            let post = posts.find_one(doc! {}).await.ok().flatten().expect("the fixture is there");
            let id = post.get_object_id("_id").expect("it has an id");
            let comments = post.get_array("comments").expect("it has comments").clone();
            let archived = doc! { "_id": { "post": id, "page": 0 }, "comments": comments };
            database.collection("comment_pages").await.insert_one(archived).await.expect("it can be inserted");
            assert_eq!(
                worked(store.post("ownership").await).map(|post| post.comment_count),
                Some(50),
                "each counts once"
            );
            assert_eq!(outcome(store.add_comment("ownership", &comment(51_u64)).await), Ok(51));
            assert_eq!(history(&store, "ownership").await, numbered(51));
            assert_eq!(how_many(&database, "comment_pages", doc! {}).await, 1);
        });
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    const TAGS: [&str; 6] = ["async", "databases", "go", "macros", "rust", "testing"];

    // The same report, computed here from the same posts.
    #[test]
    fn the_report_equals_its_twin() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            let mut random = fastrand::Rng::with_seed(20_240_101);
            let mut posts = Vec::new();
            for number in 0..200 {
                let tags: Vec<&str> = (0..random.usize(0..4)).map(|_| TAGS[random.usize(0..TAGS.len())]).collect();
                posts.push((format!("post-{number}"), tags, random.i64(0..90), random.i64(0..3), random.u64(0..6)));
            }
            let documents = posts.iter().map(|(slug, tags, at, page, open)| stored(slug, tags, day(*at), *page, *open));
            insert(&database, documents).await;
            for since in [0, 30, 89] {
                let mut expected: Vec<_> = TAGS.iter().map(|tag| (tag.to_string(), 0_u64, 0_u64, 0_i64)).collect();
                for row in &mut expected {
                    for (_, _, at, page, open) in
                        posts.iter().filter(|(_, tags, at, ..)| *at >= since && tags.contains(&row.0.as_str()))
                    {
                        row.1 += 1;
                        row.2 += u64::try_from(*page).unwrap_or(0) * u64::from(PAGE) + open;
                        row.3 = row.3.max(NEW_YEAR + at * DAY);
                    }
                }
                expected.retain(|row| row.1 > 0);
                expected.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
                let report: Vec<_> = worked(store.tag_report(day(since)).await).into_iter().map(row).collect();
                assert_eq!(report, expected, "since day {since}");
            }
        });
    }
}

mod concurrency {
    use harness::{assert, assert_eq};

    use super::*;

    /// The database through a client that does `meanwhile` right before it sends a command: number `n` of those that follow
    /// once the counter is set to `n`.
    async fn interrupted(
        database: &Database,
        meanwhile: impl AsyncFn(PostStore) + Clone + Send + Sync + 'static,
    ) -> (::mongodb::Database, Arc<AtomicUsize>) {
        let counter = Arc::new(AtomicUsize::new(0));
        let (left, other) = (Arc::clone(&counter), database.clone());
        let mut options = ClientOptions::parse(database.url()).await.expect("the server's URL is one");
        options.command_event_handler = Some(EventHandler::callback(move |event| {
            let is_ours = matches!(&event, CommandEvent::Started(event) if event.db == other.name());
            let count_down = |count: usize| count.checked_sub(1);
            if is_ours && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, count_down) == Ok(1) {
                let (other, meanwhile) = (other.clone(), meanwhile.clone());
                let thread = std::thread::spawn(move || block_on(async { meanwhile(store(&other).await).await }));
                thread.join().expect("the other writer is not disturbed");
            }
        }));
        let client = Client::with_options(options).expect("a client needs no server yet");
        (client.database(database.name()), counter)
    }

    // Read the array, push, write it back: whoever wrote in between has never been there.
    #[test]
    fn a_comment_that_comes_between_any_two_steps_is_kept() {
        mongodb::test(async |database| {
            for open in [0, 49, 50] {
                let slug = format!("post-{open}");
                let other_slug = slug.clone();
                let meanwhile = async move |store: PostStore| {
                    worked(store.add_comment(&other_slug, &comment(999_u64)).await);
                };
                let (interrupted, counter) = interrupted(&database, meanwhile).await;
                let store = worked(PostStore::open(&interrupted).await);
                for step in 1..=5 {
                    database.collection("posts").await.delete_many(doc! {}).await.expect("posts can be deleted");
                    insert(&database, [stored(&slug, &[], day(1), 0, open)]).await;
                    counter.store(step, Ordering::SeqCst);
                    let number = worked(store.add_comment(&slug, &comment(open + 1)).await);
                    let came = counter.swap(0, Ordering::SeqCst) == 0;
                    let all = history(&store, &slug).await;
                    let added = all.iter().skip(usize::try_from(open).unwrap_or(0));
                    let mut added: Vec<&str> = added.map(String::as_str).collect();
                    let place = usize::try_from(number).unwrap_or(0);
                    let own = comment(open + 1).text;
                    assert_eq!(
                        all.get(place.wrapping_sub(1)),
                        Some(&own),
                        "its number is its place, before step {step}"
                    );
                    added.sort_unstable();
                    let expected = if came { vec![own.as_str(), "comment 999"] } else { vec![own.as_str()] };
                    assert_eq!(added, expected, "after {open} comments, another came before step {step}");
                    if !came {
                        break;
                    }
                }
            }
        });
    }

    #[test]
    fn forty_readers_comment_at_once_and_lose_nothing() {
        mongodb::test(async |database| {
            let store = store(&database).await;
            insert(&database, [stored("ownership", &[], day(1), 0, 30)]).await;
            let numbers = together(40, async |reader| {
                let mut numbers = Vec::new();
                for turn in 0..3_u64 {
                    let comment = comment(1000 + reader as u64 * 10 + turn);
                    numbers.push((worked(store.add_comment("ownership", &comment).await), comment.text));
                }
                numbers
            })
            .await;
            let all = history(&store, "ownership").await;
            assert_eq!(all.len(), 150);
            assert_eq!(all[..30].to_vec(), numbered(30));
            for of_one in &numbers {
                let places: Vec<u64> = of_one.iter().map(|(number, _)| *number).collect();
                assert!(
                    places.is_sorted(),
                    "a reader's own comments stand in the order in which they came: {places:?}"
                );
                for (number, text) in of_one {
                    assert_eq!(all.get(usize::try_from(*number).unwrap_or(0).wrapping_sub(1)), Some(text));
                }
            }
            assert_eq!(how_many(&database, "posts", doc! { format!("comments.{PAGE}"): { "$exists": true } }).await, 0);
            let longer = doc! { "comments": { "$not": { "$size": PAGE } } };
            assert_eq!(how_many(&database, "comment_pages", longer).await, 0, "an archived page is full and not more");
        });
    }

    // A page that is not in the archive yet may be there by the time one has asked the post.
    #[test]
    fn a_page_is_read_while_it_moves() {
        mongodb::test(async |database| {
            let meanwhile = async |store: PostStore| {
                worked(store.add_comment("ownership", &comment(51_u64)).await);
            };
            let (interrupted, counter) = interrupted(&database, meanwhile).await;
            let store = worked(PostStore::open(&interrupted).await);
            for step in 1..=3 {
                database.collection("posts").await.delete_many(doc! {}).await.expect("posts can be deleted");
                insert(&database, [stored("ownership", &[], day(1), 0, 50)]).await;
                counter.store(step, Ordering::SeqCst);
                let page = texts(&worked(store.comment_page("ownership", 0).await));
                assert_eq!(page, numbered(50), "it was moved before step {step}");
                if counter.swap(0, Ordering::SeqCst) > 0 {
                    break;
                }
            }
        });
    }

    // "Is it free?" is answered before the other one writes.
    #[test]
    fn a_slug_that_is_taken_in_between_is_taken() {
        mongodb::test(async |database| {
            let meanwhile = async |store: PostStore| worked(store.publish(&draft("ownership")).await);
            let (interrupted, counter) = interrupted(&database, meanwhile).await;
            let store = worked(PostStore::open(&interrupted).await);
            for step in 1..=3 {
                database.collection("posts").await.delete_many(doc! {}).await.expect("posts can be deleted");
                counter.store(step, Ordering::SeqCst);
                let result = outcome(store.publish(&draft("ownership")).await);
                let came = counter.swap(0, Ordering::SeqCst) == 0;
                assert_eq!(
                    result,
                    if came { Err(words(&StoreError::SlugTaken)) } else { Ok(()) },
                    "before step {step}"
                );
                assert_eq!(how_many(&database, "posts", doc! { "slug": "ownership" }).await, 1);
                if !came {
                    break;
                }
            }
        });
    }

    // Posts that are read, changed here and written back forget what came meanwhile.
    #[test]
    fn a_comment_that_comes_during_an_upgrade_is_kept() {
        mongodb::test(async |database| {
            let meanwhile = async |store: PostStore| {
                worked(store.add_comment("lifetimes", &comment(1_u64)).await);
            };
            let (interrupted, counter) = interrupted(&database, meanwhile).await;
            let store = worked(PostStore::open(&interrupted).await);
            for step in 1..=4 {
                database.collection("posts").await.delete_many(doc! {}).await.expect("posts can be deleted");
                insert(&database, [old("lifetimes", "rust", "2024-01-11T00:00:00Z")]).await;
                counter.store(step, Ordering::SeqCst);
                assert_eq!(worked(store.upgrade().await), 1);
                let came = counter.swap(0, Ordering::SeqCst) == 0;
                assert_eq!(history(&store, "lifetimes").await, numbered(u64::from(came)), "before step {step}");
                if !came {
                    break;
                }
            }
        });
    }
}

mod complexity {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn what_is_asked_often_is_one_command() {
        mongodb::test(async |database| {
            let (watched, commands) = database.watched().await;
            let store = worked(PostStore::open(&watched).await);
            commands.clear();
            worked(store.publish(&draft("ownership")).await);
            assert_eq!(commands.names().len(), 1, "publish");
            commands.clear();
            worked(store.add_comment("ownership", &comment(1_u64)).await);
            assert_eq!(commands.names().len(), 1, "add_comment where there is room");
            commands.clear();
            shown(worked(store.post("ownership").await));
            assert_eq!(commands.names().len(), 1, "post");
            commands.clear();
            worked(store.comment_page("ownership", 0).await);
            assert_eq!(commands.names().len(), 1, "comment_page of the open page");
            commands.clear();
            worked(store.slugs_with_prefix("own", 5).await);
            assert_eq!(commands.names().len(), 1, "slugs_with_prefix");
        });
    }

    // Most comments find room. Only the one in fifty that does not may cost more.
    #[test]
    fn a_page_that_is_full_costs_a_few_commands_more() {
        mongodb::test(async |database| {
            let (watched, commands) = database.watched().await;
            let store = worked(PostStore::open(&watched).await);
            worked(store.publish(&draft("ownership")).await);
            commands.clear();
            comment_times(&store, "ownership", 1..=120).await;
            let sent = commands.names().len() as u64;
            assert_within!("120 comments", sent, "commands", "one each, and six more for each full page", 132);
            commands.clear();
            worked(store.comment_page("ownership", 1).await);
            let sent = commands.names().len() as u64;
            assert_within!("an archived page", sent, "commands", "the post and its page", 2);
        });
    }

    // What is loaded to be counted or changed here goes over the network, and is old when it arrives.
    #[test]
    fn the_report_and_the_upgrade_are_done_by_the_server() {
        mongodb::test(async |database| {
            let (watched, commands) = database.watched().await;
            let store = worked(PostStore::open(&watched).await);
            let olds = (0..300).map(|number| old(&format!("post-{number}"), "rust, async", "2024-01-11T00:00:00Z"));
            insert(&database, olds).await;
            commands.clear();
            assert_eq!(worked(store.upgrade().await), 300);
            assert_eq!(commands.names(), ["update"]);
            commands.clear();
            assert_eq!(worked(store.tag_report(day(1)).await).len(), 2);
            assert_eq!(commands.names(), ["aggregate"]);
        });
    }

    #[test]
    fn a_post_is_found_by_an_index() {
        mongodb::test(async |database| {
            let (watched, commands) = database.watched().await;
            let store = worked(PostStore::open(&watched).await);
            insert(&database, (0..600).map(|number| stored(&format!("post-{number}"), &[], day(1), 0, 0))).await;
            commands.clear();
            assert!(worked(store.post("post-599").await).is_some());
            worked(store.add_comment("post-599", &comment(1_u64)).await);
            worked(store.comment_page("post-599", 0).await);
            let sent = commands.sent();
            assert_eq!(sent.len(), 3);
            for command in &sent {
                let (_, documents) = examined(&database, command).await;
                let name = command.keys().next().cloned().unwrap_or_default();
                assert_within!(
                    name,
                    documents.unsigned_abs(),
                    "documents examined among 600",
                    "an index on the slug",
                    2
                );
            }
        });
    }

    #[test]
    fn the_report_examines_only_what_is_recent() {
        mongodb::test(async |database| {
            let (watched, commands) = database.watched().await;
            let store = worked(PostStore::open(&watched).await);
            let posts = (0..600).map(|number| stored(&format!("post-{number}"), &["rust"], day(number % 60), 0, 0));
            insert(&database, posts).await;
            commands.clear();
            let report: Vec<_> = worked(store.tag_report(day(57)).await).into_iter().map(row).collect();
            assert_eq!(report, [("rust".to_owned(), 30, 0, NEW_YEAR + 59 * DAY)]);
            for command in &commands.sent() {
                let (_, documents) = examined(&database, command).await;
                assert_within!(
                    "the report on 30 posts of 600",
                    documents.unsigned_abs(),
                    "documents examined",
                    "an index on the time",
                    30
                );
            }
        });
    }

    // A pattern that may begin anywhere, or that ignores case, reads the whole index.
    #[test]
    fn a_prefix_is_a_range_of_the_index() {
        mongodb::test(async |database| {
            let (watched, commands) = database.watched().await;
            let store = worked(PostStore::open(&watched).await);
            insert(&database, (0..600).map(|number| stored(&format!("post-{number:03}"), &[], day(1), 0, 0))).await;
            commands.clear();
            assert_eq!(worked(store.slugs_with_prefix("post-4", 3).await), ["post-400", "post-401", "post-402"]);
            let (mut keys, mut documents) = (0, 0);
            for command in &commands.sent() {
                let examined = examined(&database, command).await;
                keys += examined.0;
                documents += examined.1;
            }
            assert_within!("3 slugs", keys.unsigned_abs(), "keys examined", "a range", 5);
            assert_within!("3 slugs", documents.unsigned_abs(), "documents examined", "the limit", 5);
            assert!(keys > 0, "the slugs come from an index");
        });
    }
}
