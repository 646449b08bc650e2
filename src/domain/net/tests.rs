use std::net::Ipv4Addr;

use super::*;
use proptest::prelude::*;

#[test]
fn default_pools() {
    for (interface, pool) in [
        ("10.5.50.1/24", Some("10.5.50.10-10.5.50.254")),
        ("10.5.50.254/24", Some("10.5.50.10-10.5.50.253")),
        ("10.5.50.20/24", Some("10.5.50.21-10.5.50.254")),
        ("10.5.50.200/24", Some("10.5.50.10-10.5.50.199")),
        ("10.5.0.1/16", Some("10.5.0.10-10.5.255.254")),
        ("10.5.50.1/27", Some("10.5.50.10-10.5.50.30")),
        ("10.5.50.1/29", Some("10.5.50.2-10.5.50.6")),
        ("10.5.50.1/30", Some("10.5.50.2-10.5.50.2")),
        ("10.5.50.1/31", None),
        ("10.5.50.1/32", None),
    ] {
        let got = interface
            .parse::<Interface>()
            .unwrap()
            .default_pool()
            .map(|range| range.to_string());
        assert_eq!(got.as_deref(), pool, "{interface}");
    }
}

#[test]
fn wrong_texts_name_the_right_one() {
    for (text, right) in [
        ("10.5.50.0/24", "10.5.50.1/24"),
        ("10.5.50.255/24", "10.5.50.1/24"),
        ("10.5.50.1", "10.5.50.1/24"),
        ("10.5.50.1/33", "/24"),
        ("10.5.50.1/0", "/24"),
        ("10.5.50.1/+8", "/24"),
    ] {
        let said = text.parse::<Interface>().unwrap_err().to_string();
        assert!(said.contains(right), "{text}: {said}");
    }
    for (text, right) in [
        ("10.5.50.1/24", "10.5.50.0/24"),
        ("x", "10.5.50.0/24"),
        ("10.5.50.0/", "/24"),
    ] {
        let said = text.parse::<Subnet>().unwrap_err().to_string();
        assert!(said.contains(right), "{text}: {said}");
    }
    for (text, right) in [
        ("10.0.0.9-10.0.0.2", "write 10.0.0.2-10.0.0.9"),
        ("10.0.0.1-5", "10.5.50.10-"),
    ] {
        let said = text.parse::<Range>().unwrap_err().to_string();
        assert!(said.contains(right), "{text}: {said}");
    }
}

#[test]
fn a_bare_address_is_a_network_of_one() {
    let one: Subnet = "192.168.88.2".parse().unwrap();
    assert_eq!(one.to_string(), "192.168.88.2/32");
    assert!(one.contains(Ipv4Addr::new(192, 168, 88, 2)));
    let all: Subnet = "0.0.0.0/0".parse().unwrap();
    assert!(all.contains(Ipv4Addr::BROADCAST) && all.overlaps(one) && one.overlaps(all));
    assert_eq!(all.netmask(), Ipv4Addr::UNSPECIFIED);
    assert_eq!(all.range().count(), 1 << 32);
}

proptest! {
    #[test]
    fn no_text_panics(text in "[0-9./ -]{0,24}|\\PC{0,12}") {
        if let Ok(it) = text.parse::<Interface>() {
            prop_assert_eq!(it.to_string().parse::<Interface>().unwrap(), it);
        }
        if let Ok(it) = text.parse::<Subnet>() {
            prop_assert_eq!(it.to_string().parse::<Subnet>().unwrap(), it);
        }
        if let Ok(it) = text.parse::<Range>() {
            prop_assert_eq!(it.to_string().parse::<Range>().unwrap(), it);
        }
    }

    #[test]
    fn a_default_pool_lies_inside_and_spares_the_router(bits: u32, prefix in 1u8..=32) {
        if let Ok(it) = Interface::new(Ipv4Addr::from(bits), prefix)
            && let Some(pool) = it.default_pool()
        {
            prop_assert!(!pool.contains(it.address()));
            prop_assert!(it.network().first_host() <= pool.first());
            prop_assert!(pool.last() <= it.network().last_host());
            prop_assert!(pool.first() <= pool.last());
        }
    }

    #[test]
    fn networks_overlap_when_their_ranges_do(a: u32, b: u32, p in 0u8..=32, q in 0u8..=32) {
        let (a, b) = (Subnet::around(Ipv4Addr::from(a), p), Subnet::around(Ipv4Addr::from(b), q));
        prop_assert_eq!(a.overlaps(b), a.range().overlaps(b.range()));
        prop_assert_eq!(a.to_string().parse::<Subnet>().unwrap(), a);
    }
}
