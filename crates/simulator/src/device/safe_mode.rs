//! `/safe-mode`: what happens while a session holds it is undone when that session ends before it releases it.
//!
//! Source: RouterOS facts: apply, "Safe mode IS reachable over the API". Undone is what everybody did meanwhile, up to 100
//! actions; with more, safe mode ends and nothing is undone. A session that closes is noticed after about two seconds, a
//! silent one after nine minutes. Assumptions: a start of the router undoes too, and only the holder may unroll.

use std::time::Duration;

use super::Device;
use super::actions::log;
use super::arguments::Arguments;
use super::caller::Caller;
use super::outcome::{Outcome, Record, Trap};
use super::store::Store;

/// Actions that its history holds.
const MOST_ACTIONS: u64 = 100;
/// How long the router takes to notice that its holder closed the connection.
const CLOSED: Duration = Duration::from_secs(2);
/// How long it takes to notice that its holder is silent.
const SILENT: Duration = Duration::from_secs(9 * 60);
/// Menus that the history does not cover.
const OUTSIDE: [&str; 5] = [
    "/file",
    "/log",
    "/user/active",
    "/ip/hotspot/active",
    "/ip/hotspot/host",
];

/// Safe mode, held.
#[derive(Debug, Clone)]
pub(super) struct SafeMode {
    /// The session; `None` once it has ended.
    holder: Option<u64>,
    user: String,
    /// The rows when it was taken.
    before: Store,
    /// Commands that the device had counted then.
    commands: u64,
    /// When its end by a lost holder is noticed.
    lost: Option<Duration>,
}

impl Device {
    /// `/safe-mode/take` and its like.
    pub(super) fn safe_mode_verb(
        &mut self,
        who: &Caller,
        verb: &str,
        arguments: Arguments<'_>,
    ) -> Result<Outcome, Trap> {
        arguments.only(&["on-error"])?;
        let held = self.safe_mode.as_ref();
        let mine = held.is_some_and(|held| held.holder == Some(who.session));
        match verb {
            "take" if mine => Ok(Outcome::DONE),
            "take" if held.is_some() => Err(Trap::failure("safe mode is held by another session")),
            "take" => {
                self.safe_mode = Some(SafeMode {
                    holder: Some(who.session),
                    user: who.name.clone(),
                    before: self.store.clone(),
                    commands: self.commands,
                    lost: None,
                });
                Ok(Outcome::DONE)
            }
            "release" if held.is_some() => {
                self.safe_mode = None;
                Ok(Outcome::DONE)
            }
            "unroll" if mine => {
                self.unroll();
                Ok(Outcome::DONE)
            }
            "toggle" => self.safe_mode_verb(who, if mine { "release" } else { "take" }, arguments),
            "release" | "unroll" => Err(Trap::failure("safe mode is not taken")),
            _ => Err(Trap::missing("no such command")),
        }
    }

    /// What `print` tells of it.
    pub(super) fn safe_mode_record(&self, who: &Caller) -> Record {
        let mut record = Record::default();
        let held = self.safe_mode.as_ref();
        let mine = held.is_some_and(|held| held.holder == Some(who.session));
        record.push("current", mine.to_string());
        record.push("enabled", self.safe_mode.is_some().to_string());
        if let Some(held) = &self.safe_mode {
            if let Some(holder) = held.holder {
                record.push("owner", format!("*{holder:X}"));
            }
            record.push("user", held.user.as_str());
        }
        record
    }

    /// The history is longer by what was done: too long, and it ends.
    pub(super) fn count_in_safe_mode(&mut self) {
        let commands = self.commands;
        let full = |held: &mut SafeMode| commands - held.commands > MOST_ACTIONS;
        if self.safe_mode.take_if(full).is_some() {
            log(self, "warning", "safe mode ended: too many actions");
        }
    }

    /// A session has ended, or fallen silent for ever.
    pub fn session_ended(&mut self, session: u64, silent: bool) {
        self.take_mode_change_back(session);
        let notice = self.uptime + if silent { SILENT } else { CLOSED };
        if let Some(held) = &mut self.safe_mode
            && held.holder == Some(session)
        {
            held.holder = None;
            held.lost = Some(notice);
        }
    }

    /// All sessions have ended: the device is served anew.
    pub(crate) fn all_sessions_ended(&mut self) {
        if let Some(holder) = self.safe_mode.as_ref().and_then(|held| held.holder) {
            self.session_ended(holder, false);
        }
        self.set_sessions(&[]);
    }

    /// When the end of its holder is noticed.
    pub(super) fn safe_mode_ends(&self) -> Option<Duration> {
        self.safe_mode.as_ref()?.lost
    }

    /// Everything goes back to what it was when safe mode was taken.
    pub(super) fn unroll(&mut self) {
        if let Some(held) = self.safe_mode.take() {
            self.store.go_back_to(&held.before, &OUTSIDE);
            self.writes += 1;
        }
    }
}
