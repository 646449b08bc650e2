//! `/api/routers/{id}/samples/`: how a router has answered, and how it was.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::id::RouterId;
use crate::domain::kind::{Fault, Kind};
use crate::domain::time::Span;
use crate::http::body::{Asked, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::web::Web;
use crate::service::telemetry;
use crate::store::reach::Sample;

/// How far back one may ask: a week.
const MOST: u32 = 168;

/// How far back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SamplesQuery {
    /// How many hours back, 1 to 168; 24 where nobody says.
    #[param(minimum = 1, maximum = 168)]
    hours: Option<u32>,
}

/// One look at a router. What it did not tell is absent.
#[derive(Debug, Serialize, ToSchema)]
pub struct SampleBody {
    /// When, RFC 3339.
    at: String,
    /// How long one turnaround took, in milliseconds; absent where it did not answer.
    answer_ms: Option<u32>,
    /// How long it has been on, in seconds.
    uptime_s: Option<u64>,
    /// How busy its processor was, in percent.
    cpu_load: Option<u32>,
    /// Free memory, in bytes.
    free_memory: Option<u64>,
    /// Customers signed in at its hotspots.
    online: Option<u32>,
}

impl From<Sample> for SampleBody {
    fn from(sample: Sample) -> Self {
        SampleBody {
            at: sample.at.to_string(),
            answer_ms: sample.millis,
            uptime_s: sample.vitals.uptime.map(Span::as_secs),
            cpu_load: sample.vitals.cpu_load,
            free_memory: sample.vitals.free_memory,
            online: sample.vitals.online,
        }
    }
}

/// Looks at a router, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SamplesBody {
    items: Vec<SampleBody>,
}

/// How a router has answered, and how it was. The router is not asked.
#[utoipa::path(get, path = "/api/routers/{id}/samples/", tag = "routers", params(("id" = i64, Path, minimum = 1), SamplesQuery), responses(
    (status = 200, body = SamplesBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
    Asked(query): Asked<SamplesQuery>,
) -> Result<Json<SamplesBody>, Failure> {
    let hours = query.hours.unwrap_or(24);
    if !(1..=MOST).contains(&hours) {
        return Err(Failure {
            faults: vec![Fault::new(
                "hours",
                format!("write a number from 1 to {MOST}"),
            )],
            ..Failure::new(Kind::Invalid, "Some of the fields need another look.")
        });
    }
    let long = Span::from_secs(3600 * u64::from(hours));
    let found = telemetry::of_router(&web.appliance, id, long).await?;
    Ok(Json(SamplesBody {
        items: found.into_iter().map(Into::into).collect(),
    }))
}
