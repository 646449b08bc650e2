//! `/api/routers/{id}/site/`: the description of a router's shop, as JSON or as a site file.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::domain::id::RouterId;
use crate::domain::kind::Kind;
use crate::http::body::{Asked, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::routers::{RouterError, manage, site, site_text};

const TOML: &str = "application/toml";

/// A site with its version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteBody {
    /// Counts the versions; whoever saves says over which. 0: there was none.
    version: i64,
    /// The site, in the words of the site file. Secrets are empty, and empty ones keep what is stored.
    #[schema(value_type = Object)]
    site: Value,
}

/// Over which version a site file is saved.
#[derive(Debug, Deserialize, IntoParams)]
pub struct SiteQuery {
    /// The version that was seen; for a site file only, JSON has it inside.
    #[param(minimum = 0)]
    version: Option<i64>,
}

/// The site of a router; as a site file where `Accept: application/toml` asks for that.
#[utoipa::path(get, path = "/api/routers/{id}/site/", tag = "routers", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 200, content((SiteBody = "application/json"), (String = "application/toml"))),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn get(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if header(&headers, &ACCEPT).contains(TOML) {
        let text = site_text::export(&web.appliance, &caller.actor(), id, false).await?;
        return Ok(([(CONTENT_TYPE, TOML)], text).into_response());
    }
    let kept = site::get(&web.appliance, id)
        .await?
        .ok_or(RouterError::NoSite)?;
    Ok(Json(SiteBody {
        version: kept.version,
        site: site_text::to_json(kept.site)?,
    })
    .into_response())
}

fn header<'h>(headers: &'h HeaderMap, name: &axum::http::HeaderName) -> &'h str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Saves the site of a router, as JSON or, with `Content-Type: application/toml`, as a site file. It must give a configuration.
#[utoipa::path(put, path = "/api/routers/{id}/site/", tag = "routers", params(("id" = i64, Path, minimum = 1), SiteQuery),
    request_body(content((SiteBody = "application/json"), (String = "application/toml"))), responses(
    (status = 200, body = SiteBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn save(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    Asked(query): Asked<SiteQuery>,
    headers: HeaderMap,
    text: String,
) -> Result<Json<SiteBody>, Failure> {
    let (appliance, actor) = (&web.appliance, caller.actor());
    manage::get(appliance, id).await?;
    if header(&headers, &CONTENT_TYPE).starts_with(TOML) {
        let over = query.version.ok_or_else(|| {
            Failure::new(
                Kind::Invalid,
                "Say by ?version= over which version this is saved; 0 where there was none.",
            )
        })?;
        site_text::import(appliance, &actor, id, &text, over).await?;
    } else {
        let body: SiteBody = serde_json::from_str(&text).map_err(|error| {
            Failure::new(
                Kind::Invalid,
                format!("This is not JSON as expected: {error}."),
            )
        })?;
        site_text::import_json(appliance, &actor, id, body.site, body.version).await?;
    }
    let kept = site::get(appliance, id).await?.ok_or(RouterError::NoSite)?;
    Ok(Json(SiteBody {
        version: kept.version,
        site: site_text::to_json(kept.site)?,
    }))
}
