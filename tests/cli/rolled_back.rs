//! An `apply` that goes wrong in the middle: the router is put back, the program says so and why, and the next one does the work.

use std::collections::BTreeSet;

use serde_json::Value;
use simulator::{Faults, SentenceFault};

use simulator::device::DeviceMode;

use crate::bench::{Holds, Run, Shop, board, site};

/// Menu and row of every change in a list of the JSON.
fn names(told: &Value, list: &str) -> Vec<String> {
    let rows = told[list]
        .as_array()
        .unwrap_or_else(|| panic!("no {list} in {told:#}"));
    rows.iter()
        .map(|row| format!("{} {}", row["menu"], row["row"]))
        .collect()
}

/// Every change is told exactly once, and the router is what it was: a fresh `diff` finds what the first one found.
fn tells_the_truth(shop: &Shop, before: &Value, told: &Value) {
    let all: BTreeSet<String> = names(before, "changes").into_iter().collect();
    let mut parts = [
        names(told, "done"),
        names(told, "no_answer"),
        names(told, "not_sent"),
    ]
    .concat();
    if told["refused"].is_object() {
        parts.push(format!(
            "{} {}",
            told["refused"]["menu"], told["refused"]["row"]
        ));
    }
    assert_eq!(parts.len(), all.len(), "{told:#}");
    assert_eq!(parts.into_iter().collect::<BTreeSet<_>>(), all);
    is_as_before(shop, before);
}

fn is_as_before(shop: &Shop, before: &Value) {
    let now = shop.run("diff", &["--json"]).ends(2).json();
    assert_eq!(&now, before);
    assert_eq!(shop.guard(), Vec::<String>::new());
}

/// The faults are over: the next `apply` does the work.
fn finishes(shop: &Shop) {
    shop.router.set_faults(Faults::none());
    shop.apply(&[]).ends(0);
    shop.run("verify", &[]).ends(0);
    assert_eq!(shop.guard(), Vec::<String>::new());
}

