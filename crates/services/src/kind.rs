//! The services that there are.

use std::fmt;

/// A service that exercises may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// PostgreSQL 15 or newer.
    Postgres,
    /// MariaDB 10.11 or newer.
    MariaDb,
    /// MongoDB 6 or newer.
    MongoDb,
    /// Redis 6.2 or newer.
    Redis,
    /// RabbitMQ 3.10 or newer, with its management interface.
    RabbitMq,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Postgres, Self::MariaDb, Self::MongoDb, Self::Redis, Self::RabbitMq];

    /// As `exercise.toml` and the command line have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MariaDb => "mariadb",
            Self::MongoDb => "mongodb",
            Self::Redis => "redis",
            Self::RabbitMq => "rabbitmq",
        }
    }

    /// The service called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The variable of the environment that holds its URL: for tests always, and for the runner where a server is there
    /// already.
    pub fn variable(self) -> &'static str {
        self.variables()[0]
    }

    /// All its variables: one for each of its URLs, the one that clients connect to first.
    pub fn variables(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &["POSTGRES_URL"],
            Self::MariaDb => &["MARIADB_URL"],
            Self::MongoDb => &["MONGODB_URL"],
            Self::Redis => &["REDIS_URL"],
            Self::RabbitMq => &["RABBITMQ_URL", "RABBITMQ_MANAGEMENT_URL"],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_is_found_by_its_name() {
        assert!(Kind::ALL.iter().all(|&kind| Kind::from_name(kind.name()) == Some(kind)));
        assert_eq!(Kind::from_name("oracle"), None);
    }
}
