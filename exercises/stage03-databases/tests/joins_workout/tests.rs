//! Each of these questions has a query that is nearly right. It gives the right rows on ten tidy ones, where every member
//! has a club, every court is booked, no two bookings start at once and no clock is changed. The data here is as data is:
//! ids that lead nowhere, NULL in half the places, equal names and equal times, circles, clubs in four time zones in the
//! two months of the year when one hour is missing or comes twice.
//!
//! `behaviour` asks about the data below, which you can read. `properties` asks the same about databases that are filled
//! by arithmetic, and compares with an answer that is worked out without SQL.

use std::fmt::Display;

use harness::postgres;
use sqlx::postgres::PgPool;
use sqlx::{AssertSqlSafe, FromRow};

use super::kata::{run, sql};

/// Members and payments came from an older system: what they refer to may be gone, or may never have been there.
const TABLES: &str = "
CREATE TABLE club (
    id int PRIMARY KEY,
    name text NOT NULL,
    time_zone text NOT NULL         -- such as Europe/Berlin
);
CREATE TABLE member (
    id int PRIMARY KEY,
    club_id int,                    -- NULL, or a club that is not known any more
    name text NOT NULL,
    email text,
    referrer_id int,                -- the member who brought them in; NULL, or not known any more
    joined_on date NOT NULL
);
CREATE TABLE court (
    id int PRIMARY KEY,
    club_id int NOT NULL REFERENCES club,
    name text NOT NULL,
    hourly_cents int NOT NULL
);
CREATE TABLE booking (
    id int PRIMARY KEY,
    court_id int NOT NULL REFERENCES court,
    member_id int,                  -- NULL for a guest, or a member who is not known any more
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at)
);
CREATE TABLE payment (
    id int PRIMARY KEY,
    booking_id int NOT NULL,        -- maybe one that is not known any more
    cents int NOT NULL,
    paid_at timestamptz NOT NULL
);
";

/// The data of `behaviour`. Berlin's clocks go from 2:00 to 3:00 on 29 March 2026 (at 01:00 UTC), New York's on 8 March (at
/// 07:00 UTC).
const VISIBLE: &str = "
INSERT INTO club VALUES
    (101, 'Northside', 'Europe/Berlin'), (102, 'Harbour', 'America/New_York'), (103, 'Old Mill', 'Asia/Kolkata'),
    (104, 'Hilltop', 'Europe/Lisbon');
INSERT INTO member VALUES
    (201, 101, 'Ada', 'ada@example.com', NULL, '2024-05-01'),
    (210, 102, 'Ivo', NULL, 209, '2025-06-01'),
    (209, 102, 'Hui', 'hui@example.com', 210, '2025-06-01'),
    (208, 104, 'Ada', 'eve@example.com', 206, '2023-01-01'),
    (207, 199, 'Gil', 'ADA@example.com', NULL, '2025-03-04'),
    (206, NULL, 'Finn', 'eve@example.com', 204, '2025-03-03'),
    (205, 102, 'Eve', 'Eve@Example.com', 299, '2025-02-01'),
    (204, 102, 'Dan', 'dan@example.com', 202, '2025-01-15'),
    (203, 101, 'Cleo', NULL, 201, '2024-04-20'),
    (202, 101, 'Bo', NULL, 201, '2024-06-10');
INSERT INTO court VALUES
    (304, 103, 'Centre', 2000), (303, 102, 'Pier', 3200), (302, 101, 'Garden', 1600), (301, 101, 'Centre', 2400);
INSERT INTO booking VALUES
    (410, 303, 204, '2026-03-08 06:30Z', '2026-03-08 07:00Z'),
    (409, 302, 206, '2026-04-01 16:00Z', '2026-04-01 17:00Z'),
    (408, 303, 298, '2026-03-10 03:30Z', '2026-03-10 04:30Z'),
    (407, 303, 201, '2026-03-08 06:30Z', '2026-03-08 08:00Z'),
    (406, 303, 204, '2026-03-08 06:30Z', '2026-03-08 07:30Z'),
    (405, 301, NULL, '2026-03-29 02:00Z', '2026-03-29 03:00Z'),
    (404, 301, 201, '2026-03-29 01:00Z', '2026-03-29 02:00Z'),
    (403, 302, 201, '2026-03-28 10:00Z', '2026-03-28 11:00Z'),
    (402, 301, 202, '2026-03-29 22:30Z', '2026-03-29 23:30Z'),
    (401, 301, 201, '2026-03-28 22:30Z', '2026-03-29 01:30Z');
