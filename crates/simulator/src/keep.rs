//! What goes on by itself: the device's clock and its state file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::state::save;
use crate::wire::shared::Shared;

/// How often the device's clock is moved on while nothing else happens.
const TICK: Duration = Duration::from_millis(100);

/// Moves the device's clock while nobody asks anything of it.
pub(crate) async fn keep_time(shared: Arc<Shared>) {
    let mut stop = shared.stop.subscribe();
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => shared.with_device(|_| ()),
        }
    }
}

/// Writes the state file at start and after every batch of changes. A file that cannot be written is tried again
/// with the next change.
pub(crate) async fn keep_state(shared: Arc<Shared>, path: PathBuf) {
    let mut stop = shared.stop.subscribe();
    let mut revision = shared.revision.subscribe();
    loop {
        revision.mark_unchanged();
        write_state(&shared, &path).await;
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            Ok(()) = revision.changed() => {}
        }
    }
}

/// Writes the state file now.
pub(crate) async fn write_state(shared: &Shared, path: &Path) {
    let state = shared.with_device(|device| device.save());
    let path = path.to_path_buf();
    let written = tokio::task::spawn_blocking(move || save(&state, &path)).await;
    let trouble = written.unwrap_or_else(|error| Err(error.into())).err();
    shared.state_not_written(trouble.map(|error| error.to_string()));
}
