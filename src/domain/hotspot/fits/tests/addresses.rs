//! Addresses, devices and the tunnel.

use super::check;
use crate::domain::hotspot::site::WanMode;
use crate::domain::hotspot::template::Shape;

#[test]
fn addresses() {
    check(
        "hEX",
        Shape::Basic,
        &[
            (
                |s| s.networks[0].address = "192.168.88.1/16".parse().unwrap(),
                "network guest, address",
                "overlaps 192.168.88.1/24 (management, address)",
            ),
            (
                |s| s.networks[0].address = "10.0.0.1/8".parse().unwrap(),
                "network guest, address",
                "no size for a hotspot",
            ),
            (
                |s| s.networks[0].address = "127.0.0.1/24".parse().unwrap(),
                "network guest, address",
                "write a private one",
            ),
            (
                |s| s.networks[0].pool = Some("10.5.51.1-10.5.51.9".parse().unwrap()),
                "network guest, pool",
                "does not lie in 10.5.50.0/24",
            ),
            (
                |s| s.networks[0].pool = Some("10.5.50.10-10.5.50.255".parse().unwrap()),
                "network guest, pool",
                "within 10.5.50.1-10.5.50.254",
            ),
            (
                |s| s.networks[0].pool = Some("10.5.50.1-10.5.50.9".parse().unwrap()),
                "network guest, pool",
                "10.5.50.10-10.5.50.254",
            ),
            (
                |s| s.networks[0].lease = "1s".parse().unwrap(),
                "network guest, lease",
                "from 1m",
            ),
            (
                |s| {
                    s.wan.as_mut().unwrap().mode = WanMode::Static {
                        address: "10.5.50.9/24".parse().unwrap(),
                        gateway: "41.1.1.1".parse().unwrap(),
                    }
                },
                "wan, gateway",
                "not a neighbour",
            ),
            (
                |s| {
                    s.wan.as_mut().unwrap().mode = WanMode::Static {
                        address: "10.5.50.9/24".parse().unwrap(),
                        gateway: "10.5.50.8".parse().unwrap(),
                    }
                },
                "network guest, address",
                "overlaps 10.5.50.9/24 (wan, address)",
            ),
            (
                |s| s.portal.as_mut().unwrap().address = "10.5.50.7".parse().unwrap(),
                "portal, address",
                "among the customers",
            ),
            (
                |s| s.portal.as_mut().unwrap().address = "10.7.7.7".parse().unwrap(),
                "portal, address",
                "neither in management",
            ),
            (
                |s| s.portal.as_mut().unwrap().address = "192.168.88.1".parse().unwrap(),
                "portal, address",
                "the router itself",
            ),
            (
                |s| s.access.from = vec!["0.0.0.0/0".parse().unwrap()],
                "access, from",
                "reaches into the customers' network",
            ),
            (
                |s| s.access.from = vec!["41.90.10.2".parse().unwrap()],
                "access, from",
                "would shut out 41.90.10.2/32",
            ),
            (|s| s.access.from.clear(), "access, from", "at least one"),
            (
                |s| s.access.user = "admin".into(),
                "access, user",
                "name of its own",
            ),
        ],
    );
}

#[test]
fn devices_and_tunnel() {
    fn device(mac: Option<&str>, address: Option<&str>) -> crate::domain::hotspot::site::Bypass {
        crate::domain::hotspot::site::Bypass {
            name: "till".parse().unwrap(),
            mac: mac.map(|it| it.parse().unwrap()),
            address: address.map(|it| it.parse().unwrap()),
        }
    }
    fn tunnel(allowed: &str) -> crate::domain::hotspot::site::WireGuard {
        crate::domain::hotspot::site::WireGuard {
            address: "10.99.0.2/24".parse().unwrap(),
            private_key: crate::domain::secret::Secret::new("short"),
            peer_public_key: format!("{}=", "A".repeat(43)),
            peer_host: "box.example.com".into(),
            peer_port: 0,
            allowed: vec![allowed.parse().unwrap()],
        }
    }
    check(
        "hEX",
        Shape::Basic,
        &[
            (
                |s| s.bypasses.push(device(None, None)),
                "bypass till, mac",
                "write its mac",
            ),
            (
                |s| s.bypasses.push(device(Some("FF:FF:FF:FF:FF:FF"), None)),
                "bypass till, mac",
                "no single device",
            ),
            (
                |s| s.bypasses.push(device(None, Some("10.9.9.9"))),
                "bypass till, address",
                "lies in no hotspot network",
            ),
            (
                |s| s.bypasses.push(device(None, Some("10.5.50.1"))),
                "bypass till, address",
                "the router itself",
            ),
            (
                |s| s.bypasses = vec![device(None, Some("10.5.50.5")); 2],
                "bypass, address",
                "written twice",
            ),
            (
                |s| s.wireguard = Some(tunnel("10.99.0.1")),
                "wireguard, private_key",
                "44 characters",
            ),
            (
                |s| s.wireguard = Some(tunnel("10.99.0.1")),
                "wireguard, peer_port",
                "1 to 65535",
            ),
            (
                |s| s.wireguard = Some(tunnel("0.0.0.0/0")),
                "wireguard, allowed",
                "only what lies behind",
            ),
        ],
    );
}