INSERT INTO payment VALUES
    (508, 409, 1900, '2026-04-02 09:00Z'),
    (507, 408, 3200, '2026-03-09 12:00Z'),
    (506, 403, 1600, '2026-03-30 09:00Z'),
    (505, 499, 900, '2026-03-30 09:00Z'),
    (504, 406, 3200, '2026-03-11 12:00Z'),
    (503, 404, 1000, '2026-03-30 09:00Z'),
    (502, 401, 2200, '2026-03-30 09:00Z'),
    (501, 401, 5000, '2026-03-28 12:00Z');
";

/// A few hundred rows that are the same every time: `pick` gives a number below `many` for each seed, column and row.
/// Courts 9 and 10, members 23 and 24 and club 6 stay without bookings, and a third of the bookings is close to a moment at
/// which some club's clocks change.
const GENERATED: &str = "
CREATE FUNCTION pick(name text, row_number int, many int) RETURNS int LANGUAGE sql IMMUTABLE
    RETURN ('x' || left(md5('{seed} ' || name || ' ' || row_number), 7))::bit(28)::int % many;
INSERT INTO club
    SELECT n, 'Club ' || n, (ARRAY['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata',
        'America/St_Johns', 'UTC'])[n]
    FROM generate_series(6, 1, -1) AS n;
