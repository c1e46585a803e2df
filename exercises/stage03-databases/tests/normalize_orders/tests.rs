//! Everybody knows that a customer's city does not belong into each line of each order. Fewer know where it does belong,
//! and how to tell that they are done. The dependencies tell: they say which tables there must be, which columns are keys,
//! and when a split loses something. Two splits go wrong by hand. One joins back to more rows than there were, since no
//! table remembers which combinations there were. The other keeps every row and forgets a rule, so that tomorrow's data
//! breaks it.
//!
//! The first half of these tests asks for the theory, and checks it by other means: every subset, and the chase. The
//! second half asks PostgreSQL whether your schema really holds the dependencies when somebody tries to break them.

use std::collections::BTreeSet;

use harness::postgres;
use harness::postgres::Database;
use harness::prelude::*;
use sqlx::error::DatabaseError;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};

use super::kata::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, normalized, synthesize_3nf};

fn set(letters: &str) -> AttrSet {
    letters.chars().collect()
}

/// Dependencies, such as `A>BC` and `BC>D`, with blanks between them.
fn fds(text: &str) -> Vec<Fd> {
    let fd = |text: &str| {
        let (left, right) = text.split_once('>').expect("a left and a right side");
        Fd { left: set(left), right: set(right) }
    };
    text.split_whitespace().map(fd).collect()
}

fn text(set: &AttrSet) -> String {
    set.iter().collect()
}

fn texts(sets: &[AttrSet]) -> Vec<String> {
    let mut texts: Vec<String> = sets.iter().map(text).collect();
    texts.sort();
    texts
}

fn fd_texts(fds: &[Fd]) -> Vec<String> {
    let mut texts: Vec<String> = fds.iter().map(|fd| format!("{}>{}", text(&fd.left), text(&fd.right))).collect();
    texts.sort();
    texts
}

fn keys(relation: &str, dependencies: &str) -> Vec<String> {
    texts(&candidate_keys(&set(relation), &fds(dependencies)))
}

fn cover(dependencies: &str) -> Vec<String> {
    fd_texts(&minimal_cover(&fds(dependencies)))
}

fn third(relation: &str, dependencies: &str) -> Vec<String> {
    texts(&synthesize_3nf(&set(relation), &fds(dependencies)))
}

fn boyce_codd(relation: &str, dependencies: &str) -> Vec<String> {
    texts(&decompose_bcnf(&set(relation), &fds(dependencies)))
}

/// The same theory on sets of bits, by trying everything.
mod model {
    use super::*;

    /// A bit for each letter.
    pub fn bits(set: &AttrSet) -> u32 {
        set.iter().map(|&letter| 1 << (u32::from(letter) - u32::from('A'))).sum()
    }

    pub fn letters(bits: u32) -> String {
        ('A'..='Z').enumerate().filter(|(index, _)| bits >> index & 1 == 1).map(|(_, letter)| letter).collect()
    }

    pub fn pairs(fds: &[Fd]) -> Vec<(u32, u32)> {
        fds.iter().map(|fd| (bits(&fd.left), bits(&fd.right))).collect()
    }

    pub fn reach(from: u32, fds: &[(u32, u32)]) -> u32 {
        let next = fds.iter().filter(|(left, _)| left & !from == 0).fold(from, |all, (_, right)| all | right);
        if next == from { from } else { reach(next, fds) }
    }

    fn subsets(of: u32) -> impl Iterator<Item = u32> {
        (0..=of).filter(move |subset| subset & !of == 0)
    }

    /// The keys of a part, whose dependencies are those of the whole that can be seen in it.
    pub fn keys(part: u32, fds: &[(u32, u32)]) -> Vec<u32> {
        let superkeys: Vec<u32> = subsets(part).filter(|&subset| part & !reach(subset, fds) == 0).collect();
        let is_smallest = |key: &&u32| !superkeys.iter().any(|other| other != *key && other & !*key == 0);
        superkeys.iter().filter(is_smallest).copied().collect()
    }

    pub fn is_third(part: u32, fds: &[(u32, u32)]) -> bool {
        let prime = keys(part, fds).into_iter().fold(0, |all, key| all | key);
        subsets(part).all(|left| {
            let determined = reach(left, fds) & part;
            determined == part || determined & !left & !prime == 0
        })
    }

    fn is_boyce_codd(part: u32, fds: &[(u32, u32)]) -> bool {
        subsets(part).all(|left| [left, part].contains(&(reach(left, fds) & part)))
    }

