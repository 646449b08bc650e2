//! The router's own log, as it is now.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::time::Duration;

use serde::Serialize;

use crate::domain::id::RouterId;
use crate::routeros::{Client, Command, Record, Reply};
use crate::service::appliance::Appliance;
use crate::service::onboard::Trouble;

use super::manage;
use super::meet::MeetError;

/// So many of the latest lines are kept.
pub const LINES: usize = 200;
/// A router that tells more lines is not listened to further. RouterOS keeps 1,000 unless told otherwise.
const MOST: usize = 5_000;
/// So long the router may take for all of it.
const WITHIN: Duration = Duration::from_secs(30);
/// Longer texts are cut to so many characters.
const LONGEST: usize = 400;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// When, as the router writes it.
    pub at: String,
    /// What it is about, e.g. `system,info`.
    pub topics: String,
    /// What happened.
    pub text: String,
}

/// Its latest lines, the latest first.
///
/// # Errors
/// See [`MeetError`].
pub async fn read(appliance: &Appliance, id: RouterId) -> Result<Vec<Line>, MeetError> {
    let (_, target) = manage::target(appliance, id).await?;
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits)
        .await
        .map_err(Trouble::from)?;
    let print = Command::read("/log/print").proplist(&["time", "topics", "message"]);
    let mut latest = VecDeque::with_capacity(LINES);
    let mut seen = 0;
    let reply = client
        .follow(&print, WITHIN, |record| {
            if latest.len() == LINES {
                latest.pop_front();
            }
            latest.push_back(line(&record));
            seen += 1;
            match seen < MOST {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        })
        .await
        .map_err(|lost| Trouble::Broken(lost.cause.to_string()))?;
    client.close().await;
    match reply {
        // Stopped by us after the most that is listened to.
        Reply::Trap { message, .. } if seen < MOST => Err(Trouble::MayNotRead(message).into()),
        _ => Ok(latest.into_iter().rev().collect()),
    }
}

fn line(record: &Record) -> Line {
    let text = |name: &str| -> String {
        let text = record.get(name).unwrap_or_default();
        text.chars().take(LONGEST).collect()
    };
    Line {
        at: text("time"),
        topics: text("topics"),
        text: text("message"),
    }
}
