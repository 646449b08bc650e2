//! `/api/settings/routers/`: what the owner decides for all routers.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::time::Span;
use crate::http::body::Document;
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::routers::care::{self, Care};

/// How all routers are cared for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RouterCare {
    /// How many minutes lie between two readings of each router.
    #[schema(minimum = 1, maximum = 1440)]
    every_minutes: u32,
    /// Routers may have addresses of the internet, not only of private networks. The API of such a router stands open to
    /// everybody, and whoever may add routers can have this box connect to any address of the internet.
    public_addresses: bool,
}

impl From<Care> for RouterCare {
    fn from(care: Care) -> Self {
        RouterCare {
            every_minutes: u32::try_from(care.every.as_secs() / 60).unwrap_or(u32::MAX),
            public_addresses: care.public,
        }
    }
}

/// How all routers are cared for.
#[utoipa::path(get, path = "/api/settings/routers/", tag = "settings", responses(
    (status = 200, body = RouterCare),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
pub async fn get(State(web): State<Web>) -> Result<Json<RouterCare>, Failure> {
    Ok(Json(care::get(&web.appliance).await?.into()))
}

/// Decides how all routers are cared for.
#[utoipa::path(put, path = "/api/settings/routers/", tag = "settings", request_body = RouterCare, responses(
    (status = 200, body = RouterCare),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn set(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<RouterCare>,
) -> Result<Json<RouterCare>, Failure> {
    let wanted = Care {
        every: Span::from_secs(60 * u64::from(request.every_minutes)),
        public: request.public_addresses,
    };
    care::set(&web.appliance, &caller.actor(), wanted).await?;
    Ok(Json(wanted.into()))
}
