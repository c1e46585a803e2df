//! The query language of a document store looks obvious, until a field is missing, is null, or is an array. Does `{ a: 1 }`
//! find `{ a: [1, 2] }`? Does `{ a: { $gt: 1, $lt: 5 } }` find `{ a: [0, 9] }`? Does `{ a: { $ne: 1 } }`? Every answer follows
//! from two questions that must be kept apart: which values a path reaches, and whether one of them satisfies the operator.
//! The tables below are the traps, one by one. Then a real server has the last word, on hundreds of filters.

use std::cmp::Ordering;

use fastrand::Rng;
use harness::mongodb::{self, Database};
use harness::prelude::*;

use ::mongodb::bson::{Bson, DateTime, Document, bson, doc};

use super::kata::{Filter, Index, QueryError, compare};

fn parsed(filter: &Document) -> Filter {
    Filter::parse(filter).unwrap_or_else(|error| panic!("{filter} is a filter, but: {error:?}"))
}

/// Whether each document passes.
fn passes<const N: usize>(filter: &Document, documents: [Document; N]) -> [bool; N] {
    let filter = parsed(filter);
    documents.map(|document| filter.matches(&document))
}

fn refused(filter: &Document) -> String {
    Filter::parse(filter).err().map_or_else(|| "it was accepted".to_owned(), |error| words(&error))
}

fn words(error: &QueryError) -> String {
    match error {
        QueryError::UnknownOperator(operator) => format!("{operator} is unknown"),
        QueryError::BadOperand(operator) => format!("{operator} cannot use this"),
    }
}

fn unknown(operator: &str) -> String {
    words(&QueryError::UnknownOperator(operator.to_owned()))
}

