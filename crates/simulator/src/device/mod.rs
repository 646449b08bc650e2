//! The router itself, without any network: menus, values, permissions, reachability.
//!
//! Everything is synchronous and deterministic; time enters by [`Device::advance`].

mod caller;
mod config;
mod outcome;
mod tree;
mod version;

use std::net::IpAddr;
use std::time::Duration;

pub use caller::{Caller, Entry, LoginRefused, Refusal, Service, Traffic};
pub use config::{DeviceConfig, DeviceMode, NotADeviceMode};
pub use outcome::{Change, Outcome, Record, Trap};
pub use tree::{BadTree, CommandTree};
pub use version::{NotAVersion, Version};

/// No such board in the simulator's own list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the simulator knows no model `{0}`: give a name or product code of a MikroTik board, or CHR"
)]
pub struct UnknownModel(pub String);

/// The saved state cannot be taken up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the saved device state cannot be read: {0}")]
pub struct BadState(pub String);

/// A RouterOS device.
#[derive(Debug, Clone)]
pub struct Device {
    version: Version,
}

impl Device {
    /// A device as it leaves the factory (RouterOS facts: hotspot-facts section 13).
    pub fn factory(config: &DeviceConfig) -> Result<Self, UnknownModel> {
        Self::blank(config)
    }

    /// A device after a reset with `no-defaults=yes`.
    pub fn blank(config: &DeviceConfig) -> Result<Self, UnknownModel> {
        Ok(Self {
            version: config.version,
        })
    }

    /// The RouterOS version it runs.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Executes one command, e.g. `/ip/pool/add` with `name`, `ranges`.
    pub fn run(
        &mut self,
        _who: &Caller,
        _path: &str,
        _attributes: &[(String, String)],
    ) -> Result<Outcome, Trap> {
        Ok(Outcome::DONE)
    }

    /// The rows of a menu as `print` answers them to an administrator.
    pub fn rows(&self, _menu: &str) -> Vec<Record> {
        Vec::new()
    }

    /// Would this session's packets reach the API service?
    pub fn admits(&self, _entry: &Entry, _state: Traffic) -> Result<(), Refusal> {
        Ok(())
    }

    /// Checks name and password. The caller's [`Entry`] knows only `from`; whoever accepted the connection replaces it.
    pub fn authenticate(
        &self,
        name: &str,
        _password: &str,
        from: IpAddr,
    ) -> Result<Caller, LoginRefused> {
        let policies = ["read", "write", "api"]
            .into_iter()
            .map(str::to_string)
            .collect();
        let to = IpAddr::from([0, 0, 0, 0]);
        let entry = Entry {
            interface: String::new(),
            from,
            to,
            service: Service::Api,
            port: 8728,
        };
        Ok(Caller {
            name: name.to_string(),
            policies,
            entry,
        })
    }

    /// Is this session's user still there, enabled and allowed from this address? Sessions of removed users end.
    pub fn still_valid(&self, _who: &Caller) -> bool {
        true
    }

    /// Count of effective configuration changes since start.
    pub fn writes(&self) -> u64 {
        0
    }

    /// Count of accepted writing commands (add, set, remove, move, import…) since start, whether or not they changed anything.
    pub fn commands(&self) -> u64 {
        0
    }

    /// A number that grows with every change of any row.
    pub fn revision(&self) -> u64 {
        0
    }

    /// What changed in a menu after that revision, oldest first.
    pub fn changes_since(&self, _menu: &str, _revision: u64) -> Vec<Change> {
        Vec::new()
    }

    /// Sessions of the API to be shown in `/user/active`.
    pub fn set_sessions(&mut self, _sessions: &[(Caller, Duration)]) {}

    /// The whole state as JSON.
    pub fn save(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    /// Takes up a saved state; the configuration's schema is used, the rest comes from the state.
    pub fn load(config: &DeviceConfig, _state: &serde_json::Value) -> Result<Self, BadState> {
        Self::blank(config).map_err(|error| BadState(error.to_string()))
    }

    /// Moves the device's clock on.
    pub fn advance(&mut self, _by: Duration) {}

    /// Time since the device started.
    pub fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}
