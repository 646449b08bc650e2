//! `/api/dashboard/stats/`: the business and its routers in a few numbers.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::{Failure, Problem};
use crate::http::web::Web;
use crate::service::home;

/// The numbers. All of them are counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatsBody {
    /// When they were counted, RFC 3339.
    at: String,
    /// Routers under care.
    routers: u32,
    /// Those that do not answer.
    silent: u32,
    /// Those that differ from their sites.
    drifted: u32,
    /// Those that were proven to hold a configuration of ours.
    applied: u32,
    /// Jobs that wait or run.
    jobs_open: u32,
    /// Jobs of the last 24 hours that did not end as they should.
    jobs_failed: u32,
}

/// Counts.
#[utoipa::path(get, path = "/api/dashboard/stats/", tag = "dashboard", responses(
    (status = 200, body = StatsBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
pub async fn stats(State(web): State<Web>) -> Result<Json<StatsBody>, Failure> {
    let home = home::look(&web.appliance).await?;
    Ok(Json(StatsBody {
        at: home.as_of.to_string(),
        routers: home.routers,
        silent: home.silent,
        drifted: home.drifted,
        applied: home.applied,
        jobs_open: home.open_jobs,
        jobs_failed: home.failed,
    }))
}
