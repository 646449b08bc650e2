//! The router's own log, read now.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::Shown;
use crate::domain::id::RouterId;
use crate::http::body::Named;
use crate::http::pages::page;
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::routers::log::{Line, read};
use crate::service::routers::manage;

#[derive(Serialize)]
struct Page {
    router: Shown,
    tab: &'static str,
    problem: String,
    lines: Vec<Line>,
}

/// Its latest lines.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<RouterId>,
) -> Result<Response, Failure> {
    let router = manage::get(&web.appliance, id).await?;
    let (lines, problem) = match read(&web.appliance, id).await {
        Ok(lines) => (lines, String::new()),
        Err(error) => (Vec::new(), Failure::from(error).detail),
    };
    let shown = Page {
        router: Shown::of(router),
        tab: "log",
        problem,
        lines,
    };
    Ok(page(&web, &visitor, "routers", "routers/log.html", shown))
}
