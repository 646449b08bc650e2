//! `/api/auth/totp/…`: the second factor of whoever asks.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::secret::{Revealed, Secret};
use crate::http::body::Document;
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::accounts::second_factor;

/// How the second factor is.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpState {
    /// Since when it is asked for; absent where it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<String>,
    /// How many recovery codes still work.
    recovery_codes: u32,
}

/// How the second factor of the caller is.
#[utoipa::path(get, path = "/api/auth/totp/", tag = "auth", responses(
    (status = 200, body = TotpState),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub async fn state(State(web): State<Web>, caller: Caller) -> Result<Json<TotpState>, Failure> {
    let state = second_factor::state(&web.appliance, &caller.signed).await?;
    Ok(Json(TotpState {
        since: state.since.map(|at| at.to_string()),
        recovery_codes: state.recovery_codes,
    }))
}

/// The caller's password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpRequest {
    /// So that a session left open is not enough.
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// What an authenticator app is given; shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpEnrolment {
    /// To be typed.
    #[schema(value_type = String)]
    secret: Revealed,
    /// To be scanned (`otpauth://…`).
    #[schema(value_type = String)]
    address: Revealed,
}

/// Makes a secret for an authenticator app. It is asked for only after it was confirmed.
#[utoipa::path(post, path = "/api/auth/totp/", tag = "auth", request_body = TotpRequest, responses(
    (status = 200, body = TotpEnrolment),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn begin(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<TotpRequest>,
) -> Result<Json<TotpEnrolment>, Failure> {
    let enrolment = second_factor::begin(&web.appliance, &caller.signed, &request.password).await?;
    Ok(Json(TotpEnrolment {
        secret: enrolment.secret.into(),
        address: enrolment.address.into(),
    }))
}

/// A code of the app; where it says so, a recovery code does too.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// As it is shown.
    #[schema(value_type = String, format = Password)]
    code: Secret,
}

/// Codes for when the phone is lost; shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each works once.
    #[schema(value_type = Vec<String>)]
    recovery_codes: Vec<Revealed>,
}

fn shown(codes: &[Secret]) -> Json<RecoveryCodes> {
    Json(RecoveryCodes {
        recovery_codes: codes.iter().map(Revealed::from).collect(),
    })
}

/// Turns the second factor on by a code of the app. Other sessions of the account end.
#[utoipa::path(post, path = "/api/auth/totp/confirm/", tag = "auth", request_body = CodeRequest, responses(
    (status = 200, body = RecoveryCodes),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn confirm(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<CodeRequest>,
) -> Result<Json<RecoveryCodes>, Failure> {
    let (code, device) = (request.code.reveal(), &caller.device);
    let codes = second_factor::confirm(&web.appliance, &caller.signed, code, device).await?;
    Ok(shown(&codes))
}

/// Turns it off, by a code of the app or a recovery code.
#[utoipa::path(post, path = "/api/auth/totp/remove/", tag = "auth", request_body = CodeRequest, responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<CodeRequest>,
) -> Result<StatusCode, Failure> {
    let (code, device) = (request.code.reveal(), &caller.device);
    second_factor::remove(&web.appliance, &caller.signed, code, device).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Other recovery codes, by a code of the app or a former recovery code; the former ones stop working.
#[utoipa::path(post, path = "/api/auth/totp/recovery-codes/", tag = "auth", request_body = CodeRequest, responses(
    (status = 200, body = RecoveryCodes),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn renew(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<CodeRequest>,
) -> Result<Json<RecoveryCodes>, Failure> {
    let (code, device) = (request.code.reveal(), &caller.device);
    let signed = &caller.signed;
    let codes = second_factor::renew_recovery_codes(&web.appliance, signed, code, device).await?;
    Ok(shown(&codes))
}
