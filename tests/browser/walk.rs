//! Which pages are looked at: every route that answers a page, and what goes wrong on them.

use std::collections::BTreeSet;

use axum::http::Method;
use hotspotd::http::routes::routes;
use serde_json::{Value, json};

use crate::boxes::Links;

/// A page that is looked at.
pub struct Stop {
    /// As it stands in the table of routes; empty for what goes wrong.
    route: &'static str,
    path: String,
    status: u16,
    /// The person who looks, by their number among the box's people.
    person: Option<usize>,
    /// Forms that are sent, one after the other.
    forms: Vec<Form>,
    /// How often the form is sent until the status comes.
    times: u32,
    /// Looked at in the smallest and the largest size only: who tries codes too often is made to wait.
    seldom: bool,
}

/// A form of a page: its selector, and what is typed by the names of the fields.
type Form = (&'static str, Vec<(&'static str, String)>);

impl Stop {
    /// For the scripts.
    pub fn told(&self) -> Value {
        json!({
            "path": self.path,
            "status": self.status,
            "person": self.person,
            "forms": self.forms,
            "times": self.times,
            "seldom": self.seldom,
        })
    }

    fn seldom(self) -> Self {
        Stop {
            seldom: true,
            ..self
        }
    }

    /// What comes after the page's form was sent.
    fn sent(mut self, status: u16, form: &'static str, fields: &[(&'static str, &str)]) -> Self {
        let fields = fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        self.forms.push((form, fields.collect()));
        Stop { status, ..self }
    }
}

fn page(person: Option<usize>, route: &'static str, path: impl Into<String>) -> Stop {
    Stop {
        route,
        path: path.into(),
        status: 200,
        person,
        forms: Vec::new(),
        times: 1,
        seldom: false,
    }
}

/// A page that tells of a failure.
fn wrong(person: Option<usize>, path: &str, status: u16) -> Stop {
    Stop {
        status,
        ..page(person, "", path)
    }
}

const OWNER: Option<usize> = Some(0);
const VIEWER: Option<usize> = Some(1);

/// A box that nobody owns, with its set-up code.
pub fn unowned(code: &str) -> Vec<Stop> {
    let start = |route| page(None, route, "/setup/start");
    vec![
        page(None, "/login", "/login"),
        start("/setup/start"),
        start("/setup/owner").sent(200, "main form", &[("code", code)]),
        start("")
            .sent(200, "main form", &[("code", code)])
            .sent(
                422,
                "main form",
                &[("name", ""), ("login", "A B"), ("password", "short")],
            )
            .seldom(),
    ]
}

/// An owner's box with nothing in it.
pub fn bare() -> Vec<Stop> {
    [
        "/",
        "/routers",
        "/jobs",
        "/catalogue/plans",
        "/catalogue/speeds",
        "/templates",
        "/configurations",
        "/settings/backups",
        "/people",
        "/audit",
        "/setup/router",
        "/setup/hotspot",
        "/setup/business",
    ]
    .into_iter()
    .map(|path| page(OWNER, "", path))
    .collect()
}

