//! What values of settings look like, and how each is read. What is wrong with one is told in a sentence, without the setting's name.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use tracing_subscriber::filter::{LevelFilter, Targets};

use crate::domain::alike::nearest;
use crate::http::cors::Origin;

/// The words for how much is logged, from nothing to everything.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The name of a file or folder. In the settings file it begins with `/`.
    Path,
    /// One text.
    Text,
    /// Any number of texts.
    List,
    /// Yes or no.
    Switch,
}

/// A file or folder.
///
/// # Errors
/// A name that no file has.
pub fn path(text: &str) -> Result<PathBuf, String> {
    if text.trim().is_empty() || text.contains('\0') {
        return Err(format!(
            "{text:?} is the name of no file: write it like /var/lib/hotspotd"
        ));
    }
    Ok(PathBuf::from(text))
}

/// An address to listen at.
///
/// # Errors
/// What is none.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    text.trim().parse().map_err(|_| {
        format!(
            "{text:?} is no address with a port: write it like 0.0.0.0:8000 (every address of this box), 192.168.88.10:8000 or [::]:8000"
        )
    })
}

/// The address of one machine.
///
/// # Errors
/// What is none.
pub fn machine(text: &str) -> Result<IpAddr, String> {
    match text.trim().parse::<IpAddr>() {
        Ok(address) if !address.is_unspecified() => Ok(address),
        _ => Err(format!(
            "{text:?} is no address of one machine: write it like 127.0.0.1 or fd00::2"
        )),
    }
}

/// A site whose pages may speak to the API.
///
/// # Errors
/// What is none.
pub fn origin(text: &str) -> Result<Origin, String> {
    Origin::from_str(text).map_err(|error| error.to_string())
}

/// Yes or no.
///
/// # Errors
/// Any other word.
pub fn switch(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err(format!(
            "{text:?} is neither true nor false: write one of them"
        )),
    }
}

/// Whether something is done, where the two words are `on` and `off`.
///
/// # Errors
/// Any other word.
pub fn on(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("{text:?} is neither on nor off: write one of them")),
    }
}

/// How much is logged. A word that is no level would otherwise be taken for a part of the program, of which everything is logged.
///
/// # Errors
/// What is no level, and what is no list of parts with their levels.
pub fn filter(text: &str) -> Result<Targets, String> {
    for item in text.split(',') {
        let (part, level) = match item.split_once('=') {
            Some((part, level)) => (Some(part.trim()), level.trim()),
            None => (None, item.trim()),
        };
        if level.parse::<LevelFilter>().is_err() || level.is_empty() {
            let meant = nearest(level, LEVELS.into_iter());
            let meant = meant.map_or_else(String::new, |word| format!(" (did you mean {word}?)"));
            return Err(format!(
                "{level:?} is no level of the log{meant}: write off, error, warn, info, debug or trace, and for one part of the program its name before it, like info,hotspotd::jobs=debug"
            ));
        }
        if part.is_some_and(str::is_empty) {
            return Err(format!(
                "{item:?} does not say for which part of the program: write it like hotspotd::jobs=debug"
            ));
        }
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    plain
        .parse()
        .map_err(|error| format!("{text:?} says nothing of the log: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_levels_and_parts_with_levels() {
        for text in [
            "info",
            "WARN",
            "off",
            "3",
            "info,hotspotd::jobs=debug",
            " warn , hotspotd = trace ",
        ] {
            let targets = filter(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_ne!(targets, Targets::new(), "{text}");
        }
        for (text, told) in [
            ("", "is no level"),
            ("inof", "did you mean info?"),
            ("hyper", "is no level"),
            ("info,", "is no level"),
            ("hotspotd=", "is no level"),
            ("hotspotd=debgu", "did you mean debug?"),
            ("=info", "which part"),
            ("a=info=b", "is no level"),
        ] {
            let error = filter(text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
        let both = filter("warn,hotspotd::jobs=debug").unwrap();
        assert!(both.would_enable("hotspotd::jobs", &tracing::Level::DEBUG));
        assert!(!both.would_enable("hotspotd::store", &tracing::Level::INFO));
    }

    #[test]
    fn other_forms() {
        assert!(address("0.0.0.0:8000").is_ok() && address(" [::]:80 ").is_ok());
        for text in ["", "8000", "0.0.0.0", "localhost:8000", "1.2.3.4:99999"] {
            assert!(
                address(text).unwrap_err().contains("0.0.0.0:8000"),
                "{text}"
            );
        }
        assert!(machine("127.0.0.1").is_ok() && machine("fd00::2").is_ok());
        for text in ["", "0.0.0.0", "::", "127.0.0.1:80", "10.0.0.0/8"] {
            assert!(machine(text).is_err(), "{text}");
        }
        for (text, is) in [("true", true), ("Yes", true), ("0", false), ("off", false)] {
            assert_eq!(switch(text), Ok(is), "{text}");
        }
        for (text, is) in [("on", Ok(true)), (" Off", Ok(false))] {
            assert_eq!(on(text), is, "{text}");
        }
        assert!(on("").is_err() && on("true").is_err());
        assert!(switch("").is_err() && switch("ja").is_err());
        assert!(path("").is_err() && path(" ").is_err() && path("a\0b").is_err());
        assert_eq!(path("data"), Ok(PathBuf::from("data")));
    }
}
