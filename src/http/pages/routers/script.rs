//! Adding a router by a script that its administrator pastes into its terminal.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::new::{Again, Seen, known};
use crate::domain::id::DraftId;
use crate::http::body::{Filled, Named};
use crate::http::pages::faults::{Errors, errors};
use crate::http::pages::page;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::routers::manage::split;
use crate::service::routers::{draft, meet};

/// What the form sends that asks for a script.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(default)]
    address: String,
    #[serde(default)]
    from: String,
}

#[derive(Serialize)]
struct Ask {
    address: String,
    from: String,
    errors: Errors,
}

#[derive(Serialize)]
struct Page {
    draft: i64,
    address: String,
    script: String,
    errors: Errors,
    router: Option<Seen>,
    known: Option<Again>,
    name: String,
}

const FIELDS: &[(&str, &str)] = &[("host", "address"), ("port", "address"), ("from", "from")];

/// Asks for the router's address.
pub async fn ask(State(web): State<Web>, visitor: Visitor) -> Response {
    let shown = Ask {
        address: String::new(),
        from: String::new(),
        errors: Errors::new(),
    };
    page(&web, &visitor, "routers", "routers/script_ask.html", shown)
}

/// Makes a script with a password of its own.
pub async fn make(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<Typed>,
) -> Response {
    let made = match split(&typed.address) {
        Ok((host, port)) => {
            meet::by_script(&web.appliance, &caller.actor(), &host, port, &typed.from).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(draft) => Redirect::to(&format!("/routers/new/script/{draft}")).into_response(),
        Err(error) => {
            let failure = Failure::from(error);
            let shown = Ask {
                address: typed.address,
                from: typed.from,
                errors: errors(&failure, FIELDS),
            };
            let mut response = page(&web, &visitor, "routers", "routers/script_ask.html", shown);
            *response.status_mut() = failure.status();
            response
        }
    }
}

async fn drawn(web: &Web, caller: &Caller, id: DraftId) -> Result<Page, Failure> {
    let draft = draft::get(&web.appliance, &caller.actor(), id).await?;
    let port = draft.wanted.port;
    let host = &draft.wanted.host;
    Ok(Page {
        draft: id.get(),
        address: port.map_or_else(|| host.clone(), |port| format!("{host}:{port}")),
        script: meet::script(&draft)?,
        errors: Errors::new(),
        router: None,
        known: None,
        name: String::new(),
    })
}

/// The script and what to do with it.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<DraftId>,
) -> Result<Response, Failure> {
    let shown = drawn(&web, &caller, id).await?;
    Ok(page(
        &web,
        &visitor,
        "routers",
        "routers/script.html",
        shown,
    ))
}

/// Looks whether it was run.
pub async fn test(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<DraftId>,
) -> Result<Response, Failure> {
    let mut shown = drawn(&web, &caller, id).await?;
    let failure = match meet::after_script(&web.appliance, &caller.actor(), id).await {
        Ok(met) => {
            shown.name.clone_from(&met.survey.identity);
            shown.known = known(&web, &caller, met.draft).await?;
            shown.router = Some(Seen::of(met));
            None
        }
        Err(error) => Some(Failure::from(error)),
    };
    let status = failure.as_ref().map(Failure::status);
    if let Some(failure) = failure {
        shown.errors.insert("form".to_owned(), failure.detail);
    }
    let mut response = page(&web, &visitor, "routers", "routers/script.html", shown);
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    Ok(response)
}
