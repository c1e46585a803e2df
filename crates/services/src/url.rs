//! The URLs of servers: what clients want to know of them, and what may be shown.

/// `scheme://user:password@host:port/rest`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// Such as `postgres`.
    pub scheme: String,
    /// May be empty.
    pub user: String,
    /// May be empty.
    pub password: String,
    /// Without the brackets of IPv6.
    pub host: String,
    /// The port.
    pub port: u16,
    /// What follows, with its slash or question mark.
    pub rest: String,
}

impl Url {
    /// Reads a URL. One without a port is none.
    pub fn read(text: &str) -> Option<Self> {
        let (scheme, after) = text.split_once("://")?;
        let end = after.find(['/', '?']).unwrap_or(after.len());
        let (authority, rest) = after.split_at(end);
        let (who, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = who.split_once(':').unwrap_or((who, ""));
        let (host, port) = place.rsplit_once(':')?;
        Some(Self {
            scheme: scheme.to_owned(),
            user: decoded(user),
            password: decoded(password),
            host: host.trim_matches(['[', ']']).to_owned(),
            port: port.parse().ok()?,
            rest: rest.to_owned(),
        })
    }

    /// `host:port`, which anybody may see.
    pub fn place(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// The name of the database: the path without its slash.
    pub fn database(&self) -> &str {
        let path = self.rest.split('?').next().unwrap_or_default();
        path.trim_start_matches('/')
    }
}

/// A URL as it may be shown.
pub fn without_password(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((before, place)) => {
            let user = before.split_once("://").map_or("", |(scheme, _)| scheme);
            format!("{user}://…@{place}")
        }
        None => url.to_owned(),
    }
}

/// `%40` is `@`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = code.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(url: &str) -> Option<String> {
        Url::read(url).map(|url| url.place())
    }

    #[test]
    fn places_are_read_from_urls() {
        assert_eq!(place("postgres://u:p@127.0.0.1:5432/db").as_deref(), Some("127.0.0.1:5432"));
        assert_eq!(place("redis://[::1]:6379").as_deref(), Some("[::1]:6379"));
        assert_eq!(place("mongodb://u:p%40@db.example.com:1/?a=b@c").as_deref(), Some("db.example.com:1"));
        assert_eq!([place("localhost:5432"), place("postgres://localhost/db")], [None, None]);
    }

    #[test]
    fn the_rest_is_read_too() {
        let url = Url::read("postgres://ada:p%40s%zz@[::1]:5432/shop?sslmode=disable").expect("a URL");
        assert_eq!((url.user.as_str(), url.password.as_str(), url.host.as_str()), ("ada", "p@s%zz", "::1"));
        assert_eq!((url.database(), url.rest.as_str()), ("shop", "/shop?sslmode=disable"));
        let url = Url::read("redis://:secret@127.0.0.1:1/0").expect("a URL");
        assert_eq!((url.user.as_str(), url.password.as_str(), url.database()), ("", "secret", "0"));
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(without_password("postgres://u:secret@h/x"), "postgres://…@h/x");
    }
}
