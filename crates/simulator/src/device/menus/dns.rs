//! The resolver and its static entries.

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::{Listed, SAME_ENTRY, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![dns(), entries(), cache()])
}

fn dns() -> Menu {
    Menu::new("/ip/dns", Shape::Singleton)
        .with(field("servers", Kind::Addresses).default(""))
        .with(field("dynamic-servers", Kind::Text).default("").read_only())
        .with(field("use-doh-server", Kind::Text).default(""))
        .with(field("verify-doh-cert", Kind::Bool).default("false"))
        .with(field("doh-max-server-connections", Kind::Number(1, 1000, &[])).default("5"))
        .with(field("doh-max-concurrent-queries", Kind::Number(1, 10000, &[])).default("50"))
        .with(field("doh-timeout", Kind::Duration(&[])).default("5s"))
        .with(field("allow-remote-requests", Kind::Bool).default("false"))
        .with(field("max-udp-packet-size", Kind::Number(50, 65507, &[])).default("4096"))
        .with(field("query-server-timeout", Kind::Duration(&[])).default("2s"))
        .with(field("query-total-timeout", Kind::Duration(&[])).default("10s"))
        .with(field("max-concurrent-queries", Kind::Number(1, 65535, &[])).default("100"))
        .with(field("max-concurrent-tcp-sessions", Kind::Number(1, 65535, &[])).default("20"))
        .with(field("cache-size", Kind::Kib).default("2048KiB"))
        .with(field("cache-max-ttl", Kind::Duration(&[])).default("1w"))
        .with(
            field("address-list-extra-time", Kind::Duration(&[]))
                .default("0s")
                .since(11),
        )
        .with(field("vrf", Kind::Text).default("main").since(15))
        .with(
            field("mdns-repeat-ifaces", Kind::Refs(Space::Interfaces))
                .default("")
                .since(16),
        )
}

fn entries() -> Menu {
    const TYPES: &[&str] = &[
        "A", "AAAA", "CNAME", "FWD", "MX", "NS", "NXDOMAIN", "SRV", "TXT",
    ];
    Menu::new("/ip/dns/static", Shape::List)
        .with(field("name", Kind::Text))
        .with(field("regexp", Kind::Text))
        .with(field("type", Kind::Word(TYPES)))
        .with(field("address", Kind::Address(&[])))
        .with_all(fields(
            "cname forward-to mx-exchange ns srv-target text",
            Kind::Text,
        ))
        .with_all(fields(
            "mx-preference srv-port srv-priority srv-weight",
            Kind::Number(0, 65535, &[]),
        ))
        .with(field("ttl", Kind::Duration(&[])).default("1d"))
        .with(field("match-subdomain", Kind::Bool))
        .with(field("address-list", Kind::Text))
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .ordered()
        .rule(entry)
}

fn cache() -> Menu {
    Menu::new("/ip/dns/cache", Shape::ReadOnly).verbs(&["flush"])
}

fn entry(candidate: &Candidate<'_>) -> Result<(), Trap> {
    if candidate.value("name").is_none() && candidate.value("regexp").is_none() {
        return Err(Trap::failure("name or regexp must be specified"));
    }
    let same = |other: &super::super::store::Row| {
        [
            "name",
            "regexp",
            "type",
            "address",
            "cname",
            "forward-to",
            "text",
        ]
        .iter()
        .all(|field| other.get(field) == candidate.row.get(field))
    };
    let rows = candidate.device.store.rows("/ip/dns/static");
    match rows
        .iter()
        .any(|row| Some(row.id) != candidate.id && !row.dynamic() && same(row))
    {
        true => Err(Trap {
            category: Some(4),
            message: SAME_ENTRY.to_string(),
        }),
        false => Ok(()),
    }
}