fn bad(operator: &str) -> String {
    words(&QueryError::BadOperand(operator.to_owned()))
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_value_is_compared_with_the_operand() {
        let documents = || [1, 2, 3].map(|value| doc! { "a": value });
        assert_eq!(passes(&doc! { "a": 2 }, documents()), [false, true, false]);
        assert_eq!(passes(&doc! { "a": { "$eq": 2 } }, documents()), [false, true, false]);
        assert_eq!(passes(&doc! { "a": { "$ne": 2 } }, documents()), [true, false, true]);
        assert_eq!(passes(&doc! { "a": { "$lt": 2 } }, documents()), [true, false, false]);
        assert_eq!(passes(&doc! { "a": { "$lte": 2 } }, documents()), [true, true, false]);
        assert_eq!(passes(&doc! { "a": { "$gt": 2 } }, documents()), [false, false, true]);
        assert_eq!(passes(&doc! { "a": { "$gte": 2 } }, documents()), [false, true, true]);
        assert_eq!(passes(&doc! { "a": { "$in": [1, 3, 5] } }, documents()), [true, false, true]);
        assert_eq!(passes(&doc! { "a": { "$nin": [1, 3, 5] } }, documents()), [false, true, false]);
    }

    #[test]
    fn an_empty_filter_passes_all_and_several_fields_must_all_hold() {
        let documents = || [doc! { "a": 1, "b": 1 }, doc! { "a": 1, "b": 2 }, doc! {}];
        assert_eq!(passes(&doc! {}, documents()), [true; 3]);
        assert_eq!(passes(&doc! { "a": 1, "b": 2 }, documents()), [false, true, false]);
        assert_eq!(passes(&doc! { "a": { "$gt": 0, "$lt": 2 }, "b": { "$gt": 1 } }, documents()), [false, true, false]);
    }

    #[test]
    fn conditions_are_combined() {
        let documents = || [doc! { "a": 1, "b": 1 }, doc! { "a": 1, "b": 2 }, doc! { "a": 2, "b": 2 }, doc! {}];
        let pair = || vec![doc! { "a": 1 }, doc! { "b": 2 }];
        assert_eq!(passes(&doc! { "$and": pair() }, documents()), [false, true, false, false]);
        assert_eq!(passes(&doc! { "$or": pair() }, documents()), [true, true, true, false]);
        assert_eq!(passes(&doc! { "$nor": pair() }, documents()), [false, false, false, true]);
        let nested = doc! { "$or": [{ "$and": pair() }, { "$nor": pair() }] };
        assert_eq!(passes(&nested, documents()), [false, true, false, true]);
    }

    // An array's elements are looked at, and the array itself is too.
    #[test]
    fn an_array_passes_by_an_element_or_as_a_whole() {
        let documents = || [doc! { "a": [1, 2] }, doc! { "a": 1 }, doc! { "a": [2, 1] }, doc! { "a": [] }];
        assert_eq!(passes(&doc! { "a": 1 }, documents()), [true, true, true, false]);
        assert_eq!(passes(&doc! { "a": [1, 2] }, documents()), [true, false, false, false]);
        assert_eq!(passes(&doc! { "a": [] }, documents()), [false, false, false, true]);
        assert_eq!(passes(&doc! { "a": { "$in": [[2, 1], 7] } }, documents()), [false, false, true, false]);
        assert_eq!(passes(&doc! { "a": { "$gt": 1 } }, documents()), [true, false, true, false]);
    }

    // Each bound may be met by an element of its own. `$elemMatch` asks for one that meets both.
    #[test]
    fn two_bounds_may_be_met_by_two_elements() {
        let documents = || [doc! { "a": [0, 9] }, doc! { "a": [0, 3] }, doc! { "a": 9 }, doc! { "a": 3 }];
        let between = || doc! { "$gt": 1, "$lt": 5 };
        assert_eq!(passes(&doc! { "a": between() }, documents()), [true, true, false, true]);
        let one = doc! { "a": { "$elemMatch": between() } };
        assert_eq!(
            passes(&one, documents()),
            [false, true, false, false],
            "and a value that is no array has no element"
        );
    }

    // "Not equal" is the opposite of "equal", and not "some element is different".
    #[test]
    fn what_is_negated_is_the_answer() {
        let documents = || [doc! { "a": [1, 2] }, doc! { "a": [2] }, doc! { "a": "x" }, doc! {}, doc! { "a": null }];
        assert_eq!(passes(&doc! { "a": { "$ne": 1 } }, documents()), [false, true, true, true, true]);
        assert_eq!(passes(&doc! { "a": { "$nin": [1, 7] } }, documents()), [false, true, true, true, true]);
        assert_eq!(passes(&doc! { "a": { "$not": { "$gte": 2 } } }, documents()), [false, false, true, true, true]);
        let both = doc! { "a": { "$not": { "$gt": 1, "$lt": 2 } } };
        assert_eq!(passes(&both, documents()), [false, true, true, true, true], "not (one above 1 and one below 2)");
        assert_eq!(passes(&doc! { "a": { "$ne": null } }, documents()), [true, true, true, false, false]);
    }

    #[test]
    fn null_is_also_what_is_missing_and_exists_tells_them_apart() {
        let documents = || [doc! { "a": null }, doc! {}, doc! { "a": [null] }, doc! { "a": [] }, doc! { "a": 0 }];
        assert_eq!(passes(&doc! { "a": null }, documents()), [true, true, true, false, false]);
        assert_eq!(passes(&doc! { "a": { "$in": [null, 7] } }, documents()), [true, true, true, false, false]);
        assert_eq!(passes(&doc! { "a": { "$gte": null } }, documents()), [true, true, true, false, false]);
        assert_eq!(passes(&doc! { "a": { "$gt": null } }, documents()), [false; 5]);
        assert_eq!(passes(&doc! { "a": { "$exists": true } }, documents()), [true, false, true, true, true]);
        assert_eq!(passes(&doc! { "a": { "$exists": false } }, documents()), [false, true, false, false, false]);
    }

    #[test]
    fn a_path_goes_into_documents_and_through_arrays_of_them() {
        let documents = || {
            [
                doc! { "a": { "b": 1 } },
                doc! { "a": [{ "b": 1 }, { "b": 2 }] },
                doc! { "a": [{ "b": [1, 2] }] },
                doc! { "a": [1, { "c": 1 }] },
                doc! { "a": 1 },
                doc! { "a.b": 1 },
            ]
        };
        assert_eq!(passes(&doc! { "a.b": 1 }, documents()), [true, true, true, false, false, false]);
        assert_eq!(passes(&doc! { "a.b": { "$gt": 1 } }, documents()), [false, true, true, false, false, false]);
        let deeper =
            || [doc! { "a": [{ "b": [{ "c": 1 }] }, { "b": { "c": 2 } }] }, doc! { "a": { "b": [{ "c": 3 }] } }];
        assert_eq!(passes(&doc! { "a.b.c": { "$in": [2, 3] } }, deeper()), [true, true]);
        assert_eq!(passes(&doc! { "a.b.c": 1 }, deeper()), [true, false]);
    }

    // A scalar on the way has no such field. An array of scalars is nothing that could have it, so nothing is missing either.
    #[test]
    fn what_a_path_misses_depends_on_where_it_ends() {
        let documents = || {
            [
                doc! { "a": 1 },
                doc! { "a": [] },
                doc! { "a": [1] },
                doc! { "a": [{ "b": 1 }, { "c": 1 }] },
                doc! { "a": [1, { "b": 1 }] },
                doc! { "a": {} },
            ]
        };
        assert_eq!(passes(&doc! { "a.b": null }, documents()), [true, false, false, true, false, true]);
        let exists = doc! { "a.b": { "$exists": true } };
        assert_eq!(passes(&exists, documents()), [false, false, false, true, true, false]);
        assert_eq!(passes(&doc! { "a.b": { "$ne": null } }, documents()), [false, true, true, false, true, false]);
    }

    #[test]
    fn a_number_in_a_path_is_a_position_or_a_name() {
        let documents = || {
            [
                doc! { "a": [5, 6] },
                doc! { "a": [6, 5] },
                doc! { "a": { "0": 5 } },
                doc! { "a": [{ "0": 5 }] },
                doc! { "a": [{ "b": 7 }, { "b": 5 }] },
            ]
        };
        assert_eq!(passes(&doc! { "a.0": 5 }, documents()), [true, false, true, true, false]);
        assert_eq!(passes(&doc! { "a.1": { "$exists": true } }, documents()), [true, true, false, false, true]);
        assert_eq!(passes(&doc! { "a.0.b": { "$gt": 6 } }, documents()), [false, false, false, false, true]);
        assert_eq!(passes(&doc! { "a.1.b": { "$gt": 6 } }, documents()), [false; 5]);
        assert_eq!(passes(&doc! { "a.00": 5 }, documents()), [false; 5], "a position is written in one way");
    }

    #[test]
    fn an_element_is_matched_as_a_document_or_by_itself() {
        let documents = || {
            [
                doc! { "a": [{ "b": 1, "c": 1 }, { "b": 2, "c": 2 }] },
                doc! { "a": [{ "b": 1, "c": 2 }] },
                doc! { "a": { "b": 1, "c": 2 } },
                doc! { "a": [1, 2] },
                doc! { "a": [] },
            ]
        };
        let both = doc! { "a": { "$elemMatch": { "b": 1, "c": 2 } } };
        assert_eq!(passes(&both, documents()), [false, true, false, false, false]);
        assert_eq!(passes(&doc! { "a.b": 1, "a.c": 2 }, documents()), [true, true, true, false, false]);
        let either = doc! { "a": { "$elemMatch": { "$or": [{ "b": 2 }, { "c": 9 }] } } };
        assert_eq!(passes(&either, documents()), [true, false, false, false, false]);
        assert_eq!(passes(&doc! { "a": { "$elemMatch": {} } }, documents()), [true, true, false, false, false]);
        let other = doc! { "a": { "$elemMatch": { "$ne": 1, "$gt": 0 } } };
        assert_eq!(passes(&other, documents()), [false, false, false, true, false]);
        let none = doc! { "a": { "$not": { "$elemMatch": { "$in": [2, 3] } } } };
        assert_eq!(passes(&none, documents()), [true, true, true, false, true]);
        let nested = doc! { "a": { "$elemMatch": { "b": { "$elemMatch": { "$gt": 1 } } } } };
        assert_eq!(passes(&nested, [doc! { "a": [{ "b": [1, 2] }] }, doc! { "a": [{ "b": 2 }] }]), [true, false]);
    }

    #[test]
    fn size_counts_the_elements_of_the_array_itself() {
        let documents = || {
            [
                doc! { "a": [1, 2] },
                doc! { "a": [] },
                doc! { "a": 2 },
                doc! {},
                doc! { "a": [{ "b": [1, 2] }, { "b": 1 }] },
            ]
        };
        assert_eq!(passes(&doc! { "a": { "$size": 2 } }, documents()), [true, false, false, false, true]);
        assert_eq!(passes(&doc! { "a": { "$size": 0_i64 } }, documents()), [false, true, false, false, false]);
        assert_eq!(passes(&doc! { "a.b": { "$size": 2 } }, documents()), [false, false, false, false, true]);
        assert_eq!(passes(&doc! { "a": { "$not": { "$size": 2 } } }, documents()), [false, true, true, true, false]);
    }

    #[test]
    fn kinds_have_an_order_and_are_not_mixed_in_a_range() {
        let ascending = [
            Bson::Null,
            bson!(-1),
            bson!(2),
            bson!(""),
            bson!("a"),
            bson!({}),
            bson!({ "a": 1 }),
            bson!([]),
            bson!([1]),
            bson!(false),
            bson!(true),
            Bson::DateTime(DateTime::from_millis(-1)),
            Bson::DateTime(DateTime::from_millis(1)),
        ];
        for (left, one) in ascending.iter().enumerate() {
            for (right, other) in ascending.iter().enumerate() {
                assert_eq!(compare(one, other), left.cmp(&right), "{one} and {other}");
            }
        }
        let documents = || [doc! { "a": 5 }, doc! { "a": "x" }, doc! { "a": true }, doc! { "a": null }, doc! {}];
        assert_eq!(passes(&doc! { "a": { "$gt": 1 } }, documents()), [true, false, false, false, false]);
        assert_eq!(passes(&doc! { "a": { "$lt": "y" } }, documents()), [false, true, false, false, false]);
        assert_eq!(passes(&doc! { "a": { "$gte": false } }, documents()), [false, false, true, false, false]);
    }

    // An index is right when a scan of its candidates finds what a scan of everything finds.
    #[test]
    fn an_index_gives_positions_in_order_and_each_once() {
        let mut index = Index::new("a");
        let documents = [
            doc! { "a": [3, 5, 7] },
            doc! { "a": 9 },
            doc! {},
            doc! { "a": "x" },
            doc! { "a": [0, 9] },
            doc! { "a": 4 },
        ];
        for (position, document) in documents.iter().enumerate() {
            index.insert(position, document);
        }
        let candidates = |filter: Document| index.candidates(&parsed(&filter));
        assert_eq!(candidates(doc! { "a": 9 }), Some(vec![1, 4]));
        assert_eq!(candidates(doc! { "a": { "$gt": 2 } }), Some(vec![0, 1, 4, 5]));
        assert_eq!(candidates(doc! { "a": { "$in": [4, "x", 5] } }), Some(vec![0, 3, 5]));
        assert_eq!(candidates(doc! { "a": null }), Some(vec![2]), "what is missing is in the index too");
        assert_eq!(candidates(doc! { "a": [0, 9] }), Some(vec![4]), "so is an array as a whole");
        assert_eq!(candidates(doc! { "a": 1000 }), Some(vec![]));
        assert_eq!(candidates(doc! { "b": 1 }), None);
        assert_eq!(candidates(doc! { "a": { "$ne": 9 } }), None);
        assert_eq!(candidates(doc! {}), None);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    // A filter is wrong or not, whatever document it meets and however soon the answer is clear.
    #[test]
    fn a_filter_is_refused_before_it_meets_a_document() {
        assert_eq!(refused(&doc! { "a": { "$near": 1 } }), unknown("$near"));
        assert_eq!(refused(&doc! { "$where": 1 }), unknown("$where"));
        assert_eq!(refused(&doc! { "a": { "$gt": 1, "b": 2 } }), unknown("b"));
        assert_eq!(refused(&doc! { "a": { "$and": [{ "b": 1 }] } }), unknown("$and"));
        assert_eq!(refused(&doc! { "$gt": 1 }), unknown("$gt"));
        assert_eq!(refused(&doc! { "a": 1, "$or": [{ "b": 1 }, { "c": { "$foo": 1 } }] }), unknown("$foo"));
        assert_eq!(refused(&doc! { "a": { "$elemMatch": { "b": { "$foo": 1 } } } }), unknown("$foo"));
        assert_eq!(refused(&doc! { "a": { "$not": { "$foo": 1 } } }), unknown("$foo"));
        for operator in ["$and", "$or", "$nor"] {
            for operand in [bson!([]), bson!({ "a": 1 }), bson!([1])] {
                assert_eq!(refused(&doc! { operator: &operand }), bad(operator), "{operator}: {operand}");
            }
        }
        for (operator, operand) in [
            ("$in", bson!(1)),
            ("$nin", bson!({})),
            ("$exists", bson!("yes")),
            ("$size", bson!(-1)),
            ("$size", bson!("2")),
            ("$not", bson!(1)),
            ("$not", bson!({})),
            ("$not", bson!({ "b": 1 })),
            ("$elemMatch", bson!([1])),
        ] {
            assert_eq!(refused(&doc! { "a": { operator: &operand } }), bad(operator), "{operator}: {operand}");
        }
    }

    #[test]
    fn a_document_as_operand_is_equal_with_its_fields_in_order() {
        let documents = || {
            [
                doc! { "a": { "x": 1, "y": 2 } },
                doc! { "a": { "y": 2, "x": 1 } },
                doc! { "a": { "x": 1.0, "y": 2_i64 } },
                doc! { "a": [{ "x": 1, "y": 2 }, 3] },
                doc! { "a": { "x": 1, "y": 2, "z": 3 } },
                doc! { "a": {} },
            ]
        };
        assert_eq!(passes(&doc! { "a": { "x": 1, "y": 2 } }, documents()), [true, false, true, true, false, false]);
        assert_eq!(passes(&doc! { "a": {} }, documents()), [false, false, false, false, false, true]);
        let at_least = doc! { "a": { "$gte": { "x": 1, "y": 2 } } };
        assert_eq!(passes(&at_least, documents()), [true, true, true, true, true, false]);
    }

    // A double has 53 bits. What is made one loses the others.
    #[test]
    fn numbers_are_compared_by_their_exact_values() {
        let large = 9_007_199_254_740_993_i64;
        let documents = || [doc! { "a": large }, doc! { "a": 9_007_199_254_740_992.0 }, doc! { "a": large - 1 }];
        assert_eq!(passes(&doc! { "a": large }, documents()), [true, false, false]);
        assert_eq!(passes(&doc! { "a": 9_007_199_254_740_992.0 }, documents()), [false, true, true]);
        for (left, right, expected) in [
            (bson!(1), bson!(1_i64), Ordering::Equal),
            (bson!(1), bson!(1.0), Ordering::Equal),
            (bson!(0.0), bson!(-0.0), Ordering::Equal),
            (bson!(1.5), bson!(2.5), Ordering::Less),
            (bson!(1), bson!(1.5), Ordering::Less),
            (bson!(-1), bson!(-1.5), Ordering::Greater),
            (bson!(2_i64), bson!(1.5), Ordering::Greater),
            (bson!(i64::MAX), bson!(9_223_372_036_854_775_808.0), Ordering::Less),
            (bson!(i64::MIN), bson!(-9_223_372_036_854_775_808.0), Ordering::Equal),
            (bson!(i64::MIN), bson!(-1e300), Ordering::Greater),
            (bson!(i64::MAX), bson!(f64::INFINITY), Ordering::Less),
        ] {
            assert_eq!(compare(&left, &right), expected, "{left} and {right}");
            assert_eq!(compare(&right, &left), expected.reverse(), "{right} and {left}");
        }
    }

    // Kind before name, name before value, and the longer one last.
    #[test]
    fn documents_and_arrays_are_compared_piece_by_piece() {
        let ascending = [
            bson!({ "b": 1 }),
            bson!({ "b": 1, "a": 0 }),
            bson!({ "b": 2 }),
            bson!({ "c": 0 }),
            bson!({ "a": "x" }),
            bson!({ "a": { "b": 1 } }),
        ];
        for pair in ascending.windows(2) {
            assert_eq!(compare(&pair[0], &pair[1]), Ordering::Less, "{} and {}", pair[0], pair[1]);
        }
        let ascending = [bson!([null, 5]), bson!([1]), bson!([1, null]), bson!([1.5]), bson!([2, 0]), bson!(["a"])];
        for pair in ascending.windows(2) {
            assert_eq!(compare(&pair[0], &pair[1]), Ordering::Less, "{} and {}", pair[0], pair[1]);
        }
    }
}

/// What the real server says, on documents and filters that a seed makes.
mod properties {
    use harness::{assert, assert_eq};

    use super::*;

    fn scalar(random: &mut Rng) -> Bson {
        match random.u8(0..12) {
            0 => Bson::Null,
            1 => bson!(random.bool()),
            2 | 3 => bson!(random.i32(0..4)),
            4 | 5 => bson!(random.i64(0..4)),
            6 => bson!(f64::from(random.u8(0..8)) / 2.0),
            7 => Bson::DateTime(DateTime::from_millis(random.i64(0..2))),
            _ => bson!(["", "a", "b"][random.usize(0..3)]),
        }
    }

    /// A document of one to three of the fields `b`, `c` and `0`.
    fn inner(random: &mut Rng, depth: u8) -> Document {
        let mut document = Document::new();
        for _ in 0..random.u8(0..3) {
            document.insert(["b", "b", "c", "0"][random.usize(0..4)], value(random, depth));
        }
        document
    }

    fn value(random: &mut Rng, depth: u8) -> Bson {
        match if depth == 0 { 0 } else { random.u8(0..10) } {
            7 | 8 => Bson::Document(inner(random, depth - 1)),
            9 | 6 | 5 => {
                let element = |random: &mut Rng| {
                    if random.bool() { scalar(random) } else { Bson::Document(inner(random, depth - 1)) }
                };
                Bson::Array((0..random.u8(0..4)).map(|_| element(random)).collect())
            }
            _ => scalar(random),
        }
    }

    fn documents(random: &mut Rng) -> Vec<Document> {
        let document = |id: i32| {
            let mut document = doc! { "_id": id };
            for field in ["a", "b"] {
                if random.u8(0..8) > 0 {
                    document.insert(field, value(random, 2));
                }
            }
            document
        };
        (0..250).map(document).collect()
    }

    fn path(random: &mut Rng) -> &'static str {
        ["a", "a", "b", "a.b", "a.b", "b.c", "a.0", "a.1", "a.b.c", "a.0.b", "a.b.0", "b.1.c"][random.usize(0..12)]
    }

    /// An operand that some document has: most filters should find something.
    fn operand(random: &mut Rng) -> Bson {
        match random.u8(0..8) {
            0 => value(random, 1),
            _ => scalar(random),
        }
    }

    fn comparison(random: &mut Rng) -> Document {
        let mut operators = Document::new();
        for _ in 0..random.u8(1..3) {
            let operator = ["$eq", "$ne", "$lt", "$lte", "$gt", "$gte", "$in", "$nin", "$exists"][random.usize(0..9)];
            let operand = match operator {
                "$in" | "$nin" => Bson::Array((0..random.u8(0..4)).map(|_| operand(random)).collect()),
                "$exists" => bson!(random.bool()),
                _ => operand(random),
            };
            operators.insert(operator, operand);
        }
        operators
    }

    fn arrays(random: &mut Rng) -> Document {
        match random.u8(0..4) {
            0 => doc! { "$size": random.i32(0..4) },
            1 => doc! { "$elemMatch": comparison(random) },
            2 => doc! { "$elemMatch": { ["b", "c", "b.c", "0"][random.usize(0..4)]: comparison(random) } },
            _ => doc! { "$elemMatch": { "b": operand(random), "c": comparison(random) } },
        }
    }

    fn filter(random: &mut Rng, depth: u8) -> Document {
        let clauses = |random: &mut Rng| -> Vec<Document> {
            (0..random.u8(1..4)).map(|_| filter(random, depth.saturating_sub(1))).collect()
        };
        match if depth == 0 { random.u8(3..8) } else { random.u8(0..8) } {
            0 => doc! { "$and": clauses(random) },
            1 => doc! { "$or": clauses(random) },
            2 => doc! { "$nor": clauses(random) },
            3 => doc! { path(random): operand(random) },
            4 => doc! { path(random): arrays(random) },
            5 => doc! { path(random): { "$not": arrays(random) } },
            6 => doc! { path(random): { "$not": comparison(random) } },
            _ => doc! { path(random): comparison(random) },
        }
    }

    async fn insert(database: &Database, documents: &[Document]) {
        let collection = database.collection("documents").await;
        collection.insert_many(documents).await.expect("the fixture can be inserted");
    }

    /// The ids that the server finds for each filter, ascending.
    async fn found(database: &Database, filters: &[Document]) -> Vec<Vec<i32>> {
        let collection = database.collection("documents").await;
        let mut all = Vec::new();
        for filter in filters {
            let ids = collection.distinct("_id", filter.clone()).await.expect("the server knows these operators");
            let mut ids: Vec<i32> = ids.iter().filter_map(Bson::as_i32).collect();
            ids.sort_unstable();
            all.push(ids);
        }
        all
    }

    /// Compares with the server's answers, and shows one document where they differ.
    fn agree(documents: &[Document], filters: &[Document], answers: &[Vec<i32>]) {
        for (filter, expected) in filters.iter().zip(answers) {
            let parsed = parsed(filter);
            let yours: Vec<i32> = documents
                .iter()
                .filter(|document| parsed.matches(document))
                .filter_map(|document| document.get_i32("_id").ok())
                .collect();
            let differs = |document: &&Document| {
                let id = document.get_i32("_id").unwrap_or(-1);
                yours.contains(&id) != expected.contains(&id)
            };
            let example = documents.iter().find(differs).map(ToString::to_string).unwrap_or_default();
            assert_eq!(yours, *expected, "{filter} on documents such as {example}");
        }
    }

    fn against_the_server(seed: u64, filter: impl Fn(&mut Rng) -> Document) {
        mongodb::test(async |database| {
            let mut random = Rng::with_seed(seed);
            let documents = documents(&mut random);
            let filters: Vec<Document> = (0..150).map(|_| filter(&mut random)).collect();
            insert(&database, &documents).await;
            let answers = found(&database, &filters).await;
            let telling = answers.iter().filter(|ids| !ids.is_empty() && ids.len() < documents.len()).count();
            assert!(telling > 60, "{telling} filters of 150 divide the documents");
            agree(&documents, &filters, &answers);
        });
    }

    #[test]
    fn equality_finds_what_the_server_finds() {
        against_the_server(1, |random| doc! { path(random): operand(random) });
    }

    #[test]
    fn comparisons_find_what_the_server_finds() {
        against_the_server(2, |random| doc! { path(random): comparison(random) });
    }

    #[test]
    fn array_operators_find_what_the_server_finds() {
        against_the_server(3, |random| doc! { ["a", "b", "a.b", "b.c"][random.usize(0..4)]: arrays(random) });
    }

    #[test]
    fn combined_filters_find_what_the_server_finds() {
        against_the_server(4, |random| filter(random, 2));
    }

    // The server sorts an array by one of its elements; all else it sorts as values are compared.
    #[test]
    fn values_are_sorted_as_the_server_sorts_them() {
        mongodb::test(async |database| {
            let mut random = Rng::with_seed(5);
            let mut documents: Vec<Document> = (0..250)
                .map(|id| {
                    let is_scalar = random.bool();
                    let value = if is_scalar { scalar(&mut random) } else { Bson::Document(inner(&mut random, 2)) };
                    doc! { "_id": id, "a": value }
                })
                .collect();
            insert(&database, &documents).await;
            let collection = database.collection("documents").await;
            let mut cursor = collection.find(doc! {}).sort(doc! { "a": 1, "_id": 1 }).await.expect("it can be sorted");
            let mut expected = Vec::new();
            while cursor.advance().await.expect("the server goes on") {
                expected.push(cursor.deserialize_current().expect("a document").to_string());
            }
            let value = |document: &Document| document.get("a").cloned().unwrap_or(Bson::Null);
            documents.sort_by(|one, other| compare(&value(one), &value(other)));
            let yours: Vec<String> = documents.iter().map(ToString::to_string).collect();
            for (yours, expected) in yours.iter().zip(&expected) {
                assert_eq!(yours, expected);
            }
        });
    }

    // What an index leaves out, nobody looks at again.
    #[test]
    fn an_index_loses_nothing_that_a_scan_finds() {
        let mut random = Rng::with_seed(6);
        let documents = documents(&mut random);
        for path in ["a", "b", "a.b", "a.0"] {
            let mut index = Index::new(path);
            documents.iter().enumerate().for_each(|(position, document)| index.insert(position, document));
            for _ in 0..120 {
                let filter = if random.bool() {
                    doc! { path: comparison(&mut random) }
                } else {
                    filter(&mut random, 2)
                };
                let parsed = parsed(&filter);
                let Some(candidates) = index.candidates(&parsed) else { continue };
                let scanned: Vec<usize> = (0..documents.len()).filter(|&at| parsed.matches(&documents[at])).collect();
                let found: Vec<usize> = candidates.into_iter().filter(|&at| parsed.matches(&documents[at])).collect();
                assert_eq!(found, scanned, "{filter} by an index on {path}");
            }
        }
    }
}

