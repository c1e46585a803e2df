//! What the tests of services share.

#![allow(dead_code, reason = "each of them uses its own part")]

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use services::{Household, Kind, Source, Supply, Url, Warm};

/// The variable that tells a test's binary which role it plays.
pub const ROLE: &str = "SERVICES_TEST_ROLE";

/// This test's binary in another role.
pub fn play(role: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "role", "--nocapture", "--test-threads=1"]).env(ROLE, role);
    command
}

/// The roles of supervisors.
pub fn supervise(role: &str) {
    // libtest has begun a line.
    println!();
    match role {
        "supervisor" => services::supervise(),
        "warm" => services::supervise_warm(Duration::from_mins(2), || false),
        "impatient" => services::supervise_warm(Duration::from_secs(1), || false),
        "down" => drop(Warm::find().map(Warm::end)),
        _ => {}
    }
}

/// Plays a scenario with folders of its own, so that it meets nobody else's servers. `more` is its environment.
#[track_caller]
pub fn in_a_house_of_its_own(scenario: &str, more: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a folder");
    // The user that runs servers must be able to enter.
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let output = play(scenario).env("TMPDIR", folder.path()).envs(more.iter().copied()).output().expect("it starts");
    // A scenario that fails leaves its servers up.
    play("down").env("TMPDIR", folder.path()).output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

pub fn begin(kinds: &[Kind], forced: Option<Source>) -> Supply {
    Supply::begin(play("supervisor"), kinds, forced).expect("a supervisor")
}

pub fn begin_private(kinds: &[Kind], forced: Option<Source>) -> Supply {
    Supply::begin_private(play("supervisor"), kinds, forced).expect("a supervisor")
}

/// The folders of all runs that there are.
pub fn runs() -> Vec<PathBuf> {
    fs::read_dir(Household::all()).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// The process that a run belongs to.
pub fn owner(run: &std::path::Path) -> u32 {
    let name = run.file_name().and_then(|name| name.to_str()).expect("a name");
    name.split('-').nth(1).and_then(|id| id.parse().ok()).expect("an id")
}

pub fn kill(process: u32) {
    let sent = Command::new("kill").args(["-9", &process.to_string()]).status().expect("it is sent");
    assert!(sent.success(), "{process} is not there");
}

/// Asks a Redis to end.
pub fn shut_down(url: &str) {
    let url = Url::read(url).expect("a URL");
    let mut stream = TcpStream::connect(url.place()).expect("it answers");
    stream.write_all(format!("AUTH {}\r\nSHUTDOWN NOSAVE\r\n", url.password).as_bytes()).expect("it reads");
}

pub fn answers(url: &str) -> bool {
    TcpStream::connect(Url::read(url).expect("a URL").place()).is_ok()
}

/// Waits until nobody answers at the port of `url` any more.
#[track_caller]
pub fn assert_gone(url: &str) {
    wait_until(&format!("{url} still answers"), || !answers(url));
}

#[track_caller]
pub fn wait_until(otherwise: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(15);
    while !is_so() {
        assert!(Instant::now() < deadline, "{otherwise}");
        thread::sleep(Duration::from_millis(20));
    }
}
