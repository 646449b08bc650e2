//! Other people's clients, and boxes for them.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};

use hotspotd::app::Running;
use hotspotd::config::Config;
use hotspotd::service::clock::Clock;
use hotspotd::service::tls::Wanted;

use crate::support::office::Folder;

/// What a client said.
#[derive(Debug)]
pub struct Said {
    pub ok: bool,
    pub text: String,
}

/// Runs a client; `None`, with a word to whoever reads, where this machine has none of that name. No client may take longer than half a minute.
pub fn client(name: &str, arguments: &[&str], input: &str) -> Option<Said> {
    let mut command = Command::new("timeout");
    command
        .args(["30", name])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if Command::new(name).arg("--version").output().is_err() {
        println!("SKIPPED: there is no {name}");
        return None;
    }
    let mut child = command.spawn().unwrap();
    // A client that has ended already hears nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let both = [output.stdout, output.stderr].concat();
    Some(Said {
        ok: output.status.success(),
        text: String::from_utf8_lossy(&both).into_owned(),
    })
}

/// curl, which believes this certificate alone.
pub fn curl(authority: &Path, arguments: &[&str]) -> Option<Said> {
    let authority = authority.display().to_string();
    let all = [&["-sS", "-i", "--cacert", &authority], arguments].concat();
    client("curl", &all, "")
}

/// A box in this process.
pub struct Rig {
    pub running: Running,
    pub folder: Folder,
}

impl Rig {
    pub async fn start(tls: Wanted) -> Rig {
        Self::with(tls, Vec::new()).await
    }

    /// To it, the address that it is asked at (127.0.0.1) alone is this machine; the other addresses of loopback are strangers.
    pub async fn with(tls: Wanted, proxies: Vec<IpAddr>) -> Rig {
        let folder = Folder::new();
        let anywhere: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let data = folder.path().to_owned();
        let config = Config {
            tls,
            proxies,
            is_local: |_, asked| asked,
            ..Config::on_trial(data, anywhere, anywhere, Clock::system())
        };
        let running = Running::start(config).await.unwrap();
        Rig { running, folder }
    }

    pub fn port(&self) -> u16 {
        self.running.listen.port()
    }
}
