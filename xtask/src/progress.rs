//! One line that says what is being done, for as long as it is being done.

use std::io::{Write, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use grader::{Event, Observer};

use crate::terminal::Terminal;
use crate::text;

/// Work shorter than this is not announced.
const PATIENCE: Duration = Duration::from_millis(300);

/// Draws progress on standard error, where a person watches it.
pub struct Progress {
    terminal: Terminal,
    started: Instant,
    shown: Mutex<Option<String>>,
}

impl Progress {
    pub fn new(terminal: Terminal) -> Self {
        Self { terminal, started: Instant::now(), shown: Mutex::new(None) }
    }

    fn show(&self, line: &str) {
        if !Terminal::shows_progress() || self.started.elapsed() < PATIENCE {
            return;
        }
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        let line: String = line.chars().take(width.saturating_sub(1)).collect();
        if shown.as_ref() != Some(&line) {
            let _ = write!(stderr(), "\r\u{1b}[2K{line}");
            *shown = Some(line);
        }
    }

    /// Takes the line away.
    fn clear(&self) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.take().is_some() {
            let _ = write!(stderr(), "\r\u{1b}[2K");
        }
    }
}

impl Observer for Progress {
    fn event(&self, event: Event<'_>) {
        match event {
            Event::Waiting => eprintln!("waiting for another `cargo xtask` to finish …"),
            Event::Doing(doing) => self.show(&format!("{doing} …")),
            Event::Progress(what, done, all) => self.show(&format!("{} {done}/{all} {what}", bar(done, all))),
            Event::Trouble(error) => {
                self.clear();
                eprint!("{}", text::warning(error, self.terminal.on_stderr()));
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

fn bar(done: usize, all: usize) -> String {
    const WIDTH: usize = 24;
    let filled = (WIDTH * done.min(all)).checked_div(all).unwrap_or(WIDTH);
    format!("{}{}", "█".repeat(filled), "░".repeat(WIDTH - filled))
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn the_bar_fills_from_the_left() {
        assert_eq!(bar(0, 4), "░".repeat(24));
        assert_eq!(bar(2, 4), format!("{}{}", "█".repeat(12), "░".repeat(12)));
        assert_eq!([bar(4, 4), bar(9, 4), bar(0, 0)], [const { "████████████████████████" }; 3]);
    }
}
