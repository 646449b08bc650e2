//! The simulator's own list of boards, carried over from the facts file `models.csv`.

use std::sync::LazyLock;

use super::version::Version;

/// What a board is like when it leaves the factory (RouterOS facts: hotspot-facts section 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factory {
    /// First port WAN, everything else in a LAN bridge with firewall.
    Home,
    /// The radio is the WAN, `ether1` the LAN.
    Station,
    /// Only 192.168.88.1/24 on the first port.
    Plain,
}

/// One board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Product code, e.g. `RBD52G-5HacD2HnD-TCr2`.
    pub product_code: String,
    /// Catalogue name, e.g. `hAP ac²`.
    pub name: String,
    /// Factory configuration.
    pub factory: Factory,
    /// CPU architecture.
    pub architecture: String,
    /// Cores, when known.
    pub cpu_cores: Option<u32>,
    /// RAM in MiB, when known.
    pub ram_mb: Option<u64>,
    /// Flash in MiB, when known.
    pub flash_mb: Option<u64>,
    /// Ethernet ports by name.
    pub ports: Vec<String>,
    /// Radios by name, as the installed driver calls them.
    pub radios: Vec<String>,
    /// Installed radio driver: `wireless`, `wifi-qcom`…; empty without radios.
    pub driver: String,
    /// Licence level, e.g. `4` or `free`; empty when unknown.
    pub license: String,
}

impl Model {
    /// Is it a machine without MikroTik hardware (CHR, x86)?
    pub fn is_virtual(&self) -> bool {
        matches!(
            self.product_code.as_str(),
            "x86-PC" | "CHR-x86_64" | "CHR-arm64"
        )
    }

    /// Do files survive a reboot only under `flash/`? Boards with 16 MiB of flash have such a folder.
    pub fn has_flash_folder(&self) -> bool {
        self.flash_mb.is_some_and(|size| size <= 16)
    }

    /// Menu of its radios in this version, when it has radios.
    pub fn radio_menu(&self, version: Version) -> Option<&'static str> {
        match self.driver.as_str() {
            "" => None,
            "wireless" => Some("/interface/wireless"),
            _ if version < Version::new(7, 13, 0) => Some("/interface/wifiwave2"),
            _ => Some("/interface/wifi"),
        }
    }

    /// Which wireless menus exist: a board has those of its driver only; a board without radios has those of the
    /// main package, which were the legacy ones up to 7.12.
    pub fn has_menu(&self, path: &str, version: Version) -> bool {
        let legacy = match self.driver.as_str() {
            "wireless" => true,
            "" => version < Version::new(7, 13, 0),
            _ => false,
        };
        let under = |root: &str| {
            path == root
                || path
                    .strip_prefix(root)
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        match path {
            _ if under("/interface/wireless") || under("/caps-man") => legacy,
            _ if under("/interface/wifi") => !legacy,
            _ if under("/interface/wifiwave2") => !legacy,
            "/system/routerboard" => !self.is_virtual(),
            _ => true,
        }
    }

    /// A stable MAC address of its own for the port with this number.
    pub fn mac(&self, number: usize) -> String {
        let mut sum: u32 = 0x811c_9dc5;
        for byte in self.product_code.bytes() {
            sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        let tail = (sum & 0x00ff_ff00).wrapping_add(u32::try_from(number).unwrap_or(0) & 0xff);
        format!(
            "48:A9:8A:{:02X}:{:02X}:{:02X}",
            tail >> 16 & 0xff,
            tail >> 8 & 0xff,
            tail & 0xff
        )
    }
}

static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
    include_str!("../../models.csv")
        .lines()
        .skip(1)
        .filter_map(row)
        .collect()
});

/// Every board of the list.
pub fn all() -> &'static [Model] {
    &MODELS
}

/// A board by name or product code. Case, spaces and hyphens do not matter, `2` stands for `²`.
/// Where a board takes either radio driver the legacy one is installed, unless the text ends in `wifi-qcom-ac`.
pub fn find(text: &str) -> Option<Model> {
    let (text, other_driver) = match text.trim().strip_suffix("wifi-qcom-ac") {
        Some(rest) => (rest.trim_end_matches([' ', '+', '/', '(']), true),
        None => (text, false),
    };
    let wanted = plain(text);
    let exact = all()
        .iter()
        .find(|model| plain(&model.product_code) == wanted || plain(&model.name) == wanted);
    let mut model = exact.or_else(|| by_alias(&wanted))?.clone();
    let drivers: Vec<String> = model.driver.split('|').map(str::to_string).collect();
    model.driver = if other_driver {
        drivers.last()
    } else {
        drivers.first()
    }
    .cloned()
    .unwrap_or_default();
    if other_driver && drivers.len() > 1 {
        model.radios = model
            .radios
            .iter()
            .map(|name| name.replace("wlan", "wifi"))
            .collect();
    }
    Some(model)
}

/// Short words for boards whose names are long, and product codes without their revision.
fn by_alias(wanted: &str) -> Option<&'static Model> {
    let code = match wanted {
        "chr" => "chrx8664",
        "x86" => "x86pc",
        other => other,
    };
    let mut found = all().iter().filter(|model| {
        let own = plain(&model.product_code);
        own == code
            || own
                .strip_prefix(code)
                .is_some_and(|rest| rest.starts_with('r') && rest.len() == 2)
    });
    found.next()
}

/// The comparable form of a name.
fn plain(text: &str) -> String {
    let folded = text.to_lowercase().replace('²', "2").replace('³', "3");
    folded
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '+')
        .collect()
}

fn row(line: &str) -> Option<Model> {
    let cells = split(line);
    let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
    let words = |at: usize| {
        cell(at)
            .split_ascii_whitespace()
            .map(str::to_string)
            .collect()
    };
    Some(Model {
        product_code: cells.first()?.clone(),
        name: cell(1),
        factory: match cell(2).as_str() {
            "home" => Factory::Home,
            "station" => Factory::Station,
            _ => Factory::Plain,
        },
        architecture: cell(3),
        cpu_cores: cell(4).parse().ok(),
        ram_mb: cell(5).parse().ok(),
        flash_mb: cell(6).parse().ok(),
        ports: words(7),
        radios: words(8),
        driver: cell(9),
        license: cell(10),
    })
}

/// Cells of a line of comma-separated values with double quotes.
fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(c);
                }
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_are_found_by_any_spelling() {
        for text in [
            "hAP ac²",
            "hap-ac2",
            "hAP ac2",
            "RBD52G-5HacD2HnD-TCr2",
            "RBD52G-5HacD2HnD-TC",
            "HAPAC2",
        ] {
            assert_eq!(
                find(text).map(|model| model.name).as_deref(),
                Some("hAP ac²"),
                "{text}"
            );
        }
        assert_eq!(find("CHR").unwrap().product_code, "CHR-x86_64");
        assert_eq!(find("no such board"), None);
        assert!(all().len() > 140);
    }

    #[test]
    fn the_driver_decides_the_names_of_radios() {
        assert_eq!(find("hAP ac2").unwrap().radios, ["wlan1", "wlan2"]);
        assert_eq!(
            find("hAP ac2 wifi-qcom-ac").unwrap().radios,
            ["wifi1", "wifi2"]
        );
        let ax = find("hAP ax2").unwrap();
        assert_eq!(
            ax.radio_menu(Version::new(7, 12, 1)),
            Some("/interface/wifiwave2")
        );
        assert_eq!(
            ax.radio_menu(Version::new(7, 13, 0)),
            Some("/interface/wifi")
        );
        assert!(!ax.has_menu("/interface/wireless", Version::new(7, 21, 5)));
    }
}
