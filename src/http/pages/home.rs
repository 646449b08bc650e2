//! Home: how the business and its routers are.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::page;
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;

#[derive(Serialize)]
struct Home {}

/// The page.
pub async fn show(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    Ok(page(&web, &visitor, "home", "home.html", Home {}))
}
