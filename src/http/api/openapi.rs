//! The document of the API by OpenAPI: what there is, what it takes, what it answers.
//!
//! It is the file `web/openapi.json`. A test holds that it says what the handlers and the table of routes say, and writes it.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;

use crate::http::assets::accepts;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod written;

/// The document, as `build.rs` made it small.
const SMALL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz"));

/// The document as JSON; opened once, when somebody first needs it so, and then the same for all.
pub fn text() -> &'static str {
    static OPENED: OnceLock<String> = OnceLock::new();
    // What the build made small opens again; a test reads it.
    OPENED.get_or_init(|| std::io::read_to_string(GzDecoder::new(SMALL)).unwrap_or_default())
}

/// The document of this API.
#[utoipa::path(get, path = "/api/openapi.json", tag = "health", responses(
    (status = 200, body = serde_json::Value, description = "A document by OpenAPI."),
))]
pub async fn document(asked: HeaderMap) -> Response {
    // As it is held, for nearly everybody.
    let kind = [
        (CONTENT_TYPE, "application/json"),
        (VARY, "accept-encoding"),
    ];
    if accepts(&asked, "gzip") {
        return (kind, [(CONTENT_ENCODING, "gzip")], SMALL).into_response();
    }
    (kind, text()).into_response()
}
