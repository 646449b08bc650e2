//! Routers under care.

pub mod backups;
pub mod changes;
pub mod edit;
mod fields;
mod groups;
pub mod history;
pub mod hotspot;
pub mod import;
pub mod list;
pub mod log;
pub mod new;
pub mod preflight;
pub mod script;
pub mod show;
pub mod trust;
mod vitals;

use serde::Serialize;

use crate::store::router::{Drift, Router};

/// A router as the heads of its pages and lists show it.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: i64,
    name: String,
    address: String,
    model: Option<String>,
    routeros: Option<String>,
    identity: Option<String>,
    reach: &'static str,
    drift: &'static str,
    seen: Option<i64>,
    /// Since when it does not answer.
    silent_since: Option<i64>,
    trouble: Option<String>,
    drift_at: Option<i64>,
    has_site: bool,
    tls: bool,
    pin: Option<String>,
    user: String,
    added: i64,
}

impl Shown {
    /// As pages show it.
    pub fn of(router: Router) -> Self {
        let reach = match (router.unreachable_since, router.seen_at) {
            (Some(_), _) => "down",
            (None, Some(_)) => "up",
            (None, None) => "unknown",
        };
        let drift = match (router.drift, router.site_version) {
            (_, 0) => "no_site",
            (Drift::Unknown, _) => "unknown",
            (Drift::Same, _) => "in_step",
            (Drift::Different, _) => "drifted",
            (Drift::Unfit, _) => "refused",
        };
        Shown {
            id: router.id.get(),
            name: router.name,
            address: format!("{}:{}", router.host, router.port),
            model: router.board,
            routeros: router.routeros,
            identity: router.identity,
            reach,
            drift,
            seen: router.seen_at.map(|at| at.as_millis()),
            silent_since: router.unreachable_since.map(|at| at.as_millis()),
            trouble: router.trouble,
            drift_at: router.drift_at.map(|at| at.as_millis()),
            has_site: router.site_version > 0,
            tls: router.tls,
            pin: router.pin,
            user: router.user,
            added: router.created_at.as_millis(),
        }
    }
}
