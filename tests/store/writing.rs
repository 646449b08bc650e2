//! Writing: together, each undone alone, bounded, and going on.

use std::sync::mpsc;

use hotspotd::store::{Connection, Database, StoreError};
use tokio::task::JoinHandle;

use super::bench::{Folder, ids, open, sale};
use super::wal::commits;

/// Keeps the writing thread busy until the sender is dropped.
async fn block(database: &Database) -> (mpsc::Sender<()>, JoinHandle<Result<(), StoreError>>) {
    let (release, wait) = mpsc::channel::<()>();
    let (begun, is_blocked) = tokio::sync::oneshot::channel();
    let writer = database.clone();
    let blocked = tokio::spawn(async move {
        writer
            .write(move |connection| {
                begun.send(()).unwrap();
                // The sender is dropped: that is the release.
                let _ = wait.recv();
                sale(0)(connection)
            })
            .await
    });
    is_blocked.await.unwrap();
    (release, blocked)
}

/// Queues a job and returns once it stands in the queue.
fn queue<J>(database: &Database, job: J) -> JoinHandle<Result<(), StoreError>>
where
    J: FnOnce(&Connection) -> Result<(), StoreError> + Send + 'static,
{
    let database = database.clone();
    tokio::spawn(async move { database.write(job).await })
}

/// A job that cannot be queued any more is answered at once; on this one thread the others have stood in by then.
async fn settle() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_waits_together_is_one_commit() {
    // A commit collects for 5 ms, and a busy machine may take those away: then it is tried again.
    let mut counts = Vec::new();
    while counts.len() < 10 && !counts.contains(&1) {
        counts.push(commits_of_64().await);
    }
    assert!(counts.contains(&1), "{counts:?}");
}

async fn commits_of_64() -> usize {
    let folder = Folder::new();
    let database = open(folder.path());
    let before = commits(database.path());
    let (release, blocked) = block(&database).await;
    let waiting: Vec<_> = (1..=63).map(|id| queue(&database, sale(id))).collect();
    settle().await;
    drop(release);
    blocked.await.unwrap().unwrap();
    for job in waiting {
        job.await.unwrap().unwrap();
    }
    assert_eq!(ids(&database).await, (0..64).collect::<Vec<_>>());
    commits(database.path()) - before
}

#[tokio::test]
async fn one_that_fails_is_undone_alone() {
    let folder = Folder::new();
    let database = open(folder.path());
    let (release, blocked) = block(&database).await;
    let good = queue(&database, sale(1));
    let taken = queue(&database, |connection| {
        sale(2)(connection)?;
        sale(1)(connection)
    });
    let given_up = queue(&database, |connection| {
        sale(3)(connection)?;
        Err(StoreError::Missing)
    });
    let bug = queue(&database, |connection| {
        sale(4)(connection)?;
        panic!("a bug of a job");
    });
    let also_good = queue(&database, sale(5));
    settle().await;
    drop(release);
    blocked.await.unwrap().unwrap();
    good.await.unwrap().unwrap();
    also_good.await.unwrap().unwrap();
    assert!(matches!(taken.await.unwrap(), Err(StoreError::Conflict(_))));
    assert!(matches!(given_up.await.unwrap(), Err(StoreError::Missing)));
    assert!(matches!(bug.await.unwrap(), Err(StoreError::Panicked)));
    assert_eq!(ids(&database).await, [0, 1, 5]);
    assert!(!*database.failed().borrow());
}

#[tokio::test]
async fn two_hundred_and_fifty_six_wait_and_no_more() {
    let folder = Folder::new();
    let database = open(folder.path());
    let (release, blocked) = block(&database).await;
    let waiting: Vec<_> = (1..=256).map(|id| queue(&database, sale(id))).collect();
    settle().await;
    let over = database.write(sale(257)).await;
    assert!(matches!(over, Err(StoreError::Busy)), "{over:?}");
    drop(release);
    blocked.await.unwrap().unwrap();
    for job in waiting {
        job.await.unwrap().unwrap();
    }
    database.write(sale(257)).await.unwrap();
    assert_eq!(ids(&database).await.len(), 258);
}

#[tokio::test]
async fn who_stops_waiting_stops_nothing() {
    let folder = Folder::new();
    let database = open(folder.path());
    let (release, blocked) = block(&database).await;
    let impatient = queue(&database, sale(1));
    settle().await;
    impatient.abort();
    drop(release);
    blocked.await.unwrap().unwrap();
    database.write(sale(2)).await.unwrap();
    assert_eq!(ids(&database).await, [0, 1, 2]);
}

#[tokio::test]
async fn closing_does_what_waits_and_leaves_an_empty_log() {
    let folder = Folder::new();
    let database = open(folder.path());
    let (release, blocked) = block(&database).await;
    let waiting = queue(&database, sale(1));
    settle().await;
    let closing = {
        let database = database.clone();
        tokio::spawn(async move { database.close().await })
    };
    settle().await;
    drop(release);
    closing.await.unwrap();
    blocked.await.unwrap().unwrap();
    waiting.await.unwrap().unwrap();
    let late = database.write(sale(2)).await;
    assert!(matches!(late, Err(StoreError::Broken)), "{late:?}");
    let log = std::fs::metadata(folder.file("state.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0);
    let again = open(folder.path());
    assert_eq!(ids(&again).await, [0, 1]);
}
