//! What the router tells of itself: `/system/resource`, `/system/routerboard` and their like.

use super::Device;
use super::outcome::Record;
use super::value::duration;

impl Device {
    /// The record of one of the read-only menus of the machine.
    pub(super) fn machine(&self, menu: &str) -> Vec<Record> {
        let fields = match menu {
            "/system/resource" => self.resource(),
            "/system/routerboard" => self.routerboard(),
            "/system/device-mode" => self.mode_record(),
            "/system/license" => self.license(),
            _ => vec![("script", String::new()), ("custom-script", String::new())],
        };
        vec![Record {
            fields: fields
                .into_iter()
                .map(|(name, value)| (name.to_string(), value))
                .collect(),
        }]
    }

    fn resource(&self) -> Vec<(&'static str, String)> {
        let mib = |size: u64| (size * 1_048_576).to_string();
        let (ram, flash) = (
            self.model.ram_mb.unwrap_or(256),
            self.model.flash_mb.unwrap_or(128),
        );
        let uptime =
            u64::try_from(self.uptime.as_micros()).unwrap_or(u64::MAX) / 1_000_000 * 1_000_000;
        vec![
            ("uptime", duration::format(uptime)),
            ("version", format!("{} ({})", self.version, "stable")),
            ("build-time", "2026-01-05 10:00:00".to_string()),
            ("free-memory", mib(ram / 2)),
            ("total-memory", mib(ram)),
            ("cpu", self.model.architecture.to_uppercase()),
            ("cpu-count", self.model.cpu_cores.unwrap_or(1).to_string()),
            ("cpu-load", "1".to_string()),
            ("free-hdd-space", mib(flash / 4)),
            ("total-hdd-space", mib(flash)),
            ("architecture-name", self.model.architecture.clone()),
            ("board-name", self.board_name()),
            ("platform", "MikroTik".to_string()),
        ]
    }

    /// Virtual and PC routers tell the machine they run on, as seen on real ones: `CHR QEMU Standard PC …`.
    fn board_name(&self) -> String {
        match self.model.product_code.split('-').next() {
            Some("CHR") => "CHR QEMU Standard PC (i440FX + PIIX, 1996)".to_string(),
            Some("x86") => "x86".to_string(),
            _ => self.model.name.clone(),
        }
    }

    fn routerboard(&self) -> Vec<(&'static str, String)> {
        vec![
            ("routerboard", "true".to_string()),
            ("board-name", self.model.name.clone()),
            ("model", self.model.product_code.clone()),
            ("serial-number", self.model.mac(0).replace(':', "")),
            ("firmware-type", self.model.architecture.clone()),
            ("factory-firmware", "7.8".to_string()),
            ("current-firmware", self.version.to_string()),
            ("upgrade-firmware", self.version.to_string()),
        ]
    }

    fn license(&self) -> Vec<(&'static str, String)> {
        let id = self.model.mac(0).replace(':', "");
        if self.model.product_code.starts_with("CHR") {
            return vec![("system-id", id), ("level", self.model.license.clone())];
        }
        let level = if self.model.license.is_empty() {
            "4".to_string()
        } else {
            self.model.license.clone()
        };
        vec![
            ("software-id", id),
            ("nlevel", level),
            ("features", String::new()),
        ]
    }
}
