//! Setting the box up, once it has an owner: business, network, first router. Each step saves, and each can be left out.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::settings::{BusinessForm, BusinessPage};
use super::setup::Step;
use super::{Errors, done, page, unfit};
use crate::http::body::{Asked, Filled};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::home;
use crate::service::network_check::{self, ENOUGH, Findings};

fn business_page(web: &Web, visitor: &Visitor, form: BusinessForm, errors: Errors) -> Response {
    let shown = Step {
        step: 3,
        name: "business",
        page: BusinessPage::new(form, errors),
    };
    page(web, visitor, "", "setup/business.html", shown)
}

/// Step 3: the business.
pub async fn show_business(State(web): State<Web>, visitor: Visitor) -> Response {
    let form = BusinessForm::kept(&web);
    business_page(&web, &visitor, form, Errors::new())
}

/// Describes it.
pub async fn save_business(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(form): Filled<BusinessForm>,
) -> Result<Response, Failure> {
    Ok(match form.save(&web, &caller).await? {
        Ok(()) => Redirect::to("/setup/network").into_response(),
        Err(errors) => unfit(business_page(&web, &visitor, form, errors)),
    })
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    key: &'static str,
    state: &'static str,
    found: String,
    /// What the clock shows, in milliseconds since 1970.
    at: Option<i64>,
    /// How many bytes are free.
    free: Option<u64>,
    fix: String,
}

#[derive(Debug, Serialize)]
struct Network {
    checks: Vec<Check>,
    running: bool,
}

/// Whether to ask the internet.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    internet: String,
}

/// Step 4: what the box needs from its network and disk.
pub async fn show_network(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(wanted): Asked<Wanted>,
) -> Response {
    let found = network_check::look(&web.appliance, wanted.internet == "yes").await;
    let shown = Step {
        step: 4,
        name: "network",
        page: Network {
            checks: checks(&web, &visitor, &found),
            running: false,
        },
    };
    page(&web, &visitor, "", "setup/network.html", shown)
}

/// The findings in words: what was found, and where it is not good, how to mend it.
fn checks(web: &Web, visitor: &Visitor, found: &Findings) -> Vec<Check> {
    let words = web.view.words();
    let say = |key: &str| words.say(visitor.language, key, &[]);
    let passed = |key, found| Check {
        key,
        state: "passed",
        found,
        at: None,
        free: None,
        fix: String::new(),
    };
    let failed = |key, found, fix: &str| Check {
        key,
        state: "failed",
        found,
        at: None,
        free: None,
        fix: say(fix),
    };
    let addresses: Vec<String> = found.addresses.iter().map(ToString::to_string).collect();
    let address = if addresses.is_empty() {
        failed("address", String::new(), "check_fix.address")
    } else {
        passed("address", addresses.join(", "))
    };
    let port = if web.listen.ip().is_loopback() {
        failed("port", web.listen.to_string(), "check_fix.port")
    } else {
        passed("port", web.listen.port().to_string())
    };
    let clock = Check {
        at: Some(found.now.as_millis()),
        ..if found.clock_trusted {
            passed("clock", String::new())
        } else {
            failed("clock", String::new(), "check_fix.clock")
        }
    };
    let disk = Check {
        free: found.free,
        ..match found.free {
            _ if !found.writable => failed("disk", String::new(), "check_fix.folder"),
            Some(free) if free < ENOUGH => failed("disk", String::new(), "check_fix.space"),
            _ => passed("disk", String::new()),
        }
    };
    let internet = match found.internet {
        None => Check {
            key: "internet",
            state: "open",
            found: say("check_found.not_asked"),
            at: None,
            free: None,
            fix: String::new(),
        },
        Some(true) => passed("internet", String::new()),
        Some(false) => failed("internet", String::new(), "check_fix.internet"),
    };
    vec![address, port, clock, disk, internet]
}

/// On to the router: what is not good can be mended later.
pub async fn leave_network() -> Response {
    Redirect::to("/setup/router").into_response()
}

#[derive(Debug, Serialize)]
struct Router {
    router_id: Option<i64>,
}

async fn with_router(
    web: &Web,
    visitor: &Visitor,
    step: u8,
    name: &'static str,
    template: &str,
) -> Result<Response, Failure> {
    let router = home::first_router(&web.appliance).await?;
    let page_of = Router {
        router_id: router.map(|id| id.get()),
    };
    let shown = Step {
        step,
        name,
        page: page_of,
    };
    Ok(page(web, visitor, "", template, shown))
}

/// Step 5: the first router.
pub async fn show_router(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    with_router(&web, &visitor, 5, "router", "setup/router.html").await
}

/// Step 6: its hotspot.
pub async fn show_hotspot(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    with_router(&web, &visitor, 6, "hotspot", "setup/hotspot.html").await
}

#[derive(Debug, Serialize)]
struct Nothing {}

fn later(web: &Web, visitor: &Visitor, step: u8, name: &'static str, template: &str) -> Response {
    let shown = Step {
        step,
        name,
        page: Nothing {},
    };
    page(web, visitor, "", template, shown)
}

/// Step 7: payments.
pub async fn show_payments(State(web): State<Web>, visitor: Visitor) -> Response {
    later(&web, &visitor, 7, "payments", "setup/payments.html")
}

/// Step 8: a test voucher.
pub async fn show_voucher(State(web): State<Web>, visitor: Visitor) -> Response {
    later(&web, &visitor, 8, "voucher", "setup/voucher.html")
}

/// The end: what is left to be done stays on the home page.
pub async fn finish() -> Response {
    done("/", "ok.set_up")
}
