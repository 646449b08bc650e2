//! The log torn at every place: what was acknowledged before the tear is there, and nothing else is made up.

use super::bench::{Chance, Folder, open, sale, stored};
use super::wal::{FRAME, frames};

#[tokio::test]
async fn a_log_torn_anywhere_keeps_what_was_acknowledged_before() {
    let folder = Folder::new();
    let database = open(folder.path());
    let wal = folder.file("state.db-wal");
    // How long the log was when each was acknowledged. It is not cut before it begins anew, so its end is by its frames.
    let end = || frames(&std::fs::read(&wal).unwrap()).last().unwrap().0;
    let mut ends = Vec::new();
    for id in 0..40 {
        database.write(sale(id)).await.unwrap();
        ends.push((id, end()));
    }
    let (file, log) = (
        std::fs::read(database.path()).unwrap(),
        std::fs::read(&wal).unwrap(),
    );
    let first = ends[0].1;
    let mut chance = Chance::of(7);
    let mut cuts: Vec<usize> = frames(&log)
        .iter()
        .map(|(end, _)| *end)
        .filter(|end| *end >= first)
        .collect();
    assert!(cuts.len() >= 40);
    // Within every frame too: in its head, in its page, and one byte short.
    let within: Vec<usize> = cuts
        .iter()
        .skip(1)
        .flat_map(|end| {
            let begin = end - FRAME;
            [
                begin + 11,
                begin + 24 + chance.below(4_096) as usize,
                end - 1,
            ]
        })
        .collect();
    cuts.extend(within);
    for cut in &cuts {
        for garbage in [false, true] {
            let torn = Folder::new();
            std::fs::write(torn.file("state.db"), &file).unwrap();
            let mut bytes = log[..*cut].to_vec();
            if garbage {
                bytes.extend((0..3 * FRAME).map(|_| chance.below(256) as u8));
            }
            std::fs::write(torn.file("state.db-wal"), bytes).unwrap();
            let (ids, check) = stored(&torn.file("state.db"));
            assert_eq!(check, "ok", "cut at {cut}");
            let acknowledged: Vec<i64> = ends
                .iter()
                .filter(|(_, end)| end <= cut)
                .map(|(id, _)| *id)
                .collect();
            assert_eq!(ids, acknowledged, "cut at {cut}");
        }
    }
    println!(
        "{} tears, each with and without garbage behind it",
        cuts.len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_copied_while_it_is_written_is_whole_up_to_what_was_acknowledged() {
    let folder = Folder::new();
    let database = open(folder.path());
    let writer = {
        let database = database.clone();
        let (tell, told) = tokio::sync::watch::channel(-1_i64);
        tokio::spawn(async move {
            for id in 0..100_000 {
                if database.write(sale(id)).await.is_err() || tell.send(id).is_err() {
                    return;
                }
            }
        });
        told
    };
    let mut writer = writer;
    for _ in 0..30 {
        writer.changed().await.unwrap();
        let last = *writer.borrow();
        let copy = Folder::new();
        // In a reading transaction nothing is taken over into the file that this copy would miss in the log.
        let (from, to) = (folder.path().to_owned(), copy.path().to_owned());
        database
            .read(move |connection| {
                connection.query_row("SELECT count(*) FROM sale", [], |_| Ok(()))?;
                for name in ["state.db", "state.db-wal"] {
                    std::fs::copy(from.join(name), to.join(name)).unwrap();
                }
                Ok::<_, hotspotd::store::StoreError>(())
            })
            .await
            .unwrap();
        let (ids, check) = stored(&copy.file("state.db"));
        assert_eq!(check, "ok");
        assert!(ids.last() >= Some(&last), "{ids:?} has no {last}");
        assert_eq!(ids, (0..ids.len() as i64).collect::<Vec<_>>());
    }
    drop(writer);
}
