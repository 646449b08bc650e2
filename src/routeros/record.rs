//! What the router answers: records and replies.

use std::fmt;

/// One `!re` sentence: the properties of one item, in the order the router sent them.
///
/// All text lies in one buffer, because a list of hotspot users has tens of thousands of these (about 500 bytes each).
/// Bytes that are not UTF-8 become U+FFFD: RouterOS does not say which encoding a comment has.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    text: Box<str>,
    /// Where each name and each value ends in `text`, alternately.
    ends: Box<[u32]>,
}

impl Record {
    /// Collects names and values as they stand on the wire.
    pub(super) fn from_wire<'a>(attributes: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> Record {
        let mut text = String::with_capacity(256);
        let mut ends = Vec::with_capacity(32);
        for (name, value) in attributes {
            for part in [name, value] {
                text.push_str(&String::from_utf8_lossy(part));
                // A sentence is at most some megabytes long, so this never saturates.
                ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            }
        }
        Record {
            text: text.into_boxed_str(),
            ends: ends.into_boxed_slice(),
        }
    }

    /// The value of a property; `None` when the router did not send it, which is how it says *not set*.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find_map(|(have, value)| (have == name).then_some(value))
    }

    /// The `.id`, e.g. `*1A`. Singletons have none.
    pub fn id(&self) -> Option<&str> {
        self.get(".id")
    }

    /// Names and values in the router's order; a name may come twice.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.chunks_exact(2).map(move |pair| {
            let (name_end, value_end) = match pair {
                [name_end, value_end] => (*name_end as usize, *value_end as usize),
                _ => (start, start),
            };
            let name = self.text.get(start..name_end).unwrap_or_default();
            let value = self.text.get(name_end..value_end).unwrap_or_default();
            start = value_end;
            (name, value)
        })
    }
}

/// Names only: some values are passwords.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

/// The router's answer to one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It was carried out.
    Done {
        /// The value of `=ret=`: the new `.id` after an `add`, a count, the output of a script.
        ret: Option<String>,
        /// The `!re` records, unless they were handed out one by one.
        records: Vec<Record>,
    },
    /// It was refused (`!trap`).
    Trap {
        /// RouterOS's category, 0 to 7; it may be absent (RouterOS facts: API, section 7).
        category: Option<u8>,
        /// The router's own words. Several traps for one command are joined by `; `.
        message: String,
    },
}

impl Reply {
    /// Whether the router refused the command.
    pub fn is_trap(&self) -> bool {
        matches!(self, Reply::Trap { .. })
    }

    /// The records; none for a refused command.
    pub fn records(&self) -> &[Record] {
        match self {
            Reply::Done { records, .. } => records,
            Reply::Trap { .. } => &[],
        }
    }

    /// The value of `=ret=`, if there is one.
    pub fn ret(&self) -> Option<&str> {
        match self {
            Reply::Done { ret, .. } => ret.as_deref(),
            Reply::Trap { .. } => None,
        }
    }
}

/// What became of one command of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The router answered.
    Answered(Reply),
    /// It was sent and no answer came: it may or may not have been carried out.
    Unknown,
    /// The router cannot have got it whole.
    NotSent,
}

impl Outcome {
    /// The answer, if there is one.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Outcome::Answered(reply) => Some(reply),
            Outcome::Unknown | Outcome::NotSent => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(pairs: &[(&str, &[u8])]) -> Record {
        Record::from_wire(pairs.iter().map(|(name, value)| (name.as_bytes(), *value)))
    }

    #[test]
    fn order_duplicates_and_empty_values_are_kept() {
        let record = record(&[(".id", b"*1"), ("comment", b""), ("a", b"1"), ("a", b"2")]);
        let pairs: Vec<_> = record.iter().collect();
        assert_eq!(
            pairs,
            [(".id", "*1"), ("comment", ""), ("a", "1"), ("a", "2")]
        );
        assert_eq!(record.id(), Some("*1"));
        assert_eq!(record.get("comment"), Some(""));
        assert_eq!(record.get("a"), Some("1"));
        assert_eq!(record.get("b"), None);
    }

    #[test]
    fn bytes_that_are_not_utf8_do_not_shift_their_neighbours() {
        let record = record(&[("comment", b"caf\xe9"), ("name", b"x")]);
        assert_eq!(record.get("comment"), Some("caf\u{FFFD}"));
        assert_eq!(record.get("name"), Some("x"));
    }

    #[test]
    fn debug_shows_no_values() {
        let text = format!("{:?}", record(&[("password", b"hunter2")]));
        assert_eq!(text, "[\"password\"]");
    }
}
