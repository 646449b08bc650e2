//! Adding a router: it is looked at by a login, or lets hotspotd in by an administrator's word, and then gets its name.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use crate::domain::hotspot::survey::Finding;
use crate::domain::id::{DraftId, RouterId};
use crate::domain::secret::Secret;
use crate::http::body::{Asked, Filled};
use crate::http::pages::faults::{Errors, errors};
use crate::http::pages::{flash, page};
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::onboard::Survey;
use crate::service::routers::manage::{Wanted, split};
use crate::service::routers::meet::{self, MeetError, Met};
use crate::service::routers::near::{self, Near};
use crate::service::routers::take_up::{self, Known};

/// The fields of the form, by what services call them.
const FIELDS: &[(&str, &str)] = &[
    ("host", "address"),
    ("port", "address"),
    ("user", "user"),
    ("password", "password"),
    ("tls", "tls"),
    ("pin", "form"),
    ("from", "from"),
    ("name", "name"),
    ("service_port", "service_port"),
];

/// What a form of the page sends.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    stage: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    user: String,
    password: Option<Secret>,
    #[serde(default)]
    tls: String,
    #[serde(default)]
    way: String,
    #[serde(default)]
    service_port: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    draft: String,
    /// The router that is taken up again.
    #[serde(default)]
    router: String,
    /// Not empty: the one at this address may get another login.
    #[serde(default)]
    again: String,
    #[serde(default)]
    name: String,
}

/// What the page begins with.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    address: String,
    #[serde(default)]
    look: String,
}

#[derive(Debug, Default, Serialize)]
struct Form {
    address: String,
    user: String,
    tls: String,
    way: String,
    service_port: String,
    from: String,
    name: String,
}

impl Form {
    fn of(typed: &Typed) -> Self {
        Form {
            address: typed.address.clone(),
            user: typed.user.clone(),
            tls: typed.tls.clone(),
            way: typed.way.clone(),
            service_port: typed.service_port.clone(),
            from: typed.from.clone(),
            name: typed.name.clone(),
        }
    }
}

#[derive(Serialize)]
struct Page {
    stage: &'static str,
    form: Form,
    errors: Errors,
    /// Routers that were heard; `None`: nobody has listened yet.
    found: Option<Vec<Near>>,
    router: Option<Seen>,
    known: Option<Again>,
}

/// A router that was met, as it is shown before it has a name.
#[derive(Debug, Serialize)]
pub struct Seen {
    draft: i64,
    identity: String,
    model: Option<String>,
    board: String,
    routeros: String,
    ports: Vec<String>,
    pin: Option<String>,
    done: Vec<String>,
    findings: Vec<Finding>,
}

impl Seen {
    /// As the page shows it.
    pub fn of(met: Met) -> Self {
        let Survey {
            findings,
            fingerprint,
            ports,
            board,
            version,
            identity,
            model,
            ..
        } = met.survey;
        Seen {
            draft: met.draft.get(),
            identity,
            model: model.map(|model| model.name.clone()),
            board,
            routeros: version.to_string(),
            ports: ports
                .into_iter()
                .filter(|port| matches!(port.kind.as_str(), "ether" | "wlan" | "wifi"))
                .map(|port| port.name)
                .collect(),
            pin: fingerprint.map(|print| print.to_string()),
            done: met.done,
            findings,
        }
    }
}

/// The page.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(query): Asked<Query>,
) -> Response {
    // Without scripts, somebody asks for it by a link.
    let (found, errors) = match query.look.as_str() {
        "" => (None, Errors::new()),
        _ => match near::look().await {
            Ok(found) => (Some(found), Errors::new()),
            Err(error) => (None, errors(&Failure::from(error), &[])),
        },
    };
    let form = Form {
        address: query.address,
        user: "admin".to_owned(),
        tls: "tls".to_owned(),
        way: "enroll".to_owned(),
        ..Form::default()
    };
    let shown = Page {
        stage: "address",
        form,
        errors,
        found,
        router: None,
        known: None,
    };
    page(&web, &visitor, "routers", "routers/new.html", shown)
}

/// The router under care at the address of one that is met: it is offered to be taken up again.
#[derive(Debug, Serialize)]
pub struct Again {
    id: i64,
    name: String,
    other_certificate: bool,
}

impl From<Known> for Again {
    fn from(known: Known) -> Self {
        Again {
            id: known.router.id.get(),
            name: known.router.name.to_string(),
            other_certificate: known.other_certificate,
        }
    }
}

/// The one at the address of a draft.
pub async fn known(web: &Web, caller: &Caller, draft: DraftId) -> Result<Option<Again>, Failure> {
    let known = take_up::known(&web.appliance, &caller.actor(), draft).await?;
    Ok(known.map(Again::from))
}

/// The one whose login would be another by what is typed, unless that was agreed to.
async fn not_agreed(web: &Web, typed: &Typed) -> Result<Option<Again>, MeetError> {
    if typed.way != "enroll" || !typed.again.is_empty() {
        return Ok(None);
    }
    let (host, port) = split(&typed.address)?;
    let api = (typed.tls != "plain", port);
    let found = take_up::before(&web.appliance, &host, api, service_port(typed)?).await?;
    Ok(found.map(Again::from))
}

