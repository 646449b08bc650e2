//! Backups: made each night, pruned, and put back.

use std::process::{Command, Output};

use hotspotd::app::Running;
use hotspotd::domain::time::Span;
use hotspotd::service::backup::{self, Backup, BackupError, Reason};
use hotspotd::store::restore::{RestoreError, restore};
use hotspotd::store::{FolderLock, STATE, StoreError, setting};

use super::bench::{Folder, NOW, SMALL, ids, open, sale, stored};
use super::holder::{appliance, config};

const DAY: Span = Span::from_secs(86_400);

fn of(reason: Reason, found: &[Backup]) -> usize {
    found
        .iter()
        .filter(|backup| backup.reason == reason)
        .count()
}

#[tokio::test]
async fn forty_nights_leave_seven_days_and_four_weeks() {
    let folder = Folder::new();
    let appliance = &appliance(&folder).await;
    for night in 0..40 {
        appliance.clock.pass(DAY);
        hotspotd::service::trust::tick(appliance, None)
            .await
            .unwrap();
        let made = backup::nightly(appliance).await.unwrap();
        assert!(made.is_some(), "night {night}");
        let again = backup::nightly(appliance).await.unwrap();
        assert!(again.is_none(), "one a night");
    }
    for _ in 0..8 {
        backup::make(appliance, Reason::Hand).await.unwrap();
        appliance.clock.pass(Span::from_secs(1));
    }
    backup::prune(appliance.data()).unwrap();
    let found = backup::list(appliance.data()).unwrap();
    let nights = of(Reason::Night, &found);
    assert!((9..=10).contains(&nights), "{nights}");
    assert_eq!(of(Reason::Hand, &found), 5);
    assert!(found.is_sorted_by(|a, b| a.made >= b.made));
    // By a clock that is not believed none is made and none goes.
    appliance.clock.set(NOW);
    hotspotd::service::trust::tick(appliance, None)
        .await
        .unwrap();
    assert!(!appliance.clock_trust().is_trusted());
    assert!(backup::nightly(appliance).await.unwrap().is_none());
    assert_eq!(backup::list(appliance.data()).unwrap().len(), found.len());
    appliance.close().await;
}

#[test]
fn a_name_leads_nowhere_else() {
    let folder = Folder::new();
    std::fs::create_dir(folder.file("backups")).unwrap();
    std::fs::write(folder.file("secret.key"), "key").unwrap();
    std::fs::write(folder.file("backups").join("state-hand-17.db"), "copy").unwrap();
    std::fs::write(folder.file("backups").join("notes.txt"), "theirs").unwrap();
    assert!(backup::path_of(folder.path(), "state-hand-17.db").is_ok());
    for name in [
        "../secret.key",
        "..",
        "",
        "notes.txt",
        "./state-hand-17.db",
        "/etc/passwd",
        "state-hand-17.db/../../secret.key",
        "state-hand-017.db",
        "state-hand-17.db\0",
    ] {
        let found = backup::path_of(folder.path(), name);
        assert!(
            matches!(found, Err(BackupError::Missing)),
            "{name:?}: {found:?}"
        );
    }
}

#[tokio::test]
async fn what_is_put_back_is_what_was_copied() {
    let folder = Folder::new();
    let database = open(folder.path());
    database.write(sale(1)).await.unwrap();
    let copy = database
        .snapshot(folder.file("backups"), "state-hand-1.db".to_owned())
        .await
        .unwrap();
    database.write(sale(2)).await.unwrap();
    database.write(sale(3)).await.unwrap();
    // As a kill leaves it: the last sales stand in the log alone, which must not be read into the copy.
    let killed = Folder::new();
    for name in ["state.db", "state.db-wal"] {
        std::fs::copy(folder.file(name), killed.file(name)).unwrap();
    }
    assert!(
        std::fs::metadata(killed.file("state.db-wal"))
            .unwrap()
            .len()
            > 0
    );
    let former = restore(killed.path(), &SMALL, &copy, NOW).unwrap().unwrap();
    let again = open(killed.path());
    assert_eq!(ids(&again).await, [1]);
    assert_eq!(stored(&former), (vec![1, 2, 3], "ok".to_owned()));
    // Into an empty folder too.
    let empty = Folder::new();
    assert_eq!(restore(empty.path(), &SMALL, &copy, NOW).unwrap(), None);
    assert_eq!(ids(&open(empty.path())).await, [1]);
    // The folder of copies holds nothing but copies.
    let beside: Vec<_> = std::fs::read_dir(folder.file("backups")).unwrap().collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
}