mod complexity {
    use super::*;

    const DOCUMENTS: i32 = 2000;

    /// Documents with `a` from 0 to 1999, every tenth with a string instead, and `tags` of three numbers.
    fn indexed(path: &str) -> (Vec<Document>, Index) {
        let document = |number: i32| {
            let a = if number % 10 == 0 { bson!(format!("{number:04}")) } else { bson!(number) };
            doc! { "a": a, "tags": [number % 7, number % 11, 100 + number % 13], "x": { "y": number / 2 } }
        };
        let documents: Vec<Document> = (0..DOCUMENTS).map(document).collect();
        let mut index = Index::new(path);
        documents.iter().enumerate().for_each(|(position, document)| index.insert(position, document));
        (documents, index)
    }

    /// How many documents are looked at, with an index and without, beyond those that pass.
    fn looked_at_in_vain(path: &str, filter: &Document) -> u64 {
        let (documents, index) = indexed(path);
        let filter = parsed(filter);
        let candidates = index.candidates(&filter).unwrap_or_else(|| (0..documents.len()).collect());
        candidates.iter().filter(|&&position| !filter.matches(&documents[position])).count() as u64
    }

    #[test]
    fn an_index_leaves_what_passes() {
        for (path, filter) in [
            ("a", doc! { "a": 71 }),
            ("a", doc! { "a": "0070" }),
            ("a", doc! { "a": { "$in": [71, 72, "0080"] } }),
            ("a", doc! { "a": { "$gte": 1990 } }),
            ("a", doc! { "a": { "$gt": 1990 } }),
            ("a", doc! { "a": { "$lt": 10 } }),
            ("a", doc! { "a": { "$lte": 11 } }),
            ("a", doc! { "a": { "$gt": "1900" } }),
            ("a", doc! { "a": { "$lt": "0050" } }),
            ("x.y", doc! { "x.y": 500 }),
            ("tags", doc! { "tags": 112 }),
            ("a", doc! { "$or": [{ "a": 71 }, { "a": { "$gt": 1995 } }] }),
        ] {
            let action = format!("{filter} by an index on {path}");
            assert_within!(action, looked_at_in_vain(path, &filter), "documents looked at in vain", "the index", 0);
        }
    }

