//! The description of one shop's hotspot on one router: what a person writes in the site file.
//!
//! These are plain values. Reading the TOML (with line numbers and "did you mean") is `service/site_file.rs`;
//! whether a site fits its router is `fits/`; what RouterOS should hold for it is `templates/routeros/` + `desired.rs`.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

pub use crate::domain::hotspot::offer::{BandwidthProfile, Burst, QueueKind, Trial, VoucherType};
pub use crate::domain::hotspot::wan::{Wan, WanMode};
use crate::domain::mac::Mac;
use crate::domain::name::{Label, SiteSlug, Slug};
use crate::domain::net::{Interface, Range, Subnet};
pub use crate::domain::routeros::model::WifiDriver;
use crate::domain::routeros::version::Version;
use crate::domain::secret::Secret;
use crate::domain::time::Span;

/// One shop. Every list may be empty unless its documentation says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Which template builds it: `basic`, `vlan`, `addon`, or the name of an operator's own.
    pub template: String,
    /// Who the shop is.
    pub site: Identity,
    /// The router it runs on.
    pub router: RouterSpec,
    /// The uplink. Absent with `addon`, where the uplink exists already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wan: Option<Wan>,
    /// The network from which the router is managed; hotspotd's box stands in it.
    pub management: Management,
    /// The VLAN trunk (`vlan` only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trunk: Option<Trunk>,
    /// Radios of the router itself. Absent: its radios are left alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wifi: Option<Wifi>,
    /// The hotspot networks; at least one.
    #[serde(rename = "network")]
    pub networks: Vec<HotspotNetwork>,
    /// Where the captive portal of hotspotd's box is. Absent: vouchers only, on the router's own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<Portal>,
    /// Hosts that customers reach without signing in.
    #[serde(default)]
    pub walled_garden: WalledGarden,
    /// Speeds; at least one.
    #[serde(rename = "profile")]
    pub profiles: Vec<BandwidthProfile>,
    /// What is sold.
    #[serde(
        default,
        rename = "voucher_type",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub voucher_types: Vec<VoucherType>,
    /// A free trial per device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<Trial>,
    /// Devices that need no sign-in (printer, till, camera).
    #[serde(default, rename = "bypass", skip_serializing_if = "Vec::is_empty")]
    pub bypasses: Vec<Bypass>,
    /// How hotspotd itself reaches the router.
    pub access: Access,
    /// A WireGuard tunnel to the box, for shops behind carrier-grade NAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wireguard: Option<WireGuard>,
    /// Differences that the operator accepted; applied after rendering.
    #[serde(default, rename = "override", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

/// `[site]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Immutable short name; part of every mark that this site leaves on the router.
    pub slug: SiteSlug,
    /// The shop's name as customers know it.
    pub name: Label,
    /// IANA zone, e.g. `Africa/Nairobi`.
    #[serde(default = "Identity::nairobi")]
    pub time_zone: String,
    /// Time servers, names or addresses.
    #[serde(default = "Identity::pool")]
    pub ntp: Vec<String>,
    /// Name servers the router asks. Empty: those the uplink gives.
    #[serde(default)]
    pub dns: Vec<Ipv4Addr>,
}

impl Identity {
    fn nairobi() -> String {
        "Africa/Nairobi".to_owned()
    }
    fn pool() -> Vec<String> {
        vec![
            "0.africa.pool.ntp.org".to_owned(),
            "1.africa.pool.ntp.org".to_owned(),
        ]
    }
}

/// `[router]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouterSpec {
    /// Name or product code in the catalogue, e.g. `hAP ac^2`.
    pub model: String,
    /// RouterOS version the configuration is written for.
    pub routeros: Version,
    /// `/system identity`; default: the slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Label>,
}

/// `[management]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Management {
    /// The interface that carries the address: a bridge (made or taken over) or a port of the router.
    /// With `vlan` and a `vlan` tag below, the tag's interface carries it and this must be absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// Member ports when `interface` is a bridge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<String>,
    /// Tag on the trunk (`vlan` template).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vlan: Option<u16>,
    /// The router's own address.
    pub address: Interface,
    /// Whether the router hands out addresses there.
    #[serde(default)]
    pub dhcp: bool,
}

/// `[trunk]`: the ports that carry all VLANs, tagged (to switches and access points).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trunk {
    /// Ports of the trunk; at least one.
    pub ports: Vec<String>,
}

