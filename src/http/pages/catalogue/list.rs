//! The list of a tab.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::tab::{Shown, Tab, tabs};
use crate::domain::access::Permission;
use crate::domain::moment::Moment;
use crate::http::body::Asked;
use crate::http::pages::page;
use crate::http::pages::pager::{Pager, cut};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::catalogue::shelf::{self, Query};
use crate::service::catalogue::starter::add_starter_set;

/// What is looked for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Search {
    /// A text in it.
    #[serde(default)]
    pub q: String,
    /// `yes`: archived ones too.
    #[serde(default)]
    pub archived: String,
    /// Which page, from 1.
    #[serde(default)]
    pub page: Option<String>,
}

#[derive(Serialize)]
struct List {
    tab: &'static str,
    tabs: Vec<Shown>,
    query: Search,
    columns: &'static [&'static str],
    rows: Vec<Row>,
    pager: Pager,
    any: bool,
    edits: bool,
}

#[derive(Serialize)]
struct Row {
    key: String,
    title: String,
    cells: Vec<Cell>,
    builtin: bool,
    archived: Option<i64>,
}

#[derive(Serialize)]
struct Cell {
    name: &'static str,
    text: String,
}

/// The page.
pub async fn show<T: Tab>(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(query): Asked<Search>,
) -> Result<Response, Failure> {
    let wanted = Query {
        search: &query.q,
        archived: query.archived == "yes",
    };
    let found = shelf::list::<T>(&web.appliance, wanted).await?;
    let any = !found.is_empty() || !query.q.is_empty() || wanted.archived;
    let address = [("q", query.q.as_str()), ("archived", &query.archived)];
    let (found, pager) = cut(found, query.page.as_deref(), &T::path(), &address);
    let rows = found.into_iter().map(|kept| {
        let fields = kept.item.fields();
        Row {
            key: kept.item.key(),
            title: fields
                .get(T::COLUMNS.first().copied().unwrap_or_default())
                .to_owned(),
            cells: T::LISTED
                .iter()
                .map(|name| Cell {
                    name,
                    text: fields.get(name).to_owned(),
                })
                .collect(),
            builtin: kept.builtin,
            archived: kept.archived_at.map(Moment::as_millis),
        }
    });
    let list = List {
        tab: T::NAME,
        tabs: tabs::<T>(&visitor),
        columns: T::LISTED,
        rows: rows.collect(),
        pager,
        any,
        edits: visitor.may(Permission::EditCatalogue),
        query,
    };
    Ok(page(
        &web,
        &visitor,
        "catalogue",
        "catalogue/list.html",
        list,
    ))
}

/// Adds the starter set.
pub async fn starter(State(web): State<Web>, caller: Caller) -> Result<Response, Failure> {
    add_starter_set(&web.appliance, &caller.actor()).await?;
    Ok(super::done("/catalogue/plans", "catalogue.flash_starter"))
}
