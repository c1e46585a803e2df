//! Indexing to a page budget: read `README.md`, then write `indexes.sql`. This file needs no change.

/// The statements of `indexes.sql`, without comments.
pub fn indexes() -> Vec<String> {
    let text = include_str!("indexes.sql");
    let lines: Vec<&str> = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let code = lines.join("\n");
    let statements: Vec<String> = code.split(';').map(|statement| statement.trim().to_owned()).collect();
    let statements: Vec<String> = statements.into_iter().filter(|statement| !statement.is_empty()).collect();
    if statements.is_empty() {
        todo!("write indexes.sql: its {} lines create no index", lines.len());
    }
    statements
}
