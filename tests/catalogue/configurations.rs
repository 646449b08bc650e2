//! Generated configurations: made, listed, looked at, downloaded, deleted.

use hotspotd::cli::example;
use hotspotd::domain::access::Role;
use hotspotd::domain::hotspot::site::WanMode;
use hotspotd::domain::routeros::catalogue::Catalogue;
use hotspotd::domain::secret::Secret;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::office::Office;

const SECRET: &str = "maziwa-lala-9000";

fn site() -> String {
    let model = Catalogue::builtin().find("hEX").unwrap();
    let text = example::text(model, "basic".parse().unwrap(), "7.21".parse().unwrap()).unwrap();
    let mut site = hotspotd::service::site_file::read(&text).unwrap();
    site.wan.as_mut().unwrap().mode = WanMode::Pppoe {
        user: "duka".to_owned(),
        password: Secret::new(SECRET),
    };
    hotspotd::service::site_file::write(&site).unwrap()
}

#[tokio::test]
async fn a_configuration_is_kept_with_its_secrets_sealed() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let made = owner
        .post(201, "/api/config/generate/", json!({ "site": site() }))
        .await;
    let id = made["configuration"]["id"].as_i64().unwrap();
    assert_eq!(made["configuration"]["fate"], "generated");
    let preview = owner.get(200, &format!("/api/config/preview/{id}/")).await;
    let text = preview.to_string();
    assert!(
        text.contains("/ip/hotspot/profile") && text.contains("••••") && !text.contains(SECRET),
        "{text}"
    );
    let rows: usize = preview["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["rows"].as_array().unwrap().len())
        .sum();
    assert_eq!(made["configuration"]["rows"], rows);

    for (format, name, holds) in [
        ("rsc", format!("duka-{id}.rsc"), ":if ([:len ["),
        ("export", format!("duka-{id}.export.rsc"), "/ip hotspot"),
        ("site", format!("duka-{id}.toml"), "[[profile]]"),
    ] {
        let path = format!("/api/config/download/{id}/?format={format}");
        let answer = owner.ask(Method::GET, &path, None).await;
        assert_eq!(
            answer.headers()["content-disposition"],
            format!("attachment; filename=\"{name}\"")
        );
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let text = answer.text().await.unwrap();
        assert!(
            text.contains(holds) && text.contains(SECRET),
            "{format}: {text}"
        );
        if format == "site" {
            assert_eq!(
                hotspotd::service::site_file::read(&text),
                hotspotd::service::site_file::read(&site())
            );
        }
    }
    // The page shows no secret, and nothing of it lies open on the disk.
    let browser = office.browser(Role::Viewer).await;
    let (status, html) = browser.page(&format!("/configurations/{id}")).await;
    assert!(status == 200 && html.contains("••••") && !html.contains(SECRET));
    for entry in std::fs::read_dir(office.running.appliance.data()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes
                .windows(SECRET.len())
                .any(|window| window == SECRET.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
    owner.delete(204, &format!("/api/config/{id}/")).await;
    owner.delete(404, &format!("/api/config/{id}/")).await;
}

#[tokio::test]
async fn what_gives_no_configuration_is_refused() {
    let office = Office::open(1, 0).await;
    let owner = office.program(Role::Owner).await;
    let generate = "/api/config/generate/";
    owner.post(422, generate, json!({})).await;
    owner
        .post(422, generate, json!({ "site": site(), "router": 1 }))
        .await;
    owner.post(404, generate, json!({ "router": 99 })).await;
    owner.post(404, generate, json!({ "router": -1 })).await;
    owner.post(422, generate, json!({ "router": 1.5 })).await;
    let answer = owner
        .post(422, generate, json!({ "site": "template = 1" }))
        .await;
    assert!(
        answer["errors"][0]["message"]
            .as_str()
            .unwrap()
            .starts_with("line 1, column"),
        "{answer}"
    );
    let answer = owner
        .post(
            422,
            generate,
            json!({ "site": site().replace("ether1", "ether9") }),
        )
        .await;
    assert!(answer.to_string().contains("ether9"), "{answer}");
    assert!(!answer.to_string().contains(SECRET));
    let made = owner.post(201, generate, json!({ "router": 1 })).await;
    assert_eq!(made["configuration"]["router"], 1);
}

#[tokio::test]
async fn the_list_goes_backwards_page_by_page() {
    let office = Office::open(3, 25).await;
    let owner = office.program(Role::Owner).await;
    let mut seen = Vec::new();
    let mut next = Value::Null;
    loop {
        let before = next
            .as_i64()
            .map(|id| format!("&before={id}"))
            .unwrap_or_default();
        let page = owner
            .get(200, &format!("/api/config/list/?limit=10{before}"))
            .await;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["id"].as_i64().unwrap()),
        );
        next = page["next"].clone();
        if next.is_null() {
            break;
        }
    }
    assert_eq!(seen, (1..=25).rev().collect::<Vec<i64>>());
    let of_two = owner.get(200, "/api/config/list/?router=2&limit=100").await;
    assert_eq!(of_two["items"].as_array().unwrap().len(), 8);
    assert_eq!(of_two["items"][0]["fate"], "applied");
    for path in [
        "?limit=x",
        "?before=0",
        "?before=-3",
        "?router=x",
        "?limit=-1",
    ] {
        owner.get(422, &format!("/api/config/list/{path}")).await;
    }
    owner.get(200, "/api/config/list/?limit=4000000000").await;
    let browser = office.browser(Role::Owner).await;
    assert!(
        browser
            .page("/configurations?before=3")
            .await
            .1
            .contains("/configurations/2\"")
    );
    assert_eq!(browser.page("/configurations?before=x'--").await.0, 200);
}

