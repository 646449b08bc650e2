//! `/export file=NAME`: the declarative text of the configuration. Over the API it prints nothing.

use rsc::{Condition, Field, Position, Statement, Target, Verb};

use super::Device;
use super::arguments::Arguments;
use super::caller::Caller;
use super::command::permit;
use super::kind::Kind;
use super::menu::{Access, Menu, Shape};
use super::outcome::{Outcome, Trap};
use super::store::Row;

/// Menus that no export shows.
const LEFT_OUT: [&str; 5] = ["/file", "/certificate", "/system/package", "/user", "/log"];

/// Menus whose factory rows are the same on every device.
const UNCHANGED: [&str; 6] = [
    "/queue/type",
    "/user/group",
    "/interface/list",
    "/ip/hotspot/user",
    "/ppp/profile",
    "/routing/table",
];

/// Ports of the services as they leave the factory.
const SERVICES: [(&str, &str); 8] = [
    ("ftp", "21"),
    ("ssh", "22"),
    ("telnet", "23"),
    ("www", "80"),
    ("www-ssl", "443"),
    ("api", "8728"),
    ("winbox", "8291"),
    ("api-ssl", "8729"),
];

/// What others refer to comes first; the rest follows by path.
const FIRST: [&str; 30] = [
    "/interface/bridge",
    "/interface/ethernet",
    "/interface/wireguard",
    "/interface/vlan",
    "/interface/list",
    "/interface/wifi/channel",
    "/interface/wifi/security",
    "/interface/wifi/datapath",
    "/interface/wifi/configuration",
    "/interface/wifi",
    "/interface/wireless/security-profiles",
    "/interface/wireless",
    "/ppp/profile",
    "/interface/pppoe-client",
    "/ip/hotspot/profile",
    "/ip/pool",
    "/ip/dhcp-server/option",
    "/ip/dhcp-server/option/sets",
    "/queue/type",
    "/queue/simple",
    "/ip/dhcp-server",
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
    let head = head(device);
    let text = head + &rsc::write_export(&statements(device, only, secrets));
    device.write_file_in_time(&name, &text);
    Ok(Outcome::DONE)
}

/// The comment above every export, as routers write it: `# 2026-01-10 01:00:00 by RouterOS 7.21.5` and what board it is.
fn head(device: &Device) -> String {
    let mut head = format!(
        "# {} by RouterOS {}\n",
        device.moment_text(device.now()),
        device.version
    );
    let told = [
        ("/system/license", "software-id", "software id"),
        ("/system/routerboard", "model", "model"),
        ("/system/routerboard", "serial-number", "serial number"),
    ];
    for (menu, field, name) in told {
        if let Some(value) = device.rows(menu).first().and_then(|row| row.get(field)) {
            head.push_str(&format!("# {name} = {value}\n"));
        }
    }
    head
}

/// The rows as statements; defaults and dynamic rows are left out.
fn statements(device: &Device, only: Option<&str>, secrets: bool) -> Vec<Statement> {
    let mut paths: Vec<&str> = device.store.menus().collect();
    let place = |path: &&str| {
        FIRST
            .iter()
            .position(|first| first == path)
            .unwrap_or(FIRST.len())
    };
    paths.sort_by_key(|path| (place(path), *path));
    let mut all = Vec::new();
    for path in paths {
        let wanted = only.is_none_or(|only| path == only || path.starts_with(&format!("{only}/")));
        let Ok(menu) = device.menu(path) else {
            continue;
        };
        let written = !matches!(menu.shape, Shape::Watched | Shape::ReadOnly | Shape::View);
        if wanted && written && !LEFT_OUT.contains(&path) {
            all.extend(
                device
                    .store
                    .rows(path)
                    .iter()
                    .filter_map(|row| statement(&menu, row, secrets)),
            );
        }
    }
    all
}

/// One row; nothing for rows that hold only what the factory gave them.
fn statement(menu: &Menu, row: &Row, secrets: bool) -> Option<Statement> {
    let path: &str = &menu.path;
    if row.dynamic() || (row.builtin && UNCHANGED.contains(&path)) {
        return None;
    }
    let target = target(menu, row);
    let fixed = !matches!(target, Target::None);
    let fields: Vec<Field> = row
        .values
        .iter()
        .filter_map(|(name, value)| field(menu, row, name, value, secrets, fixed))
        .collect();
    let singleton = menu.shape == Shape::Singleton;
    if fields.is_empty() && (fixed || singleton) {
        return None;
    }
    let verb = if fixed || singleton {
        Verb::Set
    } else {
        Verb::Add
    };
    Some(Statement {
        menu: path.to_string(),
        verb,
        target,
        fields,
        at: Position::default(),
    })
}

fn field(
    menu: &Menu,
    row: &Row,
    name: &str,
    value: &str,
    secrets: bool,
    fixed: bool,
) -> Option<Field> {
    let known = menu.field(name);
    let hidden = match known.map(|field| field.access) {
        Some(Access::ReadOnly | Access::WriteOnly) => true,
        Some(Access::Sensitive) => !secrets,
        Some(Access::Open) | None => false,
    };
    let default = known.is_some_and(|field| field.default.as_deref() == Some(value));
    if hidden || default || (fixed && from_factory(menu, row, name, value)) {
        return None;
    }
    let value = match (known.map(|field| field.kind), value) {
        (Some(Kind::Bool), "true") => "yes",
        (Some(Kind::Bool), "false") => "no",
        _ => value,
    };
    Some(Field {
        name: name.to_string(),
        value: Some(value.to_string()),
        at: Position::default(),
    })
}

/// How a row that cannot be added is found: by the name on the case, by its name.
fn target(menu: &Menu, row: &Row) -> Target {
    let find = |field: &str, value: &str| {
        Target::Find(vec![Condition {
            field: field.to_string(),
            value: value.to_string(),
        }])
    };
    match (row.get("default-name"), row.get("name")) {
        (Some(name), _) => find("default-name", name),
        (None, Some(name)) if menu.path == "/ip/service" => Target::Name(name.to_string()),
        (None, Some(name)) if menu.shape == Shape::Fixed || row.builtin => find("name", name),
        _ => Target::None,
    }
}

/// Is it as it left the factory?
fn from_factory(menu: &Menu, row: &Row, name: &str, value: &str) -> bool {
    match name {
        "name" => row
            .get("default-name")
            .is_none_or(|default| default == value),
        "mac-address" => true,
        "band" => menu.path == "/interface/wireless",
        "port" => SERVICES
            .iter()
            .any(|(service, port)| row.get("name") == Some(service) && *port == value),
        "certificate" => value == "none",
        "tls-version" => value == "any",
        "disabled" => row.get("name") == Some("www-ssl") && value == "true",
        _ => false,
    }
}
