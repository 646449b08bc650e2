//! Hostile texts in every place that keeps one, and then every page: nothing of them is more than text.

use hotspotd::service::jobs;
use hotspotd::service::routers::change::{Agreed, Wish, ask};
use hotspotd::store::job::JobKind;
use reqwest::Method;
use rusqlite::Connection;
use serde_json::json;

use crate::people::{actor, browser, over, peopled, with_router};
use crate::texts::{HOSTILE, Walked, look, walk};

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
    over(&at, last).await;
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

    let Walked { pages, shown } = walk(&amina).await;
    eprintln!("{pages} pages, {shown} of them with hostile texts");
    assert!(
        pages >= 55 && shown >= 40,
        "{pages} pages, {shown} with hostile texts"
    );
    // Who cannot see it at all is told no more of it.
    let hostile: String = form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect();
    let nobody = at.browser();
    for path in [
        format!("/{hostile}"),
        format!("/login?next=/{hostile}"),
        format!("/invitation?token={hostile}"),
    ] {
        look(&nobody.get(&path).await.text, &path);
    }
}
