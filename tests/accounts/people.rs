//! What owners do to others, and what nobody does.

use reqwest::StatusCode;
use serde_json::json;

use crate::appliance::Rig;

#[tokio::test]
async fn a_role_counts_from_the_next_request_on() {
    let (rig, owner) = Rig::owned().await;
    let otieno = rig.person(&owner, "otieno", "owner").await;
    assert_eq!(otieno.get("/api/people/").await.status, StatusCode::OK);
    let path = format!("/api/people/{}/", otieno.id().await);
    let changed = owner.put(&path, json!({"role": "viewer"})).await;
    assert_eq!(changed.body["role"], "viewer", "{}", changed.body);
    assert_eq!(
        otieno.get("/api/people/").await.status,
        StatusCode::FORBIDDEN
    );
    assert!(otieno.is_in().await);
    let audit = rig.audit(&owner).await;
    assert!(
        audit.contains(&"amina set-role account otieno".to_owned()),
        "{audit:#?}"
    );
}

#[tokio::test]
async fn nobody_changes_or_locks_themselves() {
    let (rig, owner) = Rig::owned().await;
    rig.person(&owner, "otieno", "owner").await;
    let path = format!("/api/people/{}", owner.id().await);
    let own = owner
        .put(&format!("{path}/"), json!({"role": "viewer"}))
        .await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    for what in ["lock", "unlock", "reset-link", "sign-out"] {
        let own = owner.post(&format!("{path}/{what}/"), json!({})).await;
        assert_eq!(own.status, StatusCode::CONFLICT, "{what}");
    }
    assert!(owner.is_in().await);
}

#[tokio::test]
async fn an_owner_always_stays() {
    let (rig, amina) = Rig::owned().await;
    let otieno = rig.person(&amina, "otieno", "owner").await;
    let of = |id: i64| format!("/api/people/{id}/");
    let (of_amina, of_otieno) = (of(amina.id().await), of(otieno.id().await));
    // Both at once take the other's role; whoever comes second is none any more.
    let one = amina.put(&of_otieno, json!({"role": "viewer"}));
    let two = otieno.put(&of_amina, json!({"role": "viewer"}));
    let (one, two) = tokio::join!(one, two);
    let mut both = [one.status.as_u16(), two.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [200, 403], "{} {}", one.body, two.body);
}

#[tokio::test]
async fn what_is_not_there_or_no_role_is_said() {
    let (_rig, owner) = Rig::owned().await;
    let nobody = owner
        .put("/api/people/999/", json!({"role": "viewer"}))
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let id = owner.id().await;
    let no_role = owner
        .put(&format!("/api/people/{id}/"), json!({"role": "king"}))
        .await;
    assert_eq!(no_role.body["errors"][0]["field"], "role");
    let extra = owner
        .put(
            &format!("/api/people/{id}/"),
            json!({"role": "viewer", "id": 7}),
        )
        .await;
    assert_eq!(extra.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_audit_log_is_read_page_by_page_and_searched() {
    let (rig, owner) = Rig::owned().await;
    for number in 0..5 {
        let made = owner
            .post("/api/people/invitations/", json!({"role": "viewer"}))
            .await;
        assert_eq!(made.status, StatusCode::CREATED, "{number}");
    }
    let (mut cursor, mut ids) = (String::new(), Vec::new());
    loop {
        let page = owner
            .get(&format!("/api/audit/?limit=3&cursor={cursor}"))
            .await;
        let items = page.body["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        ids.extend(items.iter().map(|it| it["id"].as_i64().unwrap()));
        match page.body["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    // Registered, signed in, five invitations.
    assert_eq!(ids.len(), 7);
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]), "{ids:?}");
    let found = owner.get("/api/audit/?q=INVITE&who=amin").await;
    assert_eq!(found.body["items"].as_array().unwrap().len(), 5);
    let bad = owner.get("/api/audit/?cursor=17").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(rig.audit(&owner).await.len(), 7);
}

#[tokio::test]
async fn many_people_are_listed_in_pages_by_name() {
    let (rig, owner) = Rig::owned().await;
    for login in ["otieno", "wanjiku", "chebet", "barasa"] {
        rig.person(&owner, login, "viewer").await;
    }
    let (mut names, mut cursor) = (Vec::new(), String::new());
    for _ in 0..5 {
        let path = format!("/api/people/?limit=2&cursor={cursor}");
        let page = owner.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let items = page.body["items"].as_array().unwrap();
        assert!((1..=2).contains(&items.len()), "{}", page.body);
        names.extend(items.iter().map(|it| it["login"].to_string()));
        match page.body["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let everybody = ["amina", "barasa", "chebet", "otieno", "wanjiku"];
    let everybody = everybody.map(|login| format!("{login:?}"));
    names.sort();
    assert_eq!(names, everybody);
    let wrong = owner.get("/api/people/?cursor=17").await;
    assert_ne!(wrong.status, StatusCode::OK);

    // Page and search for people: the list begins behind somebody, and has who fits.
    let browser = rig.browser();
    let fields = [("login", "amina"), ("password", crate::appliance::PASSWORD)];
    browser.get("/login").await;
    browser.post("/login", &fields).await;
    let page = browser.get("/people?q=CHEB").await;
    assert!(
        page.text.contains("chebet") && !page.text.contains("wanjiku"),
        "{}",
        page.text
    );
    let none = browser.get("/people?q=nobody").await;
    assert!(none.text.contains("Nothing fits"), "{}", none.text);
}
