//! The mail server of others: installed, started, and asked what it received.

use std::process::Stdio;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hotspotd::domain::secret::Secret;
use hotspotd::mail::{SmtpSecurity, SmtpSettings};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

#[path = "../support/stranger.rs"]
#[allow(dead_code, reason = "others need more of it")]
mod stranger;

use stranger::{Language, Stranger};

const SERVER: Stranger = Stranger {
    suite: "mail",
    language: Language::Python,
    what: "server.py",
};

/// A running mail server. It ends with this.
pub struct Server {
    port: u16,
    security: SmtpSecurity,
    /// The certificate that it shows, which signed itself.
    pub certificate: Option<String>,
    lines: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Server {
    /// `None` where there can be none here, which has been said.
    pub async fn start(security: SmtpSecurity) -> Option<Self> {
        if !SERVER.is_here().await {
            return None;
        }
        let mut command = Command::new(SERVER.program("python"));
        command.arg(SERVER.file("server.py")).arg(word(security));
        let mut certificate = None;
        if security != SmtpSecurity::None {
            let (shown, key) = certificate_for("localhost");
            let files = SERVER
                .folder()
                .join(format!("{}-{}", word(security), uid()));
            std::fs::create_dir_all(&files).unwrap();
            for (name, text) in [("certificate", &shown), ("key", &key)] {
                std::fs::write(files.join(name), text).unwrap();
                command.arg(files.join(name));
            }
            certificate = Some(shown);
        }
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Python");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = told(&mut lines).await;
        let port = first["port"].as_u64().unwrap().try_into().unwrap();
        Some(Self {
            port,
            security,
            certificate,
            lines,
            _process: process,
        })
    }

    pub fn settings(&self) -> SmtpSettings {
        SmtpSettings {
            host: "localhost".to_owned(),
            port: self.port,
            security: self.security,
            user: Some("duka".to_owned()),
            password: Some(Secret::new("kahawa ñ")),
            from: "duka@example.org".parse().unwrap(),
            from_name: Some("Duka Ñet".parse().unwrap()),
            authority: self.certificate.clone(),
        }
    }

    pub async fn received(&mut self) -> Value {
        told(&mut self.lines).await
    }
}

async fn told(lines: &mut Lines<BufReader<ChildStdout>>) -> Value {
    let line = lines.next_line().await.unwrap().expect("the server runs");
    serde_json::from_str(&line).unwrap()
}

fn word(security: SmtpSecurity) -> String {
    let word = serde_json::to_value(security).unwrap();
    word.as_str().unwrap().to_owned()
}

/// Tests of one program run at the same time, and so may two programs.
fn uid() -> String {
    let thread = format!("{:?}", std::thread::current().id());
    let digits: String = thread.chars().filter(char::is_ascii_digit).collect();
    format!("{}-{digits}", std::process::id())
}

/// A certificate for a name that signed itself, and its key, both in PEM.
pub fn certificate_for(name: &str) -> (String, String) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let certificate = pem("CERTIFICATE", made.cert.der());
    (
        certificate,
        pem("PRIVATE KEY", &made.signing_key.serialize_der()),
    )
}

pub fn pem(what: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {what}-----\n{}\n-----END {what}-----\n",
        lines.join("\n")
    )
}
