//! Language and colours of pages, as the person wants them.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Deserialize;

use super::{cookie_seconds, own_path};
use crate::http::body::Filled;
use crate::http::problem::Failure;
use crate::http::view::{THEME_COOKIE, Theme};
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::http::words::{LANGUAGE_COOKIE, Language};
use crate::service::accounts::session;

/// How long a choice is kept on the device.
const YEAR: i64 = 365 * 86_400;

/// One of them, and where to go back to.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    language: Option<String>,
    theme: Option<String>,
    #[serde(default, rename = "return")]
    back: String,
}

/// Keeps the choice: on the device, and the language with the account too, for mails.
pub async fn choose(
    State(web): State<Web>,
    visitor: Visitor,
    jar: CookieJar,
    Filled(chosen): Filled<Chosen>,
) -> Result<Response, Failure> {
    let mut jar = jar;
    if let Some(language) = chosen.language.as_deref().and_then(Language::from_code) {
        jar = jar.add(language_cookie(language));
        if let Some(signed) = &visitor.signed {
            session::speak(&web.appliance, signed, language.into()).await?;
        }
    }
    if let Some(theme) = &chosen.theme {
        jar = jar.add(kept(THEME_COOKIE, Theme::pick(Some(theme)).code()));
    }
    Ok((jar, Redirect::to(own_path(&chosen.back))).into_response())
}

/// Keeps a language on the device.
pub fn language_cookie(language: Language) -> Cookie<'static> {
    kept(LANGUAGE_COOKIE, language.code())
}

fn kept(name: &'static str, value: &'static str) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(cookie_seconds(YEAR))
        .build()
}
