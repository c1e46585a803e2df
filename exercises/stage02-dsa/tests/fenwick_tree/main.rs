mod kata;
mod tests;
