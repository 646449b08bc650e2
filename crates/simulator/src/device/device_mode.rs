//! `/system/device-mode`: what the board allows at all, and how that is changed: by a command that waits until somebody at the board
//! presses its button or cuts its power; then it starts anew.
//!
//! Source: RouterOS facts: hotspot, section 12. The words of a change that nobody confirmed, and the limits of
//! `activation-timeout`, were measured by `tikoci/routeros-skills` on 7.22.1 over REST. Assumptions: the session that waits may go on with
//! other commands; a session that ends takes its change back; the words after three attempts.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Device;
use super::actions::log;
use super::arguments::Arguments;
use super::caller::Caller;
use super::config::DeviceMode;
use super::outcome::{Outcome, Trap};
use super::value::duration;

/// Attempts that may fail until the power is cut.
const MOST_ATTEMPTS: u32 = 3;
/// How long a change waits, unless it says otherwise.
const WAITS: Duration = Duration::from_secs(5 * 60);
/// How long it may wait, in microseconds.
const WAITS_BETWEEN: std::ops::RangeInclusive<u64> = 10_000_000..=86_400_000_000;

/// Features with what the modes home, basic and advanced allow of them.
const FEATURES: [(&str, [bool; 3]); 20] = [
    ("scheduler", [false, true, true]),
    ("socks", [false, false, true]),
    ("fetch", [false, true, true]),
    ("pptp", [false, true, true]),
    ("l2tp", [false, true, true]),
    ("bandwidth-test", [false, false, true]),
    ("traffic-gen", [false, false, false]),
    ("sniffer", [false, true, true]),
    ("ipsec", [false, true, true]),
    ("romon", [false, true, true]),
    ("proxy", [false, false, true]),
    ("hotspot", [false, false, true]),
    ("smb", [false, false, true]),
    ("email", [false, true, true]),
    ("zerotier", [false, false, true]),
    ("container", [false, false, false]),
    ("install-any-version", [false, false, false]),
    ("partitions", [false, false, false]),
    ("routerboard", [false, false, false]),
    ("flagging-enabled", [true, true, true]),
];

/// What was changed of the mode since the factory, and what waits to be confirmed.
#[derive(Debug, Clone, Default)]
pub(super) struct ModeChanges {
    /// Features allowed or forbidden by hand.
    pub by_hand: BTreeMap<String, bool>,
    /// Changes that nobody confirmed.
    attempts: u32,
    pending: Option<Pending>,
    /// Sessions whose change was not confirmed, and that have not been told yet.
    lapsed: Vec<u64>,
}

#[derive(Debug, Clone)]
struct Pending {
    session: u64,
    until: Duration,
    mode: DeviceMode,
    by_hand: BTreeMap<String, bool>,
}

impl ModeChanges {
    /// These features were allowed or forbidden by hand.
    pub(super) fn by_hand(by_hand: BTreeMap<String, bool>) -> Self {
        Self {
            by_hand,
            ..Self::default()
        }
    }
}

impl Device {
    /// Whether device-mode allows a feature, e.g. `hotspot`.
    pub fn allows(&self, feature: &str) -> bool {
        let by_hand = self.mode_changes.by_hand.get(feature).copied();
        by_hand.unwrap_or_else(|| allowed_by(self.device_mode, feature))
    }

    /// Somebody at the board presses its button, or cuts its power for a moment. Whether a change was waiting for that: then it
    /// is in force, and the device has started anew.
    pub fn press_button(&mut self) -> bool {
        let Some(pending) = self.mode_changes.pending.take() else {
            return false;
        };
        self.device_mode = pending.mode;
        self.mode_changes.by_hand = pending.by_hand;
        self.mode_changes.attempts = 0;
        self.reboot();
        true
    }

