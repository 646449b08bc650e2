//! A device on the bench, spoken to as an administrator or as a user of one's choice.

use std::path::PathBuf;
use std::sync::Arc;

use simulator::device::{
    Caller, CommandTree, Device, DeviceConfig, DeviceMode, Entry, Outcome, Record, Service, Trap,
    Version,
};

pub struct Lab {
    pub device: Device,
    pub who: Caller,
}

pub fn config(model: &str, version: &str) -> DeviceConfig {
    DeviceConfig {
        model: model.to_string(),
        version: version.parse::<Version>().unwrap(),
        device_mode: DeviceMode::Advanced,
        schema: None,
    }
}

/// The command tree, or nothing and a visible word where it is absent.
pub fn tree() -> Option<Arc<CommandTree>> {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/routeros/routeros-7.21.5.schema.json");
    let path = std::env::var_os("HOTSPOTD_SCHEMA").map_or(default, PathBuf::from);
    match std::fs::read_to_string(&path) {
        Ok(json) => Some(Arc::new(CommandTree::load(&json).unwrap())),
        Err(_) => {
            eprintln!("SKIPPED: no command tree at {}", path.display());
            None
        }
    }
}

pub fn entry(interface: &str, from: &str, to: &str) -> Entry {
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    Entry {
        interface: interface.to_string(),
        from,
        to,
        service: Service::Api,
        port: 8728,
    }
}

pub fn pairs(text: &str) -> Vec<(String, String)> {
    text.split(';')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

impl Lab {
    pub fn of(config: &DeviceConfig) -> Self {
        let device = Device::factory(config).unwrap();
        let who = device
            .authenticate("admin", "", "192.168.88.2".parse().unwrap())
            .unwrap();
        Self { device, who }
    }

    pub fn new(model: &str, version: &str) -> Self {
        Self::of(&config(model, version))
    }

    /// A hAP ac2 with 7.21.5.
    pub fn hap() -> Self {
        Self::new("hAP ac2", "7.21.5")
    }

    pub fn run(&mut self, path: &str, values: &str) -> Result<Outcome, Trap> {
        self.device.run(&self.who, path, &pairs(values))
    }

    /// Adds a row that must be accepted; its id.
    pub fn add(&mut self, menu: &str, values: &str) -> String {
        match self.run(&format!("{menu}/add"), values) {
            Ok(Outcome::Done { ret: Some(id) }) => id,
            other => panic!("{menu}/add {values}: {other:?}"),
        }
    }

    pub fn ok(&mut self, path: &str, values: &str) {
        if let Err(trap) = self.run(path, values) {
            panic!("{path} {values}: {trap}");
        }
    }

    /// The words of a refusal.
    pub fn refused(&mut self, path: &str, values: &str) -> String {
        match self.run(path, values) {
            Err(trap) => trap.message,
            Ok(outcome) => panic!("{path} {values} was accepted: {outcome:?}"),
        }
    }

    pub fn row(&self, menu: &str, id: &str) -> Record {
        let found = self
            .device
            .rows(menu)
            .into_iter()
            .find(|row| row.get(".id") == Some(id) || row.get("name") == Some(id));
        found.unwrap_or_else(|| panic!("no row {id} in {menu}"))
    }

    pub fn field(&self, menu: &str, id: &str, field: &str) -> Option<String> {
        self.row(menu, id).get(field).map(str::to_string)
    }

    pub fn user(&mut self, policies: &str) -> Caller {
        let number = self.device.rows("/user/group").len();
        self.add("/user/group", &format!("name=g{number};policy={policies}"));
        self.add(
            "/user",
            &format!("name=u{number};group=g{number};password=secret"),
        );
        self.device
            .authenticate(
                &format!("u{number}"),
                "secret",
                "192.168.88.2".parse().unwrap(),
            )
            .unwrap()
    }
}
