//! All routers.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::Shown;
use crate::domain::id::RouterId;
use crate::http::body::Asked;
use crate::http::pages::{Pager, page};
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::routers::manage;

/// Routers on a page.
const PAGE: u32 = 50;

/// What is looked for.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Query {
    /// A text in name, address, board or identity.
    #[serde(default)]
    q: String,
    /// Routers behind this number.
    #[serde(skip_serializing)]
    after: Option<i64>,
}

#[derive(Serialize)]
struct List {
    any: bool,
    routers: Vec<Shown>,
    pager: Pager,
    query: Query,
}

/// The list.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(query): Asked<Query>,
) -> Result<Response, Failure> {
    let after = query.after.map(RouterId::from_row);
    let mut found = manage::list(&web.appliance, after, &query.q, PAGE + 1).await?;
    let search: String = form_urlencoded::byte_serialize(query.q.as_bytes()).collect();
    let next = Pager::cut(&mut found, PAGE, |router| {
        format!("/routers?q={search}&after={}", router.id)
    });
    let first = query.after.map(|_| format!("/routers?q={search}"));
    let shown = List {
        any: !found.is_empty() || !query.q.is_empty() || query.after.is_some(),
        pager: Pager::new(first, next),
        routers: found.into_iter().map(Shown::of).collect(),
        query,
    };
    Ok(page(&web, &visitor, "routers", "routers/list.html", shown))
}