    /// The chase: rows that agree on a left side are made to agree on the right, until nothing changes. The join of the
    /// parts gives back the whole when one row becomes the whole's.
    pub fn is_lossless(whole: u32, parts: &[u32], fds: &[(u32, u32)]) -> bool {
        let columns: Vec<usize> = (0..26).filter(|column| whole >> column & 1 == 1).collect();
        let mut rows: Vec<[usize; 26]> = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            rows.push(std::array::from_fn(|column| if part >> column & 1 == 1 { 0 } else { number + 1 }));
        }
        loop {
            let mut changed = false;
            for &(left, right) in fds {
                for (one, other) in (0..rows.len()).flat_map(|one| (0..one).map(move |other| (one, other))) {
                    let agree = |column: &usize| left >> column & 1 == 0 || rows[one][*column] == rows[other][*column];
                    if !(0..26).all(|column| agree(&column)) {
                        continue;
                    }
                    for column in (0..26).filter(|column| right >> column & 1 == 1) {
                        let (a, b) = (rows[one][column], rows[other][column]);
                        changed |= a != b;
                        for row in &mut rows {
                            if row[column] == a.max(b) {
                                row[column] = a.min(b);
                            }
                        }
                    }
                }
            }
            if !changed {
                return rows.iter().any(|row| columns.iter().all(|&column| row[column] == 0));
            }
        }
    }

    pub fn preserves(parts: &[u32], fds: &[(u32, u32)], (left, right): (u32, u32)) -> bool {
        let mut known = left;
        loop {
            let next = parts.iter().fold(known, |known, part| known | reach(known & part, fds) & part);
            if next == known {
                return right & !known == 0;
            }
            known = next;
        }
    }

    /// What is wrong with a decomposition, whatever its normal form.
    pub fn faults(whole: u32, parts: &[u32], fds: &[(u32, u32)]) -> Vec<String> {
        let mut faults = Vec::new();
        let missing = whole & !parts.iter().fold(0, |all, part| all | part);
        if missing != 0 {
            faults.push(format!("{} is nowhere", letters(missing)));
        }
        if !is_lossless(whole, parts, fds) {
            faults.push("a join gives back more than there was".to_owned());
        }
        for (index, &part) in parts.iter().enumerate() {
            if parts.iter().enumerate().any(|(other, larger)| other != index && part & !larger == 0) {
                faults.push(format!("{} is within another", letters(part)));
            }
        }
        faults
    }

    pub fn boyce_codd_faults(relation: &AttrSet, fds: &[Fd], relations: &[AttrSet]) -> Vec<String> {
        let (parts, fds): (Vec<u32>, _) = (relations.iter().map(bits).collect(), pairs(fds));
        let mut faults = faults(bits(relation), &parts, &fds);
        let broken = parts.iter().filter(|&&part| !is_boyce_codd(part, &fds));
        faults.extend(broken.map(|&part| format!("{} is not in Boyce-Codd normal form", letters(part))));
        faults
    }

    /// A relation of two to six attributes and up to seven dependencies.
    pub fn draw(draw: &mut Draw<'_>) -> (AttrSet, Vec<Fd>) {
        let relation: Vec<char> = ('A'..='Z').take(draw.size(2..=6)).collect();
        let fds = draw.list(0..=7, |draw| Fd {
            left: draw.list(1..=3, |draw| draw.pick(&relation)).into_iter().collect(),
            right: draw.list(1..=2, |draw| draw.pick(&relation)).into_iter().collect(),
        });
        draw.note(|| {
            format!("relation {}, dependencies {}", relation.iter().collect::<String>(), fd_texts(&fds).join(" "))
        });
        (relation.into_iter().collect(), fds)
    }
}

/// The columns of `wide_order`, with the letter that stands for each.
const COLUMNS: [(char, &str); 16] = [
    ('A', "order_id"),
    ('B', "line_no"),
    ('C', "ordered_on"),
    ('D', "customer_id"),
    ('E', "customer_name"),
    ('F', "customer_email"),
    ('G', "postcode"),
    ('H', "city"),
    ('I', "sku"),
    ('J', "product_name"),
    ('K', "category"),
    ('L', "vat_percent"),
    ('M', "quantity"),
    ('N', "unit_price"),
    ('O', "coupon_code"),
    ('P', "coupon_percent"),
];

