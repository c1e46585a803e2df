//! The rules that reading decides: metadata, README, the fixed files, and what a stage claims.

use std::fs;
use std::path::Path;

use course::{Course, Exercise, Site, Stage, roadmap};

use super::Finding;

/// All findings about one exercise's texts.
pub fn judge(course: &Course, exercise: &Exercise) -> Vec<Finding> {
    let found = [
        files_are_there(exercise),
        katas_are_files_or_folders(exercise),
        metadata_is_whole(exercise),
        requirements_exist(course, exercise),
        bullets_exist(exercise),
        title_is_the_same(exercise),
        readme_teaches(exercise),
        main_is_canonical(&exercise.path("main.rs"), Exercise::MAIN),
        main_is_canonical(&exercise.mirror("main.rs"), &exercise.mirror_main()),
        tests_lean_on_the_harness(exercise),
        tests_neither_wait_nor_look_away(exercise),
        bank_has_wrong_solutions(exercise),
        benchmark_is_whole(exercise),
    ];
    found.into_iter().flatten().map(|finding| Finding { about: exercise.id(), ..finding }).collect()
}

/// Whether there is enough of an exercise to build it and to run its tests.
pub fn can_be_tried(exercise: &Exercise) -> bool {
    files_are_there(exercise).is_none()
        && katas_are_files_or_folders(exercise).is_none()
        && metadata_is_whole(exercise).is_none()
}

/// All findings about a stage as a whole.
pub fn judge_stage(stage: &Stage) -> Vec<Finding> {
    let found = [roadmap_is_covered(stage), readme_lists_every_exercise(stage), benchmarks_are_everywhere(stage)];
    let about = stage.name.clone();
    found.into_iter().flatten().map(|finding| Finding { about: about.clone(), ..finding }).collect()
}

fn files_are_there(exercise: &Exercise) -> Option<Finding> {
    let own = ["README.md", "exercise.toml", "main.rs", "tests.rs"].map(|file| exercise.path(file));
    let mirrored = [exercise.mirror("main.rs")];
    let katas = [exercise.kata_site(), exercise.reference_site(), exercise.stub_site()];
    let katas = katas.iter().filter(|site| !site.is_there()).map(Site::file);
    let missing = own.into_iter().chain(mirrored).filter(|file| !file.is_file()).chain(katas).next()?;
    finding("every file is there", format!("`{}` is missing", missing.display()))
}

/// Rust takes a module that is both for an error, and one that is neither is none.
fn katas_are_files_or_folders(exercise: &Exercise) -> Option<Finding> {
    let ours = [exercise.kata_site(), exercise.reference_site(), exercise.stub_site()];
    let (site, trouble) = ours
        .into_iter()
        .chain(exercise.wrong_sites())
        .find_map(|site| Some((site.folder().to_owned(), site.trouble()?)))?;
    let around = site.parent().unwrap_or(Path::new("")).display();
    finding("a kata is a file or a folder", format!("in `{around}`, {trouble}"))
}

fn metadata_is_whole(exercise: &Exercise) -> Option<Finding> {
    let error = exercise.metadata().err()?;
    finding("the metadata is whole", error.message)
}

fn requirements_exist(course: &Course, exercise: &Exercise) -> Option<Finding> {
    let metadata = exercise.metadata().ok()?;
    let unknown = metadata.requires.iter().find(|name| !course.exercises().any(|other| other.name == **name))?;
    finding("what it requires exists", format!("`requires` names `{unknown}`, and there is no such exercise"))
}

fn bullets_exist(exercise: &Exercise) -> Option<Finding> {
    let metadata = exercise.metadata().ok()?;
    let rule = "it covers bullets of the roadmap";
    if metadata.roadmap.is_empty() {
        return finding(rule, "`roadmap` is empty: name at least one bullet".to_owned());
    }
    let unknown = metadata.roadmap.iter().find(|id| roadmap::bullet(id).is_none())?;
    finding(rule, format!("`roadmap` names `{unknown}`, and the roadmap has no such bullet"))
}

fn title_is_the_same(exercise: &Exercise) -> Option<Finding> {
    let (metadata, readme) = (exercise.metadata().ok()?, exercise.readme().ok()?);
    let message = format!("`exercise.toml` says \"{}\", the README \"{}\"", metadata.title, readme.title);
    if metadata.title == readme.title { None } else { finding("the title is the same everywhere", message) }
}

