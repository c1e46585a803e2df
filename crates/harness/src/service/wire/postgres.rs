//! PostgreSQL's frontend/backend protocol 3.0, as far as statements go.

use std::collections::HashMap;

use super::Said;

/// Both directions of one connection.
#[derive(Default)]
pub struct Tap {
    client: Vec<u8>,
    server: Vec<u8>,
    started: bool,
    /// SQL by the name of its prepared statement, and of its portal.
    statements: HashMap<String, String>,
    portals: HashMap<String, String>,
}

impl super::Tap for Tap {
    fn client(&mut self, bytes: &[u8]) -> Said {
        self.client.extend_from_slice(bytes);
        let mut said = Said::default();
        if !self.started {
            // The first message has no type: only its length and what is in it.
            let Some(length) = self.client.first_chunk().map(|length| i32::from_be_bytes(*length)) else { return said };
            let length = usize::try_from(length).unwrap_or(0);
            if self.client.len() < length {
                return said;
            }
            self.client.drain(..length);
            self.started = true;
        }
        while let Some((kind, body)) = message(&mut self.client) {
            self.read(kind, &body, &mut said);
        }
        said
    }

    fn server(&mut self, bytes: &[u8]) -> Vec<String> {
        self.server.extend_from_slice(bytes);
        let messages = std::iter::from_fn(|| message(&mut self.server));
        messages.filter(|(kind, _)| *kind == b'N').filter_map(|(_, body)| notice(&body)).collect()
    }
}

impl Tap {
    fn read(&mut self, kind: u8, body: &[u8], said: &mut Said) {
        let mut texts = body.split(|&byte| byte == 0).map(|text| String::from_utf8_lossy(text).into_owned());
        let mut next = || texts.next().unwrap_or_default();
        match kind {
            b'P' => {
                let (name, sql) = (next(), next());
                self.statements.insert(name, sql);
            }
            b'B' => {
                let (portal, statement) = (next(), next());
                self.portals.insert(portal, self.statements.get(&statement).cloned().unwrap_or_default());
            }
            b'E' => said.statements.push(self.portals.get(&next()).cloned().unwrap_or_default()),
            b'Q' => {
                said.statements.push(next());
                said.round_trips += 1;
            }
            b'S' => said.round_trips += 1,
            _ => {}
        }
    }
}

/// Takes one whole message off: a type, a length that counts itself, and a body.
fn message(buffer: &mut Vec<u8>) -> Option<(u8, Vec<u8>)> {
    let header: [u8; 5] = *buffer.first_chunk()?;
    let length = 1 + u32::from_be_bytes([header[1], header[2], header[3], header[4]]) as usize;
    if buffer.len() < length {
        return None;
    }
    let body = buffer.drain(..length).skip(5).collect();
    Some((header[0], body))
}

/// The field `M` of a notice: its message.
fn notice(body: &[u8]) -> Option<String> {
    let mut fields = body.split(|&byte| byte == 0);
    let message = fields.find_map(|field| field.strip_prefix(b"M"))?;
    Some(String::from_utf8_lossy(message).into_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Tap as _;
    use super::*;

    fn framed(kind: u8, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len() + 4).expect("it is short");
        [&[kind][..], &length.to_be_bytes(), body].concat()
    }

    #[test]
    fn statements_are_read_however_the_bytes_are_cut() {
        let start = [&12_u32.to_be_bytes()[..], &[0, 3, 0, 0], b"abcd"].concat();
        let messages = [
            start,
            framed(b'P', b"s1\0SELECT $1\0\0\0"),
            framed(b'S', b""),
            framed(b'B', b"\0s1\0\0\0\0\0"),
            framed(b'E', b"\0\0\0\0\0"),
            framed(b'S', b""),
            framed(b'Q', b"BEGIN\0"),
        ]
        .concat();
        for size in [1, 3, 1000] {
            let mut tap = Tap::default();
            let said: Vec<Said> = messages.chunks(size).map(|bytes| tap.client(bytes)).collect();
            let statements: Vec<&String> = said.iter().flat_map(|said| &said.statements).collect();
            assert_eq!(statements, ["SELECT $1", "BEGIN"]);
            assert_eq!(said.iter().map(|said| said.round_trips).sum::<u64>(), 3);
        }
    }

    #[test]
    fn notices_are_told_from_answers() {
        let bytes = [framed(b'C', b"SELECT 1\0"), framed(b'N', b"SLOG\0C00000\0Mduration\0\0"), framed(b'Z', b"I")];
        assert_eq!(Tap::default().server(&bytes.concat()), ["duration"]);
    }
}
