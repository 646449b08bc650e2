//! `hotspotd models`: the boards that hotspotd knows.

use clap::Args;
use serde_json::{Value, json};

use super::exit::{Exit, Failure};
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::model::{Container, HotspotUsers, Licence, Model};

/// Arguments of `models`.
#[derive(Debug, Args)]
pub struct ModelsArguments {
    /// Only boards with this text in their name or product code; case, blanks and dashes do not matter.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Write JSON, with all that is known of each board.
    #[arg(long)]
    json: bool,
}

impl ModelsArguments {
    /// Writes the boards to standard output.
    ///
    /// # Errors
    /// No board has the text: bad input, with the names that look like it.
    pub fn run(self) -> Result<Exit, Failure> {
        let catalogue = Catalogue::builtin();
        let models: Vec<&Model> = match &self.search {
            Some(text) => catalogue.search(text),
            None => catalogue.models().iter().collect(),
        };
        match &self.search {
            Some(text) if models.is_empty() => Err(nothing(catalogue, text)),
            _ if self.json => super::print(&format!(
                "{:#}\n",
                Value::from_iter(models.into_iter().map(as_json))
            )),
            _ => super::print(&table(&models)),
        }
    }
}

fn nothing(catalogue: &Catalogue, text: &str) -> Failure {
    let near = catalogue.nearest(text);
    let hint = if near.is_empty() {
        "`hotspotd models` lists them all".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    let text: String = text.chars().take(40).collect();
    Failure::bad_input(format!(
        "no board has {text:?} in its name or product code; {hint}"
    ))
}

fn table(models: &[&Model]) -> String {
    const HEAD: [&str; 7] = [
        "NAME",
        "CODE",
        "PORTS",
        "RADIOS",
        "LICENCE",
        "USERS",
        "CONTAINER",
    ];
    let rows: Vec<[String; 7]> = std::iter::once(HEAD.map(str::to_owned))
        .chain(models.iter().map(|model| cells(model)))
        .collect();
    let mut widths = [0; 7];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |row: &[String; 7]| {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

fn cells(model: &Model) -> [String; 7] {
    let radios = [ranges(&model.radios.wlan), ranges(&model.radios.wifi)];
    let radios: Vec<&str> = radios
        .iter()
        .map(String::as_str)
        .filter(|names| !names.is_empty())
        .collect();
    let mut ports = ranges(&model.ports);
    if model.more_ports {
        ports.push_str(" …");
    }
    [
        model.name.clone(),
        model.product_code.clone(),
        ports,
        if radios.is_empty() {
            "-".to_owned()
        } else {
            radios.join(" or ")
        },
        licence(model.licence),
        users(model.hotspot_users),
        container(model.container).to_owned(),
    ]
}

fn licence(licence: Licence) -> String {
    match licence {
        Licence::Level(level) => format!("level {level}"),
        Licence::Virtual => "virtual".to_owned(),
        Licence::Bought => "bought".to_owned(),
        Licence::Unknown => "?".to_owned(),
    }
}

fn users(users: HotspotUsers) -> String {
    match users {
        HotspotUsers::AtMost(count) => count.to_string(),
        HotspotUsers::Unlimited => "unlimited".to_owned(),
        HotspotUsers::Unknown => "?".to_owned(),
    }
}

fn container(container: Container) -> &'static str {
    match container {
        Container::Yes => "yes",
        Container::WithDisk => "with a disk",
        Container::OnlyArm32v5 => "arm32v5 only",
        Container::No => "no",
    }
}

/// Names with runs of numbers drawn together: `ether1-5 sfp1`.
fn ranges(names: &[String]) -> String {
    let mut runs: Vec<(&str, Option<(u32, u32)>)> = Vec::new();
    for name in names {
        let stem = name.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let number = name
            .strip_prefix(stem)
            .and_then(|digits| digits.parse::<u32>().ok());
        match (number, runs.last_mut()) {
            (Some(number), Some((run, Some((_, last)))))
                if *run == stem && last.checked_add(1) == Some(number) =>
            {
                *last = number
            }
            (Some(number), _) => runs.push((stem, Some((number, number)))),
            (None, _) => runs.push((name, None)),
        }
    }
    let shown = runs.into_iter().map(|(stem, numbers)| match numbers {
        Some((first, last)) if first < last => format!("{stem}{first}-{last}"),
        Some((first, _)) => format!("{stem}{first}"),
        None => stem.to_owned(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn as_json(model: &Model) -> Value {
    json!({
        "name": model.name,
        "product_code": model.product_code,
        "architecture": model.architecture,
        "ram_mb": model.ram_mb,
        "flash_mb": model.flash_mb,
        "ports": model.ports,
        "more_ports": model.more_ports,
        "radios": { "wireless": model.radios.wlan, "wifi": model.radios.wifi },
        "licence": licence(model.licence),
        "hotspot_users": match model.hotspot_users {
            HotspotUsers::AtMost(count) => json!(count),
            HotspotUsers::Unlimited => json!("unlimited"),
            HotspotUsers::Unknown => Value::Null,
        },
        "container": container(model.container),
        "oldest_routeros": model.oldest_major,
        "source": model.source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_ports_are_drawn_together() {
        let drawn = |names: &str| ranges(&names.split(' ').map(str::to_owned).collect::<Vec<_>>());
        for (names, text) in [
            ("ether1 ether2 ether3 sfp1", "ether1-3 sfp1"),
            ("ether1", "ether1"),
            ("ether1 ether3", "ether1 ether3"),
            ("sfp-sfpplus1 sfp-sfpplus2 ether1", "sfp-sfpplus1-2 ether1"),
            ("lte1 usb", "lte1 usb"),
            ("ether4294967295 ether0", "ether4294967295 ether0"),
        ] {
            assert_eq!(drawn(names), text);
        }
    }

    #[test]
    fn columns_stand_below_one_another() {
        let models = Catalogue::builtin().search("hap ac");
        let text = table(&models);
        assert!(models.len() > 1 && text.lines().count() == models.len() + 1);
        let at =
            |line: &str, what: &str| line.split(what).next().map(|before| before.chars().count());
        let head = text.lines().next().and_then(|line| at(line, "PORTS"));
        assert!(
            text.lines().skip(1).all(|line| at(line, "ether1") == head),
            "{text}"
        );
        assert!(text.contains("hAP ac²"), "{text}");
    }

    #[test]
    fn a_board_that_is_not_there_is_told_with_its_neighbours() {
        let failure = nothing(Catalogue::builtin(), "hap ac5");
        assert_eq!(failure.exit, Exit::BadInput);
        assert!(
            failure.message.starts_with(
                "no board has \"hap ac5\" in its name or product code; did you mean hAP ac"
            ),
            "{}",
            failure.message
        );
        let failure = nothing(Catalogue::builtin(), "Fritz!Box 7590 von nebenan");
        assert!(
            failure
                .message
                .ends_with("`hotspotd models` lists them all"),
            "{}",
            failure.message
        );
    }
}
