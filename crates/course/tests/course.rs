//! The course read from folders, on a small one made for the purpose.

use std::fs;
use std::path::Path;

use course::{Course, Fault, Notebook, Reset};
use tempfile::TempDir;

const METADATA: &str = "difficulty = 1\nminutes = 10\npoints = 10\nroadmap = [\"2.1\"]\nservices = []\n";

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn exercise(root: &Path, stage: &str, name: &str, more: &str) {
    let folder = format!("exercises/{stage}/tests/{name}");
    write(root, &format!("{folder}/exercise.toml"), &format!("title = \"{name}\"\n{METADATA}{more}\n"));
    write(root, &format!("{folder}/README.md"), "# T\n\n## Hints\n\n### 1. One\n\nLook.\n\n### 2. Two\n\nDo.\n");
    write(root, &format!("{folder}/kata.rs"), "my kata");
    write(root, &format!("solutions/{stage}/tests/{name}/stub.rs"), "the stub");
}

/// Makes the kata and the stub of `heap` folders.
fn with_folders(root: &Path) {
    for (site, what) in
        [("exercises/stage02-dsa/tests/heap/kata", "my"), ("solutions/stage02-dsa/tests/heap/stub", "the")]
    {
        let _ = fs::remove_file(root.join(format!("{site}.rs")));
        for file in ["mod.rs", "q01.sql", "deep/more.rs"] {
            write(root, &format!("{site}/{file}"), &format!("{what} {file}"));
        }
    }
}

fn course() -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for stage in ["stage02-dsa", "stage03-databases"] {
        let manifest = format!(
            "[package]\nname = \"{stage}\"\ndescription = \"About {stage}\"\n\n[package.metadata.course]\nroadmap = [\"2.1\"]\n\n[dev-dependencies]\nharness = {{ path = \"x\" }}\n"
        );
        write(root.path(), &format!("exercises/{stage}/Cargo.toml"), &manifest);
    }
    exercise(root.path(), "stage02-dsa", "heap", "requires = [\"queue\"]");
    exercise(root.path(), "stage02-dsa", "queue", "requires = []");
    exercise(root.path(), "stage02-dsa", "common", "requires = []");
    exercise(root.path(), "stage03-databases", "common", "requires = []");
    root
}

fn select(root: &Path, targets: &[&str]) -> Result<Vec<String>, course::Error> {
    let course = Course::open(root)?;
    let targets: Vec<String> = targets.iter().map(|target| (*target).to_owned()).collect();
    Ok(course.select(&targets)?.iter().map(|exercise| exercise.id()).collect())
}

const STAGE_2: [&str; 3] = ["stage02-dsa/common", "stage02-dsa/queue", "stage02-dsa/heap"];

#[test]
fn what_is_required_comes_first() {
    let root = course();
    assert_eq!(select(root.path(), &["stage2"]).expect("it is there"), STAGE_2);
}

#[test]
fn a_stage_has_many_names() {
    let root = course();
    for name in ["stage2", "2", "02", "stage02", "dsa", "stage02-dsa", "exercises/stage02-dsa/"] {
        assert_eq!(select(root.path(), &[name]).expect("it is there"), STAGE_2, "{name}");
    }
}

#[test]
fn an_exercise_is_found_by_name_by_stage_and_by_path() {
    let root = course();
    for name in [
        "heap",
        "stage2/heap",
        "exercises/stage02-dsa/tests/heap/kata.rs",
        "exercises/stage02-dsa/tests/heap/kata/deep/q01.sql",
        "./exercises/stage02-dsa/tests/heap/",
    ] {
        assert_eq!(select(root.path(), &[name]).expect("it is there"), ["stage02-dsa/heap"], "{name}");
    }
}

#[test]
fn several_targets_count_once_each_and_none_means_all() {
    let root = course();
    let chosen = select(root.path(), &["stage3/common", "heap", "heap"]).expect("they are there");
    assert_eq!(chosen, ["stage02-dsa/heap", "stage03-databases/common"]);
    assert_eq!(select(root.path(), &[]).expect("they are there").len(), 4);
}

#[test]
fn a_name_that_is_not_there_names_the_nearest() {
    let root = course();
    let error = select(root.path(), &["haep"]).expect_err("there is none");
    assert_eq!(error.fault, Fault::Usage);
    assert_eq!(error.message, "there is no stage or exercise `haep`");
    assert!(error.hint.is_some_and(|hint| hint.starts_with("did you mean `heap`?")));
}

