//! `/catalogue`: what is sold, speeds, boards. The three tabs are the same pages over other things.

pub mod edit;
pub mod import;
pub mod list;
pub mod remove;
mod tab;

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::flash;
use crate::http::view::FlashKind;

pub use tab::Tab;

/// The first tab.
pub async fn first() -> Redirect {
    Redirect::to("/catalogue/plans")
}

/// To a page, which tells what was done.
pub(super) fn done(to: &str, key: &'static str) -> Response {
    (
        CookieJar::new().add(flash(FlashKind::Ok, key)),
        Redirect::to(to),
    )
        .into_response()
}
