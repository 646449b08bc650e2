//! `/ip/hotspot` and its queues (RouterOS facts: hotspot, sections 4 to 10).

use super::INTERFACE;
use crate::domain::routeros::menu::{Field, Menu, Order};
use crate::domain::routeros::value::Kind::{
    Address, Bool, Duration, Mac, Number, Ports, Rate, RateLimit, Reference, Script, Set, Text,
    Word,
};

const COMMENT: Field = Field::new("comment", Text);
const DISABLED: Field = Field::new("disabled", Bool).default("no");
const SERVER: Field = Field::new("server", Reference)
    .default("all")
    .refers(&["/ip/hotspot"]);

pub(super) const MENUS: &[Menu] = &[
    Menu::rows(
        "/queue/type",
        &[&["name"]],
        &[
            Field::new("name", Text),
            Field::new("kind", Word),
            Field::new("fq-codel-limit", Number),
            Field::new("fq-codel-target", Word),
            Field::new("cake-flowmode", Word),
            Field::new("cake-nat", Bool).default("no"),
            Field::new("pcq-classifier", Set),
            Field::new("pcq-rate", Rate).default("0"),
        ],
    )
    .by_name(),
    Menu::rows(
        "/ip/hotspot/user/profile",
        &[&["name"]],
        &[
            Field::new("name", Text),
            Field::new("rate-limit", RateLimit),
            Field::new("shared-users", Word).default("1"),
            Field::new("queue-type", Reference).refers(&["/queue/type"]),
            Field::new("idle-timeout", Duration).default("none"),
            Field::new("keepalive-timeout", Duration).default("2m"),
            Field::new("session-timeout", Duration).default("0s"),
            Field::new("status-autorefresh", Duration).default("1m"),
            Field::new("add-mac-cookie", Bool).default("yes"),
            Field::new("mac-cookie-timeout", Duration).default("3d"),
            Field::new("address-pool", Reference)
                .default("none")
                .refers(&["/ip/pool"]),
            Field::new("address-list", Text),
            Field::new("transparent-proxy", Bool),
            Field::new("open-status-page", Word).default("always"),
            Field::new("on-login", Script),
            Field::new("on-logout", Script),
        ],
    )
    .by_name(),
    Menu::rows(
        "/ip/hotspot/profile",
        &[&["name"]],
        &[
            Field::new("name", Text),
            Field::new("hotspot-address", Address).default("0.0.0.0"),
            Field::new("dns-name", Text),
            Field::new("html-directory", Text).default("hotspot"),
            Field::new("html-directory-override", Text),
            Field::new("http-cookie-lifetime", Duration).default("3d"),
            Field::new("login-by", Set).default("cookie,http-chap"),
            Field::new("mac-auth-mode", Word).default("mac-as-username"),
            Field::new("nas-port-type", Word),
            Field::new("rate-limit", RateLimit),
            Field::new("split-user-domain", Bool).default("no"),
            Field::new("ssl-certificate", Word).default("none"),
            Field::new("trial-uptime-limit", Duration).default("30m"),
            Field::new("trial-uptime-reset", Duration).default("1d"),
            Field::new("trial-user-profile", Reference)
                .default("default")
                .refers(&["/ip/hotspot/user/profile"]),
            Field::new("use-radius", Bool).default("no"),
        ],
    )
    .by_name(),
    Menu::rows(
        "/ip/hotspot/ip-binding",
        &[],
        &[
            COMMENT,
            DISABLED,
            SERVER,
            Field::new("mac-address", Mac).default("00:00:00:00:00:00"),
            Field::new("address", Address).default("0.0.0.0"),
            Field::new("to-address", Address).default("0.0.0.0"),
            Field::new("type", Word).default("regular"),
        ],
    )
    .ordered(Order::Whole),
    Menu::rows(
        "/ip/hotspot/walled-garden",
        &[],
        &[
            COMMENT,
            DISABLED,
            SERVER,
            Field::new("action", Word).default("allow"),
            Field::new("dst-host", Text),
            Field::new("dst-port", Ports),
            Field::new("method", Text),
            Field::new("path", Text),
            Field::new("src-address", Address),
        ],
    )
    .ordered(Order::Whole),
    Menu::rows(
        "/ip/hotspot/walled-garden/ip",
        &[],
        &[
            COMMENT,
            DISABLED,
            SERVER,
            Field::new("action", Word).default("accept"),
            Field::new("dst-host", Text),
            Field::new("dst-address", Address),
            Field::new("dst-port", Ports),
            Field::new("protocol", Word),
            Field::new("src-address", Address),
        ],
    )
    .ordered(Order::Whole),
    // The bindings come first: with `addon` they keep hotspotd's own box from being asked to sign in.
    Menu::rows(
        "/ip/hotspot",
        &[&["name"], &["interface"]],
        &[
            DISABLED,
            Field::new("name", Text),
            Field::new("interface", Reference).refers(INTERFACE),
            Field::new("profile", Reference)
                .default("default")
                .refers(&["/ip/hotspot/profile"]),
            Field::new("address-pool", Reference)
                .default("none")
                .refers(&["/ip/pool"]),
            Field::new("idle-timeout", Duration).default("5m"),
            Field::new("keepalive-timeout", Duration).default("none"),
            Field::new("login-timeout", Duration).default("none"),
            Field::new("addresses-per-mac", Word).default("2"),
        ],
    )
    .by_name()
    .after(&["/ip/hotspot/ip-binding"]),
];
