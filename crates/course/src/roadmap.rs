//! The backend roadmap: what a learner will be able to do at its end, bullet by bullet.
//!
//! A stage claims bullets in its `Cargo.toml`, an exercise covers them in its `exercise.toml`, and `verify` holds the two
//! together. The number before the dot is the stage; `T` are tips for the whole way, `V` is the picture of it.

/// A bullet: the id that `exercise.toml` uses, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bullet {
    /// Such as `2.6`.
    pub id: &'static str,
    /// Such as "Hashmaps".
    pub text: &'static str,
}

/// The bullet with this id.
pub fn bullet(id: &str) -> Option<Bullet> {
    BULLETS.iter().find(|(known, _)| *known == id).map(|&(id, text)| Bullet { id, text })
}

const BULLETS: &[(&str, &str)] = &[
    ("1.0", "Choose and master one language"),
    ("1.1", "Variables, loops, conditions"),
    ("1.2", "Functions, classes"),
    ("1.3", "Error handling"),
    ("1.4", "Async programming (promises, async/await)"),
    ("1.G", "Goal: clean, bug-free, modular code"),
    ("2.1", "Arrays"),
    ("2.2", "Strings"),
    ("2.3", "Linked List"),
    ("2.4", "Stack"),
    ("2.5", "Queue"),
    ("2.6", "Hashmaps"),
    ("2.7", "Sets"),
    ("2.8", "Trees"),
    ("2.9", "Graphs"),
    ("2.10", "Searching"),
    ("2.11", "Sorting"),
    ("2.12", "Recursion"),
    ("2.13", "Big-O notation"),
    ("2.G", "Goal: problem-solving, code optimization"),
    ("3.1", "MySQL"),
    ("3.2", "PostgreSQL"),
    ("3.3", "Joins"),
    ("3.4", "Indexing"),
    ("3.5", "Transactions"),
    ("3.6", "Normalization"),
    ("3.7", "MongoDB"),
    ("3.8", "Redis"),
    ("3.9", "Document store"),
    ("3.10", "Key-value store"),
    ("3.G1", "Goal: know when to pick SQL vs NoSQL"),
    ("3.G2", "Goal: write optimized queries"),
    ("4.1", "Express.js (core)"),
    ("4.2", "Middlewares"),
    ("4.3", "Error handling (framework)"),
    ("4.4", "Routing"),
    ("4.5", "Authentication: JWT"),
    ("4.6", "Authentication: OAuth"),
    ("4.7", "Validations (express-validator)"),
    ("4.8", "Environment configs (dotenv)"),
    ("4.G", "Goal: robust APIs, best practices"),
    ("5.1", "API design (RESTful)"),
    ("5.2", "Caching (Redis)"),
    ("5.3", "Load Balancer (basic)"),
    ("5.4", "Sharding"),
    ("5.5", "Replication"),
    ("5.6", "Queues: RabbitMQ"),
    ("5.7", "Queues: BullMQ"),
    ("5.G", "Goal: think how big systems work"),
    ("6.1", "How HTTP works"),
    ("6.2", "HTTPS, SSL/TLS basics"),
    ("6.3", "Websockets"),
    ("6.4", "DNS"),
    ("6.5", "IP"),
    ("6.6", "Ports"),
    ("6.7", "Load balancers (network)"),
    ("6.8", "Proxies"),
    ("6.G", "Goal: know what happens under the hood"),
    ("7.1", "JWT tokens"),
    ("7.2", "OAuth 2.0: Google login"),
    ("7.3", "OAuth 2.0: Facebook login"),
    ("7.4", "Session management"),
    ("7.5", "Role Based Access Control"),
    ("7.G", "Goal: secure your APIs and apps"),
    ("8.1", "Docker (containerization)"),
    ("8.2", "CI/CD: GitHub Actions"),
    ("8.3", "CI/CD: Jenkins"),
    ("8.4", "Linux commands"),
    ("8.5", "Monitoring: logs"),
    ("8.6", "Monitoring: alerts"),
    ("8.G", "Goal: deploy, scale, monitor"),
    ("9.1", "AWS EC2"),
    ("9.2", "AWS S3"),
    ("9.3", "AWS RDS"),
    ("9.4", "AWS Elastic Beanstalk"),
    ("9.5", "Azure (optional)"),
    ("9.6", "GCP (optional)"),
    ("9.G", "Goal: deploy to cloud confidently"),
    ("10.1", "Clean, documented code"),
    ("10.2", "API docs: Swagger"),
    ("10.3", "API docs: Postman"),
    ("10.4", "Communication skills"),
    ("10.5", "Mini Social Network"),
    ("10.6", "File Upload Service"),
    ("10.7", "Chat Application"),
    ("10.8", "E-commerce Backend"),
    ("10.G", "Goal: portfolio of 2-3 strong projects"),
    ("T.1", "Tip: code every day"),
    ("T.2", "Tip: build side projects"),
    ("T.3", "Tip: contribute to GitHub"),
    ("T.4", "Tip: read quality blogs/articles"),
    ("T.5", "Tip: practice explaining designs"),
    ("V.1", "Final roadmap visual (order of stages)"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_bullet_is_found_by_its_id() {
        assert_eq!(bullet("2.6").map(|bullet| bullet.text), Some("Hashmaps"));
        assert_eq!(bullet("2.99"), None);
    }

    #[test]
    fn ids_are_unique() {
        let ids: BTreeSet<_> = BULLETS.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), BULLETS.len());
    }
}
