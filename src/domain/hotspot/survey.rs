//! A router met for the first time, judged in plain words: what is good, what is worth knowing, what to mend, and what stands in the way.

use serde::Serialize;

use super::guard::GuardRows;
use super::observed::Observed;
use crate::domain::routeros::board::is_board;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::inventory::Inventory;
use crate::domain::routeros::model::Model;

mod access;
mod health;
mod rivals;
#[cfg(test)]
mod tests;

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Good,
    /// Worth knowing; hotspotd works all the same.
    Note,
    /// Works badly until it is mended.
    Fix,
    /// Nothing can be set up until it is mended.
    Blocks,
}

/// What a finding is about. Each has exactly one finding, whatever its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// The board is in the catalogue.
    Model,
    /// Its RouterOS is new enough.
    Version,
    /// Its licence lets enough customers in.
    Licence,
    /// device-mode allows what is needed, and no flag is raised.
    DeviceMode,
    /// Its clock is right.
    Clock,
    /// It sets its clock by itself.
    TimeServers,
    /// Room on its flash.
    Flash,
    /// Rules that carry customers past their speed limits.
    FastTrack,
    /// Another hotspot.
    OtherHotspot,
    /// Somebody holds safe mode.
    SafeMode,
    /// What the account may do.
    Policies,
    /// Whether what is said to it can be overheard.
    Connection,
    /// The certificate that a secure connection needs.
    Certificate,
    /// How long it has been on.
    Uptime,
    /// What an earlier change left standing.
    Guard,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about.
    pub topic: Topic,
    /// How it stands.
    pub state: State,
    /// One sentence that says so.
    pub text: String,
    /// One sentence that says what to do; empty where there is nothing to do.
    pub advice: String,
    /// A command for the router's terminal that does it, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

impl Finding {
    fn new(topic: Topic, state: State, text: impl Into<String>) -> Finding {
        Finding {
            topic,
            state,
            text: text.into(),
            advice: String::new(),
            command: None,
        }
    }

    fn advice(mut self, advice: impl Into<String>) -> Finding {
        self.advice = advice.into();
        self
    }

    fn command(mut self, command: impl Into<String>) -> Finding {
        self.command = Some(command.into());
        self
    }
}

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// What the router says of itself.
    pub facts: &'a Facts,
    /// Its rows.
    pub observed: &'a Observed,
    /// Its scripts and schedulers.
    pub guards: &'a GuardRows,
    /// What else it is and has.
    pub inventory: &'a Inventory,
    /// The account that is signed in.
    pub user: &'a str,
    /// Whether it was spoken to without encryption.
    pub plain: bool,
    /// Seconds since 1970 by a clock that is trusted; `None` where there is none, as on a box that has just started.
    pub now: Option<i64>,
}

/// The board in the catalogue that the router can be.
pub fn suggest<'c>(catalogue: &'c Catalogue, facts: &Facts) -> Option<&'c Model> {
    let code = facts.product_code.as_deref();
    let models = catalogue.models();
    models
        .iter()
        .find(|model| is_board(model, &facts.board, code))
}

/// Judges everything: the worst first, and in one order among equals.
pub fn survey(ground: &Ground<'_>) -> Vec<Finding> {
    let mut findings = vec![
        health::model(ground),
        health::version(ground),
        health::licence(ground),
        access::device_mode(ground),
        health::clock(ground),
        health::time_servers(ground),
        health::flash(ground),
        rivals::fasttrack(ground),
        rivals::other_hotspot(ground),
        rivals::safe_mode(ground),
        access::policies(ground),
        access::connection(ground),
        access::certificate(ground),
        health::uptime(ground),
        rivals::guard(ground),
    ];
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.state), finding.topic));
    findings
}