fn readme_teaches(exercise: &Exercise) -> Option<Finding> {
    const SECTIONS: [&str; 6] = ["Your task", "Rules", "Bounds", "Example", "Hints", "Read on"];
    const HINTS: usize = 3;
    let readme = exercise.readme().ok()?;
    let rule = "the README teaches";
    if let Some(section) = SECTIONS.iter().find(|section| !readme.sections.iter().any(|other| other == *section)) {
        return finding(rule, format!("it has no section `## {section}`"));
    }
    if !readme.example {
        return finding(rule, "`## Example` shows no block of Rust".to_owned());
    }
    let hints = readme.hints.iter().filter(|hint| !hint.text.is_empty()).count();
    if hints < HINTS {
        finding(rule, format!("`## Hints` has {hints} steps (`### 1. …`); {HINTS} are the least"))
    } else {
        None
    }
}

fn main_is_canonical(path: &Path, canonical: &str) -> Option<Finding> {
    let text = fs::read_to_string(path).ok()?;
    let message = format!("`{}` must be, to the letter:\n{canonical}", path.display());
    if text == canonical { None } else { finding("`main.rs` is canonical", message) }
}

/// The standard asserts would run a kata's own `PartialEq` and `Debug` in the verdict, and cannot be recorded.
fn tests_lean_on_the_harness(exercise: &Exercise) -> Option<Finding> {
    let text = fs::read_to_string(exercise.path("tests.rs")).ok()?;
    let rule = "tests assert through the harness";
    for group in groups(&text) {
        let imports: String = group.lines().filter(|line| line.trim_start().starts_with("use harness::")).collect();
        let imported = |name: &str| {
            imports.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
        };
        let used = ["assert", "assert_eq", "assert_ne"].into_iter().find(|name| calls(group, name) && !imported(name));
        if let Some(name) = used {
            let place = group.lines().next().unwrap_or_default().trim_end_matches(" {").to_owned();
            return finding(
                rule,
                format!("`{place}` calls the standard `{name}!`: begin it with `use harness::{name};`"),
            );
        }
    }
    let foreign =
        ["debug_assert", "matches!(", "proptest!"].iter().find(|name| text.contains(&format!("std::{name}")))?;
    finding(rule, format!("it calls `std::{foreign}`"))
}

/// A clock measures the machine. Only where threads wait for one another is there no other way: that a thread has begun
/// to wait cannot be seen from outside.
fn tests_neither_wait_nor_look_away(exercise: &Exercise) -> Option<Finding> {
    let text = fs::read_to_string(exercise.path("tests.rs")).ok()?;
    let anywhere = ["#[ignore", "#[should_panic"].into_iter().find(|mark| text.contains(mark));
    let clocks = ["thread::sleep(", "Instant::now(", "SystemTime::now("];
    let timed = groups(&text).filter(|group| !group.starts_with("mod concurrency"));
    let clock = timed.flat_map(|group| clocks.into_iter().filter(move |clock| group.contains(clock))).next();
    let mark = anywhere.or(clock)?;
    finding(
        "tests neither wait nor look away",
        format!("`tests.rs` holds `{mark}`: count instead of timing, and run every test"),
    )
}

fn bank_has_wrong_solutions(exercise: &Exercise) -> Option<Finding> {
    const LEAST: usize = 3;
    let count = exercise.wrong_sites().len();
    let message = format!("`wrong/` holds {count}; write at least {LEAST} that a learner really writes");
    if count < LEAST { finding("the bank has wrong solutions", message) } else { None }
}

fn benchmark_is_whole(exercise: &Exercise) -> Option<Finding> {
    let parts = [
        ("bench.rs", exercise.has_benchmark()),
        ("baseline.rs", exercise.mirror("baseline.rs").is_file()),
        ("[benchmark]", exercise.metadata().ok()?.benchmark.is_some()),
    ];
    let present = parts.iter().find(|(_, is_there)| *is_there)?.0;
    let missing = parts.iter().find(|(_, is_there)| !is_there)?.0;
    let message = format!("there is `{present}` and no `{missing}`: `docs/authoring.md` says what belongs together");
    finding("a benchmark is whole", message)
}

