//! Servers that go on running between runs: one for everybody, used as they are, and gone when they are told to.

mod support;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;

use services::{Household, Kind, Source, Warm};
use support::{
    ROLE, answers, assert_gone, begin, begin_private, in_a_house_of_its_own, kill, owner, play, runs, shut_down,
    wait_until,
};

/// The roles that this binary plays for its own tests: supervisors, and the tests themselves, each in a house of its own.
#[test]
fn role() {
    match std::env::var(ROLE).unwrap_or_default().as_str() {
        "use" => a_run_uses_warm_servers(),
        "restart" => a_dead_server_is_started_anew(),
        "race" => two_at_once_make_one(),
        "kill" => a_killed_supervisor_is_cleaned_up_after(),
        "forget" => a_forgotten_supervisor_ends(),
        "docker" => docker_starts_asks_and_takes_away(),
        role => support::supervise(role),
    }
}

fn up() -> Warm {
    Warm::up(play("warm")).expect("it starts")
}

/// A warm Redis: its source and URL.
fn redis() -> (Source, String) {
    let mut supply = begin(&[Kind::Redis], None);
    let (source, url) = supply.wait(|| false).expect("it starts")[&Kind::Redis].clone();
    let origins = supply.origins();
    assert!(origins.len() == 1 && origins[0].is_warm && origins[0].source == source, "{origins:?}");
    (source, url)
}

#[track_caller]
fn assert_nothing_is_left() {
    assert!(Warm::find().is_none(), "it still answers");
    assert_eq!(runs(), [""; 0].map(std::path::PathBuf::from));
}

#[test]
fn warm_servers_are_used_and_end_when_told() {
    in_a_house_of_its_own("use", &[]);
}

fn a_run_uses_warm_servers() {
    let mut warm = up();
    let (source, url) = redis();
    assert!(answers(&url), "the run has ended, and the server has not");
    assert_eq!(redis(), (source, url.clone()), "the next run gets the same");
    let states = warm.states().expect("it answers");
    assert_eq!(states.iter().map(|state| state.kind).collect::<Vec<_>>(), Kind::ALL);
    let up: Vec<&services::Up> = states.iter().filter_map(|state| state.up.as_ref()).collect();
    assert!(up.len() == 1 && up[0].url == url, "{states:?}");
    assert!(up[0].folder.as_ref().is_some_and(|folder| folder.join("log").is_file()), "{states:?}");

    let mut private = begin_private(&[Kind::Redis], None);
    assert_ne!(private.wait(|| false).expect("it starts")[&Kind::Redis].1, url);
    drop(private);
    // Another source may not be here; the warm server is not it in any case.
    let other = if source == Source::Package { Source::Local } else { Source::Package };
    let mut forced = begin(&[Kind::Redis], Some(other));
    let missing = forced.wait(|| false).err().map(|error| error.message);
    assert!(missing.is_none_or(|message| message.starts_with("there is no `redis` on this machine")));
    assert!(forced.origins().iter().all(|origin| !origin.is_warm && origin.source == other));
    drop(forced);

    assert!(answers(&url));
    warm.stop(&[Kind::Redis]).expect("it ends");
    assert_gone(&url);
    assert_nothing_is_left();
}

#[test]
fn a_warm_server_that_died_is_started_anew() {
    in_a_house_of_its_own("restart", &[]);
}

fn a_dead_server_is_started_anew() {
    let mut warm = up();
    let (_, first) = redis();
    let states = warm.states().expect("it answers");
    let folder = states.into_iter().find_map(|state| state.up?.folder).expect("it has one");
    fs::write(folder.join("old"), "").expect("a file");
    shut_down(&first);
    assert_gone(&first);
    let (_, second) = redis();
    assert!(!folder.join("old").exists(), "it begins empty");
    assert_ne!(first, second);
    assert!(answers(&second));
    warm.end().expect("it ends");
    assert_gone(&second);
    assert_nothing_is_left();
}

#[test]
fn two_that_start_at_once_make_one() {
    in_a_house_of_its_own("race", &[]);
}

