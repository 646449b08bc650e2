//! A board as one line: fourteen facts about it and where they come from, separated by tabs.

use crate::domain::routeros::model::{Container, Factory, HotspotUsers, Licence, Model, Radios};
use crate::domain::shown::shown;

/// The fields of a line, in their order.
pub const FIELDS: [&str; 15] = [
    "product_code",
    "name",
    "architecture",
    "ram_mb",
    "flash_mb",
    "ports",
    "wlan",
    "wifi",
    "licence",
    "hotspot_users",
    "container",
    "routeros",
    "factory",
    "ports_basis",
    "source",
];

/// Reads a board.
///
/// # Errors
/// What is wrong, in a few words.
pub fn read(line: &str) -> Result<Model, String> {
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    let fields: [&str; FIELDS.len()] = fields
        .try_into()
        .map_err(|got: Vec<&str>| format!("{} fields instead of {}", got.len(), FIELDS.len()))?;
    let [
        code,
        name,
        architecture,
        ram,
        flash,
        ports,
        wlan,
        wifi,
        licence,
        users,
        container,
        routeros,
        factory,
        _ports_basis,
        source,
    ] = fields;
    let more_ports = ports == "ether*";
    let ports = if more_ports {
        "ether1 ether2 ether3"
    } else {
        ports
    };
    let model = Model {
        product_code: code.to_owned(),
        name: name.to_owned(),
        architecture: architecture.to_owned(),
        ram_mb: number(ram)?,
        flash_mb: number(flash)?,
        ports: words(ports),
        more_ports,
        radios: Radios {
            wlan: words(wlan),
            wifi: words(wifi),
        },
        licence: match licence {
            "-" => Licence::Unknown,
            "chr" => Licence::Virtual,
            "bought" => Licence::Bought,
            level => Licence::Level(level.parse().map_err(|_| wrong("licence", level))?),
        },
        hotspot_users: match users {
            "-" => HotspotUsers::Unknown,
            "unlimited" => HotspotUsers::Unlimited,
            count => {
                HotspotUsers::AtMost(count.parse().map_err(|_| wrong("hotspot_users", count))?)
            }
        },
        container: match container {
            "yes" => Container::Yes,
            "disk" => Container::WithDisk,
            "arm32v5" => Container::OnlyArm32v5,
            "no" => Container::No,
            other => return Err(wrong("container", other)),
        },
        factory: match factory {
            "home" => Factory::Home,
            "wireless" => Factory::WirelessUplink,
            "plain" => Factory::Plain,
            other => return Err(wrong("factory", other)),
        },
        oldest_major: routeros.parse().map_err(|_| wrong("routeros", routeros))?,
        source: source.to_owned(),
    };
    if model.name.is_empty() || model.product_code.is_empty() || model.ports.is_empty() {
        return Err("name, code or ports are missing".to_owned());
    }
    Ok(model)
}

fn wrong(field: &str, text: &str) -> String {
    format!("{} is not a value of {field}", shown(text))
}

/// A number, or nothing for `-`.
fn number(text: &str) -> Result<Option<u32>, String> {
    match text {
        "-" => Ok(None),
        digits => digits
            .parse()
            .map(Some)
            .map_err(|_| wrong("a number", digits)),
    }
}

/// The words of a list, or none for `-`.
fn words(text: &str) -> Vec<String> {
    text.split(' ')
        .filter(|word| !word.is_empty() && *word != "-")
        .map(str::to_owned)
        .collect()
}

/// Writes a board, so that [`read`] gives the same. How its ports are known is not kept: it stands as documented.
pub fn write(model: &Model) -> String {
    let number = |number: Option<u32>| number.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let ports = if model.more_ports {
        "ether*".to_owned()
    } else {
        listed(&model.ports)
    };
    [
        model.product_code.clone(),
        model.name.clone(),
        model.architecture.clone(),
        number(model.ram_mb),
        number(model.flash_mb),
        ports,
        listed(&model.radios.wlan),
        listed(&model.radios.wifi),
        match model.licence {
            Licence::Level(level) => level.to_string(),
            Licence::Virtual => "chr".to_owned(),
            Licence::Bought => "bought".to_owned(),
            Licence::Unknown => "-".to_owned(),
        },
        match model.hotspot_users {
            HotspotUsers::AtMost(count) => count.to_string(),
            HotspotUsers::Unlimited => "unlimited".to_owned(),
            HotspotUsers::Unknown => "-".to_owned(),
        },
        match model.container {
            Container::Yes => "yes",
            Container::WithDisk => "disk",
            Container::OnlyArm32v5 => "arm32v5",
            Container::No => "no",
        }
        .to_owned(),
        model.oldest_major.to_string(),
        match model.factory {
            Factory::Home => "home",
            Factory::WirelessUplink => "wireless",
            Factory::Plain => "plain",
        }
        .to_owned(),
        "documented".to_owned(),
        model.source.clone(),
    ]
    .join("\t")
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "-".to_owned()
    } else {
        names.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::routeros::catalogue::Catalogue;

    #[test]
    fn every_known_board_reads_back() {
        for model in Catalogue::builtin().models() {
            assert_eq!(read(&write(model)).as_ref(), Ok(model));
        }
    }
}
