//! An `apply` that a person (Ctrl-C) or the system (SIGTERM) stops: how far it was, and what becomes of the router.

use serde_json::json;

use super::exit::{Exit, Failure};
use crate::service::apply::{Progress, Protection};

/// How far an `apply` has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was sent.
    Looking,
    /// The guard is being armed.
    Arming,
    /// Changes are sent under this protection.
    Changing(Protection),
}

impl Phase {
    /// What a progress begins.
    pub fn of(progress: Progress<'_>) -> Option<Phase> {
        match progress {
            Progress::Arming => Some(Phase::Arming),
            Progress::Protected(protection) => Some(Phase::Changing(protection)),
            _ => None,
        }
    }

    /// What is told where it was stopped then.
    pub fn stopped(self, change: &str) -> Failure {
        let (exit, becomes) = match self {
            Phase::Looking => {
                return Failure::failed("stopped; nothing was sent to the router");
            }
            Phase::Arming => (
                Exit::Unknown,
                "no row of the configuration was changed, but a guard may stand on the router. It has nothing to undo: run `hotspotd apply` again, which takes it away, or `hotspotd guard disarm`".to_owned(),
            ),
            Phase::Changing(Protection::Guard { seconds }) => (
                Exit::Unknown,
                format!(
                    "the guard stands on the router and puts it back within {seconds} s. Run `hotspotd apply` again, which settles it, or `hotspotd rollback` to have it put back now"
                ),
            ),
            Phase::Changing(Protection::SafeMode) => (
                Exit::Unknown,
                "the router undoes it by itself, now that the session which held safe mode is gone. Run `hotspotd apply` again, which waits for it".to_owned(),
            ),
            Phase::Changing(Protection::Script) => (
                Exit::Unknown,
                "the undo stands on the router as a script. Run `hotspotd apply` again, which settles it, or `hotspotd rollback` to have it put back now".to_owned(),
            ),
        };
        Failure::new(
            exit,
            format!("stopped in the middle of change {change}: {becomes}"),
        )
        .part("change", json!(change))
    }
}

/// Waits until somebody wants the program to end.
pub async fn asked_for() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => {
                    if interrupted.is_err() {
                        std::future::pending::<()>().await;
                    }
                }
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // The system gives no signals: then it ends the program itself.
        std::future::pending::<()>().await;
    }
}
