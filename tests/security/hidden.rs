//! What somebody may not do, no page shows them: every page of a box at work is walked for each role, and whatever leads on from it
//! leads to a route of the table that this role may use.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use hotspotd::cli::demo::appliance::{LOGIN, furnish};
use hotspotd::domain::access::Role;
use hotspotd::http::routes::{Need, Route, routes};
use hotspotd::service::catalogue::starter;
use hotspotd::service::routers::{backups, drift};
use hotspotd::service::templates::{self, Draft, Sample};
use hotspotd::service::{accounts::invitations, builtin};
use hotspotd::store::job::JobKind;
use reqwest::Method;
use scraper::{ElementRef, Html, Selector};

use crate::appliance::{Browser, Rig};
use crate::people::{browser, peopled};
use crate::support::furnished;

const HELP: &str = "<footer class=\"foot\"><a href=\"/help\">";

/// A way that a page shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    method: String,
    path: String,
    /// A form to be filled: where it leads without that is no page.
    form: bool,
}

/// The route of the table that a path leads to: of several, the one with the most words of its own.
fn route<'r>(table: &'r [Route], way: &Way) -> Option<&'r Route> {
    let path = way.path.split(['?', '#']).next().unwrap();
    let words: Vec<&str> = path.split('/').collect();
    let fits = |route: &&Route| {
        let parts: Vec<&str> = route.path.split('/').collect();
        let rest = parts.last().is_some_and(|part| part.starts_with("{*"));
        let long = if rest {
            words.len() >= parts.len()
        } else {
            words.len() == parts.len()
        };
        let alike = |(part, word): (&&str, &&str)| part.starts_with('{') || part == word;
        route.method.as_str() == way.method && long && parts.iter().zip(&words).all(alike)
    };
    let own = |route: &&Route| {
        route
            .path
            .split('/')
            .filter(|it| !it.starts_with('{'))
            .count()
    };
    table.iter().filter(fits).max_by_key(own)
}

fn may(role: Role, need: Need) -> bool {
    match need {
        Need::Anyone | Need::HereOrToken | Need::SignedIn => true,
        Need::SetUp => false,
        Need::May(permission) => role.may(permission),
    }
}

/// Everything on a page at this path that leads somewhere.
fn ways(at: &str, page: &str) -> BTreeSet<Way> {
    let page = Html::parse_document(page);
    let all = Selector::parse("*").unwrap();
    let mut found = BTreeSet::new();
    let here = at.split('?').next().unwrap();
    let mut add = |method: &str, path: &str, form: bool| {
        let path = match path.chars().next() {
            // A part of the page itself, or something that is no page (mail, telephone).
            Some('#') => return,
            None | Some('?') => format!("{here}{path}"),
            Some(_) => path.to_owned(),
        };
        if path.starts_with('/') {
            let method = method.to_owned();
            found.insert(Way { method, path, form });
        }
    };
    for element in page.select(&all) {
        let of = |name: &str| element.value().attr(name);
        let gets = ["href", "hx-get", "sse-connect", "data-poll"];
        for path in gets.into_iter().filter_map(of) {
            add("GET", path, false);
        }
        if let Some(path) = of("hx-post") {
            add("POST", path, true);
        }
        if element.value().name() == "form" {
            let path = of("action").unwrap_or_default();
            add(&method_of(&element), path, true);
        }
        if let Some(path) = of("formaction") {
            add("POST", path, true);
        }
    }
    found
}

fn method_of(form: &ElementRef<'_>) -> String {
    let method = form.value().attr("method").unwrap_or("get");
    method.to_ascii_uppercase()
}

