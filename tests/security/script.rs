//! Hostile texts in every place that keeps one, and then every page: nothing of them is more than text.

use hotspotd::http::routes::routes;
use hotspotd::service::jobs;
use hotspotd::service::routers::change::{Agreed, Wish, ask};
use hotspotd::store::job::JobKind;
use reqwest::Method;
use rusqlite::Connection;
use scraper::{Html, Selector};
use serde_json::json;

use crate::people::{actor, browser, peopled, with_router};

/// Text that is more than text wherever it is not escaped: between tags, in either kind of quotes, as an address, as a template.
const HOSTILE: &str = "pwn\"'`><script>pwn()</script><img src=x onerror=pwn()><a href=javascript:pwn()>{{ 7*7 }}{% raw %}</textarea></title></script>&#60;svg/onload=pwn()>";

/// Columns whose words the program itself chooses; everything else may come from people, routers or mail servers.
const WORDS: [&str; 22] = [
    "state",
    "kind",
    "role",
    "security",
    "drift",
    "fate",
    "purpose",
    "pin",
    "slug",
    "login",
    "language",
    "key",
    "hash",
    "terms",
    "email",
    "face",
    "sample_shape",
    "password_hash",
    "business",
    "drift_changes",
    "report",
    "definition",
];

/// Every text column of every table that pages show, with a hostile text in it. How many there are.
fn poison(state: &Connection) -> usize {
    let sql = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
               WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name NOT IN ('setting', 'idempotency', 'journal')
               AND m.name NOT LIKE 'sqlite%' ORDER BY 1, 2";
    let mut columns = state.prepare(sql).unwrap();
    let columns = columns
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let columns: Vec<(String, String)> = columns.collect::<Result<_, _>>().unwrap();
    let mut poisoned = 0;
    for (table, column) in columns {
        if WORDS.contains(&column.as_str()) {
            continue;
        }
        // What is JSON stays JSON with other texts in it; of these, an event's note is one.
        let json: bool = state
            .query_row(&format!("SELECT coalesce(min(json_valid({column})), 0) FROM {table} WHERE {column} IS NOT NULL"), [], |row| row.get(0))
            .unwrap();
        if json && table != "audit" {
            continue;
        }
        let sql = format!("UPDATE OR IGNORE {table} SET {column} = ?1 || rowid");
        let sql = if sql.contains("job_event") {
            continue;
        } else {
            sql
        };
        // A table without row numbers, or a rule against such a text, keeps what it has.
        if state.execute(&sql, [HOSTILE]).is_ok_and(|rows| rows > 0) {
            poisoned += 1;
        }
    }
    let note = json!({"event": "note", "text": HOSTILE}).to_string();
    state
        .execute(
            "INSERT INTO job_event (job_id, number, at, event) SELECT id, 9000, 1, ?1 FROM job",
            [note],
        )
        .unwrap();
    poisoned
}

