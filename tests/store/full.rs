//! A full disk: refused clearly, nothing lost, and on it goes.

use hotspotd::store::StoreError;

use super::bench::{Folder, ids, noted, open, sale, stored};

#[tokio::test]
async fn a_full_disk_refuses_and_goes_on_when_there_is_room() {
    let folder = Folder::new();
    let database = open(folder.path());
    for id in 0..10 {
        database.write(sale(id)).await.unwrap();
    }
    database
        .write(|connection| {
            let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            let most = format!("PRAGMA max_page_count = {}", pages + 2);
            connection.query_row(&most, [], |_| Ok(()))?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    let large = || "x".repeat(64 << 10);
    let refused = database.write(noted(10, large())).await;
    assert!(matches!(refused, Err(StoreError::Full(_))), "{refused:?}");

    // Those that wait with it are undone too, are told so, and nothing of them is left.
    let jobs = (11..40).map(|id| {
        let note = if id == 25 {
            large()
        } else {
            format!("with others {id}")
        };
        database.write(noted(id, note))
    });
    let answers = futures_util::future::join_all(jobs).await;
    let mut acknowledged: Vec<i64> = (0..10).collect();
    for (id, answer) in (11..40).zip(answers) {
        match answer {
            Ok(()) => acknowledged.push(id),
            Err(StoreError::Full(_) | StoreError::Undone) => {}
            Err(other) => panic!("{id}: {other:?}"),
        }
    }
    assert!(!acknowledged.contains(&25));
    assert_eq!(ids(&database).await, acknowledged);
    assert!(!*database.failed().borrow(), "a full disk is no broken one");

    database
        .write(|connection| {
            connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(()))?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    database.write(noted(100, large())).await.unwrap();
    acknowledged.push(100);
    database.close().await;
    assert_eq!(
        stored(&folder.file("state.db")),
        (acknowledged, "ok".to_owned())
    );
}