/// A box with everything on it: routers of which one has drifted, jobs, backups, templates, a catalogue, people.
async fn at_work() -> (Rig, Vec<(Role, Browser)>, Vec<simulator::Simulator>) {
    let at = Rig::start().await;
    let (password, routers) = furnish(at.running.as_ref().unwrap()).await.unwrap();
    let appliance = at.appliance();
    let actor = {
        let read = |connection: &hotspotd::store::Connection| {
            hotspotd::store::account::credentials(connection, LOGIN)
        };
        let found = appliance.state.read(read).await.unwrap().unwrap();
        hotspotd::service::accounts::Actor {
            account: found.account,
            device: furnished::device(),
        }
    };
    starter::add_starter_set(appliance, &actor).await.unwrap();
    let mut texts = builtin::texts().into_iter();
    let (_, text) = texts.find(|(name, _)| name.starts_with("basic")).unwrap();
    let draft = Draft {
        name: "own".to_owned(),
        text,
        sample: Sample::default(),
    };
    templates::create(appliance, &actor, draft).await.unwrap();
    drift::round(appliance, |_| {}).await.unwrap();
    let second = hotspotd::domain::id::RouterId::from_row(2);
    for name in ["Soko", "Soko mpya"] {
        routers[1].with_device(|device| {
            let admin = device
                .authenticate("admin", "", [192, 168, 88, 2].into())
                .unwrap();
            let name = [("name".to_owned(), name.to_owned())];
            device.run(&admin, "/system/identity/set", &name).unwrap();
        });
        backups::make(appliance, second).await.unwrap();
    }
    let verify = hotspotd::service::jobs::ask(appliance, &actor, second, JobKind::Verify);
    verify.await.unwrap();
    let invite = invitations::invite(appliance, &actor, None, Role::Viewer, "http://box");
    invite.await.unwrap();
    let mut people = Vec::new();
    for role in Role::ALL {
        let (login, password) = match role {
            Role::Owner => (LOGIN, password.reveal()),
            other => {
                furnished::person(appliance, other.as_str(), other).await;
                (other.as_str(), furnished::PASSWORD)
            }
        };
        let browser = at.browser();
        let fields = [("login", login), ("password", password)];
        let page = browser.post("/login", &fields).await;
        assert_eq!(page.status, 303, "{login}: {}", page.text);
        people.push((role, browser));
    }
    (at, people, routers)
}

/// Files and streams: they hold no ways on, and some of them do not end.
fn is_no_page(path: &str) -> bool {
    let path = path.split('?').next().unwrap();
    let ends = [
        ".toml",
        ".rsc",
        ".csv",
        ".json",
        "/events",
        "/export",
        "/download",
        "/log",
        "/diagnostics",
    ];
    // The log of a router is a page, that of a job is a file.
    let file = ends.iter().any(|end| path.ends_with(end)) && !path.starts_with("/routers/1/log");
    file || path.starts_with("/static/") || path.starts_with("/settings/backups/")
}

