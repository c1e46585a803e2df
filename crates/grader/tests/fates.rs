//! What may go wrong in a kata, tried for real: each fate has its verdict, and no process outlives it.
//!
//! A reference is made to misbehave in one of its functions, and graded as another person's tree would be.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;
use std::time::Duration;

use course::Course;
use grader::{Check, Event, ExerciseReport, Interrupt, Observer, Services, Source, Verdict};
use tempfile::TempDir;

struct Silent;

impl Observer for Silent {
    fn event(&self, _: Event<'_>) {}
}

fn course() -> Course {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace is two folders up");
    Course::open(root).expect("this course opens")
}

/// Grades `kata` as somebody's `binary_search`.
fn grade(kata: &[u8]) -> ExerciseReport {
    let (tree, target) = (submission(kata), folder());
    check(&tree, &target, false, &Interrupt::default()).expect("it can be graded")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn submission(kata: &[u8]) -> TempDir {
    let tree = folder();
    write(&tree, kata);
    tree
}

fn write(tree: &TempDir, kata: &[u8]) {
    let folder = tree.path().join("exercises/stage02-dsa/tests/binary_search");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("kata.rs"), kata).expect("a file");
}

fn check(tree: &TempDir, target: &TempDir, fresh: bool, interrupt: &Interrupt) -> course::Result<ExerciseReport> {
    check_watched(tree, target, fresh, interrupt, &Silent)
}

fn check_watched(
    tree: &TempDir,
    target: &TempDir,
    fresh: bool,
    interrupt: &Interrupt,
    observer: &dyn Observer,
) -> course::Result<ExerciseReport> {
    let course = course();
    let check = Check {
        course: &course,
        exercises: vec![course.exercise("binary_search").expect("it is there")],
        source: Source::Submission(tree.path().to_owned()),
        target: target.path(),
        fresh,
        colour: false,
        services: &Services { supervisor: || Ok(Command::new("true")), forced: None },
        interrupt,
        observer,
    };
    Ok(check.run()?.exercises.remove(0))
}

/// The reference with `code` at the start of `equal_range`, and `items` below.
fn misbehaving(code: &str, items: &str) -> String {
    let exercise = course();
    let path = exercise.exercise("binary_search").expect("it is there").mirror("kata.rs");
    let reference = fs::read_to_string(path).expect("there is a reference");
    let start = reference.find("    let start = lower_bound(").expect("equal_range begins so");
    format!("{}    {code}\n{}\n{items}\n", &reference[..start], &reference[start..])
}

/// What the one misbehaving function gets; the tests of the others must not suffer.
fn fate(code: &str, items: &str) -> (Verdict, String) {
    let report = grade(misbehaving(code, items).as_bytes());
    let verdict = |name: &str| {
        let test = report.tests.iter().find(|test| test.name == name);
        test.map_or_else(|| panic!("no `{name}` in {report:?}"), |test| (test.verdict, test.reason.clone()))
    };
    assert_eq!(verdict("behaviour::first_true_finds_where_a_predicate_turns").0, Verdict::Passed);
    verdict("behaviour::equal_range_covers_exactly_the_equals")
}

#[track_caller]
fn assert_fate(code: &str, items: &str, expected: Verdict, reason: &str) {
    let (verdict, said) = fate(code, items);
    assert!(verdict == expected && said.contains(reason), "{verdict}: {said}");
}

fn runs(mark: &str) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines.into_iter().any(|line| String::from_utf8_lossy(&line).contains(mark))
}

#[test]
fn the_reference_passes_whole() {
    let report = grade(misbehaving("", "").as_bytes());
    assert_eq!(report.verdict, Verdict::Passed);
    assert!((report.score() - f64::from(report.points)).abs() < 1e-9);
}

#[test]
fn a_good_exit_in_the_middle_is_no_pass() {
    assert_fate("std::process::exit(0);", "", Verdict::DidNotFinish, "exit code 0 in the middle");
}

#[test]
fn an_exit_with_libtests_own_code_is_no_panic() {
    assert_fate("std::process::exit(101);", "", Verdict::DidNotFinish, "exit code 101");
}

#[test]
fn an_abort_is_named() {
    assert_fate("std::process::abort();", "", Verdict::DidNotFinish, "process::abort");
}

#[test]
fn a_loop_for_ever_is_ended() {
    assert_fate("while sorted.len() == 4 { std::hint::black_box(0); }", "", Verdict::TimedOut, "processor time");
}

#[test]
fn a_wait_for_ever_is_ended() {
    let code = "while sorted.len() == 4 { std::thread::park(); }";
    assert_fate(code, "", Verdict::TimedOut, "still running");
}

#[test]
fn a_recursion_without_end_is_named() {
    let items = "fn deeper(depth: u64) -> u64 { if depth == u64::MAX { 0 } else { deeper(depth + 1) + std::hint::black_box(1) } }";
    assert_fate("std::hint::black_box(deeper(0));", items, Verdict::DidNotFinish, "overflowed its stack");
}

