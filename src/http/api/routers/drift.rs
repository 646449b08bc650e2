//! `/api/routers/{id}/drift/`: what somebody else changed on a router, accepted or put back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::changes::{AcceptedBody, ApplyRequest, asked};
use crate::domain::id::RouterId;
use crate::http::body::{Document, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::routers::change::Wish;
use crate::service::routers::drift;

/// What the last comparison found.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriftBody {
    /// `unknown`, `same`, `different` or `refused`.
    state: &'static str,
    /// When it was, RFC 3339.
    at: Option<String>,
    /// The change hash of what differed.
    hash: Option<String>,
    /// What differed. Secrets are shown as dots.
    #[schema(value_type = Vec<Object>)]
    changes: Value,
    /// Why the router is not fit, or does not answer.
    trouble: Option<String>,
}

/// What the last comparison of a router found. The router is not asked.
#[utoipa::path(get, path = "/api/routers/{id}/drift/", tag = "routers", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 200, body = DriftBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn get(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
) -> Result<Json<DriftBody>, Failure> {
    let (router, changes) = drift::last(&web.appliance, id).await?;
    let changes = changes.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Json(DriftBody {
        state: router.drift.as_str(),
        at: router.drift_at.map(|at| at.to_string()),
        hash: router.drift_hash,
        changes: changes.unwrap_or_else(|| Value::Array(Vec::new())),
        trouble: router.trouble,
    }))
}

/// What is accepted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptRequest {
    /// The change hash that was shown.
    change: String,
}

/// What was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverridesBody {
    /// Fields that the site says otherwise from now on.
    overrides: usize,
}

/// The site says from now on what the router holds.
#[utoipa::path(post, path = "/api/routers/{id}/drift/accept/", tag = "routers", params(("id" = i64, Path, minimum = 1)), request_body = AcceptRequest, responses(
    (status = 200, body = OverridesBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn accept(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    Document(request): Document<AcceptRequest>,
) -> Result<Json<OverridesBody>, Failure> {
    let actor = caller.actor();
    let overrides = drift::accept(&web.appliance, &actor, id, &request.change).await?;
    Ok(Json(OverridesBody { overrides }))
}

/// Puts back what somebody else changed.
#[utoipa::path(post, path = "/api/routers/{id}/drift/put-back/", tag = "routers", params(("id" = i64, Path, minimum = 1)), request_body = ApplyRequest, responses(
    (status = 202, body = AcceptedBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_back(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    Document(request): Document<ApplyRequest>,
) -> Result<(StatusCode, Json<AcceptedBody>), Failure> {
    asked(&web, &caller, id, Wish::PutBack, request).await
}
