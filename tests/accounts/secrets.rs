//! Secrets are in no answer, no log line, no line of the audit, and not readable on the disk.

use serde_json::json;

use crate::appliance::{PASSWORD, Rig, token_of};
use crate::logged::Logged;

#[tokio::test]
async fn no_secret_is_told_or_kept_readable() {
    let log = Logged::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .try_init()
        .unwrap();
    let (rig, owner) = Rig::owned().await;
    let mail = json!({"host": "127.0.0.1", "port": 1, "security": "tls", "user": "duka",
        "password": "siri-ya-barua-pepe", "from": "duka@example.org", "address": "http://a"});
    owner.put("/api/settings/mail/", mail).await;
    let invite = json!({"role": "viewer", "email": "x@example.org"});
    let invited = owner.keyed("k", "/api/people/invitations/", invite).await;
    let invitation = token_of(invited.body["link"].as_str().unwrap());
    let begun = owner
        .post("/api/auth/totp/", json!({"password": PASSWORD}))
        .await;
    let totp = begun.body["secret"].as_str().unwrap().to_owned();
    let otieno = rig.person(&owner, "otieno", "viewer").await;
    let path = format!("/api/people/{}/reset-link/", otieno.id().await);
    let reset = token_of(
        owner.post(&path, json!({})).await.body["link"]
            .as_str()
            .unwrap(),
    );
    // A mail that does not go out is told to the log.
    hotspotd::service::outbox::drain(rig.appliance())
        .await
        .unwrap();
    rig.api().login("amina", "wrong wrong wrong").await;

    let mut told = Vec::new();
    for path in [
        "/api/people/",
        "/api/audit/?limit=200",
        "/api/settings/mail/",
        "/api/auth/user/",
        "/api/auth/totp/",
        "/api/auth/sessions/",
    ] {
        told.push(owner.get(path).await.body.to_string());
    }
    let log = log.text();
    assert!(
        log.contains("a mail did not go out"),
        "the log was heard: {log}"
    );
    told.push(log);
    let mut disk = Vec::new();
    for entry in std::fs::read_dir(&rig.folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            disk.extend(std::fs::read(path).unwrap());
        }
    }
    told.push(String::from_utf8_lossy(&disk).into_owned());
    let access = owner.access.clone().unwrap();
    for secret in [
        PASSWORD,
        "siri-ya-barua-pepe",
        &invitation,
        &reset,
        &totp,
        &access,
        &owner.refresh,
        &rig.code,
    ] {
        for text in &told {
            assert!(!text.contains(secret), "{secret} is told");
        }
    }
}
