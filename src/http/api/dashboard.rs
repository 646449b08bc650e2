//! `/api/dashboard/stats/`: the business and its routers in a few numbers.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::{Failure, Problem};
use crate::http::web::Web;
use crate::service::home;
use crate::service::telemetry::Online;

/// The numbers. All of them are counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatsBody {
    /// When they were counted, RFC 3339.
    at: String,
    /// Routers under care.
    routers: u32,
    /// Those that answered when they were last asked.
    up: u32,
    /// Those that do not answer.
    silent: u32,
    /// Those that differ from their sites.
    drifted: u32,
    /// Those that were proven to hold a configuration of ours.
    applied: u32,
    /// Customers signed in at the hotspots of the routers that answered; absent where none has told yet.
    online: Option<OnlineBody>,
    /// Jobs that wait or run.
    jobs_open: u32,
    /// Jobs of the last 24 hours that did not end as they should.
    jobs_failed: u32,
}

/// Customers at the hotspots.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnlineBody {
    /// How many.
    customers: u32,
    /// How many routers have told.
    routers: u32,
    /// When the first of them did, RFC 3339.
    as_of: String,
}

impl From<Online> for OnlineBody {
    fn from(online: Online) -> Self {
        OnlineBody {
            customers: online.customers,
            routers: online.routers,
            as_of: online.as_of.to_string(),
        }
    }
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
        routers: home.routers.all,
        up: home.routers.up,
        silent: home.routers.silent,
        drifted: home.routers.drifted,
        applied: home.applied,
        online: home.online.map(Into::into),
        jobs_open: home.open_jobs,
        jobs_failed: home.failed,
    }))
}
