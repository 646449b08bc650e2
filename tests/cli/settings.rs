//! Settings: who reads them, what is told of mistakes, and what is made as root.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

use hotspotd::config::document;

use crate::bench::{Folder, Run, program};

/// Nobody of this machine.
const SERVICE: u32 = 54_321;

/// The program with a settings file and nothing else that says anything.
fn run(file: &str, arguments: &[&str]) -> Run {
    Run::of(command(file, arguments).output().unwrap())
}

fn command(file: &str, arguments: &[&str]) -> Command {
    let mut command = program(arguments);
    for name in ["STATE_DIRECTORY", "CREDENTIALS_DIRECTORY", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.env("HOTSPOTD_CONFIG", file);
    command
}

/// A settings file that names a data folder with accounts.
fn furnished(folder: &Folder) -> String {
    let data = folder.path("data");
    run(
        &folder.file("none.toml", ""),
        &["sample-data", "--data-dir", &data, "--routers", "0"],
    )
    .ends(0);
    folder.file("hotspotd.toml", format!("data_dir = {data:?}\n"))
}

#[test]
fn the_example_is_a_settings_file_that_says_nothing() {
    let folder = Folder::new();
    let example = run(&folder.file("none.toml", ""), &["config", "example"]).ends(0);
    assert_eq!(example.stdout, document::example());
    let file = folder.file("hotspotd.toml", &example.stdout);
    let data = folder.path("data");
    let checked = run(&file, &["config", "check", "--data-dir", &data]).ends(0);
    assert_eq!(checked.stdout, "The settings are in order.\n");
    assert!(!Path::new(&data).exists(), "a check makes nothing");
}

#[test]
fn whoever_takes_a_data_folder_finds_it_in_the_file() {
    let folder = Folder::new();
    let file = furnished(&folder);
    let accounts = run(&file, &["account", "list"]).ends(0);
    assert!(accounts.stdout.contains("owner"), "{accounts:#?}");
    let made = run(&file, &["backup", "make"]).ends(0);
    assert!(
        made.stdout.starts_with(&folder.path("data/backups/")),
        "{made:#?}"
    );
    assert_eq!(
        run(&file, &["backup", "list"])
            .ends(0)
            .stdout
            .lines()
            .count(),
        1
    );
    run(&file, &["restore", made.stdout.trim()]).ends(0);
    run(&file, &["sample-data"]).fails(64, &["data already"]);
    // What is said now goes before.
    let elsewhere = folder.path("elsewhere");
    run(&file, &["account", "list", "--data-dir", &elsewhere]).fails(64, &[&elsewhere]);
    run(&file, &["backup", "list", "--data-dir", &elsewhere])
        .fails(64, &["there is no", &elsewhere]);
    // What cannot be looked at is not told to be missing.
    for command in ["account", "backup"] {
        run(&file, &[command, "list", "--data-dir", &file]).fails(1, &["cannot be looked at"]);
    }
}

#[test]
fn mistakes_are_told_with_their_place_by_everybody_who_reads() {
    let folder = Folder::new();
    let file = folder.file(
        "hotspotd.toml",
        "# mine\nlisten = \"0.0.0.0:8000\"\nlog_filter = \"info\"\n",
    );
    let place = format!("{file}:3:1: there is no setting \"log_filter\"");
    for arguments in [
        &["serve"][..],
        &["config", "check"],
        &["config", "show"],
        &["account", "list"],
        &["backup", "list"],
        &["sample-data"],
    ] {
        run(&file, arguments).fails(64, &["the settings are not in order", &place]);
    }
    let several = folder.file("several.toml", "lisen = 1\nlog = \"inof\"\n");
    let told = run(&several, &["config", "check"]).ends(64);
    told.details(&["several.toml:1:1", "did you mean listen?"])
        .details(&["several.toml:2:7", "did you mean info?"]);
    run("/nowhere/x.toml", &["account", "list"]).fails(64, &["HOTSPOTD_CONFIG", "/nowhere/x.toml"]);
    let json = run("/nowhere/x.toml", &["config", "show", "--json"]).ends(64);
    assert_eq!(json.json()["exit"], 64);
}

#[test]
fn a_filter_of_the_log_that_is_none_is_bad_input() {
    let folder = Folder::new();
    let (file, data) = (folder.file("hotspotd.toml", ""), folder.path("data"));
    for (name, value) in [("HOTSPOTD_LOG", "inof"), ("RUST_LOG", "hyper")] {
        let mut serve = command(&file, &["serve", "--data-dir", &data]);
        let run = Run::of(serve.env(name, value).output().unwrap());
        run.fails(64, &[name, value, "is no level of the log"]);
    }
    run(&file, &["serve", "--data-dir", &data, "--log", "loud"]).fails(64, &["--log: \"loud\""]);
    assert!(!Path::new(&data).exists());
}

#[test]
fn what_cannot_be_used_is_told_by_a_check() {
    let folder = Folder::new();
    let file = folder.file("hotspotd.toml", "");
    let (plain, data) = (folder.file("file", ""), folder.path("data"));
    let check = |more: &[&str]| run(&file, &[&["config", "check"], more].concat());
    check(&["--data-dir", &plain]).fails(64, &["data_dir", "is no folder"]);
    check(&["--data-dir", &data, "--listen", "127.0.0.1:8080"])
        .fails(64, &["portal_listen", "the same place"]);

    // A folder for backups that are not made.
    check(&["--data-dir", &data, "--backup-dir", &folder.path("stick")])
        .fails(64, &["backup_dir", "without a passphrase"]);

    let key = folder.file("key", "no key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let keyed = ["--data-dir", &data, "--key-file", &key];
    check(&keyed).fails(64, &["key_file", "open to other users", "chmod 600"]);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    check(&keyed).fails(64, &["key_file", "holds no key"]);
    std::fs::write(&key, "ab".repeat(32)).unwrap();
    check(&keyed).ends(0);

    std::fs::create_dir(&data).unwrap();
    std::fs::write(Path::new(&data).join("state.db"), "").unwrap();
    check(&["--data-dir", &data]).fails(64, &["secret.key is missing"]);
    let mut misspelt = command(
        &file,
        &["config", "check", "--data-dir", &folder.path("new")],
    );
    let run = Run::of(misspelt.env("HOTSPOTD_LISEN", "x").output().unwrap());
    run.fails(64, &["HOTSPOTD_LISEN", "did you mean HOTSPOTD_LISTEN?"]);
}

#[test]
fn who_says_what_is_shown() {
    let folder = Folder::new();
    let file = folder.file(
        "hotspotd.toml",
        "\nportal_listen = \"127.0.0.1:81\"\nallow_loopback = true\n",
    );
    let more = [
        "--tls-proxy",
        "127.0.0.1",
        "--tls-proxy",
        "10.0.0.1",
        "--data-dir",
        "/srv/x",
    ];
    let show = |json: &[&str]| {
        let mut show = command(&file, &[&["config", "show"], &more[..], json].concat());
        Run::of(
            show.env("HOTSPOTD_LISTEN", "127.0.0.1:80")
                .output()
                .unwrap(),
        )
        .ends(0)
    };
    let words = |line: &str| {
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let shown = show(&[]).stdout;
    let line =
        |key: &str| words(shown.lines().find(|line| line.starts_with(key)).unwrap()).join(" ");
    assert_eq!(
        line("listen"),
        "listen 127.0.0.1:80 variable HOTSPOTD_LISTEN"
    );
    assert_eq!(
        line("portal_listen"),
        format!("portal_listen 127.0.0.1:81 {file}:2")
    );
    assert_eq!(
        line("tls_proxy"),
        "tls_proxy 127.0.0.1, 10.0.0.1 flag --tls-proxy"
    );
    assert_eq!(line("key_file"), "key_file /srv/x/secret.key default");
    assert!(shown.contains("Settings → Business"), "{shown}");

    let json = show(&["--json"]).json();
    assert_eq!(json["file"], file);
    let of = |key: &str| {
        let all = json["settings"].as_array().unwrap();
        all.iter().find(|it| it["key"] == key).unwrap().clone()
    };
    assert_eq!(of("listen")["from"]["name"], "HOTSPOTD_LISTEN");
    assert_eq!(
        of("tls_proxy")["value"],
        serde_json::json!(["127.0.0.1", "10.0.0.1"])
    );
    assert_eq!(of("allow_loopback")["value"], true);
    assert_eq!(
        of("allow_loopback")["from"],
        serde_json::json!({"kind": "file", "name": file, "line": 3})
    );
    assert_eq!(of("log")["from"]["kind"], "default");
    let off = run(
        &file,
        &["config", "show", "--json", "--allow-loopback=false"],
    )
    .ends(0)
    .json();
    let off = off["settings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["key"] == "allow_loopback")
        .cloned();
    assert_eq!(off.unwrap()["value"], false);
}

/// Packages and people run commands as root over the folder of the service's user.
#[test]
fn what_root_makes_in_the_services_folder_the_service_can_read() {
    let folder = Folder::new();
    if std::fs::metadata(folder.path("")).unwrap().uid() != 0 {
        eprintln!("SKIPPED: only root can work in a folder of somebody else");
        return;
    }
    let file = furnished(&folder);
    let data = folder.path("data");
    give(Path::new(&data));
    // As a daemon's first start leaves it, and as a power cut does: with a log that is not taken over.
    std::fs::remove_file(Path::new(&data).join("hotspotd.lock")).unwrap();
    run(&file, &["account", "list"]).ends(0);
    all_the_services(Path::new(&data), 4);
    let made = run(&file, &["backup", "make"]).ends(0);
    run(&file, &["restore", made.stdout.trim()]).ends(0);
    all_the_services(Path::new(&data), 6);

    // An empty folder, filled by root.
    let other = folder.path("other");
    std::fs::create_dir(&other).unwrap();
    give(Path::new(&other));
    run(
        &file,
        &["sample-data", "--routers", "0", "--data-dir", &other],
    )
    .ends(0);
    assert!(Path::new(&other).join("secret.key").exists());
    all_the_services(Path::new(&other), 4);
}

fn give(folder: &Path) {
    chown(folder, Some(SERVICE), Some(SERVICE)).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        chown(entry.unwrap().path(), Some(SERVICE), Some(SERVICE)).unwrap();
    }
}

/// Everything in the folder belongs to the service, and is shut to others; there are so many files at least.
fn all_the_services(folder: &Path, least: usize) {
    let mut count = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let found = std::fs::symlink_metadata(&path).unwrap();
            assert_eq!(
                (found.uid(), found.gid()),
                (SERVICE, SERVICE),
                "{}",
                path.display()
            );
            assert_eq!(found.mode() & 0o077, 0, "{}", path.display());
            count += 1;
            if found.is_dir() {
                folders.push(path);
            }
        }
    }
    assert!(count >= least, "{count}");
}
