//! The whole state as JSON, for `--state FILE`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::device_mode::ModeChanges;
use super::schedule::Schedule;
use super::store::Store;
use super::{BadState, Device, DeviceConfig, model};

#[derive(Serialize, Deserialize)]
struct Saved {
    product_code: String,
    version: String,
    device_mode: String,
    #[serde(default)]
    allowed_by_hand: BTreeMap<String, bool>,
    uptime_seconds: u64,
    started: u64,
    store: Store,
}

impl Device {
    /// The whole state as JSON.
    pub fn save(&self) -> serde_json::Value {
        let saved = Saved {
            product_code: self.model.product_code.clone(),
            version: self.version.to_string(),
            device_mode: self.device_mode.word().to_string(),
            allowed_by_hand: self.mode_changes.by_hand.clone(),
            uptime_seconds: self.uptime.as_secs(),
            started: self.started,
            store: self.store.clone(),
        };
        // Plain maps with text keys always become JSON.
        serde_json::to_value(saved).unwrap_or_default()
    }

    /// Takes up a saved state. It must come from the same board; version, device mode and tree come from `config`.
    pub fn load(config: &DeviceConfig, state: &serde_json::Value) -> Result<Self, BadState> {
        let mut saved = Saved::deserialize(state).map_err(|error| BadState(error.to_string()))?;
        let model = model::find(&config.model)
            .ok_or_else(|| BadState(format!("unknown model `{}`", config.model)))?;
        if model.product_code != saved.product_code {
            return Err(BadState(format!(
                "it is of a {}, not of a {}",
                saved.product_code, model.product_code
            )));
        }
        saved.store.reindex();
        Ok(Self {
            model,
            version: config.version,
            device_mode: config.device_mode,
            schema: config.schema.clone(),
            store: saved.store,
            uptime: Duration::from_secs(saved.uptime_seconds),
            started: saved.started,
            writes: 0,
            commands: 0,
            // The device was off meanwhile.
            schedule: Schedule::default(),
            safe_mode: None,
            mode_changes: ModeChanges::by_hand(saved.allowed_by_hand),
            time_server: None,
            files_late: Duration::ZERO,
            late_files: Vec::new(),
        })
    }
}