#[test]
fn memory_without_end_is_refused() {
    let code =
        "let mut hoard = Vec::new(); loop { hoard.push(vec![0_u8; 64 << 20]); if hoard.len() > 1 << 20 { break; } }";
    assert_fate(code, "", Verdict::OutOfMemory, "more than 512 MiB");
}

#[test]
fn output_without_end_is_stopped() {
    assert_fate(
        "while sorted.len() == 4 { println!(\"flood\"); }",
        "",
        Verdict::DidNotFinish,
        "printed more than 4 MiB",
    );
}

#[test]
fn a_panic_names_its_place() {
    let (verdict, reason) = fate("let _ = [1, 2, 3][std::hint::black_box(7)];", "");
    assert_eq!((verdict, reason.as_str()), (Verdict::Panicked, "index out of bounds: the len is 3 but the index is 7"));
}

#[test]
fn a_panic_in_a_drop_during_a_panic_is_named() {
    let items = "struct Bomb; impl Drop for Bomb { fn drop(&mut self) { panic!(\"again\") } }";
    assert_fate(
        "let _bomb = Bomb; panic!(\"first\");",
        items,
        Verdict::DidNotFinish,
        "in a `Drop` while it was panicking",
    );
}

#[test]
fn a_panic_in_a_drop_alone_is_a_panic() {
    let items = "struct Bomb; impl Drop for Bomb { fn drop(&mut self) { panic!(\"in drop\") } }";
    assert_fate("drop(Bomb);", items, Verdict::Panicked, "in drop");
}

#[test]
fn a_process_that_stays_is_ended() {
    let code = "let _ = std::process::Command::new(\"sleep\").arg(\"61.5\").spawn();";
    assert_fate(code, "", Verdict::DidNotFinish, "left a process running");
    assert!(!runs("61.5"), "it is still there");
}

#[test]
fn a_daemon_in_a_session_of_its_own_is_ended() {
    let code =
        "let _ = std::process::Command::new(\"sh\").args([\"-c\", \"setsid sleep 62.5 >/dev/null 2>&1 &\"]).status();";
    assert_fate(code, "", Verdict::DidNotFinish, "left a process running");
    assert!(!runs("62.5"), "it is still there");
}

#[test]
fn a_todo_is_not_started() {
    assert_fate("todo!(\"later\");", "", Verdict::NotStarted, "later");
}

#[test]
fn a_wrong_value_is_wrong_and_shows_both_sides() {
    let (verdict, reason) = fate("if sorted.len() == 4 { return 9..9; }", "");
    assert_eq!(verdict, Verdict::Wrong);
    assert!(reason.contains("yours: 9..9\n  expected: 1..3"), "{reason}");
}

#[test]
fn what_the_kata_prints_is_kept_apart_from_the_panic() {
    let kata = misbehaving("println!(\"on stdout\"); eprintln!(\"on stderr\"); panic!(\"the panic\");", "");
    let report = grade(kata.as_bytes());
    let test = report.first_failure().expect("it fails");
    assert_eq!(
        (test.printed.as_str(), test.said.as_str(), test.reason.as_str()),
        ("on stdout", "on stderr", "the panic")
    );
}

#[test]
fn a_property_shows_the_smallest_input() {
    let report = grade(misbehaving("if sorted.len() > 2 && value > &sorted[0] { return 7..7; }", "").as_bytes());
    let test =
        report.tests.iter().find(|test| test.name == "properties::bounds_agree_with_counting").expect("it is there");
    assert_eq!(test.verdict, Verdict::Wrong);
    assert_eq!(
        test.said,
        "[property] the smallest input found that fails:\n[property]   sorted = [0, 0, 0]\n[property]   value = 1"
    );
}

#[test]
fn the_katas_own_tests_do_not_count() {
    let report = grade(misbehaving("", "#[cfg(test)] mod own { #[test] fn mine() { panic!(\"mine\") } }").as_bytes());
    assert_eq!((report.verdict, report.tests.len()), (Verdict::Passed, 16));
}

#[test]
fn what_does_not_compile_says_so_in_rustcs_words() {
    let report = grade(b"pub fn lower_bound( {");
    assert_eq!((report.verdict, report.tests.len()), (Verdict::DoesNotCompile, 0));
    assert!(
        report.diagnostics.contains("error") && report.diagnostics.contains("kata.rs:1:"),
        "{}",
        report.diagnostics
    );
}

#[test]
fn unsafe_code_does_not_compile() {
    let report = grade(misbehaving("unsafe { std::hint::unreachable_unchecked() }", "").as_bytes());
    assert_eq!(report.verdict, Verdict::DoesNotCompile);
}

