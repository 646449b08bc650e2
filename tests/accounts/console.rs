//! `hotspotd account` beside a running daemon.

use std::process::{Command, Output};

use reqwest::StatusCode;
use serde_json::json;

use crate::appliance::{PASSWORD, Rig};
use crate::life::code_of;

fn hotspotd(rig: &Rig, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .arg("account")
        .args(arguments)
        .arg("--data-dir")
        .arg(&rig.folder)
        .output()
        .unwrap()
}

#[tokio::test]
async fn a_password_is_set_while_the_daemon_runs_and_sessions_end() {
    let (rig, owner) = Rig::owned().await;
    let begun = owner
        .post("/api/auth/totp/", json!({"password": PASSWORD}))
        .await;
    let code = code_of(begun.body["secret"].as_str().unwrap(), rig.clock.now());
    owner
        .post("/api/auth/totp/confirm/", json!({"code": code}))
        .await;
    let listed = hotspotd(&rig, &["list"]);
    let text = String::from_utf8(listed.stdout).unwrap();
    assert!(
        text.contains("amina") && text.contains("second step"),
        "{text}"
    );

    let file = rig.folder.join("new-password");
    std::fs::write(&file, "kahawa na maziwa\n").unwrap();
    let file = file.to_str().unwrap();
    let nobody = hotspotd(&rig, &["reset-password", "nobody", "--password-file", file]);
    assert_eq!(nobody.status.code(), Some(64));
    let without = hotspotd(&rig, &["reset-password", "amina"]);
    assert_eq!(
        without.status.code(),
        Some(64),
        "there is no terminal to ask at"
    );
    assert!(owner.is_in().await);

    let arguments = [
        "reset-password",
        "amina",
        "--password-file",
        file,
        "--remove-totp",
    ];
    let set = hotspotd(&rig, &arguments);
    assert_eq!(
        set.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&set.stderr)
    );
    assert!(!owner.is_in().await, "at once");
    let old = rig.api().login("amina", PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let owner = rig.signed_in("amina", "kahawa na maziwa").await;
    let line = "console set-password account amina".to_owned();
    assert!(rig.audit(&owner).await.contains(&line));
}

#[tokio::test]
async fn a_folder_without_data_is_not_filled() {
    let folder = std::env::temp_dir().join(format!("no-appliance-{}", std::process::id()));
    let listed = Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(["account", "list", "--data-dir"])
        .arg(&folder)
        .output()
        .unwrap();
    assert_eq!(listed.status.code(), Some(64));
    assert!(!folder.exists());
}
