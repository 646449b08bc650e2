//! device-mode on the wire: what the board allows, and the request to allow more, which somebody at the board confirms by its button or by
//! cutting its power (RouterOS facts: hotspot, section 12).

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::time::Duration;

use super::guard::told;
use super::read::ReadError;
use super::{Client, Command, Reply};
use crate::domain::routeros::value::duration_seconds;

/// Shortest and longest time that RouterOS waits for the button.
const SHORTEST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(86_400);
/// How much longer than the router we wait for its word that nobody came.
const GRACE: Duration = Duration::from_secs(30);

/// What a board allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mode {
    /// The mode's name, e.g. `home`; absent where the router has no device-mode.
    pub name: Option<String>,
    /// Features, e.g. `hotspot` → false.
    pub allowed: BTreeMap<String, bool>,
    /// Requests that nobody confirmed since the power was last cut.
    pub attempts: u32,
    /// How long the router has been on.
    pub uptime: Duration,
}

impl Mode {
    /// Those of these features that are forbidden. A feature that is not told is not forbidden.
    pub fn forbidden<'f>(&self, features: &[&'f str]) -> Vec<&'f str> {
        let forbidden = |feature: &&&str| self.allowed.get(**feature) == Some(&false);
        features.iter().filter(forbidden).copied().collect()
    }
}

/// Reads it. One turnaround.
///
/// # Errors
/// The connection ended, or the account may not read.
pub async fn mode(client: &mut Client) -> Result<Mode, ReadError> {
    let commands = [
        Command::read("/system/device-mode/print"),
        Command::read("/system/resource/print").proplist(&["uptime"]),
    ];
    let replies = client.run_all(&commands).await?;
    for (menu, reply) in ["/system/device-mode", "/system/resource"]
        .iter()
        .zip(&replies)
    {
        told(menu, reply)?;
    }
    let record = |at: usize| replies.get(at).and_then(|reply| reply.records().first());
    let mode = record(0);
    let switch = |value: &str| match value {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    };
    let value = |name: &str| mode.and_then(|record| record.get(name));
    Ok(Mode {
        name: value("mode").map(str::to_owned),
        allowed: mode
            .into_iter()
            .flat_map(super::Record::iter)
            .filter_map(|(name, value)| Some((name.to_owned(), switch(value)?)))
            .collect(),
        attempts: value("attempt-count")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0),
        uptime: record(1)
            .and_then(|record| duration_seconds(record.get("uptime")?))
            .map(Duration::from_secs)
            .unwrap_or_default(),
    })
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The router did not take it, in its own words.
    Refused(String),
    /// It waited, and nobody came.
    NotConfirmed,
    /// The connection ended, as it does when the router starts anew; or the router says it is done. What it allows then must be read.
    Gone,
}

/// Asks to allow these features, and waits as long as the router does.
pub async fn ask(client: &mut Client, features: &[&str], wait: Duration) -> Answer {
    let wait = wait.clamp(SHORTEST, LONGEST);
    let mut update = Command::slow("/system/device-mode/update");
    for feature in features {
        update = update.with(*feature, "yes");
    }
    let update = update.with("activation-timeout", format!("{}s", wait.as_secs()));
    let answer = client.follow(&update, wait + GRACE, |_| ControlFlow::Continue(()));
    match answer.await {
        Err(_) | Ok(Reply::Done { .. }) => Answer::Gone,
        Ok(Reply::Trap { category, message }) => {
            // Measured: `update canceled` (tikoci/routeros-skills); ours is `interrupted`, of category 2.
            let lapsed = ["cancel", "interrupted", "timeout", "timed out"];
            match category == Some(2) || lapsed.iter().any(|word| message.contains(word)) {
                true => Answer::NotConfirmed,
                false => Answer::Refused(message),
            }
        }
    }
}
