//! The kind of a field: what it takes and how it is written back.

use super::value::{address, amount, duration, number, words};

/// Words that a field takes besides its kind's own values, e.g. `none`.
pub type Words = &'static [&'static str];

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any bytes; come back exactly as given.
    Text,
    /// `yes no true false`; out as `true`/`false`.
    Bool,
    /// A duration, or one of the words.
    Duration(Words),
    /// A whole number within bounds, or one of the words.
    Number(u64, u64, Words),
    /// One of a closed list.
    Word(Words),
    /// As [`Kind::Word`], with `!` before it where wanted.
    NotWord(Words),
    /// Some of a closed list, reordered into that list's order.
    Set(Words),
    /// Policies of a group; the unset ones come back as `!name`.
    Policies,
    /// Bits per second.
    Rate,
    /// Upload and download rate.
    RatePair,
    /// A pair of the same plain value, e.g. priority `8/8`.
    Pair,
    /// Bytes as a bare number.
    Bytes,
    /// Size in KiB.
    Kib,
    /// Memory size, `32.0MiB`.
    Memory,
    /// A MAC address.
    Mac,
    /// One address, or one of the words.
    Address(Words),
    /// Addresses joined by commas.
    Addresses,
    /// An address of the router with prefix length.
    Interface,
    /// A network with prefix length.
    Network,
    /// Networks joined by commas.
    Networks,
    /// What a rule matches: address, network, range; `!` before it.
    Match,
    /// As [`Kind::Match`], or a host name.
    MatchOrName,
    /// Ports and port ranges; `!` before it.
    Ports,
    /// VLAN ids and ranges.
    VlanIds,
    /// Address ranges of a pool.
    Ranges,
    /// The name of a row elsewhere, or one of the words.
    Ref(Space, Words),
    /// Names of rows elsewhere, joined by commas.
    Refs(Space),
    /// As [`Kind::Ref`], with `!` before it where wanted.
    NotRef(Space, Words),
    /// As [`Kind::Set`], with `!` before the whole where wanted.
    NotSet(Words),
    /// A pair of references, e.g. queue types `a/b`.
    RefPair(Space),
    /// Networks or names of interfaces, joined by commas.
    Targets,
}

/// Where a reference finds its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// Any interface of any menu.
    Interfaces,
    /// The rows of a menu by their name.
    Menu(&'static str),
}

impl Kind {
    /// The outgoing text of a value that refers to nothing; `None` when the router would refuse it.
    /// References are resolved elsewhere and pass here unchanged.
    pub fn normal(self, text: &str) -> Option<String> {
        match self {
            Kind::Text
            | Kind::Ref(..)
            | Kind::Refs(_)
            | Kind::NotRef(..)
            | Kind::RefPair(_)
            | Kind::Targets => Some(text.to_string()),
            Kind::Bool => words::boolean(text).map(str::to_string),
            Kind::Duration(words) => {
                among(words, text).or_else(|| duration::parse(text).map(duration::format))
            }
            Kind::Number(low, high, words) => {
                among(words, text).or_else(|| number::whole(text, low, high))
            }
            Kind::Word(words) => among(words, text),
            Kind::NotWord(words) => negatable(text, |text| among(words, text)),
            Kind::Set(words) => words::set(text, words),
            Kind::NotSet(words) => negatable(text, |text| words::set(text, words)),
            Kind::Policies => words::policies(text),
            Kind::Rate => amount::rate(text).map(|rate| rate.to_string()),
            Kind::RatePair => amount::rate_pair(text),
            Kind::Pair => {
                let (first, second) = amount::pair(text);
                Some(format!("{first}/{second}"))
            }
            Kind::Bytes => amount::bytes(text).map(|count| count.to_string()),
            Kind::Kib => amount::kib(text),
            Kind::Memory => amount::memory(text),
            Kind::Mac => address::mac(text),
            Kind::Address(words) => among(words, text).or_else(|| address::plain(text)),
            Kind::Addresses => each(text, address::plain),
            Kind::Interface => address::interface(text),
            Kind::Network => address::network(text),
            Kind::Networks => each(text, address::network),
            Kind::Match => negatable(text, address::matcher),
            Kind::MatchOrName => Some(address::matcher(text).unwrap_or_else(|| text.to_string())),
            Kind::Ports => negatable(text, |text| number::ranges(text, 0, 65535)),
            Kind::VlanIds => number::ranges(text, 1, 4094),
            Kind::Ranges => address::pool(text),
        }
    }

    /// Is a wrong value reported as "does not match any value" rather than as an invalid number or address?
    pub fn is_choice(self) -> bool {
        matches!(
            self,
            Kind::Bool
                | Kind::Word(_)
                | Kind::NotWord(_)
                | Kind::Set(_)
                | Kind::NotSet(_)
                | Kind::Policies
                | Kind::Ref(..)
                | Kind::Refs(_)
                | Kind::NotRef(..)
                | Kind::RefPair(_)
        )
    }

    /// Where its references point to.
    pub fn space(self) -> Option<Space> {
        match self {
            Kind::Ref(space, _)
            | Kind::Refs(space)
            | Kind::NotRef(space, _)
            | Kind::RefPair(space) => Some(space),
            Kind::Targets => Some(Space::Interfaces),
            _ => None,
        }
    }
}

fn among(words: Words, text: &str) -> Option<String> {
    words.contains(&text).then(|| text.to_string())
}

fn each(text: &str, one: fn(&str) -> Option<String>) -> Option<String> {
    let parts: Option<Vec<String>> = text.split(',').map(|part| one(part.trim())).collect();
    Some(parts?.join(","))
}

fn negatable(text: &str, inner: impl Fn(&str) -> Option<String>) -> Option<String> {
    match text.strip_prefix('!') {
        Some(rest) => inner(rest).map(|normal| format!("!{normal}")),
        None => inner(text),
    }
}
