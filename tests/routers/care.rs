//! What the owner decides once for all routers.

use reqwest::StatusCode;
use serde_json::json;

use crate::office::Office;

const PATH: &str = "/api/settings/routers/";

#[tokio::test]
async fn how_often_routers_are_read_is_decided_within_bounds() {
    let (_office, amina) = Office::open(true).await;
    let usual = json!({"every_minutes": 10, "public_addresses": false});
    assert_eq!(amina.get(PATH).await.json(), usual);
    for minutes in [0, 1441, u32::MAX] {
        let body = json!({"every_minutes": minutes, "public_addresses": false});
        let refused = amina.put(PATH, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fault = &refused.json()["errors"][0];
        assert_eq!(fault["field"], json!("every_minutes"), "{fault}");
        let text = minutes.to_string();
        let page = amina
            .form("/settings/routers", &[("every_minutes", &text)])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("from 1 to 1440"), "{}", page.text);
        // What was typed is shown again.
        assert!(
            page.text.contains(&format!("value=\"{text}\"")),
            "{minutes}"
        );
    }
    assert_eq!(amina.get(PATH).await.json(), usual);
    for minutes in [1, 1440, 90] {
        let body = json!({"every_minutes": minutes, "public_addresses": false});
        assert_eq!(amina.put(PATH, body.clone()).await.status, StatusCode::OK);
        assert_eq!(amina.get(PATH).await.json(), body);
    }
    let saved = amina
        .form("/settings/routers", &[("every_minutes", " 45 ")])
        .await;
    assert_eq!(saved.to, "/settings/routers", "{}", saved.text);
    let page = amina.get("/settings/routers").await;
    assert!(page.text.contains("value=\"45\""), "{}", page.text);
    let audit = amina.get("/api/audit/?limit=200").await.json();
    let items = audit["items"].as_array().unwrap().iter();
    let noted: Vec<&str> = items
        .filter(|it| it["subject"] == json!("drift"))
        .map(|it| it["detail"].as_str().unwrap())
        .collect();
    assert_eq!(noted, ["every 45m", "every 1h30m", "every 1d", "every 1m"]);
}
