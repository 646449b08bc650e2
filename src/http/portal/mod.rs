//! The customers' portal: for now one page that takes a voucher code and says where to buy one.
//!
//! It works without scripts, cookies and anything else to load: the small browsers that open for a sign-in have none of them for sure.

mod voucher;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Query, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};

use super::problem::Failure;
use super::web::Web;
use super::words::Language;
use crate::domain::kind::Kind;
use crate::domain::secret::Secret;
use crate::http::body::Filled;
use voucher::Page;

/// The longest form: a code and a language.
const LONGEST_FORM: usize = 4 << 10;

/// The routes of the portal. Nothing of the administration is among them.
pub fn portal(web: &Web) -> Router {
    Router::new()
        .route("/", get(show).post(enter))
        .route("/p", get(show).post(enter))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        // Behind everything, so that no refusal of the framework goes out without them.
        .layer(map_response(harden))
        .with_state(web.clone())
}

/// What an address of the portal may say.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// The language that was chosen: there are no cookies here.
    #[serde(default)]
    lang: String,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
struct Typed {
    code: Secret,
    #[serde(default)]
    lang: String,
}

fn language(chosen: &str, headers: &HeaderMap) -> Language {
    let accepted = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    Language::pick(Some(chosen), accepted)
}

/// The name of the sign-in page of the hotspot that this device is in; where the router hides that, of the only hotspot there is.
fn sign_in(web: &Web, address: IpAddr) -> Option<String> {
    let hotspots = web
        .appliance
        .hotspots
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let here = hotspots.iter().find(
        |hotspot| matches!(address.to_canonical(), IpAddr::V4(address) if hotspot.network.contains(address)),
    );
    let mut names: Vec<&str> = hotspots
        .iter()
        .map(|hotspot| hotspot.sign_in.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    match (here, names.as_slice()) {
        (Some(hotspot), _) => Some(hotspot.sign_in.clone()),
        (None, [only]) => Some((*only).to_owned()),
        _ => None,
    }
}

async fn show(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = language(&asked.lang, &headers);
    let sign_in = sign_in(&web, peer.ip());
    drawn(&web, language, sign_in.as_deref(), "", StatusCode::OK, None)
}

/// Sends a code on to the router's own sign-in page, which decides.
async fn enter(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    typed: Result<Filled<Typed>, Failure>,
) -> Response {
    let typed = match typed {
        Ok(Filled(typed)) => typed,
        Err(failure) => {
            let too_large = failure.kind == Kind::TooLarge;
            let status = if too_large {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            return drawn(
                &web,
                language("", &headers),
                None,
                "",
                status,
                Some("portal.no_code"),
            );
        }
    };
    let language = language(&typed.lang, &headers);
    let sign_in = sign_in(&web, peer.ip());
    let code = typed.code.reveal().trim();
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let Some(name) = &sign_in else {
        return drawn(&web, language, None, code, status, Some("portal.not_here"));
    };
    if !voucher::is_code(code) {
        return drawn(
            &web,
            language,
            Some(name),
            code,
            status,
            Some("portal.no_code"),
        );
    }
    let mut response = answer(StatusCode::SEE_OTHER, String::new(), "");
    // The name comes from a site, and the code has letters, digits and dashes only.
    if let Ok(to) = HeaderValue::from_str(&voucher::way_in(name, code)) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

fn drawn(
    web: &Web,
    language: Language,
    sign_in: Option<&str>,
    code: &str,
    status: StatusCode,
    trouble: Option<&str>,
) -> Response {
    let page = Page {
        words: web.view.words(),
        language,
        business: web.appliance.business_name(),
        phone: web.appliance.business_phone(),
        here: sign_in.is_some(),
        code,
        trouble,
    };
    answer(status, page.html(), sign_in.unwrap_or_default())
}

/// An answer of the portal. `sign_in` is where the form may lead to beside here.
fn answer(status: StatusCode, html: String, sign_in: &str) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    if let Ok(policy) = HeaderValue::from_str(&voucher::policy(sign_in)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

async fn harden(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    answer
}
