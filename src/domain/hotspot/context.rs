//! What a configuration template sees: the site, worked out to the last name, so that templates only lay out.
//!
//! The names of this structure are the template language that operators write in; `docs/templates.md` lists them.

use serde::Serialize;

use super::site::{
    Access, AccessService, BandwidthProfile, GardenPreset, HotspotNetwork, LoginMethod, Management,
    QueueKind, Site,
};
use super::wan::{Wan, WanMode};
use crate::domain::rate::pair;
use crate::domain::routeros::model::{Model, WifiDriver};
use crate::domain::routeros::version::Version;

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
    pub password: Option<String>,
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
    pub private_key: String,
    /// The box's key.
    pub peer_public_key: String,
    /// Where the box is.
    pub peer_host: String,
    /// Its UDP port.
    pub peer_port: u16,
    /// What lies behind it, comma-joined.
    pub allowed: String,
}

impl Context {
    /// Works out a site that fits this model (`fits.rs`), for this RouterOS version.
    pub fn new(site: &Site, model: &Model, version: &Version) -> Self {
        let slug = site.site.slug.as_str();
        let hd = format!("hd-{slug}");
        let wifi = radios(site, model, version, &hd);
        Context {
            mark: format!("hotspotd:{slug}:"),
            routeros: format!("{}.{}", version.major, version.minor),
            identity: site
                .router
                .identity
                .as_ref()
                .map_or_else(|| slug.to_owned(), ToString::to_string),
            time_zone: site.site.time_zone.clone(),
            ntp: site.site.ntp.join(","),
            dns: joined(&site.site.dns),
            wan: site.wan.as_ref().map(|wan| uplink(wan, &hd)),
            management: management(&site.management, model, &hd),
            trunk: site.trunk.as_ref().map(|trunk| TrunkBridge {
                bridge: format!("{hd}-trunk"),
                ports: trunk.ports.clone(),
                tagged: std::iter::once(format!("{hd}-trunk"))
                    .chain(trunk.ports.iter().cloned())
                    .collect::<Vec<_>>()
                    .join(","),
            }),
            networks: site
                .networks
                .iter()
                .map(|network| hotspot_network(network, site, model, &wifi, &hd))
                .collect(),
            wifi,
            portal: site.portal.clone(),
            garden: garden(site),
            queues: queues(&site.profiles),
            profiles: site
                .profiles
                .iter()
                .map(|profile| bandwidth(profile, &hd))
                .collect(),
            trial: site.trial.clone(),
            bypasses: site.bypasses.clone(),
            access: access(&site.access),
            wireguard: site.wireguard.as_ref().map(|tunnel| Tunnel {
                address: tunnel.address.to_string(),
                private_key: tunnel.private_key.reveal().to_owned(),
                peer_public_key: tunnel.peer_public_key.clone(),
                peer_host: tunnel.peer_host.clone(),
                peer_port: tunnel.peer_port,
                allowed: joined(&tunnel.allowed),
            }),
            hd,
        }
    }
}

