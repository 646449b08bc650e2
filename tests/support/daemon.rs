//! The real program, started as an operator starts it, and ended as a power cut ends it.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use reqwest::header::{COOKIE, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// `hotspotd serve`, under way.
pub struct Daemon {
    child: Child,
    /// Where the administration listens.
    pub address: SocketAddr,
    /// Where the portal listens.
    pub portal: SocketAddr,
    /// The fingerprint of its certificate, as it says it.
    pub certificate: String,
}

impl Daemon {
    /// Starts it over a folder and waits until it listens. Its log goes to `log`, where one is given.
    pub async fn start(folder: &Path, log: Option<&Path>) -> Daemon {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hotspotd"));
        command
            .args(["serve", "--allow-loopback", "--listen", "127.0.0.1:0"])
            .args(["--portal-listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        if let Some(log) = log {
            let file = std::fs::File::create(log).expect("a log file");
            command.stderr(file).env("HOTSPOTD_LOG", "trace");
        }
        let mut child = command.spawn().expect("the program");
        let stdout = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(stdout).lines();
        let mut addresses = Vec::new();
        let certificate = loop {
            let line = lines.next_line().await.expect("a line");
            let line = line.expect("it ended before it listened");
            let address: Option<SocketAddr> = line
                .split_once("://")
                .and_then(|(_, rest)| rest.trim_end_matches('/').parse().ok());
            addresses.extend(address);
            if let Some(fingerprint) = line.strip_prefix("Certificate (SHA-256): ") {
                break fingerprint.to_owned();
            }
        };
        Daemon {
            child,
            address: addresses[0],
            portal: addresses[1],
            certificate,
        }
    }

    /// Ends it as a power cut does: nothing of it runs any more when this returns.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it was killed");
    }

    /// The address of a page, over the plain HTTP that this machine itself may use.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// Somebody with a browser: a session, and what they see.
pub struct Browser {
    client: reqwest::Client,
    cookie: String,
}

/// A page as it came.
pub struct Seen {
    pub status: u16,
    pub location: String,
    pub text: String,
}

impl Browser {
    /// Signs in.
    pub async fn sign_in(daemon: &Daemon, login: &str, password: &str) -> Browser {
        let client = reqwest::Client::builder().redirect(Policy::none()).build();
        let client = client.expect("a client");
        let form = [("login", login), ("password", password)];
        let answer = client
            .post(daemon.url("/login"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(&form))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 303, "signing in");
        let mut cookies = answer.headers().get_all(SET_COOKIE).iter();
        let session = |cookie: &HeaderValue| {
            let cookie = cookie.to_str().ok()?.split(';').next()?;
            cookie.starts_with("session=").then(|| cookie.to_owned())
        };
        let cookie = cookies.find_map(session).expect("a session");
        Browser { client, cookie }
    }

    /// The value of the cookie that lets them in.
    pub fn session(&self) -> String {
        self.cookie.trim_start_matches("session=").to_owned()
    }

    /// A page.
    pub async fn get(&self, daemon: &Daemon, path: &str) -> Seen {
        let request = self.client.get(daemon.url(path));
        seen(request.header(COOKIE, &self.cookie)).await
    }

    /// A document of the API.
    pub async fn document(&self, daemon: &Daemon, path: &str) -> Value {
        let answer = self.get(daemon, path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        serde_json::from_str(&answer.text).expect("a document")
    }

    /// Sends a form of a page, with the token of that page.
    pub async fn send(
        &self,
        daemon: &Daemon,
        page: &Seen,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Seen {
        let token = field(&page.text, "csrf_token");
        let mut fields = fields.to_vec();
        fields.push(("csrf_token", &token));
        let request = self
            .client
            .post(daemon.url(path))
            .header(COOKIE, &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(&fields));
        seen(request).await
    }
}

async fn seen(request: reqwest::RequestBuilder) -> Seen {
    let answer = request.send().await.expect("an answer");
    Seen {
        status: answer.status().as_u16(),
        location: answer
            .headers()
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        text: answer.text().await.expect("a text"),
    }
}

/// Fields as a form sends them.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(fields);
    text.finish()
}

/// The value of a hidden field of a page.
pub fn field(page: &str, name: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name='{name}']")).expect("a selector");
    let found = page.select(&field).next();
    let value = found.and_then(|input| input.value().attr("value"));
    value.unwrap_or_default().to_owned()
}