#[tokio::test]
async fn a_path_names_a_configuration_or_nothing() {
    let office = Office::open(1, 1).await;
    let owner = office.program(Role::Owner).await;
    owner.get(200, "/api/config/download/1/").await;
    for id in [
        "0",
        "-1",
        "2",
        "+1",
        "01",
        "1.0",
        "1e0",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999999",
        "..%2f1",
        "..%2f..%2fstate.db",
        "%2e%2e%2fsecret.key",
        "1%00",
        "%31%20",
        "1;",
        "%ff",
        "☕",
    ] {
        for path in ["download", "preview"] {
            owner.get(404, &format!("/api/config/{path}/{id}/")).await;
        }
        owner.delete(404, &format!("/api/config/{id}/")).await;
    }
    owner
        .get(422, "/api/config/download/1/?format=../../etc/passwd")
        .await;
    for path in [
        "/api/config/templates/..%2fparts%2fwan/",
        "/api/config/models/..%2f/",
        "/api/config/voucher-types/%ff/",
    ] {
        owner.get(404, path).await;
    }
}

#[tokio::test]
async fn one_that_a_job_refers_to_stays() {
    let office = Office::open(1, 1).await;
    let owner = office.program(Role::Owner).await;
    office
        .running
        .appliance
        .state
        .write(|connection| {
            connection.execute(
                "INSERT INTO job (operator_id, router_id, kind, state, configuration_id, terms, created_at, author)
                 VALUES (1, 1, 'verify', 'done', 1, '{}', 0, 'amina')",
                [],
            )?;
            Ok::<_, hotspotd::store::StoreError>(())
        })
        .await
        .unwrap();
    let answer = owner.delete(409, "/api/config/1/").await;
    assert!(answer["detail"].as_str().unwrap().contains("job"));
    let browser = office.browser(Role::Owner).await;
    let (status, ..) = browser.send("/configurations/1/delete", &[]).await;
    assert_eq!(status, 409);
    owner.get(200, "/api/config/preview/1/").await;
}