/// What is true of orders, as README.md tells it.
const DEPENDENCIES: &str = "A>CDO D>EFG F>D G>H I>JK K>L O>P AB>IMN AI>B";

/// The tables that follow.
const ORDER: &str = "ACDO";
const LINE: &str = "ABIMN";
const CUSTOMER: &str = "DEFG";
const PLACE: &str = "GH";
const PRODUCT: &str = "IJK";
const CATEGORY: &str = "KL";
const COUPON: &str = "OP";
const TABLES: [&str; 7] = [LINE, ORDER, CUSTOMER, PLACE, PRODUCT, CATEGORY, COUPON];

/// 300 lines of 120 orders by 40 customers. Customers share names and postcodes, postcodes share cities, products share
/// names and categories, categories share rates, and two orders of three have no coupon.
const FIXTURE: &str = "
CREATE TABLE wide_order (
    order_id int NOT NULL, line_no int NOT NULL, ordered_on date NOT NULL, customer_id int NOT NULL,
    customer_name text NOT NULL, customer_email text NOT NULL, postcode text NOT NULL, city text NOT NULL,
    sku text NOT NULL, product_name text NOT NULL, category text NOT NULL, vat_percent int NOT NULL,
    quantity int NOT NULL, unit_price numeric(8, 2) NOT NULL, coupon_code text, coupon_percent int
);
INSERT INTO wide_order
SELECT o, l, DATE '2026-01-01' + o / 3, c, 'Customer ' || c % 30, 'c' || c || '@example.com', (10100 + c % 12)::text,
    'City ' || c % 12 % 7, 'P-' || p, 'Product ' || p % 20, 'Category ' || p % 6, (ARRAY[0, 7, 19])[1 + p % 3],
    1 + (o + l) % 3, 5 + p + o % 10 * 0.1,
    CASE WHEN o % 3 = 0 THEN 'SAVE-' || o % 4 END, CASE WHEN o % 3 = 0 THEN 5 * (1 + o % 2) END
FROM generate_series(1, 120) AS o, generate_series(1, 1 + o % 4) AS l,
    LATERAL (SELECT 1 + o * 7 % 40, (o * 5 + l * 11) % 25) AS of_line (c, p);
CREATE SCHEMA original;
CREATE TABLE original.wide_order AS TABLE wide_order;
";

const NO_ROWS: [Vec<Option<String>>; 0] = [];

/// Runs a test on a database that the kata has migrated.
fn migrated(body: impl AsyncFnOnce(&Database, Schema)) {
    postgres::test(FIXTURE, async |database| {
        let mut connection = database.connection().await;
        let done = sqlx::raw_sql(normalized()).execute(&mut connection).await;
        done.unwrap_or_else(|error| panic!("normalized.sql: {error}"));
        connection.close().await.expect("it is open");
        let schema = Schema::read(&database).await;
        body(&database, schema).await;
    });
}

/// The kata's tables, and which of the wide table's columns each has, as letters.
struct Schema {
    tables: Vec<(String, String)>,
}

impl Schema {
    async fn read(database: &Database) -> Self {
        let rows = database
            .rows(
                "SELECT quote_ident(c.relname), a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
                 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 ORDER BY 1",
            )
            .await;
        let mut tables: Vec<(String, String)> = Vec::new();
        for row in rows {
            let [Some(table), Some(column)] = &row[..] else { continue };
            if tables.last().is_none_or(|(last, _)| last != table) {
                tables.push((table.clone(), String::new()));
            }
            let letter = COLUMNS.iter().find(|(_, name)| name == column).map(|(letter, _)| *letter);
            tables.last_mut().expect("one was pushed").1.extend(letter);
        }
        for (_, letters) in &mut tables {
            *letters = text(&set(letters));
        }
        Self { tables }
    }

    /// The name of the table with these columns.
    fn table(&self, letters: &str) -> &str {
        let found = self.tables.iter().find(|(_, columns)| columns == letters);
        found.map_or_else(|| panic!("no table has just the columns {}", names(letters)), |(name, _)| name)
    }

    /// An insert of a copy of some row of this table, with other values in some columns.
    fn copy(&self, letters: &str, other: &[(char, &str)]) -> String {
        let value = |letter: char| {
            let changed = other.iter().find(|(column, _)| *column == letter);
            changed.map_or_else(|| name(letter), |(_, value)| value).to_owned()
        };
        let values: Vec<String> = letters.chars().map(value).collect();
        let (table, values) = (self.table(letters), values.join(", "));
        format!("INSERT INTO {table} ({}) SELECT {values} FROM {table} AS t LIMIT 1", names(letters))
    }
}