/// Nothing in a page does anything by itself, or leads to a script.
fn look(page: &str, path: &str) {
    let html = Html::parse_document(page);
    let all = Selector::parse("*").unwrap();
    for element in html.select(&all) {
        let (name, value) = (element.value().name(), element.value());
        if name == "script" {
            assert!(
                value
                    .attr("src")
                    .is_some_and(|src| src.starts_with("/static/")),
                "{path}: {}",
                element.html()
            );
            assert!(
                element.text().collect::<String>().trim().is_empty(),
                "{path}: {}",
                element.html()
            );
        }
        for (attribute, value) in value.attrs() {
            assert!(
                !attribute.starts_with("on") && attribute != "srcdoc" && attribute != "style",
                "{path}: {}",
                element.html()
            );
            let bare: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect();
            let is_address = [
                "href",
                "src",
                "action",
                "formaction",
                "xlink:href",
                "hx-get",
                "hx-post",
                "sse-connect",
            ]
            .contains(&attribute);
            let runs = is_address
                && ["javascript:", "vbscript:", "data:text"]
                    .iter()
                    .any(|scheme| bare.to_lowercase().starts_with(scheme));
            assert!(!runs, "{path}: {}", element.html());
            let is_own_icon = value.starts_with("data:image/svg+xml,")
                && element.value().attr("rel") == Some("icon");
            let leads_away =
                !is_own_icon && is_address && (bare.starts_with("//") || bare.contains("://"));
            assert!(!leads_away || name == "a", "{path}: {}", element.html());
        }
        assert!(
            !["iframe", "object", "embed", "base"].contains(&name),
            "{path}: {}",
            element.html()
        );
        let made_up = name == "img" && value.attr("src") == Some("x");
        assert!(!made_up, "{path}: {}", element.html());
    }
    assert!(
        !page.contains("pwn\"'`><"),
        "{path}: a text stands as it is"
    );
    assert!(
        !page.contains("49{"),
        "{path}: a text was rendered as a template"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_of_others_are_texts() {
    let (at, owner) = peopled().await;
    let (simulator, router) = with_router(&at).await;
    let (appliance, actor) = (at.appliance(), actor(&at).await);
    let (amina, _) = browser(&at, "amina").await;
    owner.post("/api/config/starter-set/", json!({})).await;
    owner
        .post("/api/people/invitations/", json!({"role": "viewer"}))
        .await;
    ask(
        appliance,
        &actor,
        router,
        Wish::Apply,
        "none",
        &Agreed::default(),
    )
    .await
    .unwrap();
    let last = jobs::ask(appliance, &actor, router, JobKind::Verify)
        .await
        .unwrap();
    let mut happened = appliance.happened.subscribe();
    while !jobs::story(appliance, last)
        .await
        .unwrap()
        .job
        .state
        .is_over()
    {
        let _ = happened.recv().await;
    }
    // By the ways that people and routers have: the name of a browser, the name of a router, a name that is not there.
    let agent = amina.request(Method::GET, "/settings/security").header(
        "user-agent",
        HOSTILE.replace(|c: char| !c.is_ascii_graphic(), " "),
    );
    amina.send(agent).await;
    simulator.with_device(|device| {
        let from = "192.168.88.2".parse().unwrap();
        let admin = device.authenticate("admin", "", from).unwrap();
        let name = [("name".to_owned(), HOSTILE.to_owned())];
        device.run(&admin, "/system/identity/set", &name).unwrap();
    });
    let state = Connection::open(at.folder.join("state.db")).unwrap();
    let poisoned = poison(&state);
    eprintln!("{poisoned} columns hold hostile texts");
    assert!(poisoned >= 15, "{poisoned}");
    // The way to the router stays one.
    let (host, port) = (
        simulator.address().ip().to_string(),
        simulator.address().port(),
    );
    state
        .execute(
            "UPDATE router SET host = ?1, port = ?2, user = 'admin'",
            (host, port),
        )
        .unwrap();

    let hostile: String = form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect();
    let (mut pages, mut shown) = (0, 0);
    for route in routes() {
        let is_page = route.method == Method::GET
            && !route.path.starts_with("/api/")
            && !route.path.contains("{*");
        if !is_page {
            continue;
        }
        let plain = route
            .path
            .replace("{id}", "1")
            .replace("{session}", "1")
            .replace("{name}", &hostile)
            .replace("{reference}", &hostile);
        let asked = [
            "search", "q", "next", "token", "action", "who", "to", "login", "what", "from",
            "until", "return",
        ]
        .iter()
        .map(|name| format!("{name}={hostile}"))
        .collect::<Vec<_>>()
        .join("&");
        for path in [
            plain.clone(),
            format!("{plain}?{asked}"),
            format!("{plain}?search={hostile}"),
            format!("{plain}?next={hostile}"),
        ] {
            let answer = amina
                .request(Method::GET, &path)
                .header(
                    "accept-language",
                    HOSTILE.replace(|c: char| !c.is_ascii_graphic(), ""),
                )
                .send()
                .await
                .unwrap();
            let kind = answer
                .headers()
                .get("content-type")
                .map(|kind| kind.to_str().unwrap().to_owned())
                .unwrap_or_default();
            let status = answer.status();
            let text = answer.text().await.unwrap();
            assert!(!status.is_server_error(), "{path}: {status} {text}");
            if kind.starts_with("text/html") {
                look(&text, &path);
                pages += 1;
                shown += usize::from(text.contains("pwn"));
            } else if kind.starts_with("text/event-stream") {
                assert!(!text.contains("<script>pwn"), "{path}: {text}");
                shown += usize::from(text.contains("pwn"));
            } else if kind.starts_with("text/csv") {
                let formula = |line: &str| {
                    line.split(',')
                        .any(|cell| cell.trim_matches('"').starts_with(['=', '@', '\t']))
                };
                assert!(!text.lines().any(formula), "{path}: a cell is a formula");
            }
        }
    }
    eprintln!("{pages} pages, {shown} of them with hostile texts");
    assert!(
        pages >= 60 && shown >= 15,
        "{pages} pages, {shown} with hostile texts"
    );
    // Who cannot see it at all is told no more of it.
    let nobody = at.browser();
    for path in [
        format!("/{hostile}"),
        format!("/login?next=/{hostile}"),
        format!("/invitation?token={hostile}"),
    ] {
        look(&nobody.get(&path).await.text, &path);
    }
}
