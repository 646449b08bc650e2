//! `/api/config/…`: the catalogue, the templates, and what is generated with them.

// First, since the others use its macro.
#[macro_use]
pub mod shelf;

pub mod configurations;
pub mod models;
pub mod profiles;
pub mod starter;
pub mod templates;
pub mod voucher_types;

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::kind::{Fault, Kind};
use crate::http::problem::Failure;
use crate::service::catalogue::import::{Deed, Format, Planned};
use crate::service::catalogue::shelf::Removed;

/// Which things to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Only those that have this text in a field.
    #[serde(default)]
    #[param(required = false)]
    pub search: String,
    /// Archived ones too.
    #[serde(default)]
    #[param(required = false)]
    pub archived: bool,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// What was asked for.
    pub items: Vec<T>,
    /// How many that are.
    pub total: usize,
}

impl<T> Listing<T> {
    /// Of these.
    pub fn of(items: Vec<T>) -> Self {
        Listing {
            total: items.len(),
            items,
        }
    }
}

/// What became of something that was to be removed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Removal {
    /// `deleted`, or `archived` where something refers to it.
    outcome: &'static str,
    /// What refers to it.
    used_by: Vec<String>,
}

impl From<Removed> for Removal {
    fn from(removed: Removed) -> Self {
        match removed {
            Removed::Deleted => Removal {
                outcome: "deleted",
                used_by: Vec::new(),
            },
            Removed::Archived(used_by) => Removal {
                outcome: "archived",
                used_by,
            },
        }
    }
}

/// How a file is written.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// For spreadsheets; a cell that would be a formula has an apostrophe in front.
    Csv,
    /// In the words of the site file.
    #[default]
    Toml,
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Csv => Format::Csv,
            FileFormat::Toml => Format::Toml,
        }
    }
}

/// A file to be taken over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// How it is written.
    pub format: FileFormat,
    /// Its text.
    pub text: String,
    /// Only tell what would be done.
    #[serde(default)]
    pub dry_run: bool,
}

/// What an import does with an entry of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedEntry {
    /// The line where it begins.
    line: usize,
    /// By what it is known.
    key: String,
    /// `added`, `changed`, `kept` or `refused`.
    deed: &'static str,
    /// Why it is refused.
    errors: Vec<String>,
}

impl From<Planned> for ImportedEntry {
    fn from(planned: Planned) -> Self {
        let say = |fault: Fault| format!("{}: {}", fault.field, fault.message);
        let (deed, errors) = match planned.deed {
            Deed::Add => ("added", Vec::new()),
            Deed::Change => ("changed", Vec::new()),
            Deed::Keep => ("kept", Vec::new()),
            Deed::Refuse(faults) => ("refused", faults.into_iter().map(say).collect()),
        };
        ImportedEntry {
            line: planned.line,
            key: planned.key,
            deed,
            errors,
        }
    }
}

/// What became of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Imported {
    /// Whether nothing was stored.
    dry_run: bool,
    /// Entry by entry.
    entries: Vec<ImportedEntry>,
}

impl Imported {
    /// Of what was planned.
    pub fn of(dry_run: bool, planned: Vec<Planned>) -> Json<Self> {
        Json(Imported {
            dry_run,
            entries: planned.into_iter().map(Into::into).collect(),
        })
    }
}

/// How to write a file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `toml` or `csv`.
    #[serde(default)]
    #[param(inline, required = false)]
    pub format: FileFormat,
}

/// A list as a file.
pub fn list_file(stem: &str, format: FileFormat, text: String) -> Response {
    let (ending, kind) = match format {
        FileFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        FileFormat::Toml => ("toml", "application/toml; charset=utf-8"),
    };
    attachment(&format!("{stem}.{ending}"), kind, text)
}

/// A file to be kept. Its name has letters, digits, dashes and dots only.
pub fn attachment(name: &str, kind: &'static str, text: String) -> Response {
    let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) else {
        return Failure::new(Kind::Internal, "A file has a name that HTTP does not take.")
            .into_response();
    };
    let mut response = (StatusCode::OK, text).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_DISPOSITION, disposition);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
