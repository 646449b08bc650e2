//! `/api/auth/…`: what people do to their own account: password, mail address, sessions.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::User;
use crate::domain::id::SessionId;
use crate::domain::kind::Kind;
use crate::domain::secret::Secret;
use crate::http::body::{Document, Named};
use crate::http::paging::Listed;
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::accounts::email::Changed;
use crate::service::accounts::{email, password, session};
use crate::store::session::{Face, Session};

/// The token of a mailed link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyEmailRequest {
    /// What stands behind `token=` in the link.
    #[schema(value_type = String, format = Password)]
    token: Secret,
}

/// Proves a mail address by the link that was mailed there.
#[utoipa::path(post, path = "/api/auth/verify-email/", tag = "auth", request_body = VerifyEmailRequest, responses(
    (status = 200, body = User),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn verify_email(
    State(web): State<Web>,
    visitor: Visitor,
    Document(request): Document<VerifyEmailRequest>,
) -> Result<Json<User>, Failure> {
    let token = request.token.reveal();
    let account = email::prove(&web.appliance, token, &visitor.device).await?;
    Ok(Json(account.into()))
}

/// Either `login_or_email`, which asks for a link, or `token` and `password`, which set another password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordResetRequest {
    /// Whose password was forgotten.
    login_or_email: Option<String>,
    /// What stands behind `token=` in the link.
    #[schema(value_type = Option<String>, format = Password)]
    token: Option<Secret>,
    /// The new password.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
}

/// That a link was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordResetAsked {
    /// Always the same, whether there is such an account or not.
    detail: &'static str,
}

/// Asks for a link to another password (202, whoever was named), or sets it by the link (204). All sessions of the account end then.
#[utoipa::path(post, path = "/api/auth/password-reset/", tag = "auth", request_body = PasswordResetRequest, responses(
    (status = 202, body = PasswordResetAsked),
    (status = 204),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn password_reset(
    State(web): State<Web>,
    visitor: Visitor,
    Document(request): Document<PasswordResetRequest>,
) -> Result<Response, Failure> {
    let (appliance, device) = (&web.appliance, &visitor.device);
    match (request.login_or_email, request.token, request.password) {
        (Some(name), None, None) => {
            password::ask(appliance, &name, device).await?;
            let detail = "If there is such an account with a verified address, a link is on its way there. Otherwise an owner can make one.";
            let asked = Json(PasswordResetAsked { detail });
            Ok((StatusCode::ACCEPTED, asked).into_response())
        }
        (None, Some(token), Some(new)) => {
            password::set(appliance, token.reveal(), &new, device).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        _ => Err(Failure::new(
            Kind::Invalid,
            "Send either login_or_email, to ask for a link, or token and password, to set one.",
        )),
    }
}

/// Another mail address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailRequest {
    /// The new address, or the one that is there, to have it proved.
    email: String,
    /// The password of the account.
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailAnswer {
    /// Whether a link was mailed there; else the address stands without proof, since no mail server is set up.
    mailed: bool,
}

/// Changes the mail address: a link is mailed to the new one, which counts once it was opened.
#[utoipa::path(post, path = "/api/auth/email/", tag = "auth", request_body = EmailRequest, responses(
    (status = 202, body = EmailAnswer),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn change_email(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<EmailRequest>,
) -> Result<(StatusCode, Json<EmailAnswer>), Failure> {
    let EmailRequest { email, password } = request;
    let (signed, device) = (&caller.signed, &caller.device);
    let changed = email::change(&web.appliance, signed, &email, &password, device).await?;
    let mailed = changed == Changed::Asked;
    Ok((StatusCode::ACCEPTED, Json(EmailAnswer { mailed })))
}

/// Another password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The one that there is.
    #[schema(value_type = String, format = Password)]
    current: Secret,
    /// The new one, 12 characters or more.
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// Changes the password. Other sessions of the account end.
#[utoipa::path(post, path = "/api/auth/password/", tag = "auth", request_body = PasswordRequest, responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn change_password(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<PasswordRequest>,
) -> Result<StatusCode, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    let PasswordRequest { current, password } = request;
    password::change(&web.appliance, signed, &current, &password, device).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionItem {
    /// Its number.
    id: i64,
    /// `browser` or `api`.
    face: &'static str,
    /// What the device says of itself.
    user_agent: String,
    /// From which address.
    address: String,
    /// When the person signed in (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    created_at: String,
    /// When it was last used, to the minute.
    #[schema(value_type = String, format = DateTime)]
    seen_at: String,
    /// When it ends unless it is used.
    #[schema(value_type = String, format = DateTime)]
    expires_at: String,
    /// Whether it is the one that asks.
    current: bool,
}

fn item(session: Session, current: SessionId) -> SessionItem {
    SessionItem {
        id: session.id.get(),
        face: match session.face {
            Face::Browser => "browser",
            Face::Api => "api",
        },
        user_agent: session.user_agent,
        address: session.address,
        created_at: session.created_at.to_string(),
        seen_at: session.seen_at.to_string(),
        expires_at: session.expires_at.to_string(),
        current: session.id == current,
    }
}

/// Where the caller is signed in, the latest first.
#[utoipa::path(get, path = "/api/auth/sessions/", tag = "auth", responses(
    (status = 200, body = Listed<SessionItem>),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub async fn sessions(
    State(web): State<Web>,
    caller: Caller,
) -> Result<Json<Listed<SessionItem>>, Failure> {
    let found = session::all(&web.appliance, &caller.signed).await?;
    let current = caller.signed.session;
    let items = found.into_iter().map(|session| item(session, current));
    Ok(Json(Listed::whole(items.collect())))
}

/// Ends one session of the caller.
#[utoipa::path(delete, path = "/api/auth/sessions/{id}/", tag = "auth", params(("id" = i64, Path)), responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn end_session(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<SessionId>,
) -> Result<StatusCode, Failure> {
    session::end(&web.appliance, &caller.signed, id, &caller.device).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many sessions ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ended {
    /// How many.
    pub(super) ended: usize,
}

/// Ends all sessions of the caller, the one that asks too.
#[utoipa::path(post, path = "/api/auth/sign-out-everywhere/", tag = "auth", responses(
    (status = 200, body = Ended),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub async fn sign_out_everywhere(
    State(web): State<Web>,
    caller: Caller,
) -> Result<Json<Ended>, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    let ended = session::sign_out_everywhere(&web.appliance, signed, device, false).await?;
    Ok(Json(Ended { ended }))
}
