//! One program at a time works in a data folder.

use std::sync::Arc;

use hotspotd::app::{AppError, Running};
use hotspotd::config::Config;
use hotspotd::credentials::KeyPlace;
use hotspotd::routeros::Limits;
use hotspotd::service::appliance::{Appliance, Setup, StartError};
use hotspotd::service::clock::Clock;
use hotspotd::store::{FolderLock, LockError};

use super::bench::{Folder, NOW};

pub fn config(folder: &Folder) -> Config {
    let anywhere = "127.0.0.1:0".parse().unwrap();
    Config::on_trial(
        folder.path().to_owned(),
        anywhere,
        anywhere,
        Clock::standing(NOW),
    )
}

/// The appliance alone, without what the schedules do.
pub async fn appliance(folder: &Folder) -> Arc<Appliance> {
    let setup = Setup {
        data: folder.path().to_owned(),
        key: KeyPlace::in_folder(folder.path()),
        clock: Clock::standing(NOW),
        memory: 1 << 30,
        limits: Limits::default(),
        loopback: true,
        away: None,
    };
    Appliance::open(setup).await.unwrap()
}

#[tokio::test]
async fn a_second_daemon_is_refused_until_the_first_ends() {
    let folder = Folder::new();
    let first = Running::start(config(&folder)).await.unwrap();
    let Err(error) = Running::start(config(&folder)).await else {
        panic!("two daemons in one folder");
    };
    assert!(
        matches!(error, AppError::Start(StartError::Lock(LockError::Held(_)))),
        "{error}"
    );
    assert!(
        error.to_string().starts_with("another hotspotd works in "),
        "{error}"
    );
    first.stop().await;
    let second = Running::start(config(&folder)).await.unwrap();
    second.stop().await;
    drop(FolderLock::take(folder.path()).unwrap());
}
