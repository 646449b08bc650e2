//! The audit log.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::page;
use crate::domain::kind::Kind;
use crate::http::body::Asked;
use crate::http::paging::{Paging, cursor};
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::audit::{Wanted, page as lines};
use crate::store::audit::Entry;

/// How many lines a file holds at most.
const FILE: u32 = 20_000;

/// What the page is asked for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Query {
    #[serde(default)]
    q: String,
    #[serde(default)]
    who: String,
}

#[derive(Debug, Serialize)]
struct Line {
    at: i64,
    who: String,
    what: String,
    detail: String,
    about: String,
    address: String,
}

impl From<Entry> for Line {
    fn from(entry: Entry) -> Self {
        Line {
            at: entry.at.as_millis(),
            who: entry.actor,
            what: entry.action,
            detail: entry.detail,
            about: entry.subject,
            address: entry.address,
        }
    }
}

#[derive(Debug, Serialize)]
struct Audit {
    query: Query,
    entries: Vec<Line>,
    file: String,
    newest: Option<String>,
    older: Option<String>,
}

/// A page of the log.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(query): Asked<Query>,
    Asked(paging): Asked<Paging>,
) -> Result<Response, Failure> {
    let before = paging.after()?;
    let wanted = Wanted {
        before,
        search: query.q.clone(),
        who: query.who.clone(),
        limit: paging.with_one_more(),
    };
    let mut found = lines(&web.appliance, wanted).await?;
    let limit = usize::try_from(paging.limit()).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let address = |path: &str, cursor: Option<String>| {
        let mut query_of = form_urlencoded::Serializer::new(String::new());
        query_of.append_pair("q", &query.q);
        query_of.append_pair("who", &query.who);
        if let Some(cursor) = cursor {
            query_of.append_pair("cursor", &cursor);
        }
        format!("{path}?{}", query_of.finish())
    };
    let last = found.last().map(|entry| entry.id).filter(|_| more);
    let shown = Audit {
        file: address("/audit.csv", None),
        older: last.map(|last| address("/audit", Some(cursor(last)))),
        newest: before.map(|_| address("/audit", None)),
        entries: found.into_iter().map(Into::into).collect(),
        query,
    };
    Ok(page(&web, &visitor, "audit", "audit.html", shown))
}

/// The log as a file for spreadsheets: the latest lines.
pub async fn file(State(web): State<Web>, Asked(query): Asked<Query>) -> Result<Response, Failure> {
    let wanted = Wanted {
        before: None,
        search: query.q,
        who: query.who,
        limit: FILE,
    };
    let found = lines(&web.appliance, wanted).await?;
    let text = written(&found)
        .ok_or_else(|| Failure::new(Kind::Internal, "The file could not be written."))?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn written(entries: &[Entry]) -> Option<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["at", "who", "what", "about", "detail", "from"];
    writer.write_record(head).ok()?;
    for entry in entries {
        let at = entry.at.to_string();
        let cells = [
            &at,
            &entry.actor,
            &entry.action,
            &entry.subject,
            &entry.detail,
            &entry.address,
        ];
        writer.write_record(cells.map(|cell| harmless(cell))).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// A spreadsheet takes what begins with one of these for a formula, and people wrote some of the cells.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;

    #[test]
    fn no_cell_is_a_formula() {
        let entry = Entry {
            id: 1,
            at: Moment::from_secs(1_795_655_649),
            actor: "amina".to_owned(),
            action: "rename".to_owned(),
            subject: "account b".to_owned(),
            detail: "=cmd|' /C calc'!A0".to_owned(),
            address: "10.0.0.1".to_owned(),
        };
        let text = written(&[entry]).unwrap();
        assert!(text.contains(",'=cmd|"), "{text}");
        assert_eq!(text.lines().count(), 2);
    }
}
