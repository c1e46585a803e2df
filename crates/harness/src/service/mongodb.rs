//! A `MongoDB` database for one test.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mongodb::bson::{Bson, Document, doc};
use mongodb::event::EventHandler;
use mongodb::event::command::CommandEvent;
use mongodb::options::ClientOptions;
use mongodb::{Client, Collection};
use services::Kind;

use super::{block_on, finally, must, name, require};

/// A database that is one test's alone, with the commands that its client sends.
#[derive(Clone, Debug)]
pub struct Database {
    url: String,
    name: String,
}

/// The commands that a client has sent, as its driver tells them.
#[derive(Clone, Debug, Default)]
pub struct Commands(Arc<Mutex<Vec<Document>>>);

/// Runs a test with a database of its own, and takes it away however the test ends.
pub fn test(body: impl AsyncFnOnce(Database)) {
    block_on(async {
        let database = Database { url: super::url(Kind::MongoDb), name: name::fresh() };
        let inner = database.open().await;
        let build = must("ask for the version", inner.run_command(doc! { "buildInfo": 1 }).await);
        require(Kind::MongoDb, build.get_str("version").unwrap_or_default(), (6, 0));
        sweep(inner.client()).await;
        finally(body(database.clone()), async { must("drop a database", inner.drop().await) }).await;
    });
}

impl Database {
    /// The server's URL; the database is [`Database::name`].
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// It, through a client of its own, which nothing counts.
    pub async fn open(&self) -> mongodb::Database {
        client(&self.url, None).await.database(&self.name)
    }

    /// It, through a client of its own whose commands are told.
    pub async fn watched(&self) -> (mongodb::Database, Commands) {
        let commands = Commands::default();
        let client = client(&self.url, Some(commands.clone())).await;
        (client.database(&self.name), commands)
    }

    /// How a `find` or an `aggregate`, given as the command's document, is carried out, with what it cost.
    pub async fn explain(&self, command: Document) -> Execution {
        let explain = doc! { "explain": command, "verbosity": "executionStats" };
        Execution(must("explain a command", self.open().await.run_command(explain).await))
    }

    /// A collection, through a client that nothing counts.
    pub async fn collection(&self, name: &str) -> Collection<Document> {
        self.open().await.collection(name)
    }
}

impl Commands {
    /// What was sent since the last [`Commands::clear`], but for what drivers send of themselves.
    pub fn sent(&self) -> Vec<Document> {
        self.lock().clone()
    }

    /// The names of the commands, such as `find`.
    pub fn names(&self) -> Vec<String> {
        self.lock().iter().filter_map(|command| command.keys().next().cloned()).collect()
    }

    /// Forgets what was sent.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn note(&self, command: Document) {
        const OWN: [&str; 6] = ["hello", "isMaster", "ping", "saslStart", "saslContinue", "endSessions"];
        if command.keys().next().is_some_and(|name| !OWN.contains(&name.as_str())) {
            self.lock().push(command);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Document>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What `explain` said.
#[derive(Clone, Debug)]
pub struct Execution(Document);

impl Execution {
    /// The stages of the plan that won, by their names (`COLLSCAN`, `IXSCAN` …), in the order of the document.
    pub fn stages(&self) -> Vec<String> {
        let mut stages = Vec::new();
        collect(&Bson::Document(self.0.clone()), "stage", &mut stages);
        stages
    }

    /// The indexes that it used.
    pub fn indexes(&self) -> Vec<String> {
        let mut indexes = Vec::new();
        collect(&Bson::Document(self.0.clone()), "indexName", &mut indexes);
        indexes.dedup();
        indexes
    }

    /// Documents that it looked at.
    pub fn documents_examined(&self) -> i64 {
        let mut numbers = Vec::new();
        collect(&Bson::Document(self.0.clone()), "totalDocsExamined", &mut numbers);
        numbers.iter().filter_map(|number| number.parse::<i64>().ok()).max().unwrap_or(0)
    }
}

/// Every value under `key`, wherever it stands; plans that were rejected are left out.
fn collect(value: &Bson, key: &str, found: &mut Vec<String>) {
    match value {
        Bson::Document(document) => {
            for (name, value) in document.iter().filter(|(name, _)| *name != "rejectedPlans") {
                if name == key {
                    found.extend(text(value));
                }
                collect(value, key, found);
            }
        }
        Bson::Array(values) => values.iter().for_each(|value| collect(value, key, found)),
        _ => {}
    }
}

fn text(value: &Bson) -> Option<String> {
    match value {
        Bson::String(text) => Some(text.clone()),
        Bson::Int32(number) => Some(number.to_string()),
        Bson::Int64(number) => Some(number.to_string()),
        _ => None,
    }
}

async fn client(url: &str, commands: Option<Commands>) -> Client {
    let mut options = must("read the URL of MongoDB", ClientOptions::parse(url).await);
    options.command_event_handler = commands.map(|commands| {
        EventHandler::callback(move |event| {
            if let CommandEvent::Started(event) = event {
                commands.note(event.command);
            }
        })
    });
    must("connect to MongoDB", Client::with_options(options))
}

/// Takes away what tests that were killed have left on a server that outlives them.
async fn sweep(client: &Client) {
    for forgotten in must("list databases", client.list_database_names().await) {
        if name::is_forgotten(&forgotten) {
            // Another test may be quicker.
            let _ = client.database(&forgotten).drop().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_execution_says_what_it_cost() {
        let execution = Execution(doc! {
            "queryPlanner": { "winningPlan": { "stage": "FETCH", "inputStage": { "stage": "IXSCAN", "indexName": "a_1" } },
                "rejectedPlans": [ { "stage": "COLLSCAN" } ] },
            "executionStats": { "totalDocsExamined": 3, "executionStages": { "stage": "FETCH" } },
        });
        assert_eq!(execution.stages(), ["FETCH", "IXSCAN", "FETCH"]);
        assert_eq!((execution.indexes(), execution.documents_examined()), (vec!["a_1".to_owned()], 3));
    }

    #[test]
    fn what_drivers_send_of_themselves_is_left_out() {
        let commands = Commands::default();
        commands.note(doc! { "hello": 1 });
        commands.note(doc! { "find": "a" });
        assert_eq!(commands.names(), ["find"]);
        commands.clear();
        assert!(commands.sent().is_empty());
    }
}
