//! The way between a client and its server, made visible and breakable.
//!
//! A [`Wire`] is a proxy on loopback that speaks for the server. It reads along, so that a test can count what a kata
//! really sent, whatever pools and caches it hides behind; and it can slow the way down, hold it up, and cut it at the
//! worst moment: when the server has committed and the client does not know.

mod mysql;
mod postgres;
mod resp;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::must;

/// A proxy before one server.
pub struct Wire {
    url: String,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

/// The protocol that is read along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL's, version 3.
    Postgres,
    /// `MySQL`'s, which `MariaDB` speaks too.
    MySql,
    /// Redis's, RESP 2 and 3.
    Redis,
}

/// What went over a wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// What the client had carried out, in order: SQL with its placeholders, or a Redis command with its arguments.
    pub statements: Vec<String>,
    /// How often the client had to wait for an answer. A statement that is prepared first makes two.
    pub round_trips: u64,
    /// Bytes that came from the server.
    pub received: u64,
    /// How many connections were opened.
    pub connections: u64,
    notices: Vec<String>,
}

/// Where a wire is to break, once.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cut {
    Before(String),
    AfterServer(String),
}

struct Shared {
    dialect: Dialect,
    server: String,
    traffic: Mutex<Traffic>,
    cut: Mutex<Option<Cut>>,
    condition: watch::Sender<Condition>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Condition {
    delay: Duration,
    held: bool,
    refusing: bool,
    /// Connections of an earlier age are cut.
    age: u64,
}

impl Wire {
    /// A wire to the server that `url` names. Clients connect to [`Wire::url`] instead.
    pub(crate) async fn start(dialect: Dialect, url: &str) -> Self {
        let listener = must("listen on loopback", TcpListener::bind(("127.0.0.1", 0)).await);
        let address = must("listen on loopback", listener.local_addr());
        let (traffic, cut) = (Mutex::default(), Mutex::default());
        let (condition, _) = watch::channel(Condition::default());
        let shared = Arc::new(Shared { dialect, server: place(url).to_owned(), traffic, cut, condition });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { url: redirected(url, address), shared, accepting }
    }

    /// The server's URL, by way of this wire.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What has gone over it since it was made or last [cleared](Self::clear).
    pub fn traffic(&self) -> Traffic {
        lock(&self.shared.traffic).clone()
    }

    /// Forgets what has gone over it.
    pub fn clear(&self) {
        *lock(&self.shared.traffic) = Traffic::default();
    }

    /// What `action` gives, and what goes over the wire meanwhile.
    pub async fn watch<T>(&self, action: impl Future<Output = T>) -> (T, Traffic) {
        self.clear();
        (action.await, self.traffic())
    }

    /// Lets every message to the server take this much longer.
    pub fn delay(&self, delay: Duration) {
        self.shared.condition.send_modify(|condition| condition.delay = delay);
    }

    /// Holds everything up, in both directions, until [`Wire::release`]: a peer that is paused, a network that hangs.
    pub fn hold(&self) {
        self.shared.condition.send_modify(|condition| condition.held = true);
    }

    /// Lets go what was held up.
    pub fn release(&self) {
        self.shared.condition.send_modify(|condition| condition.held = false);
    }

    /// Cuts every connection. New ones are served.
    pub fn cut(&self) {
        self.shared.condition.send_modify(|condition| condition.age += 1);
    }

    /// Cuts every connection, and every new one at once, until [`Wire::restore`]: a server that is down.
    pub fn sever(&self) {
        self.shared.condition.send_modify(|condition| {
            condition.age += 1;
            condition.refusing = true;
        });
    }

    /// Serves new connections again.
    pub fn restore(&self) {
        self.shared.condition.send_modify(|condition| condition.refusing = false);
    }

    /// Cuts the connection on which a statement that contains `words`, in any case, is sent next, before the server sees it.
    pub fn cut_before(&self, words: &str) {
        *lock(&self.shared.cut) = Some(Cut::Before(words.to_lowercase()));
    }

    /// Cuts the connection on which a statement that contains `words`, in any case, is sent next, after the server has
    /// carried it out and before the client hears of it.
    pub fn cut_reply_to(&self, words: &str) {
        *lock(&self.shared.cut) = Some(Cut::AfterServer(words.to_lowercase()));
    }

