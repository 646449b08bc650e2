//! Verbs that are neither reading nor writing rows, and the commands of the root menu.

use super::arguments::Arguments;
use super::caller::Caller;
use super::command::permit;
use super::menu::Menu;
use super::outcome::{Outcome, Record, Trap};
use super::store::Row;
use super::{Device, builtin, clock, export, factory, menus};

/// Commands of the root menu.
pub fn root(
    device: &mut Device,
    who: &Caller,
    verb: &str,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    match verb {
        "export" => {
            permit(who, "read")?;
            export::export(device, who, None, arguments)
        }
        "ping" => {
            permit(who, "test")?;
            ping(device, arguments)
        }
        "import" => device.import(who, arguments),
        "execute" => device.execute(who, arguments),
        _ => Err(Trap::missing("no such command")),
    }
}

/// Verbs of one menu that are its own.
pub fn special(
    device: &mut Device,
    who: &Caller,
    menu: &Menu,
    verb: &str,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    match (menu.path.as_ref(), verb) {
        ("/system", "reboot" | "shutdown") => Ok(reboot(device)),
        ("/system", "reset-configuration") => reset(device, arguments),
        ("/safe-mode", _) => device.safe_mode_verb(who, verb, arguments),
        ("/certificate", "sign") => device.sign(menu, arguments),
        ("/certificate", "import") => device.import_certificate(arguments),
        ("/container", "start" | "stop") => menus::container::turn(device, menu, verb, arguments),
        ("/file", "read") => device.read_file(arguments),
        ("/system/script", "run") => device.run_script(who, arguments),
        ("/tool", "ping") => ping(device, arguments),
        ("/log", "info" | "warning" | "error" | "debug") => {
            log(device, verb, arguments.require("message")?);
            Ok(Outcome::DONE)
        }
        ("/ip/hotspot/active", "login") => login(device, arguments),
        ("/ip/hotspot/host", "make-binding") => make_binding(device, menu, arguments),
        ("/user/active", "request-logout") => super::remove::remove(device, menu, arguments),
        ("/system/device-mode", "update") => device.update_mode(who, arguments),
        (_, "monitor-traffic" | "monitor") => Ok(Outcome::Records(vec![Record::default()])),
        (
            _,
            "reset-counters" | "reset-counters-all" | "reset-mac-address" | "renew" | "release"
            | "apply-changes",
        ) => Ok(Outcome::DONE),
        ("/ip/hotspot", "reset-html") => {
            device.items(menu, arguments)?;
            Ok(Outcome::DONE)
        }
        ("/user", "expire-password") | (_, "flush") => Ok(Outcome::DONE),
        _ => Err(Trap::missing("no such command")),
    }
}

fn reboot(device: &mut Device) -> Outcome {
    device.reboot();
    Outcome::Closing
}

fn reset(device: &mut Device, arguments: Arguments<'_>) -> Result<Outcome, Trap> {
    arguments.only(&[
        "no-defaults",
        "keep-users",
        "skip-backup",
        "run-after-reset",
        "caps-mode",
    ])?;
    let yes = |name: &str| matches!(arguments.get(name), Some("yes" | "true"));
    let menus: Vec<String> = device.store.menus().map(str::to_string).collect();
    let kept = |menu: &str| menu == "/file" || (menu.starts_with("/user") && yes("keep-users"));
    for menu in menus.iter().filter(|menu| !kept(menu)) {
        let ids: Vec<u32> = device.store.rows(menu).iter().map(|row| row.id).collect();
        for id in ids {
            device.store.remove(menu, id);
        }
    }
    builtin::fill(device);
    if !yes("no-defaults") {
        factory::configure(device);
    }
    device.writes += 1;
    Ok(reboot(device))
}

/// Writes a line into the log; the oldest lines are dropped.
pub fn log(device: &mut Device, topics: &str, message: &str) {
    let time = clock::time_text(device.now());
    device.store.insert(
        "/log",
        Row::of(&[
            ("time", &time),
            ("topics", &format!("script,{topics}")),
            ("message", message),
        ]),
        None,
    );
    if let Some(first) = device
        .store
        .rows("/log")
        .first()
        .filter(|_| device.store.rows("/log").len() > 1000)
    {
        let id = first.id;
        device.store.remove("/log", id);
    }
}

