//! What a test gets of a real MongoDB.
#![cfg(feature = "mongodb")]

use ::mongodb::bson::{Document, doc};
use harness::mongodb;

#[test]
fn every_test_has_a_database_for_itself_and_leaves_nothing() {
    let name = std::cell::RefCell::new(String::new());
    mongodb::test(async |database| {
        database.collection("item").await.insert_one(doc! { "a": 1 }).await.expect("it is written");
        name.replace(database.name().to_owned());
    });
    mongodb::test(async |database| {
        assert_ne!(database.name(), *name.borrow());
        let names = database.open().await.client().list_database_names().await.expect("it answers");
        assert!(!names.contains(&name.borrow()), "it is gone");
    });
}

#[test]
fn commands_and_their_cost_are_told() {
    mongodb::test(async |database| {
        let (handle, commands) = database.watched().await;
        let items = handle.collection::<Document>("item");
        items.insert_many((0..100).map(|number| doc! { "number": number })).await.expect("they are written");
        commands.clear();
        let found = items.find_one(doc! { "number": 7 }).await.expect("it answers");
        assert!(found.is_some());
        assert_eq!(commands.names(), ["find"]);
        let find = || doc! { "find": "item", "filter": { "number": 7 } };
        let slow = database.explain(find()).await;
        assert!(slow.stages().contains(&"COLLSCAN".to_owned()) && slow.documents_examined() == 100, "{slow:?}");
        let index = ::mongodb::IndexModel::builder().keys(doc! { "number": 1 }).build();
        items.create_index(index).await.expect("it is made");
        let quick = database.explain(find()).await;
        assert_eq!((quick.indexes(), quick.documents_examined()), (vec!["number_1".to_owned()], 1));
    });
}