    /// Whether a cut that was asked for has not come yet.
    pub fn is_cut_pending(&self) -> bool {
        lock(&self.shared.cut).is_some()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
    }
}

impl Traffic {
    /// The statements but for those that begin and end transactions.
    pub fn queries(&self) -> Vec<&str> {
        const CONTROL: [&str; 7] =
            ["begin", "start transaction", "commit", "rollback", "savepoint", "release", "set transaction"];
        let is_control = |statement: &str| {
            let start = statement.trim_start().to_lowercase();
            CONTROL.iter().any(|word| start.starts_with(word))
        };
        self.statements.iter().map(String::as_str).filter(|statement| !is_control(statement)).collect()
    }

    /// The plans of what was carried out, where the database [logs them](super::postgres::Database::log_plans).
    #[cfg(feature = "postgres")]
    pub fn plans(&self) -> Vec<super::Plan> {
        let json = |notice: &String| notice.split_once("plan:\n").and_then(|(_, json)| super::Plan::read(json));
        self.notices.iter().filter_map(json).collect()
    }
}

/// What was understood of some bytes from the client.
#[derive(Default)]
struct Said {
    statements: Vec<String>,
    round_trips: u64,
}

/// Reads one connection along. Bytes come in pieces of any size.
trait Tap: Send {
    fn client(&mut self, bytes: &[u8]) -> Said;

    /// Returns the notices that the server gave beside its answers.
    fn server(&mut self, _bytes: &[u8]) -> Vec<String> {
        Vec::new()
    }
}

impl Dialect {
    fn tap(self) -> Box<dyn Tap> {
        match self {
            Self::Postgres => Box::<postgres::Tap>::default(),
            Self::MySql => Box::<mysql::Tap>::default(),
            Self::Redis => Box::<resp::Tap>::default(),
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        if shared.condition.borrow().refusing {
            continue;
        }
        lock(&shared.traffic).connections += 1;
        let shared = Arc::clone(&shared);
        // Either side's end is the other's: nothing is left to say about it.
        tokio::spawn(async move { carry(client, &shared).await });
    }
}

/// Carries one connection until an end of it closes or it is cut.
async fn carry(client: TcpStream, shared: &Shared) -> io::Result<()> {
    let age = shared.condition.borrow().age;
    let server = TcpStream::connect(&shared.server).await?;
    tokio::select! {
        end = ferry(client, server, shared) => end,
        () = shared.when(|condition| condition.age > age) => Ok(()),
    }
}

async fn ferry(mut client: TcpStream, mut server: TcpStream, shared: &Shared) -> io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let mut tap = shared.dialect.tap();
    let (mut request, mut reply) = (vec![0; 16 << 10], vec![0; 16 << 10]);
    let mut is_last = false;
    loop {
        tokio::select! {
            length = client.read(&mut request) => {
                let bytes = &request[..length?];
                let said = tap.client(bytes);
                let cut = shared.cut_at(&said);
                if bytes.is_empty() || matches!(cut, Some(Cut::Before(_))) {
                    return Ok(());
                }
                is_last |= cut.is_some();
                shared.note_client(said);
                let delay = shared.condition.borrow().delay;
                tokio::time::sleep(delay).await;
                shared.when(|condition| !condition.held).await;
                server.write_all(bytes).await?;
            }
            length = server.read(&mut reply) => {
                let bytes = &reply[..length?];
                if bytes.is_empty() || is_last {
                    return Ok(());
                }
                shared.note_server(bytes.len(), tap.server(bytes));
                shared.when(|condition| !condition.held).await;
                client.write_all(bytes).await?;
            }
        }
    }
}

impl Shared {
    async fn when(&self, is_met: impl FnMut(&Condition) -> bool) {
        // An error means that the wire is gone, and what it carried goes with it.
        let _ = self.condition.subscribe().wait_for(is_met).await;
    }

    fn note_client(&self, said: Said) {
        let mut traffic = lock(&self.traffic);
        traffic.statements.extend(said.statements);
        traffic.round_trips += said.round_trips;
    }

    fn note_server(&self, length: usize, notices: Vec<String>) {
        let mut traffic = lock(&self.traffic);
        traffic.received += length as u64;
        traffic.notices.extend(notices);
    }

