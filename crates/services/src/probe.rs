//! Whether a server answers, and in its own protocol: a port that is open may be anybody's.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(1);

/// Two ports on loopback that are free right now.
pub fn free_ports() -> io::Result<[u16; 2]> {
    // Both are held until both are known, so that they differ.
    let (one, other) = (TcpListener::bind(("127.0.0.1", 0))?, TcpListener::bind(("127.0.0.1", 0))?);
    Ok([one.local_addr()?.port(), other.local_addr()?.port()])
}

/// Sends `question` to a port and returns the first bytes of the answer. A server that speaks first is asked nothing.
pub fn ask_at_host(host: &str, port: u16, question: &[u8]) -> io::Result<Vec<u8>> {
    let address = (host, port).to_socket_addrs()?.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(question)?;
    let mut answer = vec![0; 512];
    let length = stream.read(&mut answer)?;
    answer.truncate(length);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn what_is_asked_is_answered() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("it is bound").port();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a client");
            let mut question = [0; 4];
            stream.read_exact(&mut question).expect("a question");
            stream.write_all(b"pong").expect("an answer");
        });
        assert_eq!(ask_at_host("127.0.0.1", port, b"ping").expect("an answer"), b"pong");
    }

    #[test]
    fn a_closed_port_is_an_error() {
        let [port, _] = free_ports().expect("a port");
        assert!(ask_at_host("127.0.0.1", port, b"ping").is_err());
    }
}
