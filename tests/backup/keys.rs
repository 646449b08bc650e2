//! The key of the box: it comes with a whole backup, and another one does not go unless somebody says so.

use std::os::unix::fs::PermissionsExt as _;

use crate::bench::{Bench, contents, ended, hotspotd, refused};
use crate::daemon::{Browser, Daemon};

fn key(bench: &Bench, data: &str) -> Vec<u8> {
    std::fs::read(bench.path(data).join("secret.key")).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_box_goes_on_on_new_hardware() {
    let bench = Bench::new("backup-move");
    let filled = bench.run(&[&[
        "sample-data",
        "--routers",
        "2",
        "--data-dir",
        &bench.at("data"),
    ]]);
    let told = ended(&filled, 0);
    let password = told
        .lines()
        .find_map(|line| line.trim().strip_prefix("owner        amina"));
    let password = password.unwrap().trim().to_owned();
    bench.backed_up("data", "whole.age");
    let mode = std::fs::metadata(bench.path("whole.age"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);

    let looked = ended(&bench.restore("whole.age", "data", &["--verify-only"]), 0);
    for part in [
        "4 accounts, 2 routers, ",
        "configurations",
        "by hotspotd ",
        "it opens 4 of 4",
    ] {
        assert!(looked.contains(part), "{part}: {looked}");
    }
    let told = ended(&bench.restore("whole.age", "new", &[]), 0);
    assert!(told.contains("new/secret.key"), "{told}");
    assert_eq!(key(&bench, "new"), key(&bench, "data"));
    let daemon = Daemon::start(&bench.path("new"), None).await;
    let browser = Browser::sign_in(&daemon, "amina", &password).await;
    let routers = browser.document(&daemon, "/api/routers/").await;
    assert_eq!(routers["items"].as_array().unwrap().len(), 2);
    daemon.kill().await;
    // On itself: the key is the same, the former database is kept.
    let again = ended(&bench.restore("whole.age", "data", &[]), 0);
    assert!(
        again.contains("state-before-restore-") && again.contains("the one of the backup"),
        "{again}"
    );
    let held: Vec<_> = std::fs::read_dir(bench.path("data")).unwrap().collect();
    assert!(held.iter().all(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        !name.to_string_lossy().ends_with(".part")
    }));
}

#[test]
fn another_key_stays_unless_it_is_replaced() {
    let bench = Bench::furnished("backup-keys");
    let other = bench.run(&[&[
        "sample-data",
        "--routers",
        "1",
        "--data-dir",
        &bench.at("other"),
    ]]);
    ended(&other, 0);
    let (own, former) = (key(&bench, "data"), key(&bench, "other"));
    let before = contents(&bench.path("other"));
    let told = refused(&bench.restore("whole.age", "other", &[]));
    assert!(
        told.contains("this box has another key") && told.contains("--replace-key"),
        "{told}"
    );
    assert!(contents(&bench.path("other")) == before);
    // A key that others may read is none to go on with.
    let path = bench.path("other/secret.key");
    let mode =
        |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o644);
    let told = refused(&bench.restore("whole.age", "other", &["--replace-key"]));
    assert!(told.contains("open to other users"), "{told}");
    mode(0o600);
    assert!(contents(&bench.path("other")) == before);

    let told = ended(&bench.restore("whole.age", "other", &["--replace-key"]), 0);
    assert!(told.contains("the former key is "), "{told}");
    assert_eq!(key(&bench, "other"), own);
    let aside: Vec<_> = std::fs::read_dir(bench.path("other"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.to_string_lossy()
                .contains("secret.key.before-restore-")
        })
        .collect();
    assert_eq!(aside.len(), 1);
    assert_eq!(std::fs::read(&aside[0]).unwrap(), former);
    ended(
        &hotspotd(&["account", "list", "--data-dir", &bench.at("other")]),
        0,
    );
    // What is no key goes too, but not without a word.
    std::fs::write(bench.path("other/secret.key"), "lost").unwrap();
    assert!(refused(&bench.restore("whole.age", "other", &[])).contains("another key"));
    ended(&bench.restore("whole.age", "other", &["--replace-key"]), 0);
    assert_eq!(key(&bench, "other"), own);

    // A local copy comes without a key: it is not put where another key would not open it.
    let copy = ended(
        &hotspotd(&["backup", "make", "--data-dir", &bench.at("data")]),
        0,
    );
    let copy = copy.trim();
    std::fs::write(bench.path("other/secret.key"), &former).unwrap();
    let before = contents(&bench.path("other"));
    let other = bench.at("other");
    let told = refused(&hotspotd(&["restore", copy, "--data-dir", &other]));
    assert!(told.contains("another key has sealed them"), "{told}");
    assert!(contents(&bench.path("other")) == before);
    std::fs::write(bench.path("other/secret.key"), &own).unwrap();
    ended(
        &hotspotd(&["restore", copy, "--data-dir", &other, "--verify-only"]),
        0,
    );
    ended(&hotspotd(&["restore", copy, "--data-dir", &other]), 0);
}

#[test]
fn the_key_of_a_credential_is_not_written() {
    let bench = Bench::furnished("backup-credential");
    let credentials = bench.path("credentials");
    std::fs::create_dir(&credentials).unwrap();
    std::fs::write(credentials.join("hotspotd.key"), "17".repeat(32)).unwrap();
    let mode = std::fs::Permissions::from_mode(0o400);
    std::fs::set_permissions(credentials.join("hotspotd.key"), mode).unwrap();
    let before = contents(&bench.folder.0);
    let told = std::process::Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(["restore", &bench.at("whole.age"), "--replace-key"])
        .args([
            "--passphrase-file",
            &bench.at("pass"),
            "--data-dir",
            &bench.at("data"),
        ])
        .env("CREDENTIALS_DIRECTORY", &credentials)
        .output()
        .unwrap();
    assert!(refused(&told).contains("is given by systemd"), "{told:?}");
    assert!(contents(&bench.folder.0) == before);
}
