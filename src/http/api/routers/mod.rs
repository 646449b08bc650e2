//! `/api/routers/…`: routers under care, how they are reached, what they are.

pub mod changes;
pub mod drift;
pub mod exports;
pub mod samples;
pub mod site;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::hotspot::survey::Finding;
use crate::domain::id::RouterId;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::http::body::{Asked, Document, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::routers::manage::{self, Wanted};
use crate::service::routers::meet::{self, MeetError};
use crate::service::routers::near::{self, Near};
use crate::store::router::Router;

/// Items in an answer, unless asked for otherwise.
pub const PAGE: u32 = 50;
/// The most items in an answer.
pub const MOST: u32 = 200;

/// A router.
#[derive(Debug, Serialize, ToSchema)]
pub struct RouterBody {
    /// Its number.
    id: i64,
    /// What people call it.
    name: String,
    /// Address or host name.
    host: String,
    /// TCP port of its API.
    port: u16,
    /// Whether the API is spoken over TLS.
    tls: bool,
    /// SHA-256 of the certificate that is trusted.
    pin: Option<String>,
    /// The account on the router.
    user: String,
    /// The short name of its site, once it has one.
    slug: Option<String>,
    /// Counts the versions of its site; 0: there is none.
    site_version: i64,
    /// The board, as it names itself.
    board: Option<String>,
    /// Its RouterOS.
    routeros: Option<String>,
    /// Its identity.
    identity: Option<String>,
    /// When it last answered, RFC 3339.
    seen_at: Option<String>,
    /// Since when it does not answer.
    unreachable_since: Option<String>,
    /// Why it does not answer or is not fit.
    trouble: Option<String>,
    /// `unknown`, `same`, `different` or `refused`.
    drift: &'static str,
    /// When it was last compared with its site.
    drift_at: Option<String>,
    /// When it was added.
    created_at: String,
}

impl From<Router> for RouterBody {
    fn from(router: Router) -> Self {
        let moment = |at: Option<Moment>| at.map(|at| at.to_string());
        RouterBody {
            id: router.id.get(),
            name: router.name,
            host: router.host,
            port: router.port,
            tls: router.tls,
            pin: router.pin,
            user: router.user,
            slug: router.slug,
            site_version: router.site_version,
            board: router.board,
            routeros: router.routeros,
            identity: router.identity,
            seen_at: moment(router.seen_at),
            unreachable_since: moment(router.unreachable_since),
            trouble: router.trouble,
            drift: router.drift.as_str(),
            drift_at: moment(router.drift_at),
            created_at: router.created_at.to_string(),
        }
    }
}

/// How a router is reached.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RouterRequest {
    /// What people call it.
    name: String,
    /// Address or host name; private addresses only, unless the settings allow others.
    host: String,
    /// TCP port of its API; without it 8729 with TLS, 8728 without.
    port: Option<u16>,
    /// Whether the API is spoken over TLS.
    #[serde(default = "yes")]
    #[schema(default = true)]
    tls: bool,
    /// The certificate that is trusted, hexadecimal; without it, the one that the router shows first.
    pin: Option<String>,
    /// The account on the router.
    user: String,
    /// Its password. When a router is changed, leaving it out keeps the stored one; another pin or `tls`, and without a pin another
    /// host or port, wants it written again.
    #[schema(value_type = Option<String>, format = Password, write_only)]
    password: Option<Secret>,
}

fn yes() -> bool {
    true
}

impl From<RouterRequest> for Wanted {
    fn from(request: RouterRequest) -> Self {
        Wanted {
            name: request.name,
            host: request.host,
            port: request.port,
            tls: request.tls,
            pin: request.pin,
            user: request.user,
            password: request.password,
        }
    }
}

/// Which routers.
#[derive(Debug, Deserialize, IntoParams)]
pub struct RouterQuery {
    /// `next` of the answer before.
    #[param(minimum = 1)]
    cursor: Option<i64>,
    /// How many at most, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// A text in name, host, board or identity.
    #[serde(default)]
    search: String,
}

/// Some routers.
#[derive(Debug, Serialize, ToSchema)]
pub struct RouterPage {
    /// The routers.
    items: Vec<RouterBody>,
    /// The cursor of the next answer; null: these were the last.
    next: Option<i64>,
}

/// Leaves so many items, where one more was asked for. The number of the last, where there are more.
pub fn cut<T>(items: &mut Vec<T>, limit: u32, number: impl Fn(&T) -> i64) -> Option<i64> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    items.last().filter(|_| more).map(number)
}