/// The pages of adding and keeping routers.
fn routers(links: &Links) -> Vec<Stop> {
    let owner = |route, path: &str| page(OWNER, route, path);
    let script = format!("/routers/new/script/{}", links.script);
    vec![
        owner("/routers/new", "/routers/new"),
        owner("/routers/new/script", "/routers/new/script"),
        owner("/routers/new/script/{id}", &script),
        owner("/routers/{id}/edit", "/routers/1/edit"),
        owner("/routers/{id}/remove", "/routers/1/remove"),
        owner("/routers/{id}/trust", "/routers/1/trust"),
        owner("/routers/{id}/preflight", "/routers/1/preflight"),
        owner("/routers/{id}/unlock", "/routers/1/unlock"),
        owner("/routers/{id}/hotspot", "/routers/1/hotspot"),
        page(VIEWER, "/routers/{id}/hotspot", "/routers/1/hotspot"),
        owner("/routers/{id}/import", "/routers/1/import"),
        owner("/routers/{id}/backups", "/routers/1/backups"),
        owner("/routers/{id}/backups", "/routers/2/backups"),
        owner("/routers/{id}/backups/{export}", "/routers/2/backups/2"),
        owner(
            "/routers/{id}/backups/diff",
            "/routers/2/backups/diff?one=1&other=2",
        ),
        owner("/routers/{id}/log", "/routers/1/log"),
        owner("", "/routers/new").sent(
            422,
            "main form[action='/routers/new']",
            &[("address", "no address at all")],
        ),
        owner("", "/routers/new/script").sent(422, "main form", &[("address", "a b")]),
        owner("", "/routers/1/hotspot").sent(
            422,
            "main form",
            &[("version", "1"), ("site.name", "")],
        ),
        owner("", "/routers/1/import").sent(422, "main form", &[("toml", "template =")]),
        owner("", "/routers/1/edit").sent(422, "main form", &[("name", "")]),
    ]
}

/// A box at work.
pub fn furnished(links: &Links) -> Vec<Stop> {
    let mut all = at_work(links);
    all.extend(routers(links));
    all.extend(catalogue(links));
    all
}

/// The catalogue: the same pages for each of three kinds.
fn catalogue(links: &Links) -> Vec<Stop> {
    let kinds = [
        (
            &links.plan,
            [
                "/catalogue/plans",
                "/catalogue/plans/new",
                "/catalogue/plans/import",
                "/catalogue/plans/{id}",
                "/catalogue/plans/{id}/remove",
            ],
        ),
        (
            &links.speed,
            [
                "/catalogue/speeds",
                "/catalogue/speeds/new",
                "/catalogue/speeds/import",
                "/catalogue/speeds/{id}",
                "/catalogue/speeds/{id}/remove",
            ],
        ),
        (
            &links.board,
            [
                "/catalogue/boards",
                "/catalogue/boards/new",
                "/catalogue/boards/import",
                "/catalogue/boards/{id}",
                "/catalogue/boards/{id}/remove",
            ],
        ),
    ];
    let mut stops = Vec::new();
    for (key, routes) in kinds {
        let path = |route: &str| route.replace("{id}", key);
        stops.extend(routes.map(|route| page(OWNER, route, path(route))));
        // The empty form, sent.
        let [list, new, ..] = routes;
        stops.push(page(OWNER, "", new).sent(422, "main form[method=post]", &[]));
        stops.push(page(VIEWER, "", list));
    }
    stops
}

