//! Whole backups beside the copies on the box: every night, before a migration, when somebody asks; kept as long as those.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use hotspotd::credentials::KeyPlace;
use hotspotd::domain::time::Span;
use hotspotd::routeros::Limits;
use hotspotd::service::appliance::{Appliance, Setup};
use hotspotd::service::backup::away::{self, Away, Obstacle};
use hotspotd::service::backup::{self, Form, Reason};
use hotspotd::service::clock::Clock;
use hotspotd::service::trust;
use hotspotd::store::{Database, STATE, Schema};

use crate::bench::{Bench, ended};
use crate::support::appliance::NOW;

const DAY: Span = Span::from_secs(86_400);

/// The appliance of `data`, whose whole backups go to `stick`.
async fn opened(bench: &Bench) -> Arc<Appliance> {
    let data = bench.path("data");
    let setup = Setup {
        key: KeyPlace::in_folder(&data),
        data,
        clock: Clock::standing(NOW),
        memory: 1 << 30,
        limits: Limits::default(),
        loopback: true,
        away: Some(Away {
            folder: bench.path("stick"),
            passphrase: bench.path("pass"),
        }),
    };
    Appliance::open(setup).await.unwrap()
}

fn obstacle(appliance: &Appliance) -> Option<Obstacle> {
    appliance
        .away_trouble
        .borrow()
        .as_ref()
        .map(|trouble| trouble.obstacle)
}

/// The backups in a folder of this kind, without what their names end with.
fn stems(folder: &Path, form: Form, reason: Reason) -> Vec<String> {
    let found = backup::list_in(folder, form).unwrap();
    let of_it = found.into_iter().filter(|backup| backup.reason == reason);
    of_it
        .map(|backup| backup.name.rsplit_once('.').unwrap().0.to_owned())
        .collect()
}

#[tokio::test]
async fn nights_are_kept_as_long_as_on_the_box() {
    let bench = Bench::new("backup-nights");
    std::fs::create_dir(bench.path("stick")).unwrap();
    std::fs::write(bench.path("stick/notes.txt"), "theirs").unwrap();
    let appliance = opened(&bench).await;
    for _ in 0..24 {
        appliance.clock.pass(DAY);
        trust::tick(&appliance, None).await.unwrap();
        assert!(backup::nightly(&appliance).await.unwrap().is_some());
        assert!(backup::nightly(&appliance).await.unwrap().is_none());
        away::carry(&appliance).await;
        assert_eq!(obstacle(&appliance), None);
    }
    let nights = stems(&bench.path("stick"), Form::Whole, Reason::Night);
    assert!((8..=11).contains(&nights.len()), "{nights:?}");
    let copies = bench.path("data/backups");
    assert_eq!(nights, stems(&copies, Form::Copy, Reason::Night));
    assert!(bench.path("stick/notes.txt").exists());
    // One that the list shows is found by its name.
    appliance.close().await;
    let newest = format!("{}.age", nights[0]);
    let by_name = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hotspotd"));
        command
            .args(arguments)
            .args(["--data-dir", &bench.at("data")]);
        ended(
            &command
                .env("HOTSPOTD_BACKUP_DIR", bench.at("stick"))
                .output()
                .unwrap(),
            0,
        )
    };
    assert!(by_name(&["backup", "list"]).contains(&newest));
    let looked = by_name(&[
        "restore",
        &newest,
        "--verify-only",
        "--passphrase-file",
        &bench.at("pass"),
    ]);
    assert!(
        looked.contains("The backup is sound.") && !looked.contains("not believed"),
        "{looked}"
    );
}

#[tokio::test]
async fn the_copy_before_a_migration_too() {
    let bench = Bench::new("backup-migration");
    std::fs::create_dir(bench.path("stick")).unwrap();
    let former = Schema {
        migrations: &STATE.migrations[..STATE.migrations.len() - 1],
        file: "state.db",
        ..STATE
    };
    let database = Database::open(&bench.path("data"), &former, NOW).unwrap();
    database.close().await;
    let appliance = opened(&bench).await;
    // What the schedules call as soon as they begin.
    away::carry(&appliance).await;
    assert_eq!(obstacle(&appliance), None);
    let before = stems(&bench.path("stick"), Form::Whole, Reason::Migration);
    assert_eq!(before.len(), 1);
    assert_eq!(
        before,
        stems(&bench.path("data/backups"), Form::Copy, Reason::Migration)
    );
    appliance.close().await;
    let looked = bench.restore(
        &format!("stick/{}.age", before[0]),
        "data",
        &["--verify-only"],
    );
    let schema = STATE.migrations.len() - 1;
    assert!(
        ended(&looked, 0).contains("The backup is sound."),
        "schema {schema}"
    );
}

#[tokio::test]
async fn by_hand_on_the_command_line_the_copy_on_the_box_waits_for_nothing() {
    let bench = Bench::furnished("backup-hand");
    // A folder that keeps whoever asks for it waiting is not asked: an upgrade makes its copy by this command.
    std::fs::create_dir(bench.path("stick")).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(["backup", "make", "--data-dir", &bench.at("data")])
        .env("HOTSPOTD_BACKUP_DIR", bench.at("stick"))
        .env("HOTSPOTD_BACKUP_PASSPHRASE_FILE", bench.at("pass"))
        .output()
        .unwrap();
    let copy = ended(&made, 0);
    assert!(
        copy.trim().ends_with(".db") && Path::new(copy.trim()).exists(),
        "{copy}"
    );
    assert_eq!(copy.lines().count(), 1);
    assert!(stems(&bench.path("stick"), Form::Whole, Reason::Hand).is_empty());
}
