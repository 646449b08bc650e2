//! device-mode unlocked: the router is asked, somebody presses its button, it starts anew, and what it allows then is read.

use std::time::Duration;

use serde::Serialize;

use crate::routeros::device_mode::{Answer, Mode, ask, mode};
use crate::routeros::read::ReadError;
use crate::routeros::{Client, ConnectError};
use crate::service::apply::{Pause, Target};

/// How long RouterOS waits for the button by itself.
pub const USUAL_WAIT: Duration = Duration::from_secs(5 * 60);
/// What hotspotd needs allowed: the hotspot itself, and the schedulers of the guard.
pub const NEEDED: [&str; 2] = ["hotspot", "scheduler"];

/// How often is looked whether the router has started anew: when its power is cut, its end of the connection says nothing.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How often a router that has gone is called.
const CALL_EVERY: Duration = Duration::from_secs(3);
/// How long a router may take to start.
const STARTS_WITHIN: Duration = Duration::from_secs(180);

/// How far it has come, for a display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnlockStep {
    /// The router waits so long for its button to be pressed or its power to be cut.
    PressNow(Duration),
    /// It has gone and is starting.
    Starting,
    /// It is back and was read.
    Back,
}

/// What was unlocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unlocked {
    /// Features that are allowed now and were not before; empty: there was nothing to do, and nothing was asked.
    pub features: Vec<String>,
    /// The mode's name.
    pub mode: Option<String>,
}

/// Why the router still forbids what is needed.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// No connection; nothing was asked.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It does not take the request.
    #[error(
        "the router did not take the request to allow {features} ({message}): cut its power for ten seconds, and try again when it is back"
    )]
    Refused {
        /// What was asked.
        features: String,
        /// Its words.
        message: String,
    },
    /// Nobody came.
    #[error(
        "nobody pressed the router's button or cut its power within {wait:?}, so nothing was changed: it takes three attempts, then its power must be cut; start again when somebody stands next to it"
    )]
    NotPressed {
        /// How long the router waited.
        wait: Duration,
    },
    /// It went and did not come back.
    #[error(
        "the router went to start anew and has not answered for {waited:?}: check its power and cable, and look at it again"
    )]
    NotBack {
        /// How long it was called.
        waited: Duration,
        /// Why the last call failed.
        #[source]
        source: Option<Box<UnlockError>>,
    },
    /// It is back and forbids it still.
    #[error(
        "the router started anew and still forbids {features}: the button was not pressed while it waited; try again"
    )]
    StillForbidden {
        /// What is forbidden.
        features: String,
    },
}

/// Asks the router to allow these features, waits until somebody confirms it at the board, and reads that it does. Where all are allowed
/// already, nothing is asked.
///
/// # Errors
/// See [`UnlockError`].
pub async fn unlock(
    target: &Target,
    features: &[&str],
    wait: Duration,
    pause: &Pause<'_>,
    progress: &mut (impl FnMut(UnlockStep) + Send),
) -> Result<Unlocked, UnlockError> {
    let mut client = connect(target).await?;
    let before = mode(&mut client).await?;
    let forbidden = before.forbidden(features);
    if forbidden.is_empty() {
        client.close().await;
        return Ok(Unlocked {
            features: Vec::new(),
            mode: before.name,
        });
    }
    progress(UnlockStep::PressNow(wait));
    let answer = tokio::select! {
        answer = ask(&mut client, &forbidden, wait) => answer,
        () = started_anew(target, &before, pause) => Answer::Gone,
    };
    client.close().await;
    match answer {
        Answer::Gone => {}
        Answer::NotConfirmed => return Err(UnlockError::NotPressed { wait }),
        Answer::Refused(message) => {
            return Err(UnlockError::Refused {
                features: forbidden.join(", "),
                message,
            });
        }
    }
    progress(UnlockStep::Starting);
    let after = when_back(target, pause).await?;
    progress(UnlockStep::Back);
    let still = after.forbidden(&forbidden);
    match still.is_empty() {
        true => Ok(Unlocked {
            features: forbidden.iter().map(|name| (*name).to_owned()).collect(),
            mode: after.name,
        }),
        false => Err(UnlockError::StillForbidden {
            features: still.join(", "),
        }),
    }
}

/// Returns once the router has been on for a shorter time than before. A router that does not answer meanwhile says nothing.
async fn started_anew(target: &Target, before: &Mode, pause: &Pause<'_>) {
    let mut on_for = before.uptime;
    loop {
        pause(LOOK_EVERY).await;
        if let Ok(now) = look(target).await {
            if now.uptime < on_for {
                return;
            }
            on_for = now.uptime;
        }
    }
}

async fn when_back(target: &Target, pause: &Pause<'_>) -> Result<Mode, UnlockError> {
    let mut waited = Duration::ZERO;
    loop {
        match look(target).await {
            Ok(mode) => return Ok(mode),
            Err(error) if waited >= STARTS_WITHIN => {
                let source = Some(Box::new(error));
                return Err(UnlockError::NotBack { waited, source });
            }
            Err(_) => {}
        }
        pause(CALL_EVERY).await;
        waited += CALL_EVERY;
    }
}

async fn look(target: &Target) -> Result<Mode, UnlockError> {
    let mut client = connect(target).await?;
    let mode = mode(&mut client).await?;
    client.close().await;
    Ok(mode)
}

async fn connect(target: &Target) -> Result<Client, ConnectError> {
    Client::connect(&target.endpoint, &target.credentials, &target.limits).await
}
