//! Figures that move by exactly what was done.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

use hotspotd::store::{Connection, StoreError};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::office::Office;
use crate::read::figures;
use crate::support::shop::hap;

const REQUESTS: &str = "hotspotd_http_requests_total";

fn request(method: &str, route: &str, status: &str) -> String {
    format!("{REQUESTS}{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}")
}

#[tokio::test]
async fn requests_are_counted_by_their_route() {
    let (office, amina) = Office::open(true).await;
    let address = format!("http://{}", office.running.listen);
    let before = figures(&address).await;
    let nobody = crate::office::Person {
        access: String::new(),
        client: amina.client.clone(),
        address: amina.address.clone(),
    };
    for number in 0..7 {
        nobody.get(&format!("/login?next=%22%0a{number}")).await;
    }
    for odd in ["999", "%22%7D%201%0Ax", "a%5Cb", "%E2%80%A8"] {
        nobody.get(&format!("/routers/{odd}")).await;
    }
    amina.get("/api/jobs").await;
    amina.get("/api/jobs/").await;
    nobody.get("/api/jobs/").await;
    nobody.send(nobody.request(Method::HEAD, "/login")).await;
    nobody.send(nobody.request(Method::PATCH, "/login")).await;
    nobody.get("/no%0Awhere").await;
    nobody.get("/xyzzy%22%7D").await;
    let after = figures(&address).await;
    let expected: BTreeMap<String, f64> = [
        (request("GET", "/login", "2xx"), 8.0),
        (request("GET", "/routers/{id}", "3xx"), 4.0),
        (request("GET", "/api/jobs/", "2xx"), 2.0),
        (request("GET", "/api/jobs/", "4xx"), 1.0),
        (request("none", "none", "4xx"), 3.0),
        // The one before.
        (request("GET", "/metrics", "2xx"), 1.0),
    ]
    .into();
    assert_eq!(after.all_grown(REQUESTS, &before), expected);
    let taken = |what: &str| {
        let labels = "{method=\"GET\",route=\"/login\"}";
        let name = format!("hotspotd_http_request_duration_seconds_{what}{labels}");
        after.grown(&name, &before)
    };
    assert_eq!(taken("count"), 8.0);
    assert!(taken("sum") > 0.0);
    // What was asked for stands nowhere.
    for odd in ["999", "no where", "xyzzy", "%22"] {
        assert!(!after.text.contains(odd), "{odd}");
    }
}

#[tokio::test]
async fn commits_and_what_waits_for_the_writer() {
    let (office, _) = Office::open(true).await;
    let address = format!("http://{}", office.running.listen);
    let telemetry = office.appliance().telemetry.clone();
    let commits = "hotspotd_database_commit_duration_seconds_count{database=\"telemetry\"}";
    let waiting = "hotspotd_database_queue_jobs{database=\"telemetry\"}";
    let sample = |at: i64| {
        move |connection: &Connection| {
            connection.execute("INSERT INTO reach (router_id, at) VALUES (9, ?1)", [at])?;
            Ok::<_, StoreError>(())
        }
    };
    let before = figures(&address).await;
    for at in 0..5 {
        telemetry.write(sample(at)).await.unwrap();
    }
    // One that is undone, and one that writes nothing: neither is a commit of anything.
    assert!(telemetry.write(sample(0)).await.is_err());
    telemetry
        .write(|_: &Connection| Ok::<_, StoreError>(()))
        .await
        .unwrap();
    let after = figures(&address).await;
    assert_eq!(after.grown(commits, &before), 5.0);
    assert!(after.get("hotspotd_database_commit_longest_seconds{database=\"telemetry\"}") > 0.0);

    let (release, held) = mpsc::channel::<()>();
    let writer = telemetry.clone();
    let mut given = vec![tokio::spawn(async move {
        let hold = move |_: &Connection| {
            // The sender is dropped: that is the release.
            let _ = held.recv();
            Ok::<_, StoreError>(())
        };
        writer.write(hold).await
    })];
    for at in 10..13 {
        let writer = telemetry.clone();
        given.push(tokio::spawn(async move { writer.write(sample(at)).await }));
    }
    // The first is under way by then, and no longer waits.
    let came = async {
        while telemetry.measured().waiting != 3 {
            tokio::task::yield_now().await;
        }
    };
    let came = tokio::time::timeout(Duration::from_secs(30), came).await;
    came.expect("three that wait");
    assert_eq!(figures(&address).await.get(waiting), 3.0);
    drop(release);
    for each in given {
        each.await.unwrap().unwrap();
    }
    assert_eq!(figures(&address).await.get(waiting), 0.0);
}

