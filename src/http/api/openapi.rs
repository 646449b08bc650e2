//! The document of the API by OpenAPI: what there is, what it takes, what it answers.
//!
//! It is the file `web/openapi.json`. A test holds that it says what the handlers and the table of routes say, and writes it.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod written;

/// The document, as `build.rs` made it small.
const SMALL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz"));

/// The document as JSON.
pub fn text() -> String {
    // What the build made small it opens again; a test reads it.
    std::io::read_to_string(GzDecoder::new(SMALL)).unwrap_or_default()
}

/// The document of this API.
#[utoipa::path(get, path = "/api/openapi.json", tag = "health", responses(
    (status = 200, body = serde_json::Value, description = "A document by OpenAPI."),
))]
pub async fn document() -> Response {
    ([(CONTENT_TYPE, "application/json")], text()).into_response()
}
