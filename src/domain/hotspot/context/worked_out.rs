//! A site worked out for its router: every name, address and word that a template lays out.

use super::{
    Cell, Context, ManagementNetwork, Network, Profile, Radio, Radios, Service, TrunkBridge,
    Tunnel, Uplink,
};
use crate::domain::hotspot::site::{
    Access, AccessService, BandwidthProfile, GardenPreset, HotspotNetwork, LoginMethod, Management,
    QueueKind, Site,
};
use crate::domain::hotspot::wan::{Wan, WanMode};
use crate::domain::rate::pair;
use crate::domain::routeros::model::{Model, WifiDriver};
use crate::domain::routeros::version::Version;

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
                private_key: (&tunnel.private_key).into(),
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
            uplink.password = Some(password.into());
        }
    }
    uplink
}

/// The name of a bridge or VLAN interface of ours. Bridges and VLANs share one space of names on the router, and when a site
/// changes from one to the other, the new one is made before the old one goes; so their names differ.
fn own_interface(hd: &str, vlan: Option<u16>, network: &str) -> String {
    match vlan {
        Some(_) => format!("{hd}-vlan-{network}"),
        None => format!("{hd}-{network}"),
    }
}

fn management(management: &Management, model: &Model, hd: &str) -> ManagementNetwork {
    let interface = management
        .interface
        .clone()
        .unwrap_or_else(|| own_interface(hd, management.vlan, "mgmt"));
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
            .unwrap_or_else(|| own_interface(hd, network.vlan, network.name.as_str())),
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
