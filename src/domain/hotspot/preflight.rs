//! May this configuration be sent to this router? Decided before the first write.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::desired::Desired;
use super::site::{Access, AccessService};
use crate::domain::routeros::board::is_board;
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;

/// The oldest RouterOS that hotspotd configures: the oldest whose menus the facts behind the menu table cover.
pub const OLDEST: Version = Version::new(7, 9, 0);

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// RouterOS is too old.
    #[error(
        "the router runs RouterOS {runs}, hotspotd needs {OLDEST} or newer: upgrade it (/system package update install)"
    )]
    TooOld {
        /// What it runs.
        runs: Version,
    },
    /// The configuration was written for a newer RouterOS.
    #[error(
        "the site file says RouterOS {site}, the router runs the older {runs}: write routeros = \"{runs}\" in [router], or upgrade the router"
    )]
    OlderThanSite {
        /// What the site says.
        site: Version,
        /// What it runs.
        runs: Version,
    },
    /// It is another board.
    #[error(
        "the site file is for {site}, this router is a {board}: check --router, or correct model in [router]"
    )]
    OtherModel {
        /// What the site says.
        site: String,
        /// What it is.
        board: String,
    },
    /// device-mode forbids the hotspot.
    #[error(
        "device-mode {mode} of this router forbids the hotspot: run `/system device-mode update hotspot=yes` on it and press its button (or cut its power) within 5 minutes"
    )]
    DeviceMode {
        /// Its mode.
        mode: String,
    },
    /// The account may not do what is needed.
    #[error(
        "the account {user} on the router lacks {missing}: run the script of `hotspotd bootstrap` on the router once, or use an account that has it"
    )]
    Policy {
        /// The account.
        user: String,
        /// The missing policies, comma-joined.
        missing: String,
    },
    /// Interfaces that the configuration names are not on the router.
    #[error(
        "the router has no interface {missing}: check model and ports in the site file, and that the radio's package is installed"
    )]
    Interfaces {
        /// Their names.
        missing: String,
    },
    /// It has only just started.
    #[error(
        "the router started {seconds} s ago and may not tell all of its configuration yet: try again in a minute"
    )]
    Starting {
        /// How long ago, in seconds.
        seconds: u64,
    },
    /// Another session holds safe mode, which undoes everybody's changes when it ends.
    #[error(
        "{holder} holds safe mode on the router, and whatever is changed now would be undone with it: have it released (Safe Mode in Winbox, or Ctrl+X in its terminal), then try again"
    )]
    SafeMode {
        /// Whose session.
        holder: String,
    },
    /// The service would be closed to the address we come from.
    #[error(
        "{from} is signed in with this account, and the site's [access] from = {allowed} would shut it out: add {from} to it, or end that session"
    )]
    ShutOut {
        /// Where we come from, as the router sees it.
        from: String,
        /// What the site allows.
        allowed: String,
    },
}

/// A router that has been on for so long has read all of its configuration and run what runs at start-up (RouterOS facts: API, section 9).
pub const STARTED: Duration = Duration::from_secs(60);

/// What the decision needs to know of the site.
#[derive(Debug, Clone)]
pub struct Ground<'a> {
    /// The rows.
    pub desired: &'a Desired,
    /// Version that the rows were written for.
    pub version: Version,
    /// The site's model.
    pub model: &'a Model,
    /// `[access]` of the site.
    pub access: &'a Access,
    /// The account that is signed in.
    pub user: &'a str,
    /// Over which service.
    pub service: AccessService,
}