async fn stopped_at(number: u64, fault: SentenceFault) -> (Shop, Value, Run) {
    let shop = Shop::new().await;
    let before = shop.run("diff", &["--json"]).ends(2).json();
    shop.router
        .set_faults(Faults::none().on_write(number, fault));
    let run = shop.apply(&["--json", "--timeout", "400ms"]);
    shop.router.set_faults(Faults::none());
    (shop, before, run)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_row() {
    for number in [10, 25, 60] {
        let (shop, before, run) = stopped_at(number, SentenceFault::Refuse).await;
        let run = run.ends(3).says(&[
            "the router refused /",
            ": failure: simulated; ",
            "the router is back in its former state",
        ]);
        let told = run.json();
        assert_eq!(told["exit"], 3);
        assert_eq!(told["error"], run.message());
        assert!(told["refused"].is_object());
        tells_the_truth(&shop, &before, &told);
        finishes(&shop);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_row_as_people_read_it() {
    let shop = Shop::new().await;
    shop.router
        .set_faults(Faults::none().on_write(30, SentenceFault::Refuse));
    let run = shop.apply(&[]);
    run.fails(3, &["the router refused"])
        .details(&["had been done: ", " rows (", " in /"])
        .details(&["not sent: ", " in /"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_in_the_middle() {
    for fault in [SentenceFault::CutBefore, SentenceFault::CutAfter] {
        for number in [10, 30] {
            let (shop, before, run) = stopped_at(number, fault).await;
            let run = run.ends(3).says(&[
                "the connection to the router ended while it was changed",
                "the router is back in its former state",
            ]);
            let run = run.details(&["caused by: "]);
            let told = run.json();
            assert!(!names(&told, "no_answer").is_empty(), "{told:#}");
            tells_the_truth(&shop, &before, &told);
            finishes(&shop);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_router_that_hangs_in_the_middle() {
    for fault in [SentenceFault::HangBefore, SentenceFault::HangAfter] {
        let (shop, before, run) = stopped_at(20, fault).await;
        let run = run
            .ends(3)
            .details(&["caused by: the router has not answered for 1.2s"]);
        tells_the_truth(&shop, &before, &run.json());
        finishes(&shop);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_the_router_did_not_keep() {
    let (shop, before, run) = stopped_at(15, SentenceFault::Ignore).await;
    let run = run
        .ends(3)
        .says(&["reading it back showed 1 row that differed"]);
    let told = run.json();
    assert_eq!(
        told["different"].as_array().map(Vec::len),
        Some(1),
        "{told:#}"
    );
    is_as_before(&shop, &before);
    finishes(&shop);
}

/// The router takes everything and lets nobody in any more: one session is all it has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_router_that_takes_no_new_session() {
    let shop = Shop::new().await;
    shop.command(
        "/ip/service/set",
        &[("numbers", "api"), ("max-sessions", "1")],
    );
    let before = shop.run("diff", &["--json"]).ends(2).json();
    let run = shop.apply(&["--json"]).ends(3).says(&[
        "every change was sent, and hotspotd could not sign in to the router anew",
        "the router is back in its former state",
    ]);
    let run = run.details(&["caused by: ", "max-sessions"]);
    assert!(run.json()["done"].is_array());
    is_as_before(&shop, &before);
}

/// A program that was stopped leaves a guard behind; whoever comes next is told of it, and may fire it or take it away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guard_that_stands_is_told_of_fired_and_disarmed() {
    let shop = Shop::new().await;
    let before = shop.run("diff", &["--json"]).ends(2).json();
    assert_eq!(
        shop.run_guard("status", &[]).ends(0).stdout,
        "No guard of this site stands on the router.\n"
    );
    shop.run("rollback", &[]).fails(
        1,
        &["nothing was put back: no guard of this site stands on the router"],
    );

    for end in ["rollback", "disarm", "apply"] {
        shop.killed_at(40).await;
        let held = Holds::of(&shop.router);
        let status = shop.run_guard("status", &["--json"]).ends(4).json();
        assert_eq!(status["guard"]["state"], "armed");
        assert_eq!(status["guard"]["hash"], before["change"]);
        assert_eq!(status["journal"]["change"], before["change"]);
        let diff = shop.run("diff", &[]);
        assert!(diff.stderr.contains("the guard of change "), "{diff:#?}");
        match end {
            "rollback" => {
                let run = shop.run("rollback", &[]).ends(0);
                assert_eq!(
                    run.stdout,
                    "The router has run the undo to its end, and its guard is gone. See what it holds with `hotspotd diff`.\n"
                );
                is_as_before(&shop, &before);
            }
            "disarm" => {
                shop.run_guard("disarm", &[])
                    .fails(64, &["nobody is there to ask"]);
                shop.run_guard("disarm", &["--yes"]).ends(0);
                assert_eq!(shop.guard(), Vec::<String>::new());
                assert_eq!(Holds::of(&shop.router).rows, held.rows, "the rows stay");
                // To begin anew.
                let apply = shop.apply(&[]).ends(0);
                assert!(!apply.stderr.contains("had been stopped"), "{apply:#?}");
                shop.fresh();
            }
            _ => {
                let run = shop.apply(&[]).ends(0);
                assert!(
                    run.stderr.contains(
                        "had been stopped before its end; the router is back in the state before it"
                    ),
                    "{run:#?}"
                );
                shop.run("verify", &[]).ends(0);
                assert_eq!(shop.guard(), Vec::<String>::new());
            }
        }
    }
}

/// A guard that another machine's hotspotd has armed is left alone: it may be at work right now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guard_of_another_machine_is_left_alone() {
    let shop = Shop::new().await;
    shop.killed_at(40).await;
    std::fs::remove_dir_all(shop.folder.path("state")).expect("a journal");
    shop.untouched(|shop| shop.apply(&[])).fails(
        1,
        &[
            "nothing was sent: the guard of change ",
            "another hotspotd is changing it or was stopped",
            "hotspotd rollback",
        ],
    );
}

/// Without a journal a killed program would not know its own guard.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_that_cannot_be_written() {
    let shop = Shop::new().await;
    shop.folder.file("state", "a file");
    shop.untouched(|shop| shop.apply(&[]))
        .fails(1, &["nothing was sent: the journal ", "--state-dir"]);
}

/// Ctrl-C, and the system that shuts down: one sentence says what becomes of the router.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_apply_that_is_told_to_stop() {
    for signal in ["INT", "TERM"] {
        let shop = Shop::new().await;
        let before = shop.run("diff", &["--json"]).ends(2).json();
        shop.ended_at(2, signal).await.fails(
            4,
            &[
                "stopped in the middle of change ",
                "a guard may stand on the router. It has nothing to undo",
            ],
        );
        shop.ended_at(40, signal).await.fails(
            4,
            &[
                "stopped in the middle of change ",
                "the guard stands on the router and puts it back within 90 s",
                "`hotspotd rollback`",
            ],
        );
        shop.run("rollback", &[]).ends(0);
        is_as_before(&shop, &before);
    }
}

/// A change under safe mode leaves no guard behind; the journal tells of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_apply_that_is_killed_under_safe_mode() {
    let mut config = board("7.21.5");
    config.device.device_mode = DeviceMode::WithoutScheduler;
    let shop = Shop::with(config, &site()).await;
    let before = shop.run("diff", &["--json"]).ends(2).json();
    shop.killed_at(30).await;
    shop.router.everybody_left().await;
    let status = shop.run_guard("status", &[]).ends(4);
    assert!(
        status.stdout.contains("It was made under safe mode"),
        "{status:#?}"
    );
    shop.router.advance(std::time::Duration::from_secs(5));
    let run = shop.run("rollback", &[]).ends(0);
    assert!(run.stdout.contains("under safe mode"), "{run:#?}");
    is_as_before(&shop, &before);
    shop.run_guard("status", &[]).ends(0);

    // It says why there was no guard.
    let run = shop.apply(&[]).ends(0);
    for word in [
        "safe mode released",
        "No guard stood on the router:",
        "device-mode of this router forbids schedulers",
    ] {
        assert!(run.stdout.contains(word), "{word}: {run:#?}");
    }
}

/// A power cut tore the journal: what stands on the router is told all the same, and that nobody knows whose it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_journal() {
    let shop = Shop::new().await;
    shop.killed_at(40).await;
    shop.folder.file("state/guards/duka.json", "garbage{");
    for run in [
        shop.run_guard("status", &[]).ends(4),
        shop.run("apply", &["--yes", "--take-over"]).ends(1),
    ] {
        assert!(
            run.stderr.contains("guards/duka.json is damaged"),
            "{run:#?}"
        );
    }
    let run = shop.run("rollback", &[]).ends(0);
    assert!(run.stdout.contains("guard disarm"), "{run:#?}");
    shop.run_guard("disarm", &["--yes"]).ends(0);
    shop.apply(&[]).ends(0);
}
