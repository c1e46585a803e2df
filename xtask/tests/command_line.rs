//! The command line as its users meet it: what is shown, and with which exit code.

mod support;

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use support::{course, root, run, told, xtask};
use tempfile::TempDir;

/// A tree with somebody's `binary_search`: the reference with `replacement` in place of `original`.
fn submission(original: &str, replacement: &str) -> TempDir {
    let tree = tempfile::tempdir().expect("a folder");
    let folder = tree.path().join("stage02-dsa/tests/binary_search");
    fs::create_dir_all(&folder).expect("a folder");
    let reference =
        fs::read_to_string(root().join("solutions/stage02-dsa/tests/binary_search/kata.rs")).expect("a reference");
    assert!(reference.contains(original), "the reference has `{original}`");
    fs::write(folder.join("kata.rs"), reference.replace(original, replacement)).expect("a file");
    tree
}

fn check(tree: &TempDir, more: &[&str]) -> (i32, String, String) {
    let tree = tree.path().to_str().expect("a plain path");
    run(&[&["check", "binary_search", "--submission", tree], more].concat())
}

#[test]
fn without_a_command_the_help_is_shown() {
    let (code, shown, said) = run(&[]);
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(shown.contains("Begin with\n  cargo xtask list"), "{shown}");
}

#[test]
fn a_name_that_does_not_exist_is_a_usage_error_with_the_nearest() {
    let (code, shown, said) = run(&["check", "binary_serach"]);
    let expected = "error: there is no stage or exercise `binary_serach`\n\nhint: did you mean `binary_search`? `cargo xtask list` shows all that there is\n";
    assert_eq!((code, shown.as_str(), said.as_str()), (2, "", expected));
}

#[test]
fn a_folder_that_does_not_exist_is_a_usage_error() {
    let (code, _, said) = run(&["check", "binary_search", "--submission", "/nowhere"]);
    assert_eq!((code, said.lines().next()), (2, Some("error: `/nowhere` is not a folder")));
}

#[test]
fn a_good_submission_passes_whole() {
    let (code, shown, said) = check(&submission("", ""), &["--fresh"]);
    assert_eq!((code, said.as_str()), (0, ""), "{shown}");
    assert!(shown.starts_with("          passed  binary_search     10/10  16 of 16 tests\n"), "{shown}");
    assert!(shown.ends_with("\n10 of 10 points · 1 of 1 exercise passed\n"), "{shown}");
}

#[test]
fn a_wrong_submission_is_explained() {
    let tree = submission("element <= value", "element < value");
    let (code, shown, _) = check(&tree, &["--fresh"]);
    assert_eq!(code, 1);
    assert_expected("wrong.txt", &shown);
}

#[test]
fn a_panic_shows_the_line_of_the_kata() {
    let tree = submission(
        "let start = lower_bound(sorted, value);",
        "println!(\"searching\");\n    let start = sorted.len() / (sorted.len() - 5);",
    );
    let (code, shown, _) = check(&tree, &["--fresh"]);
    assert_eq!(code, 1);
    assert_expected("panicked.txt", &shown.replace(tree.path().to_str().expect("a plain path"), "SUBMISSION"));
}

#[test]
fn a_property_shows_its_smallest_input() {
    let limit =
        "let start = lower_bound(sorted, value);\n    if (5..60).contains(&start) {\n        return 4..4;\n    }";
    let (code, shown, _) = check(&submission("let start = lower_bound(sorted, value);", limit), &["--fresh"]);
    assert_eq!(code, 1);
    assert_expected("property.txt", &shown);
}

