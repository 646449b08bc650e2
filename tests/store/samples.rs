//! Samples, the disk's room and the clock, on a running appliance.

use std::sync::Arc;

use hotspotd::domain::id::RouterId;
use hotspotd::domain::moment::Moment;
use hotspotd::domain::room::{BALLAST, FULL, LOW, Room, TIGHT};
use hotspotd::domain::routeros::vitals::Vitals;
use hotspotd::domain::time::Span;
use hotspotd::domain::trust::{Doubt, Trust};
use hotspotd::service::appliance::Appliance;
use hotspotd::service::{disk, telemetry, trust};
use hotspotd::store::reach::Sample;

use super::bench::{Folder, NOW};
use super::holder::appliance;
use super::wal::commits;

const ROUTER: RouterId = RouterId::from_row(3);
const DAY: Span = Span::from_secs(86_400);

fn note(appliance: &Appliance, at: Moment, millis: Option<u32>) {
    appliance.samples.note(Sample {
        router: ROUTER,
        at,
        millis,
        vitals: Vitals {
            online: millis.map(|_| 7),
            free_memory: millis.map(|_| 3 << 30),
            ..Vitals::default()
        },
    });
}

async fn start(folder: &Folder) -> Arc<Appliance> {
    let appliance = appliance(folder).await;
    // Whatever the disk of this machine has.
    disk::note(&appliance, u64::MAX);
    appliance
}

#[tokio::test]
async fn samples_are_written_together_and_at_the_end() {
    let folder = Folder::new();
    let appliance = start(&folder).await;
    let before = commits(&folder.file("telemetry.db"));
    for minute in 0..50 {
        note(
            &appliance,
            NOW.plus(Span::from_secs(60 * minute)),
            (minute % 7 != 0).then_some(12),
        );
    }
    let seen = telemetry::reach_of(&appliance, ROUTER, DAY).await.unwrap();
    assert_eq!(seen.len(), 50, "they are seen before they are written");
    assert_eq!(commits(&folder.file("telemetry.db")), before);
    assert_eq!(telemetry::flush(&appliance).await.unwrap(), 50);
    assert_eq!(commits(&folder.file("telemetry.db")) - before, 1);
    note(&appliance, NOW.plus(Span::from_secs(3_601)), Some(9));
    appliance.close().await;
    drop(appliance);

    let appliance = start(&folder).await;
    let seen = telemetry::reach_of(&appliance, ROUTER, DAY).await.unwrap();
    assert_eq!(seen.len(), 51);
    assert_eq!(seen[0].millis, None);
    assert_eq!(seen[0].vitals, Vitals::default());
    assert_eq!(seen[1].vitals.online, Some(7));
    assert_eq!(seen[1].vitals.free_memory, Some(3 << 30));
    // Thirty-one days later they are forgotten, but not by a clock that has only jumped there.
    appliance.clock.pass(Span::from_secs(31 * 86_400));
    assert_eq!(
        trust::tick(&appliance, None).await.unwrap(),
        Trust::Untrusted(Doubt::FarAhead)
    );
    assert_eq!(telemetry::prune(&appliance).await.unwrap(), 0);
    let now = appliance.clock.now();
    assert!(
        trust::tick(&appliance, Some(now))
            .await
            .unwrap()
            .is_trusted()
    );
    assert_eq!(telemetry::prune(&appliance).await.unwrap(), 51);
    appliance.close().await;
    drop(appliance);
}

#[tokio::test]
async fn damaged_samples_keep_nobody_from_starting() {
    let folder = Folder::new();
    let appliance = start(&folder).await;
    note(&appliance, NOW, Some(1));
    appliance.close().await;
    drop(appliance);
    std::fs::write(
        folder.file("telemetry.db"),
        "no database at all, and long enough to be looked at",
    )
    .unwrap();
    let appliance = start(&folder).await;
    note(&appliance, NOW, Some(1));
    assert_eq!(telemetry::flush(&appliance).await.unwrap(), 1);
    assert!(folder.file("telemetry.db.damaged").exists());
    appliance.close().await;
    drop(appliance);
}

#[tokio::test]
async fn with_little_room_samples_stop_and_then_everything_new() {
    let folder = Folder::new();
    let appliance = start(&folder).await;
    assert_eq!(disk::ask(&appliance), Ok(()));
    disk::note(&appliance, TIGHT - 1);
    assert_eq!(appliance.room(), Room::Tight);
    assert_eq!(disk::ask(&appliance), Ok(()));
    note(&appliance, NOW, Some(1));
    assert_eq!(telemetry::flush(&appliance).await.unwrap(), 0);
    disk::note(&appliance, LOW - 1);
    assert_eq!(disk::ask(&appliance), Err(disk::NoRoom));
    disk::note(&appliance, TIGHT);
    assert_eq!(disk::ask(&appliance), Ok(()));
    appliance.close().await;
    drop(appliance);
}

#[test]
fn the_ballast_takes_room_and_gives_it_back() {
    use std::os::unix::fs::MetadataExt;
    let folder = Folder::new();
    let ballast = folder.file("ballast");
    let plenty = 10 * LOW;
    assert_eq!(disk::care(folder.path(), plenty).unwrap(), plenty - BALLAST);
    let file = std::fs::metadata(&ballast).unwrap();
    assert_eq!(file.len(), BALLAST);
    assert!(file.blocks() * 512 >= BALLAST, "it really takes the room");
    assert_eq!(disk::care(folder.path(), FULL).unwrap(), FULL);
    assert!(ballast.exists());
    assert_eq!(
        disk::care(folder.path(), FULL - 1).unwrap(),
        FULL - 1 + BALLAST
    );
    assert!(!ballast.exists());
    assert_eq!(disk::care(folder.path(), LOW).unwrap(), LOW);
    assert!(!ballast.exists(), "it does not come back at once");
}

#[tokio::test]
async fn the_floor_of_time_outlives_a_start_in_the_past() {
    let folder = Folder::new();
    let appliance = start(&folder).await;
    assert_eq!(appliance.clock_trust(), Trust::Trusted);
    appliance.clock.pass(Span::from_secs(3_600));
    trust::tick(&appliance, None).await.unwrap();
    appliance.close().await;
    drop(appliance);
    // The standing clock of a new start is an hour back.
    let appliance = start(&folder).await;
    assert_eq!(
        appliance.clock_trust(),
        Trust::Untrusted(Doubt::BeforeFloor)
    );
    appliance.clock.pass(Span::from_secs(3_600));
    assert!(trust::tick(&appliance, None).await.unwrap().is_trusted());
    appliance.close().await;
    drop(appliance);
}
