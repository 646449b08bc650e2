//! A router, a data folder and somebody with a browser; and the daemon, again and again.

use std::sync::Arc;
use std::time::Duration;

use hotspotd::routeros::Limits;
use hotspotd::service::clock::Clock;
use hotspotd::service::jobs;
use hotspotd::service::routers::care::{self, Care};
use hotspotd::service::routers::drift;
use hotspotd::store::job::JobKind;
use rusqlite::OpenFlags;
use serde_json::Value;
use simulator::device::Device;
use simulator::{Faults, SentenceFault, Simulator};

use crate::daemon::{Browser, Daemon, Seen, field};
use crate::support::furnished::{self, Folder, PASSWORD};
use crate::support::held::Held;
use crate::support::shop::hap;
use crate::support::sites::basic;

/// The router, as its pages and its API name it.
const CHANGES: &str = "/routers/1/changes";
/// The event with which the stream of a job ends.
pub const ENDED: &str = "\"event\":\"ended\"";

/// How the daemon dies, and what happens before it is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// Before the sentence was done; back at once.
    BeforeAndBack,
    /// When it was done, before the answer; back at once.
    AfterAndBack,
    /// Before the sentence was done; back when the guard has fired.
    Before,
    /// When it was done; back when the guard has fired.
    After,
}

impl Death {
    pub const ALL: [Death; 4] = [
        Death::AfterAndBack,
        Death::Before,
        Death::BeforeAndBack,
        Death::After,
    ];

    fn fault(self) -> SentenceFault {
        match self {
            Death::BeforeAndBack | Death::Before => SentenceFault::HangBefore,
            Death::AfterAndBack | Death::After => SentenceFault::HangAfter,
        }
    }

    fn waits(self) -> bool {
        matches!(self, Death::Before | Death::After)
    }
}

/// Everything that outlives the daemon.
pub struct Bench {
    folder: Folder,
    pub simulator: Simulator,
    pub browser: Browser,
    before: Device,
    old: Held,
    new: Held,
    /// Sentences of a preview; every apply begins with as many.
    look: u64,
    /// Sentences of a job in which nothing goes wrong.
    pub sentences: u64,
}

impl Bench {
    /// Everything set up, and one apply done in which nothing goes wrong.
    pub async fn new() -> Bench {
        let folder = Folder::new("killed");
        let simulator = hap().await;
        // One that has only just started is waited for: it may not tell all of its rows yet.
        simulator.advance(Duration::from_secs(86_400));
        let before = simulator.with_device(|device| device.clone());
        furnish(&folder, &simulator).await;
        let daemon = Daemon::start(&folder.0, None).await;
        let browser = Browser::sign_in(&daemon, "amina", PASSWORD).await;
        let mut bench = Bench {
            old: Held::of(&before),
            new: Held::of(&before),
            folder,
            simulator,
            browser,
            before,
            look: 0,
            sentences: 0,
        };
        bench.simulator.set_faults(Faults::none());
        let so_far = bench.asked();
        bench.browser.get(&daemon, CHANGES).await;
        bench.look = bench.asked() - so_far;
        let so_far = bench.asked();
        let job = bench.apply(&daemon).await;
        bench.ended(&daemon, &job).await;
        let told = bench.told(&daemon, &job).await;
        assert_eq!(told["state"], "done", "{told}");
        // Two looks before the job: the preview, and the agreement to it.
        bench.sentences = bench.asked() - so_far - 2 * bench.look;
        bench.new = bench.held();
        assert_ne!(bench.old, bench.new);
        daemon.kill().await;
        bench
    }

    /// Sentences that the router was sent, without logins.
    fn asked(&self) -> u64 {
        let log = self.simulator.log();
        let others = log
            .iter()
            .filter(|seen| seen.words.first().is_none_or(|word| word != "/login"));
        others.count() as u64
    }

    fn held(&self) -> Held {
        self.simulator.with_device(|device| Held::of(device))
    }

    pub async fn start(&self) -> Daemon {
        Daemon::start(&self.folder.0, None).await
    }

    /// Previews and applies, as a person does. The number of the job.
    async fn apply(&self, daemon: &Daemon) -> String {
        let preview = self.browser.get(daemon, CHANGES).await;
        assert_eq!(preview.status, 200, "{}", preview.text);
        self.agree(daemon, &preview).await
    }

    async fn agree(&self, daemon: &Daemon, preview: &Seen) -> String {
        let hash = field(&preview.text, "hash");
        let fields = [
            ("hash", hash.as_str()),
            ("take_over", "yes"),
            ("sure", "yes"),
        ];
        let path = "/routers/1/apply";
        let agreed = self.browser.send(daemon, preview, path, &fields).await;
        assert_eq!(agreed.status, 303, "{}", agreed.text);
        agreed.location.trim_start_matches("/jobs/").to_owned()
    }

    /// An apply on the router as it was at first, that meets a fault at this sentence of the job; the daemon, and the job.
    pub async fn begin(&self, number: u64, fault: SentenceFault) -> (Daemon, String) {
        let before = self.before.clone();
        self.simulator.with_device(|device| *device = before);
        let daemon = self.start().await;
        let preview = self.browser.get(&daemon, CHANGES).await;
        // Counted from here: first comes the look of the agreement.
        let at = self.look.saturating_add(number);
        self.simulator
            .set_faults(Faults::none().on_sentence(at, fault));
        let job = self.agree(&daemon, &preview).await;
        if number != u64::MAX {
            self.reached(&daemon, &job).await;
        }
        (daemon, job)
    }

