//! A typical shop on a given board: what `example-site` prints and a new site begins with.
//!
//! It is laid out for a router fresh from its carton that the box at 192.168.88.2 configures: the port by which the
//! box enters stays what it is (see [`Model::factory_entry`]), so that the session survives the change.

use std::net::Ipv4Addr;

use crate::domain::hotspot::fits::{Misfit, fits};
use crate::domain::hotspot::site::{
    Access, AccessService, BandwidthProfile, Bypass, GardenPreset, HotspotNetwork, Identity,
    LoginMethod, Management, Portal, QueueKind, RouterSpec, Site, Trial, Trunk, VoucherType,
    WalledGarden, Wan, WanMode, Wifi,
};
use crate::domain::hotspot::template::Shape;
use crate::domain::money::{Currency, Money};
use crate::domain::name::{Label, LabelError, SiteSlugError, Slug, SlugError};
use crate::domain::net::{Interface, NetError, Subnet};
use crate::domain::rate::{Download, Rate, RateError, Upload};
use crate::domain::routeros::model::{Factory, Model};
use crate::domain::routeros::version::Version;
use crate::domain::time::Span;

/// Why there is no typical shop for a board.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing is left for the uplink.
    #[error(
        "{model} has a single port, {port}, from which it is managed; template {shape} needs another one for the uplink"
    )]
    NoUplink {
        /// The board.
        model: String,
        /// Its only port.
        port: String,
        /// The template.
        shape: Shape,
    },
    /// Nothing is left for the box.
    #[error(
        "{model} has a single port, {port}, which is its uplink; the box needs another one to manage it from"
    )]
    NoEntry {
        /// The board.
        model: String,
        /// Its only port.
        port: String,
    },
    /// Nothing is left for customers.
    #[error(
        "{model} has only {uplink} for the uplink and {entry} for management; template {shape} needs {wanted} for customers"
    )]
    NoCustomers {
        /// The board.
        model: String,
        /// Its uplink.
        uplink: String,
        /// Where the box enters.
        entry: String,
        /// The template.
        shape: Shape,
        /// `a further port or a radio`, `a further port`.
        wanted: &'static str,
    },
    /// The board's licence or version does not allow it.
    #[error("{}: {}", .0.place, .0.message)]
    Misfit(Misfit),
    /// A value written in this file is wrong; tests keep that from happening.
    #[error("the program's own example is wrong; report this: {0}")]
    Example(String),
}

/// The box's address on a router fresh from its carton.
pub const BOX: Ipv4Addr = Ipv4Addr::new(192, 168, 88, 2);
/// The router's own address out of the box.
const FACTORY: Ipv4Addr = Ipv4Addr::new(192, 168, 88, 1);
/// TCP port of the box's captive portal.
const PORTAL_PORT: u16 = 8080;

const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// A typical shop on that board.
///
/// # Errors
/// The board has too few ports, its licence allows one customer only, or the version is too old.
pub fn starter(model: &Model, shape: Shape, version: Version) -> Result<Site, Refusal> {
    let mut site = bare(model, shape, version)?;
    match shape {
        Shape::Basic => {
            let ports = Ports::of(model, shape)?;
            if ports.rest.is_empty() && !model.has_radio() {
                return Err(ports.no_customers(model, shape, "a further port or a radio"));
            }
            ports.lay_out(&mut site);
            let mut guest = network("guest", Ipv4Addr::new(10, 5, 50, 1), "wifi.lan")?;
            if model.has_radio() {
                guest.ssid = Some(label("Duka Moja WiFi")?);
                site.wifi = Some(Wifi {
                    radios: Vec::new(),
                    country: "Kenya".to_owned(),
                    driver: None,
                });
            }
            guest.ports = ports.rest;
            site.networks.push(guest);
        }
        Shape::Vlan => {
            let ports = Ports::of(model, shape)?;
            if ports.rest.is_empty() {
                return Err(ports.no_customers(model, shape, "a further port"));
            }
            ports.lay_out(&mut site);
            site.trunk = Some(Trunk { ports: ports.rest });
            for (name, tag, dns_name) in [("guest", 10_u8, "wifi.lan"), ("rooms", 20, "rooms.lan")]
            {
                let mut network = network(name, Ipv4Addr::new(10, 5, tag, 1), dns_name)?;
                network.vlan = Some(u16::from(tag));
                site.networks.push(network);
            }
        }
        Shape::Addon => {
            if model.factory_entry().is_none() {
                return Err(no_entry(model));
            }
            let mut shop = network("shop", FACTORY, "wifi.lan")?;
            shop.interface = Some(model.factory_lan().to_owned());
            site.networks.push(shop);
            // The box stands in the same network as the customers; the hotspot would ask it for a code.
            site.bypasses.push(Bypass {
                name: slug("box")?,
                mac: None,
                address: Some(BOX),
            });
        }
    }
    match fits(&site, model) {
        Ok(()) => Ok(site),
        Err(misfits) => Err(misfits.into_iter().next().map_or_else(
            || Refusal::Example("it does not fit".to_owned()),
            Refusal::Misfit,
        )),
    }
}

