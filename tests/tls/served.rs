//! The program as it comes, and what clients make of it.

use std::os::unix::fs::PermissionsExt as _;

use hotspotd::service::tls::Wanted;
use serde_json::{Value, json};

use crate::clients::{Rig, client, curl};
use crate::daemon::Daemon;
use crate::support::office::Folder;

/// Python looks whether the certificate is for the name, by the certificate itself as authority, and says its SHA-256.
const PYTHON: &str = "
import hashlib, socket, ssl, sys
port, authority = int(sys.argv[1]), sys.argv[2]
for name in ['localhost', '127.0.0.1']:
    context = ssl.create_default_context(cafile=authority)
    context.set_alpn_protocols(['h2', 'http/1.1'])
    with socket.create_connection(('127.0.0.1', port)) as plain:
        with context.wrap_socket(plain, server_hostname=name) as tls:
            print(name, tls.version(), tls.selected_alpn_protocol(), hashlib.sha256(tls.getpeercert(True)).hexdigest().upper())
try:
    ssl.create_default_context(cafile=authority).wrap_socket(socket.create_connection(('127.0.0.1', port)), server_hostname='somebody.else')
except ssl.SSLCertVerificationError as error:
    print('refused:', error.verify_message)
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_printed_is_what_strangers_clients_find() {
    let folder = Folder::new();
    let daemon = Daemon::start(folder.path(), None).await;
    let port = daemon.address.port().to_string();
    let authority = folder.path().join("tls.pem");
    for file in ["tls.pem", "tls.key"] {
        let mode = std::fs::metadata(folder.path().join(file)).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600, "{file}");
    }
    for name in ["localhost", "127.0.0.1"] {
        let url = format!("https://{name}:{port}/readyz");
        let Some(said) = curl(&authority, &[&url]) else {
            break;
        };
        assert!(said.ok && said.text.starts_with("HTTP/1.1 200"), "{said:?}");
        let unknown = client("curl", &["-sS", &url], "").unwrap();
        assert!(!unknown.ok && unknown.text.contains("self"), "{unknown:?}");
    }
    let authority = authority.display().to_string();
    if let Some(said) = client("python3", &["-c", PYTHON, &port, &authority], "") {
        let digits = daemon.certificate.replace(':', "");
        for name in ["localhost", "127.0.0.1"] {
            let line = format!("{name} TLSv1.3 http/1.1 {digits}");
            assert!(said.text.contains(&line), "{line}: {said:?}");
        }
        assert!(said.text.contains("refused: Hostname mismatch"), "{said:?}");
    }
    let at = daemon.address.to_string();
    let shown = ["s_client", "-connect", &at, "-CAfile", &authority];
    if let Some(said) = client("openssl", &shown, "") {
        assert!(said.text.contains("Verify return code: 0 (ok)"), "{said:?}");
    }
    let look = [
        "x509",
        "-in",
        &authority,
        "-noout",
        "-text",
        "-fingerprint",
        "-sha256",
    ];
    if let Some(said) = client("openssl", &look, "") {
        for told in [
            &format!("={}", daemon.certificate),
            "Not Before: Jan  1 00:00:00 2019 GMT",
            "Not After : Dec 31 00:00:00 2099 GMT",
            "CA:FALSE",
            "TLS Web Server Authentication",
            "ASN1 OID: prime256v1",
            "DNS:localhost",
            "IP Address:127.0.0.1",
            "Issuer: CN = hotspotd ",
        ] {
            assert!(said.text.contains(told), "{told}: {}", said.text);
        }
    }
    // The same after a power cut.
    let printed = daemon.certificate.clone();
    daemon.kill().await;
    let again = Daemon::start(folder.path(), None).await;
    assert_eq!(again.certificate, printed);
}

/// What the last curl got: its status, its headers, its body.
fn parts(text: &str) -> (&str, String) {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head, body.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_tls_cookies_are_bound_to_it_and_links_lead_to_it() {
    let at = Rig::start(Wanted::Made).await;
    let authority = at.folder.path().join("tls.pem");
    let base = format!("https://localhost:{}", at.port());
    let code = at.running.set_up_code().await.unwrap().unwrap();
    let code = code.reveal();
    let post = |path: &str, body: &Value, more: &[&str]| {
        let (url, body) = (format!("{base}{path}"), body.to_string());
        let mut all = vec!["-d", &body, "-H", "content-type: application/json", &url];
        all.extend(more);
        curl(&authority, &all)
    };
    let owner =
        json!({"code": code, "login": "amina", "name": "Amina", "password": "duka-ya-amina-7"});
    let Some(said) = post("/api/auth/register/", &owner, &[]) else {
        return;
    };
    assert!(said.text.starts_with("HTTP/1.1 201"), "{said:?}");

    let url = format!("{base}/login");
    let form = "login=amina&password=duka-ya-amina-7";
    let entered = curl(
        &authority,
        &["-d", form, "-H", &format!("origin: {base}"), &url],
    )
    .unwrap();
    let (head, _) = parts(&entered.text);
    assert!(head.starts_with("HTTP/1.1 303"), "{head}");
    let cookies: Vec<&str> = head
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: "))
        .collect();
    assert!(cookies.len() >= 2, "{head}");
    for cookie in &cookies {
        assert!(
            cookie.starts_with("__Host-") && cookie.contains("; Secure"),
            "{cookie}"
        );
    }
    assert!(
        !head.to_lowercase().contains("strict-transport-security"),
        "{head}"
    );
    let session = cookies
        .iter()
        .find(|it| it.starts_with("__Host-session="))
        .unwrap();
    let session = session.split(';').next().unwrap();
    let page = |cookie: &str| {
        let (url, cookie) = (format!("{base}/people"), format!("cookie: {cookie}"));
        curl(&authority, &["-H", &cookie, &url]).unwrap().text
    };
    assert!(page(session).starts_with("HTTP/1.1 200"));
    assert!(page(session.trim_start_matches("__Host-")).starts_with("HTTP/1.1 303"));

    let login = json!({"login": "amina", "password": "duka-ya-amina-7"});
    let signed = post("/api/auth/login/", &login, &[]).unwrap();
    let (_, body) = parts(&signed.text);
    let body: Value = serde_json::from_str(&body).unwrap();
    let bearer = format!("authorization: Bearer {}", body["access"].as_str().unwrap());
    let role = json!({"role": "viewer"});
    let invited = post("/api/people/invitations/", &role, &["-H", &bearer]).unwrap();
    let link = format!("{base}/invitation?token=");
    assert!(invited.text.contains(&link), "{invited:?}");
    at.running.stop().await;
}
