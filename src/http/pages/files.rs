//! Static files.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use crate::http::web::Web;

/// A file by the name that carries its hash.
pub async fn file(State(web): State<Web>, uri: Uri, headers: HeaderMap) -> Response {
    web.assets.answer(uri.path(), &headers)
}
