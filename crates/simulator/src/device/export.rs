//! `/export file=NAME`: the declarative text of the configuration. Over the API it prints nothing.

use super::Device;
use super::arguments::Arguments;
use super::caller::Caller;
use super::command::permit;
use super::menu::{Access, Menu, Shape};
use super::outcome::{Outcome, Trap};
use super::store::Row;

/// Writes the export of everything, or of one menu and those below it.
pub fn export(
    device: &mut Device,
    who: &Caller,
    only: Option<&str>,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    arguments.only(&[
        "file",
        "compact",
        "verbose",
        "terse",
        "hide-sensitive",
        "show-sensitive",
    ])?;
    let Some(file) = arguments.get("file") else {
        return Ok(Outcome::DONE);
    };
    permit(who, "ftp")?;
    let secrets = arguments.get("show-sensitive").is_some() && who.may("sensitive");
    let name = if file.ends_with(".rsc") {
        file.to_string()
    } else {
        format!("{file}.rsc")
    };
    let text = text(device, only, secrets);
    device.write_file(&name, &text);
    Ok(Outcome::DONE)
}

/// The text, menus in the order of their paths, defaults and dynamic rows left out.
fn text(device: &Device, only: Option<&str>, secrets: bool) -> String {
    let mut text = format!(
        "# {} by RouterOS {}\n",
        device.moment_text(device.now()),
        device.version
    );
    let mut paths: Vec<&str> = device.store.menus().collect();
    paths.sort_by_key(|path| order(path));
    for path in paths {
        let below = only.is_none_or(|only| {
            path == only
                || path
                    .strip_prefix(only)
                    .is_some_and(|rest| rest.starts_with('/'))
        });
        let Ok(menu) = device.menu(path) else {
            continue;
        };
        if !below
            || matches!(menu.shape, Shape::Watched | Shape::ReadOnly | Shape::View)
            || matches!(
                path,
                "/file" | "/certificate" | "/system/package" | "/user" | "/log"
            )
        {
            continue;
        }
        let lines: Vec<String> = device
            .store
            .rows(path)
            .iter()
            .filter_map(|row| line(&menu, row, secrets))
            .collect();
        if !lines.is_empty() {
            text.push_str(&format!("{}\n{}\n", spaced(path), lines.join("\n")));
        }
    }
    text
}

/// What others refer to comes first.
fn order(path: &str) -> (usize, String) {
    const FIRST: [&str; 24] = [
        "/interface/bridge",
        "/interface/ethernet",
        "/interface/wireguard",
        "/interface/vlan",
        "/interface/list",
        "/interface/wifi",
        "/interface/wireless/security-profiles",
        "/interface/wireless",
        "/ppp/profile",
        "/interface/pppoe-client",
        "/ip/hotspot/profile",
        "/ip/pool",
        "/ip/dhcp-server",
        "/queue/type",
        "/queue/simple",
        "/ip/hotspot/user/profile",
        "/ip/hotspot",
        "/user/group",
        "/interface/bridge/port",
        "/interface/bridge/vlan",
        "/interface/list/member",
        "/ip/address",
        "/ip/dhcp-client",
        "/ip/dhcp-server/network",
    ];
    (
        FIRST
            .iter()
            .position(|first| *first == path)
            .unwrap_or(FIRST.len()),
        path.to_string(),
    )
}

/// One row as a line; nothing for rows that only hold defaults.
fn line(menu: &Menu, row: &Row, secrets: bool) -> Option<String> {
    if row.dynamic() {
        return None;
    }
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for (name, value) in &row.values {
        let field = menu.field(name);
        let hidden = match field.map(|field| field.access) {
            Some(Access::ReadOnly | Access::WriteOnly) => true,
            Some(Access::Sensitive) => !secrets,
            Some(Access::Open) | None => false,
        };
        let default = field.is_some_and(|field| field.default.as_deref() == Some(value));
        if !hidden && !default {
            fields.push((name, value));
        }
    }
    let anchor = anchor(menu, row);
    if let Some((key, _)) = &anchor {
        let own = |name: &str| {
            name == *key
                || matches!(
                    name,
                    "mac-address" | "orig-mac-address" | "radio-mac" | "band"
                )
        };
        fields.retain(|(name, value)| {
            !own(name) && !(*name == "name" && row.get("default-name") == Some(value))
        });
        if menu.path == "/ip/service" {
            fields.retain(|(name, value)| !untouched_service(row, name, value));
        }
        if row.builtin
            && matches!(
                menu.path.as_ref(),
                "/queue/type"
                    | "/user/group"
                    | "/interface/list"
                    | "/ip/hotspot/user"
                    | "/ppp/profile"
                    | "/routing/table"
            )
        {
            return None;
        }
    }
    if fields.is_empty() && (anchor.is_some() || menu.shape == Shape::Singleton) {
        return None;
    }
    let written: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", quoted(&outgoing(value))))
        .collect();
    let verb = match (&anchor, menu.shape) {
        (_, Shape::Singleton) => "set".to_string(),
        (Some(("name", value)), _) if menu.path == "/ip/service" => format!("set {value}"),
        (Some((key, value)), _) => format!("set [ find {key}={} ]", quoted(value)),
        (None, _) => "add".to_string(),
    };
    Some(format!("{verb} {}", written.join(" ")))
}

/// How a row that cannot be added is found again: by the name on the case, or by its name.
fn anchor<'a>(menu: &Menu, row: &'a Row) -> Option<(&'static str, &'a str)> {
    if let Some(name) = row.get("default-name") {
        return Some(("default-name", name));
    }
    if menu.shape == Shape::Fixed {
        return row.get("name").map(|name| ("name", name));
    }
    row.builtin
        .then(|| row.get("name").map(|name| ("name", name)))
        .flatten()
}

fn untouched_service(row: &Row, name: &str, value: &str) -> bool {
    let factory = [
        ("ftp", "21"),
        ("ssh", "22"),
        ("telnet", "23"),
        ("www", "80"),
        ("www-ssl", "443"),
        ("api", "8728"),
        ("winbox", "8291"),
        ("api-ssl", "8729"),
    ];
    match name {
        "port" => factory
            .iter()
            .any(|(service, port)| row.get("name") == Some(service) && *port == value),
        "certificate" => value == "none",
        "tls-version" => value == "any",
        "disabled" => row.get("name") == Some("www-ssl"),
        _ => false,
    }
}

/// Exports write yes and no.
fn outgoing(value: &str) -> String {
    match value {
        "true" => "yes".to_string(),
        "false" => "no".to_string(),
        other => other.to_string(),
    }
}

/// Exports write paths with spaces.
fn spaced(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/').replace('/', " "))
}

/// A value in quotes where it needs them.
fn quoted(value: &str) -> String {
    let plain = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.:/,!*+@%".contains(c));
    if plain {
        return value.to_string();
    }
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' | '$' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}