/// What one exercise of a stage is compared by, all are.
fn benchmarks_are_everywhere(stage: &Stage) -> Option<Finding> {
    let with = stage.exercises.iter().find(|exercise| exercise.has_benchmark())?;
    let without = stage.exercises.iter().find(|exercise| !exercise.has_benchmark())?;
    let message = format!("`{}` has a benchmark and `{}` has none", with.name, without.name);
    finding("every exercise of the stage has a benchmark, or none", message)
}

fn roadmap_is_covered(stage: &Stage) -> Option<Finding> {
    let covered = |id: &String| {
        stage
            .exercises
            .iter()
            .filter_map(|exercise| exercise.metadata().ok())
            .any(|metadata| metadata.roadmap.contains(id))
    };
    let rule = "the stage covers what it claims";
    if let Some(unknown) = stage.roadmap.iter().find(|id| roadmap::bullet(id).is_none()) {
        return finding(rule, format!("its `Cargo.toml` claims `{unknown}`, and the roadmap has no such bullet"));
    }
    let missing = stage.roadmap.iter().find(|id| !covered(id))?;
    let text = roadmap::bullet(missing).map_or("", |bullet| bullet.text);
    finding(rule, format!("no exercise covers `{missing}` ({text})"))
}

fn readme_lists_every_exercise(stage: &Stage) -> Option<Finding> {
    let text = fs::read_to_string(stage.folder.join("README.md")).unwrap_or_default();
    let missing = stage.exercises.iter().find(|exercise| !text.contains(&format!("`{}`", exercise.name)))?;
    finding("the stage's README lists every exercise", format!("`{}` is not in it", missing.name))
}

/// The modules of a `tests.rs`, each from its `mod` line on; first what stands before them.
fn groups(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("\nmod ").map(|(at, _)| at + 1);
    let bounds: Vec<usize> = [0].into_iter().chain(starts).chain([text.len()]).collect();
    (1..bounds.len()).map(move |index| &text[bounds[index - 1]..bounds[index]])
}

/// Whether `name!(` is called, as a word of its own. `std::assert!` is called on purpose, to panic in a closure of the test.
fn calls(text: &str, name: &str) -> bool {
    let call = format!("{name}!(");
    text.match_indices(&call)
        .any(|(at, _)| !text[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':'))
}