#[tokio::test]
async fn what_is_no_sound_backup_is_refused_and_nothing_changes() {
    let folder = Folder::new();
    let database = open(folder.path());
    for id in 0..300 {
        database.write(sale(id)).await.unwrap();
    }
    let copy = database
        .snapshot(folder.file("backups"), "state-hand-1.db".to_owned())
        .await
        .unwrap();
    database.close().await;
    let before = folder.contents();
    let other = Folder::new();
    let mut bytes = std::fs::read(&copy).unwrap();
    for byte in &mut bytes[8_200..9_000] {
        *byte ^= 0x55;
    }
    std::fs::write(other.file("damaged.db"), &bytes).unwrap();
    std::fs::write(other.file("short.db"), &bytes[..5_000]).unwrap();
    std::fs::write(other.file("empty.db"), "").unwrap();
    std::fs::write(other.file("letter.db"), "to the landlord").unwrap();
    std::fs::copy(&copy, other.file("used.db")).unwrap();
    std::fs::write(other.file("used.db-wal"), "something").unwrap();
    for name in [
        "damaged.db",
        "short.db",
        "empty.db",
        "letter.db",
        "used.db",
        "none.db",
    ] {
        let answer = restore(folder.path(), &SMALL, &other.file(name), NOW);
        let fits = match name {
            "none.db" => matches!(answer, Err(RestoreError::Missing(_))),
            "used.db" => matches!(answer, Err(RestoreError::InUse(_))),
            "letter.db" => matches!(answer, Err(RestoreError::Unfit(_))),
            _ => matches!(answer, Err(RestoreError::Unsound { .. })),
        };
        assert!(fits, "{name}: {answer:?}");
        assert_eq!(folder.contents(), before, "{name}");
    }
}

fn hotspotd(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(arguments)
        .output()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_the_command_line() {
    let folder = Folder::new();
    let data = folder.path().to_str().unwrap().to_owned();
    let running = Running::start(config(&folder)).await.unwrap();
    let set = |value: &'static str| {
        let state = running.appliance.state.clone();
        async move {
            state
                .write(move |connection| {
                    setting::set(connection, "colour", value, NOW)?;
                    Ok::<_, StoreError>(())
                })
                .await
                .unwrap();
        }
    };
    set("green").await;
    // While the daemon runs, a backup can be made, but none put back.
    let made = hotspotd(&["backup", "make", "--data-dir", &data]);
    assert!(made.status.success(), "{made:?}");
    let path = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    let listed = hotspotd(&["backup", "list", "--data-dir", &data]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("state-hand-"), "{listed}");
    set("red").await;
    let refused = hotspotd(&["restore", &path, "--data-dir", &data]);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("another hotspotd works in"), "{told}");
    let second = hotspotd(&[
        "serve",
        "--data-dir",
        &data,
        "--listen",
        "127.0.0.1:0",
        "--portal-listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(second.status.code(), Some(1));
    let told = String::from_utf8(second.stderr).unwrap();
    assert!(told.contains("another hotspotd works in"), "{told}");
    running.stop().await;

    let restored = hotspotd(&["restore", &path, "--data-dir", &data]);
    assert!(restored.status.success(), "{restored:?}");
    drop(FolderLock::take(folder.path()).unwrap());
    let running = Running::start(config(&folder)).await.unwrap();
    let colour = running
        .appliance
        .state
        .read(|connection| setting::get(connection, "colour"))
        .await
        .unwrap();
    assert_eq!(colour.as_deref(), Some("green"));
    let kept = backup::list(folder.path()).unwrap();
    assert_eq!(of(Reason::Restore, &kept), 1);
    assert_eq!(STATE.file, "state.db");
    running.stop().await;
}