fn at_work(links: &Links) -> Vec<Stop> {
    let owner = |route, path: &str| page(OWNER, route, path);
    let viewer = |route, path: &str| page(VIEWER, route, path);
    let nobody = |route, path: &str| page(None, route, path);
    vec![
        nobody("/login", "/login?next=/routers"),
        nobody("/login/totp", "/login/totp"),
        nobody(
            "/invitation",
            &format!("/invitation?token={}", links.invitation),
        )
        .seldom(),
        nobody("/password-reset", "/password-reset"),
        nobody(
            "/password-reset",
            &format!("/password-reset?token={}", links.reset),
        )
        .seldom(),
        nobody(
            "/verify-email",
            &format!("/verify-email?token={}", links.email),
        )
        .seldom(),
        owner("/setup/business", "/setup/business"),
        owner("/setup/network", "/setup/network"),
        owner("/setup/router", "/setup/router"),
        owner("/setup/hotspot", "/setup/hotspot"),
        owner("/setup/payments", "/setup/payments"),
        owner("/setup/voucher", "/setup/voucher"),
        owner("/", "/"),
        viewer("/", "/"),
        owner("/routers", "/routers"),
        owner("/routers", "/routers?q=nowhere"),
        viewer("/routers", "/routers"),
        owner("/routers/{id}", "/routers/1"),
        viewer("/routers/{id}", "/routers/2"),
        owner("/routers/{id}/jobs", "/routers/1/jobs"),
        owner("/routers/{id}/history", "/routers/1/history"),
        owner("/routers/{id}/changes", "/routers/1/changes"),
        owner("/routers/{id}/changes", "/routers/2/changes"),
        owner("/jobs", "/jobs"),
        owner("/jobs/{id}", "/jobs/1"),
        owner("/people", "/people"),
        owner("/people/new", "/people/new"),
        owner("/people/{id}", "/people/1"),
        owner("/people/{id}", "/people/2"),
        owner("/people/{id}/lock", "/people/2/lock"),
        owner("/settings/business", "/settings/business"),
        owner("/settings/mail", "/settings/mail"),
        owner("/settings/routers", "/settings/routers"),
        owner("/settings/security", "/settings/security"),
        viewer("/settings/security", "/settings/security"),
        owner("/audit", "/audit"),
        owner("/help", "/help"),
        owner("/settings/backups", "/settings/backups"),
        owner("/templates", "/templates"),
        owner("/templates/new", "/templates/new"),
        owner("/templates/{id}", "/templates/basic"),
        owner("/templates/{id}", "/templates/own"),
        viewer("/templates/{id}", "/templates/own"),
        owner("/templates/{id}/remove", "/templates/own/remove"),
        owner("/configurations", "/configurations"),
        owner("/configurations/new", "/configurations/new"),
        owner("/configurations/{id}", "/configurations/1"),
        owner("/configurations/{id}/delete", "/configurations/1/delete"),
        nobody("/about", "/about"),
        // What goes wrong.
        wrong(VIEWER, "/people", 403),
        wrong(OWNER, "/nowhere", 404),
        wrong(None, "/nowhere", 404),
        wrong(OWNER, "/routers/99", 404),
        owner("", "/routers/2/changes").sent(409, "form[action$='/apply']", &[("hash", "0000")]),
        nobody("", "/login").sent(
            401,
            "form[action='/login']",
            &[("login", "nobody"), ("password", "wrong")],
        ),
        owner("", "/people/new").sent(422, "main form", &[("email", "no address")]),
        owner("", "/settings/business").sent(422, "main form", &[("name", ""), ("phone", "12")]),
    ]
}

/// What is looked at last, since afterwards nobody gets in from here for a while.
pub fn often() -> Vec<Stop> {
    let stop = page(None, "", "/login").sent(
        429,
        "form[action='/login']",
        &[("login", "somebody"), ("password", "wrong")],
    );
    vec![Stop { times: 40, ..stop }]
}

/// The customers' page of a box without a hotspot: it cannot take a code.
pub fn portal_without_a_hotspot() -> Vec<Stop> {
    vec![page(None, "", "/?lang={language}")]
}

/// The customers' page of a box at work.
pub fn portal() -> Vec<Stop> {
    let start = || page(None, "", "/p?lang={language}");
    vec![start(), start().sent(422, "form", &[("code", "no!")])]
}

/// Routes that answer no page: files, parts of pages that are looked at within them, streams, ways to another page.
const NO_PAGES: &[&str] = &[
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/{*path}",
    "/setup",
    "/settings",
    "/settings/backups/{name}",
    "/catalogue",
    "/catalogue/plans/export",
    "/catalogue/speeds/export",
    "/catalogue/boards/export",
    "/configurations/{id}/download",
    "/help/diagnostics",
    "/about/crates.txt",
    "/audit.csv",
    "/routers/near",
    "/routers/{id}/site.toml",
    "/routers/{id}/changes.rsc",
    "/jobs/{id}/steps",
    "/jobs/{id}/events",
    "/jobs/{id}/log",
];

#[test]
fn every_page_is_walked() {
    let walked: BTreeSet<&str> = unowned("")
        .iter()
        .chain(&furnished(&Links::default()))
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
