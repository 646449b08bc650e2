//! A packet's way through the filter chains.
//!
//! Where rows leave open whether a rule matches, the answer that goes against what is hoped for is taken.

use std::collections::HashMap;

use super::matching::{Packet, Truth, matches};
use super::row::Row;
use super::view::View;

const FILTER: &str = "/ip/firewall/filter";

/// Chains that jump to one another are followed so far; RouterOS configurations rarely go three deep.
const DEPTH: usize = 16;

/// What is hoped for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hope {
    /// The packet passes.
    Accepted,
    /// The packet is dropped.
    Dropped,
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate<'a> {
    /// This rule accepts it.
    Accepted(Row<'a>),
    /// This rule drops or rejects it.
    Dropped(Row<'a>),
    /// This rule takes its connection past queues and hotspot.
    FastTracked(Row<'a>),
    /// No rule decides; RouterOS then accepts.
    Undecided,
}

/// The fate of a packet that passes all rules of its chain.
pub(super) fn fate<'a>(view: &View<'a>, packet: &Packet<'_>, hope: Hope) -> Fate<'a> {
    Walk {
        view,
        packet,
        hope,
        leading_only: false,
        known: HashMap::new(),
    }
    .chain(packet.chain, 0)
}

/// The fate of a packet at those rules of ours that stand before all others.
pub(super) fn fate_at_our_rules<'a>(view: &View<'a>, packet: &Packet<'_>, hope: Hope) -> Fate<'a> {
    Walk {
        view,
        packet,
        hope,
        leading_only: true,
        known: HashMap::new(),
    }
    .chain(packet.chain, 0)
}

/// Whether the configuration has rules in that chain.
pub(super) fn has_rules(view: &View<'_>, chain: &str) -> bool {
    view.wanted(FILTER)
        .any(|row| row.is_on() && row.get("chain") == Some(chain))
}

struct Walk<'v, 'a> {
    view: &'v View<'a>,
    packet: &'v Packet<'v>,
    hope: Hope,
    leading_only: bool,
    /// Fates by chain. A chain that is being walked counts as undecided, so circles end.
    known: HashMap<&'a str, Fate<'a>>,
}

impl<'a> Walk<'_, 'a> {
    fn chain(&mut self, chain: &str, depth: usize) -> Fate<'a> {
        let view = self.view;
        for row in view
            .on(FILTER)
            .filter(|row| row.get("chain") == Some(chain) && !row.is_dynamic())
        {
            if self.leading_only && depth == 0 && !row.leads() {
                break;
            }
            let truth = matches(view, row, self.packet);
            if truth == Truth::No {
                continue;
            }
            match row.get("action").unwrap_or("accept") {
                "accept" if truth == Truth::Yes || self.hope == Hope::Dropped => {
                    return Fate::Accepted(row);
                }
                "drop" | "reject" | "tarpit"
                    if truth == Truth::Yes || self.hope == Hope::Accepted =>
                {
                    return Fate::Dropped(row);
                }
                "fasttrack-connection" if self.leading_only => return Fate::FastTracked(row),
                "return" if truth == Truth::Yes => return Fate::Undecided,
                "jump" => {
                    let fate = row
                        .get("jump-target")
                        .map_or(Fate::Undecided, |target| self.jump(target, depth));
                    let hoped = matches!(
                        (fate, self.hope),
                        (Fate::Accepted(_), Hope::Accepted) | (Fate::Dropped(_), Hope::Dropped)
                    );
                    let decided = !matches!(fate, Fate::Undecided);
                    if decided && (truth == Truth::Yes || !hoped) {
                        return fate;
                    }
                }
                _ => {}
            }
        }
        Fate::Undecided
    }

    fn jump(&mut self, target: &'a str, depth: usize) -> Fate<'a> {
        if let Some(fate) = self.known.get(target) {
            return *fate;
        }
        if depth >= DEPTH {
            return Fate::Undecided;
        }
        self.known.insert(target, Fate::Undecided);
        let fate = self.chain(target, depth + 1);
        self.known.insert(target, fate);
        fate
    }
}