#[test]
fn a_name_that_leaves_the_course_is_not_there() {
    let root = course();
    for name in ["../heap", "stage2/../heap", "/etc/passwd", "", "\0", "stage2/heap/../../x"] {
        assert!(select(root.path(), &[name]).is_err_and(|error| error.fault == Fault::Usage), "{name:?}");
    }
}

#[test]
fn a_name_of_several_stages_asks_which() {
    let root = course();
    let error = select(root.path(), &["common"]).expect_err("there are two");
    assert_eq!(error.hint.as_deref(), Some("say which: `stage02-dsa/common`, `stage03-databases/common`"));
}

#[test]
fn a_kata_is_a_file_or_else_a_folder() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let heap = course.exercise("heap").expect("it is there");
    write(root.path(), "exercises/stage02-dsa/tests/heap/kata/mod.rs", "");
    assert!(heap.kata().ends_with("heap/kata.rs"), "the file comes first");
    fs::remove_file(heap.path("kata.rs")).expect("it was there");
    assert!(heap.kata().ends_with("heap/kata/mod.rs"));
    fs::remove_dir_all(heap.path("kata")).expect("it was there");
    assert!(heap.kata().ends_with("heap/kata.rs"), "what is missing is the file");
    with_folders(root.path());
    assert!(heap.kata().ends_with("heap/kata/mod.rs"));
    fs::remove_dir_all(heap.path("kata")).expect("it was there");
    assert!(heap.kata().ends_with("heap/kata/mod.rs"), "what is missing is the folder");
}

#[test]
fn what_stands_there_and_is_no_kata_is_told() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let heap = course.exercise("heap").expect("it is there").kata_site();
    assert_eq!(heap.trouble(), None);
    fs::create_dir(heap.folder()).expect("a folder");
    let both = "there are both `kata.rs` and `kata/`: keep the one that is meant";
    assert_eq!(heap.trouble().as_deref(), Some(both));
    fs::remove_file(heap.file()).expect("it was there");
    let none = "`kata/` has no `mod.rs`: with it begins a kata that is a folder";
    assert_eq!(heap.trouble().as_deref(), Some(none));
    fs::rename(heap.folder(), root.path().join("elsewhere")).expect("it moves");
    std::os::unix::fs::symlink(root.path().join("elsewhere"), heap.folder()).expect("a link");
    assert_eq!(heap.trouble().as_deref(), Some("`kata` is a symbolic link: put the folder itself there"));
}

#[test]
fn the_files_of_a_kata_begin_with_the_first_and_leave_out_what_editors_leave() {
    let root = course();
    with_folders(root.path());
    let course = Course::open(root.path()).expect("it opens");
    let site = course.exercise("heap").expect("it is there").kata_site();
    for name in [".mod.rs.swp", "mod.rs~", "#mod.rs#", ".#mod.rs", ".DS_Store"] {
        fs::write(site.folder().join(name), b"\xff").expect("a file");
    }
    fs::write(site.folder().join(".dockerignore"), "").expect("a file");
    let names: Vec<String> = site.files().expect("they are there").iter().map(|file| site.named(file)).collect();
    assert_eq!(names, ["kata/mod.rs", "kata/.dockerignore", "kata/deep/more.rs", "kata/q01.sql"]);
}

#[test]
fn a_wrong_solution_is_a_file_or_a_folder() {
    let root = course();
    let wrong = "solutions/stage02-dsa/tests/heap/wrong";
    for file in ["b.rs", "a/mod.rs", "a/q01.sql", "notes.txt"] {
        write(root.path(), &format!("{wrong}/{file}"), "");
    }
    let course = Course::open(root.path()).expect("it opens");
    let found = course.exercise("heap").expect("it is there").wrong_solutions();
    assert_eq!(found, ["a/mod.rs", "b.rs"].map(|file| root.path().join(wrong).join(file)));
}

#[test]
fn a_submission_holds_stages_or_a_whole_course() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let heap = course.exercise("heap").expect("it is there");
    let tree = tempfile::tempdir().expect("a folder");
    for folder in ["exercises/stage02-dsa/tests/heap", "stage02-dsa/tests/heap"] {
        write(tree.path(), &format!("{folder}/kata.rs"), "");
        assert_eq!(heap.kata_of_submission(tree.path()), tree.path().join(folder).join("kata.rs"));
    }
    let tree = tempfile::tempdir().expect("a folder");
    with_folders(root.path());
    for folder in ["exercises/stage02-dsa/tests/heap", "stage02-dsa/tests/heap"] {
        let module = tree.path().join(folder).join("kata/mod.rs");
        write(tree.path(), &format!("{folder}/kata/q01.sql"), "");
        assert!(!heap.kata_of_submission(tree.path()).exists());
        write(tree.path(), &format!("{folder}/kata/mod.rs"), "");
        assert_eq!(heap.kata_of_submission(tree.path()), module);
    }
}

