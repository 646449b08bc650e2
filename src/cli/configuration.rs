//! From a site file to its rows: what `generate`, `diff`, `apply` and `verify` begin with.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Failure;
use crate::domain::hotspot::render::Templates;
use crate::domain::hotspot::site::Site;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::version::Version;
use crate::service::builtin;
use crate::service::generate::{GenerateError, Generated, generate};
use crate::service::site_file;

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

/// Longest site file, in bytes: what `site_file::read` takes.
const MAX_SITE: u64 = site_file::MAX_BYTES as u64;
/// Longest template, in bytes; the built-in ones have some thousand.
const MAX_TEMPLATE: u64 = 1 << 20;

impl ConfigurationArguments {
    /// Whether the site comes from standard input.
    pub fn from_stdin(&self) -> bool {
        self.site == Path::new("-")
    }

    /// Reads the site and makes its rows.
    ///
    /// # Errors
    /// A file that cannot be read, or a site that gives no configuration: bad input.
    pub fn load(&self) -> Result<(Site, Generated), Failure> {
        let mut site = read_site(&self.site)?;
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
            super::tell(&warning.to_string());
        }
        Ok((site, generated))
    }
}

/// A site file; `-` reads it from standard input.
///
/// # Errors
/// It cannot be read, or something in it is wrong: bad input, with the place.
pub fn read_site(path: &Path) -> Result<Site, Failure> {
    let text = read_text(path, MAX_SITE)?;
    site_file::read(&text).map_err(|error| Failure::bad_input(format!("{}, {error}", shown(path))))
}

fn shown(path: &Path) -> String {
    if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// The rows of a site.
///
/// # Errors
/// The site gives no configuration: bad input.
pub fn make(site: &Site, templates: &Templates) -> Result<Generated, Failure> {
    generate(site, Catalogue::builtin(), templates).map_err(|error| match &error {
        GenerateError::Model(_) | GenerateError::Render(_) => Failure::bad_input(error.to_string()),
        _ => Failure::bad_input(error.to_string()).since(&error.problems()),
    })
}

/// A text file, or standard input for `-`, of at most so many bytes.
///
/// # Errors
/// It cannot be read, is longer, or is no UTF-8: bad input.
pub fn read_text(path: &Path, at_most: u64) -> Result<String, Failure> {
    let shown = shown(path);
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().take(at_most + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(at_most + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::bad_input(format!("{shown} cannot be read: {error}")))?;
    if bytes.len() as u64 > at_most {
        return Err(Failure::bad_input(format!(
            "{shown} is longer than {at_most} bytes: give the right file"
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error
            .as_bytes()
            .iter()
            .take(valid)
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Failure::bad_input(format!(
            "{shown} is no UTF-8 text (line {line}): save it as UTF-8"
        ))
    })
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
            files.push((name.to_owned(), read_text(&path, MAX_TEMPLATE)?));
        }
    }
    files.sort();
    Ok(files)
}
