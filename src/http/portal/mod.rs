//! The customers' portal: for now one page that takes a voucher code and says where to buy one.

use axum::Router;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;

use super::web::Web;

/// The routes of the portal. Nothing of the administration is among them.
pub fn portal(web: &Web) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/p", get(show))
        .fallback(|| async { (StatusCode::NOT_FOUND, "There is nothing at this address.\n") })
        .layer(map_response(harden))
        .with_state(web.clone())
}

async fn show() -> &'static str {
    "Buy a voucher at the counter.\n"
}

/// What every answer of the portal says about itself.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
