//! The process on which servers hang.
//!
//! The runner starts it, tells it on standard input what to start, and reads on its standard output what became of it.
//! When that input ends it ends its servers, takes their folders away, and ends itself. The system closes the runner's
//! end of the pipe however the runner ended, also when it was killed.

use std::io::{self, BufRead, Write};
use std::sync::{Mutex, OnceLock};
use std::thread;

use course::{Error, Fault, Result};

use crate::instance::Instance;
use crate::kind::Kind;
use crate::locate::{Found, Source, locate};
use crate::package::install;
use crate::place::Household;

/// What the runner says to have a service started: its name, and the source when it is forced.
pub fn request(kind: Kind, forced: Option<Source>) -> String {
    format!("start\t{kind}\t{}\n", forced.map_or("", Source::name))
}

/// What the supervisor says of a service: its source and URL, or why there is none.
pub fn read_reply(line: &str) -> Option<(Kind, Result<(Source, String)>)> {
    let fields: Vec<String> = line.trim_end_matches('\n').split('\t').map(unescaped).collect();
    let [word, kind, first, second, hint] = &fields[..] else { return None };
    let kind = Kind::from_name(kind)?;
    match word.as_str() {
        "ready" => Some((kind, Ok((Source::from_name(first)?, second.clone())))),
        "failed" => {
            let fault = if first == "usage" { Fault::Usage } else { Fault::Environment };
            let hint = Some(hint.clone()).filter(|hint| !hint.is_empty());
            Some((kind, Err(Error { fault, message: second.clone(), hint })))
        }
        _ => None,
    }
}

/// Supervises the servers of whoever started this process, and returns when that is gone.
pub fn supervise() {
    serve(io::stdin().lock(), io::stdout());
}

/// Serves one runner until its input ends. Services are started side by side.
fn serve(input: impl BufRead, output: impl Write + Send) {
    let output = Mutex::new(output);
    let servers = Mutex::new(Vec::new());
    let household = OnceLock::new();
    thread::scope(|scope| {
        for line in input.lines() {
            let Ok(line) = line else { break };
            let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            let [word, name, source] = &fields[..] else { continue };
            let (Some(kind), "start") = (Kind::from_name(name), word.as_str()) else { continue };
            let forced = Source::from_name(source);
            let (output, servers, household) = (&output, &servers, &household);
            scope.spawn(move || {
                let started = start(kind, forced, household);
                let reply = reply(kind, started.as_ref().map(|(source, _, url)| (*source, url.clone())));
                if let Ok((_, Some(instance), _)) = started
                    && let Ok(mut servers) = servers.lock()
                {
                    servers.push(instance);
                }
                if let Ok(mut output) = output.lock() {
                    let _ = output.write_all(reply.as_bytes()).and_then(|()| output.flush());
                }
            });
        }
    });
    // Servers before the folders in which they run.
    drop(servers);
    drop(household);
}

type Started = (Source, Option<Instance>, String);

fn start(kind: Kind, forced: Option<Source>, household: &OnceLock<Result<Household>>) -> Result<Started> {
    let (source, programs) = match locate(kind, forced)? {
        Found::Url(url) => {
            crate::supply::check_url(kind, &url)?;
            return Ok((Source::Environment, None, url));
        }
        Found::Programs(source, programs) => (source, programs),
        Found::Fetchable => (Source::Package, install(kind)?),
    };
    let folders = household.get_or_init(Household::settle).as_ref().map_err(Clone::clone)?;
    let instance = Instance::start(kind, &programs, folders)?;
    let url = instance.url();
    Ok((source, Some(instance), url))
}

fn reply(kind: Kind, started: Result<(Source, String), &Error>) -> String {
    let fields = match started {
        Ok((source, url)) => ["ready".to_owned(), kind.to_string(), source.name().to_owned(), url, String::new()],
        Err(error) => {
            let fault = if error.fault == Fault::Usage { "usage" } else { "environment" };
            let hint = error.hint.clone().unwrap_or_default();
            ["failed".to_owned(), kind.to_string(), fault.to_owned(), error.message.clone(), hint]
        }
    };
    format!("{}\n", fields.map(|field| escaped(&field)).join("\t"))
}

fn escaped(field: &str) -> String {
    field.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n")
}

fn unescaped(field: &str) -> String {
    let mut letters = field.chars();
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => {}
            },
            (letter, false) => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_come_back_as_they_were() {
        let ready = reply(Kind::Redis, Ok((Source::Local, "redis://a\tb".to_owned())));
        assert_eq!(ready.matches('\n').count(), 1);
        let expected = (Kind::Redis, Ok((Source::Local, "redis://a\tb".to_owned())));
        assert_eq!(read_reply(&ready), Some(expected));
        let error = Error::environment("it says:\n  \\no\\").hint("try\tagain");
        assert_eq!(read_reply(&reply(Kind::Postgres, Err(&error))), Some((Kind::Postgres, Err(error))));
        assert_eq!(read_reply("nonsense\n"), None);
    }
}
