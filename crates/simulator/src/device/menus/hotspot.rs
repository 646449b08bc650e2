//! Hotspot servers, profiles, users and sessions (RouterOS facts: hotspot-facts sections 4 to 7 and 9).

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::{Listed, SAME_NAME, listed};

const LOGIN_BY: &[&str] = &[
    "mac",
    "cookie",
    "http-chap",
    "https",
    "http-pap",
    "trial",
    "mac-cookie",
];
const MAC_FORMATS: &[&str] = &[
    "XX XX XX XX XX XX",
    "XX-XX-XX-XX-XX-XX",
    "XX:XX:XX:XX:XX:XX",
    "XXXX:XXXX:XXXX",
    "XXXXXX-XXXXXX",
    "XXXXXX:XXXXXX",
    "XXXXXXXXXXXX",
];
const POOLS: Space = Space::Menu("/ip/pool");
const SERVERS: Space = Space::Menu("/ip/hotspot");
const USER_PROFILES: Space = Space::Menu("/ip/hotspot/user/profile");

pub fn menus() -> Vec<Listed> {
    listed(vec![
        server(),
        profile(),
        user(),
        user_profile(),
        ip_binding(),
        active(),
        host(),
        cookie(),
    ])
}

fn server() -> Menu {
    Menu::new("/ip/hotspot", Shape::List)
        .auto_named("hotspot", SAME_NAME)
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .with(field("address-pool", Kind::Ref(POOLS, &["none"])).default("none"))
        .with(
            field(
                "profile",
                Kind::Ref(Space::Menu("/ip/hotspot/profile"), &[]),
            )
            .default("default"),
        )
        .with(field("idle-timeout", Kind::Duration(&["none"])).default("5m"))
        .with(field("keepalive-timeout", Kind::Duration(&["none"])).default("none"))
        .with(field("login-timeout", Kind::Duration(&["none"])).default("none"))
        .with(
            field(
                "addresses-per-mac",
                Kind::Number(1, u32::MAX as u64, &["unlimited"]),
            )
            .default("2"),
        )
        // An `add` without it leaves a server that is off (facts: exports always carry disabled=no).
        .disabled("true")
        .flags(&["invalid"])
        .verbs(&["setup", "reset-html"])
        .rule(server_place)
}

fn profile() -> Menu {
    Menu::new("/ip/hotspot/profile", Shape::List)
        .auto_named("hsprof", SAME_NAME)
        .with(field("hotspot-address", Kind::Address(&[])).default("0.0.0.0"))
        .with(field("dns-name", Kind::Text).default(""))
        .with(field("html-directory", Kind::Text).default("hotspot"))
        .with(field("html-directory-override", Kind::Text).default(""))
        .with(field("install-hotspot-queue", Kind::Bool).default("false"))
        .with(field("rate-limit", Kind::Text).default(""))
        .with(field("http-proxy", Kind::Text).default("0.0.0.0:0"))
        .with(field("smtp-server", Kind::Address(&[])).default("0.0.0.0"))
        .with(field("login-by", Kind::Set(LOGIN_BY)).default("cookie,http-chap"))
        .with(field("http-cookie-lifetime", Kind::Duration(&[])).default("3d"))
        .with(field("split-user-domain", Kind::Bool).default("false"))
        .with(field("use-radius", Kind::Bool).default("false"))
        .with(
            field(
                "ssl-certificate",
                Kind::Ref(Space::Menu("/certificate"), &["none"]),
            )
            .default("none"),
        )
        .with(
            field(
                "mac-auth-mode",
                Kind::Word(&["mac-as-username", "mac-as-username-and-password"]),
            )
            .default("mac-as-username"),
        )
        .with(
            field("mac-auth-password", Kind::Text)
                .default("")
                .sensitive(),
        )
        .with(field("trial-uptime-limit", Kind::Duration(&[])).default("30m"))
        .with(field("trial-uptime-reset", Kind::Duration(&[])).default("1d"))
        .with(field("trial-user-profile", Kind::Ref(USER_PROFILES, &[])).default("default"))
        .with(field("radius-accounting", Kind::Bool).default("true"))
        .with(field("radius-interim-update", Kind::Duration(&["received"])).default("received"))
        .with(field("radius-default-domain", Kind::Text).default(""))
        .with(field("radius-location-id", Kind::Text).default(""))
        .with(field("radius-location-name", Kind::Text).default(""))
        .with(field("radius-mac-format", Kind::Word(MAC_FORMATS)).default("XX:XX:XX:XX:XX:XX"))
        .with(
            field(
                "nas-port-type",
                Kind::Word(&["cable", "ethernet", "wireless-802.11"]),
            )
            .default("wireless-802.11"),
        )
        .builtin("default")
}

fn user() -> Menu {
    Menu::new("/ip/hotspot/user", Shape::List)
        .with(field("server", Kind::Ref(SERVERS, &["all"])))
        .with(field("name", Kind::Text).required())
        .with(field("password", Kind::Text).default("").sensitive())
        .with(field("address", Kind::Address(&[])))
        .with(field("mac-address", Kind::Mac))
        .with(field("profile", Kind::Ref(USER_PROFILES, &[])).default("default"))
        .with(field("routes", Kind::Text))
        .with(field("email", Kind::Text))
        .with(
            field("otp-secret", Kind::Text)
                .sensitive()
                .since_patch(21, 3),
        )
        .with(field("limit-uptime", Kind::Duration(&[])))
        .with(field("limit-bytes-in", Kind::Bytes))
        .with(field("limit-bytes-out", Kind::Bytes))
        .with(field("limit-bytes-total", Kind::Bytes))
        .with(
            field("uptime", Kind::Duration(&[]))
                .default("0s")
                .read_only(),
        )
        .with(field("bytes-in", Kind::Bytes).default("0").read_only())
        .with(field("bytes-out", Kind::Bytes).default("0").read_only())
        .with(field("packets-in", Kind::Bytes).default("0").read_only())
        .with(field("packets-out", Kind::Bytes).default("0").read_only())
        .disabled("false")
        .comment()
        .builtin("default")
        .flags(&["dynamic"])
        .verbs(&["reset-counters"])
        .rule(one_name_per_server)
}

