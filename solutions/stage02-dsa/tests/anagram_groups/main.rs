mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/anagram_groups/tests.rs"]
mod tests;

#[path = "../../../../exercises/stage02-dsa/tests/anagram_groups/bench.rs"]
mod bench;

#[path = "."]
mod baseline {
    #[path = "../../../../exercises/stage02-dsa/tests/anagram_groups/bench.rs"]
    pub mod bench;
    #[path = "baseline.rs"]
    mod kata;
}

#[test]
fn the_benchmark_agrees_with_its_baseline() {
    harness::bench::agree(&bench::workloads(), &baseline::bench::workloads());
}
