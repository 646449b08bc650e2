//! The router itself, without any network: menus, values, permissions, reachability.
//!
//! Everything is synchronous and deterministic; time enters by [`Device::advance`].

mod actions;
mod add;
mod arguments;
mod builtin;
mod caller;
mod certificates;
mod clock;
mod command;
mod complete;
mod computed;
mod config;
mod device_mode;
mod dynamic;
mod export;
mod factory;
mod files;
mod find;
mod hotspot_rules;
mod import;
mod input_chain;
mod items;
mod kind;
mod lookup;
mod machine;
mod menu;
mod menus;
mod model;
mod outcome;
mod print;
mod reach;
mod remove;
mod resolve;
mod rules;
mod safe_mode;
mod saved;
mod schedule;
mod script;
mod set;
mod store;
mod topology;
mod tree;
mod users;
mod value;
mod version;

use std::sync::Arc;
use std::time::Duration;

pub use caller::{Caller, Entry, LoginRefused, Refusal, Service, Traffic};
pub use config::{DeviceConfig, DeviceMode, NotADeviceMode};
pub use model::{Factory, Model, all as models};
pub use outcome::{Change, Outcome, Record, Trap};
pub use tree::{BadTree, CommandTree};
pub(crate) use value::words::POLICIES;
pub use version::{NotAVersion, Version};

use device_mode::ModeChanges;
use files::LateFile;
use safe_mode::SafeMode;
use schedule::Schedule;
use store::Store;

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

/// How long a device that is made has been on: nothing is to run at start-up any more.
const ON_FOR: Duration = Duration::from_secs(3600);

/// A RouterOS device.
#[derive(Debug, Clone)]
pub struct Device {
    model: Model,
    version: Version,
    device_mode: DeviceMode,
    schema: Option<Arc<CommandTree>>,
    store: Store,
    uptime: Duration,
    /// Seconds since 1970 when the device started, by its own clock.
    started: u64,
    writes: u64,
    commands: u64,
    schedule: Schedule,
    safe_mode: Option<SafeMode>,
    mode_changes: ModeChanges,
    /// The time server that it has heard, since it started.
    time_server: Option<String>,
    /// How much later a file that the router writes is there.
    files_late: Duration,
    late_files: Vec<LateFile>,
}

impl Device {
    /// A device as it leaves the factory (RouterOS facts: hotspot-facts section 13).
    pub fn factory(config: &DeviceConfig) -> Result<Self, UnknownModel> {
        let mut device = Self::blank(config)?;
        factory::configure(&mut device);
        device.writes = 0;
        device.commands = 0;
        Ok(device)
    }

    /// A device after a reset with `no-defaults=yes`.
    pub fn blank(config: &DeviceConfig) -> Result<Self, UnknownModel> {
        let model = model::find(&config.model).ok_or_else(|| UnknownModel(config.model.clone()))?;
        let mut device = Self {
            model,
            version: config.version,
            device_mode: config.device_mode,
            schema: config.schema.clone(),
            store: Store::default(),
            uptime: ON_FOR,
            started: clock::FACTORY_DATE,
            writes: 0,
            commands: 0,
            schedule: Schedule::default(),
            safe_mode: None,
            mode_changes: ModeChanges::default(),
            time_server: None,
            files_late: Duration::ZERO,
            late_files: Vec::new(),
        };
        builtin::fill(&mut device);
        Ok(device)
    }

    /// The board it is.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The RouterOS version it runs.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Its device mode.
    pub fn device_mode(&self) -> DeviceMode {
        self.device_mode
    }

    /// Executes one command, e.g. `/ip/pool/add` with `name`, `ranges`. Flags like `once` have an empty value.
    pub fn run(
        &mut self,
        who: &Caller,
        path: &str,
        attributes: &[(String, String)],
    ) -> Result<Outcome, Trap> {
        command::run(self, who, path, attributes)
    }

    /// The rows of a menu as `print` answers them to an administrator; none when there is no such menu.
    pub fn rows(&self, menu: &str) -> Vec<Record> {
        match self.menu(menu) {
            Ok(found) => print::records(self, &found, true),
            Err(_) => Vec::new(),
        }
    }

    /// Count of effective configuration changes since start.
    pub fn writes(&self) -> u64 {
        self.writes
    }

    /// Count of accepted writing commands (add, set, remove, move, import…) since start, whether or not they changed
    /// anything.
    pub fn commands(&self) -> u64 {
        self.commands
    }

    /// A number that grows with every change of any row.
    pub fn revision(&self) -> u64 {
        self.store.revision()
    }

    /// What changed in a menu after that revision, oldest first; a row that changed twice comes once. Secrets are shown.
    pub fn changes_since(&self, menu: &str, revision: u64) -> Vec<Change> {
        print::changes(self, menu, revision, true)
    }

    /// As [`Device::changes_since`], without secrets for a caller that may not read them.
    pub fn changes_for(&self, who: &Caller, menu: &str, revision: u64) -> Vec<Change> {
        print::changes(self, menu, revision, who.may("sensitive"))
    }

    /// Time since the device started.
    pub fn uptime(&self) -> Duration {
        self.uptime
    }
}