fn joined<T: ToString>(items: &[T]) -> String {
    items
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

fn uplink(wan: &Wan, hd: &str) -> Uplink {
    let carrier = wan
        .vlan
        .map_or_else(|| wan.port.clone(), |_| format!("{hd}-uplink"));
    let mut uplink = Uplink {
        port: wan.port.clone(),
        vlan: wan.vlan,
        interface: carrier.clone(),
        carrier,
        mode: "dhcp",
        address: None,
        gateway: None,
        user: None,
        password: None,
    };
    match &wan.mode {
        WanMode::Dhcp => {}
        WanMode::Static { address, gateway } => {
            uplink.mode = "static";
            uplink.address = Some(address.to_string());
            uplink.gateway = Some(gateway.to_string());
        }
        WanMode::Pppoe { user, password } => {
            uplink.mode = "pppoe";
            uplink.interface = format!("{hd}-pppoe");
            uplink.user = Some(user.clone());
            uplink.password = Some(password.reveal().to_owned());
        }
    }
    uplink
}

fn management(management: &Management, model: &Model, hd: &str) -> ManagementNetwork {
    let interface = management
        .interface
        .clone()
        .unwrap_or_else(|| format!("{hd}-mgmt"));
    ManagementNetwork {
        bridge: management.vlan.is_none() && !model.has_port(&interface),
        interface,
        ports: management.ports.clone(),
        vlan: management.vlan,
        address: management.address.to_string(),
        gateway: management.address.address().to_string(),
        network: management.address.network().to_string(),
        dhcp: management.dhcp,
        pool: management
            .address
            .default_pool()
            .map_or_else(String::new, |pool| pool.to_string()),
    }
}

fn radios(site: &Site, model: &Model, version: &Version, hd: &str) -> Radios {
    let Some(wifi) = &site.wifi else {
        return Radios {
            driver: "wifi",
            country: String::new(),
            radios: Vec::new(),
        };
    };
    let driver = model
        .driver(*version, wifi.driver)
        .unwrap_or(WifiDriver::Wifi);
    let names = if wifi.radios.is_empty() {
        model.radios(driver).to_vec()
    } else {
        wifi.radios.clone()
    };
    let broadcast: Vec<(&HotspotNetwork, String)> = site
        .networks
        .iter()
        .filter_map(|network| Some((network, network.ssid.as_ref()?.to_string())))
        .collect();
    let radios = names.into_iter().map(|name| {
        let cells = broadcast
            .iter()
            .enumerate()
            .map(|(index, (network, ssid))| Cell {
                interface: if index == 0 {
                    name.clone()
                } else {
                    format!("{hd}-{}-{name}", network.name)
                },
                master: (index > 0).then(|| name.clone()),
                ssid: ssid.clone(),
                network: network.name.to_string(),
                vlan: network.vlan,
            });
        Radio {
            cells: cells.collect(),
            name: name.clone(),
        }
    });
    let radios: Vec<Radio> = radios.filter(|radio| !radio.cells.is_empty()).collect();
    match driver {
        WifiDriver::Wireless => Radios {
            driver: "wireless",
            country: wifi.country.to_lowercase(),
            radios,
        },
        WifiDriver::Wifi if (version.major, version.minor) < (7, 13) => Radios {
            driver: "wifiwave2",
            country: wifi.country.clone(),
            radios,
        },
        WifiDriver::Wifi => Radios {
            driver: "wifi",
            country: wifi.country.clone(),
            radios,
        },
    }
}

fn hotspot_network(
    network: &HotspotNetwork,
    site: &Site,
    model: &Model,
    wifi: &Radios,
    hd: &str,
) -> Network {
    let cells: Vec<String> = wifi
        .radios
        .iter()
        .flat_map(|radio| &radio.cells)
        .filter(|cell| cell.network == network.name.as_str())
        .map(|cell| cell.interface.clone())
        .collect();
    let mut login: Vec<&str> = network
        .login
        .iter()
        .map(|method| login_word(*method))
        .collect();
    if site.trial.is_some() {
        login.push("trial");
    }
    let pool = network.pool.or_else(|| network.address.default_pool());
    Network {
        name: network.name.to_string(),
        interface: network
            .interface
            .clone()
            .unwrap_or_else(|| format!("{hd}-{}", network.name)),
        ports: network
            .ports
            .iter()
            .cloned()
            .chain(cells.iter().cloned())
            .collect(),
        vlan: network.vlan,
        untagged: cells.join(","),
        address: network.address.to_string(),
        gateway: network.address.address().to_string(),
        network: network.address.network().to_string(),
        pool: pool.map_or_else(String::new, |pool| pool.to_string()),
        lease: network.lease.to_string(),
        dns_name: network.dns_name.clone(),
        login_by: login.join(","),
        html_directory: if model.has_flash_folder() {
            format!("flash/{}", network.html_directory)
        } else {
            network.html_directory.clone()
        },
    }
}

fn login_word(method: LoginMethod) -> &'static str {
    match method {
        LoginMethod::HttpPap => "http-pap",
        LoginMethod::HttpChap => "http-chap",
        LoginMethod::Cookie => "cookie",
        LoginMethod::MacCookie => "mac-cookie",
        LoginMethod::Mac => "mac",
        LoginMethod::Https => "https",
    }
}

/// Only what is certain of Pesapal: its pages' own host and those below it. Which further hosts a card's bank needs is not
/// bounded, so an operator adds them (`walled_garden.hosts`).
fn garden(site: &Site) -> Vec<String> {
    let presets = site
        .walled_garden
        .presets
        .iter()
        .flat_map(|preset| match preset {
            GardenPreset::Pesapal => ["pay.pesapal.com", "*.pesapal.com"],
        });
    let mut hosts: Vec<String> = Vec::new();
    for host in presets
        .map(str::to_owned)
        .chain(site.walled_garden.hosts.iter().cloned())
    {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

fn queue_word(queue: QueueKind) -> Option<&'static str> {
    match queue {
        QueueKind::Default => None,
        QueueKind::FqCodel => Some("fq-codel"),
        QueueKind::Cake => Some("cake"),
        QueueKind::Pcq => Some("pcq"),
    }
}

fn queues(profiles: &[BandwidthProfile]) -> Vec<&'static str> {
    let mut words: Vec<&str> = profiles
        .iter()
        .filter_map(|profile| queue_word(profile.queue))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn bandwidth(profile: &BandwidthProfile, hd: &str) -> Profile {
    Profile {
        name: profile.name.to_string(),
        rate_limit: rate_limit(profile),
        devices: profile.devices,
        queue_type: queue_word(profile.queue).map_or_else(
            || "hotspot-default".to_owned(),
            |word| format!("{hd}-{word}"),
        ),
        idle_timeout: profile
            .idle_timeout
            .map_or_else(|| "none".to_owned(), |span| span.to_string()),
        remember: if profile.remember.as_secs() == 0 {
            String::new()
        } else {
            profile.remember.to_string()
        },
    }
}

/// `rx/tx [burst threshold time priority]`, seen from the router: rx is the upload (RouterOS facts: hotspot, section 6).
fn rate_limit(profile: &BandwidthProfile) -> String {
    let rate = pair(profile.upload, profile.download);
    match (&profile.burst, profile.priority) {
        (None, 8) => rate,
        (None, priority) => format!("{rate} 0/0 0/0 0/0 {priority}"),
        (Some(burst), priority) => format!(
            "{rate} {} {} {time}/{time} {priority}",
            pair(burst.upload, burst.download),
            pair(burst.upload_threshold, burst.download_threshold),
            time = burst.time.as_secs(),
        ),
    }
}

fn access(access: &Access) -> Service {
    let (service, port) = match access.service {
        AccessService::ApiSsl => ("api-ssl", 8729),
        AccessService::Api => ("api", 8728),
    };
    Service {
        service,
        port,
        from: access.from.iter().map(ToString::to_string).collect(),
        addresses: joined(&access.from),
    }
}
