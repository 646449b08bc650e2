//! `hotspotd status` and `hotspotd account set-up-code`, beside a daemon that runs and beside none.

use std::path::Path;

use crate::daemon::Daemon;
use crate::support::office::Folder;

fn hotspotd(arguments: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(arguments)
        .env_remove("HOTSPOTD_CONFIG")
        .output()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn status_tells_whether_the_daemon_is_ready_and_a_code_makes_the_first_owner() {
    let folder = Folder::new();
    let daemon = Daemon::start(folder.path(), None).await;
    let address = daemon.address.to_string();
    let status = hotspotd(&["status", "--listen", &address, "--wait", "10s", "--json"]);
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stderr)
    );
    let told: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(told["ready"], true);
    assert_eq!(told["administration"][0], format!("https://{address}/"));
    assert_eq!(told["certificate"], daemon.certificate);
    let status = hotspotd(&["status", "--listen", &address]);
    let text = String::from_utf8(status.stdout).unwrap();
    for told in [
        "Administration: https://",
        "portal: http://",
        "warns once",
        &daemon.certificate,
    ] {
        assert!(text.contains(told), "{text}");
    }
    // Where the settings name a certificate of the operator's own that cannot be used, the box shows its own, and status says so.
    let nothing = folder.path().join("nothing.pem");
    let own = |data: &Path| {
        let mut own = vec!["status", "--listen", &address, "--data-dir"];
        own.push(data.to_str().unwrap());
        for flag in ["--tls-certificate", "--tls-key"] {
            own.extend([flag, nothing.to_str().unwrap()]);
        }
        String::from_utf8(hotspotd(&own).stdout).unwrap()
    };
    assert!(own(folder.path()).contains("warns once"));
    let elsewhere = own(&folder.path().join("elsewhere"));
    assert!(
        elsewhere.contains(&daemon.certificate) && !elsewhere.contains("warns once"),
        "{elsewhere}"
    );

    // The code that the box prints lets an owner in, while the daemon runs; then there is none any more.
    let data = folder.path().to_str().unwrap().to_owned();
    let printed = hotspotd(&["account", "set-up-code", "--data-dir", &data]);
    assert!(
        printed.status.success(),
        "{}",
        String::from_utf8_lossy(&printed.stderr)
    );
    let code = String::from_utf8(printed.stdout).unwrap();
    let owner = serde_json::json!({
        "code": code.trim(), "login": "amina", "name": "Amina", "password": "duka-ya-amina-7",
    });
    let registered = reqwest::Client::new()
        .post(daemon.url("/api/auth/register/"))
        .json(&owner)
        .send()
        .await
        .unwrap();
    assert!(
        registered.status().is_success(),
        "{}",
        registered.text().await.unwrap()
    );
    let refused = hotspotd(&["account", "set-up-code", "--data-dir", &data]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("there is an owner already"));

    daemon.kill().await;
    let gone = hotspotd(&["status", "--listen", &address]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&gone.stderr).contains("is not ready"));
}
