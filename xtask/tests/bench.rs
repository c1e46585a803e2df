//! `bench` as its users meet it: one measurement for real, and what is refused before any.

mod support;

use std::fs;

use serde_json::Value;
use support::{course, root, run, told, xtask};

const METADATA: &str =
    "title = \"Heap\"\ndifficulty = 1\nminutes = 10\npoints = 10\nroadmap = []\nrequires = []\nservices = []\n";

#[test]
fn a_measurement_keeps_to_its_published_form() {
    let schema = fs::read_to_string(root().join("docs/bench.schema.json")).expect("it is published");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let kata = "solutions/stage02-dsa/tests/lru_cache/kata.rs";
    let kata = root().join(kata).display().to_string();
    let (code, shown, said) = run(&["bench", "lru_cache", "--quick", "--kata", &kata, "--format", "json"]);
    assert_ne!(code, 2, "{said}");
    let report: Value = serde_json::from_str(&shown).expect("it is JSON");
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .expect("it is a schema")
        .iter_errors(&report)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let measurement = &report["measurements"][0];
    assert_eq!(measurement["trouble"], "", "{measurement}");
    let cell = &measurement["workloads"][0]["cells"][0];
    let who: Vec<&str> =
        cell["entries"].as_array().into_iter().flatten().filter_map(|one| one["who"].as_str()).collect();
    assert_eq!(who, ["yours", "reference", "baseline"]);
    // The kata is the reference itself, so no noise takes it to eight times its own time.
    let ratio = measurement["grades"].as_array().into_iter().flatten().find(|grade| grade["aspect"] == "ratio");
    assert_eq!(ratio.map(|grade| &grade["passed"]), Some(&Value::Bool(true)), "{measurement}");
}

#[test]
fn a_kata_that_does_not_fit_its_benchmark_is_shown_rustcs_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let kata = folder.path().join("kata.rs");
    fs::write(&kata, "pub struct Lru;\n").expect("a file");
    let (code, shown, _) = run(&["bench", "lru_cache", "--quick", "--kata", kata.to_str().expect("a plain path")]);
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("stopped: lru_cache: it does not compile with its benchmark\nerror"), "{shown}");
}

#[test]
fn what_has_no_benchmark_is_a_usage_error() {
    let root = course(METADATA);
    let (code, _, said) = told(xtask(root.path(), &["bench", "heap"]).output().expect("it starts"));
    assert_eq!((code, said.lines().next()), (2, Some("error: `heap` has no benchmark")));
}

#[test]
fn a_run_that_was_never_saved_is_a_usage_error() {
    let (code, _, said) = run(&["bench", "lru_cache", "--reference", "--against", "no-such-run"]);
    assert_eq!((code, said.lines().next()), (2, Some("error: no run was saved as `no-such-run`")));
    let (code, _, said) = run(&["bench", "lru_cache", "--reference", "--save", "../outside"]);
    assert_eq!((code, said.lines().next()), (2, Some("error: `../outside` cannot name a run")));
}

#[test]
fn a_file_that_is_not_there_is_a_usage_error() {
    let (code, _, said) = run(&["bench", "lru_cache", "--kata", "/nowhere.rs"]);
    assert_eq!((code, said.lines().next()), (2, Some("error: there is no file `/nowhere.rs`")));
    let (code, _, said) = run(&["bench", "lru_cache", "hash_map", "--kata", "/nowhere.rs"]);
    assert_eq!((code, said.lines().next()), (2, Some("error: `--kata` measures one file, so name one exercise")));
}
