//! Changes → commands of the API.

use super::Command;
use crate::domain::hotspot::changeset::{Action, Change};

/// The one command that carries out a change.
pub fn command(change: &Change) -> Command {
    let path = |verb: &str| format!("{}/{verb}", change.menu.path);
    match &change.action {
        Action::Add { fields, before } => {
            let mut command = Command::write(path("add"));
            for setting in fields {
                command = command.with(setting.field.0.name, setting.value.reveal());
            }
            match before {
                Some(id) => command.with("place-before", id),
                None => command,
            }
        }
        Action::Set { id, fields, .. } => {
            let mut command = Command::write(path("set"));
            if let Some(id) = id {
                command = command.with(".id", id);
            }
            for change in fields {
                command = match &change.to {
                    Some(value) => command.with(change.field.0.name, value.reveal()),
                    // RouterOS facts: apply, section 3, rule 7.
                    None => command.with(format!("!{}", change.field.0.name), ""),
                };
            }
            command
        }
        Action::Move { id, before } => {
            let command = Command::write(path("move")).with("numbers", id);
            match before {
                Some(before) => command.with("destination", before),
                None => command,
            }
        }
        Action::Remove { id, .. } => Command::write(path("remove")).with(".id", id),
    }
}
