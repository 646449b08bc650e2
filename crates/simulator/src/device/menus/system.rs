//! `/system` and the log.

use super::super::kind::Kind;
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::{Listed, SAME_NAME, listed};

const POLICIES: &[&str] = &[
    "ftp",
    "reboot",
    "read",
    "write",
    "policy",
    "test",
    "password",
    "sniff",
    "sensitive",
    "romon",
    "api",
    "local",
    "telnet",
    "ssh",
    "winbox",
    "web",
    "rest-api",
];
const ALL: &str = "ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon";

pub fn menus() -> Vec<Listed> {
    listed(vec![
        Menu::new("/system/identity", Shape::Singleton)
            .with(field("name", Kind::Text).default("MikroTik")),
        clock(),
        ntp(),
        ntp_servers(),
        read_only("/system/resource"),
        read_only("/system/routerboard").hardware(),
        packages(),
        read_only("/system/device-mode").verbs(&["update"]),
        read_only("/system/license").verbs(&["generate-new-id", "renew"]),
        read_only("/system/default-configuration"),
        script(),
        scheduler(),
        note(),
        Menu::new("/log", Shape::ReadOnly)
            .with_all(fields("time topics message", Kind::Text))
            .verbs(&["info", "warning", "error", "debug"]),
        Menu::new("/system/backup", Shape::ReadOnly).verbs(&["save", "load"]),
        read_only("/safe-mode")
            .since(18)
            .verbs(&["take", "release", "unroll", "toggle"]),
        Menu::new("/system", Shape::ReadOnly).verbs(&["reboot", "shutdown", "reset-configuration"]),
    ])
}

fn read_only(path: &'static str) -> Menu {
    Menu::new(path, Shape::ReadOnly)
}

fn clock() -> Menu {
    Menu::new("/system/clock", Shape::Singleton)
        .with(field("time", Kind::Text))
        .with(field("date", Kind::Text))
        .with(field("time-zone-autodetect", Kind::Bool).default("true"))
        .with(field("time-zone-name", Kind::Text).default("manual"))
        .with(
            field("gmt-offset", Kind::Text)
                .default("+00:00")
                .read_only(),
        )
        .with(field("dst-active", Kind::Bool).default("false").read_only())
        .rule(real_zone)
}

fn ntp() -> Menu {
    Menu::new("/system/ntp/client", Shape::Singleton)
        .with(field("enabled", Kind::Bool).default("false"))
        .with(
            field(
                "mode",
                Kind::Word(&["broadcast", "manycast", "multicast", "unicast"]),
            )
            .default("unicast"),
        )
        .with(field("servers", Kind::Text).default(""))
        .with(field("vrf", Kind::Text).default("main"))
        .verbs(&["reset-freq-drift"])
}

fn ntp_servers() -> Menu {
    Menu::new("/system/ntp/client/servers", Shape::List)
        .with(field("address", Kind::Text).required())
        .with(field("min-poll", Kind::Number(3, 17, &[])).default("6"))
        .with(field("max-poll", Kind::Number(3, 17, &[])).default("10"))
        .with(field("iburst", Kind::Bool).default("true"))
        .with(field("auth-key", Kind::Text).default("none"))
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
}

fn packages() -> Menu {
    Menu::new("/system/package", Shape::Fixed)
        .with_all(
            fields("name version build-time scheduled", Kind::Text)
                .into_iter()
                .map(|one| one.read_only())
                .collect(),
        )
        .with(field("disabled", Kind::Bool).default("false").read_only())
        .verbs(&["apply-changes", "uninstall", "unschedule", "downgrade"])
}

fn script() -> Menu {
    Menu::new("/system/script", Shape::List)
        .auto_named("script", SAME_NAME)
        .with(field("owner", Kind::Text))
        .with(field("policy", Kind::Set(POLICIES)).default(ALL))
        .with(field("dont-require-permissions", Kind::Bool).default("false"))
        .with(field("last-started", Kind::Text).read_only())
        .with(field("run-count", Kind::Bytes).default("0").read_only())
        .with(field("source", Kind::Text).default(""))
        .comment()
        .flags(&["invalid"])
        .verbs(&["run"])
}

fn scheduler() -> Menu {
    Menu::new("/system/scheduler", Shape::List)
        .auto_named("schedule", SAME_NAME)
        .with(field("start-date", Kind::Text))
        .with(field("start-time", Kind::Text))
        .with(field("interval", Kind::Duration(&[])).default("0s"))
        .with(field("on-event", Kind::Text).default(""))
        .with(field("owner", Kind::Text).read_only())
        .with(field("policy", Kind::Set(POLICIES)).default(ALL))
        .with(field("run-count", Kind::Bytes).default("0").read_only())
        .with(field("next-run", Kind::Text).read_only())
        .with(field("days", Kind::Text).since(24))
        .disabled("false")
        .comment()
        .rule(device_mode_allows)
}

fn note() -> Menu {
    Menu::new("/system/note", Shape::Singleton)
        .with(field("show-at-login", Kind::Bool).default("true"))
        .with(
            field("show-at-cli-login", Kind::Bool)
                .default("false")
                .since(12),
        )
        .with(field("note", Kind::Text).default(""))
}

fn device_mode_allows(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let forbidden = candidate.id.is_none() && !candidate.device.allows("scheduler");
    if forbidden {
        Err(Trap::failure("not allowed by device-mode"))
    } else {
        Ok(())
    }
}

/// A zone is `manual`, `UTC` or like `Africa/Nairobi`; the tree's list is not copied here.
fn real_zone(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let zone = candidate.value("time-zone-name").unwrap_or("manual");
    let known = matches!(zone, "manual" | "UTC" | "GMT")
        || zone
            .split_once('/')
            .is_some_and(|(area, city)| !area.is_empty() && !city.is_empty());
    if known {
        Ok(())
    } else {
        Err(Trap::value(
            "input does not match any value of time-zone-name",
        ))
    }
}
