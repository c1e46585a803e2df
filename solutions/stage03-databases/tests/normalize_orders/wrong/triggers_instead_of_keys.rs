//! caught by: tests::edge_cases::keys_hold_the_dependencies_and_not_triggers
//! A trigger looks for another customer with the address: two transactions at once do not see each other.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> = LazyLock::new(|| {
    reference::normalized().replace("customer_email text NOT NULL UNIQUE", "customer_email text NOT NULL").replace(
        "DROP TABLE wide_order;",
        r"DROP TABLE wide_order;
CREATE FUNCTION refuse_known_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM customer WHERE customer_email = NEW.customer_email) THEN
        RAISE unique_violation;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_known_email BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION refuse_known_email();",
    )
});

pub fn normalized() -> &'static str {
    &SQL
}
