//! `MySQL`'s client/server protocol, as far as statements go.

use std::collections::HashMap;

use super::Said;

const QUERY: u8 = 0x03;
const PREPARE: u8 = 0x16;
const EXECUTE: u8 = 0x17;
const CLOSE: u8 = 0x19;

/// Both directions of one connection.
#[derive(Default)]
pub struct Tap {
    client: Vec<u8>,
    server: Vec<u8>,
    /// SQL that waits for its number.
    preparing: Option<String>,
    statements: HashMap<u32, String>,
}

impl super::Tap for Tap {
    fn client(&mut self, bytes: &[u8]) -> Said {
        self.client.extend_from_slice(bytes);
        let mut said = Said::default();
        while let Some((number, body)) = packet(&mut self.client) {
            // What logs in goes on counting; every command begins anew.
            if let (0, Some((&command, rest))) = (number, body.split_first()) {
                self.read(command, rest, &mut said);
            }
        }
        said
    }

    fn server(&mut self, bytes: &[u8]) -> Vec<String> {
        self.server.extend_from_slice(bytes);
        while let Some((number, body)) = packet(&mut self.server) {
            let Some(sql) = self.preparing.take_if(|_| number == 1) else { continue };
            if let [0, a, b, c, d, ..] = body[..] {
                self.statements.insert(u32::from_le_bytes([a, b, c, d]), sql);
            }
        }
        Vec::new()
    }
}

impl Tap {
    fn read(&mut self, command: u8, rest: &[u8], said: &mut Said) {
        said.round_trips += u64::from(command != CLOSE);
        let text = || String::from_utf8_lossy(rest).into_owned();
        match (command, rest.first_chunk()) {
            (QUERY, _) => said.statements.push(text()),
            (PREPARE, _) => self.preparing = Some(text()),
            (EXECUTE, Some(number)) => {
                let sql = self.statements.get(&u32::from_le_bytes(*number));
                said.statements.push(sql.cloned().unwrap_or_default());
            }
            _ => {}
        }
    }
}

/// Takes one whole packet off: a length of three bytes, a number, and a body.
fn packet(buffer: &mut Vec<u8>) -> Option<(u8, Vec<u8>)> {
    let header: [u8; 4] = *buffer.first_chunk()?;
    let length = 4 + u32::from_le_bytes([header[0], header[1], header[2], 0]) as usize;
    if buffer.len() < length {
        return None;
    }
    let body = buffer.drain(..length).skip(4).collect();
    Some((header[3], body))
}

#[cfg(test)]
mod tests {
    use super::super::Tap as _;
    use super::*;

    fn framed(number: u8, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).expect("it is short").to_le_bytes();
        [&length[..3], &[number], body].concat()
    }

    #[test]
    fn prepared_statements_are_known_by_their_numbers() {
        let mut tap = Tap::default();
        let mut statements = Vec::new();
        let mut round_trips = 0;
        for (client, server) in [
            (framed(1, b"\x03login, no command"), framed(2, b"\0\0\0")),
            (framed(0, b"\x16SELECT ?"), framed(1, b"\0\x07\0\0\0\x01\0")),
            (framed(0, b"\x17\x07\0\0\0\0\x01"), framed(1, b"\x01")),
            (framed(0, b"\x03BEGIN"), framed(1, b"\0")),
            (framed(0, b"\x19\x07\0\0\0"), Vec::new()),
        ] {
            for byte in client {
                let said = tap.client(&[byte]);
                statements.extend(said.statements);
                round_trips += said.round_trips;
            }
            tap.server(&server);
        }
        assert_eq!(statements, ["SELECT ?", "BEGIN"]);
        assert_eq!(round_trips, 3, "closing a statement is not answered");
    }
}