#[tokio::test]
async fn changes_are_counted_by_what_became_of_them() {
    let (office, amina) = Office::open(true).await;
    let address = format!("http://{}", office.running.listen);
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate \\ #1").await;
    let path = |rest: &str| format!("/api/routers/{id}/{rest}");
    let site = serde_json::to_value(crate::support::sites::basic()).unwrap();
    let saved = json!({"version": 0, "site": site});
    let saved = amina.put(&path("site/"), saved).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
    let before = figures(&address).await;
    let apply = async |change: &str| {
        let body = json!({"change": change, "take_over": true});
        let asked = amina.post(&path("apply/"), body).await;
        let job = asked.json()["job"].as_i64().unwrap();
        office.job(&amina, job).await
    };
    // Not what was agreed to: nothing is sent.
    assert_eq!(apply("0000").await.0, "failed");
    let diff = amina.get(&path("diff/")).await.json();
    let (state, outcome) = apply(diff["hash"].as_str().unwrap()).await;
    assert_eq!(state, "done", "{outcome}");
    let verify = amina.post(&path("verify/"), json!({})).await.json();
    office.job(&amina, verify["job"].as_i64().unwrap()).await;
    let after = figures(&address).await;
    let grown = |beginning: &str| after.all_grown(beginning, &before);
    let changes = |outcome: &str| format!("hotspotd_changes_total{{outcome=\"{outcome}\"}}");
    assert_eq!(
        grown("hotspotd_changes_total"),
        [(changes("done"), 1.0), (changes("refused"), 1.0)].into()
    );
    let jobs = |kind: &str, outcome: &str| {
        format!("hotspotd_jobs_total{{kind=\"{kind}\",outcome=\"{outcome}\"}}")
    };
    assert_eq!(
        grown("hotspotd_jobs_total"),
        [
            (jobs("apply", "done"), 1.0),
            (jobs("apply", "failed"), 1.0),
            (jobs("verify", "done"), 1.0),
        ]
        .into()
    );
    for (name, is) in [
        ("hotspotd_routers", 1.0),
        ("hotspotd_routers_up", 1.0),
        ("hotspotd_routers_silent", 0.0),
        ("hotspotd_routers_drifted", 0.0),
        ("hotspotd_jobs_open{state=\"waiting\"}", 0.0),
        ("hotspotd_jobs_open{state=\"running\"}", 0.0),
        ("hotspotd_mails_waiting", 0.0),
    ] {
        assert_eq!(after.get(name), is, "{name}");
    }
    let commits = "hotspotd_database_commit_duration_seconds_count{database=\"state\"}";
    assert!(after.grown(commits, &before) >= 3.0);
    // No name that a person typed stands in it.
    assert!(!after.text.contains("Gate") && !after.text.contains("amina"));
}

#[tokio::test]
async fn what_waits_is_told() {
    let (office, amina) = Office::open(true).await;
    let address = format!("http://{}", office.running.listen);
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    // Somebody else has the router in hand, so that its jobs wait.
    let hand = office
        .appliance()
        .hand(hotspotd::domain::id::RouterId::new(id).unwrap());
    let held = hand.lock().await;
    let mut jobs = Vec::new();
    for _ in 0..2 {
        let asked = amina
            .post(&format!("/api/routers/{id}/export/"), json!({}))
            .await;
        jobs.push(asked.json()["job"].as_i64().unwrap());
    }
    let gone = amina
        .send(amina.request(Method::DELETE, &format!("/api/jobs/{}/", jobs[1])))
        .await;
    assert!(gone.status.is_success(), "{}", gone.text);
    office
        .appliance()
        .state
        .write(|connection: &Connection| {
            for state in ["sent_at", "given_up_at", "trouble", "trouble"] {
                let sql = format!("INSERT INTO mail (created_at, recipient, subject, body, next_at, {state}) VALUES (0, 'a@b.example', '\"}} 1', x'', 9e15, 1)");
                connection.execute(&sql.replace("9e15", "9000000000000000"), [])?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    let found = figures(&address).await;
    for (name, is) in [
        ("hotspotd_jobs_open{state=\"waiting\"}", 1.0),
        (
            "hotspotd_jobs_total{kind=\"export\",outcome=\"cancelled\"}",
            1.0,
        ),
        ("hotspotd_mails_waiting", 2.0),
        ("hotspotd_mails_given_up", 1.0),
    ] {
        assert_eq!(found.get(name), is, "{name}");
    }
    drop(held);
    office.job(&amina, jobs[0]).await;
    let found = figures(&address).await;
    assert_eq!(found.get("hotspotd_jobs_open{state=\"waiting\"}"), 0.0);
}
