//! Home: how the business and its routers are.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::jobs::Row;
use super::page;
use crate::domain::access::Permission;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::dashboard::{Stats, stats};

#[derive(Serialize)]
struct Home {
    as_of: i64,
    routers: Routers,
    jobs: Jobs,
    checklist: Vec<Check>,
    latest: Vec<Row>,
}

#[derive(Serialize)]
struct Routers {
    total: u32,
    up: u32,
    silent: u32,
    drifted: u32,
}

#[derive(Serialize)]
struct Jobs {
    running: u32,
    failed_today: u32,
}

#[derive(Serialize)]
struct Check {
    key: &'static str,
    done: bool,
    to: &'static str,
}

/// The page.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
) -> Result<Response, Failure> {
    let stats = stats(&web.appliance).await?;
    let role = caller.signed.account.role;
    let home = Home {
        as_of: stats.at.as_millis(),
        routers: Routers {
            total: stats.routers,
            up: stats.routers.saturating_sub(stats.silent),
            silent: stats.silent,
            drifted: stats.drifted,
        },
        jobs: Jobs {
            running: stats.jobs_open,
            failed_today: stats.jobs_failed,
        },
        checklist: if role.may(Permission::EditSettings) {
            checklist(&web, &stats)
        } else {
            Vec::new()
        },
        latest: if role.may(Permission::SeeJobs) {
            stats.latest.into_iter().map(Row::of).collect()
        } else {
            Vec::new()
        },
    };
    Ok(page(&web, &visitor, "home", "home.html", home))
}

/// What is still to be set up; nothing when all is.
fn checklist(web: &Web, stats: &Stats) -> Vec<Check> {
    let check = |key, done, to| Check { key, done, to };
    let all = vec![
        check("owner", true, "/people"),
        check(
            "business",
            web.appliance.business_name().is_some(),
            "/settings",
        ),
        check("router", stats.routers > 0, "/routers/new"),
        check("hotspot", stats.applied > 0, "/routers"),
        check("people", stats.people > 1, "/people"),
    ];
    if all.iter().all(|check| check.done) {
        Vec::new()
    } else {
        all
    }
}