/// All routers.
#[utoipa::path(get, path = "/api/routers/", tag = "routers", params(RouterQuery), responses(
    (status = 200, body = RouterPage),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(web): State<Web>,
    Asked(query): Asked<RouterQuery>,
) -> Result<Json<RouterPage>, Failure> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, MOST);
    let after = query.cursor.map(RouterId::from_row);
    let mut found = manage::list(&web.appliance, after, &query.search, limit + 1).await?;
    let next = cut(&mut found, limit, |router| router.id.get());
    Ok(Json(RouterPage {
        items: found.into_iter().map(RouterBody::from).collect(),
        next,
    }))
}

/// Looks at a router and takes it into care. The certificate that it shows is trusted from then on.
#[utoipa::path(post, path = "/api/routers/", tag = "routers", request_body = RouterRequest, responses(
    (status = 201, body = RouterBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<RouterRequest>,
) -> Result<(StatusCode, Json<RouterBody>), Failure> {
    let id = meet::add(&web.appliance, &caller.actor(), &request.into()).await?;
    let router = manage::get(&web.appliance, id).await?;
    Ok((StatusCode::CREATED, Json(router.into())))
}

/// One router.
#[utoipa::path(get, path = "/api/routers/{id}/", tag = "routers", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 200, body = RouterBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn get(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
) -> Result<Json<RouterBody>, Failure> {
    Ok(Json(manage::get(&web.appliance, id).await?.into()))
}

/// Changes how a router is reached. Nothing is connected to.
#[utoipa::path(put, path = "/api/routers/{id}/", tag = "routers", params(("id" = i64, Path, minimum = 1)), request_body = RouterRequest, responses(
    (status = 200, body = RouterBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn edit(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    Document(request): Document<RouterRequest>,
) -> Result<Json<RouterBody>, Failure> {
    manage::get(&web.appliance, id).await?;
    let checked = manage::check(&web.appliance, &request.into()).await?;
    manage::edit(&web.appliance, &caller.actor(), id, checked).await?;
    Ok(Json(manage::get(&web.appliance, id).await?.into()))
}

/// Lets a router go. On it, nothing is changed.
#[utoipa::path(delete, path = "/api/routers/{id}/", tag = "routers", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
) -> Result<StatusCode, Failure> {
    manage::remove(&web.appliance, &caller.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a test found.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestBody {
    /// Whether the router was reached and read.
    reached: bool,
    /// Why not, where not.
    trouble: Option<TroubleBody>,
    /// Its name.
    identity: Option<String>,
    /// Its board, as it names itself.
    board: Option<String>,
    /// The board of the catalogue that it can be.
    model: Option<String>,
    /// Its RouterOS.
    routeros: Option<String>,
    /// SHA-256 of the certificate that it showed.
    fingerprint: Option<String>,
    /// Its interfaces.
    ports: Vec<String>,
    /// How fit it is; the worst first.
    #[schema(value_type = Vec<Object>)]
    findings: Vec<Finding>,
}

/// Why a router was not reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct TroubleBody {
    /// A word for programs, e.g. `wrong-password`.
    key: &'static str,
    /// What went wrong.
    text: String,
    /// What to do.
    advice: &'static str,
}

/// Reads a router now and says how fit it is. Nothing is changed on it.
#[utoipa::path(post, path = "/api/routers/{id}/test/", tag = "routers", params(("id" = i64, Path, minimum = 1)), responses(
    (status = 200, body = TestBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
))]
pub async fn test(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
) -> Result<Json<TestBody>, Failure> {
    let survey = match meet::again(&web.appliance, id).await {
        Ok(survey) => survey,
        Err(MeetError::Trouble(trouble)) => {
            return Ok(Json(TestBody {
                reached: false,
                trouble: Some(TroubleBody {
                    key: trouble.key(),
                    text: trouble.to_string(),
                    advice: trouble.advice(),
                }),
                identity: None,
                board: None,
                model: None,
                routeros: None,
                fingerprint: None,
                ports: Vec::new(),
                findings: Vec::new(),
            }));
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Json(TestBody {
        reached: true,
        trouble: None,
        identity: Some(survey.identity),
        board: Some(survey.board),
        model: survey.model.map(|model| model.name.clone()),
        routeros: Some(survey.version.to_string()),
        fingerprint: survey.fingerprint.map(|print| print.to_string()),
        ports: survey.ports.into_iter().map(|port| port.name).collect(),
        findings: survey.findings,
    }))
}

/// Routers that announce themselves.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearBody {
    /// What was heard; nothing of it is proven.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Near>,
}

/// Listens for three seconds for routers that announce themselves on the box's networks.
#[utoipa::path(get, path = "/api/routers/near/", tag = "routers", responses(
    (status = 200, body = NearBody),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 502, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json"),
))]
pub async fn near() -> Result<Json<NearBody>, Failure> {
    Ok(Json(NearBody {
        items: near::look().await?,
    }))
}
