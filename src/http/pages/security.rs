//! One's own sign-in: password, mail address, second factor, sessions.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::people::Sitting;
use super::{Errors, done, mendable, page, unfit};
use crate::domain::access::Email;
use crate::domain::id::SessionId;
use crate::domain::secret::{Revealed, Secret};
use crate::http::body::{Filled, Named};
use crate::http::problem::Failure;
use crate::http::qr;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::accounts::email::Changed;
use crate::service::accounts::second_factor::{self, Enrolment};
use crate::service::accounts::{email, password, session};

/// Where the page is.
const HERE: &str = "/settings/security";

#[derive(Debug, Serialize)]
struct Totp {
    on: bool,
    since: Option<i64>,
    left: u32,
}

#[derive(Debug, Serialize)]
struct Enrol {
    secret: Revealed,
    uri: Revealed,
    /// The same as a drawing.
    qr: Revealed,
    side: i32,
}

impl From<Enrolment> for Enrol {
    fn from(enrolment: Enrolment) -> Self {
        let drawn = qr::draw(enrolment.address.reveal());
        let (qr, side) = drawn.map_or_else(Default::default, |it| (it.path, it.side));
        Enrol {
            secret: enrolment.secret.into(),
            uri: enrolment.address.into(),
            qr: Secret::new(qr).into(),
            side,
        }
    }
}

#[derive(Debug, Serialize)]
struct Address {
    value: String,
    verified: bool,
}

/// What of the page differs from how it is found.
#[derive(Default)]
struct Moment {
    errors: Errors,
    enrol: Option<Enrolment>,
    recovery: Vec<Secret>,
    email: Option<String>,
}

#[derive(Debug, Serialize)]
struct Security {
    tab: &'static str,
    errors: Errors,
    email: Address,
    totp: Totp,
    enrol: Option<Enrol>,
    recovery: Vec<Revealed>,
    sessions: Vec<Sitting>,
}

async fn security(
    web: &Web,
    visitor: &Visitor,
    caller: &Caller,
    moment: Moment,
) -> Result<Response, Failure> {
    let signed = &caller.signed;
    let state = second_factor::state(&web.appliance, signed).await?;
    let sessions = session::all(&web.appliance, signed).await?;
    let account = &signed.account;
    let kept = account.email.as_ref().map_or("", Email::as_str);
    let is_unfit = !moment.errors.is_empty();
    let shown = Security {
        tab: "security",
        errors: moment.errors,
        email: Address {
            value: moment.email.unwrap_or_else(|| kept.to_owned()),
            verified: account.email_verified_at.is_some(),
        },
        totp: Totp {
            on: state.since.is_some(),
            since: state.since.map(|at| at.as_millis()),
            left: state.recovery_codes,
        },
        enrol: moment.enrol.map(Into::into),
        recovery: moment.recovery.iter().map(Revealed::from).collect(),
        sessions: sessions
            .into_iter()
            .map(|it| Sitting::of(it, Some(signed.session)))
            .collect(),
    };
    let response = page(web, visitor, "settings", "settings/security.html", shown);
    Ok(if is_unfit { unfit(response) } else { response })
}

/// The page.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
) -> Result<Response, Failure> {
    security(&web, &visitor, &caller, Moment::default()).await
}

/// The page once more, with what went wrong.
async fn again(
    web: &Web,
    visitor: &Visitor,
    caller: &Caller,
    failure: impl Into<Failure>,
    moment: Moment,
) -> Result<Response, Failure> {
    let errors = mendable(failure)?;
    security(web, visitor, caller, Moment { errors, ..moment }).await
}

/// What the form of the password sends.
#[derive(Debug, Deserialize)]
pub struct TypedPassword {
    current: Secret,
    password: Secret,
}

/// Changes the password.
pub async fn change_password(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<TypedPassword>,
) -> Result<Response, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    let TypedPassword { current, password } = &typed;
    match password::change(&web.appliance, signed, current, password, device).await {
        Ok(()) => Ok(done(HERE, "ok.password_changed")),
        Err(error) => again(&web, &visitor, &caller, error, Moment::default()).await,
    }
}

