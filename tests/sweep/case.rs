//! One sentence of an apply goes wrong in one way.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use hotspotd::routeros::Limits;
use hotspotd::service::apply::{ApplyError, Ending, Target, Terms};
use hotspotd::service::guard::pick_up;
use hotspotd::store::journal::Journal;
use simulator::{Faults, SentenceFault, Simulator};

use crate::scenario::{Scenario, management_port, simulated};
use crate::support::held::Held;
use crate::support::passing::passing;
use crate::support::shop::{Shop, target};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mishap {
    CutBefore,
    CutAfter,
    /// The line dies, and neither side is told.
    LostBefore,
    LostAfter,
    Refuse,
    Ignore,
    RebootBefore,
    RebootAfter,
    /// hotspotd is killed, and starts again after the guard has fired.
    KilledBefore,
    KilledAfter,
    /// hotspotd is killed, and starts again at once.
    KilledAndBackBefore,
    KilledAndBackAfter,
}

impl Mishap {
    pub const ALL: [Mishap; 12] = [
        Mishap::CutBefore,
        Mishap::CutAfter,
        Mishap::LostBefore,
        Mishap::LostAfter,
        Mishap::Refuse,
        Mishap::Ignore,
        Mishap::RebootBefore,
        Mishap::RebootAfter,
        Mishap::KilledBefore,
        Mishap::KilledAfter,
        Mishap::KilledAndBackBefore,
        Mishap::KilledAndBackAfter,
    ];

    fn fault(self) -> SentenceFault {
        match self {
            Mishap::CutBefore => SentenceFault::CutBefore,
            Mishap::CutAfter => SentenceFault::CutAfter,
            Mishap::LostBefore => SentenceFault::HalfOpenBefore,
            Mishap::LostAfter => SentenceFault::HalfOpenAfter,
            Mishap::Refuse => SentenceFault::Refuse,
            Mishap::Ignore => SentenceFault::Ignore,
            Mishap::RebootBefore => SentenceFault::RebootBefore,
            Mishap::RebootAfter => SentenceFault::RebootAfter,
            Mishap::KilledBefore | Mishap::KilledAndBackBefore => SentenceFault::HangBefore,
            Mishap::KilledAfter | Mishap::KilledAndBackAfter => SentenceFault::HangAfter,
        }
    }

    /// Whether hotspotd waits in vain for an answer, in real time.
    fn is_silent(self) -> bool {
        matches!(self, Mishap::LostBefore | Mishap::LostAfter)
    }

    fn kills(self) -> bool {
        matches!(
            self.fault(),
            SentenceFault::HangBefore | SentenceFault::HangAfter
        )
    }
}

/// What the router held afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Result {
    Old,
    New,
}

/// How an apply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    Kept,
    RolledBack,
    NotSent,
    Unknown,
}

/// A reading that is silent for so long has hung; writes get three times as much.
pub const SILENCE: Duration = Duration::from_secs(2);
/// The same where it is known to hang.
const SHORT_SILENCE: Duration = Duration::from_millis(150);

/// One case.
pub struct Case {
    /// Which sentence, from 1.
    pub number: u64,
    pub sentence: String,
    pub mishap: Mishap,
}