#[expect(clippy::unnecessary_wraps, reason = "rules end in it")]
fn finding(rule: &'static str, message: String) -> Option<Finding> {
    Some(Finding { about: String::new(), rule, message })
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    const STAGE: &str = "exercises/stage02-dsa";
    const EXERCISE: &str = "exercises/stage02-dsa/tests/binary_search";
    const MIRROR: &str = "solutions/stage02-dsa/tests/binary_search";

    /// This course with one exercise, and nothing wrong about it.
    fn course() -> TempDir {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace is two folders up");
        let copy = tempfile::tempdir().expect("a folder");
        for folder in [EXERCISE, MIRROR, &format!("{MIRROR}/wrong")] {
            fs::create_dir_all(copy.path().join(folder)).expect("a folder");
            for entry in
                fs::read_dir(root.join(folder)).expect("it is there").flatten().filter(|entry| entry.path().is_file())
            {
                fs::copy(entry.path(), copy.path().join(folder).join(entry.file_name())).expect("it is copied");
            }
        }
        let manifest = "[package]\nname = \"stage02-dsa\"\ndescription = \"D\"\n\n[package.metadata.course]\nroadmap = [\"2.10\"]\n";
        fs::write(copy.path().join(STAGE).join("Cargo.toml"), manifest).expect("a file");
        fs::write(copy.path().join(STAGE).join("README.md"), "| `binary_search` |").expect("a file");
        copy
    }

    /// The rules that are broken once `original` is `replacement` in one file; a file without an original goes away.
    #[track_caller]
    fn broken(file: &str, original: &str, replacement: &str) -> Vec<&'static str> {
        let root = course();
        let path = root.path().join(file);
        if original.is_empty() {
            fs::remove_file(&path).expect("it was there");
        } else {
            let text = fs::read_to_string(&path).expect("it is there");
            assert!(text.contains(original), "`{file}` holds `{original}`");
            fs::write(&path, text.replace(original, replacement)).expect("a file");
        }
        findings(&root)
    }

    fn findings(root: &TempDir) -> Vec<&'static str> {
        let course = Course::open(root.path()).expect("it opens");
        let exercise = course.exercise("binary_search").expect("it is there");
        let stage = course.stage("dsa").expect("it is there");
        judge(&course, exercise).iter().chain(&judge_stage(stage)).map(|finding| finding.rule).collect()
    }

    #[test]
    fn nothing_is_found_where_nothing_is_wrong() {
        assert!(findings(&course()).is_empty());
    }

    #[test]
    fn every_rule_is_broken_by_what_it_forbids() {
        let exercise = |file: &str| format!("{EXERCISE}/{file}");
        let mirror = |file: &str| format!("{MIRROR}/{file}");
        let cases = [
            (exercise("kata.rs"), "", "", "every file is there"),
            (mirror("stub.rs"), "", "", "every file is there"),
            (exercise("exercise.toml"), "requires = []", "requires = [\"none\"]", "what it requires exists"),
            (exercise("exercise.toml"), "\"2.1\"", "\"2.99\"", "it covers bullets of the roadmap"),
            (exercise("exercise.toml"), "family", "families", "the title is the same everywhere"),
            (exercise("README.md"), "## Bounds", "## Limits", "the README teaches"),
            (exercise("README.md"), "```rust", "```text", "the README teaches"),
            (exercise("README.md"), "### ", "#### ", "the README teaches"),
            (exercise("main.rs"), "mod kata;", "pub mod kata;", "`main.rs` is canonical"),
            (mirror("main.rs"), "../../../../", "../../../../../main/", "`main.rs` is canonical"),
            (exercise("tests.rs"), "use harness::assert_eq;", "", "tests assert through the harness"),
            (exercise("tests.rs"), "#[test]", "#[test]\n#[ignore]", "tests neither wait nor look away"),
            (exercise("tests.rs"), "use super::*;", "fn now() { Instant::now(); }", "tests neither wait nor look away"),
            (format!("{STAGE}/Cargo.toml"), "2.10", "2.11", "the stage covers what it claims"),
            (format!("{STAGE}/Cargo.toml"), "2.10", "2.99", "the stage covers what it claims"),
            (format!("{STAGE}/README.md"), "binary_search", "other", "the stage's README lists every exercise"),
        ];
        for (file, original, replacement, rule) in cases {
            assert_eq!(broken(&file, original, replacement), [rule], "`{file}` without `{original}`");
        }
    }

    #[test]
    fn broken_metadata_and_a_small_bank_are_found() {
        let found = broken(&format!("{EXERCISE}/exercise.toml"), "points", "pionts");
        assert!(found.contains(&"the metadata is whole"), "{found:?}");
        let root = course();
        for name in ["any_match.rs", "overflowing_middle.rs"] {
            fs::remove_file(root.path().join(MIRROR).join("wrong").join(name)).expect("it was there");
        }
        assert_eq!(findings(&root), ["the bank has wrong solutions"]);
    }

    #[test]
    fn a_benchmark_without_a_baseline_is_found() {
        let root = course();
        fs::write(root.path().join(EXERCISE).join("bench.rs"), "").expect("a file");
        let _ = fs::remove_file(root.path().join(MIRROR).join("baseline.rs"));
        assert!(findings(&root).contains(&"a benchmark is whole"));
    }

    #[test]
    fn a_stage_has_benchmarks_everywhere_or_nowhere() {
        let root = course();
        let second = root.path().join(STAGE).join("tests/second");
        fs::create_dir_all(&second).expect("a folder");
        let stage = || Course::open(root.path()).expect("it opens").stage("dsa").expect("it is there").clone();
        let [first, second] = [root.path().join(EXERCISE), second].map(|folder| folder.join("bench.rs"));
        let _ = fs::remove_file(&first);
        assert_eq!(benchmarks_are_everywhere(&stage()), None);
        fs::write(&second, "").expect("a file");
        assert!(benchmarks_are_everywhere(&stage()).is_some_and(|found| found.message.starts_with("`second` has")));
        fs::write(&first, "").expect("a file");
        assert_eq!(benchmarks_are_everywhere(&stage()), None);
    }

    #[test]
    fn a_kata_that_is_not_its_stub_is_found() {
        let root = course();
        let found = || {
            let course = Course::open(root.path()).expect("it opens");
            let finding = super::super::rules::kata_is_its_stub(course.exercise("binary_search").expect("it is there"));
            finding.map(|finding| finding.about)
        };
        let kata = root.path().join(EXERCISE).join("kata.rs");
        fs::copy(root.path().join(MIRROR).join("stub.rs"), &kata).expect("it is copied");
        assert_eq!(found(), None);
        fs::write(&kata, "mine").expect("a file");
        assert_eq!(found().as_deref(), Some("stage02-dsa/binary_search"));
    }

    /// Moves `NAME.rs` to `NAME/mod.rs`, with a file beside it.
    fn into_folder(root: &TempDir, base: &str) {
        let base = root.path().join(base);
        fs::create_dir(&base).expect("a folder");
        fs::rename(base.with_extension("rs"), base.join("mod.rs")).expect("it was there");
        fs::write(base.join("q01.sql"), "SELECT 1").expect("a file");
    }

    fn with_folders() -> TempDir {
        let root = course();
        for base in [format!("{EXERCISE}/kata"), format!("{MIRROR}/kata"), format!("{MIRROR}/stub")] {
            into_folder(&root, &base);
        }
        into_folder(&root, &format!("{MIRROR}/wrong/any_match"));
        root
    }

    #[test]
    fn folders_are_as_good_as_files() {
        assert!(findings(&with_folders()).is_empty());
    }

    #[test]
    fn a_folder_is_held_against_the_folder_of_its_stub() {
        let root = with_folders();
        let kata = root.path().join(EXERCISE).join("kata");
        fs::copy(root.path().join(MIRROR).join("stub/mod.rs"), kata.join("mod.rs")).expect("it is copied");
        let found = || {
            let course = Course::open(root.path()).expect("it opens");
            let finding = super::super::rules::kata_is_its_stub(course.exercise("binary_search").expect("it is there"));
            finding.map(|finding| finding.message)
        };
        assert_eq!(found(), None);
        for (file, text) in [("q01.sql", "SELECT 2"), ("added.sql", "")] {
            fs::write(kata.join(file), text).expect("a file");
            let message = format!("`kata/{file}` differs from `stub/{file}` in the mirror");
            assert!(found().is_some_and(|found| found.starts_with(&message)), "{file}");
        }
    }

    #[test]
    fn a_kata_of_two_forms_or_of_none_is_found() {
        let rule = "a kata is a file or a folder";
        for base in [format!("{EXERCISE}/kata"), format!("{MIRROR}/stub"), format!("{MIRROR}/wrong/any_match")] {
            let root = with_folders();
            let base = root.path().join(base);
            fs::write(base.with_extension("rs"), "").expect("a file");
            assert_eq!(findings(&root), [rule], "{}", base.display());
            fs::remove_file(base.with_extension("rs")).expect("it was there");
            fs::remove_file(base.join("mod.rs")).expect("it was there");
            assert_eq!(findings(&root), [rule], "{}", base.display());
        }
    }

    #[test]
    fn threads_may_wait_for_one_another() {
        let tests = format!("{EXERCISE}/tests.rs");
        assert!(
            broken(&tests, "mod complexity {", "mod concurrency {\n    fn nap() { thread::sleep(A_WHILE); }")
                .is_empty()
        );
    }

    #[test]
    fn groups_are_split_at_their_modules() {
        let text = "//! x\nuse a;\n\nmod one {\n    mod inner {}\n}\n\nmod two {\n}\n";
        let groups: Vec<&str> = groups(text).collect();
        assert_eq!(groups.len(), 3);
        assert!(groups[1].starts_with("mod one {") && groups[2].starts_with("mod two {"));
    }

    #[test]
    fn a_call_is_a_word_of_its_own() {
        assert!(calls("  assert!(a)", "assert"));
        assert!(!calls("  debug_assert!(a) assert_eq!(a, b) std::assert!(a)", "assert"));
        assert!(calls("assert_eq!(a, b)", "assert_eq"));
    }
}
