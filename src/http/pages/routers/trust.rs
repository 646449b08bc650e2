//! A router that shows another certificate than the trusted one.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use super::Shown;
use crate::domain::id::RouterId;
use crate::domain::kind::Kind;
use crate::domain::secret::Secret;
use crate::http::body::{Filled, Named};
use crate::http::pages::faults::{Errors, errors};
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
    errors: Errors,
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
        errors: Errors::new(),
    };
    Ok(page(&web, &visitor, "routers", "routers/trust.html", shown))
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Typed {
    /// The certificate that was shown to the person.
    pin: String,
    /// The password of the account on the router.
    password: Option<Secret>,
}

/// Trusts the certificate that was shown.
pub async fn trust(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    jar: CookieJar,
    Named(id): Named<RouterId>,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let pin: Fingerprint = typed
        .pin
        .parse()
        .map_err(|error| Failure::new(Kind::Invalid, format!("{error}")))?;
    let password = typed.password.filter(|typed| !typed.reveal().is_empty());
    let failure = match manage::trust(&web.appliance, &caller.actor(), id, pin, password).await {
        Ok(()) => {
            let jar = jar.add(flash(FlashKind::Ok, "trust.done"));
            return Ok((jar, Redirect::to(&format!("/routers/{id}"))).into_response());
        }
        Err(error) => Failure::from(error),
    };
    if failure.faults.is_empty() {
        return Err(failure);
    }
    let router = manage::get(&web.appliance, id).await?;
    let shown = Page {
        known: router.pin.clone(),
        router: Shown::of(router),
        tab: "trust",
        shown: Some(pin.to_string()),
        problem: String::new(),
        errors: errors(&failure, &[("password", "password")]),
    };
    let mut response = page(&web, &visitor, "routers", "routers/trust.html", shown);
    *response.status_mut() = failure.status();
    Ok(response)
}
