//! `/api/routers/{id}/diff/`, `apply/`, `verify/`, `rollback/`, `jobs/`: what differs on a router, and jobs that change it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::hotspot::changeset::{Change, Counts};
use crate::domain::hotspot::harm::{Risk, risks};
use crate::domain::id::{ConfigurationId, JobId, RouterId};
use crate::domain::kind::{Fault, Kind};
use crate::http::api::jobs::{JobPage, JobQuery, page};
use crate::http::body::{Asked, Document, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::jobs;
use crate::service::routers::change::{Agreed, Wish, ask};
use crate::service::routers::compare::{Comparison, compare};
use crate::service::routers::manage;
use crate::store::job::JobKind;

/// Towards what.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DiffQuery {
    /// An earlier configuration; without it, the router's site.
    #[param(minimum = 1)]
    to: Option<i64>,
}

/// What would change on a router. Secrets are shown as dots.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiffBody {
    /// The change hash: who agrees to the changes names it.
    hash: String,
    /// When the router was read, RFC 3339.
    at: String,
    /// How many rows are added, set, moved and removed.
    #[schema(value_type = Object)]
    counts: Counts,
    /// Rows that it is to hold.
    rows: usize,
    /// Rows that are not ours yet and would be changed.
    take_over: usize,
    /// The changes by menu.
    menus: Vec<MenuBody>,
    /// What is worth a look.
    warnings: Vec<String>,
    /// The change hash of an earlier change whose guard stands on the router.
    guard: Option<String>,
}

/// The changes of one menu.
#[derive(Debug, Serialize, ToSchema)]
pub struct MenuBody {
    /// The menu, e.g. `/ip/pool`.
    menu: &'static str,
    /// `drops-customers`, `cuts-off`.
    #[schema(value_type = Vec<String>)]
    risks: Vec<Risk>,
    /// Its changes.
    #[schema(value_type = Vec<Object>)]
    changes: Vec<Change>,
}

impl From<Comparison> for DiffBody {
    fn from(found: Comparison) -> Self {
        let mut body = DiffBody {
            counts: found.changes.counts(),
            take_over: found.changes.take_overs().count(),
            hash: found.hash,
            at: found.at.to_string(),
            rows: found.rows,
            menus: Vec::new(),
            warnings: found.warnings.iter().map(ToString::to_string).collect(),
            guard: found.standing.map(|standing| standing.hash),
        };
        for change in found.changes.changes {
            let menu = change.menu.path;
            if body.menus.last().is_none_or(|last| last.menu != menu) {
                body.menus.push(MenuBody {
                    menu,
                    risks: Vec::new(),
                    changes: Vec::new(),
                });
            }
            if let Some(last) = body.menus.last_mut() {
                last.risks.extend(risks(&change));
                last.risks.sort();
                last.risks.dedup();
                last.changes.push(change);
            }
        }
        body
    }
}

/// Reads a router now and tells what would change.
#[utoipa::path(get, path = "/api/routers/{id}/diff/", tag = "routers", params(("id" = i64, Path, minimum = 1), DiffQuery), responses(
    (status = 200, body = DiffBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn diff(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
    Asked(query): Asked<DiffQuery>,
) -> Result<Json<DiffBody>, Failure> {
    let wish = match query.to {
        None => Wish::Apply,
        Some(number) => Wish::Return(configuration(number)?),
    };
    Ok(Json(compare(&web.appliance, id, wish).await?.into()))
}

fn configuration(number: i64) -> Result<ConfigurationId, Failure> {
    ConfigurationId::new(number).map_err(|_| Failure::not_found())
}

/// To what somebody agrees.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyRequest {
    /// The change hash that was shown: the router is changed only if the difference is still that one.
    change: String,
    /// Rows that are not ours yet may be changed.
    #[serde(default)]
    take_over: bool,
    /// Passwords and keys are written again.
    #[serde(default)]
    rotate_secrets: bool,
    /// How long the guard waits at least, in seconds.
    guard_seconds: Option<u64>,
}

