//! Which pages are looked at: every route that answers a page, and what goes wrong on them.

use std::collections::BTreeSet;

use axum::http::Method;
use hotspotd::http::routes::routes;
use serde_json::{Value, json};

/// A page that is looked at.
pub struct Stop {
    /// As it stands in the table of routes.
    route: &'static str,
    path: &'static str,
    status: u16,
    /// The person who looks, by their number among the box's people.
    person: Option<usize>,
    /// What is typed into the page's form before it is sent: selectors and values.
    form: Option<(&'static str, &'static [(&'static str, &'static str)])>,
    /// How often the form is sent until the status comes.
    times: u32,
}

impl Stop {
    /// For the scripts.
    pub fn told(&self) -> Value {
        json!({
            "path": self.path,
            "status": self.status,
            "person": self.person,
            "form": self.form.map(|(form, fields)| json!({ "selector": form, "fields": fields })),
            "times": self.times,
        })
    }
}

const fn page(person: Option<usize>, route: &'static str, path: &'static str) -> Stop {
    Stop {
        route,
        path,
        status: 200,
        person,
        form: None,
        times: 1,
    }
}

const OWNER: Option<usize> = Some(0);
const VIEWER: Option<usize> = Some(1);

/// A box that nobody owns.
pub fn unowned() -> Vec<Stop> {
    vec![page(None, "/login", "/login")]
}

/// A box at work.
pub fn furnished() -> Vec<Stop> {
    let owner = |route, path| page(OWNER, route, path);
    let wrong = |person, path, status| Stop {
        status,
        ..page(person, "", path)
    };
    let sent = |person, path, status, selector, fields| Stop {
        form: Some((selector, fields)),
        ..wrong(person, path, status)
    };
    vec![
        page(None, "/login", "/login?next=/routers"),
        page(None, "/login/totp", "/login/totp"),
        owner("/", "/"),
        page(VIEWER, "/", "/"),
        owner("/routers", "/routers"),
        owner("/routers", "/routers?q=nowhere"),
        page(VIEWER, "/routers", "/routers"),
        owner("/routers/{id}", "/routers/1"),
        owner("/routers/{id}", "/routers/2"),
        owner("/routers/{id}/jobs", "/routers/1/jobs"),
        owner("/routers/{id}/history", "/routers/1/history"),
        owner("/routers/{id}/changes", "/routers/1/changes"),
        owner("/routers/{id}/changes", "/routers/2/changes"),
        owner("/jobs", "/jobs"),
        owner("/jobs/{id}", "/jobs/1"),
        // What goes wrong.
        wrong(VIEWER, "/routers/1/changes", 403),
        wrong(OWNER, "/nowhere", 404),
        wrong(None, "/nowhere", 404),
        wrong(OWNER, "/routers/99", 404),
        sent(
            OWNER,
            "/routers/2/changes",
            409,
            "form[action$='/apply']",
            &[("hash", "0000")],
        ),
        sent(
            None,
            "/login",
            401,
            "form[action='/login']",
            &[("login", "nobody"), ("password", "wrong")],
        ),
    ]
}

/// What is looked at last, since afterwards nobody gets in from here for a while.
pub fn often() -> Vec<Stop> {
    vec![Stop {
        times: 40,
        status: 429,
        form: Some((
            "form[action='/login']",
            &[("login", "somebody"), ("password", "wrong")],
        )),
        ..page(None, "", "/login")
    }]
}

/// Routes that answer no page: files, parts of pages that are looked at within them, streams, ways to another page.
const NO_PAGES: &[&str] = &[
    "/healthz",
    "/readyz",
    "/static/{*path}",
    "/routers/{id}/changes.rsc",
    "/jobs/{id}/steps",
    "/jobs/{id}/events",
    "/jobs/{id}/log",
];

#[test]
fn every_page_is_walked() {
    let walked: BTreeSet<&str> = unowned()
        .iter()
        .chain(&furnished())
        .map(|stop| stop.route)
        .filter(|route| !route.is_empty())
        .collect();
    let pages: BTreeSet<&str> = routes()
        .iter()
        .filter(|route| route.method == Method::GET && !route.path.starts_with("/api/"))
        .map(|route| route.path)
        .filter(|path| !NO_PAGES.contains(path))
        .collect();
    let missed: Vec<_> = pages.difference(&walked).collect();
    let gone: Vec<_> = walked.difference(&pages).collect();
    assert!(
        missed.is_empty() && gone.is_empty(),
        "name these pages in tests/browser/walk.rs: {missed:?}; these are no routes any more: {gone:?}"
    );
}
