//! What a device is made of.

use std::str::FromStr;
use std::sync::Arc;

use super::tree::CommandTree;
use super::version::Version;

/// What a new device shall be.
#[derive(Debug, Clone)]
pub struct DeviceConfig {
    /// Catalogue name or product code, e.g. `hAP ac2` or `RBD52G-5HacD2HnD-TC`.
    pub model: String,
    /// RouterOS version it runs.
    pub version: Version,
    /// Device mode.
    pub device_mode: DeviceMode,
    /// Command tree that names are checked against besides the simulator's own beliefs.
    pub schema: Option<Arc<CommandTree>>,
}

/// `/system/device-mode` (RouterOS facts: hotspot-facts section 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceMode {
    /// Everything but containers is allowed.
    Advanced,
    /// As [`DeviceMode::Advanced`], with schedulers forbidden by hand.
    WithoutScheduler,
    /// Factory setting of home routers: no hotspot, no scheduler, no fetch.
    Home,
    /// Factory setting of other boards: no hotspot.
    Basic,
}

impl DeviceMode {
    /// The router's own word.
    pub fn word(self) -> &'static str {
        match self {
            DeviceMode::Advanced | DeviceMode::WithoutScheduler => "advanced",
            DeviceMode::Home => "home",
            DeviceMode::Basic => "basic",
        }
    }
}

/// The text is not a device mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a device mode: choose advanced, home, basic or advanced,scheduler=no")]
pub struct NotADeviceMode(pub String);

impl FromStr for DeviceMode {
    type Err = NotADeviceMode;

    fn from_str(text: &str) -> Result<Self, NotADeviceMode> {
        match text {
            "advanced" => Ok(Self::Advanced),
            "advanced,scheduler=no" => Ok(Self::WithoutScheduler),
            "home" => Ok(Self::Home),
            "basic" => Ok(Self::Basic),
            _ => Err(NotADeviceMode(text.to_string())),
        }
    }
}