    /// The cut that these statements bring about, which does so once.
    fn cut_at(&self, said: &Said) -> Option<Cut> {
        let mut cut = lock(&self.cut);
        let (Cut::Before(words) | Cut::AfterServer(words)) = cut.as_ref()?;
        let is_met = said.statements.iter().any(|statement| statement.to_lowercase().contains(words));
        if is_met { cut.take() } else { None }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `host:port` of `scheme://user:password@host:port/rest`.
fn place(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, place)| place)
}

fn redirected(url: &str, address: SocketAddr) -> String {
    let place = place(url);
    let at = place.as_ptr() as usize - url.as_ptr() as usize;
    format!("{}{address}{}", &url[..at], &url[at + place.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::block_on;

    #[test]
    fn a_url_is_led_another_way() {
        let address = SocketAddr::from(([127, 0, 0, 1], 7));
        assert_eq!(redirected("postgres://u:p@db:5432/x?y=a@b", address), "postgres://u:p@127.0.0.1:7/x?y=a@b");
        assert_eq!(redirected("redis://127.0.0.1:1/0", address), "redis://127.0.0.1:7/0");
    }

    /// A server that says each line back, and a wire to it.
    async fn echo() -> Wire {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("it is bound");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut reader, mut writer) = stream.split();
                    tokio::io::copy(&mut reader, &mut writer).await
                });
            }
        });
        Wire::start(Dialect::Redis, &format!("redis://{address}/0")).await
    }

    async fn connect(wire: &Wire) -> TcpStream {
        TcpStream::connect(place(wire.url())).await.expect("a wire listens")
    }

    async fn say(stream: &mut TcpStream, words: &str) -> Option<String> {
        stream.write_all(words.as_bytes()).await.ok()?;
        let mut answer = vec![0; 100];
        let length = stream.read(&mut answer).await.ok()?;
        (length > 0).then(|| String::from_utf8_lossy(&answer[..length]).into_owned())
    }

    #[test]
    fn what_goes_over_it_is_seen() {
        block_on(async {
            let wire = echo().await;
            let mut stream = connect(&wire).await;
            let (answer, traffic) = wire.watch(say(&mut stream, "PING\r\n")).await;
            assert_eq!(answer.as_deref(), Some("PING\r\n"));
            assert_eq!((traffic.statements, traffic.received), (vec!["PING".to_owned()], 6));
        });
    }

    #[test]
    fn a_cut_comes_once_where_it_was_asked_for() {
        block_on(async {
            let wire = echo().await;
            for after in [false, true] {
                let mut stream = connect(&wire).await;
                if after {
                    wire.cut_reply_to("exec");
                } else {
                    wire.cut_before("exec");
                }
                assert!(say(&mut stream, "PING\r\n").await.is_some(), "something else is not cut");
                assert_eq!(say(&mut stream, "EXEC\r\n").await, None);
                assert!(!wire.is_cut_pending());
                assert!(say(&mut connect(&wire).await, "EXEC\r\n").await.is_some(), "it comes once");
            }
            assert_eq!(wire.traffic().statements, ["PING", "EXEC", "PING", "EXEC", "EXEC"], "one EXEC never went");
        });
    }

    #[test]
    fn a_server_can_be_down_and_come_back() {
        block_on(async {
            let wire = echo().await;
            let mut stream = connect(&wire).await;
            assert!(say(&mut stream, "PING\r\n").await.is_some());
            wire.sever();
            assert_eq!(say(&mut stream, "PING\r\n").await, None);
            assert_eq!(say(&mut connect(&wire).await, "PING\r\n").await, None);
            wire.restore();
            assert!(say(&mut connect(&wire).await, "PING\r\n").await.is_some());
        });
    }

    #[test]
    fn what_is_held_comes_when_it_is_released() {
        block_on(async {
            let wire = echo().await;
            let mut stream = connect(&wire).await;
            assert!(say(&mut stream, "PING\r\n").await.is_some());
            wire.hold();
            let waiting = tokio::time::timeout(Duration::from_millis(20), say(&mut stream, "PING\r\n")).await;
            assert!(waiting.is_err(), "it is held");
            wire.release();
            let mut answer = [0; 6];
            stream.read_exact(&mut answer).await.expect("it comes");
            assert_eq!(&answer, b"PING\r\n");
        });
    }

    #[test]
    fn transaction_control_is_no_query() {
        let statements = ["BEGIN", "select 1", " commit", "ROLLBACK TO x", "UPDATE a"].map(str::to_owned).to_vec();
        assert_eq!(Traffic { statements, ..Traffic::default() }.queries(), ["select 1", "UPDATE a"]);
    }
}
