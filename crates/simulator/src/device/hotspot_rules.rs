//! What a running hotspot adds by itself: its DNS name, and its dynamic rules in filter and nat.

use super::Device;
use super::dynamic::Wanted;
use super::menus;
use super::store::Row;
use super::value::address;

/// Address that a hotspot's DNS name stands for: the profile's, else the first of the interface.
pub fn server_address(device: &Device, server: &Row) -> Option<String> {
    let profile = profile_of(device, server)?;
    if let Some(address) = profile
        .get("hotspot-address")
        .filter(|address| *address != "0.0.0.0")
    {
        return Some(address.to_string());
    }
    let interface = server.get("interface")?;
    let own = device
        .enabled_rows("/ip/address")
        .find(|(_, row)| row.get("interface") == Some(interface));
    own.and_then(|(_, row)| row.get("address"))
        .and_then(address::network_of)
        .map(|net| net.addr().to_string())
}

/// Does the server answer HTTPS: `https` among the login methods, and a certificate?
pub fn speaks_https(device: &Device, server: &Row) -> bool {
    let Some(menu) = menus::known("/ip/hotspot/profile") else {
        return false;
    };
    profile_of(device, server).is_some_and(|profile| {
        let methods = menu.value(profile, "login-by").unwrap_or_default();
        let certificate = menu.value(profile, "ssl-certificate").unwrap_or("none");
        methods.split(',').any(|method| method == "https") && certificate != "none"
    })
}

fn profile_of<'a>(device: &'a Device, server: &Row) -> Option<&'a Row> {
    device
        .store
        .named(
            "/ip/hotspot/profile",
            server.get("profile").unwrap_or("default"),
        )
        .next()
}

/// Hotspot servers that run.
fn running(device: &Device) -> Vec<&Row> {
    let servers = device.enabled_rows("/ip/hotspot");
    servers
        .filter(|(menu, row)| !device.is_invalid(menu, row))
        .map(|(_, row)| row)
        .collect()
}

/// `dns-name` becomes a static DNS entry by itself (RouterOS facts: hotspot-facts section 4).
pub fn names(device: &Device) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for server in running(device) {
        let name = profile_of(device, server)
            .and_then(|profile| profile.get("dns-name"))
            .unwrap_or_default();
        if let (false, Some(address)) = (name.is_empty(), server_address(device, server)) {
            wanted.push(Wanted {
                menu: "/ip/dns/static",
                origin: format!("hotspot:{}", server.id),
                values: vec![
                    ("name", name.to_string()),
                    ("address", address),
                    ("ttl", "5m".to_string()),
                ],
            });
        }
    }
    wanted
}

/// The dynamic firewall of a running hotspot (RouterOS facts: hotspot-facts section 10).
pub fn rules(device: &Device) -> Vec<Wanted> {
    if running(device).is_empty() {
        return Vec::new();
    }
    let mut wanted: Vec<Wanted> = Vec::new();
    for (menu, rules) in [("/ip/firewall/filter", FILTER), ("/ip/firewall/nat", NAT)] {
        for (number, rule) in rules.iter().enumerate() {
            if menu == "/ip/firewall/filter"
                && rule.starts_with("chain=hs-unauth action=reject protocol=tcp")
            {
                wanted.extend(garden(device));
            }
            let values = rule
                .split(' ')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name, value.to_string()));
            wanted.push(Wanted {
                menu,
                origin: format!("hotspot-rule:{number}"),
                values: values.collect(),
            });
        }
    }
    wanted
}

/// Entries of the packet-level garden return from `hs-unauth` before its rejects.
fn garden(device: &Device) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for (menu, row) in device.enabled_rows("/ip/hotspot/walled-garden/ip") {
        let action = match menu.value(row, "action") {
            Some("accept") | None => "return",
            Some("reject") => "reject",
            Some(_) => "drop",
        };
        let mut values = vec![
            ("chain", "hs-unauth".to_string()),
            ("action", action.to_string()),
        ];
        let copied = [
            "src-address",
            "dst-address",
            "src-address-list",
            "dst-address-list",
            "protocol",
            "dst-port",
        ];
        values.extend(
            copied
                .into_iter()
                .filter_map(|name| row.get(name).map(|value| (name, value.to_string()))),
        );
        if row.get("dst-host").is_some() {
            // Names are not resolved here, so such an entry has no address that a packet could match.
            values.push(("dst-address-list", format!("walled-garden-{}", row.id)));
        }
        wanted.push(Wanted {
            menu: "/ip/firewall/filter",
            origin: format!("garden:{}", row.id),
            values,
        });
    }
    wanted
}

const FILTER: &[&str] = &[
    "chain=forward action=jump hotspot=from-client,!auth jump-target=hs-unauth",
    "chain=forward action=jump hotspot=to-client,!auth jump-target=hs-unauth-to",
    "chain=input action=jump hotspot=from-client jump-target=hs-input",
    "chain=hs-input action=jump jump-target=pre-hs-input",
    "chain=hs-input action=accept protocol=udp dst-port=64872",
    "chain=hs-input action=accept protocol=tcp dst-port=64872-64875",
    "chain=hs-input action=jump hotspot=!auth jump-target=hs-unauth",
    "chain=hs-unauth action=reject protocol=tcp reject-with=tcp-reset",
    "chain=hs-unauth action=reject reject-with=icmp-net-prohibited",
    "chain=hs-unauth-to action=reject reject-with=icmp-host-prohibited",
];

const NAT: &[&str] = &[
    "chain=dstnat action=jump hotspot=from-client jump-target=hotspot",
    "chain=hotspot action=jump jump-target=pre-hotspot",
    "chain=hotspot action=redirect protocol=udp dst-port=53 to-ports=64872",
    "chain=hotspot action=redirect protocol=tcp dst-port=53 to-ports=64872",
    "chain=hotspot action=redirect protocol=tcp dst-port=80 hotspot=local-dst to-ports=64873",
    "chain=hotspot action=redirect protocol=tcp dst-port=443 hotspot=local-dst to-ports=64875",
    "chain=hotspot action=jump hotspot=!auth jump-target=hs-unauth",
    "chain=hotspot action=jump hotspot=auth jump-target=hs-auth",
    "chain=hs-unauth action=redirect protocol=tcp dst-port=80 to-ports=64874",
    "chain=hs-unauth action=redirect protocol=tcp dst-port=3128 to-ports=64874",
    "chain=hs-unauth action=redirect protocol=tcp dst-port=8080 to-ports=64874",
    "chain=hs-unauth action=redirect protocol=tcp dst-port=443 to-ports=64875",
];
