//! A MikroTik board: what it has, and what it holds when it comes out of the box.

use serde::{Deserialize, Serialize};

use crate::domain::routeros::version::Version;

/// A board of the catalogue. `None` where a fact is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The maker's order code, e.g. `RBD52G-5HacD2HnD-TCr2`.
    pub product_code: String,
    /// The name on the box, e.g. `hAP ac²`.
    pub name: String,
    /// As in `/system/resource architecture-name`.
    pub architecture: String,
    /// Memory in MB.
    pub ram_mb: Option<u32>,
    /// Permanent storage in MB.
    pub flash_mb: Option<u32>,
    /// Ethernet and SFP interfaces in the router's own order; at least one.
    pub ports: Vec<String>,
    /// The machine may have more `etherN` than `ports` lists: one per network card (virtual and PC routers).
    pub more_ports: bool,
    /// Its radios.
    pub radios: Radios,
    /// The licence it is sold with.
    pub licence: Licence,
    /// Customers signed in at once that the licence allows (RouterOS facts: section 15).
    pub hotspot_users: HotspotUsers,
    /// Whether containers run on it.
    pub container: Container,
    /// What it holds when it comes out of the box.
    pub factory: Factory,
    /// The oldest major RouterOS version that runs on it.
    pub oldest_major: u16,
    /// Where these facts come from.
    pub source: String,
}

/// The names of a board's radios under each driver. Both empty: no radio. Both filled: either driver can run it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Radios {
    /// Under the legacy driver, e.g. `wlan1`.
    pub wlan: Vec<String>,
    /// Under the newer driver, e.g. `wifi1`.
    pub wifi: Vec<String>,
}

/// The RouterOS menu that drives a radio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WifiDriver {
    /// `/interface/wireless`, the legacy driver.
    Wireless,
    /// `/interface/wifi` from 7.13, `/interface/wifiwave2` before.
    Wifi,
}

/// The licence a board is sold with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Licence {
    /// Level 3 to 6.
    Level(u8),
    /// Virtual router: free, P1, P10 or P-Unlimited; limits speed, not users.
    Virtual,
    /// Whatever was bought for the PC.
    Bought,
    /// Not known.
    Unknown,
}

/// Customers signed in at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HotspotUsers {
    /// So many.
    AtMost(u32),
    /// No limit.
    Unlimited,
    /// Not known.
    Unknown,
}

/// Whether containers run on a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// They do.
    Yes,
    /// Only with an external disk.
    WithDisk,
    /// Only images for `arm32v5`.
    OnlyArm32v5,
    /// They do not.
    No,
}

/// The configuration out of the box (RouterOS facts: section 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factory {
    /// The first port is the uplink; the others and the radios are in `bridge` with 192.168.88.1/24.
    Home,
    /// The radio is the uplink; the first port has 192.168.88.1/24.
    WirelessUplink,
    /// Only the first port is set up, with 192.168.88.1/24.
    Plain,
}

/// Why a board's radios cannot be driven as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDriver {
    /// It has none.
    #[error("{0} has no radio; remove [wifi] and every ssid, or attach access points to its ports")]
    NoRadio(String),
    /// Only the newer driver knows this radio.
    #[error("{0} has no legacy wireless driver; write driver = \"wifi\" or leave driver out")]
    OnlyWifi(String),
    /// Only the legacy driver knows this radio.
    #[error("{0} runs only the legacy driver; write driver = \"wireless\" or leave driver out")]
    OnlyWireless(String),
    /// The newer driver for this radio came with 7.13.
    #[error(
        "{model} can run the wifi driver from RouterOS 7.13 on, not with {version}; upgrade or leave driver out"
    )]
    TooOld {
        /// The board.
        model: String,
        /// The site's version.
        version: Version,
    },
}

impl Model {
    /// Whether the board has that Ethernet or SFP interface.
    pub fn has_port(&self, name: &str) -> bool {
        self.ports.iter().any(|port| port == name) || (self.more_ports && is_ether(name))
    }

    /// The driver that runs the radios: the wanted one, else the legacy one where the board has both.
    ///
    /// # Errors
    /// No radio, or the wanted driver does not run it with that version.
    pub fn driver(
        &self,
        version: Version,
        wanted: Option<WifiDriver>,
    ) -> Result<WifiDriver, NoDriver> {
        let Radios { wlan, wifi } = &self.radios;
        match (wlan.is_empty(), wifi.is_empty(), wanted) {
            (true, true, _) => Err(NoDriver::NoRadio(self.name.clone())),
            (true, false, Some(WifiDriver::Wireless)) => Err(NoDriver::OnlyWifi(self.name.clone())),
            (true, false, _) => Ok(WifiDriver::Wifi),
            (false, true, Some(WifiDriver::Wifi)) => Err(NoDriver::OnlyWireless(self.name.clone())),
            (false, false, Some(WifiDriver::Wifi)) if version < Version::new(7, 13, 0) => {
                Err(NoDriver::TooOld {
                    model: self.name.clone(),
                    version,
                })
            }
            (false, false, Some(WifiDriver::Wifi)) => Ok(WifiDriver::Wifi),
            (false, _, _) => Ok(WifiDriver::Wireless),
        }
    }

