//! The two scripts: one that sets the container up, one that takes it away.

use rsc::dialect::{Command, LogLevel, Test, write};

use super::era::{Era, TooOld};
use super::setup::{Setup, mark, marks};
use super::words::{Name, Place};
use super::{guide, rows};

/// How long the router may take to give up what a removed container used.
const REMOVING: u32 = 5;

/// The script that sets the container up. It may be run again: what has its mark is brought back to what it shall be, and a container that is
/// there stays as it is.
///
/// # Errors
/// The RouterOS is too old.
pub fn script(setup: &Setup) -> Result<String, TooOld> {
    let era = Era::of(setup.version)?;
    let mut text = guide::before(setup, era);
    for (about, commands) in [
        (guide::NETWORK, rows::network(setup)),
        (guide::TRAFFIC, rows::traffic(setup)),
        (guide::VARIABLES, rows::variables(setup, era)),
        (guide::MOUNT, rows::mount(setup, era)),
        (guide::CONTAINER, rows::container(setup, era)),
    ] {
        text.push_str(&guide::comment(about));
        text.push_str(&write(&commands));
        text.push('\n');
    }
    text.push_str(&guide::after(setup));
    Ok(text)
}

/// The script that takes away everything that [`script`] brought, except for what lies on the disk. Nothing is taken away while the container is
/// still there.
pub fn remove(name: &Name, disk: &Place) -> String {
    // What the container stands on, each before what it stands on itself.
    let mut rest: Vec<Command> = [
        "/container/envs",
        "/container/mounts",
        "/ip/firewall/filter",
        "/ip/firewall/nat",
        "/ip/address",
        "/interface/bridge/port",
        "/interface/veth",
        "/interface/bridge",
    ]
    .map(|menu| Command::Remove {
        menu: menu.to_owned(),
        find: vec![Test::prefix("comment", marks(name))],
    })
    .into();
    let log = |level, text: &str| Command::Log {
        level,
        text: format!("hotspotd: {text}"),
    };
    rest.push(log(
        LogLevel::Info,
        "the container and all that belonged to it are gone",
    ));
    let container = vec![Test::equals("comment", mark(name, "container"))];
    let commands = [
        Command::Remove {
            menu: "/container".to_owned(),
            find: container.clone(),
        },
        Command::Delay { seconds: REMOVING },
        Command::IfAbsent {
            menu: "/container".to_owned(),
            find: container,
            add: rest,
            otherwise: vec![log(
                LogLevel::Warning,
                "the container is still there, so nothing else was taken away; stop it and run the script again",
            )],
        },
    ];
    guide::removing(name, disk) + &write(&commands)
}