    // Both bounds together, and what stands beside other conditions, wherever in the filter it stands.
    #[test]
    fn an_index_is_used_where_other_conditions_stand_beside() {
        for (filter, allowed) in [
            (doc! { "a": { "$gt": 1000, "$lt": 1010 } }, 0),
            (doc! { "$and": [{ "a": { "$gt": 1000 } }, { "a": { "$lt": 1010 } }] }, 0),
            (doc! { "a": { "$gt": 1000, "$lte": 1020, "$ne": 1011 } }, 1),
            (doc! { "tags": 3, "a": { "$in": [71, 72, 73, 74, 75, 76, 77] } }, 7),
            (doc! { "$nor": [{ "tags": 100 }], "$and": [{ "x.y": { "$gte": 0 } }, { "a": { "$lt": 8 } }] }, 7),
            (doc! { "a": { "$gt": 5 }, "$and": [{ "a": 71 }] }, 0),
        ] {
            let action = format!("{filter}");
            let looked = looked_at_in_vain("a", &filter);
            assert_within!(action, looked, "documents looked at in vain", "the index on a", allowed);
        }
    }

    // What a path reaches is looked at where it is. A copy of it costs as much as reading the document again.
    #[test]
    fn a_document_is_asked_and_not_copied() {
        let values: Vec<String> = (0..2000).map(|number| format!("{number:0100}")).collect();
        let document = doc! { "a": values };
        let filter = parsed(&doc! { "a": { "$gt": format!("{:0100}", 1998) } });
        let (passes, heap) = allocations(|| filter.matches(&document));
        harness::assert!(passes);
        // References take 16 kB, and a list that doubles some more; the text alone is 200 kB.
        assert_within!("a path to 2,000 strings", heap.bytes, "bytes of allocations", "references", 100_000);
    }
}
