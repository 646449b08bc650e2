//! What a router's hotspot shall be: the whole site as a form.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use super::Shown;
use super::fields::{Ground, PartShown, labels, parts};
use crate::domain::hotspot::template::Shape;
use crate::domain::id::RouterId;
use crate::domain::kind::Fault;
use crate::http::body::{Asked, Named, Typed};
use crate::http::pages::faults::{Errors, add};
use crate::http::pages::{flash, page};
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::catalogue::offer::offer_for_site;
use crate::service::routers::first_site::{board, first_site};
use crate::service::routers::site::{self, Kept};
use crate::service::routers::{RouterError, manage};
use crate::service::site_form::{Form, form_of, part, read};
use crate::service::templates;
use crate::store::router::Router;

/// With which template a new site begins.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    template: String,
}

#[derive(Serialize)]
struct Page {
    router: Shown,
    tab: &'static str,
    version: i64,
    known_board: bool,
    shapes: [&'static str; 3],
    errors: Errors,
    labels: BTreeMap<String, String>,
    parts: Vec<PartShown>,
    offered: Offered,
}

/// What there is to choose from.
#[derive(Default)]
struct Choice {
    offered: Offered,
    templates: Vec<String>,
}

/// The form: the site that is stored, or one to begin with.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
    Asked(query): Asked<Query>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let kept = site::get(&web.appliance, id).await?;
    let mut errors = Errors::new();
    let form = match &kept {
        Some(kept) => form_of(&kept.site),
        None => begin(&web, &router, &query.template, &mut errors).await?,
    };
    let drawing = Drawing {
        router,
        kept,
        form,
        version: None,
        choice: choice(&web).await?,
        at_work: String::new(),
    };
    Ok(drawn(&web, &visitor, drawing, errors, StatusCode::OK))
}

/// A first form for the board that was found.
async fn begin(
    web: &Web,
    router: &Router,
    template: &str,
    errors: &mut Errors,
) -> Result<Form, Failure> {
    let shapes = match template.parse() {
        Ok(shape) => vec![shape],
        Err(_) => vec![Shape::Basic, Shape::Addon],
    };
    let mut refusal = None;
    for shape in shapes {
        match first_site(&web.appliance, router, shape).await? {
            Ok(site) => return Ok(form_of(&site)),
            Err(error) => {
                refusal.get_or_insert(error);
            }
        }
    }
    if let Some(refusal) = refusal {
        errors.insert("form".to_owned(), refusal.to_string());
    }
    Ok(Form::default())
}

/// What the catalogue offers to be taken into a site.
#[derive(Default, Serialize)]
struct Offered {
    profile: Vec<String>,
    voucher_type: Vec<String>,
}

async fn choice(web: &Web) -> Result<Choice, Failure> {
    let (profiles, types) = offer_for_site(&web.appliance, &[]).await?;
    let templates = templates::list(&web.appliance, false).await?;
    Ok(Choice {
        offered: Offered {
            profile: profiles.iter().map(|it| it.name.to_string()).collect(),
            voucher_type: types.into_iter().map(|it| it.code).collect(),
        },
        templates: templates.into_iter().map(|it| it.name).collect(),
    })
}

/// Takes something out of the catalogue into the form; with a voucher type its speed, where the form lacks it.
async fn take(web: &Web, form: &mut Form, what: &str) -> Result<(), Failure> {
    let (profiles, types) = offer_for_site(&web.appliance, &[]).await?;
    let Some((key, name)) = what.split_once(' ') else {
        return Ok(());
    };
    let mut speed = name.to_owned();
    if key == "voucher_type"
        && let Some(found) = types.iter().find(|it| it.code == name)
        && let Some(part) = part(key)
    {
        speed = found.profile.to_string();
        form.put(part, found);
    }
    let found = profiles.iter().find(|it| it.name.as_str() == speed);
    if let (Some(found), Some(part)) = (found, part("profile"))
        && !form.has("profile", "name", &speed)
    {
        form.put(part, found);
    }
    Ok(())
}

struct Drawing {
    router: Router,
    kept: Option<Kept>,
    form: Form,
    /// The version that the person had seen, where it is not the stored one.
    version: Option<i64>,
    choice: Choice,
    /// The part that was just added to or taken from.
    at_work: String,
}