    /// Waits until the fault was met; the job must not end before it.
    pub async fn reached(&self, daemon: &Daemon, job: &str) {
        tokio::select! {
            () = self.simulator.fault_reached() => {}
            events = self.ended(daemon, job) => panic!("the job ended before the fault:\n{events}"),
            () = tokio::time::sleep(Duration::from_secs(60)) => panic!("the fault was not met"),
        }
    }

    /// The same, and the daemon is killed there.
    pub async fn begin_and_kill(&self, number: u64, fault: SentenceFault) -> String {
        let (daemon, job) = self.begin(number, fault).await;
        daemon.kill().await;
        self.simulator.everybody_left().await;
        self.simulator.set_faults(Faults::none());
        self.is_open(&job);
        job
    }

    /// One case. What became of the job.
    pub async fn killed_at(&self, number: u64, death: Death) -> String {
        let job = self.begin_and_kill(number, death.fault()).await;
        if death.waits() {
            // Longer than any guard, and a start.
            self.simulator.advance(Duration::from_secs(700));
        }
        self.picked_up(&job, &format!("killed at {number}, {death:?}"))
            .await
    }

    /// Starts the daemon again and holds it to the truth. What became of the job.
    pub async fn picked_up(&self, job: &str, told: &str) -> String {
        let daemon = self.start().await;
        let events = self.ended(&daemon, job).await;
        let story = self.told(&daemon, job).await;
        let held = self.held();
        let state = story["state"].as_str().unwrap_or_default().to_owned();
        let expected = match state.as_str() {
            "done" => &self.new,
            "rolled-back" | "failed" => &self.old,
            other => panic!("{told}: the job is {other}: {story}"),
        };
        assert!(
            held == *expected,
            "{told}: the job is {state}, and the router holds something else\n{}\n{story:#}",
            held.differences(expected)
        );
        assert_eq!(held.scripts(), self.old.scripts(), "{told}");
        assert!(events.contains("\"event\":\"resumed\""), "{told}: {events}");
        assert_eq!(events.matches(ENDED).count(), 1, "{told}: {events}");
        assert!(events.contains(&format!("\"state\":\"{state}\"")), "{told}");
        let outcome = story["outcome"].as_str().unwrap_or_default();
        assert!(outcome.contains("was stopped"), "{told}: {outcome}");
        let page = self.browser.get(&daemon, &format!("/jobs/{job}")).await;
        assert_eq!(page.status, 200, "{told}");
        let text = text_of(&page.text);
        assert!(text.contains(outcome), "{told}: {outcome}\n{text}");
        daemon.kill().await;
        state
    }

    /// What the API says of a job.
    pub async fn told(&self, daemon: &Daemon, job: &str) -> Value {
        let path = format!("/api/jobs/{job}/");
        self.browser.document(daemon, &path).await
    }

    /// Waits until a job is over, by its stream of events; gives all of them.
    pub async fn ended(&self, daemon: &Daemon, job: &str) -> String {
        let path = format!("/api/jobs/{job}/events");
        let events = self.browser.get(daemon, &path);
        let events = tokio::time::timeout(Duration::from_secs(120), events).await;
        events.expect("the job goes on and on").text
    }

    /// The latest job.
    pub async fn latest(&self, daemon: &Daemon) -> String {
        let jobs = self.browser.document(daemon, "/api/jobs/").await;
        jobs["items"][0]["id"].to_string()
    }

    /// What stands on the disk of a job that was killed: it runs, and nothing says that it ended.
    fn is_open(&self, job: &str) {
        let path = self.folder.0.join("state.db");
        let state = rusqlite::Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let state = state.expect("the database");
        let (running, ended): (bool, u32) = state
            .query_row(
                "SELECT state = 'running', (SELECT count(*) FROM job_event WHERE job_id = job.id AND event LIKE '%\"ended\"%') FROM job WHERE id = ?1",
                [job],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("the job");
        assert!(running && ended == 0, "running: {running}, ended: {ended}");
    }
}

/// The text of a page, without its tags.
fn text_of(page: &str) -> String {
    let page = scraper::Html::parse_document(page);
    page.root_element().text().collect()
}

/// A folder with an owner, and this router with a site.
pub async fn furnish(folder: &Folder, simulator: &Simulator) {
    let appliance = furnished::opened(&folder.0, Clock::system(), Limits::default()).await;
    let owner = furnished::owner(&appliance).await;
    let id = furnished::router(&appliance, &owner, "Kahawa", simulator).await;
    furnished::describe(&appliance, &owner, id, &basic()).await;
    assert_eq!(id.to_string(), "1");
    // Looked at just now, and not again for a day: the schedule shall not send sentences of its own in between.
    let day = drift::LIMITS.1;
    let wanted = Care {
        every: day,
        public: false,
    };
    care::set(&appliance, &owner, wanted).await.unwrap();
    drift::due(&appliance).await.unwrap();
    // Nor is it backed up: that was asked for just now.
    let kind = JobKind::Export;
    let backup = jobs::ask(&appliance, &owner, id, kind).await.unwrap();
    jobs::cancel(&appliance, &owner, backup).await.unwrap();
    assert_eq!(Arc::strong_count(&appliance), 1);
}
