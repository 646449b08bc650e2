//! `/api/auth/…`: accounts and access tokens.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::credentials::jwt::LIFETIME;
use crate::domain::secret::{Revealed, Secret};
use crate::http::body::Document;
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::accounts::register::{self, Registration};
use crate::service::accounts::session::{self, Pair};
use crate::service::accounts::sign_in::{self, Entry, Keys, Opened};
use crate::store::account::Account;
use crate::store::session::Face;

/// An account as everybody who may see it sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// Its number.
    id: i64,
    /// What is typed to sign in.
    login: String,
    /// The person's name.
    name: String,
    /// Where mail goes.
    email: Option<String>,
    /// Whether the address is known to be theirs.
    email_verified: bool,
    /// `owner`, `technician`, `cashier` or `viewer`.
    role: String,
    /// Whether a second factor is asked for.
    totp: bool,
    /// Whether the account may not sign in.
    locked: bool,
}

impl From<Account> for User {
    fn from(account: Account) -> Self {
        User {
            id: account.id.get(),
            login: account.login.as_str().to_owned(),
            name: account.name,
            email: account.email.map(|email| email.as_str().to_owned()),
            email_verified: account.email_verified_at.is_some(),
            role: account.role.to_string(),
            totp: account.totp,
            locked: account.locked_at.is_some(),
        }
    }
}

/// Who wants an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterRequest {
    /// The set-up code that the program printed, or the token of an invitation.
    #[schema(value_type = String, format = Password)]
    code: Secret,
    /// What they want to sign in by.
    login: String,
    /// Their name.
    name: String,
    /// Their mail address.
    email: Option<String>,
    /// Their password, 12 characters or more.
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// Makes the first owner by the set-up code, or an account by an invitation.
#[utoipa::path(post, path = "/api/auth/register/", tag = "auth", request_body = RegisterRequest, responses(
    (status = 201, body = User),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn register(
    State(web): State<Web>,
    visitor: Visitor,
    Document(request): Document<RegisterRequest>,
) -> Result<(StatusCode, Json<User>), Failure> {
    let registration = Registration {
        code: request.code,
        login: request.login,
        name: request.name,
        email: request.email,
        password: request.password,
        language: visitor.language.into(),
    };
    let account = register::register(&web.appliance, registration, &visitor.device).await?;
    Ok((StatusCode::CREATED, Json(account.into())))
}

/// Who signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// Name, or mail address that was verified. Not with `second_factor`.
    #[serde(default)]
    login: String,
    /// Password. Not with `second_factor`.
    #[serde(default = "nothing")]
    #[schema(value_type = String, format = Password)]
    password: Secret,
    /// The token that the first answer gave, where a code of the app is needed.
    #[schema(value_type = Option<String>, format = Password)]
    second_factor: Option<Secret>,
    /// The code of the app, or a recovery code.
    #[schema(value_type = Option<String>, format = Password)]
    code: Option<Secret>,
}

fn nothing() -> Secret {
    Secret::new("")
}

/// What a client keeps.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// Goes into the header `Authorization: Bearer …`.
    #[schema(value_type = String)]
    access: Revealed,
    /// Exchanged for another pair at `/api/auth/refresh/`; works once.
    #[schema(value_type = String)]
    refresh: Revealed,
    /// How long the access token works, in seconds.
    expires_in: u64,
    /// Whose they are.
    user: User,
}

/// A code of the app is needed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactor {
    /// To be sent with the code.
    #[schema(value_type = String)]
    second_factor: Revealed,
}

/// Either.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum LoginAnswer {
    /// Signed in.
    In(Tokens),
    /// Send a code.
    SecondFactor(SecondFactor),
}

fn tokens(account: Account, pair: &Pair) -> Tokens {
    Tokens {
        access: (&pair.access).into(),
        refresh: (&pair.refresh).into(),
        expires_in: LIFETIME.as_secs(),
        user: account.into(),
    }
}

/// Signs in by name and password; where the account has a second factor, a second call sends its code.
#[utoipa::path(post, path = "/api/auth/login/", tag = "auth", request_body = LoginRequest, responses(
    (status = 200, body = LoginAnswer),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
))]
pub async fn login(
    State(web): State<Web>,
    visitor: Visitor,
    Document(request): Document<LoginRequest>,
) -> Result<Json<LoginAnswer>, Failure> {
    let (appliance, device) = (&web.appliance, &visitor.device);
    let entry = match &request.second_factor {
        Some(token) => {
            let (token, code) = (token.reveal(), request.code.unwrap_or_default());
            let opened = sign_in::confirm(appliance, token, code.reveal(), Face::Api, device);
            Entry::In(Box::new(opened.await?))
        }
        None => {
            let password = &request.password;
            sign_in::sign_in(appliance, &request.login, password, Face::Api, device).await?
        }
    };
    Ok(Json(match entry {
        Entry::In(opened) => {
            let Opened { account, keys } = *opened;
            match keys {
                Keys::Pair(pair) => LoginAnswer::In(tokens(account, &pair)),
                Keys::Cookies { .. } => return Err(Failure::not_found()),
            }
        }
        Entry::SecondFactor(token) => LoginAnswer::SecondFactor(SecondFactor {
            second_factor: token.into(),
        }),
    }))
}

/// A refresh token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    /// The one that came with the last access token.
    #[schema(value_type = String, format = Password)]
    refresh: Secret,
}

/// Exchanges a refresh token for another pair. One that was exchanged before ends the session: somebody has a copy.
#[utoipa::path(post, path = "/api/auth/refresh/", tag = "auth", request_body = RefreshRequest, responses(
    (status = 200, body = Tokens),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub async fn refresh(
    State(web): State<Web>,
    visitor: Visitor,
    Document(request): Document<RefreshRequest>,
) -> Result<Json<Tokens>, Failure> {
    let presented = request.refresh.reveal();
    let (pair, account) = session::refresh(&web.appliance, presented, &visitor.device).await?;
    Ok(Json(tokens(account, &pair)))
}

/// Ends the session. Its tokens stop working at once.
#[utoipa::path(post, path = "/api/auth/logout/", tag = "auth", responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub async fn logout(State(web): State<Web>, caller: Caller) -> Result<StatusCode, Failure> {
    session::sign_out(&web.appliance, &caller.signed, &caller.device).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/auth/user/", tag = "auth", responses(
    (status = 200, body = User),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub async fn user(caller: Caller) -> Json<User> {
    Json(caller.signed.account.into())
}
