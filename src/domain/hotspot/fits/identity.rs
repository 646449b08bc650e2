//! Rules about names, versions and how many of each thing there may be.

use crate::domain::hotspot::fits::misfit::{Misfits, repeated};
use crate::domain::hotspot::site::{HotspotNetwork, LoginMethod, Site};
use crate::domain::routeros::model::{HotspotUsers, Licence, Model};
use crate::domain::routeros::version::Version;
use crate::domain::shown::shown;

/// Most entries of each list; more is a mistake, and checking it would take long.
const MANY: usize = 64;

pub(super) fn check_counts(site: &Site, misfits: &mut Misfits) {
    for (place, count, least, most) in [
        ("network", site.networks.len(), 1, 16),
        ("profile", site.profiles.len(), 1, MANY),
        ("voucher_type", site.voucher_types.len(), 0, MANY),
        ("bypass", site.bypasses.len(), 0, 256),
        ("override", site.overrides.len(), 0, 256),
        ("access, from", site.access.from.len(), 1, 16),
        (
            "walled_garden, hosts",
            site.walled_garden.hosts.len(),
            0,
            256,
        ),
        (
            "walled_garden, presets",
            site.walled_garden.presets.len(),
            0,
            MANY,
        ),
        ("site, ntp", site.site.ntp.len(), 0, 4),
        ("site, dns", site.site.dns.len(), 0, 4),
        ("management, ports", site.management.ports.len(), 0, MANY),
        (
            "trunk, ports",
            site.trunk.as_ref().map_or(1, |trunk| trunk.ports.len()),
            1,
            MANY,
        ),
        (
            "wifi, radios",
            site.wifi.as_ref().map_or(0, |wifi| wifi.radios.len()),
            0,
            8,
        ),
        (
            "wireguard, allowed",
            site.wireguard
                .as_ref()
                .map_or(1, |tunnel| tunnel.allowed.len()),
            1,
            16,
        ),
    ] {
        misfits.need(count >= least, place, || {
            "there is none; write at least one".to_owned()
        });
        misfits.need(count <= most, place, || {
            format!("there are {count}; at most {most} are allowed")
        });
    }
    for network in &site.networks {
        let count = network.ports.len();
        misfits.need(
            count <= MANY,
            format!("network {}, ports", network.name),
            || format!("there are {count}; at most {MANY} are allowed"),
        );
    }
}

pub(super) fn check(site: &Site, model: &Model, misfits: &mut Misfits) {
    check_router(site, model, misfits);
    let zone = &site.site.time_zone;
    misfits.need(is_zone(zone), "site, time_zone", || {
        format!(
            "{} is not a time zone; write one like Africa/Nairobi",
            shown(zone)
        )
    });
    for host in site.site.ntp.iter().filter(|host| !is_host(host)) {
        misfits.say(
            "site, ntp",
            format!("{} is not a host name or address", shown(host)),
        );
    }
    for network in &site.networks {
        check_network(network, misfits);
    }
    if let Some(name) = repeated(site.networks.iter().map(|network| &network.name)) {
        misfits.say(
            format!("network {name}"),
            "two networks have this name; rename one",
        );
    }
    if let Some(name) = repeated(
        site.networks
            .iter()
            .map(|network| network.dns_name.to_ascii_lowercase()),
    ) {
        misfits.say(
            "network, dns_name",
            format!("two networks answer to {name}; give each its own, or phones are sent to the wrong one"),
        );
    }
    for host in site
        .walled_garden
        .hosts
        .iter()
        .filter(|host| !is_host_pattern(host))
    {
        misfits.say(
            "walled_garden, hosts",
            format!(
                "{} is not a host name; write one like *.example.com, without https://",
                shown(host)
            ),
        );
    }
    for (at, it) in site.overrides.iter().enumerate() {
        let menu = it
            .menu
            .strip_prefix('/')
            .is_some_and(|menu| is_word(menu, "/-"));
        misfits.need(
            menu && is_word(&it.field, "-.") && !it.key.is_empty(),
            format!("override {}", at + 1),
            || {
                "it needs a menu like /ip/hotspot/profile, a key and a field like rate-limit"
                    .to_owned()
            },
        );
    }
    if let Some((menu, key, field)) = repeated(
        site.overrides
            .iter()
            .map(|it| (&it.menu, &it.key, &it.field)),
    ) {
        misfits.say(
            "override",
            format!("{menu} {key} {field} is set twice; keep one"),
        );
    }
}

