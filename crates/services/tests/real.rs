//! Real servers: brought, started, asked, and gone afterwards, however the run ends.

mod support;

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use services::{Household, Kind, Source};
use support::{ROLE, assert_gone, begin_private as begin, play, shut_down};

/// The roles that this binary plays for its own tests: supervisors, and a runner that is to be killed.
#[test]
fn role() {
    let role = std::env::var(ROLE).unwrap_or_default();
    if role == "runner" {
        // The one that starts processes of its own, in groups of their own.
        let mut supply = begin(&[Kind::RabbitMq], None);
        supply.wait(|| false).expect("it starts");
        println!("\nurl {}", supply.variables()[0].1);
        thread::sleep(Duration::from_mins(1));
    } else {
        support::supervise(&role);
    }
}

/// A runner that has a server, in a process of its own.
fn runner() -> (Child, String) {
    let mut runner = play("runner").process_group(0).stdout(Stdio::piped()).spawn().expect("it starts");
    let output = runner.stdout.take().expect("it is piped");
    let lines = std::io::BufRead::lines(std::io::BufReader::new(output));
    let url = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("url ").map(str::to_owned));
    (runner, url.expect("it has a server"))
}

#[test]
fn every_service_starts_answers_and_is_gone_afterwards() {
    let mut supply = begin(&Kind::ALL, None);
    let ready = supply.wait(|| false).unwrap_or_else(|error| panic!("{error}: {:?}", error.hint)).clone();
    assert_eq!(ready.keys().copied().collect::<Vec<_>>(), Kind::ALL);
    assert_eq!(supply.dead(), []);
    let names: Vec<&str> = supply.variables().iter().map(|(name, _)| *name).collect();
    let expected: Vec<&str> = Kind::ALL.iter().flat_map(|kind| kind.variables()).copied().collect();
    assert_eq!(names, expected);
    drop(supply);
    for (_, url) in ready.values() {
        assert_gone(url);
    }
}

#[test]
fn a_package_brings_what_is_not_installed() {
    let mut supply = begin(&Kind::ALL, Some(Source::Package));
    let ready = supply.wait(|| false).unwrap_or_else(|error| panic!("{error}: {:?}", error.hint));
    assert!(ready.values().all(|(source, _)| *source == Source::Package), "{ready:?}");
}

#[test]
fn a_server_that_dies_is_noticed() {
    let mut supply = begin(&[Kind::Redis], None);
    supply.wait(|| false).expect("it starts");
    let url = supply.variables()[0].1.clone();
    shut_down(&url);
    let deadline = Instant::now() + Duration::from_secs(10);
    while supply.dead().is_empty() {
        assert!(Instant::now() < deadline, "it is dead and nobody noticed");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(supply.dead(), [Kind::Redis]);
}

#[test]
fn a_runner_that_is_killed_leaves_nothing() {
    let (mut runner, url) = runner();
    let supervisor = supervisor_of(runner.id());
    assert!(works_in_folder_of(supervisor), "its processes are seen");
    runner.kill().expect("it runs");
    runner.wait().expect("it ends");
    assert_gone(&url);
    assert_no_process_of(supervisor);
}

#[test]
fn what_a_killed_supervisor_leaves_the_next_run_takes_away() {
    let (mut runner, url) = runner();
    let supervisor = supervisor_of(runner.id());
    Command::new("kill").args(["-9", &supervisor.to_string()]).status().expect("it is sent");
    let deadline = Instant::now() + Duration::from_secs(10);
    // A process that is killed takes a moment to end, and to give its lock back.
    while has_folder(supervisor) {
        assert!(Instant::now() < deadline, "its folder is still there");
        drop(Household::settle().expect("there is room"));
    }
    assert_gone(&url);
    assert_no_process_of(supervisor);
    runner.kill().expect("it runs");
    runner.wait().expect("it ends");
}

/// Waits until no process works in a folder of that supervisor any more.
#[track_caller]
fn assert_no_process_of(supervisor: u32) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while works_in_folder_of(supervisor) {
        assert!(Instant::now() < deadline, "a process is left");
        thread::sleep(Duration::from_millis(50));
    }
}

fn works_in_folder_of(supervisor: u32) -> bool {
    let folder = Household::all().join(format!("run-{supervisor}-"));
    let mut processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let folder = folder.to_string_lossy();
    processes.any(|process| {
        fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd.to_string_lossy().starts_with(&*folder))
    })
}

fn has_folder(supervisor: u32) -> bool {
    let mut folders = fs::read_dir(Household::all()).into_iter().flatten().flatten();
    folders.any(|folder| folder.file_name().to_string_lossy().starts_with(&format!("run-{supervisor}-")))
}

fn supervisor_of(runner: u32) -> u32 {
    let is_child = |id: u32| {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        status.lines().any(|line| line == format!("PPid:\t{runner}"))
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut ids = processes.filter_map(|process| process.file_name().to_str()?.parse().ok());
    ids.find(|&id| is_child(id)).expect("a runner has a supervisor")
}
