//! The secrets that rows of a router hold now, read only where a change is about to take them away: without them, it
//! could not be undone. They live as long as the undo is written, and are in no log.

use std::collections::{BTreeMap, BTreeSet};

use super::{Client, Command, Interrupted, Record};
use crate::domain::hotspot::invert::FormerSecret;
use crate::domain::secret::Secret;

/// What each of these holds; the empty secret where it holds nothing. One turnaround, and none where nothing is asked for.
///
/// An account without policy `sensitive` must not ask: to it, a hidden secret looks like none (RouterOS facts: API, section 5).
///
/// # Errors
/// The connection ended.
pub async fn former_secrets(
    client: &mut Client,
    wanted: &[FormerSecret],
) -> Result<BTreeMap<FormerSecret, Secret>, Interrupted> {
    let mut menus: BTreeMap<&'static str, BTreeSet<&'static str>> = BTreeMap::new();
    for secret in wanted {
        menus.entry(secret.menu).or_default().insert(secret.field);
    }
    if menus.is_empty() {
        return Ok(BTreeMap::new());
    }
    let commands: Vec<Command> = menus
        .iter()
        .map(|(menu, fields)| {
            let names: Vec<&str> = [".id"].into_iter().chain(fields.iter().copied()).collect();
            Command::read(format!("{menu}/print")).proplist(&names)
        })
        .collect();
    let replies = client.run_all(&commands).await?;
    let printed: BTreeMap<&str, &[Record]> = menus
        .keys()
        .copied()
        .zip(replies.iter().map(super::Reply::records))
        .collect();
    let held = |secret: &FormerSecret| {
        let records = printed.get(secret.menu)?;
        let record = records
            .iter()
            .find(|record| record.id() == Some(secret.id.as_str()))?;
        Some(Secret::new(record.get(secret.field).unwrap_or_default()))
    };
    Ok(wanted
        .iter()
        .filter_map(|secret| Some((secret.clone(), held(secret)?)))
        .collect())
}