fn user_profile() -> Menu {
    Menu::new("/ip/hotspot/user/profile", Shape::List)
        .auto_named("uprof", SAME_NAME)
        .with(field("address-pool", Kind::Ref(POOLS, &["none"])))
        .with(field("session-timeout", Kind::Duration(&[])))
        .with(field("idle-timeout", Kind::Duration(&["none"])).default("none"))
        .with(field("keepalive-timeout", Kind::Duration(&["none"])).default("2m"))
        .with(field("status-autorefresh", Kind::Duration(&["none"])).default("1m"))
        .with(
            field(
                "shared-users",
                Kind::Number(1, u32::MAX as u64, &["unlimited"]),
            )
            .default("1"),
        )
        .with(field("add-mac-cookie", Kind::Bool).default("true"))
        .with(field("mac-cookie-timeout", Kind::Duration(&[])).default("3d"))
        .with(field("rate-limit", Kind::Text))
        .with(field(
            "parent-queue",
            Kind::Ref(Space::Menu("/queue/simple"), &["none"]),
        ))
        .with(field(
            "queue-type",
            Kind::Ref(Space::Menu("/queue/type"), &[]),
        ))
        .with(field(
            "insert-queue-before",
            Kind::Ref(Space::Menu("/queue/simple"), &["bottom", "first"]),
        ))
        .with(field("address-list", Kind::Text).default(""))
        .with(field("incoming-filter", Kind::Text))
        .with(field("outgoing-filter", Kind::Text))
        .with(field("incoming-packet-mark", Kind::Text))
        .with(field("outgoing-packet-mark", Kind::Text))
        .with(field(
            "open-status-page",
            Kind::Word(&["http-login", "always"]),
        ))
        .with(field("on-login", Kind::Text))
        .with(field("on-logout", Kind::Text))
        .with(field("advertise", Kind::Bool))
        .with(field("advertise-url", Kind::Text))
        .with(field("advertise-interval", Kind::Text))
        .with(field(
            "advertise-timeout",
            Kind::Duration(&["immediately", "never"]),
        ))
        .with(field("transparent-proxy", Kind::Bool).default("false"))
        .builtin("default")
}

fn ip_binding() -> Menu {
    Menu::new("/ip/hotspot/ip-binding", Shape::List)
        .with(field("mac-address", Kind::Mac))
        .with(field("address", Kind::Match))
        .with(field("to-address", Kind::Match))
        .with(field("server", Kind::Ref(SERVERS, &["all"])))
        .with(field("type", Kind::Word(&["blocked", "bypassed", "regular"])).default("regular"))
        .disabled("false")
        .comment()
        .ordered()
}

fn active() -> Menu {
    Menu::new("/ip/hotspot/active", Shape::Watched)
        .with_all(fields(
            "server user domain address mac-address login-by uptime idle-time session-time-left idle-timeout \
             keepalive-timeout bytes-in bytes-out packets-in packets-out limit-bytes-in limit-bytes-out \
             limit-bytes-total radius blocked",
            Kind::Text,
        ))
        .verbs(&["login"])
}

fn host() -> Menu {
    Menu::new("/ip/hotspot/host", Shape::Watched)
        .with_all(fields(
            "mac-address address to-address server uptime idle-time idle-timeout keepalive-timeout host-dead-time \
             bridge-port bytes-in bytes-out packets-in packets-out found-by dhcp authorized bypassed comment",
            Kind::Text,
        ))
        .verbs(&["make-binding"])
}

fn cookie() -> Menu {
    Menu::new("/ip/hotspot/cookie", Shape::Watched).with_all(fields(
        "user domain mac-address expires-in mac-cookie",
        Kind::Text,
    ))
}

/// Device-mode must allow it, the interface must not be a member of a bridge, and it carries one server only.
fn server_place(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let device = candidate.device;
    if candidate.id.is_none() && !device.allows("hotspot") {
        return Err(Trap::failure("not allowed by device-mode"));
    }
    let interface = candidate.value("interface").unwrap_or_default();
    if device.bridge_port(interface).is_some() {
        return Err(Trap::failure("can not run hotspot on slave interface"));
    }
    let rows = device.store.rows("/ip/hotspot");
    let taken = rows
        .iter()
        .any(|row| row.get("interface") == Some(interface) && Some(row.id) != candidate.id);
    if taken {
        Err(Trap::failure(
            "hotspot server on this interface already exists",
        ))
    } else {
        Ok(())
    }
}

/// The same name may be used twice only by different servers.
fn one_name_per_server(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let server = candidate.value("server").unwrap_or("all");
    let name = candidate.value("name").unwrap_or_default();
    let clash = candidate
        .device
        .store
        .named("/ip/hotspot/user", name)
        .any(|row| {
            let other = row.get("server").unwrap_or("all");
            Some(row.id) != candidate.id && (other == server || other == "all" || server == "all")
        });
    if clash {
        Err(Trap::failure(
            "already have user with this name for this server",
        ))
    } else {
        Ok(())
    }
}