impl Case {
    /// What the router holds afterwards.
    pub async fn run(&self, scenario: &Scenario) -> Result {
        let told = format!(
            "{}, sentence {} ({}), {:?}",
            scenario.name, self.number, self.sentence, self.mishap
        );
        let simulator = simulated(&scenario.before, &scenario.port).await;
        let folder = Folder::new();
        let journal = Journal::in_folder(&folder.0);
        simulator.set_faults(Faults::none().on_sentence(self.number, self.mishap.fault()));
        let mut ends = None;
        if self.mishap.kills() {
            tokio::select! {
                end = apply(&simulator, &scenario.shop, Some(&journal), SILENCE) => ends = Some(end),
                () = simulator.fault_reached() => {}
            }
            simulator.everybody_left().await;
        } else {
            let silence = if self.mishap.is_silent() {
                SHORT_SILENCE
            } else {
                SILENCE
            };
            ends = Some(apply(&simulator, &scenario.shop, Some(&journal), silence).await);
        }
        simulator.set_faults(Faults::none());
        let waits = !matches!(
            self.mishap,
            Mishap::KilledAndBackBefore | Mishap::KilledAndBackAfter
        );
        if waits || scenario.new.is_none() {
            // Longer than any guard, and a start; longer than a router looks for a lost holder of safe mode.
            simulator.with_device(|device| device.advance(Duration::from_secs(700)));
        }
        let device = simulator.with_device(|device| device.clone());
        if self.mishap.kills() {
            let rows = Held::of(&device).without_scripts();
            assert!(
                !waits || self.is(&rows, scenario).is_some(),
                "{told}: half changed\n{}",
                rows.differences(&scenario.old)
            );
        }
        simulator.stop().await;

        // By the management port, whatever became of the one before.
        let simulator = simulated(&device, &management_port()).await;
        if self.mishap.kills() {
            settle(&simulator, &scenario.shop, &journal)
                .await
                .unwrap_or_else(|error| panic!("{told}: {error}"));
        }
        let held = simulator.with_device(|device| Held::of(device));
        let result = self.is(&held, scenario);
        let result = result.unwrap_or_else(|| {
            panic!(
                "{told}, ended {ends:?}: neither old nor new\n{}",
                held.differences(&scenario.old)
            )
        });
        assert_eq!(
            held.scripts(),
            scenario.old.scripts(),
            "{told}, ended {ends:?}"
        );
        match ends {
            Some(Ends::Kept) => assert_eq!(result, Result::New, "{told}"),
            Some(Ends::RolledBack | Ends::NotSent) => assert_eq!(result, Result::Old, "{told}"),
            Some(Ends::Unknown) | None => {}
        }
        assert_eq!(
            apply(&simulator, &scenario.shop, Some(&journal), SILENCE).await,
            Ends::Kept,
            "{told}: the next apply"
        );
        simulator.stop().await;
        result
    }

    fn is(&self, held: &Held, scenario: &Scenario) -> Option<Result> {
        if held.clone().without_scripts() == scenario.old.clone().without_scripts() {
            return Some(Result::Old);
        }
        let new = scenario.new.clone()?;
        (held.clone().without_scripts() == new.without_scripts()).then_some(Result::New)
    }
}

/// The sentences of an apply in which nothing goes wrong, after the login.
pub async fn sentences(scenario: &Scenario) -> Vec<String> {
    let simulator = simulated(&scenario.before, &scenario.port).await;
    apply(&simulator, &scenario.shop, None, SILENCE).await;
    let log = simulator.log();
    simulator.stop().await;
    let paths = log
        .into_iter()
        .filter_map(|seen| seen.words.into_iter().next());
    paths.filter(|path| path != "/login").collect()
}

/// One apply, in which time passes on the router only.
pub async fn apply(
    simulator: &Simulator,
    shop: &Shop,
    journal: Option<&Journal>,
    silence: Duration,
) -> Ends {
    let order = shop.order();
    let target = impatient(simulator, silence);
    let pause = passing(simulator);
    let terms = Terms {
        take_over: true,
        journal,
        pause: &pause,
        ..Terms::default()
    };
    let seen = match pick_up(&target, &order, &terms, &mut |_| {}).await {
        Ok((seen, _)) => seen,
        Err(_) => return Ends::NotSent,
    };
    match seen.apply(&order, &terms, |_| {}).await {
        Ok(_) => Ends::Kept,
        Err(ApplyError::RolledBack { .. }) => Ends::RolledBack,
        Err(ApplyError::Unknown { .. }) => Ends::Unknown,
        Err(error @ ApplyError::NotRolledBack { .. }) => panic!("{error:?}"),
        Err(_) => Ends::NotSent,
    }
}

/// What hotspotd does when it is started again: it looks, and settles what it finds.
async fn settle(
    simulator: &Simulator,
    shop: &Shop,
    journal: &Journal,
) -> std::result::Result<(), String> {
    let target = impatient(simulator, SILENCE);
    let pause = passing(simulator);
    let terms = Terms {
        take_over: true,
        journal: Some(journal),
        pause: &pause,
        ..Terms::default()
    };
    match pick_up(&target, &shop.order(), &terms, &mut |_| {}).await {
        Ok((_, None)) => Ok(()),
        Ok((_, Some(left))) => match left.ending {
            Ending::Kept { .. } | Ending::Undone { .. } | Ending::Absent => Ok(()),
            other => Err(format!("{other:?}")),
        },
        Err(error) => Err(error.to_string()),
    }
}

/// A router that is silent for long has hung; here nothing else takes long.
fn impatient(simulator: &Simulator, silence: Duration) -> Target {
    Target {
        limits: Limits::patient(silence),
        ..target(simulator)
    }
}

/// A folder of one case's own.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "sweep-{}-{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        Folder(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
