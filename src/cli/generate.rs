//! `hotspotd generate`: the configuration as text.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::configuration::ConfigurationArguments;
use super::exit::{Exit, Failure};
use crate::domain::hotspot::changeset::HIDDEN;
use crate::domain::hotspot::desired::{Desired, DesiredRow};
use crate::domain::hotspot::script;
use crate::domain::routeros::value::Kind;

/// Arguments of `generate`.
#[derive(Debug, Args)]
pub struct GenerateArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// What to write.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// A script for `/import`; importing it twice changes nothing the second time.
    #[default]
    Rsc,
    /// The plain rows, as RouterOS's own `/export` prints them.
    Export,
    /// The rows for machines; secrets are hidden.
    Json,
}

impl GenerateArguments {
    /// Whether a machine reads the output.
    pub fn json(&self) -> bool {
        matches!(self.format, Format::Json)
    }

    /// Writes the configuration to standard output.
    ///
    /// # Errors
    /// The site gives no configuration.
    pub fn run(self) -> Result<Exit, Failure> {
        let (site, generated) = self.configuration.load()?;
        let head = format!(
            "# {} ({}), template {}, for {} with RouterOS {}\n",
            site.site.name,
            site.site.slug,
            site.template,
            generated.model.name,
            site.router.routeros
        );
        let text = match self.format {
            Format::Rsc => {
                head + &script::idempotent(&generated.desired)
                    .map_err(|error| Failure::bad_input(error.to_string()))?
            }
            Format::Export => head + &script::export(&generated.desired),
            Format::Json => format!("{:#}\n", json(&generated.desired)),
        };
        super::print(&text)
    }
}

fn json(desired: &Desired) -> serde_json::Value {
    let row = |row: &DesiredRow| {
        let fields: serde_json::Map<String, serde_json::Value> = row
            .fields
            .iter()
            .map(|want| {
                let secret = want.field.kind == Kind::Secret;
                let value = want.value.as_ref().map(|value| {
                    if secret {
                        HIDDEN.to_owned()
                    } else {
                        value.clone()
                    }
                });
                (want.field.name.to_owned(), json!(value))
            })
            .collect();
        json!({ "menu": row.menu.path, "row": row.key(), "fields": fields })
    };
    json!({ "rows": desired.rows.iter().map(row).collect::<Vec<_>>() })
}
