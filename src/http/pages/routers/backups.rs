//! The router's own exports: listed, made, looked at, taken away, compared.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::Shown;
use crate::domain::id::{ExportId, RouterId};
use crate::domain::routeros::export::Place;
use crate::http::body::{Asked, Named};
use crate::http::pages::{Pager, page};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::jobs;
use crate::service::routers::{backups, manage};
use crate::store::export::Export;
use crate::store::job::JobKind;

/// Backups on a page.
const PAGE: u32 = 50;

/// Which of them.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    before: Option<i64>,
}

#[derive(Serialize)]
struct List {
    router: Shown,
    tab: &'static str,
    backups: Vec<Row>,
    pager: Pager,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    at: i64,
    seen: i64,
    size: u64,
}

impl Row {
    fn of(export: &Export) -> Self {
        Row {
            id: export.id.get(),
            at: export.at.as_millis(),
            seen: export.seen_at.as_millis(),
            size: export.bytes,
        }
    }
}

/// All of them, the latest first.
pub async fn list(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
    Asked(query): Asked<Query>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let before = query.before.map(ExportId::from_row);
    let mut found = backups::list(&web.appliance, id, before, PAGE + 1).await?;
    let address = format!("/routers/{id}/backups");
    let next = Pager::cut(&mut found, PAGE, |export| {
        format!("{address}?before={}", export.id)
    });
    let shown = List {
        router: Shown::of(router),
        tab: "backups",
        backups: found.iter().map(Row::of).collect(),
        pager: Pager::new(query.before.map(|_| address), next),
    };
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/backups.html",
        shown,
    ))
}

/// Makes one now.
pub async fn make(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let job = jobs::ask(&web.appliance, &caller.actor(), id, JobKind::Export).await?;
    Ok(Redirect::to(&format!("/jobs/{job}")).into_response())
}

#[derive(Serialize)]
struct Text {
    router: Shown,
    tab: &'static str,
    backup: Row,
    text: String,
}

/// Its text: a page, or, where the number has `.rsc` behind it, a file.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named((id, name)): Named<(RouterId, String)>,
) -> Result<Response, Failure> {
    let (number, is_file) = match name.strip_suffix(".rsc") {
        Some(number) => (number, true),
        None => (name.as_str(), false),
    };
    let export: ExportId = number.parse().map_err(|_| Failure::not_found())?;
    let router = manage::get(&web.appliance, id).await?;
    let (found, text) = backups::get(&web.appliance, id, export).await?;
    let text = text.reveal().to_owned();
    if is_file {
        let named = format!("attachment; filename=\"router-{id}-backup-{export}.rsc\"");
        let kind = "text/plain; charset=utf-8".to_owned();
        return Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, named)], text).into_response());
    }
    let shown = Text {
        router: Shown::of(router),
        tab: "backups",
        backup: Row::of(&found),
        text,
    };
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/backup.html",
        shown,
    ))
}

/// Which two.
#[derive(Debug, Deserialize)]
pub struct Two {
    one: i64,
    other: i64,
}

#[derive(Serialize)]
struct Compared {
    router: Shown,
    tab: &'static str,
    older: Row,
    newer: Row,
    added: usize,
    removed: usize,
    places: Vec<Place>,
}

/// What differs between two.
pub async fn compare(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
    Asked(two): Asked<Two>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let (one, other) = (ExportId::from_row(two.one), ExportId::from_row(two.other));
    let (older, newer, diff) = backups::compare(&web.appliance, id, one, other).await?;
    let shown = Compared {
        router: Shown::of(router),
        tab: "backups",
        older: Row::of(&older),
        newer: Row::of(&newer),
        added: diff.added,
        removed: diff.removed,
        places: diff.places,
    };
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/backups_diff.html",
        shown,
    ))
}
