//! A router that shows another certificate than the trusted one.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use super::Shown;
use crate::domain::id::RouterId;
use crate::domain::kind::Kind;
use crate::http::body::{Filled, Named};
use crate::http::pages::{flash, page};
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::routeros::Fingerprint;
use crate::service::routers::meet::{self, MeetError};
use crate::service::routers::{RouterError, manage};
use crate::store::StoreError;

#[derive(Serialize)]
struct Page {
    router: Shown,
    tab: &'static str,
    known: Option<String>,
    shown: Option<String>,
    problem: String,
}

/// Both certificates.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let found = meet::other_certificate(&web.appliance, id).await;
    if let Err(error @ MeetError::Router(RouterError::Store(StoreError::Missing))) = found {
        return Err(error.into());
    }
    let (shown, problem) = match found {
        Ok(shown) => (shown, String::new()),
        Err(error) => (None, Failure::from(error).detail),
    };
    let shown = Page {
        known: router.pin.clone(),
        router: Shown::of(router),
        tab: "trust",
        shown: shown.map(|print| print.to_string()),
        problem,
    };
    Ok(page(&web, &visitor, "routers", "routers/trust.html", shown))
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Typed {
    /// The certificate that was shown to the person.
    pin: String,
}

/// Trusts the certificate that was shown.
pub async fn trust(
    State(web): State<Web>,
    caller: Caller,
    jar: CookieJar,
    Named(id): Named<RouterId>,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let pin: Fingerprint = typed
        .pin
        .parse()
        .map_err(|error| Failure::new(Kind::Invalid, format!("{error}")))?;
    manage::trust(&web.appliance, &caller.actor(), id, pin).await?;
    let jar = jar.add(flash(FlashKind::Ok, "trust.done"));
    Ok((jar, Redirect::to(&format!("/routers/{id}"))).into_response())
}