fn name(letter: char) -> &'static str {
    COLUMNS.iter().find(|(other, _)| *other == letter).expect("each has its column").1
}

fn names(letters: &str) -> String {
    letters.chars().map(name).collect::<Vec<_>>().join(", ")
}

/// What PostgreSQL says to a statement: how many rows it changed, or why it refused.
async fn outcome(connection: &mut PgConnection, sql: &str) -> String {
    match sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await {
        Ok(done) => format!("{} changed", done.rows_affected()),
        Err(error) => match error.as_database_error().and_then(DatabaseError::code).as_deref() {
            Some("23502") => "refused: it is null".to_owned(),
            Some("23503") => "refused: it leads nowhere".to_owned(),
            Some("23505") => "refused: the key is there".to_owned(),
            _ => format!("refused: {error}"),
        },
    }
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    // The first dependency waits for what the last one gives: one round is not enough.
    #[test]
    fn a_closure_goes_on_until_nothing_is_added() {
        let chain = fds("D>E C>D B>C A>B");
        assert_eq!(text(&closure(&set("A"), &chain)), "ABCDE");
        assert_eq!(text(&closure(&set("C"), &chain)), "CDE");
        assert_eq!(text(&closure(&set("AC"), &fds("BC>D AC>E"))), "ACE");
    }

    #[test]
    fn a_key_determines_the_relation() {
        assert_eq!(keys("ABC", "A>B B>C"), ["A"]);
        assert_eq!(keys("ABCD", "AB>C C>D"), ["AB"]);
    }

    #[test]
    fn all_keys_are_found() {
        assert_eq!(keys("ABC", "A>B B>C C>A"), ["A", "B", "C"]);
        assert_eq!(keys("ABC", "AB>C C>A"), ["AB", "BC"]);
        assert_eq!(keys("ABCDE", "A>BC CD>E B>D E>A"), ["A", "BC", "CD", "E"]);
    }

    // D is in no dependency at all. Only D determines D.
    #[test]
    fn what_nothing_determines_is_in_every_key() {
        assert_eq!(keys("ABCD", "A>B B>C"), ["AD"]);
        assert_eq!(keys("ABCD", "A>B B>A"), ["ACD", "BCD"]);
    }

    #[test]
    fn a_cover_leaves_out_what_follows() {
        assert_eq!(cover("A>B B>C A>C"), ["A>B", "B>C"]);
        assert_eq!(cover("A>BC B>C AB>C"), ["A>B", "B>C"]);
        assert_eq!(cover("A>B A>B"), ["A>B"]);
    }

    // A alone determines B, so B on the left of AB > C adds nothing.
    #[test]
    fn a_cover_has_short_left_sides() {
        assert_eq!(cover("AB>C A>B"), ["A>B", "A>C"]);
        assert_eq!(cover("ABC>D A>B B>C"), ["A>B", "A>D", "B>C"]);
    }

    // AB > C needs no B, since A > B. And once it is A > C, A > B follows by way of C.
    #[test]
    fn a_left_side_that_became_shorter_may_replace_another_dependency() {
        assert_eq!(cover("A>B AB>C C>B"), ["A>C", "C>B"]);
    }

    #[test]
    fn each_left_side_makes_a_relation() {
        assert_eq!(third("ABC", "A>B B>C"), ["AB", "BC"]);
        assert_eq!(third("ABCD", "A>B A>C C>D"), ["ABC", "CD"]);
    }

    #[test]
    fn a_superfluous_dependency_makes_no_relation() {
        assert_eq!(third("ABC", "A>B B>C A>C"), ["AB", "BC"]);
        assert_eq!(third("ABCD", "A>BCD B>C AB>D"), ["ABD", "BC"]);
    }

    // AB and CD have nothing in common. Without AC nobody knows which A went with which C.
    #[test]
    fn one_relation_remembers_the_key() {
        assert_eq!(third("ABCD", "A>B C>D"), ["AB", "AC", "CD"]);
        assert_eq!(third("ABC", "A>B"), ["AB", "AC"]);
    }

    #[test]
    fn a_relation_within_another_is_left_out() {
        assert_eq!(third("ABC", "AB>C C>B"), ["ABC"]);
        assert_eq!(third("ABC", "A>BC B>A"), ["ABC"]);
    }

    // Third normal form leaves C > B in a relation of which C is no key, to keep AB > C. Boyce-Codd normal form cannot.
    #[test]
    fn boyce_codd_splits_where_a_part_of_a_key_is_determined() {
        assert_eq!(boyce_codd("ABC", "AB>C C>B"), ["AC", "BC"]);
        assert_eq!(boyce_codd("ABC", "A>B B>C"), ["AB", "BC"]);
    }

    #[test]
    fn what_is_in_boyce_codd_normal_form_stays_whole() {
        assert_eq!(boyce_codd("ABC", "A>BC"), ["ABC"]);
        assert_eq!(boyce_codd("ABC", "A>B B>C C>A"), ["ABC"]);
    }

    // The theory of part (a) gives the tables of part (b).
    #[test]
    fn the_synthesis_finds_the_tables_of_an_order() {
        let mut expected = TABLES;
        expected.sort_unstable();
        assert_eq!(third("ABCDEFGHIJKLMNOP", DEPENDENCIES), expected);
        assert_eq!(keys("ABCDEFGHIJKLMNOP", DEPENDENCIES), ["AB", "AI"]);
    }

    #[test]
    fn each_table_has_the_columns_of_its_relation() {
        migrated(async |_, schema| {
            let mut yours: Vec<String> = schema.tables.iter().map(|(_, letters)| names(letters)).collect();
            yours.sort();
            let mut expected = TABLES.map(names);
            expected.sort();
            assert_eq!(yours, expected);
        });
    }

    // `EXCEPT ALL` counts rows: a row that comes twice is not the same as one that comes once.
    #[test]
    fn the_view_shows_what_the_table_showed() {
        migrated(async |database, _| {
            for (one, other) in [("original", "public"), ("public", "original")] {
                let left = format!("TABLE {one}.wide_order EXCEPT ALL TABLE {other}.wide_order ORDER BY 1, 2 LIMIT 3");
                let rows = database.rows(&left).await;
                assert_eq!(rows, NO_ROWS, "rows of {one}.wide_order that {other}.wide_order has not");
            }
        });
    }

    #[test]
    fn the_view_is_a_view_with_the_same_columns() {
        migrated(async |database, _| {
            let columns = |schema: &str| {
                format!(
                    "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) \
                     FROM pg_attribute WHERE attrelid = '{schema}.wide_order'::regclass AND attnum > 0"
                )
            };
            let kind = "SELECT relkind::text FROM pg_class WHERE oid = 'public.wide_order'::regclass";
            assert_eq!(database.value::<String>(kind).await, "v", "the kind of relation that wide_order is");
            let expected: String = database.value(&columns("original")).await;
            assert_eq!(database.value::<String>(&columns("public")).await, expected);
        });
    }

    // In the wide table a new VAT rate was an update of fifty rows, of which one can be forgotten.
    #[test]
    fn a_fact_is_changed_in_one_row() {
        let facts = [
            (CATEGORY, 'K', 'L', "99"),
            (PLACE, 'G', 'H', "'Elsewhere'"),
            (CUSTOMER, 'D', 'E', "'Somebody else'"),
            (CUSTOMER, 'F', 'E', "'Yet another'"),
            (PRODUCT, 'I', 'J', "'Something else'"),
            (COUPON, 'O', 'P', "50"),
            (ORDER, 'A', 'C', "'2027-01-01'"),
        ];
        migrated(async |database, schema| {
            let mut connection = database.connection().await;
            for (table, key, column, new) in facts {
                let (key, column) = (name(key), name(column));
                let chosen = format!("(SELECT max({key}) FROM original.wide_order)");
                let table = schema.table(table);
                let change = format!("UPDATE {table} SET {column} = {new} WHERE {key} = {chosen}");
                assert_eq!(outcome(&mut connection, &change).await, "1 changed", "{change}");
                let shown = format!("SELECT count(*) FROM wide_order WHERE {key} = {chosen} AND {column} = {new}");
                let there = format!("SELECT count(*) FROM original.wide_order WHERE {key} = {chosen}");
                let expected: i64 = database.value(&there).await;
                assert_eq!(database.value::<i64>(&shown).await, expected, "rows of the view after {change}");
            }
        });
    }

    #[test]
    fn a_fact_can_be_there_before_its_first_order() {
        migrated(async |database, schema| {
            let mut connection = database.connection().await;
            for (table, new) in [
                (PRODUCT, &[('I', "'P-new'")][..]),
                (CUSTOMER, &[('D', "900"), ('F', "'new@example.com'")]),
                (COUPON, &[('O', "'NEW'")]),
                (CATEGORY, &[('K', "'New'")]),
                (PLACE, &[('G', "'99999'")]),
            ] {
                let copy = schema.copy(table, new);
                assert_eq!(outcome(&mut connection, &copy).await, "1 changed", "{copy}");
            }
            let expected: i64 = database.value("SELECT count(*) FROM original.wide_order").await;
            assert_eq!(database.value::<i64>("SELECT count(*) FROM wide_order").await, expected);
        });
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    // `> A` says that A is the same in all rows. Even nothing determines it.
    #[test]
    fn nothing_determines_what_is_constant() {
        assert_eq!(text(&closure(&set(""), &fds("A>B"))), "");
        assert_eq!(text(&closure(&set(""), &fds(">A A>B C>D"))), "AB");
        assert_eq!(keys("AB", ">A A>B"), [""]);
        assert_eq!(keys("ABC", ">A"), ["BC"]);
        assert_eq!(cover("B>A >A"), [">A"]);
        assert_eq!(third("ABC", ">A"), ["A", "BC"]);
        assert_eq!(boyce_codd("ABC", ">A"), ["A", "BC"]);
    }

    #[test]
    fn without_dependencies_the_relation_is_its_own_key() {
        assert_eq!(keys("ABC", ""), ["ABC"]);
        assert_eq!(cover(""), [""; 0]);
        assert_eq!(third("ABC", ""), ["ABC"]);
        assert_eq!(boyce_codd("ABC", ""), ["ABC"]);
    }

    // AB > A is true of everything, and says nothing.
    #[test]
    fn a_trivial_dependency_says_nothing() {
        assert_eq!(cover("AB>A A>A"), [""; 0]);
        assert_eq!(cover("AB>BC"), ["AB>C"]);
        assert_eq!(third("AB", "AB>A"), ["AB"]);
        assert_eq!(boyce_codd("AB", "A>A AB>B"), ["AB"]);
    }

    // A > B and BC > D make AC > D. Nobody wrote that down, and once B is split off it is the one that breaks the form.
    #[test]
    fn a_part_breaks_on_a_dependency_that_nobody_wrote_down() {
        for (relation, dependencies) in [("ABCDE", "A>B BC>D"), ("ABCD", "A>B B>C"), ("ABCDEF", "A>B B>C CD>E E>F")] {
            let (relation, dependencies) = (set(relation), fds(dependencies));
            let relations = decompose_bcnf(&relation, &dependencies);
            assert_eq!(model::boyce_codd_faults(&relation, &dependencies, &relations), [""; 0], "{relations:?}");
        }
    }

    // The copy keeps the left side of a dependency and gets something else on the right. Only a key can refuse it.
    #[test]
    fn a_row_that_breaks_a_dependency_is_refused() {
        let another_product = "(SELECT w.sku FROM original.wide_order w WHERE w.sku NOT IN (SELECT o.sku FROM \
            original.wide_order o WHERE o.order_id = t.order_id) LIMIT 1)";
        migrated(async |database, schema| {
            let mut connection = database.connection().await;
            for (table, right) in [
                (CUSTOMER, &[('E', "'Other'"), ('F', "'other@example.com'")][..]),
                (CUSTOMER, &[('D', "900"), ('E', "'Other'")]),
                (PLACE, &[('H', "'Elsewhere'")]),
                (PRODUCT, &[('J', "'Other'")]),
                (CATEGORY, &[('L', "99")]),
                (COUPON, &[('P', "99")]),
                (ORDER, &[('C', "DATE '2001-01-01'")]),
                (LINE, &[('I', another_product), ('M', "99")]),
                (LINE, &[('B', "99"), ('M', "99")]),
            ] {
                let copy = schema.copy(table, right);
                assert_eq!(outcome(&mut connection, &copy).await, "refused: the key is there", "{copy}");
            }
        });
    }

    #[test]
    fn a_row_that_leads_nowhere_is_refused() {
        migrated(async |database, schema| {
            let mut connection = database.connection().await;
            for (table, column, unknown) in [
                (LINE, 'A', "900"),
                (LINE, 'I', "'P-unknown'"),
                (ORDER, 'D', "900"),
                (ORDER, 'O', "'UNKNOWN'"),
                (CUSTOMER, 'G', "'99999'"),
                (PRODUCT, 'K', "'Unknown'"),
            ] {
                let (table, column) = (schema.table(table), name(column));
                let change = format!(
                    "UPDATE {table} SET {column} = {unknown} WHERE ctid = (SELECT ctid FROM {table} WHERE {column} IS NOT NULL LIMIT 1)"
                );
                assert_eq!(outcome(&mut connection, &change).await, "refused: it leads nowhere", "{change}");
            }
        });
    }

    // A key that cascades would take the orders with the customer.
    #[test]
    fn what_others_refer_to_stays() {
        migrated(async |database, schema| {
            let mut connection = database.connection().await;
            for table in [CUSTOMER, PLACE, PRODUCT, CATEGORY, COUPON] {
                let delete = format!("DELETE FROM {}", schema.table(table));
                assert_eq!(outcome(&mut connection, &delete).await, "refused: it leads nowhere", "{delete}");
            }
        });
    }

    // Of all facts only the coupon of an order may be missing.
    #[test]
    fn no_fact_may_be_missing() {
        migrated(async |database, schema| {
            let mut connection = database.connection().await;
            for letters in TABLES {
                for letter in letters.chars().filter(|&letter| (letters, letter) != (ORDER, 'O')) {
                    let (table, column) = (schema.table(letters), name(letter));
                    let change = format!("UPDATE {table} SET {column} = NULL");
                    assert_eq!(outcome(&mut connection, &change).await, "refused: it is null", "{change}");
                }
            }
            let table = schema.table(ORDER);
            let change = format!("UPDATE {table} SET coupon_code = NULL WHERE order_id = 3");
            assert_eq!(outcome(&mut connection, &change).await, "1 changed", "{change}");
        });
    }

    // A trigger sees its own snapshot: of two transactions at once, neither sees the other's row.
    #[test]
    fn keys_hold_the_dependencies_and_not_triggers() {
        migrated(async |database, _| {
            let triggers = database.rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").await;
            assert_eq!(triggers, NO_ROWS, "triggers");
            let rules = "SELECT rulename FROM pg_rules WHERE schemaname = 'public'";
            assert_eq!(database.rows(rules).await, NO_ROWS, "rules");
        });
    }

    // One customer with two names: DISTINCT ON, max() and ON CONFLICT DO NOTHING choose one, and nobody hears of it.
    #[test]
    fn a_contradiction_stops_the_migration_and_changes_nothing() {
        let contradictions = [
            ("customer_name", "'Other'"),
            ("customer_email", "'other@example.com'"),
            ("customer_email", "(SELECT max(customer_email) FROM original.wide_order)"),
            ("postcode", "(SELECT max(postcode) FROM original.wide_order)"),
            ("city", "'Elsewhere'"),
            ("product_name", "'Other'"),
            ("category", "(SELECT max(category) FROM original.wide_order)"),
            ("vat_percent", "99"),
            ("coupon_percent", "99"),
            ("ordered_on", "'2001-01-01'"),
            ("line_no", "2"),
        ];
        postgres::test(FIXTURE, async |database| {
            for (column, value) in contradictions {
                // An order with a coupon and three lines or more.
                let change = format!("UPDATE wide_order SET {column} = {value} WHERE order_id = 6 AND line_no = 1");
                database.execute(&change).await;
                let mut connection = database.connection().await;
                let result = sqlx::raw_sql(normalized()).execute(&mut connection).await;
                assert!(result.is_err(), "normalized.sql must fail after {change}");
                drop(connection);
                let left =
                    database.rows("SELECT relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace").await;
                assert_eq!(left, [[Some("r".to_owned())]], "what is left after {change}");
                database.execute("TRUNCATE wide_order; INSERT INTO wide_order TABLE original.wide_order").await;
            }
        });
    }
}

mod properties {
    use harness::assert_eq;

    use super::model::{bits, faults, is_third, letters, pairs, preserves, reach};
    use super::*;

    const CASES: u32 = 300;

    #[test]
    fn a_closure_is_all_that_can_be_reached() {
        property_of(CASES, |draw| {
            let (relation, fds) = model::draw(draw);
            let start: AttrSet = relation.iter().copied().filter(|_| draw.boolean()).collect();
            assert_eq!(text(&closure(&start, &fds)), letters(reach(bits(&start), &pairs(&fds))), "of {}", text(&start));
        });
    }

    #[test]
    fn the_keys_are_the_smallest_of_all_subsets() {
        property_of(CASES, |draw| {
            let (relation, fds) = model::draw(draw);
            let mut expected: Vec<String> =
                model::keys(bits(&relation), &pairs(&fds)).into_iter().map(letters).collect();
            expected.sort();
            assert_eq!(texts(&candidate_keys(&relation, &fds)), expected);
        });
    }

    #[test]
    fn a_cover_says_the_same_and_nothing_of_it_can_go() {
        property_of(CASES, |draw| {
            let (_, fds) = model::draw(draw);
            let cover = minimal_cover(&fds);
            let (before, after) = (pairs(&fds), pairs(&cover));
            let mut faults = Vec::new();
            for &(left, right) in &before {
                if right & !reach(left, &after) != 0 {
                    faults.push(format!("{}>{} does not follow any more", letters(left), letters(right)));
                }
            }
            for (index, &(left, right)) in after.iter().enumerate() {
                let shown = format!("{}>{}", letters(left), letters(right));
                if right.count_ones() != 1 || right & !reach(left, &before) != 0 {
                    faults.push(format!("{shown} was never said"));
                }
                let others = [&after[..index], &after[index + 1..]].concat();
                if right & !reach(left, &others) == 0 {
                    faults.push(format!("{shown} follows from the others"));
                }
                let singles = (0..26).map(|bit| 1 << bit).filter(|bit| left & bit != 0);
                for single in singles.filter(|single| right & !reach(left & !single, &before) == 0) {
                    faults.push(format!("{shown} can do without {}", letters(single)));
                }
            }
            assert_eq!(faults, [""; 0], "of the cover {}", fd_texts(&cover).join(" "));
        });
    }

    #[test]
    fn a_synthesis_is_lossless_keeps_all_dependencies_and_is_in_third_normal_form() {
        property_of(CASES, |draw| {
            let (relation, fds) = model::draw(draw);
            let relations = synthesize_3nf(&relation, &fds);
            let (parts, fds): (Vec<u32>, _) = (relations.iter().map(bits).collect(), pairs(&fds));
            let mut faults = faults(bits(&relation), &parts, &fds);
            let broken = parts.iter().filter(|&&part| !is_third(part, &fds));
            faults.extend(broken.map(|&part| format!("{} is not in third normal form", letters(part))));
            let lost = fds.iter().filter(|&&fd| !preserves(&parts, &fds, fd));
            faults.extend(lost.map(|&(left, right)| format!("{}>{} is lost", letters(left), letters(right))));
            assert_eq!(faults, [""; 0], "of the relations {}", texts(&relations).join(" "));
        });
    }

    #[test]
    fn a_decomposition_is_lossless_and_in_boyce_codd_normal_form() {
        property_of(CASES, |draw| {
            let (relation, fds) = model::draw(draw);
            let relations = decompose_bcnf(&relation, &fds);
            let faults = model::boyce_codd_faults(&relation, &fds, &relations);
            assert_eq!(faults, [""; 0], "of the relations {}", texts(&relations).join(" "));
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // 26 attributes have 67 million subsets. A key and the dependencies lead to the next key without a look at them.
    #[test]
    fn keys_are_found_without_trying_all_subsets() {
        let (first, second) = ALPHABET.split_at(13);
        assert_eq!(keys(ALPHABET, &format!("{first}>{second} {second}>{first}")), [first, second]);
    }

    // Thirteen pairs that determine each other: 8,192 keys, of which a synthesis needs one.
    #[test]
    fn a_synthesis_needs_one_key_and_not_all() {
        let letters: Vec<char> = ALPHABET.chars().collect();
        let pairs: Vec<String> = letters.chunks(2).map(|pair| pair.iter().collect()).collect();
        let dependencies: Vec<String> =
            letters.chunks(2).map(|pair| format!("{0}>{1} {1}>{0}", pair[0], pair[1])).collect();
        let relations = synthesize_3nf(&set(ALPHABET), &fds(&dependencies.join(" ")));
        let (small, large): (Vec<String>, Vec<String>) =
            texts(&relations).into_iter().partition(|text| text.len() == 2);
        assert_eq!(small, pairs);
        // The key has one of each pair. Which one is not said.
        let key: Vec<BTreeSet<usize>> =
            large.iter().map(|key| key.bytes().map(|letter| usize::from(letter - b'A') / 2).collect()).collect();
        assert_eq!((large.iter().map(String::len).collect::<Vec<_>>(), key), (vec![13], vec![(0..13).collect()]));
    }
}