    /// `/system/device-mode/update`: waits to be confirmed.
    pub(super) fn update_mode(
        &mut self,
        who: &Caller,
        arguments: Arguments<'_>,
    ) -> Result<Outcome, Trap> {
        let mut by_hand = self.mode_changes.by_hand.clone();
        let mut mode = self.device_mode;
        let mut waits = WAITS;
        if let Some(word) = arguments.get("mode") {
            mode = match word {
                "advanced" => DeviceMode::Advanced,
                "home" => DeviceMode::Home,
                "basic" => DeviceMode::Basic,
                _ => return Err(Trap::value("input does not match any value of mode")),
            };
            by_hand.clear();
        }
        for (name, value) in arguments.0 {
            match name.as_str() {
                "mode" | "flagged" => {}
                "activation-timeout" => {
                    let time = duration::parse(value).filter(|time| WAITS_BETWEEN.contains(time));
                    waits = time.map(Duration::from_micros).ok_or_else(|| {
                        Trap::value(
                            "value of activation-timeout is out of range (00:00:10 .. 1d00:00:00)",
                        )
                    })?;
                }
                feature if FEATURES.iter().any(|(known, _)| *known == feature) => {
                    let allowed = match value.as_str() {
                        "yes" | "true" => true,
                        "no" | "false" => false,
                        _ => {
                            let text = format!("input does not match any value of {feature}");
                            return Err(Trap::value(text));
                        }
                    };
                    by_hand.insert(feature.to_string(), allowed);
                }
                unknown => return Err(Trap::value(format!("unknown parameter {unknown}"))),
            }
        }
        if self.mode_changes.attempts >= MOST_ATTEMPTS {
            return Err(Trap::failure(
                "too many attempts, cut the power of the device first",
            ));
        }
        if self.mode_changes.pending.is_some() {
            return Err(Trap::failure("an update is waiting already"));
        }
        self.mode_changes.pending = Some(Pending {
            session: who.session,
            until: self.uptime.saturating_add(waits),
            mode,
            by_hand,
        });
        Ok(Outcome::Waiting)
    }

    /// When the change that waits has waited long enough.
    pub(super) fn mode_change_lapses(&self) -> Option<Duration> {
        self.mode_changes
            .pending
            .as_ref()
            .map(|pending| pending.until)
    }

    /// Nobody confirmed it.
    pub(super) fn give_mode_change_up(&mut self) {
        if let Some(pending) = self.mode_changes.pending.take() {
            self.mode_changes.attempts += 1;
            self.mode_changes.lapsed.push(pending.session);
            log(self, "warning", "device-mode update canceled");
        }
    }

    /// The session takes its change back.
    pub(crate) fn take_mode_change_back(&mut self, session: u64) {
        let its = |pending: &Pending| pending.session == session;
        if self.mode_changes.pending.as_ref().is_some_and(its) {
            self.give_mode_change_up();
        }
        self.mode_changes.lapsed.retain(|lapsed| *lapsed != session);
    }

    /// What the session is told whose change has lapsed; once.
    pub(crate) fn mode_change_lapsed(&mut self, session: u64) -> Option<Trap> {
        let lapsed = &mut self.mode_changes.lapsed;
        let at = lapsed.iter().position(|lapsed| *lapsed == session)?;
        lapsed.remove(at);
        Some(Trap::plain("update canceled"))
    }

    /// What `print` tells.
    pub(super) fn mode_record(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("mode", self.device_mode.word().to_string()),
            ("allowed-versions", "7.13+,6.49.8+".to_string()),
            ("flagged", "false".to_string()),
        ];
        let features = FEATURES.iter();
        fields.extend(features.map(|(name, _)| (*name, self.allows(name).to_string())));
        fields.push(("attempt-count", self.mode_changes.attempts.to_string()));
        fields
    }
}

fn allowed_by(mode: DeviceMode, feature: &str) -> bool {
    if mode == DeviceMode::WithoutScheduler && feature == "scheduler" {
        return false;
    }
    let row = FEATURES.iter().find(|(name, _)| *name == feature);
    row.is_some_and(|(_, [home, basic, advanced])| match mode {
        DeviceMode::Home => *home,
        DeviceMode::Basic => *basic,
        DeviceMode::Advanced | DeviceMode::WithoutScheduler => *advanced,
    })
}
