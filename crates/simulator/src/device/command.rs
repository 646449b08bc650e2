//! From a path to the verb that executes it; permissions are checked here.

use super::Device;
use super::arguments::Arguments;
use super::caller::Caller;
use super::menu::Menu;
use super::outcome::{Outcome, Trap};
use super::{actions, add, export, print, remove, set};

/// Executes one command.
pub fn run(
    device: &mut Device,
    who: &Caller,
    path: &str,
    attributes: &[(String, String)],
) -> Result<Outcome, Trap> {
    let Some((place, verb)) = path.rsplit_once('/').filter(|_| path.starts_with('/')) else {
        return Err(Trap::missing("no such command prefix"));
    };
    let arguments = Arguments(attributes);
    if place.is_empty() {
        return actions::root(device, who, verb, arguments);
    }
    let menu = device.menu(place)?;
    device.check_verb(&menu, verb)?;
    permit(who, policy_of(&menu, verb))?;
    let long =
        |(name, value): &(String, String)| name == "contents" && value.len() >= super::files::DROPS;
    if menu.path == "/file" && attributes.iter().any(long) {
        return Ok(Outcome::Closing);
    }
    let writes = menu.path != "/safe-mode"
        && !matches!(
            verb,
            "print" | "getall" | "get" | "find" | "export" | "read" | "monitor"
        );
    let outcome = match verb {
        "print" | "getall" => print::print(device, who, &menu, arguments),
        "get" => print::get(device, who, &menu, arguments),
        "find" => print::find(device, &menu),
        "add" => add::add(device, who, &menu, arguments),
        "set" => set::set(device, who, &menu, arguments),
        "unset" => set::unset(device, who, &menu, arguments),
        "enable" => set::set_one(device, who, &menu, arguments, ("disabled", "no")),
        "disable" => set::set_one(device, who, &menu, arguments, ("disabled", "yes")),
        "comment" => set::set_one(
            device,
            who,
            &menu,
            arguments,
            ("comment", arguments.get("comment").unwrap_or_default()),
        ),
        "remove" => remove::remove(device, &menu, arguments),
        "move" => set::move_rows(device, &menu, arguments),
        "export" => export::export(device, who, Some(&menu.path), arguments),
        other => actions::special(device, who, &menu, other, arguments),
    }?;
    if writes {
        device.commands += 1;
        device.count_in_safe_mode();
    }
    Ok(outcome)
}

/// Refuses a caller without the policy.
pub fn permit(who: &Caller, policy: &str) -> Result<(), Trap> {
    if who.may(policy) {
        Ok(())
    } else {
        Err(Trap::plain("not enough permissions (9)"))
    }
}

/// The policy that a verb needs (RouterOS facts: hotspot-facts section 11).
fn policy_of(menu: &Menu, verb: &str) -> &'static str {
    match (menu.path.as_ref(), verb) {
        // The worse of two readings: the manual gives `ftp` the reading and writing of files.
        ("/file", "read") => "ftp",
        (_, "print" | "getall" | "get" | "find" | "monitor" | "monitor-traffic" | "read") => "read",
        (_, "export") => "read",
        ("/system", _) => "reboot",
        ("/system/backup", _) => "ftp",
        ("/tool", "ping") => "test",
        _ => menu.policy,
    }
}
