//! The site of a router as a file.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use super::Shown;
use crate::domain::access::Permission;
use crate::domain::id::RouterId;
use crate::domain::kind::Kind;
use crate::http::body::{Asked, Filled, Named};
use crate::http::pages::faults::{Errors, add};
use crate::http::pages::{flash, page};
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::routers::{RouterError, manage, site_text};
use crate::service::told::sentence;

/// Whether secrets are wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    secrets: String,
}

/// The file. Its secrets are empty unless somebody who may manage routers asks for them.
pub async fn file(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<RouterId>,
    Asked(query): Asked<Query>,
) -> Result<Response, Failure> {
    let with_secrets = query.secrets == "yes";
    let role = caller.signed.account.role;
    if with_secrets && !role.may(Permission::ManageRouters) {
        let text = format!("A {role} may not take the secrets of routers away: leave them out.");
        return Err(Failure::new(Kind::Forbidden, text));
    }
    let text = site_text::export(&web.appliance, &caller.actor(), id, with_secrets).await?;
    let named = format!("attachment; filename=\"router-{id}-site.toml\"");
    let headers = [
        (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, named),
    ];
    Ok((headers, text).into_response())
}

#[derive(Serialize)]
struct Page {
    router: Shown,
    tab: &'static str,
    version: i64,
    text: String,
    errors: Errors,
}

/// The file in a field, to be changed or replaced.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let text = match site_text::export(&web.appliance, &caller.actor(), id, false).await {
        Err(RouterError::NoSite) => String::new(),
        text => text?,
    };
    let shown = Page {
        version: router.site_version,
        router: Shown::of(router),
        tab: "hotspot",
        text,
        errors: Errors::new(),
    };
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/import.html",
        shown,
    ))
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Typed {
    toml: String,
    version: i64,
}

/// Saves it.
pub async fn save(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    jar: CookieJar,
    Named(id): Named<RouterId>,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let (actor, over) = (caller.actor(), typed.version);
    match site_text::import(&web.appliance, &actor, id, &typed.toml, over).await {
        Ok(()) => {
            let jar = jar.add(flash(FlashKind::Ok, "hotspot.saved"));
            Ok((jar, Redirect::to(&format!("/routers/{id}/hotspot"))).into_response())
        }
        Err(error) => {
            // A file has lines and no fields: what cannot be read is told with its line, what does not fit with its place in words.
            let mut mistakes = Errors::new();
            match &error {
                RouterError::Generate { error, .. } => error
                    .problems()
                    .into_iter()
                    .for_each(|problem| add(&mut mistakes, "toml", problem)),
                RouterError::Faults(faults) => faults
                    .iter()
                    .for_each(|fault| add(&mut mistakes, "toml", fault.message.clone())),
                other => add(&mut mistakes, "form", sentence(&other.to_string())),
            }
            let failure = Failure::from(error);
            let status = failure.status();
            if status.is_server_error() {
                return Err(failure);
            }
            let shown = Page {
                version: over,
                router: Shown::of(router),
                tab: "hotspot",
                text: typed.toml,
                errors: mistakes,
            };
            let mut response = page(&web, &visitor, "routers", "routers/import.html", shown);
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
