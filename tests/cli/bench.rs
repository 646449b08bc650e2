//! The real program against a simulated router: what it was told, what it said, and whether it touched the router.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use hotspotd::cli::example;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::menus;
use simulator::device::{Device, DeviceConfig, DeviceMode, Record};
use simulator::{Faults, SentenceFault, Simulator, SimulatorConfig};

use crate::support::sites::{VERSION, model};

/// A folder of one test's own.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("cli-{}-{number}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    /// Writes a file; its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path.display().to_string()
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The example site for a hAP ac², as `hotspotd example-site` prints it.
pub fn site() -> String {
    example::text(model(), Shape::Basic, VERSION).expect("an example")
}

/// The slug in it: what is ours on the router begins with it.
pub fn slug() -> String {
    let site = site();
    let line = site.lines().find_map(|line| line.strip_prefix("slug = "));
    line.expect("a slug").trim_matches('"').to_owned()
}

/// The same with one piece of text replaced.
pub fn site_with(from: &str, to: &str) -> String {
    let site = site();
    assert!(site.contains(from), "the example has no {from}");
    site.replacen(from, to, 1)
}

/// The program with these arguments.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotspotd"));
    command.args(arguments).env("RUST_BACKTRACE", "0");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program with nothing on standard input.
pub fn hotspotd(arguments: &[&str]) -> Run {
    hotspotd_reads("", arguments)
}