INSERT INTO member
    SELECT n,
        CASE pick('club', n, 8) WHEN 0 THEN NULL WHEN 1 THEN 90 + pick('gone', n, 2) ELSE 1 + pick('which', n, 6) END,
        (ARRAY['Ada', 'Bo', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gil', 'Hui', 'Ivo', 'Jan'])[1 + pick('name', n, 10)],
        CASE WHEN pick('has address', n, 3) > 0 THEN
            (ARRAY['p', 'P'])[1 + pick('capital', n, 2)] || 10 + pick('address', n, 12) || '@example.com' END,
        CASE pick('referred', n, 6) WHEN 0 THEN NULL WHEN 1 THEN 90 + pick('lost', n, 2) ELSE 1 + pick('by', n, 24) END,
        DATE '2025-01-01' + pick('joined', n, 9)
    FROM generate_series(1, 24) AS n ORDER BY pick('order', n, 1000), n;
INSERT INTO court
    SELECT n, 1 + n % 5, (ARRAY['Centre', 'Garden', 'Pier'])[1 + n % 3], 400 * (3 + pick('price', n, 5))
    FROM generate_series(10, 1, -1) AS n;
INSERT INTO booking
    SELECT n, 1 + pick('court', n, 8),
        CASE pick('who', n, 8) WHEN 0 THEN NULL WHEN 1 THEN 90 + pick('unknown', n, 3) ELSE 1 + pick('member', n, 22) END,
        start, start + make_interval(mins => 30 * (1 + pick('length', n, 8)))
    FROM generate_series(1, 150) AS n, LATERAL (SELECT CASE WHEN pick('change', n, 3) = 0
        THEN (ARRAY[{changes}]::timestamptz[])[1 + pick('which change', n, 4)] - make_interval(mins => 30 * pick('before', n, 6))
        ELSE '{start}'::timestamptz + make_interval(mins => {slot} * pick('slot', n, {slots})) END) AS at (start)
    ORDER BY pick('order', n, 1000), n;
INSERT INTO payment
    SELECT n, CASE pick('known', n, 10) WHEN 0 THEN 900 + n ELSE 1 + pick('booking', n, 100) END,
        100 * (1 + pick('cents', n, 40)), '{start}'::timestamptz + make_interval(hours => 8 * pick('paid', n, 30))
    FROM generate_series(1, 140) AS n ORDER BY pick('order', n, 1000), n;
DROP FUNCTION pick;
";

/// The moments at which the clocks of Berlin, New York, Sydney and St. John's change.
const SPRING: &str = "'2026-03-29 01:00Z', '2026-03-08 07:00Z', '2026-04-04 16:00Z', '2026-03-08 05:30Z'";
const AUTUMN: &str = "'2026-10-25 01:00Z', '2026-11-01 06:00Z', '2026-10-03 16:00Z', '2026-11-01 04:30Z'";

/// The databases that are not shown, and the time zone of the session that asks them.
const HIDDEN: [(&str, &str); 5] = [
    ("first", "Pacific/Kiritimati"),
    ("second", "America/Los_Angeles"),
    ("third", "Europe/Berlin"),
    ("unbooked", "UTC"),
    ("empty", "UTC"),
];

/// All databases side by side, each a schema of one.
fn fixture() -> String {
    let generated = |seed: &str, start: &str, (slot, slots): (u32, u32), changes: &str| {
        let sql = GENERATED.replace("{seed}", seed).replace("{start}", start).replace("{changes}", changes);
        sql.replace("{slot}", &slot.to_string()).replace("{slots}", &slots.to_string())
    };
    let first = generated("3", "2026-03-01 00:00Z", (30, 40 * 48), SPRING);
    let unbooked = format!("{first} TRUNCATE booking, payment;");
    [
        ("visible", VISIBLE),
        ("first", &first),
        ("second", &generated("6", "2026-10-01 00:00Z", (90, 34 * 16), AUTUMN)),
        // Few times to choose from: many bookings start at once.
        ("third", &generated("14", "2026-03-25 00:00Z", (360, 40), SPRING)),
        ("unbooked", &unbooked),
        ("empty", ""),
    ]
    .map(|(schema, rows)| format!("CREATE SCHEMA {schema}; SET search_path = {schema}; {TABLES} {rows}"))
    .concat()
}

/// Has the pool's one connection ask the database of this name from now on, and only read.
async fn enter(pool: &PgPool, schema: &str, zone: &str) {
    let settings = format!(
        "SET search_path = {schema}; SET TIME ZONE '{zone}'; SET default_transaction_read_only = on; \
         SET statement_timeout = '10s'"
    );
    sqlx::raw_sql(AssertSqlSafe(settings)).execute(pool).await.expect("the settings exist");
}

/// What the kata answers, one text a row.
async fn answer(pool: &PgPool, question: u8) -> Vec<String> {
    let table = run(pool, question).await.unwrap_or_else(|error| panic!("q{question:02}.sql: {error}"));
    let row =
        |row: &Vec<Option<String>>| row.iter().map(|value| cell(value.as_deref())).collect::<Vec<_>>().join(" | ");
    table.iter().map(row).collect()
}

/// A value as it is compared: 7.00 is 7.
fn cell(value: Option<&str>) -> String {
    let text = value.unwrap_or("NULL");
    let is_fraction = text.contains('.') && text.parse::<f64>().is_ok();
    if is_fraction { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// Expects these rows of the visible data.
fn visible(question: u8, expected: &[&str]) {
    use harness::assert_eq;
    postgres::test(&fixture(), async |database| {
        let pool = database.pool(1).await;
        enter(&pool, "visible", "Asia/Tokyo").await;
        assert_eq!(answer(&pool, question).await, expected, "q{question:02}.sql on the data at the top of tests.rs");
    });
}

/// Expects of every hidden database what `model` makes of its rows, whatever plan PostgreSQL chooses.
fn hidden(question: u8, model: impl Fn(&World) -> Vec<String>) {
    use harness::assert_eq;
    postgres::test(&fixture(), async |database| {
        let pool = database.pool(1).await;
        for (schema, zone) in HIDDEN {
            enter(&pool, schema, zone).await;
            let expected = model(&World::read(&pool).await);
            for plan in ["RESET ALL", "SET enable_sort = off", "SET enable_hashjoin = off; SET enable_hashagg = off"] {
                sqlx::raw_sql(plan).execute(&pool).await.expect("the settings exist");
                enter(&pool, schema, zone).await;
                let yours = answer(&pool, question).await;
                assert_eq!(yours, expected, "q{question:02}.sql on the database `{schema}`, in the zone {zone}");
            }
        }
    });
}

/// What is in a database, in the order of its ids. Its functions are what the model asks again and again.
struct World {
    clubs: Vec<Club>,
    members: Vec<Member>,
    courts: Vec<Court>,
    bookings: Vec<Booking>,
    payments: Vec<Payment>,
}

#[derive(FromRow)]
struct Club {
    id: i32,
    name: String,
}

#[derive(FromRow)]
struct Member {
    id: i32,
    club_id: Option<i32>,
    name: String,
    email: Option<String>,
    referrer_id: Option<i32>,
    joined: i32,
}

#[derive(FromRow)]
struct Court {
    id: i32,
    club_id: i32,
    name: String,
    hourly_cents: i32,
}

#[derive(FromRow)]
struct Booking {
    id: i32,
    court_id: i32,
    member_id: Option<i32>,
    /// Seconds.
    starts: i64,
    ends: i64,
    /// The club's day, counted from 1 January 2000.
    day: i32,
}

#[derive(FromRow)]
struct Payment {
    id: i32,
    booking_id: i32,
    cents: i32,
    paid: i64,
}

impl World {
    async fn read(pool: &PgPool) -> Self {
        async fn all<T: for<'row> FromRow<'row, sqlx::postgres::PgRow> + Send + Unpin>(
            pool: &PgPool,
            query: &'static str,
        ) -> Vec<T> {
            sqlx::query_as(query).persistent(false).fetch_all(pool).await.expect("the tables are there")
        }
        Self {
            clubs: all(pool, "SELECT id, name FROM club ORDER BY id").await,
            members: all(
                pool,
                "SELECT id, club_id, name, email, referrer_id, joined_on - DATE '2000-01-01' AS joined \
                 FROM member ORDER BY id",
            )
            .await,
            courts: all(pool, "SELECT * FROM court ORDER BY id").await,
            bookings: all(
                pool,
                "SELECT b.*, extract(epoch FROM starts_at)::int8 AS starts, extract(epoch FROM ends_at)::int8 AS ends, \
                 (starts_at AT TIME ZONE time_zone)::date - DATE '2000-01-01' AS day \
                 FROM booking b JOIN court ON court_id = court.id JOIN club ON club_id = club.id ORDER BY b.id",
            )
            .await,
            payments: all(
                pool,
                "SELECT id, booking_id, cents, extract(epoch FROM paid_at)::int8 AS paid FROM payment ORDER BY id",
            )
            .await,
        }
    }

    fn club(&self, id: Option<i32>) -> Option<&Club> {
        self.clubs.iter().find(|club| Some(club.id) == id)
    }

    fn member(&self, id: Option<i32>) -> Option<&Member> {
        self.members.iter().find(|member| Some(member.id) == id)
    }

    fn court(&self, booking: &Booking) -> &Court {
        self.courts.iter().find(|court| court.id == booking.court_id).expect("a foreign key sees to it")
    }

    fn bookings_of(&self, member: &Member) -> Vec<&Booking> {
        self.bookings.iter().filter(|booking| booking.member_id == Some(member.id)).collect()
    }

    fn paid_for(&self, booking: &Booking) -> i64 {
        let payments = self.payments.iter().filter(|payment| payment.booking_id == booking.id);
        payments.map(|payment| i64::from(payment.cents)).sum()
    }
}

/// A row of a model's answer, its values as [`cell`] gives them.
fn row<const N: usize>(values: [&dyn Display; N]) -> String {
    values.map(ToString::to_string).join(" | ")
}

fn or_null<T: Display>(value: Option<T>) -> String {
    value.map_or_else(|| "NULL".to_owned(), |value| value.to_string())
}

/// The texts and numbers that a query spells out, in small letters. Names and comments are none.
fn literals(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = sql;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    while let Some(letter) = rest.chars().next() {
        let until = |from: usize, end: &str| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        let length = match letter {
            '-' if rest.starts_with("--") => until(2, "\n"),
            '/' if rest.starts_with("/*") => until(2, "*/"),
            '"' => until(1, "\""),
            '\'' => {
                let end = until(1, "'");
                found.push(rest[1..end].trim_end_matches('\'').to_lowercase());
                end
            }
            '$' if rest.starts_with("$$") => {
                let end = until(2, "$$");
                found.push(rest[2..end].trim_end_matches('$').to_lowercase());
                end
            }
            _ if is_word(letter) => {
                let word: String = rest.chars().take_while(|&letter| is_word(letter)).collect();
                let length = word.len();
                if letter.is_ascii_digit() {
                    found.push(word);
                }
                length
            }
            _ => letter.len_utf8(),
        };
        rest = &rest[length..];
    }
    found
}

mod behaviour {
    use super::*;

    // Gil's club is gone, and Finn has none. There are two Adas.
    #[test]
    fn q01_members_stand_with_their_club() {
        let northside_and_hilltop = ["Ada | Northside", "Ada | Hilltop", "Bo | Northside", "Cleo | Northside"];
        let harbour = ["Dan | Harbour", "Eve | Harbour", "Hui | Harbour", "Ivo | Harbour"];
        visible(1, &[northside_and_hilltop, harbour].concat());
    }

    #[test]
    fn q02_members_without_a_club_stay() {
        visible(
            2,
            &[
                "201 | Ada | Northside",
                "202 | Bo | Northside",
                "203 | Cleo | Northside",
                "204 | Dan | Harbour",
                "205 | Eve | Harbour",
                "206 | Finn | NULL",
                "207 | Gil | NULL",
                "208 | Ada | Hilltop",
                "209 | Hui | Harbour",
                "210 | Ivo | Harbour",
            ],
        );
    }

    // Nobody books the court of Old Mill: that is 0 bookings, and one row of an outer join.
    #[test]
    fn q03_a_court_that_nobody_books_has_no_booking() {
        visible(3, &["301 | Centre | 4", "302 | Garden | 2", "303 | Pier | 4", "304 | Centre | 0"]);
    }

    #[test]
    fn q04_a_club_whose_members_all_have_an_address_stays() {
        visible(4, &["101 | Northside | 2", "102 | Harbour | 1", "103 | Old Mill | 0", "104 | Hilltop | 0"]);
    }

    // Hui and Ivo, who referred each other, joined on the same day.
    #[test]
    fn q05_some_joined_before_the_one_who_referred_them() {
        visible(5, &["203 | Cleo | Ada", "208 | Ada | Finn"]);
    }

    // Three have no address. That is nothing that they share.
    #[test]
    fn q06_addresses_are_shared_whatever_their_capitals() {
        visible(6, &["eve@example.com | 3", "ada@example.com | 2"]);
    }

    // Three members were referred by nobody at all. Their NULL must not hide those who are asked for.
    #[test]
    fn q07_some_have_referred_nobody() {
        visible(7, &["203 | Cleo", "205 | Eve", "207 | Gil", "208 | Ada"]);
    }

    // Ada of Northside has played at Harbour, and Finn, who has no club, at Northside.
    #[test]
    fn q08_some_play_elsewhere() {
        visible(8, &["201 | Ada", "206 | Finn"]);
    }

    // Nobody has the id 298. A guest is no id.
    #[test]
    fn q09_ids_on_one_side_only_are_found() {
        visible(9, &["203 | t", "205 | t", "207 | t", "208 | t", "209 | t", "210 | t", "298 | f"]);
    }

    // Ada paid for booking 401 in two parts. It is one booking.
    #[test]
    fn q10_a_booking_paid_in_two_parts_is_one_booking() {
        visible(
            10,
            &[
                "201 | 4 | 9800",
                "202 | 1 | 0",
                "203 | 0 | 0",
                "204 | 2 | 3200",
                "205 | 0 | 0",
                "206 | 1 | 1900",
                "207 | 0 | 0",
                "208 | 0 | 0",
                "209 | 0 | 0",
                "210 | 0 | 0",
            ],
        );
    }

    #[test]
    fn q11_who_books_a_court_is_one_of_three() {
        visible(11, &["301 | 3 | 0 | 1", "302 | 1 | 1 | 0", "303 | 2 | 1 | 1", "304 | 0 | 0 | 0"]);
    }

    // Booking 401 lasts from 23:30 until 3:30 on the wall, and three hours: it is paid. More was paid for 409 than it costs.
    #[test]
    fn q12_what_is_owed_depends_on_the_time_that_really_passes() {
        visible(12, &["402 | 2400", "404 | 1400", "405 | 2400", "407 | 4800", "410 | 1600"]);
    }

    // 404 ends when 405 starts.
    #[test]
    fn q13_double_bookings_are_pairs() {
        visible(13, &["301 | 401 | 404", "303 | 406 | 407", "303 | 406 | 410", "303 | 407 | 410"]);
    }

    // Hilltop has no court at all: Ada, who is its only member, has not booked "every one of none".
    #[test]
    fn q14_few_have_booked_every_court_of_their_club() {
        visible(14, &["201 | Ada", "204 | Dan"]);
    }

    // Three bookings of court 303 start at the same moment, and only one of them is the second latest.
    #[test]
    fn q15_every_court_has_its_two_latest_bookings() {
        visible(15, &["301 | 402", "301 | 405", "302 | 409", "302 | 403", "303 | 408", "303 | 406", "304 | NULL"]);
    }

    #[test]
    fn q16_equals_share_a_rank() {
        visible(
            16,
            &[
                "101 | 1 | 201 | 4",
                "101 | 2 | 202 | 1",
                "101 | 3 | 203 | 0",
                "102 | 1 | 204 | 2",
                "102 | 2 | 205 | 0",
                "102 | 2 | 209 | 0",
                "102 | 2 | 210 | 0",
                "104 | 1 | 208 | 0",
            ],
        );
    }

    // Three payments of Northside came at the same moment: each has a total of its own.
    #[test]
    fn q17_the_total_grows_payment_by_payment() {
        visible(
            17,
            &[
                "101 | 501 | 5000 | 5000",
                "101 | 502 | 2200 | 7200",
                "101 | 503 | 1000 | 8200",
                "101 | 506 | 1600 | 9800",
                "101 | 508 | 1900 | 11700",
                "102 | 507 | 3200 | 3200",
                "102 | 504 | 3200 | 6400",
            ],
        );
    }

    // Ada's bookings: 8 March in New York, then in Berlin 28 March at 11:00 and at 23:30, and 29 March at 3:00.
    #[test]
    fn q18_days_are_those_of_the_wall() {
        visible(18, &["201 | 403 | 20", "201 | 401 | 0", "201 | 404 | 1", "204 | 410 | 0"]);
    }

    // 402 starts on 30 March in Berlin, and still on the 29th in London; 408 on the 9th in New York.
    #[test]
    fn q19_a_calendar_has_the_empty_days_too() {
        visible(
            19,
            &[
                "101 | 2026-03-28 | 2",
                "101 | 2026-03-29 | 2",
                "101 | 2026-03-30 | 1",
                "101 | 2026-03-31 | 0",
                "101 | 2026-04-01 | 1",
                "102 | 2026-03-08 | 3",
                "102 | 2026-03-09 | 1",
            ],
        );
    }

    // Ada (201) brought in Bo and Cleo, Bo Dan, Dan Finn, and Finn the other Ada. Hui and Ivo brought in each other.
    #[test]
    fn q20_referrals_are_followed_to_their_end() {
        let first = ["201 | 5", "202 | 3", "203 | 0", "204 | 2", "205 | 0"];
        visible(20, &[first, ["206 | 1", "207 | 0", "208 | 0", "209 | 1", "210 | 1"]].concat());
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    // What is prepared is one statement: PostgreSQL refuses to prepare two.
    #[test]
    fn each_file_holds_one_query() {
        postgres::test(&fixture(), async |database| {
            let pool = database.pool(1).await;
            enter(&pool, "visible", "UTC").await;
            for question in 1..=20 {
                let prepared = sqlx::query(sql(question)).fetch_all(&pool).await.map(|rows| rows.len());
                let error = prepared.err().map(|error| error.to_string());
                assert_eq!(error, None, "q{question:02}.sql as one statement");
            }
        });
    }

    #[test]
    fn no_query_knows_the_data_by_heart() {
        let known = literals(VISIBLE);
        for question in 1..=20 {
            let spelled: Vec<String> =
                literals(sql(question)).into_iter().filter(|text| known.contains(text)).collect();
            assert_eq!(spelled, [""; 0], "what q{question:02}.sql spells out of the data");
        }
    }

    // The session's time zone is the client's: it must not matter to any of the questions.
    #[test]
    fn no_answer_depends_on_where_it_is_asked() {
        postgres::test(&fixture(), async |database| {
            let pool = database.pool(1).await;
            for question in 1..=20 {
                let mut answers = Vec::new();
                for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
                    enter(&pool, "second", zone).await;
                    answers.push(answer(&pool, question).await);
                }
                assert!(!answers[0].is_empty(), "q{question:02}.sql finds nothing");
                assert_eq!(answers[0], answers[1], "q{question:02}.sql in Kiritimati and in Pago Pago");
            }
        });
    }

    // Who counts on one circle of two members counts on a longer one as well.
    #[test]
    fn q20_ends_on_a_circle_of_any_length() {
        let circle = "INSERT INTO empty.member SELECT n, NULL, 'Ada', NULL, 1 + n % 40, '2026-01-01' FROM generate_series(1, 40) n";
        postgres::test(&format!("{} {circle}", fixture()), async |database| {
            let pool = database.pool(1).await;
            enter(&pool, "empty", "UTC").await;
            let expected: Vec<String> = (1..=40).map(|id| row([&id, &39])).collect();
            assert_eq!(answer(&pool, 20).await, expected);
        });
    }
}

/// The answers worked out row by row.
mod properties {
    use std::cmp::Reverse;
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn q01_holds_for_unknown_clubs_and_equal_names() {
        hidden(1, |world| {
            let mut members: Vec<&Member> = world.members.iter().collect();
            members.sort_by_key(|member| (&member.name, member.id));
            let with_club = |member: &&Member| Some(row([&member.name, &world.club(member.club_id)?.name]));
            members.iter().filter_map(with_club).collect()
        });
    }

    #[test]
    fn q02_holds_for_unknown_clubs() {
        hidden(2, |world| {
            let club = |member: &Member| or_null(world.club(member.club_id).map(|club| &club.name));
            world.members.iter().map(|member| row([&member.id, &member.name, &club(member)])).collect()
        });
    }

    #[test]
    fn q03_holds_for_courts_without_bookings() {
        hidden(3, |world| {
            let count = |court: &Court| world.bookings.iter().filter(|booking| booking.court_id == court.id).count();
            world.courts.iter().map(|court| row([&court.id, &court.name, &count(court)])).collect()
        });
    }

    #[test]
    fn q04_holds_for_clubs_without_such_members() {
        hidden(4, |world| {
            let counts = |club: &Club, member: &Member| member.club_id == Some(club.id) && member.email.is_none();
            let count = |club: &Club| world.members.iter().filter(|member| counts(club, member)).count();
            world.clubs.iter().map(|club| row([&club.id, &club.name, &count(club)])).collect()
        });
    }

    #[test]
    fn q05_holds_for_equal_days_and_unknown_referrers() {
        hidden(5, |world| {
            let earlier = |member: &Member| {
                let referrer = world.member(member.referrer_id).filter(|referrer| member.joined < referrer.joined)?;
                Some(row([&member.id, &member.name, &referrer.name]))
            };
            world.members.iter().filter_map(earlier).collect()
        });
    }

    #[test]
    fn q06_holds_for_missing_addresses_and_equal_numbers() {
        hidden(6, |world| {
            let mut members: BTreeMap<String, usize> = BTreeMap::new();
            for email in world.members.iter().filter_map(|member| member.email.as_ref()) {
                *members.entry(email.to_lowercase()).or_default() += 1;
            }
            let mut shared: Vec<(String, usize)> = members.into_iter().filter(|&(_, number)| number > 1).collect();
            shared.sort_by_key(|&(_, number)| Reverse(number));
            shared.iter().map(|(email, number)| row([email, number])).collect()
        });
    }

    #[test]
    fn q07_holds_with_null_among_the_referrers() {
        hidden(7, |world| {
            let referrers: BTreeSet<i32> = world.members.iter().filter_map(|member| member.referrer_id).collect();
            let quiet = world.members.iter().filter(|member| !referrers.contains(&member.id));
            quiet.map(|member| row([&member.id, &member.name])).collect()
        });
    }

    #[test]
    fn q08_holds_for_members_of_no_club() {
        hidden(8, |world| {
            let is_away = |member: &&Member| {
                let courts = world.bookings_of(member).into_iter().map(|booking| world.court(booking));
                courts.into_iter().any(|court| Some(court.club_id) != member.club_id)
            };
            world.members.iter().filter(is_away).map(|member| row([&member.id, &member.name])).collect()
        });
    }

    #[test]
    fn q09_holds_for_guests_and_unknown_members() {
        hidden(9, |world| {
            let members: BTreeSet<i32> = world.members.iter().map(|member| member.id).collect();
            let booked: BTreeSet<i32> = world.bookings.iter().filter_map(|booking| booking.member_id).collect();
            let truth = |id: &i32| if members.contains(id) { "t" } else { "f" };
            members.symmetric_difference(&booked).map(|id| row([id, &truth(id)])).collect()
        });
    }

    #[test]
    fn q10_holds_for_bookings_with_several_payments() {
        hidden(10, |world| {
            let line = |member: &Member| {
                let bookings = world.bookings_of(member);
                let paid: i64 = bookings.iter().map(|booking| world.paid_for(booking)).sum();
                row([&member.id, &bookings.len(), &paid])
            };
            world.members.iter().map(line).collect()
        });
    }

    #[test]
    fn q11_holds_for_guests_and_members_of_no_club() {
        hidden(11, |world| {
            let line = |court: &Court| {
                let mut numbers = [0; 3];
                for booking in world.bookings.iter().filter(|booking| booking.court_id == court.id) {
                    match world.member(booking.member_id) {
                        Some(member) if member.club_id == Some(court.club_id) => numbers[0] += 1,
                        Some(_) => numbers[1] += 1,
                        None => numbers[2] += 1,
                    }
                }
                row([&court.id, &numbers[0], &numbers[1], &numbers[2]])
            };
            world.courts.iter().map(line).collect()
        });
    }

    #[test]
    fn q12_holds_when_the_clocks_change() {
        hidden(12, |world| {
            let debt = |booking: &Booking| {
                let cost = i64::from(world.court(booking).hourly_cents) * (booking.ends - booking.starts) / 3600;
                let owed = cost - world.paid_for(booking);
                (owed > 0).then(|| row([&booking.id, &owed]))
            };
            world.bookings.iter().filter_map(debt).collect()
        });
    }

    #[test]
    fn q13_holds_for_bookings_that_touch_contain_and_equal_one_another() {
        hidden(13, |world| {
            let mut pairs = Vec::new();
            for (index, a) in world.bookings.iter().enumerate() {
                let later = world.bookings[index + 1..].iter().filter(|b| b.court_id == a.court_id);
                pairs.extend(
                    later.filter(|b| a.starts.max(b.starts) < a.ends.min(b.ends)).map(|b| (a.court_id, a.id, b.id)),
                );
            }
            pairs.sort_unstable();
            pairs.iter().map(|(court, a, b)| row([court, a, b])).collect()
        });
    }

    #[test]
    fn q14_holds_for_clubs_without_courts() {
        hidden(14, |world| {
            let has_all = |member: &&Member| {
                let booked: BTreeSet<i32> = world.bookings_of(member).iter().map(|booking| booking.court_id).collect();
                let mut courts = world.courts.iter().filter(|court| Some(court.club_id) == member.club_id).peekable();
                courts.peek().is_some() && courts.all(|court| booked.contains(&court.id))
            };
            world.members.iter().filter(has_all).map(|member| row([&member.id, &member.name])).collect()
        });
    }

    #[test]
    fn q15_holds_for_bookings_that_start_at_once() {
        hidden(15, |world| {
            let latest = |court: &Court| {
                let mut bookings: Vec<&Booking> =
                    world.bookings.iter().filter(|booking| booking.court_id == court.id).collect();
                bookings.sort_by_key(|booking| (Reverse(booking.starts), booking.id));
                let ids: Vec<String> = bookings.iter().take(2).map(|booking| booking.id.to_string()).collect();
                let ids = if ids.is_empty() { vec!["NULL".to_owned()] } else { ids };
                ids.into_iter().map(|id| row([&court.id, &id])).collect::<Vec<_>>()
            };
            world.courts.iter().flat_map(latest).collect()
        });
    }

    #[test]
    fn q16_holds_for_equal_numbers() {
        hidden(16, |world| {
            let ranked = |club: &Club| {
                let members = world.members.iter().filter(|member| member.club_id == Some(club.id));
                let counted: Vec<(usize, i32)> =
                    members.map(|member| (world.bookings_of(member).len(), member.id)).collect();
                let rank = |number: usize| 1 + counted.iter().filter(|(other, _)| *other > number).count();
                let mut lines: Vec<(usize, i32, usize)> =
                    counted.iter().map(|&(number, id)| (rank(number), id, number)).collect();
                lines.sort_unstable();
                lines.iter().map(|(rank, id, number)| row([&club.id, rank, id, number])).collect::<Vec<_>>()
            };
            world.clubs.iter().flat_map(ranked).collect()
        });
    }

    #[test]
    fn q17_holds_for_payments_at_the_same_moment() {
        hidden(17, |world| {
            let club_of = |payment: &Payment| {
                let booking = world.bookings.iter().find(|booking| booking.id == payment.booking_id)?;
                Some(world.court(booking).club_id)
            };
            let mut payments: Vec<(i32, &Payment)> =
                world.payments.iter().filter_map(|payment| Some((club_of(payment)?, payment))).collect();
            payments.sort_by_key(|(club, payment)| (*club, payment.paid, payment.id));
            let mut totals: BTreeMap<i32, i32> = BTreeMap::new();
            let mut line = |(club, payment): &(i32, &Payment)| {
                let total = totals.entry(*club).or_default();
                *total += payment.cents;
                row([club, &payment.id, &payment.cents, total])
            };
            payments.iter().map(&mut line).collect()
        });
    }

    #[test]
    fn q18_holds_in_every_time_zone() {
        hidden(18, |world| {
            let lines = |member: &Member| {
                let mut bookings = world.bookings_of(member);
                bookings.sort_by_key(|booking| (booking.starts, booking.id));
                let days = |pair: &[&Booking]| row([&member.id, &pair[1].id, &(pair[1].day - pair[0].day)]);
                bookings.windows(2).map(days).collect::<Vec<_>>()
            };
            world.members.iter().flat_map(lines).collect()
        });
    }

    #[test]
    fn q19_holds_in_every_time_zone() {
        hidden(19, |world| {
            let calendar = |club: &Club| {
                let bookings = world.bookings.iter().filter(|booking| world.court(booking).club_id == club.id);
                let mut numbers: BTreeMap<i32, usize> = BTreeMap::new();
                for booking in bookings {
                    *numbers.entry(booking.day).or_default() += 1;
                }
                let (Some((&first, _)), Some((&last, _))) = (numbers.first_key_value(), numbers.last_key_value())
                else {
                    return Vec::new();
                };
                let line = |day| row([&club.id, &date(day), numbers.get(&day).unwrap_or(&0)]);
                (first..=last).map(line).collect()
            };
            world.clubs.iter().flat_map(calendar).collect()
        });
    }

    /// The day of this number, counted from 1 January 2000.
    fn date(day: i32) -> time::Date {
        time::Date::from_julian_day(2_451_545 + day).expect("it is near")
    }

    #[test]
    fn q20_holds_on_circles() {
        hidden(20, |world| {
            let brought = |member: &Member| {
                let mut reached = BTreeSet::from([member.id]);
                let mut next = vec![member.id];
                while let Some(id) = next.pop() {
                    let referred = world.members.iter().filter(|other| other.referrer_id == Some(id));
                    next.extend(referred.map(|other| other.id).filter(|&id| reached.insert(id)));
                }
                reached.len() - 1
            };
            world.members.iter().map(|member| row([&member.id, &brought(member)])).collect()
        });
    }
}