/// What each of them walks: what pages lead to, and every page that somebody before them has found and that they may see too. Gives
/// what is wrong on the pages, and the pages that each has seen.
async fn walk(
    people: &[(Role, Browser)],
) -> (Vec<String>, BTreeMap<&'static str, BTreeSet<String>>) {
    let table = routes();
    let mut wrong = Vec::new();
    let mut known = BTreeSet::from(["/".to_owned()]);
    let mut walked = BTreeMap::new();
    for (role, browser) in people {
        let allowed = |path: &&String| {
            let way = Way {
                method: "GET".to_owned(),
                path: (*path).clone(),
                form: false,
            };
            route(&table, &way).is_some_and(|route| may(*role, route.need))
        };
        let mut seen: BTreeSet<String> = known.iter().filter(allowed).cloned().collect();
        let mut next: VecDeque<String> = seen.iter().cloned().collect();
        while let Some(path) = next.pop_front() {
            let page = browser.get(&path).await;
            if page.status.is_redirection() {
                if seen.insert(page.to.clone()) {
                    next.push_back(page.to);
                }
                continue;
            }
            if page.status != 200 {
                wrong.push(format!("{role} {path}: {}", page.status));
                continue;
            }
            // Help stands at the same place of every page.
            if page.text.contains("<html") && !page.text.contains(HELP) {
                wrong.push(format!("{role} {path}: no help at its foot"));
            }
            for way in ways(&path, &page.text) {
                let told = format!("{role} {path} → {} {}", way.method, way.path);
                match route(&table, &way) {
                    None => wrong.push(format!("{told}: leads nowhere")),
                    Some(route) if !may(*role, route.need) => {
                        wrong.push(format!("{told}: needs {:?}", route.need));
                    }
                    Some(_) if way.method == "GET" && !way.form && !is_no_page(&way.path) => {
                        let bare = way.path.split('#').next().unwrap().to_owned();
                        if seen.insert(bare.clone()) {
                            next.push_back(bare);
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        known.extend(seen.iter().cloned());
        walked.insert(role.as_str(), seen);
    }
    (wrong, walked)
}

/// Where nobody who is signed in is led to: ways in, parts of pages, and what stands behind a form or a state of the router.
const ELSEWHERE: &[&str] = &[
    "/catalogue/boards/{id}/remove",
    "/healthz",
    "/readyz",
    "/metrics",
    "/jobs/{id}/steps",
    "/routers/{id}/unlock",
    "/setup",
    "/invitation",
    "/login",
    "/login/totp",
    "/password-reset",
    "/routers/near",
    "/routers/new/script/{id}",
    "/routers/{id}/backups/diff",
    "/routers/{id}/trust",
    "/setup/hotspot",
    "/setup/network",
    "/setup/owner",
    "/setup/payments",
    "/setup/router",
    "/setup/start",
    "/setup/voucher",
    "/verify-email",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_leads_to_what_its_reader_may_not_do() {
    let (_at, people, _routers) = at_work().await;
    let (wrong, walked) = walk(&people).await;
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let count = |role: Role| walked[role.as_str()].len();
    eprintln!("pages: {:?}", Role::ALL.map(|role| (role, count(role))));
    // Whoever may do less sees less, and everything that there is to see, an owner is led to.
    assert!(count(Role::Owner) > count(Role::Technician));
    assert!(count(Role::Technician) > count(Role::Viewer));
    assert!(count(Role::Viewer) > count(Role::Cashier));
    let table = routes();
    let led = walked["owner"].iter().filter_map(|path| {
        let way = Way {
            method: "GET".to_owned(),
            path: path.clone(),
            form: false,
        };
        Some(route(&table, &way)?.path)
    });
    let led: BTreeSet<&str> = led.collect();
    let missed: Vec<&str> = table
        .iter()
        .filter(|route| route.method == Method::GET && !route.path.starts_with("/api/"))
        .map(|route| route.path)
        .filter(|path| !led.contains(path) && !ELSEWHERE.contains(path) && !is_no_page(path))
        .collect();
    assert!(missed.is_empty(), "no page leads to {missed:?}");
}

/// Empty pages say what to do first, to those who may do it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_empty_page_leads_to_what_its_reader_may_not_do() {
    let (at, _) = peopled().await;
    let mut people = Vec::new();
    for role in Role::ALL {
        let login = if role == Role::Owner {
            "amina"
        } else {
            role.as_str()
        };
        people.push((role, browser(&at, login).await.0));
    }
    let (wrong, _) = walk(&people).await;
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_path_is_found_in_the_table_as_the_server_finds_it() {
    let table = routes();
    for (method, path, found) in [
        ("GET", "/routers/new", Some("/routers/new")),
        ("GET", "/routers/7?x=1", Some("/routers/{id}")),
        ("GET", "/static/vendor/htmx.min.js", Some("/static/{*path}")),
        (
            "POST",
            "/people/3/sessions/4/end",
            Some("/people/{id}/sessions/{session}/end"),
        ),
        ("DELETE", "/routers/7", None),
        ("GET", "/nowhere", None),
    ] {
        let way = Way {
            method: Method::from_bytes(method.as_bytes()).unwrap().to_string(),
            path: path.to_owned(),
            form: false,
        };
        assert_eq!(route(&table, &way).map(|it| it.path), found, "{path}");
    }
}
