//! `/api/routers/{id}/exports/`: the router's own exports.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::changes::{AcceptedBody, accepted};
use super::{MOST, PAGE, cut};
use crate::domain::id::{ExportId, RouterId};
use crate::http::body::{Asked, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::jobs;
use crate::service::routers::backups;
use crate::store::export::Export;
use crate::store::job::JobKind;

/// An export.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportBody {
    /// Its number.
    id: i64,
    /// When the router was first seen to hold it, RFC 3339.
    at: String,
    /// When it was last seen to.
    seen_at: String,
    /// SHA-256 of it, without what changes from one export to the next.
    hash: String,
    /// How long its text is.
    bytes: u64,
}

impl From<Export> for ExportBody {
    fn from(export: Export) -> Self {
        ExportBody {
            id: export.id.get(),
            at: export.at.to_string(),
            seen_at: export.seen_at.to_string(),
            hash: export.hash,
            bytes: export.bytes,
        }
    }
}

/// Which exports.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ExportQuery {
    /// `next` of the answer before.
    #[param(minimum = 1)]
    cursor: Option<i64>,
    /// How many at most, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Some exports, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportPage {
    /// The exports.
    items: Vec<ExportBody>,
    /// The cursor of the next answer; null: these were the last.
    next: Option<i64>,
}

/// Saves the router's own export now, as a job. It is kept where it differs from the last one.
#[utoipa::path(post, path = "/api/routers/{id}/export/", tag = "routers", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 202, body = AcceptedBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn make(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
) -> Result<(StatusCode, Json<AcceptedBody>), Failure> {
    let job = jobs::ask(&web.appliance, &caller.actor(), id, JobKind::Export).await?;
    Ok(accepted(job))
}

/// The exports of a router.
#[utoipa::path(get, path = "/api/routers/{id}/exports/", tag = "routers", params(("id" = i64, Path, minimum = 1), ExportQuery), responses(
    (status = 200, body = ExportPage),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
    Asked(query): Asked<ExportQuery>,
) -> Result<Json<ExportPage>, Failure> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, MOST);
    let before = query.cursor.map(ExportId::from_row);
    let mut found = backups::list(&web.appliance, id, before, limit + 1).await?;
    let next = cut(&mut found, limit, |export| export.id.get());
    Ok(Json(ExportPage {
        items: found.into_iter().map(ExportBody::from).collect(),
        next,
    }))
}

/// The text of an export.
#[utoipa::path(get, path = "/api/routers/{id}/exports/{export}/", tag = "routers", params(
    ("id" = i64, Path, minimum = 1),
    ("export" = i64, Path, minimum = 1),
), responses(
    (status = 200, body = String, content_type = "text/plain"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn get(
    State(web): State<Web>,
    Named((id, export)): Named<(RouterId, ExportId)>,
) -> Result<Response, Failure> {
    let (_, text) = backups::get(&web.appliance, id, export).await?;
    let text = text.reveal().to_owned();
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
