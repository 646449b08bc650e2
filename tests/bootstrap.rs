//! `hotspotd bootstrap` as a person runs it, and its script on a simulated router.

#![allow(clippy::unwrap_used)] // The helpers of tests are no tests to clippy.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use simulator::device::{Caller, Device, DeviceConfig, DeviceMode, Record};

/// An empty folder with a site file.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let site = hotspotd(&folder, &["example-site"]);
    std::fs::write(folder.join("shop.toml"), site.stdout).unwrap();
    folder
}

fn hotspotd(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// The script, which must come.
fn script(folder: &Path, arguments: &[&str]) -> String {
    let output = hotspotd(folder, &[&["bootstrap", "shop.toml"], arguments].concat());
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn password(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("shop.password"))
        .unwrap()
        .trim_end()
        .to_owned()
}

struct Router(Device, Caller);

impl Router {
    fn new() -> Self {
        let device = Device::factory(&DeviceConfig {
            model: "hAP ac2".to_owned(),
            version: "7.21.5".parse().unwrap(),
            device_mode: DeviceMode::Advanced,
            schema: None,
        });
        let device = device.unwrap();
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        Router(device, admin)
    }

    fn import(&mut self, script: &str) {
        self.0.write_file("bootstrap.rsc", script);
        let file = [("file-name".to_owned(), "bootstrap.rsc".to_owned())];
        self.0.run(&self.1, "/import", &file).unwrap();
    }

    /// What the script may have touched, and everybody's passwords.
    fn rows(&self) -> Vec<Vec<Record>> {
        ["/user", "/user/group", "/certificate", "/ip/service"]
            .map(|menu| self.0.rows(menu))
            .into()
    }

    fn signs_in(&self, password: &str, from: &str) -> Option<Caller> {
        self.0
            .authenticate("hotspotd", password, from.parse().unwrap())
            .ok()
    }
}

#[test]
fn the_account_works_from_the_box_alone_and_has_the_least_rights() {
    let folder = folder("account");
    let mut router = Router::new();
    router.import(&script(&folder, &[]));
    assert!(
        router
            .signs_in(&password(&folder), "192.168.88.9")
            .is_none()
    );
    assert!(router.signs_in("", "192.168.88.2").is_none());
    let caller = router.signs_in(&password(&folder), "192.168.88.2").unwrap();
    let policies: Vec<&str> = caller.policies.iter().map(String::as_str).collect();
    assert_eq!(
        policies,
        ["api", "ftp", "read", "sensitive", "test", "write"]
    );

    let services = router.0.rows("/ip/service");
    let service = services
        .iter()
        .find(|row| row.get("name") == Some("api-ssl"))
        .unwrap();
    assert_eq!(service.get("certificate"), Some("hd-duka-api"));
    assert_eq!(service.get("disabled"), Some("false"));
    assert!(
        router.0.rows("/certificate")[0]
            .get("fingerprint")
            .is_some()
    );
}

#[test]
fn running_it_again_changes_nothing() {
    let folder = folder("again");
    let mut router = Router::new();
    router.import(&script(&folder, &[]));
    let (rows, password) = (router.rows(), password(&folder));
    // The script that is printed again, as well as the one that was kept.
    router.import(&script(&folder, &[]));
    assert_eq!(router.rows(), rows);
    assert!(router.signs_in(&password, "192.168.88.2").is_some());
}

#[test]
fn a_new_password_comes_only_when_asked() {
    let folder = folder("new");
    let mut router = Router::new();
    router.import(&script(&folder, &[]));
    let first = password(&folder);
    assert_eq!(first.len(), 24);
    router.import(&script(&folder, &["--new-password"]));
    assert_ne!(password(&folder), first);
    assert!(router.signs_in(&first, "192.168.88.2").is_none());
    assert!(
        router
            .signs_in(&password(&folder), "192.168.88.2")
            .is_some()
    );
}

#[test]
fn an_account_of_somebody_else_is_left_alone() {
    let folder = folder("foreign");
    let mut router = Router::new();
    let theirs = [
        ("name", "hotspotd"),
        ("group", "full"),
        ("password", "theirs"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    router.0.run(&router.1, "/user/add", &theirs).unwrap();
    let users = router.0.rows("/user");
    router.import(&script(&folder, &["--new-password"]));
    assert_eq!(router.0.rows("/user"), users);
    assert!(router.signs_in("theirs", "10.0.0.1").is_some());
}

#[cfg(unix)]
#[test]
fn the_password_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("private");
    for arguments in [&[][..], &["--new-password"], &["--new-password"]] {
        script(&folder, arguments);
        let mode = std::fs::metadata(folder.join("shop.password"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, 2, "nothing is left beside site and password");
}

#[test]
fn bad_input_leaves_no_password_behind() {
    let folder = folder("bad");
    std::fs::write(folder.join("empty"), "\n").unwrap();
    let site = std::fs::read_to_string(folder.join("shop.toml")).unwrap();
    std::fs::write(
        folder.join("admin.toml"),
        site.replace("user = \"hotspotd\"", "user = \"admin\""),
    )
    .unwrap();
    for (arguments, told) in [
        (&["admin.toml"][..], "\"admin\" is not for the daemon"),
        (&["nowhere.toml"], "nowhere.toml cannot be read"),
        (&["-"], "say where the password goes"),
        (
            &["shop.toml", "--password-file", "empty"],
            "the password file empty: it is empty",
        ),
        (
            &["shop.toml", "--password-file", "no/such/folder"],
            "the password file no/such/folder: ",
        ),
    ] {
        let output = hotspotd(&folder, &[&["bootstrap"], arguments].concat());
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(64), "{message}");
        assert!(message.contains(told), "{message}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3);
}

#[test]
fn the_script_is_clean() {
    let folder = folder("clean");
    std::fs::write(folder.join("bootstrap.rsc"), script(&folder, &[])).unwrap();
    let default = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/routeros/routeros-7.21.5.schema.json"
    );
    let schema = std::env::var("HOTSPOTD_SCHEMA").unwrap_or(default.to_owned());
    if !Path::new(&schema).is_file() {
        eprintln!("SKIPPED: no command tree at {schema}");
        return;
    }
    let output = hotspotd(&folder, &["lint", "bootstrap.rsc", "--schema", &schema]);
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap()
        ),
        (Some(0), String::new())
    );
}
