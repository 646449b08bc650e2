//! Properties that the router works out when it prints a row.

use super::Device;
use super::clock::time_text;
use super::menu::Menu;
use super::menus;
use super::outcome::Record;
use super::store::Row;

/// Appends what is worked out for a row of a menu.
pub fn append(device: &Device, menu: &Menu, row: &Row, record: &mut Record) {
    match menu.path.as_ref() {
        "/ip/address" => record.push(
            "actual-interface",
            device.actual_interface(row.get("interface").unwrap_or_default()),
        ),
        "/interface/ethernet"
        | "/interface/wifi"
        | "/interface/wireless"
        | "/interface/wifiwave2" => {
            let name = row.get("name").unwrap_or_default();
            record.push("running", word(device.is_up(name)));
            record.push("slave", word(device.bridge_port(name).is_some()));
        }
        "/interface/bridge" => {
            record.push("mac-address", bridge_mac(device, row));
            record.push("running", word(menu.enabled(row)));
        }
        "/interface/vlan" | "/interface/pppoe-client" => {
            record.push(
                "running",
                word(device.is_up(row.get("name").unwrap_or_default())),
            );
        }
        "/interface/wireguard" => {
            let seed = row.get("private-key").unwrap_or_default();
            record.push("public-key", super::certificates::key_text(seed));
            record.push("running", word(menu.enabled(row)));
        }
        "/interface/bridge/port" => {
            let up = device.is_up(row.get("interface").unwrap_or_default());
            record.push("inactive", word(!up));
            record.push("status", if up { "in-bridge" } else { "inactive" });
        }
        "/ip/dhcp-client" => dhcp_client(device, menu, row, record),
        "/ip/hotspot" => {
            record.push(
                "proxy-status",
                if menu.enabled(row) {
                    "running"
                } else {
                    "stopped"
                },
            );
            record.push(
                "ip-of-dns-name",
                super::hotspot_rules::server_address(device, row).unwrap_or_default(),
            );
            record.push(
                "https",
                word(super::hotspot_rules::speaks_https(device, row)),
            );
        }
        "/ip/route" => record.push("active", word(menu.enabled(row))),
        "/ip/dns" => {
            record.push("cache-used", "48KiB");
        }
        "/ip/firewall/filter" | "/ip/firewall/nat" | "/ip/firewall/mangle" | "/ip/firewall/raw" => {
            record.push("bytes", "0");
            record.push("packets", "0");
        }
        "/ip/firewall/address-list" => {
            record.push("creation-time", device.moment_text(device.started))
        }
        "/queue/simple" => {
            record.push("bytes", "0/0");
            record.push("packets", "0/0");
            record.push("rate", "0/0");
        }
        "/system/clock" => {
            record.push("time", time_text(device.now()));
            record.push("date", device.date_text(device.now()));
        }
        "/system/ntp/client" => {
            let enabled = menu.value(row, "enabled") == Some("true");
            let server = device.time_server.as_ref().filter(|_| enabled);
            record.push(
                "status",
                match (enabled, server) {
                    (false, _) => "stopped",
                    (true, None) => "waiting",
                    (true, Some(_)) => "synchronized",
                },
            );
            if let Some(server) = server {
                record.push("synced-server", server);
            }
        }
        "/system/scheduler" => {
            if let Some(next_run) = device.next_run(row) {
                record.push("next-run", next_run);
            }
        }
        "/interface" => interface(device, row, record),
        _ => {}
    }
}

/// `true` or `false`.
pub fn word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn bridge_mac(device: &Device, row: &Row) -> String {
    let name = row.get("name").unwrap_or_default();
    let members = device
        .store
        .rows("/interface/bridge/port")
        .iter()
        .filter(|port| port.get("bridge") == Some(name));
    let first = members
        .filter_map(|port| device.interface(port.get("interface")?))
        .find_map(|(_, row)| row.get("mac-address"));
    match row.get("admin-mac").or(first) {
        Some(mac) => mac.to_string(),
        None => device.model.mac(200),
    }
}

fn dhcp_client(device: &Device, menu: &Menu, row: &Row, record: &mut Record) {
    let bound = super::dynamic::lease(device, menu, row);
    record.push("status", if bound.is_some() { "bound" } else { "stopped" });
    if let Some(address) = bound {
        record.push("address", address);
        record.push("gateway", super::dynamic::UPLINK);
        record.push("dhcp-server", super::dynamic::UPLINK);
        record.push("primary-dns", super::dynamic::UPLINK);
        record.push("expires-after", "9m59s");
    }
}

/// The general view of one interface.
fn interface(device: &Device, row: &Row, record: &mut Record) {
    let name = row.get("name").unwrap_or_default();
    let Some((path, _)) = device.interface(name) else {
        return;
    };
    let Some(menu) = menus::known(path) else {
        return;
    };
    let kind = match path {
        "/interface/ethernet" => "ether",
        "/interface/bridge" => "bridge",
        "/interface/vlan" => "vlan",
        "/interface/pppoe-client" => "pppoe-out",
        "/interface/wireguard" => "wg",
        "/interface/wireless" => "wlan",
        "/interface/veth" => "veth",
        _ => "wifi",
    };
    if let Some(default) = row.get("default-name") {
        record.push("default-name", default);
    }
    record.push("type", kind);
    record.push("mtu", menu.value(row, "mtu").unwrap_or("1500"));
    record.push(
        "actual-mtu",
        menu.value(row, "mtu")
            .filter(|mtu| *mtu != "auto")
            .unwrap_or("1500"),
    );
    if let Some(size) = menu.value(row, "l2mtu") {
        record.push("l2mtu", size);
    }
    let mac = if path == "/interface/bridge" {
        Some(bridge_mac(device, row))
    } else {
        row.get("mac-address").map(str::to_string)
    };
    if let Some(mac) = mac {
        record.push("mac-address", mac);
    }
    record.push("link-downs", "0");
    for counter in ["rx-byte", "tx-byte", "rx-packet", "tx-packet"] {
        record.push(counter, "0");
    }
    record.push("running", word(device.is_up(name)));
    if device.bridge_port(name).is_some() {
        record.push("slave", "true");
    }
    record.push("disabled", word(!menu.enabled(row)));
    if let Some(comment) = row.get("comment") {
        record.push("comment", comment);
    }
}
