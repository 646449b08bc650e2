//! From a site file to its rows: what `generate`, `diff`, `apply` and `verify` begin with.

use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Failure;
use super::site_file;
use crate::domain::hotspot::render::Templates;
use crate::domain::hotspot::site::Site;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::version::Version;
use crate::service::builtin;
use crate::service::generate::{GenerateError, Generated, generate};

/// Which site, and what it is made with.
#[derive(Debug, Args)]
pub struct ConfigurationArguments {
    /// The site file; `-` reads it from standard input.
    #[arg(value_name = "SITE.toml")]
    site: PathBuf,
    /// Write for this RouterOS version instead of the one in the site file.
    #[arg(long, value_name = "VERSION")]
    routeros: Option<Version>,
    /// Folder with templates of your own (`NAME.rsc`), beside the built-in ones.
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
}

impl ConfigurationArguments {
    /// Reads the site and makes its rows.
    ///
    /// # Errors
    /// A file that cannot be read, or a site that gives no configuration: bad input.
    pub fn load(&self) -> Result<(Site, Generated<'static>), Failure> {
        let text = read_text(&self.site)?;
        let mut site = site_file::read(&text)
            .map_err(|error| Failure::bad_input(format!("{}, {error}", self.site.display())))?;
        if let Some(version) = self.routeros {
            site.router.routeros = version;
        }
        let own = self
            .templates
            .as_deref()
            .map(own_templates)
            .transpose()?
            .unwrap_or_default();
        let templates =
            builtin::templates(&own).map_err(|error| Failure::bad_input(error.to_string()))?;
        let generated = make(&site, &templates)?;
        for warning in &generated.warnings {
            anstream::eprintln!("{warning}");
        }
        Ok((site, generated))
    }
}

/// The rows of a site.
///
/// # Errors
/// The site gives no configuration: bad input.
pub fn make(site: &Site, templates: &Templates) -> Result<Generated<'static>, Failure> {
    generate(site, Catalogue::builtin(), templates).map_err(|error| match &error {
        GenerateError::Model(_) | GenerateError::Render(_) => Failure::bad_input(error.to_string()),
        _ => Failure::bad_input(error.to_string()).with(error.problems()),
    })
}

/// A text file, or standard input for `-`.
///
/// # Errors
/// It cannot be read, or is no UTF-8: bad input.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let text = if path == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(path)
    };
    text.map_err(|error| Failure::bad_input(format!("{} cannot be read: {error}", path.display())))
}

fn own_templates(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::bad_input(format!(
            "the folder {} cannot be read: {error}",
            folder.display()
        ))
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "rsc")
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
        {
            files.push((name.to_owned(), read_text(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
