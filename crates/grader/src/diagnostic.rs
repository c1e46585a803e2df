//! rustc's words, as its JSON carries them.

use nojson::{JsonParseError, RawJsonValue};

/// One error or warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it is an error; else it is a warning.
    pub is_error: bool,
    /// As rustc shows it to people.
    pub rendered: String,
    /// The file that it is about, as rustc was told its path.
    pub file: Option<String>,
}

/// Reads a rustc message; `None` for those that only count or explain others.
pub fn read(message: RawJsonValue<'_, '_>) -> Result<Option<Diagnostic>, JsonParseError> {
    let level: String = message.to_member("level")?.required()?.try_into()?;
    let is_error = level.starts_with("error");
    let file = message.to_member("spans")?.required()?.to_array()?.find_map(primary_file);
    if !(is_error || level == "warning") || (file.is_none() && is_summary(message)?) {
        return Ok(None);
    }
    let rendered: Option<String> = message.to_member("rendered")?.required()?.try_into()?;
    Ok(rendered.map(|rendered| Diagnostic { is_error, rendered, file }))
}

/// rustc's words without its colours: escape, bracket, numbers, `m`.
pub fn without_colour(rendered: &str) -> String {
    let mut pieces = rendered.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once('m').map_or(piece, |(_, text)| text));
    [first].into_iter().chain(rest).collect()
}

fn primary_file(span: RawJsonValue<'_, '_>) -> Option<String> {
    let is_primary: bool = span.to_member("is_primary").ok()?.required().ok()?.try_into().ok()?;
    let file: String = span.to_member("file_name").ok()?.required().ok()?.try_into().ok()?;
    is_primary.then_some(file)
}

/// "aborting due to 2 previous errors", "2 warnings emitted".
fn is_summary(message: RawJsonValue<'_, '_>) -> Result<bool, JsonParseError> {
    let text: String = message.to_member("message")?.required()?.try_into()?;
    Ok(text.starts_with("aborting due to") || text.ends_with(" emitted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Option<Diagnostic> {
        read(nojson::RawJson::parse(text).expect("it is JSON").value()).expect("it is a message")
    }

    #[test]
    fn an_error_has_its_file_and_its_words() {
        let text = r#"{"message":"m","level":"error","rendered":"error: m","spans":[{"file_name":"other.rs","is_primary":false},{"file_name":"kata.rs","is_primary":true}]}"#;
        let expected = Diagnostic { is_error: true, rendered: "error: m".into(), file: Some("kata.rs".into()) };
        assert_eq!(read_text(text), Some(expected));
    }

    #[test]
    fn colours_go_and_words_stay() {
        assert_eq!(
            without_colour("\u{1b}[1m\u{1b}[33mwarning\u{1b}[0m: `m` is never used"),
            "warning: `m` is never used"
        );
        assert_eq!(without_colour("plain [1m"), "plain [1m");
    }

    #[test]
    fn summaries_and_notes_are_left_out() {
        let text = |level: &str, message: &str| {
            format!(r#"{{"message":"{message}","level":"{level}","rendered":"r","spans":[]}}"#)
        };
        assert_eq!(read_text(&text("error", "aborting due to 2 previous errors")), None);
        assert_eq!(read_text(&text("warning", "1 warning emitted")), None);
        assert_eq!(read_text(&text("failure-note", "For more information")), None);
        assert!(read_text(&text("error", "linking failed")).is_some());
    }
}