fn two_at_once_make_one() {
    fs::create_dir_all(Household::all()).expect("a folder");
    let turn = fs::File::open(Household::all()).expect("it is ours");
    turn.lock().expect("nobody has it");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| drop(up()));
        }
        thread::sleep(std::time::Duration::from_millis(300));
        assert_eq!(runs().len(), 0, "they wait for their turn");
        drop(turn);
    });
    assert_eq!(runs().len(), 1);
    let urls: Vec<(Source, String)> = thread::scope(|scope| {
        let runs: Vec<_> = (0..2).map(|_| scope.spawn(redis)).collect();
        runs.into_iter().map(|run| run.join().expect("it starts")).collect()
    });
    assert_eq!(urls[0], urls[1]);
    up().end().expect("it ends");
    assert_nothing_is_left();
}

#[test]
fn what_a_killed_warm_supervisor_leaves_the_next_run_takes_away() {
    in_a_house_of_its_own("kill", &[]);
}

fn a_killed_supervisor_is_cleaned_up_after() {
    drop(up());
    let (_, url) = redis();
    let run = runs().remove(0);
    kill(owner(&run));
    wait_until("it still listens", || Warm::find().is_none());
    assert!(run.join("warm/socket").exists() && answers(&url), "it had no time to clean up");
    let mut next = begin(&[Kind::Redis], None);
    next.wait(|| false).expect("a stale socket is no error");
    assert!(!next.origins()[0].is_warm);
    drop(next);
    assert_gone(&url);
    assert_nothing_is_left();
}

#[test]
fn a_warm_supervisor_that_nobody_asks_ends_by_itself() {
    in_a_house_of_its_own("forget", &[]);
}

fn a_forgotten_supervisor_ends() {
    let warm = Warm::up(play("impatient")).expect("it starts");
    let (_, url) = redis();
    thread::sleep(std::time::Duration::from_secs(3));
    assert!(answers(&url), "somebody still talks to it");
    drop(warm);
    assert_gone(&url);
    wait_until("its folder is still there", || runs().is_empty());
    assert_nothing_is_left();
}

/// Records what it is told, and answers as Docker would. It starts nothing.
const STAND_IN: &str = "#!/bin/sh
[ \"$2\" = version ] && exit 0
[ -n \"$KATAS_PASSWORD\" ] || exit 9
case \"$*\" in *\"$KATAS_PASSWORD\"*) [ \"$KATAS_PASSWORD\" = unused ] || exit 8;; esac
shift 5
echo \"$*\" >> \"$STAND_IN/told\"
[ \"$1\" = port ] && echo \"127.0.0.1:$(cat \"$STAND_IN/port\")\"
exit 0
";

#[test]
fn docker_is_told_to_start_and_to_take_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("docker");
    fs::write(&program, STAND_IN).expect("a file");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    in_a_house_of_its_own("docker", &[("PATH", &path), ("STAND_IN", folder.path().to_str().expect("a plain path"))]);
}

fn docker_starts_asks_and_takes_away() {
    let folder = std::env::var("STAND_IN").expect("it is set");
    let told = || fs::read_to_string(Path::new(&folder).join("told")).unwrap_or_default();
    let port = answer_as_redis();
    fs::write(Path::new(&folder).join("port"), port.to_string()).expect("a file");
    let begun = || {
        let mut supply = begin_private(&[Kind::Redis], Some(Source::Docker));
        let (source, url) = supply.wait(|| false).expect("it starts")[&Kind::Redis].clone();
        assert_eq!(source, Source::Docker);
        assert!(url.ends_with(&format!("@127.0.0.1:{port}/0")), "{url}");
        supply
    };
    drop(begun());
    let expected = "up --detach --wait redis\nport redis 6379\ndown --volumes --timeout 3\n";
    assert_eq!(told(), expected);
    assert_nothing_is_left();

    let supply = begun();
    let run = runs().remove(0);
    let project = fs::read_to_string(run.join("docker-project")).expect("it is told");
    let name = run.file_name().expect("a name").to_string_lossy().into_owned();
    assert_eq!(project, format!("{folder}/docker\nbackend-katas-{name}\n"));
    assert!(fs::read_to_string(run.join("compose.yaml")).is_ok_and(|text| text.contains("\n  redis:\n")));
    kill(owner(&run));
    drop(supply);
    assert!(run.exists(), "it had no time to clean up");
    drop(Household::settle().expect("there is room"));
    assert_eq!(told(), expected.repeat(2));
    assert_nothing_is_left();
}

/// A port where something speaks like Redis.
fn answer_as_redis() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            let _ = client.read(&mut [0; 64]).and_then(|_| client.write_all(b"+PONG\r\n"));
        }
    });
    port
}
