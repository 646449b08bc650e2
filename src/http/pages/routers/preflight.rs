//! How fit a router is, read now; and the way to unlock its device-mode.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use super::Shown;
use crate::domain::hotspot::survey::Finding;
use crate::domain::id::RouterId;
use crate::http::body::Named;
use crate::http::pages::page;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::jobs;
use crate::service::routers::{manage, meet};
use crate::store::job::JobKind;

#[derive(Serialize)]
struct Page {
    router: Shown,
    tab: &'static str,
    problem: String,
    findings: Vec<Finding>,
    at: i64,
}

/// What is good, worth knowing, to be mended or in the way.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let (findings, problem) = match meet::again(&web.appliance, id).await {
        Ok(survey) => (survey.findings, String::new()),
        Err(error) => (Vec::new(), Failure::from(error).detail),
    };
    let shown = Page {
        router: Shown::of(router),
        tab: "preflight",
        problem,
        findings,
        at: web.appliance.clock.now().as_millis(),
    };
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/preflight.html",
        shown,
    ))
}

#[derive(Serialize)]
struct Unlock {
    router: Shown,
    tab: &'static str,
}

/// What will happen, before it does.
pub async fn ask_unlock(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let shown = Unlock {
        router: Shown::of(manage::get(&web.appliance, id).await?),
        tab: "preflight",
    };
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/unlock.html",
        shown,
    ))
}

/// Begins it; the page of the job says when to press.
pub async fn unlock(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let job = jobs::ask(&web.appliance, &caller.actor(), id, JobKind::Unlock).await?;
    Ok(Redirect::to(&format!("/jobs/{job}")).into_response())
}