#[test]
fn a_kata_that_is_missing_huge_or_not_text_says_so() {
    let reason = |report: ExerciseReport| {
        assert_eq!(report.verdict, Verdict::DoesNotCompile);
        report.diagnostics
    };
    assert!(
        reason(check(&folder(), &folder(), false, &Interrupt::default()).expect("it can be graded"))
            .ends_with("`kata.rs` is missing")
    );
    assert!(reason(grade(&vec![b'\n'; 100 << 20])).ends_with("a kata may have 1 MiB"));
    assert!(reason(grade(b"// caf\xe9")).contains("is not UTF-8 text: line 1"));
}

/// The reference as a folder, right or wrong as another file of it says.
fn folder_submission() -> TempDir {
    let tree = folder();
    let kata = tree.path().join("exercises/stage02-dsa/tests/binary_search/kata");
    fs::create_dir_all(&kata).expect("a folder");
    let text = misbehaving("if include_str!(\"twist.sql\").trim() == \"wrong\" { return 7..7; }", "");
    fs::write(kata.join("mod.rs"), text).expect("a file");
    fs::write(kata.join("twist.sql"), "right\n").expect("a file");
    tree
}

#[test]
fn a_folder_is_graded_by_all_of_its_files() {
    let (tree, target) = (folder_submission(), folder());
    let kata = tree.path().join("exercises/stage02-dsa/tests/binary_search/kata");
    let run = || check(&tree, &target, false, &Interrupt::default()).expect("it can be graded");
    assert_eq!(run().verdict, Verdict::Passed);
    fs::write(kata.join("twist.sql"), "wrong\n").expect("a file");
    let report = run();
    assert_eq!((report.verdict, report.unchanged), (Verdict::Wrong, false));
    fs::remove_file(kata.join("twist.sql")).expect("it was there");
    let report = run();
    assert_eq!(report.verdict, Verdict::DoesNotCompile);
    assert!(report.diagnostics.contains("kata/mod.rs:"), "{}", report.diagnostics);
    std::os::unix::fs::symlink("/etc/hostname", kata.join("twist.sql")).expect("a link");
    assert_eq!(run().diagnostics, "`kata/twist.sql` is a symbolic link: put the file itself there");
    fs::write(kata.with_extension("rs"), "").expect("a file");
    assert_eq!(run().diagnostics, "there are both `kata.rs` and `kata/`: keep the one that is meant");
}

#[test]
fn what_is_unchanged_is_answered_from_before() {
    let (tree, target) = (folder(), folder());
    let run = |kata: &str, fresh: bool| {
        write(&tree, kata.as_bytes());
        check(&tree, &target, fresh, &Interrupt::default()).expect("it can be graded")
    };
    let good = misbehaving("", "");
    let first = run(&good, false);
    let again = run(&good, false);
    assert_eq!((first.unchanged, again.unchanged), (false, true));
    assert_eq!(ExerciseReport { unchanged: true, ..first }, again);
    assert!(!run(&misbehaving("return 0..0;", ""), false).unchanged, "another kata has another verdict");
    assert!(run(&good, false).unchanged, "an earlier kata is known still");
    assert!(!run(&good, true).unchanged, "fresh runs all the same");
}

/// Saves another kata while the first is being tested.
struct Saves<'tree>(&'tree TempDir, String);

impl Observer for Saves<'_> {
    fn event(&self, event: Event<'_>) {
        if let Event::Progress("tests", ..) = event {
            write(self.0, self.1.as_bytes());
        }
    }
}

#[test]
fn a_kata_that_is_saved_during_a_check_keeps_no_verdict() {
    let (first, second) = (misbehaving("", ""), misbehaving("return 0..0;", ""));
    let (tree, target) = (submission(first.as_bytes()), folder());
    let saves = Saves(&tree, second);
    let report = check_watched(&tree, &target, false, &Interrupt::default(), &saves).expect("it can be graded");
    assert_eq!(report.verdict, Verdict::Passed);
    write(&tree, first.as_bytes());
    let again = check(&tree, &target, false, &Interrupt::default()).expect("it can be graded");
    assert!(!again.unchanged, "what was compiled may not have been what was read");
}

#[test]
fn an_interrupted_check_ends_and_leaves_nothing() {
    let code = "let _ = std::process::Command::new(\"sleep\").arg(\"63.5\").status();";
    let (tree, target, interrupt) = (submission(misbehaving(code, "").as_bytes()), folder(), Interrupt::default());
    let outcome = thread::scope(|scope| {
        scope.spawn(|| {
            while !runs("63.5") {
                thread::sleep(Duration::from_millis(5));
            }
            interrupt.flag().store(true, Relaxed);
        });
        check(&tree, &target, false, &interrupt)
    });
    assert!(outcome.is_err_and(|error| error.message == "interrupted"));
    assert!(!runs("63.5"), "it is still there");
}
