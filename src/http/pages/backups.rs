//! Settings: backups of the box itself.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Serialize;

use super::{flash, page};
use crate::domain::kind::Kind;
use crate::http::problem::Failure;
use crate::http::view::FlashKind;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::http::words::{Language, Words};
use crate::service::backup;
use crate::service::backup::away::{Obstacle, Trouble};

#[derive(Serialize)]
struct Shown {
    tab: &'static str,
    backups: Vec<Row>,
    last_problem: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    at: i64,
    size: u64,
}

/// The page.
pub async fn show(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    let trouble = web.appliance.away_trouble.borrow().clone();
    let trouble = trouble.map(|trouble| not_away(web.view.words(), visitor.language, &trouble));
    with(&web, &visitor, trouble.unwrap_or_default())
}

/// Why no whole backups are made, and what to do.
pub fn not_away(words: &Words, language: Language, trouble: &Trouble) -> String {
    let key = match trouble.obstacle {
        Obstacle::Passphrase => "away.passphrase",
        Obstacle::Short => "away.short",
        Obstacle::Folder => "away.folder",
        Obstacle::Room => "away.room",
        Obstacle::Failed => "away.failed",
    };
    let path = trouble.path.display().to_string();
    words.say(language, key, &[("path", path)])
}

fn with(web: &Web, visitor: &Visitor, last_problem: String) -> Result<Response, Failure> {
    let row = |it: backup::Backup| Row {
        name: it.name,
        at: it.made.as_millis(),
        size: it.bytes,
    };
    let found = backup::list(web.appliance.data())?;
    let shown = Shown {
        tab: "backups",
        backups: found.into_iter().map(row).collect(),
        last_problem,
    };
    Ok(page(
        web,
        visitor,
        "settings",
        "settings/backups.html",
        shown,
    ))
}

/// Makes one now.
pub async fn make(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    jar: CookieJar,
) -> Result<Response, Failure> {
    match backup::make_by(&web.appliance, &caller.actor()).await {
        Ok(_) => {
            let jar = jar.add(flash(FlashKind::Ok, "own.made"));
            Ok((jar, Redirect::to("/settings/backups")).into_response())
        }
        Err(error) => {
            let failure = Failure::from(error);
            if failure.kind == Kind::Internal {
                return Err(failure);
            }
            let status = failure.status();
            let mut response = with(&web, &visitor, failure.detail)?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
