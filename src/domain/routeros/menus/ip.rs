//! `/ip` without hotspot and firewall.

use super::INTERFACE;
use crate::domain::routeros::menu::{Field, Menu};
use crate::domain::routeros::value::Kind::{
    Address, Bool, Duration, Interface, Number, Ranges, Reference, Sequence, Text, Word,
};

const COMMENT: Field = Field::new("comment", Text);
const DISABLED: Field = Field::new("disabled", Bool).default("no");

pub(super) const MENUS: &[Menu] = &[
    Menu::rows(
        "/ip/address",
        &[&["address"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("address", Interface),
            Field::new("interface", Reference).refers(INTERFACE),
        ],
    ),
    Menu::rows(
        "/ip/pool",
        &[&["name"]],
        &[
            COMMENT,
            Field::new("name", Text),
            Field::new("ranges", Ranges),
            Field::new("next-pool", Reference)
                .default("none")
                .refers(&["/ip/pool"]),
        ],
    ),
    Menu::rows(
        "/ip/dhcp-server",
        &[&["name"], &["interface"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("interface", Reference).refers(INTERFACE),
            Field::new("address-pool", Reference)
                .default("static-only")
                .refers(&["/ip/pool"]),
            Field::new("lease-time", Duration).default("30m"),
            Field::new("authoritative", Word).default("yes"),
            Field::new("add-arp", Bool).default("no"),
        ],
    ),
    Menu::rows(
        "/ip/dhcp-server/network",
        &[&["address"]],
        &[
            COMMENT,
            Field::new("address", Interface),
            Field::new("gateway", Sequence),
            Field::new("dns-server", Sequence),
            Field::new("ntp-server", Sequence),
            Field::new("domain", Text),
        ],
    ),
    Menu::rows(
        "/ip/dhcp-client",
        &[&["interface"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("interface", Reference).refers(INTERFACE),
            Field::new("add-default-route", Word).default("yes"),
            Field::new("use-peer-dns", Bool).default("yes"),
            Field::new("use-peer-ntp", Bool).default("yes"),
            Field::new("default-route-distance", Number).default("1"),
        ],
    ),
    Menu::rows(
        "/ip/route",
        &[&["dst-address", "gateway"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("dst-address", Interface),
            Field::new("gateway", Address),
            Field::new("distance", Number).default("1"),
            Field::new("routing-table", Word).default("main"),
        ],
    ),
    Menu::rows(
        "/ip/dns/static",
        &[&["name", "address"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("address", Address),
            Field::new("ttl", Duration).default("1d"),
        ],
    ),
];