#[test]
fn warnings_are_shown_once_all_tests_pass_and_later_without_colour() {
    let tree = submission("let start = lower_bound", "let unused = 7;\n    let start = lower_bound");
    let (code, shown, _) = check(&tree, &["--fresh", "--color", "always"]);
    assert_eq!(code, 0);
    assert!(shown.contains("unused variable") && shown.contains("1 warning"), "{shown}");
    let (_, shown, _) = check(&tree, &[]);
    assert!(shown.contains("warning: unused variable: `unused`") && shown.contains("unchanged"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn colour_comes_only_when_asked_for_or_to_a_terminal() {
    let tree = submission("", "");
    let escapes = |arguments: &[&str]| check(&tree, arguments).1.contains('\u{1b}');
    assert!(!escapes(&[]), "a pipe is no terminal");
    assert!(escapes(&["--color", "always"]));
    assert!(!escapes(&["--color", "never"]));
}

#[test]
fn the_json_report_keeps_to_its_schema() {
    let schema = fs::read_to_string(root().join("docs/report.schema.json")).expect("it is published");
    let schema = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    for (original, replacement) in [("", ""), ("element <= value", "element < value"), ("let start", "let 1")] {
        let (_, shown, said) = check(&submission(original, replacement), &["--format", "json"]);
        let report = serde_json::from_str(&shown).unwrap_or_else(|error| panic!("{error}: {shown}{said}"));
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn a_broken_exercise_names_file_line_and_key_and_is_the_courses_fault() {
    let root = course("title = \"Heap\"\ndifficulty = 1\nminutes = \"many\"\n");
    let (code, _, said) = told(xtask(root.path(), &["check"]).output().expect("it starts"));
    let expected = "error: `exercises/stage02-dsa/tests/heap/exercise.toml`, line 3: `minutes` must be a whole number from 1 to 1000\n";
    assert_eq!((code, said.as_str()), (4, expected));
    let (code, shown, _) = told(xtask(root.path(), &["list"]).output().expect("it starts"));
    assert!(code == 0 && shown.contains("line 3: `minutes`"), "the list still shows the rest: {shown}");
}

#[test]
fn a_manifest_that_cargo_refuses_is_shown_in_cargos_words() {
    let metadata =
        "title = \"Heap\"\ndifficulty = 1\nminutes = 1\npoints = 1\nroadmap = []\nrequires = []\nservices = []\n";
    let root = course(metadata);
    for file in ["kata.rs", "tests.rs", "main.rs"] {
        fs::write(root.path().join("exercises/stage02-dsa/tests/heap").join(file), "").expect("a file");
    }
    fs::write(root.path().join("Cargo.toml"), "[workspace]\nmembers = 7\n").expect("a file");
    let (code, _, said) = told(xtask(root.path(), &["check"]).output().expect("it starts"));
    assert_eq!(code, 3);
    assert!(
        said.starts_with("error: cargo could not build\nerror: ")
            && said.contains("hint: did you change a `Cargo.toml`?"),
        "{said}"
    );
}

#[test]
fn a_kata_that_is_a_folder_is_shown_and_reset_with_all_its_files() {
    let metadata =
        "title = \"Heap\"\ndifficulty = 1\nminutes = 1\npoints = 1\nroadmap = []\nrequires = []\nservices = []\n";
    let root = course(metadata);
    let (exercise, mirror) = ("exercises/stage02-dsa/tests/heap", "solutions/stage02-dsa/tests/heap");
    for (folder, query) in [(format!("{exercise}/kata"), "mine"), (format!("{mirror}/stub"), "-- write it")] {
        fs::create_dir_all(root.path().join(&folder)).expect("a folder");
        fs::write(root.path().join(&folder).join("mod.rs"), "mod glue;\n").expect("a file");
        fs::write(root.path().join(&folder).join("q01.sql"), query).expect("a file");
    }
    fs::create_dir_all(root.path().join(mirror).join("kata")).expect("a folder");
    for (file, text) in [("mod.rs", "mod glue;\n"), ("glue.rs", "//! Glue.\n"), ("Dockerfile", "FROM scratch\n")] {
        fs::write(root.path().join(mirror).join("kata").join(file), text).expect("a file");
    }
    let told = |arguments: &[&str]| told(xtask(root.path(), arguments).output().expect("it starts"));
    let (code, shown, said) = told(&["solution", "heap", "--anyway"]);
    let expected = format!(
        "// {mirror}/kata/mod.rs\n\nmod glue;\n\n# {mirror}/kata/Dockerfile\n\nFROM scratch\n\n// {mirror}/kata/glue.rs\n\n//! Glue.\n"
    );
    assert_eq!((code, shown, said.as_str()), (0, expected, ""));
    let (code, shown, _) = told(&["reset", "heap"]);
    let kept = "what stood there is kept in `.course/backups/stage02-dsa/heap/1`";
    let expected = format!(
        "the stub is back in `{exercise}/kata`; {kept}\n\nhint: `cargo xtask reset heap --undo` takes this back\n"
    );
    assert_eq!((code, shown), (0, expected));
    let query = root.path().join(exercise).join("kata/q01.sql");
    assert_eq!(fs::read_to_string(&query).expect("it is there"), "-- write it");
    assert_eq!(told(&["reset", "heap", "--undo"]).0, 0);
    assert_eq!(fs::read_to_string(&query).expect("it is there"), "mine");
}

#[test]
fn the_wrong_place_is_a_usage_error() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let mut command = xtask(nowhere.path(), &["list"]);
    let (code, _, said) = told(command.current_dir(nowhere.path()).output().expect("it starts"));
    assert_eq!((code, said.lines().next()), (2, Some("error: this is not a checkout of the course")));
}

#[test]
fn ctrl_c_ends_everything_soon() {
    let mark = "64.5";
    let code = format!("let _ = std::process::Command::new(\"sleep\").arg(\"{mark}\").status();\n    let start");
    let tree = submission("let start", &code);
    let arguments = ["check", "binary_search", "--submission", tree.path().to_str().expect("a plain path")];
    let child = xtask(&root(), &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    while !runs(mark) {
        thread::sleep(Duration::from_millis(5));
    }
    let process = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(process, rustix::process::Signal::INT).expect("it is there");
    let (code, shown, said) = told(child.wait_with_output().expect("it ends"));
    assert_eq!((code, shown.as_str()), (3, ""), "{said}");
    assert!(said.starts_with("error: interrupted\n"), "{said}");
    assert!(!runs(mark), "it is still there");
}

fn runs(mark: &str) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines.into_iter().any(|line| line.split(|&byte| byte == 0).any(|argument| argument == mark.as_bytes()))
}

/// Compares with a file of `tests/expected/`. `EXPECT=update cargo test` writes what is shown now, to be read as prose.
#[track_caller]
fn assert_expected(name: &str, shown: &str) {
    let path = root().join("xtask/tests/expected").join(name);
    if std::env::var_os("EXPECT").is_some_and(|value| value == "update") {
        fs::write(&path, shown).expect("it can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(shown == expected, "`{}` expects\n{expected}\nand this was shown:\n{shown}", path.display());
}
