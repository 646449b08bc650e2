//! Signing in and out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::{Deserialize, Serialize};

use super::{cookie_seconds, own_path, page};
use crate::domain::id::AccountId;
use crate::domain::kind::Kind;
use crate::domain::secret::Secret;
use crate::http::admit::SESSION_COOKIE;
use crate::http::body::{Asked, Filled};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, KNOWN_COOKIE, Visitor};
use crate::http::web::Web;
use crate::service::accounts::AccountError;
use crate::service::accounts::session::{self, IDLE};
use crate::service::accounts::sign_in::{self as service, Entry, Keys, Opened};
use crate::store::session::Face;

/// The cookie that waits for the second factor.
const PENDING_COOKIE: &str = "second";

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub struct Next {
    /// A path of ours.
    #[serde(default)]
    next: String,
}

#[derive(Serialize)]
struct Shown<'a> {
    form: Form<'a>,
    errors: BTreeMap<&'static str, String>,
    wait: Option<u64>,
    next: &'a str,
}

#[derive(Serialize)]
struct Form<'a> {
    login: &'a str,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Typed {
    login: String,
    password: Secret,
    #[serde(default)]
    next: String,
}

/// The page.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(Next { next }): Asked<Next>,
) -> Response {
    if visitor.signed.is_some() {
        return Redirect::to(own_path(&next)).into_response();
    }
    again(&web, &visitor, "", &next, None)
}

/// The page once more, with what went wrong.
fn again(
    web: &Web,
    visitor: &Visitor,
    login: &str,
    next: &str,
    failure: Option<Failure>,
) -> Response {
    let wait = failure.as_ref().and_then(|failure| failure.retry_after);
    let mut errors = BTreeMap::new();
    let status = failure.as_ref().map(Failure::status);
    if let Some(failure) = failure
        && wait.is_none()
    {
        errors.insert("form", failure.detail);
    }
    let shown = Shown {
        form: Form { login },
        errors,
        wait,
        next: own_path(next),
    };
    let mut response = page(web, visitor, "", "login.html", shown);
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    response
}

/// Signs in by name and password.
pub async fn sign_in(
    State(web): State<Web>,
    visitor: Visitor,
    jar: CookieJar,
    Filled(typed): Filled<Typed>,
) -> Response {
    let password = &typed.password;
    let device = &visitor.device;
    match service::sign_in(
        &web.appliance,
        &typed.login,
        password,
        Face::Browser,
        device,
    )
    .await
    {
        Ok(Entry::In(opened)) => enter(jar, *opened, &typed.next),
        Ok(Entry::SecondFactor(token)) => {
            let next: String = form_urlencoded::byte_serialize(typed.next.as_bytes()).collect();
            let cookie = cookie(PENDING_COOKIE, &token, 900);
            (
                jar.add(cookie),
                Redirect::to(&format!("/login/totp?next={next}")),
            )
                .into_response()
        }
        Err(error) => again(
            &web,
            &visitor,
            &typed.login,
            &typed.next,
            Some(error.into()),
        ),
    }
}

#[derive(Serialize)]
struct Second<'a> {
    errors: BTreeMap<&'static str, String>,
    next: &'a str,
}

/// The page for the code of the second factor.
pub async fn show_second(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(Next { next }): Asked<Next>,
) -> Response {
    let errors = BTreeMap::new();
    let next = own_path(&next);
    page(
        &web,
        &visitor,
        "",
        "login_totp.html",
        Second { errors, next },
    )
}

/// What the form of the second factor sends.
#[derive(Debug, Deserialize)]
pub struct TypedCode {
    code: Secret,
    #[serde(default)]
    next: String,
}

/// Signs in by the code, after the password.
pub async fn second(
    State(web): State<Web>,
    visitor: Visitor,
    jar: CookieJar,
    Filled(typed): Filled<TypedCode>,
) -> Response {
    let token = jar
        .get(PENDING_COOKIE)
        .map(|cookie| cookie.value().to_owned());
    let token = token.unwrap_or_default();
    let device = &visitor.device;
    match service::confirm(
        &web.appliance,
        &token,
        typed.code.reveal(),
        Face::Browser,
        device,
    )
    .await
    {
        Ok(opened) => enter(
            jar.remove(Cookie::build(PENDING_COOKIE).path("/")),
            opened,
            &typed.next,
        ),
        Err(AccountError::Spent) => {
            Redirect::to(&super::login_path(own_path(&typed.next))).into_response()
        }
        Err(error) => {
            let failure = Failure::from(error);
            let status = failure.status();
            let next = own_path(&typed.next);
            let errors = BTreeMap::from([("code", failure.detail)]);
            let mut response = page(
                &web,
                &visitor,
                "",
                "login_totp.html",
                Second { errors, next },
            );
            *response.status_mut() = status;
            response
        }
    }
}

/// Ends the session.
pub async fn sign_out(
    State(web): State<Web>,
    caller: Caller,
    jar: CookieJar,
) -> Result<Response, Failure> {
    session::sign_out(&web.appliance, &caller.signed, &caller.device).await?;
    let jar = jar.remove(Cookie::build(SESSION_COOKIE).path("/"));
    Ok((jar, Redirect::to("/login")).into_response())
}

/// Gives the browser its session. The token is always a new one, so nobody can have put it there before.
pub fn enter(jar: CookieJar, opened: Opened, next: &str) -> Response {
    match opened.keys {
        Keys::Cookies { session, proof } => {
            let seconds = i64::try_from(IDLE.as_secs()).unwrap_or(i64::MAX);
            let jar = jar
                .add(cookie(SESSION_COOKIE, &session, seconds))
                .add(known(opened.account.id, &proof));
            (jar, Redirect::to(own_path(next))).into_response()
        }
        Keys::Pair(_) => {
            Failure::new(Kind::Internal, "A browser got an API session.").into_response()
        }
    }
}

/// The cookie by which a browser is known at which this person has signed in, or has set a password by a link.
pub fn known(account: AccountId, proof: &Secret) -> Cookie<'static> {
    // As long as browsers keep any.
    cookie(format!("{KNOWN_COOKIE}{account}"), proof, 400 * 86_400)
}

/// A cookie that scripts cannot read and other sites cannot send with their forms.
fn cookie(name: impl Into<Cow<'static, str>>, value: &Secret, seconds: i64) -> Cookie<'static> {
    Cookie::build((name.into(), value.reveal().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(cookie_seconds(seconds))
        .build()
}
