//! The configurations that were made for a router, and what became of each.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::Shown;
use crate::domain::id::{ConfigurationId, RouterId};
use crate::http::body::{Asked, Named};
use crate::http::pages::{Pager, page};
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::routers::{change, manage};
use crate::store::configuration::{Configuration, Fate};

/// Configurations on a page.
const PAGE: u32 = 50;
/// Digits of a hash that tell two configurations apart for a person.
const DIGITS: usize = 12;

/// Which part of the list.
#[derive(Debug, Deserialize)]
pub struct Query {
    /// Configurations before this number.
    before: Option<i64>,
}

#[derive(Serialize)]
struct History {
    router: Shown,
    tab: &'static str,
    configurations: Vec<Row>,
    pager: Pager,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    at: i64,
    by: String,
    rows: u32,
    hash: String,
    fate: &'static str,
    kind: &'static str,
    can_return: bool,
}

impl Row {
    fn of(found: Configuration) -> Self {
        let (fate, kind) = match found.fate {
            Fate::Generated => ("generated", ""),
            Fate::Applied => ("applied", "ok"),
            Fate::Replaced => ("replaced", ""),
            Fate::RolledBack => ("rolled_back", "warn"),
            Fate::Failed => ("failed", "bad"),
            Fate::Unknown => ("unknown", "bad"),
        };
        Row {
            id: found.id.get(),
            at: found.created_at.as_millis(),
            by: found.author,
            rows: found.rows,
            hash: found.hash.chars().take(DIGITS).collect(),
            fate,
            kind,
            can_return: found.fate == Fate::Replaced,
        }
    }
}

/// The list.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
    Asked(query): Asked<Query>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let before = query.before.map(ConfigurationId::from_row);
    let mut found = change::history(&web.appliance, id, before, PAGE + 1).await?;
    let next = Pager::cut(&mut found, PAGE, |last| {
        format!("/routers/{id}/history?before={}", last.id)
    });
    let first = query.before.map(|_| format!("/routers/{id}/history"));
    let shown = History {
        router: Shown::of(router),
        tab: "history",
        configurations: found.into_iter().map(Row::of).collect(),
        pager: Pager::new(first, next),
    };
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/history.html",
        shown,
    ))
}
