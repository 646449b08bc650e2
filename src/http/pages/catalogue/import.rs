//! Files of things: taken over, and given out.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::tab::Tab;
use crate::http::api::config::{ExportQuery, list_file};
use crate::http::body::{Asked, Filled};
use crate::http::pages::page;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::catalogue::import::{self as service, Deed, Format, Planned};

/// What the form sends.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Typed {
    /// `toml` or `csv`.
    #[serde(default)]
    format: String,
    /// The file.
    #[serde(default)]
    text: String,
    /// `yes`: only look.
    #[serde(default, skip_serializing)]
    check: String,
}

#[derive(Serialize)]
struct Import<'a> {
    tab: &'static str,
    columns: &'static [&'static str],
    form: &'a Typed,
    /// What is wrong with the file as a whole.
    error: String,
    checked: bool,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    line: usize,
    key: String,
    deed: &'static str,
    errors: Vec<String>,
}

impl From<Planned> for Entry {
    fn from(planned: Planned) -> Self {
        let (deed, errors) = match planned.deed {
            Deed::Add => ("added", Vec::new()),
            Deed::Change => ("changed", Vec::new()),
            Deed::Keep => ("kept", Vec::new()),
            Deed::Refuse(faults) => (
                "refused",
                faults
                    .into_iter()
                    .map(|fault| format!("{}: {}", fault.field, fault.message))
                    .collect(),
            ),
        };
        Entry {
            line: planned.line,
            key: planned.key,
            deed,
            errors,
        }
    }
}

/// The empty form.
pub async fn show<T: Tab>(State(web): State<Web>, visitor: Visitor) -> Response {
    form::<T>(&web, &visitor, &Typed::default(), String::new(), None)
}

/// Looks at a file, or takes it over.
pub async fn take<T: Tab>(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let format = match typed.format.as_str() {
        "csv" => Format::Csv,
        _ => Format::Toml,
    };
    // Looked at first, so that the page can show entry by entry what is refused.
    let (appliance, actor) = (&web.appliance, caller.actor());
    let planned = match service::import::<T>(appliance, &actor, format, &typed.text, true).await {
        Ok(planned) => planned,
        Err(error) => {
            let failure = Failure::from(error);
            let status = failure.status();
            let mut response = form::<T>(&web, &visitor, &typed, failure.detail, None);
            *response.status_mut() = status;
            return Ok(response);
        }
    };
    let wrong = planned
        .iter()
        .any(|entry| matches!(entry.deed, Deed::Refuse(_)));
    if wrong || typed.check == "yes" {
        let mut response = form::<T>(&web, &visitor, &typed, String::new(), Some(planned));
        if wrong {
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        }
        return Ok(response);
    }
    service::import::<T>(appliance, &actor, format, &typed.text, false).await?;
    Ok(super::done(&T::path(), "catalogue.flash_imported"))
}

/// All that are offered, as a file.
pub async fn export<T: Tab>(
    State(web): State<Web>,
    Asked(query): Asked<ExportQuery>,
) -> Result<Response, Failure> {
    let text = service::export::<T>(&web.appliance, query.format.into()).await?;
    Ok(list_file(T::NAME, query.format, text))
}

fn form<T: Tab>(
    web: &Web,
    visitor: &Visitor,
    typed: &Typed,
    error: String,
    planned: Option<Vec<Planned>>,
) -> Response {
    let import = Import {
        tab: T::NAME,
        columns: T::COLUMNS,
        form: typed,
        error,
        checked: planned.is_some(),
        entries: planned
            .unwrap_or_default()
            .into_iter()
            .map(Into::into)
            .collect(),
    };
    page(web, visitor, "catalogue", "catalogue/import.html", import)
}
