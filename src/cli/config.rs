//! `hotspotd config`: what holds of the settings, and whether it can be used.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::exit::{Exit, Failure};
use super::settings::{All, Flags, wrong};
use crate::config::check;
use crate::config::document;
use crate::config::form::Form;
use crate::config::settings::{Held, Origin, Settings, Surroundings};
use crate::config::stored::STORED;
use crate::domain::secret::Secret;

/// What is done with the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Tells whether the settings can be used: reads them all, looks at folders and the key, and changes nothing.
    Check(Flags<All>),
    /// Shows every setting, its value and who says so.
    Show(ShowArguments),
    /// Prints a settings file with every setting in it, explained and commented out.
    Example,
}

/// Arguments of `config show`.
#[derive(Debug, Args)]
pub struct ShowArguments {
    #[command(flatten)]
    flags: Flags<All>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl ConfigCommand {
    /// Whether a machine reads the output.
    pub fn json(&self) -> bool {
        matches!(self, ConfigCommand::Show(arguments) if arguments.json)
    }

    /// Does it.
    ///
    /// # Errors
    /// What is wrong in the settings.
    pub fn run(self) -> Result<Exit, Failure> {
        match self {
            ConfigCommand::Check(flags) => {
                let settings = flags.settings()?;
                let faults = check::check(&settings, &Surroundings::of_process());
                if !faults.is_empty() {
                    return Err(wrong(&faults));
                }
                super::print("The settings are in order.\n")
            }
            ConfigCommand::Show(arguments) => {
                let settings = arguments.flags.settings()?;
                if arguments.json {
                    super::print(&format!("{:#}\n", document_of(&settings)))
                } else {
                    super::print(&table(&settings))
                }
            }
            ConfigCommand::Example => super::print(&document::example()),
        }
    }
}

fn table(settings: &Settings) -> String {
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let key = widest(&mut settings.all.iter().map(|held| held.setting.key.len()));
    let value = widest(&mut settings.all.iter().map(|held| held.shown().chars().count()));
    let mut text = String::new();
    for held in &settings.all {
        let (name, shown, by) = (held.setting.key, held.shown(), held.told());
        text.push_str(&format!("{name:<key$}  {shown:<value$}  {by}\n"));
    }
    let file = settings.file.as_ref();
    let file = file.map_or_else(|| "none".to_owned(), |file| file.display().to_string());
    text.push_str(&format!(
        "\nSettings file: {file}\nA flag goes before a variable, a variable before the settings file, the file before the default.\nOn the pages, and kept in the database:\n"
    ));
    for stored in STORED {
        text.push_str(&format!("  {}: {}\n", stored.page, stored.what));
    }
    text
}

fn document_of(settings: &Settings) -> Value {
    let all: Vec<Value> = settings.all.iter().map(entry).collect();
    let stored: Vec<Value> = STORED
        .iter()
        .map(|it| json!({"what": it.what, "page": it.path, "api": it.api}))
        .collect();
    json!({"file": settings.file, "settings": all, "stored": stored})
}

fn entry(held: &Held) -> Value {
    let setting = held.setting;
    let value = match setting.form {
        _ if setting.secret && !held.texts.is_empty() => json!(Secret::HIDDEN),
        Form::List => json!(held.texts),
        Form::Switch => json!(is_on(held)),
        Form::Path | Form::Text => json!(held.texts.first()),
    };
    let by = match &held.origin {
        Origin::Flag => json!({"kind": "flag", "name": setting.flag()}),
        Origin::Variable(name) => json!({"kind": "variable", "name": name}),
        Origin::File(path, line) => json!({"kind": "file", "name": path, "line": line}),
        Origin::Systemd(name) => json!({"kind": "systemd", "name": name}),
        Origin::Usual => json!({"kind": "default"}),
    };
    json!({
        "key": setting.key,
        "flag": setting.flag(),
        "variable": setting.variable(),
        "value": value,
        "secret": setting.secret,
        "from": by,
    })
}

fn is_on(held: &Held) -> bool {
    let on = held
        .texts
        .first()
        .map(|text| crate::config::form::switch(text));
    matches!(on, Some(Ok(true)))
}
