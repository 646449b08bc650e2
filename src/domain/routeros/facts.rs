//! What a router says about itself: the ground on which `preflight.rs` decides.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Serialize;

use super::version::Version;

/// What a router says about itself.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// Version it runs.
    pub version: Version,
    /// `/system/resource board-name`.
    pub board: String,
    /// `/system/routerboard model`, the product code; absent on virtual and PC routers.
    pub product_code: Option<String>,
    /// Enabled packages.
    pub packages: BTreeSet<String>,
    /// device-mode flags, e.g. `hotspot` → false; empty where the router does not say (before 7.17 or not permitted).
    pub device_mode: BTreeMap<String, bool>,
    /// The mode's name, e.g. `home`.
    pub device_mode_name: Option<String>,
    /// Names of all interfaces.
    pub interfaces: BTreeSet<String>,
    /// Policies of the account that is signed in; `None` where it may not see them.
    pub policies: Option<BTreeSet<String>>,
    /// Addresses from which that account is signed in over the API.
    pub signed_in_from: BTreeSet<String>,
    /// How long it has been on.
    pub uptime: Option<Duration>,
    /// Who holds its safe mode, where another session than ours does; a name, or empty where it is not told.
    pub safe_mode_of: Option<String>,
    /// The router's clock, as text.
    pub clock: Option<String>,
}