/// Everything that speaks against sending; empty: go on.
pub fn preflight(ground: &Ground, facts: &Facts) -> Vec<Refusal> {
    [
        version(ground, facts),
        board(ground, facts),
        device_mode(ground, facts),
        policies(ground, facts),
        interfaces(ground, facts),
        shut_out(ground, facts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn version(ground: &Ground, facts: &Facts) -> Option<Refusal> {
    let runs = facts.version;
    if (runs.major, runs.minor) < (OLDEST.major, OLDEST.minor) {
        return Some(Refusal::TooOld { runs });
    }
    ((runs.major, runs.minor) < (ground.version.major, ground.version.minor)).then_some(
        Refusal::OlderThanSite {
            site: ground.version,
            runs,
        },
    )
}

fn board(ground: &Ground, facts: &Facts) -> Option<Refusal> {
    let code = facts.product_code.as_deref();
    (!is_board(ground.model, &facts.board, code)).then(|| Refusal::OtherModel {
        site: ground.model.name.clone(),
        board: match code {
            Some(code) if code != facts.board => format!("{} ({code})", facts.board),
            _ => facts.board.clone(),
        },
    })
}

fn device_mode(ground: &Ground, facts: &Facts) -> Option<Refusal> {
    let wants_hotspot = ground.desired.in_menu("/ip/hotspot").next().is_some();
    (wants_hotspot && facts.device_mode.get("hotspot") == Some(&false)).then(|| {
        Refusal::DeviceMode {
            mode: facts
                .device_mode_name
                .clone()
                .unwrap_or_else(|| "setting".to_owned()),
        }
    })
}

fn policies(ground: &Ground, facts: &Facts) -> Option<Refusal> {
    let have = facts.policies.as_ref()?;
    let missing: Vec<&str> = ["api", "read", "write"]
        .into_iter()
        .filter(|policy| !have.contains(*policy))
        .collect();
    (!missing.is_empty()).then(|| Refusal::Policy {
        user: ground.user.to_owned(),
        missing: missing.join(", "),
    })
}

fn interfaces(ground: &Ground, facts: &Facts) -> Option<Refusal> {
    let made: Vec<&str> = ground
        .desired
        .rows
        .iter()
        .filter(|row| {
            row.menu.path.starts_with("/interface/") && row.menu.path != "/interface/list"
        })
        .filter_map(|row| row.get("name"))
        .collect();
    let mut missing: Vec<&str> = ground
        .desired
        .rows
        .iter()
        .flat_map(|row| &row.fields)
        .filter(|want| want.field.refers.contains(&"/interface/ethernet"))
        .flat_map(|want| {
            want.value
                .iter()
                .flat_map(|value| want.field.kind.references(value))
        })
        .filter(|name| !facts.interfaces.contains(*name) && !made.contains(name))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    (!missing.is_empty()).then(|| Refusal::Interfaces {
        missing: missing.join(", "),
    })
}

/// What speaks against changing anything right now; it is no matter where there is nothing to change.
pub fn moment(facts: &Facts) -> Vec<Refusal> {
    [starting(facts), safe_mode(facts)]
        .into_iter()
        .flatten()
        .collect()
}

fn starting(facts: &Facts) -> Option<Refusal> {
    let uptime = facts.uptime.filter(|uptime| *uptime < STARTED)?;
    Some(Refusal::Starting {
        seconds: uptime.as_secs(),
    })
}

fn safe_mode(facts: &Facts) -> Option<Refusal> {
    let user = facts.safe_mode_of.as_ref()?;
    Some(Refusal::SafeMode {
        holder: match user.as_str() {
            "" => "another session".to_owned(),
            user => format!("a session of {user}"),
        },
    })
}

fn shut_out(ground: &Ground, facts: &Facts) -> Option<Refusal> {
    if ground.service != ground.access.service || facts.signed_in_from.is_empty() {
        return None;
    }
    let allowed = |from: &String| {
        from.parse::<Ipv4Addr>().is_ok_and(|from| {
            ground
                .access
                .from
                .iter()
                .any(|subnet| subnet.contains(from))
        })
    };
    // Which of several sessions is ours cannot be told, so none may be shut out.
    let from = facts.signed_in_from.iter().find(|from| !allowed(from))?;
    let list = ground
        .access
        .from
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    Some(Refusal::ShutOut {
        from: from.clone(),
        allowed: list,
    })
}