/// `[wifi]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wifi {
    /// Radios to use, e.g. `wlan1`; empty: all that the model has.
    #[serde(default)]
    pub radios: Vec<String>,
    /// Country for the radio rules, in RouterOS's words, e.g. `Kenya`.
    #[serde(default = "Wifi::kenya")]
    pub country: String,
    /// Which menu drives the radios; default by model and version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<WifiDriver>,
}

impl Wifi {
    fn kenya() -> String {
        "Kenya".to_owned()
    }
}

/// `[[network]]`: one hotspot network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HotspotNetwork {
    /// Short name, unique in the site, e.g. `guest`.
    pub name: Slug,
    /// The router's own address in it, e.g. `10.5.50.1/24`.
    pub address: Interface,
    /// Addresses handed out; default: the network but the router's address and the first nine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<Range>,
    /// How long an address is lent.
    #[serde(default = "HotspotNetwork::hour")]
    pub lease: Span,
    /// Ethernet ports in its bridge (`basic`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<String>,
    /// Tag on the trunk (`vlan`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vlan: Option<u16>,
    /// The existing interface it runs on (`addon`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// Name of its Wi-Fi on the router's own radios.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssid: Option<Label>,
    /// Name of the sign-in page; private by default.
    #[serde(default = "HotspotNetwork::wifi_lan")]
    pub dns_name: String,
    /// How customers sign in.
    #[serde(default = "HotspotNetwork::pap_and_cookie")]
    pub login: Vec<LoginMethod>,
    /// Folder of the sign-in pages, without `flash/` (added where the model needs it).
    #[serde(default = "HotspotNetwork::folder")]
    pub html_directory: String,
}

impl HotspotNetwork {
    fn hour() -> Span {
        Span::from_secs(3600)
    }
    fn wifi_lan() -> String {
        "wifi.lan".to_owned()
    }
    fn pap_and_cookie() -> Vec<LoginMethod> {
        vec![LoginMethod::HttpPap, LoginMethod::MacCookie]
    }
    fn folder() -> String {
        "hotspot".to_owned()
    }
}

/// How a customer may sign in (`login-by`). `trial` is added by `[trial]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginMethod {
    /// Plain form; works without scripts and with QR codes.
    HttpPap,
    /// Hashed in the browser.
    HttpChap,
    /// Browser cookie.
    Cookie,
    /// The device is known again by its MAC address for a while.
    MacCookie,
    /// By MAC address alone.
    Mac,
    /// Over TLS.
    Https,
}

/// `[portal]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Address of hotspotd's box.
    pub address: Ipv4Addr,
    /// TCP port of the captive portal.
    pub port: u16,
}

/// `[walled_garden]`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WalledGarden {
    /// Named sets of hosts, e.g. `pesapal`.
    #[serde(default)]
    pub presets: Vec<GardenPreset>,
    /// Further host names; `*` and `?` are wildcards.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// A named set of hosts for the walled garden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GardenPreset {
    /// The payment pages of Pesapal.
    Pesapal,
}

/// `[[bypass]]`: a device that needs no sign-in. By MAC, address, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bypass {
    /// Short name, unique in the site, e.g. `printer`.
    pub name: Slug,
    /// Its MAC address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<Mac>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Ipv4Addr>,
}

/// `[access]`: how hotspotd itself reaches the router.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The account on the router (made by `hotspotd bootstrap`).
    #[serde(default = "Access::hotspotd")]
    pub user: String,
    /// From where it may sign in: the box's address or network.
    pub from: Vec<Subnet>,
    /// Over which service.
    #[serde(default)]
    pub service: AccessService,
}

impl Access {
    fn hotspotd() -> String {
        "hotspotd".to_owned()
    }
}

/// The API service that hotspotd uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessService {
    /// TLS, port 8729.
    #[default]
    ApiSsl,
    /// Plain text, port 8728.
    Api,
}

/// `[wireguard]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireGuard {
    /// The router's address in the tunnel.
    pub address: Interface,
    /// The router's private key, base64.
    pub private_key: Secret,
    /// The box's public key, base64.
    pub peer_public_key: String,
    /// Where the box is: host name or address.
    pub peer_host: String,
    /// UDP port of the box.
    pub peer_port: u16,
    /// What lies behind the tunnel.
    pub allowed: Vec<Subnet>,
}

/// `[[override]]`: one field of one row, set after rendering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Menu, e.g. `/ip/hotspot/user/profile`.
    pub menu: String,
    /// The row's key: the part of its mark behind the site, or its name.
    pub key: String,
    /// Field, e.g. `rate-limit`.
    pub field: String,
    /// The value that stands instead of the template's.
    pub value: String,
}