/// What the form of the mail address sends.
#[derive(Debug, Deserialize)]
pub struct TypedEmail {
    email: String,
    email_password: Secret,
}

/// Changes the mail address.
pub async fn change_email(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<TypedEmail>,
) -> Result<Response, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    let password = &typed.email_password;
    match email::change(&web.appliance, signed, &typed.email, password, device).await {
        Ok(Changed::Asked) => Ok(done(HERE, "ok.email_asked")),
        Ok(Changed::Noted) => Ok(done(HERE, "ok.email_noted")),
        Err(error) => {
            let moment = Moment {
                errors: renamed(mendable(error)?, "password", "email_password"),
                email: Some(typed.email),
                ..Moment::default()
            };
            security(&web, &visitor, &caller, moment).await
        }
    }
}

/// The page has three fields for the password, each with a name of its own.
fn renamed(mut errors: Errors, from: &str, to: &str) -> Errors {
    if let Some(text) = errors.remove(from) {
        errors.insert(to.to_owned(), text);
    }
    errors
}

/// What the form before the second factor sends.
#[derive(Debug, Deserialize)]
pub struct TypedStart {
    totp_password: Secret,
}

/// Makes a secret for the app, and shows it.
pub async fn start_totp(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<TypedStart>,
) -> Result<Response, Failure> {
    let begun = second_factor::begin(&web.appliance, &caller.signed, &typed.totp_password).await;
    let moment = match begun {
        Ok(enrolment) => Moment {
            enrol: Some(enrolment),
            ..Moment::default()
        },
        Err(error) => Moment {
            errors: renamed(mendable(error)?, "password", "totp_password"),
            ..Moment::default()
        },
    };
    security(&web, &visitor, &caller, moment).await
}

/// A code of the app.
#[derive(Debug, Deserialize)]
pub struct TypedCode {
    code: Secret,
}

/// Turns the second factor on; the recovery codes are shown once.
pub async fn confirm_totp(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<TypedCode>,
) -> Result<Response, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    match second_factor::confirm(&web.appliance, signed, typed.code.reveal(), device).await {
        Ok(recovery) => {
            let moment = Moment {
                recovery,
                ..Moment::default()
            };
            security(&web, &visitor, &caller, moment).await
        }
        Err(error) => {
            let moment = Moment {
                enrol: second_factor::pending(&web.appliance, signed).await?,
                ..Moment::default()
            };
            again(&web, &visitor, &caller, error, moment).await
        }
    }
}

/// Turns it off.
pub async fn remove_totp(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<TypedCode>,
) -> Result<Response, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    match second_factor::remove(&web.appliance, signed, typed.code.reveal(), device).await {
        Ok(()) => Ok(done(HERE, "ok.totp_off")),
        Err(error) => again(&web, &visitor, &caller, error, Moment::default()).await,
    }
}

/// Makes other recovery codes; they are shown once.
pub async fn renew_codes(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<TypedCode>,
) -> Result<Response, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    let code = typed.code.reveal();
    match second_factor::renew_recovery_codes(&web.appliance, signed, code, device).await {
        Ok(recovery) => {
            let moment = Moment {
                recovery,
                ..Moment::default()
            };
            security(&web, &visitor, &caller, moment).await
        }
        Err(error) => again(&web, &visitor, &caller, error, Moment::default()).await,
    }
}

/// Ends one session.
pub async fn end_session(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<SessionId>,
) -> Result<Response, Failure> {
    session::end(&web.appliance, &caller.signed, id, &caller.device).await?;
    Ok(done(HERE, "ok.signed_out"))
}

/// Ends all sessions but this one.
pub async fn end_others(State(web): State<Web>, caller: Caller) -> Result<Response, Failure> {
    let (signed, device) = (&caller.signed, &caller.device);
    session::sign_out_everywhere(&web.appliance, signed, device, true).await?;
    Ok(done(HERE, "ok.signed_out"))
}
