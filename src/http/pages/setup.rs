//! Setting the box up, as long as nobody owns it: language and code, then the owner's account.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::{Deserialize, Serialize};

use super::preferences::language_cookie;
use super::{Errors, cookie_seconds, mendable, page, sign_in, unfit};
use crate::domain::access::Permission;
use crate::domain::secret::{Revealed, Secret};
use crate::http::body::Filled;
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::http::words::Language;
use crate::service::accounts::register::{self, Registration};
use crate::service::home;

/// The cookie that carries the set-up code from the first step to the second.
const CODE_COOKIE: &str = "setup";
/// How long the second step may take.
const HOUR: i64 = 3_600;

/// A step of setting up, with what is its own.
#[derive(Debug, Serialize)]
pub struct Step<T> {
    /// 1 to 8.
    pub step: u8,
    /// What the step is called in the catalogue of words.
    pub name: &'static str,
    /// Its own.
    #[serde(flatten)]
    pub page: T,
}

/// To the step that comes next.
pub async fn begin(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    let to = if register::is_open(&web.appliance).await? {
        "/setup/start"
    } else if visitor.signed.is_none() {
        "/login?next=%2Fsetup"
    } else if !visitor.may(Permission::EditSettings) {
        "/"
    } else if web.appliance.business_name().is_none() {
        "/setup/business"
    } else if home::first_router(&web.appliance).await?.is_none() {
        "/setup/network"
    } else {
        "/setup/hotspot"
    };
    Ok(Redirect::to(to).into_response())
}

#[derive(Debug, Default, Serialize)]
struct CodeForm {
    code: Revealed,
}

#[derive(Debug, Serialize)]
struct Start {
    form: CodeForm,
    errors: Errors,
}

fn start_page(web: &Web, visitor: &Visitor, code: Secret, errors: Errors) -> Response {
    let shown = Step {
        step: 1,
        name: "start",
        page: Start {
            form: CodeForm { code: code.into() },
            errors,
        },
    };
    page(web, visitor, "", "setup/start.html", shown)
}

/// The code that the first step kept.
fn code(jar: &CookieJar) -> Secret {
    jar.get(CODE_COOKIE)
        .map(|cookie| Secret::new(cookie.value()))
        .unwrap_or_default()
}

/// Step 1: language and set-up code.
pub async fn show_start(State(web): State<Web>, visitor: Visitor, jar: CookieJar) -> Response {
    start_page(&web, &visitor, code(&jar), Errors::new())
}

/// What the first step sends.
#[derive(Debug, Deserialize)]
pub struct TypedStart {
    #[serde(default)]
    language: String,
    #[serde(default)]
    code: Secret,
}

/// Keeps the language, and the code where it is the right one.
pub async fn start(
    State(web): State<Web>,
    mut visitor: Visitor,
    jar: CookieJar,
    Filled(typed): Filled<TypedStart>,
) -> Result<Response, Failure> {
    let mut jar = jar;
    if let Some(language) = Language::from_code(&typed.language) {
        visitor.language = language;
        jar = jar.add(language_cookie(language));
    }
    let (appliance, device) = (&web.appliance, &visitor.device);
    if let Err(error) = register::check_set_up_code(appliance, typed.code.reveal(), device).await {
        let mut errors = mendable(error)?;
        if let Some(text) = errors.remove("form") {
            errors.insert("code".to_owned(), text);
        }
        let shown = unfit(start_page(&web, &visitor, typed.code, errors));
        return Ok((jar, shown).into_response());
    }
    let kept = Cookie::build((CODE_COOKIE, typed.code.reveal().trim().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(cookie_seconds(HOUR))
        .build();
    Ok((jar.add(kept), Redirect::to("/setup/owner")).into_response())
}

#[derive(Debug, Default, Serialize)]
struct OwnerForm {
    name: String,
    login: String,
    email: String,
}

#[derive(Debug, Serialize)]
struct Owner {
    form: OwnerForm,
    errors: Errors,
}

fn owner_page(web: &Web, visitor: &Visitor, form: OwnerForm, errors: Errors) -> Response {
    let shown = Step {
        step: 2,
        name: "owner",
        page: Owner { form, errors },
    };
    page(web, visitor, "", "setup/owner.html", shown)
}

/// Step 2: the owner's account.
pub async fn show_owner(State(web): State<Web>, visitor: Visitor, jar: CookieJar) -> Response {
    if code(&jar).reveal().is_empty() {
        return Redirect::to("/setup/start").into_response();
    }
    owner_page(&web, &visitor, OwnerForm::default(), Errors::new())
}

/// What the second step sends.
#[derive(Debug, Deserialize)]
pub struct TypedOwner {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    email: String,
    password: Secret,
}

/// Makes the owner, and signs them in.
pub async fn make_owner(
    State(web): State<Web>,
    visitor: Visitor,
    jar: CookieJar,
    Filled(typed): Filled<TypedOwner>,
) -> Result<Response, Failure> {
    let registration = Registration {
        code: code(&jar),
        login: typed.login.clone(),
        name: typed.name.clone(),
        email: Some(typed.email.clone()),
        password: typed.password,
        language: visitor.language.into(),
    };
    match register::register_and_enter(&web.appliance, registration, &visitor.device).await {
        Ok(opened) => {
            let jar = jar.remove(Cookie::build(CODE_COOKIE).path("/"));
            Ok(sign_in::enter(jar, opened, "/setup/business"))
        }
        Err(error) => {
            let form = OwnerForm {
                name: typed.name,
                login: typed.login,
                email: typed.email,
            };
            Ok(unfit(owner_page(&web, &visitor, form, mendable(error)?)))
        }
    }
}
