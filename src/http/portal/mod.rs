//! The customers' portal: for now one page that takes a voucher code and says where to buy one.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::web::Web;

/// The routes of the portal. Nothing of the administration is among them.
pub fn portal(web: &Web) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/p", get(show))
        .with_state(web.clone())
}

async fn show() -> Response {
    let mut response = "Buy a voucher at the counter.\n".into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
