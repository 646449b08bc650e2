//! Pages behind links that let somebody in once: an invitation, another password, a mail address to be proved.
//!
//! A link only shows a form. Nothing is used up before the form is sent, since mail programs look at links by themselves.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use super::{Errors, done, mendable, page, sign_in, unfit};
use crate::domain::access::{Email, Role};
use crate::domain::secret::{Revealed, Secret};
use crate::http::body::{Asked, Filled};
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::accounts::register::{self, Registration};
use crate::service::accounts::{email, known, password};
use crate::store::single_use::SingleUse;

/// What stands in a link.
#[derive(Debug, Default, Deserialize)]
pub struct Link {
    #[serde(default)]
    token: Secret,
}

#[derive(Debug, Default, Serialize)]
struct Person<'a> {
    login: &'a str,
    name: &'a str,
    email: &'a str,
}

#[derive(Debug, Serialize)]
struct Invitation<'a> {
    token: Revealed,
    role: &'static str,
    mailed: bool,
    form: Person<'a>,
    errors: Errors,
}

/// Where an invited person makes their account.
pub async fn invitation(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(link): Asked<Link>,
) -> Result<Response, Failure> {
    let found = register::invitation(&web.appliance, link.token.reveal(), &visitor.device).await?;
    let form = Person {
        email: found.email.as_ref().map_or("", Email::as_str),
        ..Person::default()
    };
    Ok(accept(
        &web,
        &visitor,
        &link.token,
        &found,
        form,
        Errors::new(),
    ))
}

fn accept(
    web: &Web,
    visitor: &Visitor,
    token: &Secret,
    found: &SingleUse,
    form: Person<'_>,
    errors: Errors,
) -> Response {
    let shown = Invitation {
        token: token.into(),
        role: found.role.unwrap_or(Role::Viewer).as_str(),
        mailed: found.email.is_some(),
        form,
        errors,
    };
    page(web, visitor, "", "people/accept.html", shown)
}

/// What an invited person typed.
#[derive(Debug, Deserialize)]
pub struct Accepted {
    token: Secret,
    login: String,
    name: String,
    #[serde(default)]
    email: String,
    password: Secret,
}

/// Makes the account and signs it in.
pub async fn accept_invitation(
    State(web): State<Web>,
    visitor: Visitor,
    jar: CookieJar,
    Filled(typed): Filled<Accepted>,
) -> Result<Response, Failure> {
    let (appliance, device) = (&web.appliance, &visitor.device);
    let found = register::invitation(appliance, typed.token.reveal(), device).await?;
    let registration = Registration {
        code: typed.token.clone(),
        login: typed.login.clone(),
        name: typed.name.clone(),
        email: Some(typed.email.clone()),
        password: typed.password,
        language: visitor.language.into(),
    };
    match register::register_and_enter(appliance, registration, device).await {
        Ok(opened) => Ok(sign_in::enter(jar, opened, "/")),
        Err(error) => {
            let form = Person {
                login: &typed.login,
                name: &typed.name,
                email: &typed.email,
            };
            let errors = mendable(error)?;
            Ok(unfit(accept(
                &web,
                &visitor,
                &typed.token,
                &found,
                form,
                errors,
            )))
        }
    }
}

#[derive(Debug, Serialize)]
struct Forgotten {
    asked: bool,
}

#[derive(Debug, Serialize)]
struct Reset {
    token: Revealed,
    login: String,
    errors: Errors,
}

/// Where somebody asks for another password, or, by a link, sets it.
pub async fn password_reset(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(link): Asked<Link>,
) -> Result<Response, Failure> {
    if link.token.reveal().is_empty() {
        let shown = Forgotten { asked: false };
        return Ok(page(&web, &visitor, "", "people/forgotten.html", shown));
    }
    let account = password::whose(&web.appliance, link.token.reveal(), &visitor.device).await?;
    let shown = Reset {
        token: (&link.token).into(),
        login: account.login.as_str().to_owned(),
        errors: Errors::new(),
    };
    Ok(page(&web, &visitor, "", "people/reset.html", shown))
}

/// Who forgot their password, or a link with another.
#[derive(Debug, Deserialize)]
pub struct TypedReset {
    #[serde(default)]
    login: String,
    #[serde(default)]
    token: Secret,
    password: Option<Secret>,
}

/// Asks for a link, or sets the password.
pub async fn reset(
    State(web): State<Web>,
    visitor: Visitor,
    Filled(typed): Filled<TypedReset>,
) -> Result<Response, Failure> {
    let (appliance, device) = (&web.appliance, &visitor.device);
    let Some(new) = typed.password else {
        password::ask(appliance, &typed.login, device).await?;
        let shown = Forgotten { asked: true };
        return Ok(page(&web, &visitor, "", "people/forgotten.html", shown));
    };
    let account = password::whose(appliance, typed.token.reveal(), device).await?;
    match password::set(appliance, typed.token.reveal(), &new, device).await {
        Ok(account) => {
            // Whoever read the letter is known from here on, so that strangers' guesses do not keep them out now.
            let proof = known::proof(appliance, account.id).await?;
            let jar = CookieJar::new().add(sign_in::known(account.id, &proof));
            Ok((jar, done("/login", "ok.password_set")).into_response())
        }
        Err(error) => {
            let shown = Reset {
                token: (&typed.token).into(),
                login: account.login.as_str().to_owned(),
                errors: mendable(error)?,
            };
            Ok(unfit(page(&web, &visitor, "", "people/reset.html", shown)))
        }
    }
}

#[derive(Debug, Serialize)]
struct Proof {
    token: Revealed,
}

/// Where somebody says that an address is theirs.
pub async fn verify_email(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(link): Asked<Link>,
) -> Response {
    let shown = Proof {
        token: link.token.into(),
    };
    page(&web, &visitor, "", "people/verify.html", shown)
}

/// Proves the address.
pub async fn prove_email(
    State(web): State<Web>,
    visitor: Visitor,
    Filled(link): Filled<Link>,
) -> Result<Response, Failure> {
    email::prove(&web.appliance, link.token.reveal(), &visitor.device).await?;
    Ok(done("/", "ok.email_verified").into_response())
}