/// Answers of a ping: own addresses and everything behind an uplink answer.
fn ping(device: &Device, arguments: Arguments<'_>) -> Result<Outcome, Trap> {
    let address = arguments.require("address")?;
    if address.parse::<std::net::IpAddr>().is_err() {
        return Err(Trap::value("invalid value for argument address"));
    }
    let count: usize = match arguments.get("count") {
        Some(text) => text
            .parse()
            .map_err(|_| Trap::value("invalid value for argument count"))?,
        None => 4,
    };
    let reachable = device.store.rows("/ip/route").iter().any(|row| {
        row.get("dst-address").is_some_and(|net| {
            address
                .parse()
                .is_ok_and(|ip| super::value::address::matches(net, ip))
        })
    });
    let mut records = Vec::new();
    for number in 0..count.min(100) {
        let mut record = Record::default();
        record.push("seq", number.to_string());
        record.push("host", address);
        if reachable {
            record.push("size", "56");
            record.push("ttl", "64");
            record.push("time", "1ms");
        } else {
            record.push("status", "timeout");
        }
        record.push("sent", (number + 1).to_string());
        record.push(
            "received",
            if reachable {
                (number + 1).to_string()
            } else {
                "0".to_string()
            },
        );
        record.push("packet-loss", if reachable { "0" } else { "100" });
        records.push(record);
    }
    Ok(Outcome::Records(records))
}

/// `/ip/hotspot/active/login`: logs a client in from outside.
fn login(device: &mut Device, arguments: Arguments<'_>) -> Result<Outcome, Trap> {
    arguments.only(&["ip", "mac-address", "user", "password", "domain"])?;
    let (ip, user) = (
        arguments.require("ip")?.to_string(),
        arguments.require("user")?.to_string(),
    );
    let address: std::net::Ipv4Addr = ip
        .parse()
        .map_err(|_| Trap::value("invalid value for argument ip"))?;
    let found = device.store.named("/ip/hotspot/user", &user).next();
    let password = arguments.get("password").unwrap_or_default();
    if found.is_none_or(|row| {
        row.get("password").unwrap_or_default() != password || row.get("disabled") == Some("true")
    }) {
        return Err(Trap::failure("invalid username or password"));
    }
    let server = device
        .store
        .rows("/ip/hotspot")
        .first()
        .and_then(|row| row.get("name"))
        .unwrap_or_default()
        .to_string();
    let mac = arguments
        .get("mac-address")
        .unwrap_or("00:00:00:00:00:00")
        .to_uppercase();
    // Ids of sessions are built from the client's address (RouterOS facts: api-facts section 4).
    let mut row = Row::of(&[
        ("server", &server),
        ("user", &user),
        ("address", &ip),
        ("mac-address", &mac),
    ]);
    row.values.extend(
        [("login-by", "admin"), ("uptime", "0s")]
            .map(|(name, value)| (name.to_string(), value.to_string())),
    );
    row.id = u32::from(address);
    device.store.remove("/ip/hotspot/active", row.id);
    device.store.insert("/ip/hotspot/active", row, None);
    Ok(Outcome::DONE)
}

/// `/ip/hotspot/host/make-binding`: an ip-binding for a host.
fn make_binding(
    device: &mut Device,
    menu: &Menu,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    for item in device.items(menu, arguments)? {
        let Some(host) = device.store.by_id(&item.menu, item.id).cloned() else {
            continue;
        };
        let mut row = Row::of(&[("type", arguments.get("type").unwrap_or("regular"))]);
        for name in ["mac-address", "address"] {
            if let Some(value) = host.get(name) {
                row.values.insert(name.to_string(), value.to_string());
            }
        }
        device.store.insert("/ip/hotspot/ip-binding", row, None);
        device.writes += 1;
    }
    Ok(Outcome::DONE)
}
