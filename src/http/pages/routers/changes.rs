//! What an apply would change on a router, and the ways to agree: apply, put back, accept.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use super::Shown;
use super::groups::{Group, groups};
use crate::domain::hotspot::guard::SHORTEST;
use crate::domain::hotspot::harm::can_cut_off;
use crate::domain::hotspot::script::idempotent;
use crate::domain::id::{ConfigurationId, RouterId};
use crate::domain::kind::{Kind, Kinded};
use crate::http::body::{Asked, Filled, Named};
use crate::http::pages::{flash, page};
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::routers::change::{Agreed, Wish, ask};
use crate::service::routers::compare::{Comparison, compare, shows_other_certificate};
use crate::service::routers::prepare::prepare;
use crate::service::routers::{RouterError, drift, manage};
use crate::service::told::sentence;

/// Towards what.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    /// An earlier configuration; without it, the router's site.
    to: Option<i64>,
}

/// What the form of the preview sends.
#[derive(Debug, Deserialize)]
pub struct Agreement {
    hash: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    take_over: String,
    #[serde(default)]
    sure: String,
    #[serde(default)]
    rotate_secrets: String,
    #[serde(default)]
    put_back: String,
}

#[derive(Serialize)]
struct Page {
    router: Shown,
    tab: &'static str,
    at: i64,
    to: Option<i64>,
    problem: String,
    other_certificate: bool,
    no_site: bool,
    moved: bool,
    unsure: bool,
    count: usize,
    rows: usize,
    hash: String,
    groups: Vec<Group>,
    warnings: Vec<String>,
    take_over: usize,
    risky: bool,
    guard_seconds: u64,
    acceptable: bool,
    drifted: bool,
}

fn wish(to: Option<i64>) -> Result<Wish, Failure> {
    match to {
        None => Ok(Wish::Apply),
        Some(number) => ConfigurationId::new(number)
            .map(Wish::Return)
            .map_err(|_| Failure::not_found()),
    }
}

/// Reads the router now and shows what differs.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
    Asked(query): Asked<Query>,
) -> Result<Response, Failure> {
    let wish = wish(query.to)?;
    // A router that is not there is no router that does not answer.
    let router = manage::get(&web.appliance, id).await?;
    let found = compare(&web.appliance, id, wish).await;
    if let Err(error @ RouterError::Store(_)) = found {
        return Err(error.into());
    }
    let page = drawn(&web, &visitor, Shown::of(router), query.to, found);
    Ok(answer(&web, &visitor, StatusCode::OK, page))
}

fn answer(web: &Web, visitor: &Visitor, status: StatusCode, shown: Page) -> Response {
    let mut response = page(web, visitor, "routers", "routers/changes.html", shown);
    *response.status_mut() = status;
    response
}

fn drawn(
    web: &Web,
    visitor: &Visitor,
    router: Shown,
    to: Option<i64>,
    found: Result<Comparison, RouterError>,
) -> Page {
    let mut page = Page {
        router,
        tab: "changes",
        at: web.appliance.clock.now().as_millis(),
        to,
        problem: String::new(),
        other_certificate: false,
        no_site: false,
        moved: false,
        unsure: false,
        count: 0,
        rows: 0,
        hash: String::new(),
        groups: Vec::new(),
        warnings: Vec::new(),
        take_over: 0,
        risky: false,
        guard_seconds: SHORTEST.as_secs(),
        acceptable: false,
        drifted: false,
    };
    match found {
        Err(RouterError::NoSite) => page.no_site = true,
        Err(error) => {
            page.other_certificate = shows_other_certificate(&error);
            page.problem = sentence(&error.to_string());
        }
        Ok(found) => {
            let changes = &found.changes;
            page.count = changes.changes.len();
            page.rows = found.rows;
            page.groups = groups(web.view.words(), visitor.language, changes);
            page.warnings = found.warnings.iter().map(ToString::to_string).collect();
            page.take_over = changes.take_overs().count();
            page.risky = can_cut_off(changes).is_some();
            page.acceptable = to.is_none() && page.count > 0 && drift::overrides(changes).is_ok();
            page.drifted = to.is_none() && found.drifted;
            page.at = found.at.as_millis();
            page.router = Shown::of(found.router);
            page.hash = found.hash;
        }
    }
    page
}

/// Puts a job in line that brings the router there, if the difference is still the one that was shown.
pub async fn apply(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(id): Named<RouterId>,
    Filled(form): Filled<Agreement>,
) -> Result<Response, Failure> {
    let to = form.to.parse::<i64>().ok();
    let aim = wish(to)?;
    let router = Shown::of(manage::get(&web.appliance, id).await?);
    let found = match compare(&web.appliance, id, aim).await {
        Ok(found) => found,
        Err(error) => {
            let status = crate::http::problem::status(error.kind());
            let page = drawn(&web, &visitor, router, to, Err(error));
            return Ok(answer(&web, &visitor, status, page));
        }
    };
    if found.hash != form.hash {
        let mut page = drawn(&web, &visitor, router, to, Ok(found));
        page.moved = true;
        return Ok(answer(&web, &visitor, StatusCode::CONFLICT, page));
    }
    let takes_over = found.changes.take_overs().next().is_some();
    let risky = can_cut_off(&found.changes).is_some();
    if (takes_over && form.take_over.is_empty()) || (risky && form.sure.is_empty()) {
        let mut page = drawn(&web, &visitor, router, to, Ok(found));
        page.unsure = true;
        return Ok(answer(
            &web,
            &visitor,
            StatusCode::UNPROCESSABLE_ENTITY,
            page,
        ));
    }
    let aim = if form.put_back.is_empty() {
        aim
    } else {
        Wish::PutBack
    };
    let agreed = Agreed {
        take_over: !form.take_over.is_empty(),
        rotate_secrets: !form.rotate_secrets.is_empty(),
        guard_seconds: None,
        site_version: None,
    };
    let job = ask(
        &web.appliance,
        &caller.actor(),
        id,
        aim,
        &form.hash,
        &agreed,
    )
    .await?;
    Ok(Redirect::to(&format!("/jobs/{job}")).into_response())
}

/// What the form of accepting sends.
#[derive(Debug, Deserialize)]
pub struct Acceptance {
    hash: String,
}

/// Makes what the router holds a part of its site.
pub async fn accept(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    jar: CookieJar,
    Named(id): Named<RouterId>,
    Filled(form): Filled<Acceptance>,
) -> Result<Response, Failure> {
    match drift::accept(&web.appliance, &caller.actor(), id, &form.hash).await {
        Ok(_) => {
            let jar = jar.add(flash(FlashKind::Ok, "changes.accepted"));
            Ok((jar, Redirect::to(&format!("/routers/{id}"))).into_response())
        }
        Err(RouterError::Moved) => {
            let found = compare(&web.appliance, id, Wish::Apply).await;
            let router = Shown::of(manage::get(&web.appliance, id).await?);
            let mut page = drawn(&web, &visitor, router, None, found);
            page.moved = true;
            Ok(answer(&web, &visitor, StatusCode::CONFLICT, page))
        }
        Err(error) => Err(error.into()),
    }
}

/// The site of a router as a script to import. It holds the secrets that the router is given.
pub async fn script(
    State(web): State<Web>,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let prepared = prepare(&web.appliance, id, Wish::Apply).await?;
    let text = idempotent(&prepared.generated.desired)
        .map_err(|error| Failure::new(Kind::Conflict, sentence(&error.to_string())))?;
    let slug = prepared.site.site.slug.as_str();
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{slug}.rsc\""),
        ),
    ];
    Ok((headers, text).into_response())
}
