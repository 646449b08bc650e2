//! Every schedule in one table: what is done again and again while the daemon runs.
//!
//! A schedule waits by monotonic time, so no jump of the clock makes it run a thousand times. Runs of one schedule never
//! overlap, and a failed one is tried at its next time.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::service::appliance::Appliance;
use crate::service::backup::away;
use crate::service::pulse::Part;
use crate::service::routers::{backups, drift};
use crate::service::{backup, disk, outbox, pulse, sweep, telemetry, trust};

/// The backups of all routers begin within so long; the end of the program may have to wait for that.
const ROUTERS_WITHIN: Duration = Duration::from_secs(20);

/// What a run gives: nothing, or what stood in its way, for the log.
type Outcome = Result<(), Box<dyn Error + Send + Sync>>;
/// A run.
type Run = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// Something that is done again and again.
pub struct Schedule {
    /// What the log calls it.
    pub name: &'static str,
    /// How long from one beginning to the next, at least.
    pub every: Duration,
    /// Does it.
    pub run: fn(Arc<Appliance>) -> Run,
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schedule({} every {:?})", self.name, self.every)
    }
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The table.
pub fn schedules() -> Vec<Schedule> {
    vec![
        Schedule {
            name: "pulse",
            every: pulse::EVERY,
            run: |appliance| {
                Box::pin(async move {
                    appliance.pulse.beat(Part::Schedules);
                    Ok(())
                })
            },
        },
        Schedule {
            name: "outbox",
            every: seconds(5),
            run: |appliance| {
                Box::pin(async move {
                    outbox::drain(&appliance).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            // How often each router is read, `drift` itself knows; this is how often it looks whose turn it is.
            name: "drift",
            every: seconds(15),
            run: |appliance| {
                Box::pin(async move {
                    drift::due(&appliance).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "clock",
            every: seconds(60),
            run: |appliance| {
                Box::pin(async move {
                    trust::tick(&appliance, None).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "certificate",
            every: seconds(60),
            run: |appliance| {
                Box::pin(async move {
                    if let Some(tls) = appliance.tls.get() {
                        tls.look();
                    }
                    Ok(())
                })
            },
        },
        Schedule {
            name: "disk",
            every: seconds(60),
            run: |appliance| {
                Box::pin(async move {
                    disk::look(&appliance).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "samples",
            every: seconds(telemetry::EVERY.as_secs()),
            run: |appliance| {
                Box::pin(async move {
                    telemetry::flush(&appliance).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "old samples",
            every: seconds(86_400),
            run: |appliance| {
                Box::pin(async move {
                    telemetry::prune(&appliance).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "backup",
            every: seconds(3_600),
            run: |appliance| {
                Box::pin(async move {
                    backup::nightly(&appliance).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "whole backups",
            every: seconds(300),
            run: |appliance| {
                Box::pin(async move {
                    away::carry(&appliance).await;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "router backups",
            every: seconds(86_400),
            run: |appliance| {
                Box::pin(async move {
                    backups::nightly(&appliance, ROUTERS_WITHIN).await?;
                    Ok(())
                })
            },
        },
        Schedule {
            name: "sweep",
            every: seconds(3_600),
            run: |appliance| {
                Box::pin(async move {
                    sweep::sweep(&appliance).await?;
                    Ok(())
                })
            },
        },
    ]
}

/// Begins all of them. They end when `stopped` says so; a run that is under way is finished first.
pub fn start(appliance: &Arc<Appliance>, stopped: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let begin = |schedule| tokio::spawn(keep(schedule, Arc::clone(appliance), stopped.clone()));
    schedules().into_iter().map(begin).collect()
}

async fn keep(schedule: Schedule, appliance: Arc<Appliance>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(schedule.every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            // An error says that the sender is gone, which is an end too.
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        // In a task of its own: what breaks off in a run does not end its schedule.
        let run = tokio::spawn((schedule.run)(Arc::clone(&appliance)));
        let outcome = run.await.unwrap_or_else(|error| Err(error.into()));
        if let Err(error) = outcome {
            let error = error.as_ref() as &dyn Error;
            tracing::error!(
                schedule = schedule.name,
                error,
                "a schedule failed; it runs again"
            );
        }
    }
}
