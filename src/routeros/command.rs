//! One command for the router.

use std::fmt;

use mikrotik_rs::proto::codec::{encode_terminator, encode_word};

/// How much silence a command bears before the client gives up. The times are in [`super::Limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patience {
    /// Changes nothing, may be repeated.
    Read,
    /// Changes the router: its outcome is *unknown* when no answer came.
    Write,
    /// Files, imports, signing, scripts.
    Slow,
}

/// A command: path, attributes and query, as RouterOS takes them (RouterOS facts: API, sections 1 and 6).
///
/// Values need no escaping, they may hold any text: words carry their length.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    /// Menu and verb, e.g. `/ip/pool/add`.
    pub path: String,
    /// Names and values in the order they are sent, e.g. `("ranges", "10.5.50.2-10.5.50.254")`.
    pub attributes: Vec<(String, String)>,
    /// Query words, each beginning with `?`. Their order matters.
    pub queries: Vec<String>,
    /// How much silence is borne.
    pub patience: Patience,
}

impl Command {
    /// A command that only reads.
    pub fn read(path: impl Into<String>) -> Command {
        Command::new(path, Patience::Read)
    }

    /// A command that changes the router.
    pub fn write(path: impl Into<String>) -> Command {
        Command::new(path, Patience::Write)
    }

    /// A command that may take the router up to a minute.
    pub fn slow(path: impl Into<String>) -> Command {
        Command::new(path, Patience::Slow)
    }

    fn new(path: impl Into<String>, patience: Patience) -> Command {
        Command {
            path: path.into(),
            attributes: Vec::new(),
            queries: Vec::new(),
            patience,
        }
    }

    /// Adds `=name=value`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Command {
        self.attributes.push((name.into(), value.into()));
        self
    }

    /// Adds `=.proplist=…`: only these properties are read. Without it the router works out slow ones too.
    #[must_use]
    pub fn proplist(self, names: &[&str]) -> Command {
        self.with(".proplist", names.join(","))
    }

    /// Adds one query word, e.g. `?name=x` or `?#|`.
    #[must_use]
    pub fn query(mut self, word: impl Into<String>) -> Command {
        self.queries.push(word.into());
        self
    }

    /// An upper bound of the bytes this takes on the wire.
    pub(super) fn size_on_wire(&self) -> usize {
        /// Longest length prefix, the two `=`, and a share of the tag's word.
        const PER_WORD: usize = 8;
        let attributes = self
            .attributes
            .iter()
            .map(|(name, value)| name.len() + value.len() + PER_WORD);
        let queries = self.queries.iter().map(|word| word.len() + PER_WORD);
        let path_and_tag = self.path.len() + 4 * PER_WORD;
        path_and_tag + attributes.sum::<usize>() + queries.sum::<usize>()
    }

    /// Appends the sentence, with a tag or (login only) without.
    pub(super) fn encode(&self, tag: Option<u64>, out: &mut Vec<u8>) {
        encode_word(self.path.as_bytes(), out);
        for (name, value) in &self.attributes {
            let mut word = Vec::with_capacity(name.len() + value.len() + 2);
            word.push(b'=');
            word.extend_from_slice(name.as_bytes());
            word.push(b'=');
            word.extend_from_slice(value.as_bytes());
            encode_word(&word, out);
        }
        for word in &self.queries {
            encode_word(word.as_bytes(), out);
        }
        if let Some(tag) = tag {
            encode_word(format!(".tag={tag}").as_bytes(), out);
        }
        encode_terminator(out);
    }
}

/// Names only: some values are passwords.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        for (name, _) in &self.attributes {
            write!(f, " {name}=…")?;
        }
        for word in &self.queries {
            write!(f, " {word}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(command: &Command, tag: Option<u64>) -> Vec<u8> {
        let mut out = Vec::new();
        command.encode(tag, &mut out);
        out
    }

    #[test]
    fn words_in_order_tag_last() {
        let command = Command::read("/ip/pool/print")
            .proplist(&[".id", "name"])
            .query("?name=a b");
        let expected =
            b"\x0e/ip/pool/print\x13=.proplist=.id,name\x09?name=a b\x06.tag=7\x00".to_vec();
        assert_eq!(wire(&command, Some(7)), expected);
        assert_eq!(wire(&Command::read("/login"), None), b"\x06/login\x00");
    }

    #[test]
    fn a_value_stays_one_word_whatever_it_holds() {
        let command = Command::write("/x/add").with("comment", "a\0b\n=c=d\u{1F600}");
        let out = wire(&command, None);
        assert_eq!(out[0], 6);
        assert_eq!(usize::from(out[7]), "=comment=a\0b\n=c=d\u{1F600}".len());
    }

    #[test]
    fn the_size_is_never_underestimated() {
        for command in [
            Command::read("/a"),
            Command::read("/a").query("?x"),
            Command::write("/b").with("n", "v".repeat(70_000)),
        ] {
            assert!(wire(&command, Some(u64::MAX)).len() <= command.size_on_wire());
        }
    }

    #[test]
    fn debug_shows_no_values() {
        let command = Command::write("/ip/hotspot/user/add").with("password", "hunter2");
        assert_eq!(format!("{command:?}"), "/ip/hotspot/user/add password=…");
    }
}
