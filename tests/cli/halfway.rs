//! An `apply` that stops in the middle tells the truth about the router, and the next one finishes the work.

use std::collections::BTreeSet;

use serde_json::Value;
use simulator::{Faults, StreamFault, WriteFault};

use crate::bench::{Holds, Run, Shop};

/// Menu and row of every change in a list of the JSON.
fn names(told: &Value, list: &str) -> Vec<String> {
    let rows = told[list]
        .as_array()
        .unwrap_or_else(|| panic!("no {list} in {told:#}"));
    rows.iter()
        .map(|row| format!("{} {}", row["menu"], row["row"]))
        .collect()
}

/// What was told of the stop is what the router holds: a fresh `diff` finds the same as the report.
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

    let now = shop.run("diff", &["--json"]).ends(2).json();
    assert_eq!(told["still_different"], now["changes"]);
    let left: BTreeSet<String> = names(&now, "changes").into_iter().collect();
    for done in names(told, "done") {
        assert!(!left.contains(&done), "{done} was called done");
    }
    for not_sent in names(told, "not_sent") {
        assert!(left.contains(&not_sent), "{not_sent} was called not sent");
    }
}

/// The faults are over: the next `apply` does the rest, and only that.
fn finishes(shop: &Shop) {
    shop.router.set_faults(Faults::none());
    shop.apply(&[]).ends(0);
    shop.run("verify", &[]).ends(0);
}

async fn stopped_at(number: u64, fault: WriteFault) -> (Shop, Value, Run) {
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
    for number in [1, 25, 60] {
        let (shop, before, run) = stopped_at(number, WriteFault::Refuse).await;
        let run = run.ends(1).says(&[
            "the router refused /",
            ": failure: simulated; ",
            "correct what was refused and apply again",
        ]);
        let told = run.json();
        assert_eq!(told["exit"], 1);
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
        .set_faults(Faults::none().on_write(30, WriteFault::Refuse));
    let run = shop.apply(&[]);
    run.fails(
        1,
        &[
            "the router refused",
            " done, 0 without an answer, ",
            " not sent; read again, ",
        ],
    )
    .details(&["done: ", " rows (", " in /"])
    .details(&["not sent: ", " in /"])
    .details(&["still different: ", " in /"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_in_the_middle() {
    for fault in [WriteFault::CutBefore, WriteFault::CutAfter] {
        for number in [1, 30] {
            let (shop, before, run) = stopped_at(number, fault).await;
            let run = run.ends(1).says(&[
                "the connection to the router ended while it was changed",
                "without an answer",
                "apply again, what is done is not sent twice",
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
    for fault in [WriteFault::HangBefore, WriteFault::HangAfter] {
        let (shop, before, run) = stopped_at(20, fault).await;
        let run = run
            .ends(1)
            .details(&["caused by: the router has not answered for 1.2s"]);
        tells_the_truth(&shop, &before, &run.json());
        finishes(&shop);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_the_router_did_not_keep() {
    let (shop, _, run) = stopped_at(10, WriteFault::Ignore).await;
    let run = run.ends(1);
    let told = run.json();
    let now = shop.run("diff", &["--json"]).ends(2).json();
    assert_eq!(told["still_different"], now["changes"]);
    finishes(&shop);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_router_that_is_gone_in_the_middle() {
    let shop = Shop::new().await;
    let before = shop.router.counters().bytes_out;
    shop.run("diff", &[]).ends(2);
    let reading = shop.router.counters().bytes_out - before;
    // Enough for one reading and some answers; a second reading is longer and breaks too.
    let reset = StreamFault::ResetAfter(reading + 200);
    shop.router.set_faults(Faults::none().on_stream(reset));
    let held = Holds::of(&shop.router);
    let run = shop.apply(&["--json"]).ends(4).says(&[
        "the connection to the router ended while it was changed",
        "the router could not be read again, so what it holds is unknown",
        "run `hotspotd diff` as soon as it answers",
    ]);
    let told = run.json();
    assert_eq!(told["exit"], 4);
    assert_eq!(told["still_different"], Value::Null);
    assert!(!names(&told, "no_answer").is_empty(), "{told:#}");
    assert_ne!(
        Holds::of(&shop.router),
        held,
        "nothing was changed: not the middle"
    );
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
    let run = shop.apply(&["--json"]).ends(1).says(&[
        "every change was sent and reading it back confirms them",
        "hotspotd can no longer sign in to the router anew",
        "reach it another way",
    ]);
    let run = run.details(&["caused by: ", "max-sessions"]);
    assert_eq!(run.json()["still_different"], serde_json::json!([]));
    shop.run("verify", &[]).ends(0);
}
