//! Who asks: the device, the language and colours it wants, and who is signed in on it.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{ACCEPT_LANGUAGE, HOST, USER_AGENT};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum_extra::extract::cookie::CookieJar;

use super::came::Came;
use super::problem::Failure;
use super::view::{THEME_COOKIE, Theme};
use super::words::{LANGUAGE_COOKIE, Language};
use crate::credentials::KnownDevices;
use crate::domain::access::Permission;
use crate::domain::kind::Kind;
use crate::domain::secret::Secret;
use crate::service::accounts::session::Signed;
use crate::service::accounts::{AccountError, Actor, Device};

/// Longer names of devices are cut.
const USER_AGENT_LENGTH: usize = 200;

/// How the cookies begin by which a browser is known at which somebody has signed in; the number of the account follows.
pub const KNOWN_COOKIE: &str = "known-";

/// Who asks.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The device.
    pub device: Device,
    /// The language of pages.
    pub language: Language,
    /// The colours of pages.
    pub theme: Theme,
    /// The page asked for, path and query.
    pub path: String,
    /// How the device reaches this box, for links that are shown to it: `http://192.168.88.10:8000`.
    pub here: String,
    /// Whether it came over TLS.
    pub tls: bool,
    /// A script of the page asks for a part of it.
    pub part: bool,
    /// What the last page wanted to be told: a key of the catalogue of words.
    pub flash: Option<String>,
    /// Who is signed in.
    pub signed: Option<Signed>,
}

impl Visitor {
    /// What the request says, before anybody was asked who is signed in.
    pub fn of(parts: &Parts) -> Self {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = |name: &str| jar.get(name).map(|cookie| cookie.value().to_owned());
        let header = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let came = Came::of(&parts.extensions);
        Visitor {
            device: Device {
                address: came.address,
                user_agent: header(USER_AGENT)
                    .unwrap_or_default()
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(USER_AGENT_LENGTH)
                    .collect(),
                proofs: jar
                    .iter()
                    .filter(|cookie| cookie.value().len() == KnownDevices::LENGTH)
                    .filter_map(|cookie| {
                        let account = cookie.name().strip_prefix(KNOWN_COOKIE)?;
                        Some((account.to_owned(), Secret::new(cookie.value())))
                    })
                    .collect(),
            },
            language: Language::pick(cookie(LANGUAGE_COOKIE).as_deref(), header(ACCEPT_LANGUAGE)),
            theme: Theme::pick(cookie(THEME_COOKIE).as_deref()),
            path: parts
                .uri
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
            here: here(
                came.tls,
                header(HOST),
                parts.uri.authority().map(Authority::as_str),
            ),
            tls: came.tls,
            part: parts.headers.contains_key("hx-request"),
            flash: cookie(super::pages::FLASH_COOKIE),
            signed: None,
        }
    }

    /// Whether somebody is signed in who may do this; a page hides what they may not.
    pub fn may(&self, permission: Permission) -> bool {
        self.signed
            .as_ref()
            .is_some_and(|signed| signed.account.role.may(permission))
    }
}

/// What the device has typed to come here. It says so itself, so only what is shown to the same device may be made of it,
/// never what is mailed.
fn here(tls: bool, host: Option<&str>, authority: Option<&str>) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b".-:[]".contains(&b);
    let host = host
        .or(authority)
        .filter(|host| !host.is_empty() && host.bytes().all(plain))
        .unwrap_or("localhost");
    let scheme = if tls { "https" } else { "http" };
    format!("{scheme}://{host}")
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        // Put there by `admit`, in front of every handler.
        parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .ok_or_else(|| Failure::new(Kind::Internal, "Nobody was asked who is signed in."))
    }
}

/// Somebody who is signed in; only for routes that need it.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Account and session.
    pub signed: Signed,
    /// The device.
    pub device: Device,
}

impl Caller {
    /// Who does something, as services want to know it.
    pub fn actor(&self) -> Actor {
        Actor {
            account: self.signed.account.clone(),
            device: self.device.clone(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visitor = <Visitor as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        visitor
            .signed
            .map(|signed| Caller {
                signed,
                device: visitor.device,
            })
            .ok_or_else(|| AccountError::NoSession.into())
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Failure> {
        Ok(
            <Self as FromRequestParts<S>>::from_request_parts(parts, state)
                .await
                .ok(),
        )
    }
}
