//! The program as people run it, as a process of its own, and browsers that ask it.

#![allow(dead_code, reason = "each bench takes what it needs")]

pub mod client;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use client::{Answer, Client};

use crate::figure::Figures;

/// What goes wrong ends the bench with this sentence.
pub type Told<T> = Result<T, String>;

/// Runs a bench and tells how it ended.
pub fn run(bench: impl Future<Output = Told<Figures>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let measured = runtime
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(bench));
    match measured {
        Ok(figures) => figures.end(),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// A folder that goes with the bench.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    pub fn new(name: &str) -> Told<Self> {
        let path = std::env::temp_dir().join(format!("hotspotd-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Folder(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind, it does no harm: it lies among the temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Who may sign in to the sample data, and with which password.
pub struct Keys {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
}

/// The program that is measured: the one just built, or the one named by HOTSPOTD (a packaged one, say).
fn program() -> OsString {
    std::env::var_os("HOTSPOTD").unwrap_or(env!("CARGO_BIN_EXE_hotspotd").into())
}

/// Fills a data folder with an Internet provider of fifty routers, and says who signs in.
pub fn samples(data: &Path) -> Told<Keys> {
    let out = Command::new(program())
        .args(["sample-data", "--data-dir"])
        .arg(data)
        .args([
            "--routers",
            "50",
            "--configurations",
            "10000",
            "--accounts",
            "1000",
        ])
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&out.stdout);
    if !out.status.success() {
        let why = String::from_utf8_lossy(&out.stderr);
        return Err(format!("sample-data: {text}{why}"));
    }
    // A line of its table: role, login, password.
    let mut owner = text
        .lines()
        .map(str::split_whitespace)
        .filter_map(|mut words| {
            (words.next()? == "owner").then_some(Keys {
                login: words.next()?.to_owned(),
                password: words.next()?.to_owned(),
            })
        });
    owner
        .next()
        .ok_or(format!("sample-data names no owner: {text}"))
}

/// `hotspotd serve`, running.
pub struct Served {
    child: Child,
    /// Where the administration listens.
    pub address: SocketAddr,
    /// From starting the process to the first answer of /readyz.
    pub ready_after: Duration,
}

impl Served {
    /// Starts it on this data folder and waits until it is ready.
    pub async fn start(data: &Path) -> Told<Self> {
        // The port is chosen here, so that the time does not hang on reading what the program prints.
        let address = free()?;
        let start = Instant::now();
        let mut child = Command::new(program())
            .args(["serve", "--data-dir"])
            .arg(data)
            .args([
                "--listen",
                &address.to_string(),
                "--portal-listen",
                "127.0.0.1:0",
            ])
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let ready_after = match ready(address, start).await {
            Ok(took) => took,
            Err(why) => {
                // It may be gone already.
                let _ = child.kill();
                return Err(why);
            }
        };
        Ok(Served {
            child,
            address,
            ready_after,
        })
    }

    /// The resident memory, in MB of 10^6 bytes.
    pub fn resident(&self) -> Told<f64> {
        let status = self.proc("status")?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().strip_suffix("kB"))
            .and_then(|kilobytes| kilobytes.trim().parse::<f64>().ok())
            .map(|kilobytes| kilobytes * 1024.0 / 1e6)
            .ok_or("the system does not tell the memory of a process".to_owned())
    }

    /// Processor time used so far.
    pub fn worked(&self) -> Told<Duration> {
        let stat = self.proc("stat")?;
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |at: usize| {
            fields
                .get(at)
                .and_then(|it| it.parse::<u64>().ok())
                .unwrap_or_default()
        };
        // Hundredths of a second: `sysconf(_SC_CLK_TCK)` of every Linux that there is.
        Ok(Duration::from_millis((ticks(11) + ticks(12)) * 10))
    }

    fn proc(&self, file: &str) -> Told<String> {
        let path = format!("/proc/{}/{file}", self.child.id());
        std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))
    }

    /// Signs in; answers the cookie.
    pub async fn sign_in(&self, keys: &Keys) -> Told<String> {
        let form = format!("login={}&password={}", keys.login, keys.password);
        let answer = Client::connect(self.address, "")
            .await?
            .post("/login", &form)
            .await?;
        session(&answer)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn session(answer: &Answer) -> Told<String> {
    answer
        .head
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next())
        .find(|cookie| cookie.starts_with("session="))
        .map(str::to_owned)
        .ok_or(format!("no session: {}", answer.head))
}

fn free() -> Told<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map_err(|error| error.to_string())
}

async fn ready(address: SocketAddr, start: Instant) -> Told<Duration> {
    while start.elapsed() < Duration::from_secs(20) {
        if let Ok(mut client) = Client::connect(address, "").await
            && client
                .get("/readyz")
                .await
                .is_ok_and(|answer| answer.status == 200)
        {
            return Ok(start.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Err("the program was not ready after 20 s".to_owned())
}
