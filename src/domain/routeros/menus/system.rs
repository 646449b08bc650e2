//! `/system`, `/tool` and services.

use crate::domain::routeros::menu::{Field, Menu};
use crate::domain::routeros::value::Kind::{
    Addresses, Bool, Duration, Kib, Number, Reference, Sequence, Set, Text, Word,
};

const LISTS: &[&str] = &["/interface/list"];

pub(super) const MENUS: &[Menu] = &[
    Menu::singleton("/system/identity", &[Field::new("name", Text)]),
    Menu::singleton(
        "/system/clock",
        &[
            Field::new("time-zone-autodetect", Bool),
            Field::new("time-zone-name", Word),
        ],
    ),
    Menu::singleton(
        "/system/ntp/client",
        &[
            Field::new("enabled", Bool),
            Field::new("mode", Word),
            Field::new("servers", Sequence),
        ],
    ),
    Menu::singleton(
        "/ip/neighbor/discovery-settings",
        &[
            Field::new("discover-interface-list", Reference).refers(LISTS),
            Field::new("protocol", Set),
        ],
    ),
    Menu::singleton(
        "/tool/mac-server",
        &[Field::new("allowed-interface-list", Reference).refers(LISTS)],
    ),
    Menu::singleton(
        "/tool/mac-server/mac-winbox",
        &[Field::new("allowed-interface-list", Reference).refers(LISTS)],
    ),
    Menu::singleton(
        "/ip/dns",
        &[
            Field::new("allow-remote-requests", Bool),
            Field::new("cache-size", Kib),
            Field::new("cache-max-ttl", Duration),
            Field::new("servers", Sequence),
        ],
    ),
    Menu::fixed(
        "/ip/service",
        &[
            Field::new("name", Word),
            Field::new("address", Addresses),
            Field::new("certificate", Word).default("none"),
            Field::new("disabled", Bool).default("no"),
            Field::new("max-sessions", Number).since(7, 16),
            Field::new("port", Number),
            Field::new("tls-version", Word),
        ],
    ),
];