#[test]
fn a_stage_knows_what_its_tests_may_use() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let stage = course.stage("dsa").expect("it is there");
    assert_eq!((stage.number, stage.title.as_str()), (2, "About stage02-dsa"));
    assert_eq!((&stage.dependencies[..], &stage.roadmap[..]), (&["harness".to_owned()][..], &["2.1".to_owned()][..]));
}

#[test]
fn a_mirror_reaches_the_exercises_own_tests() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let expected = "mod kata;\n#[path = \"../../../../exercises/stage02-dsa/tests/heap/tests.rs\"]\nmod tests;\n";
    let heap = course.exercise("heap").expect("it is there");
    assert_eq!(heap.mirror_main(), expected);
    write(root.path(), "exercises/stage02-dsa/tests/heap/bench.rs", "");
    let benched = heap.mirror_main();
    assert!(benched.starts_with(expected), "{benched}");
    assert!(
        benched.contains("\n    #[path = \"../../../../exercises/stage02-dsa/tests/heap/bench.rs\"]\n"),
        "{benched}"
    );
}

#[test]
fn a_missing_manifest_is_the_courses_fault() {
    let root = course();
    fs::remove_file(root.path().join("exercises/stage02-dsa/tests/heap/exercise.toml")).expect("it was there");
    let course = Course::open(root.path()).expect("the rest is fine");
    let error = course.exercise("heap").expect("it is there").metadata().expect_err("it is gone");
    let expected = "cannot read `exercises/stage02-dsa/tests/heap/exercise.toml`: there is no such file";
    assert_eq!((error.fault, error.message.as_str()), (Fault::Course, expected));
}

#[test]
fn a_broken_exercise_stays_with_itself() {
    let root = course();
    write(root.path(), "exercises/stage02-dsa/tests/queue/exercise.toml", "title = \"q\"\npoints = = 1\n");
    let course = Course::open(root.path()).expect("the rest is fine");
    let error = course.exercise("queue").expect("it is there").metadata().expect_err("it is broken");
    assert!(
        error.message.starts_with("`exercises/stage02-dsa/tests/queue/exercise.toml`, line 2: "),
        "{}",
        error.message
    );
    assert_eq!(error.fault, Fault::Course);
    assert!(course.exercise("heap").expect("it is there").metadata().is_ok());
}

#[test]
fn hints_climb_one_step_each_time_and_stay_at_the_last() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let (heap, notebook) = (course.exercise("heap").expect("it is there"), Notebook::new(root.path()));
    let steps: Vec<_> = (0..3).map(|_| notebook.next_hint(heap).expect("it has hints").0).collect();
    assert_eq!(steps, [1, 2, 2]);
}

#[test]
fn a_reset_loses_nothing_and_can_be_undone() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let (heap, notebook) = (course.exercise("heap").expect("it is there"), Notebook::new(root.path()));
    let kata = || fs::read_to_string(heap.kata()).expect("it is there");

    let Ok(Reset::Exchanged(Some(backup))) = notebook.reset(heap) else { panic!("it was no stub") };
    assert_eq!((kata().as_str(), fs::read_to_string(&backup).expect("it is kept").as_str()), ("the stub", "my kata"));
    assert_eq!(notebook.reset(heap), Ok(Reset::Nothing));

    fs::write(heap.kata(), "a second try").expect("a file");
    notebook.undo(heap).expect("there is a backup");
    assert_eq!(kata(), "my kata");
    notebook.undo(heap).expect("undoing is undone");
    assert_eq!(kata(), "a second try");
}

