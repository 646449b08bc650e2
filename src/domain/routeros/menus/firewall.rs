//! `/ip/firewall` and `/ipv6/firewall`.

use super::INTERFACE;
use crate::domain::routeros::menu::{Field, Menu, Order};
use crate::domain::routeros::value::Kind::{Address, Bool, Ports, Reference, Set, Text, Word};

const COMMENT: Field = Field::new("comment", Text);
const DISABLED: Field = Field::new("disabled", Bool).default("no");
const LISTS: &[&str] = &["/interface/list"];

/// What `filter` matches, in IPv4 and IPv6 alike.
const FILTER: &[Field] = &[
    COMMENT,
    DISABLED,
    Field::new("chain", Word),
    Field::new("action", Word).default("accept"),
    Field::new("jump-target", Word),
    Field::new("reject-with", Word),
    Field::new("connection-state", Set),
    Field::new("connection-nat-state", Set),
    Field::new("protocol", Word),
    Field::new("src-address", Address),
    Field::new("dst-address", Address),
    Field::new("src-address-list", Text),
    Field::new("dst-address-list", Text),
    Field::new("src-port", Ports),
    Field::new("dst-port", Ports),
    Field::new("in-interface", Reference).refers(INTERFACE),
    Field::new("out-interface", Reference).refers(INTERFACE),
    Field::new("in-interface-list", Reference).refers(LISTS),
    Field::new("out-interface-list", Reference).refers(LISTS),
    Field::new("limit", Word),
    Field::new("log", Bool).default("no"),
    Field::new("log-prefix", Text),
];

pub(super) const MENUS: &[Menu] = &[
    Menu::rows(
        "/ip/firewall/address-list",
        &[&["list", "address"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("list", Text),
            Field::new("address", Address),
        ],
    ),
    Menu::rows("/ip/firewall/filter", &[], FILTER).ordered(Order::PerChain),
    Menu::rows(
        "/ip/firewall/nat",
        &[],
        &[
            COMMENT,
            DISABLED,
            Field::new("chain", Word),
            Field::new("action", Word).default("accept"),
            Field::new("jump-target", Word),
            Field::new("protocol", Word),
            Field::new("src-address", Address),
            Field::new("dst-address", Address),
            Field::new("src-address-list", Text),
            Field::new("dst-address-list", Text),
            Field::new("dst-port", Ports),
            Field::new("in-interface-list", Reference).refers(LISTS),
            Field::new("out-interface", Reference).refers(INTERFACE),
            Field::new("out-interface-list", Reference).refers(LISTS),
            Field::new("to-addresses", Address),
            Field::new("to-ports", Ports),
        ],
    )
    .ordered(Order::PerChain),
    Menu::rows("/ipv6/firewall/filter", &[], FILTER).ordered(Order::PerChain),
];