/// A job that was put in line.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptedBody {
    /// Its number; see `/api/jobs/{id}/`.
    job: i64,
}

/// The answer 202.
pub fn accepted(job: JobId) -> (StatusCode, Json<AcceptedBody>) {
    (StatusCode::ACCEPTED, Json(AcceptedBody { job: job.get() }))
}

/// Brings a router to its site.
#[utoipa::path(post, path = "/api/routers/{id}/apply/", tag = "routers", params(("id" = i64, Path, minimum = 1)), request_body = ApplyRequest, responses(
    (status = 202, body = AcceptedBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn apply(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    Document(request): Document<ApplyRequest>,
) -> Result<(StatusCode, Json<AcceptedBody>), Failure> {
    asked(&web, &caller, id, Wish::Apply, request).await
}

/// Puts a change in line.
pub(super) async fn asked(
    web: &Web,
    caller: &Caller,
    id: RouterId,
    wish: Wish,
    request: ApplyRequest,
) -> Result<(StatusCode, Json<AcceptedBody>), Failure> {
    let agreed = Agreed {
        take_over: request.take_over,
        rotate_secrets: request.rotate_secrets,
        guard_seconds: request.guard_seconds,
        site_version: None,
    };
    let change = &request.change;
    let job = ask(&web.appliance, &caller.actor(), id, wish, change, &agreed).await?;
    Ok(accepted(job))
}

/// Compares a router with its site, as a job.
#[utoipa::path(post, path = "/api/routers/{id}/verify/", tag = "routers", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 202, body = AcceptedBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn verify(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
) -> Result<(StatusCode, Json<AcceptedBody>), Failure> {
    let job = jobs::ask(&web.appliance, &caller.actor(), id, JobKind::Verify).await?;
    Ok(accepted(job))
}

/// To where a router is brought back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RollbackRequest {
    /// An earlier configuration. Without it, the change whose guard stands on the router is undone.
    configuration: Option<i64>,
    /// The change hash of `diff/?to=`; needed with a configuration.
    change: Option<String>,
    /// Rows that are not ours yet may be changed.
    #[serde(default)]
    take_over: bool,
}

/// Brings a router back to an earlier configuration, or has it undo a change whose guard stands on it.
#[utoipa::path(post, path = "/api/routers/{id}/rollback/", tag = "routers", params(("id" = i64, Path, minimum = 1)), request_body = RollbackRequest, responses(
    (status = 202, body = AcceptedBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn rollback(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    Document(request): Document<RollbackRequest>,
) -> Result<(StatusCode, Json<AcceptedBody>), Failure> {
    manage::get(&web.appliance, id).await?;
    let Some(number) = request.configuration else {
        let job = jobs::ask(&web.appliance, &caller.actor(), id, JobKind::Undo).await?;
        return Ok(accepted(job));
    };
    let wish = Wish::Return(configuration(number)?);
    let Some(change) = request.change else {
        let text = "look at diff/?to= first, and give its hash";
        return Err(Failure {
            faults: vec![Fault::new("change", text)],
            ..Failure::new(Kind::Invalid, "Nobody has seen what would change.")
        });
    };
    let request = ApplyRequest {
        change,
        take_over: request.take_over,
        rotate_secrets: false,
        guard_seconds: None,
    };
    asked(&web, &caller, id, wish, request).await
}

/// Jobs of a router, the latest first.
#[utoipa::path(get, path = "/api/routers/{id}/jobs/", tag = "routers", params(("id" = i64, Path, minimum = 1), JobQuery), responses(
    (status = 200, body = JobPage),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn jobs(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
    Asked(query): Asked<JobQuery>,
) -> Result<Json<JobPage>, Failure> {
    manage::get(&web.appliance, id).await?;
    Ok(Json(page(&web, Some(id), &query).await?))
}