/// One step further: the router is looked at, or gets its name, or is taken up again.
pub async fn step(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    jar: CookieJar,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    match typed.stage.as_str() {
        "found" => return named(&web, &visitor, &caller, jar, &typed).await,
        "again" => return taken_up(&web, &caller, jar, &typed).await,
        _ => {}
    }
    let met = match not_agreed(&web, &typed).await {
        Ok(Some(there)) => return Ok(ask_first(&web, &visitor, &typed, there)),
        Ok(None) => meet_by(&web, &caller, &typed).await,
        Err(error) => Err(error),
    };
    let known = match &met {
        Ok(met) => known(&web, &caller, met.draft).await?,
        Err(_) => None,
    };
    let (stage, router, failure) = match met {
        Ok(met) => ("found", Some(Seen::of(met)), None),
        Err(error) => ("address", None, Some(Failure::from(error))),
    };
    let mut form = Form::of(&typed);
    if let Some(seen) = &router {
        form.name.clone_from(&seen.identity);
    }
    let status = failure.as_ref().map(Failure::status);
    let shown = Page {
        stage,
        form,
        errors: failure.map_or_else(Errors::new, |failure| errors(&failure, FIELDS)),
        found: None,
        router,
        known,
    };
    let mut response = page(&web, &visitor, "routers", "routers/new.html", shown);
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    Ok(response)
}

/// Nothing was connected to yet, and nothing is kept of the password.
fn ask_first(web: &Web, visitor: &Visitor, typed: &Typed, there: Again) -> Response {
    let shown = Page {
        stage: "address",
        form: Form::of(typed),
        errors: Errors::new(),
        found: None,
        router: None,
        known: Some(there),
    };
    let page = page(web, visitor, "routers", "routers/new.html", shown);
    (StatusCode::CONFLICT, page).into_response()
}

/// The port of the secure API, where it is forwarded.
fn service_port(typed: &Typed) -> Result<Option<u16>, MeetError> {
    Ok(match typed.service_port.trim() {
        "" => None,
        port => split(&format!("service:{port}"))?.1,
    })
}

async fn meet_by(web: &Web, caller: &Caller, typed: &Typed) -> Result<Met, MeetError> {
    let (host, port) = split(&typed.address)?;
    let wanted = Wanted {
        name: String::new(),
        host,
        port,
        tls: typed.tls != "plain",
        pin: None,
        user: typed.user.clone(),
        password: typed.password.clone(),
    };
    let (appliance, actor) = (&web.appliance, caller.actor());
    if typed.way != "enroll" {
        return meet::by_login(appliance, &actor, wanted).await;
    }
    let port = service_port(typed)?;
    meet::by_administrator(appliance, &actor, wanted, port, &typed.from).await
}

async fn named(
    web: &Web,
    visitor: &Visitor,
    caller: &Caller,
    jar: CookieJar,
    typed: &Typed,
) -> Result<Response, Failure> {
    let draft: DraftId = typed.draft.parse().map_err(|_| Failure::not_found())?;
    match meet::name(&web.appliance, &caller.actor(), draft, &typed.name).await {
        Ok(id) => {
            let jar = jar.add(flash(FlashKind::Ok, "new.added"));
            Ok((jar, Redirect::to(&format!("/routers/{id}/hotspot"))).into_response())
        }
        Err(error) => {
            let failure = Failure::from(error);
            if failure.faults.is_empty() {
                return Err(failure);
            }
            let shown = Naming {
                draft: draft.get(),
                name: &typed.name,
                errors: errors(&failure, FIELDS),
            };
            let mut response = page(web, visitor, "routers", "routers/naming.html", shown);
            *response.status_mut() = failure.status();
            Ok(response)
        }
    }
}

async fn taken_up(
    web: &Web,
    caller: &Caller,
    jar: CookieJar,
    typed: &Typed,
) -> Result<Response, Failure> {
    let draft: DraftId = typed.draft.parse().map_err(|_| Failure::not_found())?;
    let id: RouterId = typed.router.parse().map_err(|_| Failure::not_found())?;
    take_up::take_up(&web.appliance, &caller.actor(), draft, id).await?;
    let jar = jar.add(flash(FlashKind::Ok, "new.taken_up"));
    Ok((jar, Redirect::to(&format!("/routers/{id}/changes"))).into_response())
}

#[derive(Serialize)]
struct Naming<'a> {
    draft: i64,
    name: &'a str,
    errors: Errors,
}

#[derive(Serialize)]
struct NearPart {
    found: Vec<Near>,
    problem: String,
}

/// The routers that announce themselves: the part of the page that comes after it.
pub async fn near(State(web): State<Web>, visitor: Visitor) -> Response {
    let (found, problem) = match near::look().await {
        Ok(found) => (found, String::new()),
        Err(error) => (Vec::new(), Failure::from(error).detail),
    };
    let part = NearPart { found, problem };
    page(&web, &visitor, "routers", "routers/near.html", part)
}
