//! Reading: one snapshot, nothing written, and no reader that makes the log grow for ever.

use std::sync::mpsc;

use hotspotd::store::StoreError;

use super::bench::{Folder, ids, noted, open, sale};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_sees_one_moment() {
    let folder = Folder::new();
    let database = open(folder.path());
    database.write(sale(1)).await.unwrap();
    let (go_on, wait) = mpsc::channel::<()>();
    let (looked, has_looked) = tokio::sync::oneshot::channel();
    let reader = database.clone();
    let reading = tokio::spawn(async move {
        reader
            .read(move |connection| {
                let count = || {
                    connection
                        .query_row("SELECT count(*) FROM sale", [], |row| row.get::<_, i64>(0))
                };
                let before = count()?;
                looked.send(()).unwrap();
                let _ = wait.recv();
                Ok::<_, StoreError>((before, count()?))
            })
            .await
    });
    has_looked.await.unwrap();
    database.write(sale(2)).await.unwrap();
    assert_eq!(ids(&database).await, [1, 2], "another reader sees it");
    drop(go_on);
    assert_eq!(reading.await.unwrap().unwrap(), (1, 1));
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let folder = Folder::new();
    let database = open(folder.path());
    let written = database.read(sale(1)).await;
    assert!(matches!(written, Err(StoreError::Other(_))), "{written:?}");
    assert_eq!(ids(&database).await, [0_i64; 0]);
}

#[tokio::test]
async fn a_reader_that_panics_comes_back() {
    let folder = Folder::new();
    let database = open(folder.path());
    for _ in 0..5 {
        let read = database
            .read(|_| -> Result<(), StoreError> { panic!("a bug of a job") })
            .await;
        assert!(matches!(read, Err(StoreError::Panicked)));
    }
    database.write(sale(1)).await.unwrap();
    assert_eq!(ids(&database).await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_reader_does_not_make_the_log_grow_for_ever() {
    let folder = Folder::new();
    let database = open(folder.path());
    let (go_on, wait) = mpsc::channel::<()>();
    let (looked, has_looked) = tokio::sync::oneshot::channel();
    let reader = database.clone();
    let reading = tokio::spawn(async move {
        reader
            .read(move |connection| {
                connection.query_row("SELECT count(*) FROM sale", [], |_| Ok(()))?;
                looked.send(()).unwrap();
                let _ = wait.recv();
                Ok::<_, StoreError>(())
            })
            .await
    });
    has_looked.await.unwrap();
    let length = || {
        std::fs::metadata(folder.file("state.db-wal"))
            .unwrap()
            .len()
    };
    // 40 × 600 KiB while it reads: nothing of it can be taken over.
    for id in 0..40 {
        let note = format!("{id}{}", "x".repeat(600 << 10));
        database.write(noted(id, note)).await.unwrap();
    }
    let grown = length();
    assert!(grown > 16 << 20, "{grown}");
    drop(go_on);
    reading.await.unwrap().unwrap();
    // The next commits begin the log anew, and it is cut to what is kept.
    for id in 40..44 {
        database.write(sale(id)).await.unwrap();
    }
    let now = length();
    assert!(now <= 16 << 20, "{now} of {grown}");
    assert_eq!(ids(&database).await.len(), 44);
}
