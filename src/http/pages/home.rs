//! Home: how the business and its routers are, and what of setting up is still to be done.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::backups::not_away;
use super::jobs::Row;
use super::page;
use crate::domain::access::Permission;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::home::{self, Progress};

#[derive(Serialize)]
struct Routers {
    total: u32,
    up: u32,
    drifted: u32,
}

#[derive(Serialize)]
struct Online {
    customers: u32,
    routers: u32,
    as_of: i64,
}

#[derive(Serialize)]
struct Jobs {
    running: u32,
    failed_today: u32,
}

#[derive(Serialize)]
struct Item {
    key: &'static str,
    done: bool,
    to: &'static str,
}

#[derive(Serialize)]
struct Alert {
    kind: &'static str,
    text: String,
    to: &'static str,
    action: String,
}

#[derive(Serialize)]
struct Home {
    as_of: i64,
    routers: Routers,
    online: Option<Online>,
    jobs: Jobs,
    checklist: Vec<Item>,
    alerts: Vec<Alert>,
    latest: Vec<Row>,
}

/// The page.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
) -> Result<Response, Failure> {
    let found = home::look(&web.appliance).await?;
    let role = caller.signed.account.role;
    let sets_up = role.may(Permission::EditSettings) && !found.progress.is_done();
    let words = web.view.words();
    let mut alerts = Vec::new();
    for (kind, number, key) in [
        ("bad", found.routers.silent, "home.silent"),
        ("warn", found.routers.drifted, "home.drift"),
    ] {
        if number > 0 {
            alerts.push(Alert {
                kind,
                text: words.say(visitor.language, key, &[("n", number.to_string())]),
                to: "/routers",
                action: words.say(visitor.language, "nav.routers", &[]),
            });
        }
    }
    if found.mails.given_up > 0 && role.may(Permission::SeeSettings) {
        let values = [
            ("n", found.mails.given_up.to_string()),
            ("trouble", found.mails.trouble.unwrap_or_default()),
        ];
        alerts.push(Alert {
            kind: "warn",
            text: words.say(visitor.language, "home.mails_lost", &values),
            to: "/settings/mail",
            action: words.say(visitor.language, "settings.mail", &[]),
        });
    }
    let trouble = web.appliance.away_trouble.borrow().clone();
    if let Some(trouble) = trouble.filter(|_| role.may(Permission::SeeSettings)) {
        alerts.push(Alert {
            kind: "bad",
            text: not_away(words, visitor.language, &trouble),
            to: "/settings/backups",
            action: words.say(visitor.language, "settings.backups", &[]),
        });
    }
    let shown = Home {
        as_of: found.as_of.as_millis(),
        routers: Routers {
            total: found.routers.all,
            up: found.routers.up,
            drifted: found.routers.drifted,
        },
        online: found.online.map(|online| Online {
            customers: online.customers,
            routers: online.routers,
            as_of: online.as_of.as_millis(),
        }),
        jobs: Jobs {
            running: found.open_jobs,
            failed_today: found.failed,
        },
        checklist: if sets_up {
            checklist(found.progress)
        } else {
            Vec::new()
        },
        alerts,
        latest: if role.may(Permission::SeeJobs) {
            found.latest.into_iter().map(Row::of).collect()
        } else {
            Vec::new()
        },
    };
    Ok(page(&web, &visitor, "home", "home.html", shown))
}

fn checklist(progress: Progress) -> Vec<Item> {
    let item = |key, done, to| Item { key, done, to };
    vec![
        item("owner", progress.owner, "/setup"),
        item("business", progress.business, "/setup/business"),
        item("router", progress.router, "/setup/router"),
        item("applied", progress.applied, "/setup/hotspot"),
        item("people", progress.people, "/people/new"),
        item("backup", progress.backup, "/settings/backups"),
    ]
}
