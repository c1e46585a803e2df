//! Indexing to a page budget. The answer is `indexes.sql`.

/// The statements of `indexes.sql`, without comments.
pub fn indexes() -> Vec<String> {
    let lines = include_str!("indexes.sql").lines().map(|line| line.split("--").next().unwrap_or_default());
    let code = lines.collect::<Vec<_>>().join("\n");
    let statements = code.split(';').map(str::trim).filter(|statement| !statement.is_empty());
    statements.map(str::to_owned).collect()
}
