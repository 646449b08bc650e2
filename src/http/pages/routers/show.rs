//! One router: how it is, and what was done on it.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Serialize;

use super::Shown;
use super::vitals::{self, DAY};
use crate::domain::access::Permission;
use crate::domain::id::RouterId;
use crate::http::body::Named;
use crate::http::pages::jobs::Row;
use crate::http::pages::{flash, page};
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::jobs;
use crate::service::routers::change::Wish;
use crate::service::routers::compare::compare;
use crate::service::routers::manage;
use crate::service::telemetry;

/// So many of its latest jobs are shown.
const LATEST: u32 = 5;
/// So many on the page of its jobs.
const JOBS: u32 = 50;

#[derive(Serialize)]
struct Overview {
    router: Shown,
    tab: &'static str,
    vitals: vitals::Shown,
    latest: Vec<Row>,
}

/// How it is.
pub async fn overview(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let latest = if visitor.may(Permission::SeeJobs) {
        jobs::list(&web.appliance, Some(id), None, LATEST).await?
    } else {
        Vec::new()
    };
    let samples = telemetry::reach_of(&web.appliance, id, DAY).await?;
    let last = web.appliance.samples.last(id);
    let shown = Overview {
        router: Shown::of(router),
        tab: "overview",
        vitals: vitals::Shown::of(&samples, last, web.appliance.clock.now()),
        latest: latest.into_iter().map(Row::of).collect(),
    };
    Ok(page(&web, &visitor, "routers", "routers/show.html", shown))
}

#[derive(Serialize)]
struct Jobs {
    router: Shown,
    tab: &'static str,
    jobs: Vec<Row>,
}

/// What was done on it.
pub async fn jobs(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let found = jobs::list(&web.appliance, Some(id), None, JOBS).await?;
    let shown = Jobs {
        router: Shown::of(router),
        tab: "jobs",
        jobs: found.into_iter().map(Row::of).collect(),
    };
    Ok(page(&web, &visitor, "routers", "routers/jobs.html", shown))
}

/// Reads it now, and shows how it is.
pub async fn check(
    State(web): State<Web>,
    jar: CookieJar,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    manage::get(&web.appliance, id).await?;
    let (kind, key) = match compare(&web.appliance, id, Wish::Apply).await {
        Ok(found) if found.changes.is_empty() => (FlashKind::Ok, "router.checked_same"),
        Ok(_) => (FlashKind::Warn, "router.checked_different"),
        // What went wrong stands with the router.
        Err(_) => (FlashKind::Bad, "router.checked_not"),
    };
    let jar = jar.add(flash(kind, key));
    Ok((jar, Redirect::to(&format!("/routers/{id}"))).into_response())
}
