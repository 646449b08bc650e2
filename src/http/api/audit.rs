//! `/api/audit/`: who did what.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::body::Asked;
use crate::http::paging::{Listed, Paging};
use crate::http::problem::{Failure, Problem};
use crate::http::web::Web;
use crate::service::audit::{Wanted, page};
use crate::store::audit::Entry;

/// One line of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditItem {
    /// Its number; they go up with time.
    id: i64,
    /// When (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    at: String,
    /// Who, as they were called then.
    actor: String,
    /// Did what.
    action: String,
    /// To what.
    subject: String,
    /// What else there is to know.
    detail: String,
    /// From which address; empty for the program itself.
    address: String,
}

impl From<Entry> for AuditItem {
    fn from(entry: Entry) -> Self {
        AuditItem {
            id: entry.id,
            at: entry.at.to_string(),
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            detail: entry.detail,
            address: entry.address,
        }
    }
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Those that contain this text anywhere.
    #[serde(default)]
    q: String,
    /// Those by whoever has this text in their name.
    #[serde(default)]
    who: String,
}

/// Lines of the audit log, the latest first.
#[utoipa::path(get, path = "/api/audit/", tag = "audit", params(Search, Paging), responses(
    (status = 200, body = Listed<AuditItem>),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(web): State<Web>,
    Asked(search): Asked<Search>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Listed<AuditItem>>, Failure> {
    let wanted = Wanted {
        before: paging.after()?,
        search: search.q,
        who: search.who,
        limit: paging.with_one_more(),
    };
    let found = page(&web.appliance, wanted).await?;
    Ok(Json(Listed::cut(found, &paging, |entry: &Entry| entry.id)))
}
