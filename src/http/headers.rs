//! What every answer of the administration says about itself, and how pages are compressed.

use axum::Router;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, SERVER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version};
use axum::middleware::map_response;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

/// What a page of the administration may load and where it may send: itself only. No inline script, no inline style.
pub const ADMIN_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Gives every answer of these routes the headers of the administration, and compresses pages and JSON.
///
/// A header that a handler has set itself stands: the portal has a policy of its own.
pub fn admin<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes.layer(compression()).layer(map_response(harden))
}

/// Compression of what is written while it is asked for. Static files come with their twins and pass through.
fn compression() -> CompressionLayer<impl Predicate> {
    // By gzip alone: browsers ask for brotli over TLS only, and its encoder and dictionaries are a megabyte of the program.
    CompressionLayer::new()
        .quality(CompressionLevel::Precise(4))
        .compress_when(SizeAbove::new(512).and(is_text))
}

/// Text compresses; a stream of events must not wait in an encoder for more of it.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let starts = |prefix: &str| kind.is_some_and(|kind| kind.starts_with(prefix.as_bytes()));
    (starts("text/") && !starts("text/event-stream"))
        || starts("application/json")
        || starts("application/problem+json")
}

async fn harden(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, ADMIN_POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (OPENER_POLICY, "same-origin"),
        // What is shown to one person is kept by nobody; files that anybody may have say otherwise themselves.
        (CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    // Which version runs here is nobody's business before signing in.
    headers.remove(SERVER);
    answer
}

#[cfg(test)]
mod tests;
