//! A certificate of the operator's own, and its renewals while the box runs.

use std::path::{Path, PathBuf};

use hotspotd::service::tls::{Files, Tls, Wanted};

use crate::clients::{Rig, client, curl};
use crate::support::logged::Logged;
use crate::support::office::Folder;

/// A new key in this shape, and a certificate of it for this name, both by openssl. `None` where there is none.
fn issue(folder: &Path, shape: &str, name: &str) -> Option<()> {
    let (key, certificate) = (folder.join("key.pem"), folder.join("chain.pem"));
    let (key, certificate) = (key.display().to_string(), certificate.display().to_string());
    let made = match shape {
        "PKCS#1" => client(
            "openssl",
            &["genrsa", "-traditional", "-out", &key, "2048"],
            "",
        )?,
        "SEC1" => client(
            "openssl",
            &[
                "ecparam",
                "-name",
                "prime256v1",
                "-genkey",
                "-noout",
                "-out",
                &key,
            ],
            "",
        )?,
        _ => client(
            "openssl",
            &[
                "genpkey",
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-out",
                &key,
            ],
            "",
        )?,
    };
    assert!(made.ok, "{made:?}");
    let (subject, names) = (
        format!("/CN={name}"),
        format!("subjectAltName=DNS:{name},IP:127.0.0.1"),
    );
    let sign = [
        "req",
        "-x509",
        "-key",
        &key,
        "-out",
        &certificate,
        "-days",
        "30",
        "-subj",
        &subject,
        "-addext",
        &names,
    ];
    let made = client("openssl", &sign, "")?;
    assert!(made.ok, "{made:?}");
    Some(())
}

fn files(folder: &Path) -> Files {
    Files {
        certificate: folder.join("chain.pem"),
        key: folder.join("key.pem"),
    }
}

fn renew(at: &Rig) {
    at.running.appliance.tls.get().unwrap().look();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_own_certificate_and_its_renewals_are_shown() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path()).unwrap();
    if client("curl", &["--version"], "").is_none()
        || issue(folder.path(), "PKCS#1", "duka.example").is_none()
    {
        return;
    }
    let at = Rig::start(Wanted::Own(files(folder.path()))).await;
    assert!(
        !at.folder.path().join("tls.key").exists(),
        "nobody needs another"
    );
    let authority = folder.path().join("known.pem");
    let know = || std::fs::copy(folder.path().join("chain.pem"), &authority).unwrap();
    let ask = |name: &str| {
        let to = format!("{name}:{}:127.0.0.1", at.port());
        let url = format!("https://{name}:{}/healthz", at.port());
        curl(&authority, &["--resolve", &to, &url]).unwrap()
    };
    know();
    assert!(ask("duka.example").ok);
    for (shape, name) in [("SEC1", "duka.example"), ("PKCS#8", "soko.example")] {
        issue(folder.path(), shape, name).unwrap();
        renew(&at);
        assert!(!ask(name).ok, "the former is known, and not shown any more");
        know();
        let said = ask(name);
        assert!(said.ok, "{shape}: {said:?}");
    }
    // A renewal in two steps: until the second, what was shown is shown on.
    let former = std::fs::read(folder.path().join("key.pem")).unwrap();
    issue(folder.path(), "SEC1", "soko.example").unwrap();
    let latter = std::fs::read(folder.path().join("key.pem")).unwrap();
    std::fs::write(folder.path().join("key.pem"), &former).unwrap();
    renew(&at);
    assert!(ask("soko.example").ok);
    std::fs::write(folder.path().join("key.pem"), &latter).unwrap();
    renew(&at);
    know();
    assert!(ask("soko.example").ok);
    at.running.stop().await;
}

#[test]
fn a_renewal_that_cannot_be_used_is_told_once_and_the_former_one_goes_on() {
    let (folder, data) = (Folder::new(), Folder::new());
    for it in [&folder, &data] {
        std::fs::create_dir_all(it.path()).unwrap();
    }
    if issue(folder.path(), "SEC1", "duka.example").is_none() {
        return;
    }
    let log = Logged::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    let warnings = || log.text().matches("WARN").count();
    tracing::subscriber::with_default(subscriber, || {
        let open = || {
            let names = Box::new(|| vec!["localhost".to_owned()]);
            Tls::open(data.path().to_owned(), Some(files(folder.path())), names).unwrap()
        };
        let tls = open();
        let first = tls.fingerprint();
        let whole = std::fs::read(folder.path().join("key.pem")).unwrap();
        let mut told = 0;
        for damage in [None, Some(""), Some("-----BEGIN EC PRIVATE KEY-----\nMHc")] {
            let key = folder.path().join("key.pem");
            match damage {
                None => std::fs::remove_file(key).unwrap(),
                Some(text) => std::fs::write(key, text).unwrap(),
            }
            tls.look();
            tls.look();
            assert_eq!(tls.fingerprint(), first);
            // An empty key and half a key are the same trouble.
            told = if damage.is_some() { 2 } else { 1 };
            assert_eq!(warnings(), told, "{damage:?}");
        }
        assert!(tls.is_own());
        // A box that begins with it shows its own until the file is mended.
        let begun = open();
        assert!(!begun.is_own() && warnings() == told + 1);
        begun.look();
        assert_eq!(warnings(), told + 1, "told already");
        std::fs::write(folder.path().join("key.pem"), whole).unwrap();
        begun.look();
        assert!(begun.is_own() && begun.fingerprint() == first);
    });
}

#[test]
fn a_check_of_the_settings_tells_what_is_wrong() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path()).unwrap();
    let check = |certificate: Option<&PathBuf>, key: Option<&PathBuf>, more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hotspotd"));
        command
            .args(["config", "check", "--data-dir"])
            .arg(folder.path().join("data"));
        command.args(more).env("HOTSPOTD_CONFIG", "");
        if let Some(file) = certificate {
            command.arg("--tls-certificate").arg(file);
        }
        if let Some(file) = key {
            command.arg("--tls-key").arg(file);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap(), text)
    };
    let Files { certificate, key } = files(folder.path());
    for (one, other, told) in [
        (
            Some(&certificate),
            None,
            "tls_certificate: it needs tls_key",
        ),
        (None, Some(&key), "tls_key: it needs tls_certificate"),
        (Some(&certificate), Some(&key), "tls_certificate: "),
    ] {
        let (code, text) = check(one, other, &[]);
        assert!(code == 64 && text.contains(told), "{code} {text}");
    }
    let (code, text) = check(None, None, &["--tls", "yes"]);
    assert!(code == 64 && text.contains("neither on nor off"), "{text}");
    if issue(folder.path(), "SEC1", "duka.example").is_none() {
        return;
    }
    assert_eq!(check(Some(&certificate), Some(&key), &[]).0, 0);
    let other = folder.path().join("other.pem");
    std::fs::copy(&certificate, &other).unwrap();
    issue(folder.path(), "SEC1", "duka.example").unwrap();
    let (code, text) = check(Some(&other), Some(&key), &[]);
    assert!(
        code == 64 && text.contains("tls_key: ") && text.contains("not the one of the certificate"),
        "{text}"
    );
    // What is off is not looked at.
    assert_eq!(check(Some(&other), Some(&key), &["--tls", "off"]).0, 0);
}
