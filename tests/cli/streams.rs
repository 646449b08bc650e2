//! Files, pipes and terminals.

use std::io::{Read, Write};
use std::process::Stdio;

use crate::bench::{Folder, Run, Shop, hotspotd, hotspotd_reads, program, site, site_with, slug};

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::new();
    folder.file("folder/x", "");
    let long = "#".repeat(1024 * 1024 + 1);
    for (path, words) in [
        (
            folder.path("missing.toml"),
            &["missing.toml cannot be read: No such file"][..],
        ),
        (
            folder.path("folder"),
            &["folder cannot be read: Is a directory"],
        ),
        (
            folder.file("latin1.toml", b"template = \"basic\"\n# caf\xe9\n"),
            &["latin1.toml is no UTF-8 text (line 2): save it as UTF-8"],
        ),
        (
            folder.file("long.toml", long),
            &["long.toml is longer than 1048576 bytes"],
        ),
        (folder.file("empty.toml", ""), &["empty.toml, line 1"]),
        ("/dev/zero".to_owned(), &["/dev/zero is longer than"]),
    ] {
        hotspotd(&["generate", &path]).fails(64, words);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn password_files_that_cannot_be_used() {
    let shop = Shop::new().await;
    let file = |content: &str| shop.folder.file("password", content);
    let run = |shop: &Shop| shop.run("diff", &[]);
    file("secret\nuser = admin\n");
    let told = shop
        .untouched(run)
        .fails(64, &["password holds more than a password", "on one line"]);
    assert!(!told.stderr.contains("secret"), "{told:#?}");
    file(&"x".repeat(5000));
    shop.untouched(run)
        .fails(64, &["is longer than 4096 bytes"]);
    std::fs::remove_file(shop.password()).expect("removed");
    shop.untouched(run)
        .fails(64, &["password cannot be read: No such file"]);
    assert_eq!(shop.router.counters().connections, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn standard_input_may_be_the_site_or_the_password() {
    let shop = Shop::new().await;
    let (address, path, password) = (
        shop.router.address().to_string(),
        shop.site(),
        shop.password(),
    );
    let router = [
        "--router",
        &address,
        "--plain",
        "--user",
        "admin",
        "--password-file",
    ];
    let ways = [
        hotspotd_reads(
            &site(),
            &[&["diff", "-"], &router[..], &[&password]].concat(),
        ),
        hotspotd_reads("\n", &[&["diff", &path], &router[..], &["-"]].concat()),
    ];
    for run in ways {
        let run = run.ends(2);
        assert_eq!(run.stdout, shop.run("diff", &[]).stdout);
    }
    hotspotd_reads(&site(), &[&["diff", "-"], &router[..], &["-"]].concat()).fails(
        64,
        &[
            "cannot both come from standard input",
            "put one of them in a file",
        ],
    );
    hotspotd_reads("template = 5", &["generate", "-"]).fails(64, &["line 1, column 12"]);
    hotspotd_reads(&site(), &["generate", "-"]).ends(0);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::new();
    let site = folder.file("shop.toml", site());
    let mut child = program(&["generate", &site])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    // `| head -c 1`
    let mut one = [0];
    let mut stdout = child.stdout.take().expect("standard output");
    stdout.read_exact(&mut one).expect("a byte");
    drop(stdout);
    let run = Run::of(child.wait_with_output().expect("an end")).ends(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn nobody_listening_to_the_message_is_no_panic() {
    let folder = Folder::new();
    let missing = folder.path("missing.toml");
    let mut child = program(&["generate", &missing, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("an end").code(), Some(64));
}

#[test]
fn a_full_disk_is_a_failure() {
    let folder = Folder::new();
    let site = folder.file("shop.toml", site());
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        eprintln!("SKIPPED: no /dev/full here");
        return;
    };
    let output = program(&["generate", &site])
        .stdout(full)
        .output()
        .expect("an end");
    Run::of(output).fails(
        1,
        &["the output cannot be written: No space left on device"],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn colours_only_where_they_belong() {
    let shop = Shop::new().await;
    let (site, password) = (shop.site(), shop.password());
    let address = shop.router.address().to_string();
    let diff = [
        "diff",
        &site,
        "--router",
        &address,
        "--plain",
        "--user",
        "admin",
        "--password-file",
        &password,
    ];
    let with = |name: &str| {
        let output = program(&diff).env(name, "1").output().expect("an end");
        Run::of(output).ends(2)
    };
    for run in [hotspotd(&diff), with("NO_COLOR")] {
        assert!(
            !run.stdout.contains('\x1b') && !run.stderr.contains('\x1b'),
            "{run:#?}"
        );
    }
    // The same lines have colours when they are asked for, so this test can fail.
    assert!(with("CLICOLOR_FORCE").stdout.contains('\x1b'));
    let apply = shop.apply(&[]).ends(0);
    assert!(
        !apply.stdout.contains('\x1b') && !apply.stderr.contains(['\x1b', '\r']),
        "{apply:#?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_router_holds_cannot_steer_the_terminal() {
    let shop = Shop::new().await;
    shop.command("/system/identity/set", &[("name", "a\x1b[2J\rb")]);
    shop.command(
        "/ip/pool/add",
        &[
            ("name", "p"),
            ("ranges", "10.1.1.1"),
            ("comment", &format!("hotspotd:{}:\x1b]0;x\x07", slug())),
        ],
    );
    let diff = shop.run("diff", &[]).ends(2);
    assert!(diff.stdout.contains("- "), "{diff:#?}");
    assert!(!diff.stdout.contains(['\x1b', '\r', '\x07']), "{diff:#?}");
    let forced = program(&[
        "diff",
        &shop.site(),
        "--router",
        &shop.router.address().to_string(),
        "--plain",
        "--user",
        "admin",
        "--password-file",
        &shop.password(),
    ])
    .env("CLICOLOR_FORCE", "1")
    .output()
    .expect("an end");
    let forced = Run::of(forced);
    for hostile in ["\x1b[2J", "\r", "\x1b]0", "\x07"] {
        assert!(!forced.stdout.contains(hostile), "{forced:#?}");
    }
}

#[test]
fn a_message_of_a_site_stays_on_its_line() {
    let folder = Folder::new();
    let text = site_with("hAP ac²", "x\\u001b[2J\\ny");
    let run = hotspotd(&["generate", &folder.file("shop.toml", text)]).ends(64);
    assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
    assert!(!run.stderr.contains('\x1b'), "{run:#?}");
    let _ = std::io::stdout().flush();
}
