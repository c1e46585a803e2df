//! A build trigger over the files of a repository, which is what globs are for; two patterns with stars that may be
//! matched in many ways and are in none, which is what people send who want to see a server stand still; and the reading
//! of a long pattern.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload};

use super::kata::Glob;

/// Paths that are matched in one run, of as many as there are.
const MATCHES: usize = 1000;
/// Long paths that are matched in one run.
const LONG_PATHS: usize = 8;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("is_match, files of a repository", "path", Growth::Constant, files),
        Workload::new("is_match, stars that nearly match", "path", Growth::Linear, stars),
        Workload::new("is_match, folders that nearly match", "path", Growth::Linear, folders),
        Workload::new("new, a list of names", "pattern", Growth::Linear, reading),
    ]
}

fn glob(pattern: &str) -> Glob {
    Glob::new(pattern).unwrap_or_else(|error| panic!("`{pattern}` is a pattern: {error}"))
}

fn pick<'word>(random: &mut Random, words: &[&'word str]) -> &'word str {
    words[random.usize(..words.len())]
}

/// A path of a few folders, as in a repository of several services.
fn file(random: &mut Random) -> String {
    let mut path = pick(random, &["services/", "services/", "libraries/", "docs/"]).to_owned();
    for _ in 0..random.usize(1..=4) {
        path += pick(random, &["billing/", "catalogue/", "src/", "src/", "storage/", "tests/"]);
    }
    path += pick(random, &["main", "handler", "_draft", "schema", "Cargo"]);
    path + pick(random, &[".rs", ".rs", ".toml", ".md", ".sql"])
}

fn files(size: usize, random: &mut Random) -> Prepared {
    let glob = glob("services/**/src/**/[!_]*.{rs,toml}");
    let paths: Vec<String> = (0..size).map(|_| file(random)).collect();
    let asked: Vec<usize> = (0..MATCHES).map(|_| random.usize(..size)).collect();
    Prepared::repeated(MATCHES, move || asked.iter().filter(|&&index| glob.is_match(&paths[index])).count() as u64)
}

/// The stars may end at any of the characters, and what must come behind them is at none.
fn stars(size: usize, _: &mut Random) -> Prepared {
    let glob = glob("*a*[bc]*d");
    matched(glob, vec!["a".repeat(size); LONG_PATHS])
}

fn folders(size: usize, random: &mut Random) -> Prepared {
    let glob = glob("**/a?/**/b");
    let path = |_| (0..size / 3).map(|_| pick(random, &["ab/", "ac/"])).collect();
    matched(glob, (0..LONG_PATHS).map(path).collect())
}

fn matched(glob: Glob, paths: Vec<String>) -> Prepared {
    Prepared::repeated(paths.len(), move || paths.iter().filter(|path| glob.is_match(path)).count() as u64)
}

fn reading(size: usize, random: &mut Random) -> Prepared {
    let names: Vec<String> = (0..size / 16).map(|_| format!("{:015x}", random.u64(..1 << 60))).collect();
    let pattern = format!("keys/{{{}}}", names.join(","));
    let name = format!("keys/{}", names[size / 32]);
    Prepared::consuming(1, (), move |()| glob(&pattern), move |glob| glob.is_match(&name).into())
}
