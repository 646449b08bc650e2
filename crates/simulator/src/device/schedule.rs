//! `/system/scheduler` on the device's own clock, and scripts that wait in `:delay`.
//!
//! Source: RouterOS facts: apply, "Dead-man sequences" B: an entry with an interval counts from when it was added and does not run at
//! start-up; one with `start-time=startup` does. That an interval counts from start-up after a start is an assumption.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rsc::dialect::Command;

use super::Device;
use super::actions::log;
use super::caller::Caller;
use super::outcome::Trap;
use super::script;
use super::store::Row;
use super::value::duration;

const MENU: &str = "/system/scheduler";
/// An entry that comes due again at once would never let time pass.
const SHORTEST: Duration = Duration::from_secs(1);

/// What is to run when, by the time since the device started.
#[derive(Debug, Clone, Default)]
pub(super) struct Schedule {
    due: BTreeMap<u32, Due>,
    waiting: Vec<Waiting>,
}

/// The next run of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Due {
    at: Duration,
    interval: Duration,
}

/// The rest of a script that waits in `:delay`.
#[derive(Debug, Clone)]
struct Waiting {
    at: Duration,
    who: Caller,
    rest: Vec<Command>,
}

/// What runs next.
enum Next {
    Entry(u32),
    Script(usize),
    /// Safe mode, whose holder is gone.
    Unroll,
    /// A change of device-mode that nobody confirmed.
    ModeChange,
    /// A file that the router took long to write.
    File(usize),
}

impl Device {
    /// Moves the device's clock on. What is due by then runs, each at its own time.
    pub fn advance(&mut self, by: Duration) {
        let until = self.uptime.saturating_add(by);
        self.plan();
        while let Some((at, next)) = self.next_due().filter(|(at, _)| *at <= until) {
            self.uptime = self.uptime.max(at);
            match next {
                Next::Unroll => self.unroll(),
                Next::ModeChange => self.give_mode_change_up(),
                Next::File(index) => self.finish_file(index),
                Next::Entry(id) => {
                    if let Some(due) = self.schedule.due.get_mut(&id) {
                        due.at = at + due.interval.max(SHORTEST);
                    }
                    self.run_entry(id);
                }
                Next::Script(index) => {
                    let waiting = self.schedule.waiting.remove(index);
                    self.run_waiting(&waiting.who, waiting.rest);
                }
            }
            self.plan();
        }
        self.uptime = until;
    }

    /// Starts anew: the clock of the uptime, files in RAM, sessions, scripts under way. What is to run at start-up runs when the clock
    /// goes on.
    pub fn reboot(&mut self) {
        self.unroll();
        self.give_mode_change_up();
        self.late_files.clear();
        self.started = self.now();
        self.uptime = Duration::ZERO;
        self.time_server = None;
        self.lose_memory_files();
        self.set_sessions(&[]);
        self.schedule = Schedule::default();
        let at_start: Vec<u32> = self
            .store
            .rows(MENU)
            .iter()
            .filter(|row| self.is_on(row) && row.get("start-time") == Some("startup"))
            .map(|row| row.id)
            .collect();
        for id in at_start {
            self.run_entry(id);
        }
        self.plan();
    }

    /// `next-run` as a print shows it: an entry with an interval fires first after one interval (RouterOS facts: hotspot, section
    /// 14).
    pub(super) fn next_run(&self, row: &Row) -> Option<String> {
        if !self.is_on(row) {
            return None;
        }
        let at = match self.schedule.due.get(&row.id) {
            Some(due) => due.at,
            None => self.uptime.saturating_add(interval(row)?),
        };
        Some(self.moment_text(self.started.saturating_add(at.as_secs())))
    }

    /// Gives every entry that is on its next run.
    fn plan(&mut self) {
        let mut known: BTreeSet<u32> = BTreeSet::new();
        let entries: Vec<(u32, Duration)> = self
            .store
            .rows(MENU)
            .iter()
            .filter(|row| self.is_on(row))
            .filter_map(|row| Some((row.id, interval(row)?)))
            .collect();
        for (id, interval) in entries {
            known.insert(id);
            let at = self.uptime.saturating_add(interval);
            let due = self.schedule.due.entry(id).or_insert(Due { at, interval });
            if due.interval != interval {
                *due = Due { at, interval };
            }
        }
        self.schedule.due.retain(|id, _| known.contains(id));
    }

    fn is_on(&self, row: &Row) -> bool {
        self.menu(MENU).is_ok_and(|menu| menu.enabled(row))
    }

    fn next_due(&self) -> Option<(Duration, Next)> {
        let entries = self
            .schedule
            .due
            .iter()
            .map(|(id, due)| (due.at, Next::Entry(*id)));
        let scripts = self
            .schedule
            .waiting
            .iter()
            .enumerate()
            .map(|(index, waiting)| (waiting.at, Next::Script(index)));
        let unroll = self.safe_mode_ends().map(|at| (at, Next::Unroll));
        let mode_change = self.mode_change_lapses().map(|at| (at, Next::ModeChange));
        entries
            .chain(scripts)
            .chain(unroll)
            .chain(mode_change)
            .chain(self.files_due().map(|(at, index)| (at, Next::File(index))))
            .min_by_key(|(at, _)| *at)
    }

    /// Runs an entry with its own policies. What goes wrong is in the log only.
    fn run_entry(&mut self, id: u32) {
        let Some(mut row) = self.store.by_id(MENU, id).cloned() else {
            return;
        };
        let event = row.get("on-event").unwrap_or_default().to_owned();
        let count: u64 = row
            .get("run-count")
            .and_then(|count| count.parse().ok())
            .unwrap_or(0);
        row.values
            .insert("run-count".to_owned(), (count + 1).to_string());
        let policies = self
            .menu(MENU)
            .ok()
            .and_then(|menu| menu.value(&row, "policy").map(str::to_owned))
            .unwrap_or_default();
        self.store.replace(MENU, row);
        let who = Caller {
            policies: policies.split(',').map(str::to_owned).collect(),
            ..self.system_caller()
        };
        match self.event(&event) {
            Ok(commands) => self.run_waiting(&who, commands),
            Err(trap) => log(self, "error", &format!("scheduler: {}", trap.message)),
        }
    }

    /// `on-event` is the name of a script or a script itself.
    fn event(&mut self, event: &str) -> Result<Vec<Command>, Trap> {
        if self.store.named("/system/script", event).next().is_some() {
            let name = event.to_owned();
            return Ok(vec![Command::RunScript { name }]);
        }
        self.checked(event)
    }

    /// Runs commands up to the first `:delay` among them; the rest waits. A delay within a block takes no time.
    fn run_waiting(&mut self, who: &Caller, commands: Vec<Command>) {
        let mut commands = commands.into_iter();
        while let Some(command) = commands.next() {
            if let Command::Delay { seconds } = command {
                self.schedule.waiting.push(Waiting {
                    at: self.uptime + Duration::from_secs(seconds.into()),
                    who: who.clone(),
                    rest: commands.collect(),
                });
                return;
            }
            if let Err(failure) = script::run(self, who, &[command]) {
                log(
                    self,
                    "error",
                    &format!("script error: {}", failure.trap.message),
                );
                return;
            }
        }
    }
}

/// How often an entry runs; `None` where it runs at start-up only, or never.
fn interval(row: &Row) -> Option<Duration> {
    let microseconds = duration::parse(row.get("interval").unwrap_or_default())?;
    (microseconds > 0).then(|| Duration::from_micros(microseconds))
}