fn drawn(
    web: &Web,
    visitor: &Visitor,
    drawing: Drawing,
    errors: Errors,
    status: StatusCode,
) -> Response {
    let Drawing {
        router,
        kept,
        form,
        version,
        choice,
        at_work,
    } = drawing;
    let boards = web.appliance.boards();
    let typed = boards.find(form.get("router.model"));
    let model = typed.or_else(|| board(&boards, &router));
    let parts = parts(&Ground {
        form: &form,
        errors: &errors,
        kept: kept.as_ref().map(|kept| &kept.site),
        ports: model.map_or(&[], |model| &model.ports),
        boards: &boards,
        templates: &choice.templates,
        at_work: &at_work,
    });
    let shown = Page {
        version: version.unwrap_or(router.site_version),
        known_board: board(&boards, &router).is_some(),
        shapes: Shape::ALL.map(Shape::word),
        labels: labels(web.view.words(), visitor.language, &parts),
        parts,
        router: Shown::of(router),
        tab: "hotspot",
        errors,
        offered: choice.offered,
    };
    let mut response = page(web, visitor, "routers", "routers/hotspot.html", shown);
    *response.status_mut() = status;
    response
}

/// Saves the form, or adds to it or takes away from it without saving.
pub async fn save(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    jar: CookieJar,
    Named(id): Named<RouterId>,
    Typed(pairs): Typed,
) -> Result<Response, Failure> {
    let mut form = Form::of(pairs);
    let what = form.0.remove("do").unwrap_or_default();
    // Where Enter was pressed, the browser may send the first button as well.
    let what = what.lines().last().unwrap_or_default().to_owned();
    let over: i64 = form.get("version").parse().unwrap_or(-1);
    let router = manage::get(&web.appliance, id).await?;
    let kept = site::get(&web.appliance, id).await?;
    // "add network", "take profile siku", "remove network.1".
    let at_work = what.split_once(' ').map_or("", |(_, it)| it);
    let at_work = at_work.split([' ', '.']).next().unwrap_or_default();
    let changed = if let Some(key) = what.strip_prefix("add ") {
        if let Some(part) = part(key) {
            form.add(part);
        }
        true
    } else if let Some(wanted) = what.strip_prefix("take ") {
        take(&web, &mut form, wanted).await?;
        true
    } else if let Some(item) = what.strip_prefix("remove ") {
        form.remove(item);
        true
    } else {
        false
    };
    let choice = choice(&web).await?;
    let drawing = |form: Form, kept: Option<Kept>| Drawing {
        router,
        kept,
        form,
        version: Some(over),
        choice,
        at_work: at_work.to_owned(),
    };
    if changed {
        let status = StatusCode::OK;
        return Ok(drawn(
            &web,
            &visitor,
            drawing(form, kept),
            Errors::new(),
            status,
        ));
    }
    let wanted = match read(&form, kept.as_ref().map(|kept| &kept.site)) {
        Ok(wanted) => wanted,
        Err(faults) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let errors = beside(&faults);
            return Ok(drawn(&web, &visitor, drawing(form, kept), errors, status));
        }
    };
    match site::save(&web.appliance, &caller.actor(), id, &wanted, over).await {
        Ok(()) if what == "preview" => {
            Ok(Redirect::to(&format!("/routers/{id}/changes")).into_response())
        }
        Ok(()) => {
            let jar = jar.add(flash(FlashKind::Ok, "hotspot.saved"));
            Ok((jar, Redirect::to(&format!("/routers/{id}/hotspot"))).into_response())
        }
        Err(error) => {
            let errors = told(&error);
            let failure = Failure::from(error);
            let status = failure.status();
            if status.is_server_error() {
                return Err(failure);
            }
            let errors = match errors.is_empty() {
                true => Errors::from([("form".to_owned(), failure.detail)]),
                false => errors,
            };
            Ok(drawn(&web, &visitor, drawing(form, kept), errors, status))
        }
    }
}

/// Beside their fields; `site` is the whole.
fn beside(faults: &[Fault]) -> Errors {
    let mut errors = Errors::new();
    for fault in faults {
        let field = if fault.field == "site" {
            "form"
        } else {
            &fault.field
        };
        add(&mut errors, field, fault.message.clone());
    }
    errors
}

/// What is wrong with a site that could be read, beside its fields where they are known: a form calls them by their paths in the site.
pub fn told(error: &RouterError) -> Errors {
    let faults = match error {
        RouterError::Generate { faults, .. } | RouterError::Faults(faults) => faults,
        _ => return Errors::new(),
    };
    let inside = |fault: &Fault| Fault {
        field: fault
            .field
            .strip_prefix("site.")
            .unwrap_or(&fault.field)
            .to_owned(),
        message: fault.message.clone(),
    };
    beside(&faults.iter().map(inside).collect::<Vec<_>>())
}
