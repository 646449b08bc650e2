//! The pages: a form comes in, one service is called, a page or the way to one goes out.

pub mod about;
pub mod audit;
pub mod backups;
pub mod care;
pub mod catalogue;
pub mod configurations;
pub mod faults;
pub mod files;
pub mod home;
pub mod jobs;
pub mod links;
pub mod pager;
pub mod people;
pub mod preferences;
pub mod routers;
pub mod searched;
pub mod security;
pub mod settings;
pub mod setup;
pub mod setup_later;
pub mod sign_in;
pub mod templates;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Serialize;

use super::problem::Failure;
use super::view::{Flash, FlashKind, Frame, Framed, Person};
use super::visitor::Visitor;
use super::web::Web;
use crate::domain::kind::Kind;
use crate::domain::room::Room;
use crate::domain::secret::Secret;

/// The cookie that carries a message to the next page: a kind and a key of the catalogue of words, `ok.routers.added`.
pub const FLASH_COOKIE: &str = "flash";

/// Where a person signs in who wanted to see this page.
pub fn login_path(wanted: &str) -> String {
    if wanted == "/" {
        return "/login".to_owned();
    }
    let next: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    format!("/login?next={next}")
}

/// A path of our own that a form gave, or the home page: never the address of another site.
pub fn own_path(wanted: &str) -> &str {
    // Browsers take control characters out before they read an address, so `/<tab>/example.com` is another site.
    let own = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && wanted.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if own { wanted } else { "/" }
}

/// A message for the next page.
pub fn flash(kind: FlashKind, key: &str) -> Cookie<'static> {
    let kind = match kind {
        FlashKind::Ok => "ok",
        FlashKind::Info => "info",
        FlashKind::Warn => "warn",
        FlashKind::Bad => "bad",
    };
    Cookie::build((FLASH_COOKIE, format!("{kind}.{key}")))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(cookie_seconds(60))
        .build()
}

/// What is wrong with a form, by field; `form` is what is wrong with the whole.
pub type Errors = BTreeMap<String, String>;

/// What a form shows of a failure that its person can mend in it; any other is a page of its own.
///
/// # Errors
/// The failure, where no form can show it.
pub fn mendable(failure: impl Into<Failure>) -> Result<Errors, Failure> {
    let failure = failure.into();
    let here = [
        Kind::Invalid,
        Kind::Conflict,
        Kind::Unauthenticated,
        Kind::Upstream,
    ];
    if !here.contains(&failure.kind) {
        return Err(failure);
    }
    if failure.faults.is_empty() {
        return Ok(Errors::from([("form".to_owned(), failure.detail)]));
    }
    let faults = failure.faults.into_iter();
    Ok(faults.map(|fault| (fault.field, fault.message)).collect())
}

/// A form that is shown again, with what is wrong in it.
pub fn unfit(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// Done: on to another page, which says so.
pub fn done(to: &str, key: &str) -> Response {
    let jar = CookieJar::new().add(flash(FlashKind::Ok, key));
    (jar, Redirect::to(to)).into_response()
}

/// A length of time as cookies have it.
pub fn cookie_seconds(seconds: i64) -> time::Duration {
    time::Duration::seconds(seconds)
}

/// What stands around a page.
pub fn frame(web: &Web, visitor: &Visitor, section: &'static str) -> Frame {
    let signed = visitor.signed.as_ref();
    Frame {
        section,
        business: web.appliance.business_name().unwrap_or_default(),
        person: signed.map(|signed| Person {
            name: signed.account.name.clone(),
            role: signed.account.role.to_string(),
        }),
        csrf_token: signed
            .and_then(|signed| signed.cookie)
            .map(|cookie| Secret::new(web.appliance.csrf.token(&cookie)).into())
            .unwrap_or_default(),
        path: visitor.path.clone(),
        flash: visitor
            .flash
            .as_deref()
            .and_then(|flash| told(web, visitor, flash)),
        clock_doubted: !web.appliance.clock_trust().is_trusted(),
        disk_low: web.appliance.room() == Room::Low,
        may: signed
            .map(|signed| signed.account.role.permissions().collect())
            .unwrap_or_default(),
    }
}

fn told(web: &Web, visitor: &Visitor, flash: &str) -> Option<Flash> {
    let (kind, key) = flash.split_once('.')?;
    let kind = match kind {
        "ok" => FlashKind::Ok,
        "info" => FlashKind::Info,
        "warn" => FlashKind::Warn,
        "bad" => FlashKind::Bad,
        _ => return None,
    };
    let text = web.view.words().text(visitor.language, key)?.to_owned();
    Some(Flash { kind, text })
}

/// A page of this name.
pub fn page(
    web: &Web,
    visitor: &Visitor,
    section: &'static str,
    name: &str,
    page: impl Serialize,
) -> Response {
    let framed = Framed {
        frame: frame(web, visitor, section),
        page,
    };
    let mut response = web
        .view
        .page(name, visitor.language, visitor.theme, &framed);
    if visitor.flash.is_some() {
        // Told once.
        let gone = Cookie::build((FLASH_COOKIE, ""))
            .path("/")
            .max_age(cookie_seconds(0))
            .build();
        if let Ok(gone) = gone.to_string().parse() {
            response
                .headers_mut()
                .append(axum::http::header::SET_COOKIE, gone);
        }
    }
    response
}

/// The way to the pages before and behind.
#[derive(Debug, Serialize)]
pub struct Pager {
    previous: Option<String>,
    next: Option<String>,
}

impl Pager {
    /// To these addresses.
    pub fn new(previous: Option<String>, next: Option<String>) -> Self {
        Pager { previous, next }
    }

    /// Leaves so many items, where one more was asked for; then there is a next page, behind the last that is left.
    pub fn cut<T>(items: &mut Vec<T>, limit: u32, next: impl Fn(&T) -> String) -> Option<String> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if items.len() <= limit {
            return None;
        }
        items.truncate(limit);
        items.last().map(next)
    }
}

/// A failure as a page.
pub fn failure(web: &Web, visitor: &Visitor, failure: &Failure) -> Response {
    #[derive(Serialize)]
    struct Shown<'a> {
        status: u16,
        detail: &'a str,
        wait: Option<u64>,
        reference: &'a str,
    }
    let status = failure.status().as_u16();
    let shown = Shown {
        status,
        detail: if status == 500 { "" } else { &failure.detail },
        wait: failure.retry_after,
        reference: "",
    };
    page(web, visitor, "", "error.html", shown)
}