/// Runs the program with that on standard input.
pub fn hotspotd_reads(input: &str, arguments: &[&str]) -> Run {
    use std::io::Write;
    let mut child = program(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("standard input");
    // A program that does not read its input may be gone by now.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    Run::of(child.wait_with_output().expect("an end"))
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(output: Output) -> Run {
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// It ended with this code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// It failed with this code, and one message on standard error, which has all these words. Nothing on standard output.
    #[track_caller]
    pub fn fails(self, code: i32, words: &[&str]) -> Run {
        assert_eq!(self.stdout, "", "{self:#?}");
        self.ends(code).says(words)
    }

    /// The first line of its message has all these words.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Run {
        let message = self.message();
        for word in words {
            assert!(
                message.contains(word),
                "no {word:?} in {message:?}\n{self:#?}"
            );
        }
        self
    }

    /// One of the lines below the message has all these words.
    #[track_caller]
    pub fn details(self, words: &[&str]) -> Run {
        let has = |line: &str| words.iter().all(|word| line.contains(word));
        assert!(
            self.stderr
                .lines()
                .any(|line| line.starts_with("  - ") && has(line)),
            "no detail with {words:?}: {self:#?}"
        );
        self
    }

    /// The one sentence that says what happened and what to do.
    #[track_caller]
    pub fn message(&self) -> String {
        let mut lines = self.stderr.lines();
        let line = lines.find_map(|line| line.strip_prefix("hotspotd: "));
        line.unwrap_or_else(|| panic!("no message: {self:#?}"))
            .to_owned()
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// A shop: a folder with `shop.toml` and `password`, and its router.
pub struct Shop {
    pub folder: Folder,
    pub router: Simulator,
}

/// A hAP ac² with that version.
pub fn board(version: &str) -> SimulatorConfig {
    board_of(&model().product_code, version)
}

/// Any board; clients come in by ether5, as in the example site.
pub fn board_of(model: &str, version: &str) -> SimulatorConfig {
    let device = DeviceConfig {
        model: model.to_owned(),
        version: version.parse().expect("a version"),
        device_mode: DeviceMode::Advanced,
        schema: None,
    };
    SimulatorConfig {
        via: Some("ether5".to_owned()),
        ..SimulatorConfig::new(device)
    }
}

impl Shop {
    /// The example site and a hAP ac² fresh from its carton.
    pub async fn new() -> Shop {
        Shop::with(board("7.21.5"), &site()).await
    }

    pub async fn with(config: SimulatorConfig, site: &str) -> Shop {
        let folder = Folder::new();
        folder.file("shop.toml", site);
        folder.file("password", "\n");
        let router = Simulator::start(config).await.expect("a simulator");
        Shop { folder, router }
    }

    pub fn site(&self) -> String {
        self.folder.path("shop.toml")
    }

    pub fn password(&self) -> String {
        self.folder.path("password")
    }

    /// Runs a command on the site and the router's plain API, as its administrator.
    pub fn run(&self, command: &str, more: &[&str]) -> Run {
        self.run_to(
            &self.router.address().to_string(),
            command,
            &[&["--plain"], more].concat(),
        )
    }

    /// The same over TLS.
    pub fn run_tls(&self, command: &str, more: &[&str]) -> Run {
        let address = self.router.tls_address().expect("TLS").to_string();
        self.run_to(&address, command, more)
    }

    pub fn run_to(&self, address: &str, command: &str, more: &[&str]) -> Run {
        let (site, password) = (self.site(), self.password());
        let mut arguments = vec![
            command,
            &site,
            "--router",
            address,
            "--password-file",
            &password,
        ];
        let state = self.folder.path("state");
        if matches!(command, "apply" | "rollback" | "guard") {
            arguments.extend(["--state-dir", &state]);
        }
        if !more.contains(&"--user") {
            arguments.extend(["--user", "admin"]);
        }
        arguments.extend(more);
        hotspotd(&arguments)
    }

    /// `apply` with everything agreed to.
    pub fn apply(&self, more: &[&str]) -> Run {
        self.run("apply", &[&["--yes", "--take-over"], more].concat())
    }

    /// A command of the guard's kind with everything that it needs to reach the router.
    fn reaching<R>(&self, command: &[&str], more: &[&str], run: impl FnOnce(&[&str]) -> R) -> R {
        let (site, password, state) = (self.site(), self.password(), self.folder.path("state"));
        let address = self.router.address().to_string();
        let fixed = [
            &site,
            "--router",
            &address,
            "--password-file",
            &password,
            "--user",
            "admin",
            "--plain",
            "--state-dir",
            &state,
        ];
        run(&[command, &fixed, more].concat())
    }

    /// `guard status` or `guard disarm`.
    pub fn run_guard(&self, verb: &str, more: &[&str]) -> Run {
        self.reaching(&["guard", verb], more, hotspotd)
    }

    /// Names of the scripts and schedulers on the router.
    pub fn guard(&self) -> Vec<String> {
        self.router.with_device(|device| {
            let rows = ["/system/script", "/system/scheduler"]
                .into_iter()
                .flat_map(|menu| device.rows(menu));
            rows.filter_map(|row| row.get("name").map(str::to_owned))
                .collect()
        })
    }

    /// An `apply` that is killed when it has sent so many writing sentences, the last of which was carried out.
    pub async fn killed_at(&self, number: u64) {
        self.ended_at(number, "KILL").await;
    }

    /// An `apply` that gets this signal when it has sent so many writing sentences, the last of which was carried out.
    pub async fn ended_at(&self, number: u64, signal: &str) -> Run {
        self.router
            .set_faults(Faults::none().on_write(number, SentenceFault::HangAfter));
        let child = self.reaching(&["apply"], &["--yes", "--take-over"], |arguments| {
            program(arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program")
        });
        self.router.fault_reached().await;
        let pid = child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &pid]).status();
        assert!(sent.expect("kill").success());
        let run = Run::of(child.wait_with_output().expect("an end"));
        self.router.set_faults(Faults::none());
        run
    }

    /// The router as it leaves the factory once more.
    pub fn fresh(&self) {
        self.router.with_device(|device| {
            *device = Device::factory(&board("7.21.5").device).expect("a device")
        });
    }

    /// As the router's administrator at its console.
    pub fn command(&self, path: &str, attributes: &[(&str, &str)]) {
        let attributes: Vec<(String, String)> = attributes
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        self.router.with_device(|device| {
            let from = "192.168.88.2".parse().expect("an address");
            let admin = device.authenticate("admin", "", from).expect("admin");
            device.run(&admin, path, &attributes).expect(path);
        });
    }

    /// What a run says that must not touch the router.
    #[track_caller]
    pub fn untouched(&self, run: impl FnOnce(&Shop) -> Run) -> Run {
        let before = Holds::of(&self.router);
        let run = run(self);
        assert_eq!(Holds::of(&self.router), before, "{run:#?}");
        run
    }
}

/// Everything a router holds in the menus that hotspotd writes, and how often it was written to.
#[derive(Debug, PartialEq, Eq)]
pub struct Holds {
    commands: u64,
    writes: u64,
    pub rows: BTreeMap<&'static str, Vec<Vec<(String, String)>>>,
}

impl Holds {
    pub fn of(router: &Simulator) -> Holds {
        // The clock goes on by itself, and open connections come and go.
        let stays = |(name, _): &(String, String)| !matches!(name.as_str(), "time" | "date");
        router.with_device(|device| Holds {
            commands: device.commands(),
            writes: device.writes(),
            rows: menus::all()
                .map(|menu| {
                    let lasts = |row: &Record| {
                        menu.path != "/ip/service" || row.get("dynamic") != Some("true")
                    };
                    let rows = device.rows(menu.path).into_iter().filter(lasts);
                    let fields = rows.map(|row| row.fields.into_iter().filter(stays).collect());
                    (menu.path, fields.collect())
                })
                .collect(),
        })
    }
}