#[test]
fn a_folder_is_reset_whole_with_what_was_added() {
    let root = course();
    with_folders(root.path());
    let course = Course::open(root.path()).expect("it opens");
    let (heap, notebook) = (course.exercise("heap").expect("it is there"), Notebook::new(root.path()));
    let (kata, stub) = (heap.kata_site(), heap.stub_site());
    write(root.path(), "exercises/stage02-dsa/tests/heap/kata/deep/added.sql", "mine alone");
    std::os::unix::fs::symlink("q01.sql", heap.path("kata/link.sql")).expect("a link");

    let Ok(Reset::Exchanged(Some(backup))) = notebook.reset(heap) else { panic!("it was no stub") };
    assert_eq!(kata.difference(&stub), Ok(None));
    assert_eq!(fs::read_to_string(backup.join("deep/added.sql")).expect("it is kept"), "mine alone");
    assert_eq!(notebook.reset(heap), Ok(Reset::Nothing));

    notebook.undo(heap).expect("there is a backup");
    assert_eq!(fs::read_to_string(heap.path("kata/deep/added.sql")).expect("it is back"), "mine alone");
    assert_eq!(fs::read_to_string(heap.path("kata/q01.sql")).expect("it is back"), "my q01.sql");
    assert!(heap.path("kata/link.sql").is_symlink());
    notebook.undo(heap).expect("undoing is undone");
    assert_eq!(kata.difference(&stub), Ok(None));
    assert_eq!(names(&heap.path("")), ["README.md", "exercise.toml", "kata"], "nothing is left aside");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is there").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_reset_turns_one_form_into_the_other_and_back() {
    let root = course();
    with_folders(root.path());
    let course = Course::open(root.path()).expect("it opens");
    let (heap, notebook) = (course.exercise("heap").expect("it is there"), Notebook::new(root.path()));
    fs::write(heap.path("kata.rs"), "and a file").expect("a file");
    notebook.reset(heap).expect("both are kept");
    assert_eq!(heap.kata_site().trouble(), None);
    fs::remove_dir_all(heap.path("kata")).expect("it was there");
    fs::write(heap.path("kata.rs"), "a file alone").expect("a file");
    notebook.reset(heap).expect("the file is kept");
    assert!(!heap.path("kata.rs").exists() && heap.path("kata/mod.rs").exists());
    notebook.undo(heap).expect("there is a backup");
    assert_eq!(fs::read_to_string(heap.path("kata.rs")).expect("it is back"), "a file alone");
    assert!(!heap.path("kata").exists());
    let backup = root.path().join(".course/backups/stage02-dsa/heap/1");
    assert_eq!(fs::read_to_string(backup.with_extension("rs")).expect("it is kept"), "and a file");
    assert_eq!(fs::read_to_string(backup.join("q01.sql")).expect("it is kept"), "my q01.sql");
}

#[test]
fn a_reset_that_cannot_keep_the_kata_changes_nothing() {
    let root = course();
    with_folders(root.path());
    let course = Course::open(root.path()).expect("it opens");
    let (heap, notebook) = (course.exercise("heap").expect("it is there"), Notebook::new(root.path()));
    let is_as_it_was = || {
        let text = fs::read_to_string(heap.path("kata/q01.sql")).expect("it is there");
        text == "my q01.sql" && names(&heap.path("")) == ["README.md", "exercise.toml", "kata"]
    };
    write(root.path(), ".course/backups", "no folder");
    assert!(notebook.reset(heap).is_err() && is_as_it_was());
    fs::remove_file(root.path().join(".course/backups")).expect("it was there");
    let socket = std::os::unix::net::UnixListener::bind(heap.path("kata/socket")).expect("a socket");
    assert!(notebook.reset(heap).is_err_and(|error| error.message.ends_with("kata/socket` is not a file")));
    assert!(is_as_it_was() && names(&root.path().join(".course/backups/stage02-dsa/heap")).is_empty());
    drop(socket);
}

#[test]
fn a_kata_that_is_gone_comes_back_as_the_stub() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let heap = course.exercise("heap").expect("it is there");
    fs::remove_file(heap.kata()).expect("it was there");
    assert_eq!(Notebook::new(root.path()).reset(heap), Ok(Reset::Exchanged(None)));
    assert_eq!(fs::read_to_string(heap.kata()).expect("it is back"), "the stub");
}

#[test]
fn what_was_never_reset_cannot_be_undone() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let error = Notebook::new(root.path()).undo(course.exercise("queue").expect("it is there")).expect_err("nothing");
    assert_eq!(error.fault, Fault::Usage);
}

#[test]
fn a_new_exercise_has_its_files_and_its_mirror() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    let files = course.scaffold("stage2", "rate_limiter").expect("it is new");
    assert_eq!(files.len(), 9);
    assert!(files.iter().all(|file| file.exists()));
    let course = Course::open(root.path()).expect("it opens");
    let title = course.exercise("rate_limiter").expect("it is there").metadata().map(|metadata| metadata.title.clone());
    assert_eq!(title, Ok("Rate limiter".into()));
}

#[test]
fn a_new_exercise_takes_neither_a_bad_name_nor_a_taken_one() {
    let root = course();
    let course = Course::open(root.path()).expect("it opens");
    for name in ["../x", "Heap", "2fast", "", "a-b", "a/b"] {
        assert!(course.scaffold("stage2", name).is_err_and(|error| error.fault == Fault::Usage), "{name}");
    }
    let error = course.scaffold("stage2", "heap").expect_err("it is taken");
    assert_eq!(error.message, "`exercises/stage02-dsa/tests/heap` is there already");
}
