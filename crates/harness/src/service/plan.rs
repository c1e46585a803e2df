//! A query's plan as PostgreSQL gives it (`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)`), to assert on.

use serde_json::Value as Json;

/// A plan that was carried out, with what it really cost.
#[derive(Clone, Debug)]
pub struct Plan {
    query: String,
    root: Json,
}

/// One step of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Node<'plan>(&'plan Json);

impl Plan {
    /// Reads what `EXPLAIN (FORMAT JSON)` gives, a list of one, or what `auto_explain` logs.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut json: Json = serde_json::from_str(text).ok()?;
        let whole = if json.is_array() { json.get_mut(0)?.take() } else { json };
        let query = whole.get("Query Text").and_then(Json::as_str).unwrap_or_default().to_owned();
        Some(Self { query, root: whole.get("Plan")?.clone() })
    }

    /// The query that was planned, where the server says it: plans off the wire have it.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// All steps, each before what it reads from.
    pub fn nodes(&self) -> Vec<Node<'_>> {
        let mut nodes = vec![Node(&self.root)];
        let mut next = 0;
        while let Some(&Node(node)) = nodes.get(next) {
            nodes.extend(node.get("Plans").and_then(Json::as_array).into_iter().flatten().map(Node));
            next += 1;
        }
        nodes
    }

    /// Pages of 8 KiB that it touched, in the buffer cache or not, with what its planning read left out.
    pub fn pages(&self) -> u64 {
        let root = Node(&self.root);
        ["Shared Hit Blocks", "Shared Read Blocks"].iter().map(|key| root.number(key)).sum()
    }

    /// Pages that it wrote to temporary files: a sort or hash that did not fit into memory.
    pub fn spilled_pages(&self) -> u64 {
        Node(&self.root).number("Temp Written Blocks")
    }

    /// The tables that it read from end to end, sorted, each once.
    pub fn sequential_scans(&self) -> Vec<&str> {
        self.relations(|node| node.kind() == "Seq Scan")
    }

    /// The indexes that it used, sorted, each once.
    pub fn indexes(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.nodes().into_iter().filter_map(|node| node.text("Index Name")).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Rows that its scans looked at, those that a filter threw away included.
    pub fn rows_examined(&self) -> u64 {
        let leaves = self.nodes().into_iter().filter(|node| node.text("Relation Name").is_some());
        leaves.map(|node| node.rows() + node.rows_removed()).sum()
    }

    fn relations(&self, chosen: impl Fn(&Node<'_>) -> bool) -> Vec<&str> {
        let nodes = self.nodes().into_iter().filter(chosen);
        let mut names: Vec<&str> = nodes.filter_map(|node| node.text("Relation Name")).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl<'plan> Node<'plan> {
    /// Such as `Index Only Scan`.
    pub fn kind(&self) -> &'plan str {
        self.text("Node Type").unwrap_or_default()
    }

    /// The table that it reads.
    pub fn relation(&self) -> Option<&'plan str> {
        self.text("Relation Name")
    }

    /// Rows that came out of it, all its loops together.
    pub fn rows(&self) -> u64 {
        self.number("Actual Rows") * self.loops()
    }

    /// Rows that a filter threw away, all its loops together.
    pub fn rows_removed(&self) -> u64 {
        let keys = ["Rows Removed by Filter", "Rows Removed by Index Recheck", "Rows Removed by Join Filter"];
        keys.iter().map(|key| self.number(key)).sum::<u64>() * self.loops()
    }

    /// How often it was carried out.
    pub fn loops(&self) -> u64 {
        self.number("Actual Loops").max(1)
    }

    /// A member of it that is a text, by its name in PostgreSQL's JSON.
    pub fn text(&self, key: &str) -> Option<&'plan str> {
        self.0.get(key)?.as_str()
    }

    /// A member of it that is a number; 0 when there is none. PostgreSQL 18 gives rows with a fraction.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of rows are small and positive"
    )]
    pub fn number(&self, key: &str) -> u64 {
        let number = self.0.get(key);
        number.and_then(|number| number.as_u64().or_else(|| number.as_f64().map(|number| number as u64))).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"[{"Plan": {"Node Type": "Limit", "Actual Rows": 2, "Actual Loops": 1, "Shared Hit Blocks": 7,
        "Shared Read Blocks": 3, "Temp Written Blocks": 4, "Plans": [
        {"Node Type": "Seq Scan", "Relation Name": "b", "Actual Rows": 2, "Actual Loops": 3, "Rows Removed by Filter": 5},
        {"Node Type": "Index Scan", "Relation Name": "a", "Index Name": "i", "Actual Rows": 1.0, "Actual Loops": 1}]}}]"#;

    #[test]
    fn a_plan_says_what_it_cost() {
        let plan = Plan::read(TEXT).expect("it is one");
        assert_eq!(plan.nodes().iter().map(Node::kind).collect::<Vec<_>>(), ["Limit", "Seq Scan", "Index Scan"]);
        assert_eq!((plan.pages(), plan.spilled_pages()), (10, 4));
        assert_eq!((plan.sequential_scans(), plan.indexes()), (vec!["b"], vec!["i"]));
        assert_eq!(plan.rows_examined(), (2 + 5) * 3 + 1);
    }

    #[test]
    fn a_logged_plan_names_its_query() {
        let plan = Plan::read(r#"{"Query Text": "SELECT 1", "Plan": {"Node Type": "Result"}}"#).expect("it is one");
        assert_eq!((plan.query(), plan.pages()), ("SELECT 1", 0));
        assert!(Plan::read("nonsense").is_none() && Plan::read("[]").is_none());
    }
}
