mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/radix_sort/tests.rs"]
mod tests;

#[path = "../../../../exercises/stage02-dsa/tests/radix_sort/bench.rs"]
mod bench;

#[path = "."]
mod baseline {
    #[path = "../../../../exercises/stage02-dsa/tests/radix_sort/bench.rs"]
    pub mod bench;
    #[path = "baseline.rs"]
    mod kata;
}

#[test]
fn the_benchmark_agrees_with_its_baseline() {
    harness::bench::agree(&bench::workloads(), &baseline::bench::workloads());
}
