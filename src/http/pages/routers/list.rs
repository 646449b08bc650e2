//! All routers.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::Shown;
use crate::domain::id::RouterId;
use crate::http::body::Asked;
use crate::http::pages::searched::Searched;
use crate::http::pages::{Pager, page};
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::routers::manage;

#[derive(Serialize)]
struct List {
    any: bool,
    routers: Vec<Shown>,
    pager: Pager,
    query: Searched,
}

/// The list.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(query): Asked<Searched>,
) -> Result<Response, Failure> {
    let after = query.after.map(RouterId::from_row);
    let mut found = manage::list(&web.appliance, after, &query.q, Searched::WITH_ONE_MORE).await?;
    let pager = query.cut("/routers", &mut found, |it| it.id.get());
    let shown = List {
        any: !found.is_empty() || !query.q.is_empty() || query.after.is_some(),
        pager,
        routers: found.into_iter().map(Shown::of).collect(),
        query,
    };
    Ok(page(&web, &visitor, "routers", "routers/list.html", shown))
}
