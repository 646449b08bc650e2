//! What a configuration template sees: the site, worked out to the last name, so that templates only lay out.
//!
//! The names of this structure are the template language that operators write in; `docs/templates.md` lists them.

mod worked_out;

use serde::Serialize;

use crate::domain::secret::Revealed;

/// Everything that a template may use.
#[derive(Debug, Clone, Serialize)]
pub struct Context {
    /// `hd-<slug>`: what our names begin with.
    pub hd: String,
    /// `hotspotd:<slug>:`: what our comments begin with.
    pub mark: String,
    /// Major and minor version of RouterOS, e.g. `7.16`.
    pub routeros: String,
    /// The router's own name.
    pub identity: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Time servers, comma-joined.
    pub ntp: String,
    /// Name servers, comma-joined; empty: those of the uplink.
    pub dns: String,
    /// The uplink; absent with `addon`.
    pub wan: Option<Uplink>,
    /// The management network.
    pub management: ManagementNetwork,
    /// The VLAN bridge; absent without a trunk.
    pub trunk: Option<TrunkBridge>,
    /// The router's radios.
    pub wifi: Radios,
    /// The hotspot networks.
    pub networks: Vec<Network>,
    /// The captive portal.
    pub portal: Option<super::site::Portal>,
    /// Hosts that are reached before signing in, without repetition.
    pub garden: Vec<String>,
    /// Queue kinds that a profile needs and RouterOS does not bring.
    pub queues: Vec<&'static str>,
    /// Bandwidth profiles.
    pub profiles: Vec<Profile>,
    /// The free trial.
    pub trial: Option<super::site::Trial>,
    /// Devices that need no sign-in.
    pub bypasses: Vec<super::site::Bypass>,
    /// How hotspotd reaches the router.
    pub access: Service,
    /// The tunnel to the box.
    pub wireguard: Option<Tunnel>,
}

/// The uplink.
#[derive(Debug, Clone, Serialize)]
pub struct Uplink {
    /// The port.
    pub port: String,
    /// The provider's VLAN tag.
    pub vlan: Option<u16>,
    /// The port, or its VLAN interface.
    pub carrier: String,
    /// The interface with the address: the carrier, or the PPPoE client on it.
    pub interface: String,
    /// `dhcp`, `static` or `pppoe`.
    pub mode: &'static str,
    /// With `static`.
    pub address: Option<String>,
    /// With `static`.
    pub gateway: Option<String>,
    /// With `pppoe`.
    pub user: Option<String>,
    /// With `pppoe`.
    pub password: Option<Revealed>,
}

/// The management network.
#[derive(Debug, Clone, Serialize)]
pub struct ManagementNetwork {
    /// The interface that carries the address.
    pub interface: String,
    /// Whether that interface is a bridge with members of its own.
    pub bridge: bool,
    /// Its members.
    pub ports: Vec<String>,
    /// Its tag on the trunk.
    pub vlan: Option<u16>,
    /// The router's address with prefix.
    pub address: String,
    /// The same without prefix.
    pub gateway: String,
    /// The network.
    pub network: String,
    /// Whether the router hands out addresses.
    pub dhcp: bool,
    /// Which.
    pub pool: String,
}

/// The VLAN bridge.
#[derive(Debug, Clone, Serialize)]
pub struct TrunkBridge {
    /// Its name.
    pub bridge: String,
    /// Its tagged ports.
    pub ports: Vec<String>,
    /// The bridge itself and its tagged ports, comma-joined.
    pub tagged: String,
}

/// The router's radios.
#[derive(Debug, Clone, Serialize)]
pub struct Radios {
    /// `wireless`, `wifi` or `wifiwave2`.
    pub driver: &'static str,
    /// Country in the driver's spelling.
    pub country: String,
    /// The radios in use.
    pub radios: Vec<Radio>,
}

/// One radio.
#[derive(Debug, Clone, Serialize)]
pub struct Radio {
    /// Its interface.
    pub name: String,
    /// What it broadcasts: the first on the radio itself, the others on virtual interfaces.
    pub cells: Vec<Cell>,
}

/// One Wi-Fi name on one radio.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// Its interface.
    pub interface: String,
    /// The radio, where the interface is virtual.
    pub master: Option<String>,
    /// The name that phones see.
    pub ssid: String,
    /// Its network's name.
    pub network: String,
    /// Its network's tag.
    pub vlan: Option<u16>,
}

/// One hotspot network.
#[derive(Debug, Clone, Serialize)]
pub struct Network {
    /// Its short name.
    pub name: String,
    /// Bridge, VLAN interface, or the existing interface.
    pub interface: String,
    /// Members of its bridge: Ethernet ports and Wi-Fi interfaces.
    pub ports: Vec<String>,
    /// Its tag on the trunk.
    pub vlan: Option<u16>,
    /// Wi-Fi interfaces in its VLAN, comma-joined.
    pub untagged: String,
    /// The router's address with prefix.
    pub address: String,
    /// The same without prefix.
    pub gateway: String,
    /// The network.
    pub network: String,
    /// Addresses handed out.
    pub pool: String,
    /// How long.
    pub lease: String,
    /// Name of the sign-in page.
    pub dns_name: String,
    /// `login-by`.
    pub login_by: String,
    /// Folder of the pages, with `flash/` where the model needs it.
    pub html_directory: String,
}

/// One bandwidth profile.
#[derive(Debug, Clone, Serialize)]
pub struct Profile {
    /// Its short name.
    pub name: String,
    /// `rate-limit`, upload first.
    pub rate_limit: String,
    /// Devices at the same time.
    pub devices: u16,
    /// Name of the queue type.
    pub queue_type: String,
    /// Span or `none`.
    pub idle_timeout: String,
    /// Span; empty: a device is not remembered.
    pub remember: String,
}

/// How hotspotd reaches the router.
#[derive(Debug, Clone, Serialize)]
pub struct Service {
    /// `api-ssl` or `api`.
    pub service: &'static str,
    /// Its port.
    pub port: u16,
    /// From where.
    pub from: Vec<String>,
    /// The same, comma-joined.
    pub addresses: String,
}

/// The tunnel to the box.
#[derive(Debug, Clone, Serialize)]
pub struct Tunnel {
    /// The router's address in it.
    pub address: String,
    /// The router's key.
    pub private_key: Revealed,
    /// The box's key.
    pub peer_public_key: String,
    /// Where the box is.
    pub peer_host: String,
    /// Its UDP port.
    pub peer_port: u16,
    /// What lies behind it, comma-joined.
    pub allowed: String,
}
