//! Rows of another business, and rows that were let go: nobody learns that they exist, and nobody changes them.

use std::collections::BTreeMap;

use hotspotd::http::routes::routes;
use hotspotd::service::jobs;
use hotspotd::service::routers::change::{Agreed, Wish, ask};
use hotspotd::service::routers::manage;
use hotspotd::store::job::JobKind;
use reqwest::{Method, StatusCode};
use rusqlite::Connection;
use serde_json::json;

use crate::appliance::{Api, Rig};
use crate::people::{actor, over, peopled, with_router};

/// Tables whose rows belong to a business.
fn owned_tables(state: &Connection) -> Vec<String> {
    let sql = "SELECT m.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
               WHERE m.type = 'table' AND c.name = 'operator_id' AND m.name <> 'audit' ORDER BY 1";
    let mut tables = state.prepare(sql).unwrap();
    let tables = tables.query_map([], |row| row.get(0)).unwrap();
    tables.collect::<Result<_, _>>().unwrap()
}

/// All rows of all tables of a business, as text.
fn rows(state: &Connection, operator: i64) -> BTreeMap<String, Vec<String>> {
    let of = |table: String| {
        let sql = format!("SELECT * FROM {table} WHERE operator_id = ?1");
        let mut found = state.prepare(&sql).unwrap();
        let columns = found.column_count();
        let found = found.query_map([operator], |row| {
            let values = (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at));
            Ok(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
        });
        let found = found.unwrap().collect::<Result<_, _>>().unwrap();
        (table, found)
    };
    owned_tables(state).into_iter().map(of).collect()
}

/// A row of every kind.
async fn fill(at: &Rig, owner: &Api) {
    let (simulator, router) = with_router(at).await;
    let (appliance, actor) = (at.appliance(), actor(at).await);
    let agreed = Agreed::default();
    // Nothing is sent: the difference is another one by then.
    let job = ask(
        appliance,
        &actor,
        router,
        Wish::Apply,
        "no such change",
        &agreed,
    )
    .await;
    job.unwrap();
    let last = jobs::ask(appliance, &actor, router, JobKind::Verify)
        .await
        .unwrap();
    over(at, last).await;
    let made = owner.post("/api/config/starter-set/", json!({})).await;
    assert!(made.status.is_success(), "{}", made.body);
    simulator.stop().await;
}

/// Asks every route that names a row for the rows with these numbers. What was answered with something else than "there is no such thing".
async fn knock(at: &Rig, owner: &Api, numbers: &[i64]) -> Vec<String> {
    let mut found = Vec::new();
    for route in routes() {
        // One's own session ends with this; of others', below.
        let names_a_row = route.path.contains("{id}") && !route.path.contains("/sessions/");
        if !names_a_row || !route.path.starts_with("/api/") {
            continue;
        }
        for number in numbers {
            at.pass(1);
            let path = route.path.replace("{id}", &number.to_string());
            let mut request = owner.request(route.method.clone(), &path);
            if route.method != Method::GET {
                request = request.json(&json!({}));
            }
            let answer = request.send().await.unwrap();
            let status = answer.status();
            let refused_before_looking =
                status == StatusCode::UNPROCESSABLE_ENTITY && route.method != Method::GET;
            if status != StatusCode::NOT_FOUND && !refused_before_looking {
                found.push(format!(
                    "{} {path}: {status} {}",
                    route.method,
                    answer.text().await.unwrap()
                ));
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_business_is_not_there() {
    let (at, owner) = peopled().await;
    fill(&at, &owner).await;
    let state = Connection::open(at.folder.join("state.db")).unwrap();
    state
        .execute_batch("INSERT INTO operator SELECT 4242, * FROM (SELECT * FROM operator LIMIT 0)")
        .unwrap_err();
    let columns = columns(&state, "operator");
    let others = columns.join(", ");
    let sql =
        format!("INSERT INTO operator (id, {others}) SELECT 4242, {others} FROM operator LIMIT 1");
    state.execute_batch(&sql).unwrap();
    // The technician and everything that is no account belong to the other one from now on.
    for table in owned_tables(&state) {
        let which = if table == "account" {
            "WHERE login = 'technician'"
        } else {
            ""
        };
        let sql = format!("UPDATE {table} SET operator_id = 4242 {which}");
        state.execute_batch(&sql).unwrap();
    }
    let theirs = rows(&state, 4242);
    let filled: Vec<&String> = theirs
        .iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(table, _)| table)
        .collect();
    eprintln!("rows of another business in {filled:?}");
    assert!(filled.len() >= 6, "{filled:?}");
    let technician: i64 = state
        .query_row(
            "SELECT id FROM account WHERE login = 'technician'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let jobs_and_others = [1, 2, 3];
    let mut found = Vec::new();
    for number in jobs_and_others.into_iter().chain([technician]) {
        let mut answers = knock(&at, &owner, &[number]).await;
        // People of this business have the other numbers.
        answers.retain(|answer| number == technician || !answer.contains("/api/people/"));
        found.extend(answers);
    }
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(rows(&state, 4242), theirs, "something was changed");
    for list in [
        "/api/jobs/",
        "/api/people/",
        "/api/config/models/",
        "/api/config/templates/",
        "/api/config/list/",
        "/api/config/bandwidth-profiles/",
        "/api/config/voucher-types/",
    ] {
        let page = owner.get(list).await;
        let text = page.body.to_string();
        assert!(
            !text.contains("technician") && !text.contains("Kahawa"),
            "{list}: {text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_of_others_are_not_ended() {
    let (at, _) = peopled().await;
    let technician = at.signed_in("technician", crate::appliance::PASSWORD).await;
    let viewer = at.signed_in("viewer", crate::appliance::PASSWORD).await;
    for number in 1..20 {
        let path = format!("/api/auth/sessions/{number}/");
        viewer.delete(&path).await;
    }
    assert!(technician.is_in().await);
}

/// The columns of a table without its number.
fn columns(state: &Connection, table: &str) -> Vec<String> {
    let mut found = state
        .prepare("SELECT name FROM pragma_table_info(?1) WHERE name <> 'id'")
        .unwrap();
    let found = found.query_map([table], |row| row.get(0)).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_router_that_was_let_go_is_not_there() {
    let (at, owner) = peopled().await;
    let (_simulator, router) = with_router(&at).await;
    let actor = actor(&at).await;
    manage::remove(at.appliance(), &actor, router)
        .await
        .unwrap();
    let browser = crate::people::browser(&at, "amina").await.0;
    for route in routes() {
        if route.method == Method::GET && route.path.starts_with("/routers/{id}") {
            let path = route.path.replace("{id}", &router.to_string());
            let status = browser.get(&path).await.status.as_u16();
            // One that needs to be asked about something says so first.
            assert!([404, 422].contains(&status), "{path}: {status}");
        }
    }
    // Nothing has ever had these numbers.
    for number in [0, -1, i64::MAX] {
        let found = knock(&at, &owner, &[number]).await;
        assert!(found.is_empty(), "{found:#?}");
    }
    let kept: (Vec<u8>, Option<Vec<u8>>) = Connection::open(at.folder.join("state.db"))
        .unwrap()
        .query_row("SELECT password, site FROM router", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(kept, (Vec::new(), None), "its secrets are forgotten");
}
