//! `/container` and the interface that a container has. `lint` alone asks for these: `container-setup` writes them
//! into a script, and nothing reads or compares them.
//!
//! Source: RouterOS facts: hotspot, section 12; arguments that it does not name: the command trees of RouterOS 7.9.2,
//! 7.16.1, 7.20, 7.20.8 and 7.21.5.

use crate::domain::routeros::menu::{Field, Menu};
use crate::domain::routeros::value::Kind::{
    Bool, Bytes, Duration, Mac, References, Sequence, Text, Word,
};

const COMMENT: Field = Field::new("comment", Text);
const DISABLED: Field = Field::new("disabled", Bool).default("no");

pub(super) const MENUS: &[Menu] = &[
    Menu::rows(
        "/interface/veth",
        &[&["name"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("address", Sequence),
            Field::new("gateway", Text),
            Field::new("gateway6", Text),
            Field::new("dhcp", Bool).since(7, 20),
            Field::new("mac-address", Mac).since(7, 20),
            Field::new("container-mac-address", Mac).since(7, 21),
        ],
    ),
    Menu::rows(
        "/container/envs",
        &[],
        &[
            COMMENT,
            DISABLED.since(7, 21),
            Field::new("name", Text).until(7, 20),
            Field::new("list", Text).since(7, 20),
            Field::new("key", Text),
            Field::new("value", Text),
        ],
    ),
    Menu::rows(
        "/container/mounts",
        &[],
        &[
            COMMENT,
            DISABLED.since(7, 21),
            Field::new("name", Text).until(7, 21),
            Field::new("list", Text).since(7, 21),
            Field::new("src", Text),
            Field::new("dst", Text),
            Field::new("read-only", Bool).since(7, 20).until(7, 23),
            Field::new("mode", Word).since(7, 23),
        ],
    ),
    Menu::rows(
        "/container",
        &[],
        &[
            COMMENT,
            Field::new("name", Text).since(7, 20),
            Field::new("file", Text),
            Field::new("remote-image", Text),
            Field::new("interface", References).refers(&["/interface/veth"]),
            Field::new("root-dir", Text),
            Field::new("hostname", Text),
            Field::new("domain-name", Text),
            Field::new("envlist", References)
                .refers(&["/container/envs"])
                .until(7, 20),
            Field::new("envlists", References)
                .refers(&["/container/envs"])
                .since(7, 20),
            Field::new("mounts", References)
                .refers(&["/container/mounts"])
                .until(7, 21),
            Field::new("mountlists", References)
                .refers(&["/container/mounts"])
                .since(7, 21),
            Field::new("env", Text).since(7, 21),
            Field::new("mount", Text).since(7, 21),
            Field::new("cmd", Text),
            Field::new("entrypoint", Text),
            Field::new("workdir", Text),
            Field::new("user", Text),
            Field::new("dns", Sequence),
            Field::new("logging", Bool).default("no"),
            Field::new("start-on-boot", Bool).default("no"),
            Field::new("stop-signal", Word),
            Field::new("memory-high", Bytes).since(7, 20),
            Field::new("memory-max", Bytes).since(7, 23),
            Field::new("auto-restart-interval", Duration).since(7, 20),
            Field::new("restart-policy", Word).since(7, 23),
        ],
    ),
    Menu::singleton(
        "/container/config",
        &[
            Field::new("registry-url", Text),
            Field::new("username", Text),
            Field::new("password", Text),
            Field::new("tmpdir", Text),
            Field::new("layer-dir", Text).since(7, 20),
            Field::new("ram-high", Bytes).until(7, 20),
            Field::new("memory-high", Bytes).since(7, 20),
            Field::new("memory-max", Bytes).since(7, 23),
            Field::new("swap-max", Bytes).since(7, 23),
        ],
    ),
];
