//! How a router is reached, changed; and a router let go.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use super::Shown;
use crate::domain::id::RouterId;
use crate::domain::secret::Secret;
use crate::http::body::{Filled, Named};
use crate::http::pages::faults::{Errors, errors};
use crate::http::pages::{flash, page};
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::onboard::Reached;
use crate::service::routers::manage::{self, Wanted, split};
use crate::service::routers::meet::{self, MeetError};

const FIELDS: &[(&str, &str)] = &[
    ("host", "address"),
    ("port", "address"),
    ("user", "user"),
    ("password", "password"),
    ("tls", "tls"),
    ("pin", "form"),
    ("name", "name"),
];

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    user: String,
    password: Option<Secret>,
    #[serde(default)]
    tls: String,
    #[serde(default, rename = "do")]
    what: String,
}

#[derive(Serialize)]
struct Form {
    name: String,
    address: String,
    user: String,
    tls: &'static str,
}

#[derive(Serialize)]
struct Page {
    router: Shown,
    tab: &'static str,
    form: Form,
    errors: Errors,
    reached: Option<Answered>,
}

#[derive(Serialize)]
struct Answered {
    identity: String,
    board: String,
    routeros: String,
}

/// The form.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let form = Form {
        name: router.name.clone(),
        address: joined(&router.host, router.port),
        user: router.user.clone(),
        tls: if router.tls { "tls" } else { "plain" },
    };
    let shown = Page {
        router: Shown::of(router),
        tab: "edit",
        form,
        errors: Errors::new(),
        reached: None,
    };
    Ok(page(&web, &visitor, "routers", "routers/edit.html", shown))
}

fn joined(host: &str, port: u16) -> String {
    if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    }
}

/// Saves it, or tries it out.
pub async fn save(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    jar: CookieJar,
    Named(id): Named<RouterId>,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let done = if typed.what == "test" {
        tried(&web, id, &typed).await.map(Some)
    } else {
        saved(&web, &caller, id, &typed).await.map(|()| None)
    };
    let (reached, failure) = match done {
        Ok(None) => {
            let jar = jar.add(flash(FlashKind::Ok, "edit.saved"));
            return Ok((jar, Redirect::to(&format!("/routers/{id}"))).into_response());
        }
        Ok(Some(reached)) => (Some(reached), None),
        Err(error) => (None, Some(Failure::from(error))),
    };
    let status = failure.as_ref().map(Failure::status);
    let shown = Page {
        router: Shown::of(router),
        tab: "edit",
        form: Form {
            name: typed.name,
            address: typed.address,
            user: typed.user,
            tls: if typed.tls == "plain" { "plain" } else { "tls" },
        },
        errors: failure.map_or_else(Errors::new, |failure| errors(&failure, FIELDS)),
        reached: reached.map(|reached| Answered {
            identity: reached.identity,
            board: reached.board,
            routeros: reached.version.to_string(),
        }),
    };
    let mut response = page(&web, &visitor, "routers", "routers/edit.html", shown);
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    Ok(response)
}

fn wanted(typed: &Typed) -> Result<Wanted, MeetError> {
    let (host, port) = split(&typed.address)?;
    Ok(Wanted {
        name: typed.name.clone(),
        host,
        port,
        tls: typed.tls != "plain",
        pin: None,
        user: typed.user.clone(),
        // Left empty, the one that is stored stays.
        password: typed
            .password
            .clone()
            .filter(|password| !password.reveal().is_empty()),
    })
}

async fn tried(web: &Web, id: RouterId, typed: &Typed) -> Result<Reached, MeetError> {
    let checked = manage::check(&web.appliance, &wanted(typed)?).await?;
    let target = manage::target_of_edit(&web.appliance, id, &checked).await?;
    meet::try_out(&target).await
}

async fn saved(web: &Web, caller: &Caller, id: RouterId, typed: &Typed) -> Result<(), MeetError> {
    let checked = manage::check(&web.appliance, &wanted(typed)?).await?;
    Ok(manage::edit(&web.appliance, &caller.actor(), id, checked).await?)
}

#[derive(Serialize)]
struct Question {
    title: String,
    text: String,
    action: String,
    button: String,
    back: String,
}

/// The question before a router is let go.
pub async fn ask_remove(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let words = web.view.words();
    let say = |key: &str, values: &[(&str, String)]| words.say(visitor.language, key, values);
    let shown = Question {
        title: say("router.remove_title", &[("name", router.name)]),
        text: say("router.remove_text", &[]),
        action: format!("/routers/{id}/remove"),
        button: say("router.remove", &[]),
        back: format!("/routers/{id}"),
    };
    Ok(page(&web, &visitor, "routers", "confirm.html", shown))
}

/// Lets it go.
pub async fn remove(
    State(web): State<Web>,
    caller: Caller,
    jar: CookieJar,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    manage::remove(&web.appliance, &caller.actor(), id).await?;
    let jar = jar.add(flash(FlashKind::Ok, "router.removed"));
    Ok((jar, Redirect::to("/routers")).into_response())
}