fn check_router(site: &Site, model: &Model, misfits: &mut Misfits) {
    let version = site.router.routeros;
    let oldest = Version::OLDEST;
    misfits.need(
        version >= oldest && version.major == oldest.major,
        "router, routeros",
        || {
            format!(
                "hotspotd configures RouterOS 7 from {oldest} on, not {version}; upgrade the router"
            )
        },
    );
    misfits.need(
        version.major >= model.oldest_major,
        "router, routeros",
        || {
            format!(
                "{} runs RouterOS {} and newer, not {version}",
                model.name, model.oldest_major
            )
        },
    );
    if let (HotspotUsers::AtMost(1), licence) = (model.hotspot_users, model.licence) {
        let level = match licence {
            Licence::Level(level) => format!("licence level {level}"),
            Licence::Virtual | Licence::Bought | Licence::Unknown => "its licence".to_owned(),
        };
        misfits.say(
            "router, model",
            format!(
                "{} comes with {level}, which lets a single customer sign in; buy it a level 4 licence or use another board",
                model.name
            ),
        );
    }
}

fn check_network(network: &HotspotNetwork, misfits: &mut Misfits) {
    let place = |key: &str| format!("network {}, {key}", network.name);
    let dns_name = &network.dns_name;
    let lower = dns_name.to_ascii_lowercase();
    if lower == "local" || lower.ends_with(".local") {
        misfits.say(
            place("dns_name"),
            format!("phones look for {} by themselves and do not ask the router; write one like wifi.lan", shown(dns_name)),
        );
    } else if !is_host(dns_name)
        || !dns_name.contains('.')
        || dns_name.parse::<std::net::Ipv4Addr>().is_ok()
    {
        misfits.say(
            place("dns_name"),
            format!(
                "{} is not a full host name; write one like wifi.lan",
                shown(dns_name)
            ),
        );
    }
    let folder = &network.html_directory;
    let plain = is_word(&folder.to_ascii_lowercase(), "-_./") && folder.len() <= 64;
    let steps = folder
        .split('/')
        .all(|step| !step.is_empty() && step != "." && step != "..");
    misfits.need(plain && steps, place("html_directory"), || {
        format!(
            "{} is not a folder on the router; write one like hotspot",
            shown(folder)
        )
    });
    misfits.need(
        folder != "flash" && !folder.starts_with("flash/"),
        place("html_directory"),
        || "leave flash/ out; it is added where the model needs it".to_owned(),
    );
    let form = [
        LoginMethod::HttpPap,
        LoginMethod::HttpChap,
        LoginMethod::Https,
    ];
    misfits.need(
        network.login.iter().any(|method| form.contains(method)),
        place("login"),
        || "customers could not type a code; add http-pap".to_owned(),
    );
    misfits.need(
        repeated(network.login.iter()).is_none(),
        place("login"),
        || "a method is written twice; keep one".to_owned(),
    );
}

/// Small letters, digits and the further characters; not empty.
pub(super) fn is_word(text: &str, further: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || further.contains(c))
}

/// A host name or an IPv4 address (RFC 1123: labels of letters, digits and dashes).
pub(super) fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// A host name in which `*` and `?` stand for letters. A leading `:` would make it a regular expression.
fn is_host_pattern(text: &str) -> bool {
    is_host(&text.replace(['*', '?'], "x")) && text.bytes().any(|b| b.is_ascii_alphanumeric())
}

/// The form of an IANA zone; whether it exists only the router knows.
fn is_zone(text: &str) -> bool {
    text.len() <= 64
        && text
            .split('/')
            .all(|part| is_word(&part.to_ascii_lowercase(), "_+-"))
}