/// Which port does what.
struct Ports {
    uplink: String,
    management: Management,
    entry: String,
    rest: Vec<String>,
}

impl Ports {
    fn of(model: &Model, shape: Shape) -> Result<Self, Refusal> {
        let Some(entry) = model.factory_entry() else {
            return Err(no_entry(model));
        };
        let uplink = match model.factory {
            Factory::Home => model.ports.first(),
            Factory::Plain | Factory::WirelessUplink => model.ports.get(1),
        };
        let Some(uplink) = uplink else {
            return Err(Refusal::NoUplink {
                model: model.name.clone(),
                port: entry.to_owned(),
                shape,
            });
        };
        let bridged = model.factory == Factory::Home;
        let management = Management {
            interface: Some(model.factory_lan().to_owned()),
            ports: if bridged {
                vec![entry.to_owned()]
            } else {
                Vec::new()
            },
            vlan: None,
            address: interface(FACTORY)?,
            dhcp: false,
        };
        let rest = model
            .ports
            .iter()
            .filter(|port| *port != uplink && *port != entry)
            .cloned()
            .collect();
        Ok(Self {
            uplink: uplink.clone(),
            management,
            entry: entry.to_owned(),
            rest,
        })
    }

    fn lay_out(&self, site: &mut Site) {
        site.wan = Some(Wan {
            port: self.uplink.clone(),
            vlan: None,
            mode: WanMode::Dhcp,
        });
        site.management = self.management.clone();
    }

    fn no_customers(self, model: &Model, shape: Shape, wanted: &'static str) -> Refusal {
        Refusal::NoCustomers {
            model: model.name.clone(),
            uplink: self.uplink,
            entry: self.entry,
            shape,
            wanted,
        }
    }
}

fn no_entry(model: &Model) -> Refusal {
    Refusal::NoEntry {
        model: model.name.clone(),
        port: model.ports.first().cloned().unwrap_or_default(),
    }
}

/// The shop without its ports and networks.
fn bare(model: &Model, shape: Shape, version: Version) -> Result<Site, Refusal> {
    Ok(Site {
        template: shape.word().to_owned(),
        site: Identity {
            slug: "duka"
                .parse()
                .map_err(|error: SiteSlugError| Refusal::Example(error.to_string()))?,
            name: label("Duka Moja")?,
            time_zone: "Africa/Nairobi".to_owned(),
            ntp: vec![
                "0.africa.pool.ntp.org".to_owned(),
                "1.africa.pool.ntp.org".to_owned(),
            ],
            dns: vec![Ipv4Addr::new(1, 1, 1, 1), Ipv4Addr::new(8, 8, 8, 8)],
        },
        router: RouterSpec {
            model: model.name.clone(),
            routeros: version,
            identity: None,
        },
        wan: None,
        management: Management {
            interface: Some(model.factory_lan().to_owned()),
            ports: Vec::new(),
            vlan: None,
            address: interface(FACTORY)?,
            dhcp: false,
        },
        trunk: None,
        wifi: None,
        networks: Vec::new(),
        portal: Some(Portal {
            address: BOX,
            port: PORTAL_PORT,
        }),
        walled_garden: WalledGarden {
            presets: vec![GardenPreset::Pesapal],
            hosts: Vec::new(),
        },
        profiles: profiles()?,
        voucher_types: voucher_types()?,
        trial: Some(Trial {
            uptime: Span::from_secs(600),
            reset: Span::from_secs(DAY),
            profile: slug("jaribu")?,
        }),
        bypasses: Vec::new(),
        access: Access {
            user: "hotspotd".to_owned(),
            from: vec![Subnet::around(BOX, 32)],
            service: AccessService::default(),
        },
        wireguard: None,
        overrides: Vec::new(),
    })
}

