//! Redis's protocol, as clients send it: arrays of bulk strings, or words on a line.

use super::Said;

/// The client's direction of one connection.
#[derive(Default)]
pub struct Tap {
    buffer: Vec<u8>,
}

impl super::Tap for Tap {
    fn client(&mut self, bytes: &[u8]) -> Said {
        self.buffer.extend_from_slice(bytes);
        let mut said = Said::default();
        while let Some((length, statement)) = command(&self.buffer) {
            self.buffer.drain(..length);
            said.statements.extend(statement);
        }
        // Commands that are sent together are waited for together.
        said.round_trips = u64::from(!said.statements.is_empty());
        said
    }
}

/// The first whole command: how many bytes it takes, and its words. A line that is not understood is passed over.
fn command(buffer: &[u8]) -> Option<(usize, Option<String>)> {
    let (mut at, line) = line(buffer, 0)?;
    let Some(count) = number(line, '*') else {
        return Some((at, (!line.is_empty()).then(|| line.to_owned())));
    };
    let mut words = Vec::new();
    for _ in 0..count {
        let (start, header) = self::line(buffer, at)?;
        let length = number(header, '$')?;
        let word = buffer.get(start..start + length)?;
        buffer.get(start + length..start + length + 2)?;
        words.push(String::from_utf8_lossy(word).into_owned());
        at = start + length + 2;
    }
    Some((at, Some(words.join(" "))))
}

/// The line that begins at `from`, and where the next one does.
fn line(buffer: &[u8], from: usize) -> Option<(usize, &str)> {
    let rest = buffer.get(from..)?;
    let length = rest.windows(2).position(|end| end == b"\r\n")?;
    Some((from + length + 2, std::str::from_utf8(&rest[..length]).unwrap_or_default()))
}

fn number(line: &str, mark: char) -> Option<usize> {
    line.strip_prefix(mark)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::Tap as _;
    use super::*;

    #[test]
    fn commands_are_read_however_the_bytes_are_cut() {
        let bytes = b"*3\r\n$3\r\nSET\r\n$1\r\na\r\n$4\r\nb\r\nc\r\nPING\r\n*1\r\n$4\r\nEXEC\r\n";
        for size in [1, 5, 1000] {
            let mut tap = Tap::default();
            let said: Vec<Said> = bytes.chunks(size).map(|bytes| tap.client(bytes)).collect();
            let statements: Vec<String> = said.into_iter().flat_map(|said| said.statements).collect();
            assert_eq!(statements, ["SET a b\r\nc", "PING", "EXEC"]);
        }
    }

    #[test]
    fn commands_sent_together_are_one_round_trip() {
        let said = Tap::default().client(b"PING\r\nPING\r\n");
        assert_eq!((said.statements.len(), said.round_trips), (2, 1));
    }
}
