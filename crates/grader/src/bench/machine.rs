//! Where something was measured: times of two machines, or of two compilers, are not comparable.

use std::fs;
use std::process::Command;
use std::thread;

/// What a measurement depends on besides the code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// The processor's name, as the system gives it.
    pub processor: String,
    /// How many threads run side by side.
    pub cores: u32,
    /// Such as `linux x86_64`.
    pub system: String,
    /// What `rustc --version` says.
    pub rustc: String,
}

impl Machine {
    /// This one.
    pub fn here() -> Self {
        let cores = thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        Self {
            processor: processor().unwrap_or_else(|| "unknown".to_owned()),
            cores: u32::try_from(cores).unwrap_or(u32::MAX),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            rustc: rustc().unwrap_or_else(|| "unknown".to_owned()),
        }
    }

    /// What differs from `other`, in words; `None` when times can be compared.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let fields = [
            ("rustc", &self.rustc, &other.rustc),
            ("processor", &self.processor, &other.processor),
            ("system", &self.system, &other.system),
        ];
        let (name, here, there) = fields.into_iter().find(|(_, here, there)| here != there)?;
        Some(format!("another {name}: `{there}` then, `{here}` now"))
    }
}

/// How many processes want to run, on average over the last minute; `None` where the system does not tell.
pub fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(": ").map(|(_, name)| name.trim().to_owned())
}

fn rustc() -> Option<String> {
    let output = Command::new(crate::rustc::path()).arg("--version").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_like_itself() {
        let here = Machine::here();
        assert!(here.rustc.starts_with("rustc 1."), "{}", here.rustc);
        assert_eq!(here.difference(&here), None);
    }

    #[test]
    fn another_compiler_or_processor_is_named() {
        let here = Machine { rustc: "rustc 1.95.0".into(), ..Machine::default() };
        let there = Machine { rustc: "rustc 1.94.0".into(), ..Machine::default() };
        let expected = "another rustc: `rustc 1.94.0` then, `rustc 1.95.0` now";
        assert_eq!(here.difference(&there).as_deref(), Some(expected));
        let slow = Machine { processor: "slow".into(), ..here.clone() };
        assert!(here.difference(&slow).is_some_and(|difference| difference.contains("processor")));
    }
}
