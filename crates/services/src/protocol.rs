//! What a supervisor is asked and what it answers, a line each, its fields parted by tabs.

use std::path::PathBuf;

use course::{Error, Fault, Result};

use crate::kind::Kind;
use crate::locate::Source;

/// What a supervisor can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// To have a service there, from one source when it is forced.
    Start(Kind, Option<Source>),
    /// To end a server.
    Stop(Kind),
    /// To say what is up.
    List,
    /// To end everything, and itself.
    End,
    /// To end itself if it has no server, and starts none.
    EndIfIdle,
}

/// What a supervisor answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A service is there: its source and URL. Or there is none, and why.
    Started(Kind, Result<(Source, String)>),
    /// A server was ended.
    Stopped(Kind),
    /// What is up of one kind.
    State(State),
    /// That is all there is.
    Listed,
    /// The supervisor can be reached, or why not.
    Warm(Result<()>),
}

/// What a supervisor has of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The kind.
    pub kind: Kind,
    /// The server, if it is up.
    pub up: Option<Up>,
}

/// A server that is up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Up {
    /// Where it came from.
    pub source: Source,
    /// Where clients find it.
    pub url: String,
    /// Its folder, which holds its `log`. A container has none.
    pub folder: Option<PathBuf>,
}

impl Request {
    /// As a line.
    pub fn line(self) -> String {
        match self {
            Self::Start(kind, forced) => format!("start\t{kind}\t{}\n", forced.map_or("", Source::name)),
            Self::Stop(kind) => format!("stop\t{kind}\t\n"),
            Self::List => "list\t\t\n".to_owned(),
            Self::End => "end\t\t\n".to_owned(),
            Self::EndIfIdle => "end if idle\t\t\n".to_owned(),
        }
    }

    /// Reads a line. One that a newer course wrote may ask for what we do not know.
    pub fn read(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
        let [word, name, source] = fields[..] else { return None };
        match word {
            "start" => Some(Self::Start(Kind::from_name(name)?, Source::from_name(source))),
            "stop" => Some(Self::Stop(Kind::from_name(name)?)),
            "list" => Some(Self::List),
            "end" => Some(Self::End),
            "end if idle" => Some(Self::EndIfIdle),
            _ => None,
        }
    }
}

impl Reply {
    /// As a line.
    pub fn line(&self) -> String {
        let empty = String::new;
        let fields = match self {
            Self::Started(kind, Ok((source, url))) => {
                ["ready".to_owned(), kind.to_string(), source.name().to_owned(), url.clone(), empty()]
            }
            Self::Started(kind, Err(error)) => failure(kind.name(), error),
            Self::Stopped(kind) => ["stopped".to_owned(), kind.to_string(), empty(), empty(), empty()],
            Self::State(State { kind, up: None }) => ["idle".to_owned(), kind.to_string(), empty(), empty(), empty()],
            Self::State(State { kind, up: Some(up) }) => {
                let folder = up.folder.as_ref().map(|folder| folder.display().to_string()).unwrap_or_default();
                ["up".to_owned(), kind.to_string(), up.source.name().to_owned(), up.url.clone(), folder]
            }
            Self::Listed => ["listed".to_owned(), empty(), empty(), empty(), empty()],
            Self::Warm(Ok(())) => ["warm".to_owned(), empty(), empty(), empty(), empty()],
            Self::Warm(Err(error)) => failure("", error),
        };
        format!("{}\n", fields.map(|field| escaped(&field)).join("\t"))
    }

    /// Reads a line. What is none may be left out: a test's supervisor has printed before.
    pub fn read(line: &str) -> Option<Self> {
        let fields: Vec<String> = line.trim_end_matches('\n').split('\t').map(unescaped).collect();
        let [word, name, first, second, third] = &fields[..] else { return None };
        let kind = Kind::from_name(name);
        match (word.as_str(), kind) {
            ("listed", _) => Some(Self::Listed),
            ("warm", _) => Some(Self::Warm(Ok(()))),
            ("failed", None) if name.is_empty() => Some(Self::Warm(Err(error(first, second, third)))),
            ("failed", _) => Some(Self::Started(kind?, Err(error(first, second, third)))),
            ("ready", _) => Some(Self::Started(kind?, Ok((Source::from_name(first)?, second.clone())))),
            ("stopped", _) => Some(Self::Stopped(kind?)),
            ("idle", _) => Some(Self::State(State { kind: kind?, up: None })),
            ("up", _) => {
                let folder = Some(third).filter(|folder| !folder.is_empty()).map(PathBuf::from);
                let up = Up { source: Source::from_name(first)?, url: second.clone(), folder };
                Some(Self::State(State { kind: kind?, up: Some(up) }))
            }
            _ => None,
        }
    }
}

fn failure(name: &str, error: &Error) -> [String; 5] {
    let fault = if error.fault == Fault::Usage { "usage" } else { "environment" };
    let hint = error.hint.clone().unwrap_or_default();
    ["failed".to_owned(), name.to_owned(), fault.to_owned(), error.message.clone(), hint]
}

fn error(fault: &str, message: &str, hint: &str) -> Error {
    let fault = if fault == "usage" { Fault::Usage } else { Fault::Environment };
    Error { fault, message: message.to_owned(), hint: Some(hint.to_owned()).filter(|hint| !hint.is_empty()) }
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
        let error = Error::environment("it says:\n  \\no\\").hint("try\tagain");
        let url = "redis://a\tb".to_owned();
        let up = Up { source: Source::Package, url: url.clone(), folder: Some("/tmp/a b".into()) };
        let replies = [
            Reply::Started(Kind::Redis, Ok((Source::Local, url))),
            Reply::Started(Kind::Postgres, Err(error.clone())),
            Reply::State(State { kind: Kind::MongoDb, up: None }),
            Reply::State(State { kind: Kind::Redis, up: Some(up) }),
            Reply::Stopped(Kind::Redis),
            Reply::Listed,
            Reply::Warm(Ok(())),
            Reply::Warm(Err(error)),
        ];
        for reply in replies {
            assert_eq!(reply.line().matches('\n').count(), 1);
            assert_eq!(Reply::read(&reply.line()), Some(reply));
        }
        assert_eq!(Reply::read("nonsense\n"), None);
    }

    #[test]
    fn requests_come_back_as_they_were() {
        let requests = [
            Request::Start(Kind::Redis, None),
            Request::Start(Kind::Redis, Some(Source::Docker)),
            Request::Stop(Kind::Postgres),
            Request::List,
            Request::End,
            Request::EndIfIdle,
        ];
        for request in requests {
            assert_eq!(Request::read(&request.line()), Some(request));
        }
        assert_eq!(Request::read("start\toracle\t\n"), None);
    }
}
