//! What shall be on the router for the container: each row is added where none has its mark, and set where one has.

use rsc::dialect::{Command, LogLevel, Test};
use rsc::{Condition, Statement, Target};

use super::era::Era;
use super::setup::{Setup, mark};
use super::words::Lan;

/// Where the administration listens within the container.
pub(super) const ADMINISTRATION: u16 = 8000;
/// Where the customers' portal listens within the container.
pub(super) const PORTAL: u16 = 8080;
/// RouterOS's API without and with TLS, by which hotspotd works on a router.
const API: &str = "8728,8729";
/// What hotspotd sees its data folder as.
const DATA: &str = "/data";

/// The fields of a row; `None` takes one away that an earlier script gave it.
type Fields = Vec<(&'static str, Option<String>)>;

fn is(field: &'static str, value: impl ToString) -> (&'static str, Option<String>) {
    (field, Some(value.to_string()))
}

/// A bridge of its own with the container's interface in it, and the router's address.
pub(super) fn network(setup: &Setup) -> Vec<Command> {
    let Setup { name, link, .. } = setup;
    let veth = veth(setup);
    let address = link.with_prefix(link.container());
    vec![
        row(
            setup,
            "/interface/bridge",
            "bridge",
            vec![is("name", name), is("protocol-mode", "none")],
        ),
        row(
            setup,
            "/ip/address",
            "address",
            vec![
                is("address", link.with_prefix(link.router())),
                is("interface", name),
            ],
        ),
        row(
            setup,
            "/interface/veth",
            "veth",
            vec![
                is("name", &veth),
                is("address", address),
                is("gateway", link.router()),
            ],
        ),
        row(
            setup,
            "/interface/bridge/port",
            "port",
            vec![is("bridge", name), is("interface", veth)],
        ),
    ]
}

fn veth(setup: &Setup) -> String {
    format!("veth-{}", setup.name)
}

/// Who may reach whom. New rules go to the top of their chains, the last first, so that they stand there in this order; when the script
/// is run again they stay where they are by then.
pub(super) fn traffic(setup: &Setup) -> Vec<Command> {
    let bridge = setup.name.to_string();
    let filter = |key, chain: &str, action: &str, fields: Fields| {
        let mut all = vec![is("chain", chain), is("action", action)];
        all.extend(fields);
        at_the_top(setup, key, chain, all)
    };
    let (lan, lans) = match &setup.lan {
        Lan::Interface(name) => (Some(name.to_string()), None),
        Lan::List(name) => (None, Some(name.to_string())),
    };
    vec![
        row(
            setup,
            "/ip/firewall/nat",
            "masquerade",
            vec![
                is("chain", "srcnat"),
                is("action", "masquerade"),
                is("src-address", setup.link),
            ],
        ),
        filter(
            "input-api",
            "input",
            "accept",
            vec![
                is("in-interface", &bridge),
                is("src-address", setup.link.container()),
                is("protocol", "tcp"),
                is("dst-port", API),
            ],
        ),
        filter(
            "forward-others",
            "forward",
            "drop",
            vec![
                is("out-interface", &bridge),
                is("protocol", "tcp"),
                is("dst-port", ADMINISTRATION),
            ],
        ),
        filter(
            "forward-lan",
            "forward",
            "accept",
            vec![
                ("in-interface", lan),
                ("in-interface-list", lans),
                is("out-interface", &bridge),
                is("protocol", "tcp"),
                is("dst-port", format!("{ADMINISTRATION},{PORTAL}")),
            ],
        ),
        filter(
            "forward-out",
            "forward",
            "accept",
            vec![is("in-interface", &bridge)],
        ),
    ]
}

/// Its variables: each says what an option of `hotspotd serve` says.
pub(super) fn variables(setup: &Setup, era: &Era) -> Vec<Command> {
    let everywhere = |port: u16| format!("0.0.0.0:{port}");
    [
        ("HOTSPOTD_DATA_DIR", DATA.to_owned()),
        ("HOTSPOTD_LISTEN", everywhere(ADMINISTRATION)),
        ("HOTSPOTD_PORTAL_LISTEN", everywhere(PORTAL)),
    ]
    .into_iter()
    .map(|(key, value)| {
        let fields = vec![
            is(era.env_list, &setup.name),
            is("key", key),
            is("value", value),
        ];
        row(setup, "/container/envs", key, fields)
    })
    .collect()
}

/// The folder that outlives it.
pub(super) fn mount(setup: &Setup, era: &Era) -> Vec<Command> {
    vec![row(
        setup,
        "/container/mounts",
        "data",
        vec![
            is(era.mount_list, mounts(setup)),
            is("src", setup.data()),
            is("dst", DATA),
        ],
    )]
}

fn mounts(setup: &Setup) -> String {
    format!("{}-data", setup.name)
}

/// The container. One that exists is left as it is: it may be running, and another image means another container.
pub(super) fn container(setup: &Setup, era: &Era) -> Vec<Command> {
    let mut add = ours(setup, "/container", "container")
        .with("file", setup.image_path())
        .with("root-dir", setup.root())
        .with("interface", veth(setup))
        .with("hostname", setup.name.to_string())
        .with(era.env_lists, setup.name.to_string())
        .with(era.mount_lists, mounts(setup))
        .with("logging", "yes")
        .with("start-on-boot", "yes");
    if era.named {
        add = add.with("name", setup.name.to_string());
    }
    for (field, value) in era.limits.iter().chain(&era.restart) {
        add = add.with(*field, *value);
    }
    if !setup.dns.is_empty() {
        let servers: Vec<String> = setup.dns.iter().map(ToString::to_string).collect();
        add = add.with("dns", servers.join(","));
    }
    vec![unless_there(
        setup,
        "/container",
        "container",
        vec![Command::Row(add)],
        Vec::new(),
    )]
}

/// A row that is added, or brought back to what it shall be.
fn row(setup: &Setup, menu: &str, key: &str, fields: Fields) -> Command {
    let add = vec![Command::Row(added(ours(setup, menu, key), &fields))];
    unless_there(setup, menu, key, add, vec![set(setup, menu, key, fields)])
}

/// A rule that is added and goes to the top of its chain.
fn at_the_top(setup: &Setup, key: &str, chain: &str, fields: Fields) -> Command {
    let menu = "/ip/firewall/filter";
    let add = Command::Row(added(ours(setup, menu, key), &fields));
    // Before the router's own rules nothing can be moved.
    let first = vec![Test::equals("dynamic", "no"), Test::equals("chain", chain)];
    let up = Command::Guarded {
        body: vec![Command::Move {
            menu: menu.to_owned(),
            find: vec![Test::equals("comment", mark(&setup.name, key))],
            before: first,
        }],
        on_error: vec![Command::Log {
            level: LogLevel::Warning,
            text: format!("hotspotd: the rule {key} was not moved to the top of {chain}"),
        }],
    };
    let again = vec![set(setup, menu, key, fields)];
    unless_there(setup, menu, key, vec![add, up], again)
}

fn ours(setup: &Setup, menu: &str, key: &str) -> Statement {
    Statement::add(menu).with("comment", mark(&setup.name, key))
}

fn added(row: Statement, fields: &Fields) -> Statement {
    let given = fields
        .iter()
        .filter_map(|(field, value)| Some((*field, value.as_ref()?)));
    given.fold(row, |row, (field, value)| row.with(field, value))
}

fn set(setup: &Setup, menu: &str, key: &str, fields: Fields) -> Command {
    let found = Target::Find(vec![Condition::new("comment", mark(&setup.name, key))]);
    let row = fields.into_iter().fold(
        Statement::set(menu, found),
        |row, (field, value)| match value {
            Some(value) => row.with(field, value),
            None => row.without(field),
        },
    );
    Command::Row(row)
}

fn unless_there(
    setup: &Setup,
    menu: &str,
    key: &str,
    add: Vec<Command>,
    otherwise: Vec<Command>,
) -> Command {
    Command::IfAbsent {
        menu: menu.to_owned(),
        find: vec![Test::equals("comment", mark(&setup.name, key))],
        add,
        otherwise,
    }
}