/// What the Kenyan starter set sells, and at which speeds.
///
/// # Errors
/// [`Refusal::Example`]; a test keeps that from happening.
pub fn starter_offer() -> Result<(Vec<BandwidthProfile>, Vec<VoucherType>), Refusal> {
    Ok((profiles()?, voucher_types()?))
}

fn network(name: &str, address: Ipv4Addr, dns_name: &str) -> Result<HotspotNetwork, Refusal> {
    Ok(HotspotNetwork {
        name: slug(name)?,
        address: interface(address)?,
        pool: None,
        lease: Span::from_secs(HOUR),
        ports: Vec::new(),
        vlan: None,
        interface: None,
        ssid: None,
        dns_name: dns_name.to_owned(),
        login: vec![LoginMethod::HttpPap, LoginMethod::MacCookie],
        html_directory: "hotspot".to_owned(),
    })
}

/// Speeds of the Kenyan starter set: name, Mbit/s up, Mbit/s down, devices.
fn profiles() -> Result<Vec<BandwidthProfile>, Refusal> {
    [
        ("jaribu", 1, 2, 1),
        ("saa", 2, 5, 1),
        ("nusu", 3, 6, 1),
        ("siku", 3, 8, 1),
        ("gb", 5, 10, 1),
        ("wiki", 4, 10, 2),
        ("mwezi", 5, 10, 3),
        ("familia", 8, 15, 4),
    ]
    .into_iter()
    .map(|(name, up, down, devices)| {
        Ok(BandwidthProfile {
            name: slug(name)?,
            upload: Upload(megabits(up)?),
            download: Download(megabits(down)?),
            burst: None,
            priority: 8,
            devices,
            queue: QueueKind::default(),
            idle_timeout: None,
            remember: Span::from_secs(3 * DAY),
        })
    })
    .collect()
}

/// What the Kenyan starter set sells: code, name, shillings, profile, validity and online hours, data in GB.
fn voucher_types() -> Result<Vec<VoucherType>, Refusal> {
    [
        ("SAA1", "Saa moja", 10, "saa", HOUR, None, None),
        ("SAA3", "Saa tatu", 20, "saa", 3 * HOUR, None, None),
        ("NUSU", "Nusu siku", 30, "nusu", 12 * HOUR, None, None),
        ("SIKU", "Siku moja", 50, "siku", DAY, None, None),
        ("GB1", "GB moja", 30, "gb", 7 * DAY, None, Some(1)),
        (
            "SAA10",
            "Saa kumi za mtandao",
            70,
            "siku",
            7 * DAY,
            Some(10 * HOUR),
            None,
        ),
        ("WIKI", "Wiki moja", 250, "wiki", 7 * DAY, None, None),
        ("MWEZI", "Mwezi", 1_000, "mwezi", 30 * DAY, None, None),
        ("FAMILIA", "Familia", 1_500, "familia", 30 * DAY, None, None),
    ]
    .into_iter()
    .map(
        |(code, name, shillings, profile, validity, online, gigabytes)| {
            Ok(VoucherType {
                code: code.to_owned(),
                name: label(name)?,
                price: Money::from_cents(Currency::Kes, shillings * 100),
                profile: slug(profile)?,
                validity: Span::from_secs(validity),
                online: online.map(Span::from_secs),
                data: gigabytes
                    .map(|count: u64| crate::domain::bytes::Bytes::new(count * 1_000_000_000)),
            })
        },
    )
    .collect()
}

fn slug(text: &str) -> Result<Slug, Refusal> {
    text.parse()
        .map_err(|error: SlugError| Refusal::Example(error.to_string()))
}

fn label(text: &str) -> Result<Label, Refusal> {
    text.parse()
        .map_err(|error: LabelError| Refusal::Example(error.to_string()))
}

fn interface(address: Ipv4Addr) -> Result<Interface, Refusal> {
    Interface::new(address, 24).map_err(|error: NetError| Refusal::Example(error.to_string()))
}

fn megabits(count: u64) -> Result<Rate, Refusal> {
    Rate::from_bits(count * 1_000_000)
        .map_err(|error: RateError| Refusal::Example(error.to_string()))
}
