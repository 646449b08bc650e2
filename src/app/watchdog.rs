//! Tells whoever supervises the daemon (systemd: `WatchdogSec=`) that it lives, while all of it does.
//!
//! Without word for that long, systemd ends the daemon and starts it anew: a program that has its address and its process but writes
//! nothing any more would otherwise stay like that until somebody comes.

use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::service::appliance::Appliance;
use crate::service::pulse::{self, Still};

/// Begins to tell, where somebody listens. It ends when `stopped` says so.
pub(super) fn watch(
    appliance: Arc<Appliance>,
    stopped: watch::Receiver<bool>,
) -> Option<JoinHandle<()>> {
    let long = sd_notify::watchdog_enabled()?;
    Some(tokio::spawn(tell(appliance, long, stopped)))
}

async fn tell(appliance: Arc<Appliance>, long: Duration, mut stopped: watch::Receiver<bool>) {
    // Four looks within the time, so that a slow disk costs none of them its meaning.
    let every = pulse::EVERY.min(long / 4);
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut before: Option<Still> = None;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            // An error says that the sender is gone, which is an end too.
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        // Two beats may be missed.
        let found = pulse::look(&appliance, pulse::EVERY * 2, every).await.err();
        match &found {
            None => {
                // Where the supervisor is gone there is nobody to tell.
                let _ = sd_notify::notify(&[NotifyState::Watchdog]);
                if let Some(before) = &before {
                    tracing::info!(part = %before, "moves again");
                }
            }
            Some(still) if found != before => {
                tracing::error!(part = %still, "does not move; unless it does again, the program is about to be started anew");
            }
            Some(_) => {}
        }
        before = found;
    }
}