    /// The radios' names under that driver.
    pub fn radios(&self, driver: WifiDriver) -> &[String] {
        match driver {
            WifiDriver::Wireless => &self.radios.wlan,
            WifiDriver::Wifi => &self.radios.wifi,
        }
    }

    /// Whether the board has any radio.
    pub fn has_radio(&self) -> bool {
        !self.radios.wlan.is_empty() || !self.radios.wifi.is_empty()
    }

    /// Whether files must lie below `flash/` to survive a reboot.
    ///
    /// Boards with small NOR flash (16 or 32 MB) keep their root in memory and have such a folder; boards with
    /// larger flash have none. Where the size is unknown the answer is yes: on a board without the folder it is
    /// made on the permanent disk, so a needless `flash/` does no harm while a missing one loses the pages.
    pub fn has_flash_folder(&self) -> bool {
        !self.more_ports && self.flash_mb.is_none_or(|size| size <= 32)
    }

    /// The interface that holds 192.168.88.1/24 out of the box.
    pub fn factory_lan(&self) -> &str {
        match self.factory {
            Factory::Home => "bridge",
            Factory::WirelessUplink | Factory::Plain => self.first_port(),
        }
    }

    /// The port by which the box enters a router fresh from its carton: the last Ethernet port behind `bridge` of a
    /// home router (the uplink comes first, SFP cages are rarely used), else the first port.
    /// `None` where a home router has only its uplink.
    pub fn factory_entry(&self) -> Option<&str> {
        match self.factory {
            Factory::Home => {
                let behind = self.ports.get(1..).unwrap_or_default();
                behind
                    .iter()
                    .rfind(|port| is_ether(port))
                    .or(behind.last())
                    .map(String::as_str)
            }
            Factory::WirelessUplink | Factory::Plain => Some(self.first_port()),
        }
    }

    fn first_port(&self) -> &str {
        self.ports.first().map_or("ether1", String::as_str)
    }
}

/// `ether` and a number from 1.
fn is_ether(name: &str) -> bool {
    name.strip_prefix("ether").is_some_and(|digits| {
        let plain = matches!(digits.len(), 1..=3) && digits.bytes().all(|b| b.is_ascii_digit());
        plain && !digits.starts_with('0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::routeros::catalogue::Catalogue;

    fn model(name: &str) -> &'static Model {
        Catalogue::builtin().find(name).unwrap()
    }

    #[test]
    fn drivers_by_board_and_version() {
        use WifiDriver::{Wifi, Wireless};
        let (old, new) = (Version::new(7, 9, 0), Version::new(7, 21, 0));
        for (name, version, wanted, got) in [
            ("hAP ac2", new, None, Some(Wireless)),
            ("hAP ac2", new, Some(Wifi), Some(Wifi)),
            ("hAP ac2", old, Some(Wifi), None),
            ("hAP ac2", old, None, Some(Wireless)),
            ("hAP ax2", old, None, Some(Wifi)),
            ("hAP ax2", new, Some(Wireless), None),
            ("hAP lite", new, Some(Wifi), None),
            ("hAP lite", new, None, Some(Wireless)),
            ("hEX", new, None, None),
        ] {
            assert_eq!(
                model(name).driver(version, wanted).ok(),
                got,
                "{name} {version} {wanted:?}"
            );
        }
        assert_eq!(model("hAP ac2").radios(Wifi), ["wifi1", "wifi2"]);
    }

    #[test]
    fn ports_and_entries() {
        for (name, lan, entry) in [
            ("hAP ac2", "bridge", Some("ether5")),
            ("hEX S", "bridge", Some("ether5")),
            ("cAP lite", "bridge", None),
            ("RB5009UG+S+IN", "bridge", Some("ether8")),
            ("CRS106-1C-5S", "combo1", Some("combo1")),
            ("SXTsq 5 ax", "ether1", Some("ether1")),
        ] {
            assert_eq!(
                (model(name).factory_lan(), model(name).factory_entry()),
                (lan, entry),
                "{name}"
            );
        }
        assert!(model("hEX").has_port("ether5") && !model("hEX").has_port("ether6"));
        let virtual_router = model("Cloud Hosted Router");
        assert!(virtual_router.has_port("ether7") && !virtual_router.has_port("ether0"));
        assert!(!virtual_router.has_port("sfp1") && !virtual_router.has_port("ether+1"));
    }

    #[test]
    fn flash_folder() {
        for (name, has) in [
            ("hAP ac2", true),
            ("hAP ax2", false),
            ("RB2011", true),
            ("Cloud Hosted Router", false),
        ] {
            assert_eq!(model(name).has_flash_folder(), has, "{name}");
        }
    }
}
