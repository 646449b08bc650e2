//! Section 2 and 7: replies and traps.

use simulator::wire::frame::encode;

use crate::raw::{Raw, simulator};

const POOL: [&str; 3] = ["/ip/pool/add", "=name=a", "=ranges=10.0.0.2-10.0.0.9"];

#[tokio::test]
async fn add_returns_the_id_and_the_others_a_bare_done() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let answer = raw.ask(&POOL).await;
    assert_eq!(
        (answer.len(), answer[0].len(), answer[0][0].as_str()),
        (1, 2, "!done")
    );
    let id = answer[0][1].strip_prefix("=ret=").unwrap();
    assert!(id.starts_with('*') && id[1..].bytes().all(|b| b"0123456789ABCDEF".contains(&b)));
    let by_id = format!("=.id={id}");
    raw.says(&["/ip/pool/set", &by_id, "=comment=x"], &[&["!done"]])
        .await;
    raw.says(&["/ip/pool/remove", &by_id], &[&["!done"]]).await;
}

#[tokio::test]
async fn a_trap_is_followed_by_done_and_both_carry_the_tag() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let answer = raw.ask(&["/ip/pool/remove", ".tag=7", "=.id=*FFF"]).await;
    let words: Vec<&str> = answer[0].iter().map(String::as_str).collect();
    assert_eq!(words[0], "!trap");
    assert!(
        words.contains(&".tag=7") && words.contains(&"=message=no such item"),
        "{words:?}"
    );
    assert_eq!(answer[1..], [["!done", ".tag=7"]]);
    // The next answer belongs to the next command.
    raw.says(&["/cancel", ".tag=8"], &[&["!done", ".tag=8"]])
        .await;
}

#[tokio::test]
async fn empty_is_said_since_7_18() {
    let table: [(&str, &[&[&str]]); 3] = [
        ("7.17.2", &[&["!done", ".tag=1"]]),
        ("7.18", &[&["!empty", ".tag=1"], &["!done", ".tag=1"]]),
        ("7.21.5", &[&["!empty", ".tag=1"], &["!done", ".tag=1"]]),
    ];
    for (version, expected) in table {
        let simulator = simulator(version).await;
        let mut raw = Raw::log_in(&simulator).await;
        raw.says(&["/ip/pool/print", ".tag=1", "?name=nothing"], expected)
            .await;
        raw.says(&["/ip/pool/getall", ".tag=1", "?name=nothing"], expected)
            .await;
    }
}

#[tokio::test]
async fn count_only_returns_a_number_and_no_record() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.ask(&POOL).await;
    let count = ["/ip/pool/print", "=count-only=", "?name=a"];
    raw.says(&count, &[&["!done", "=ret=1"]]).await;
    let none = ["/ip/pool/print", "=count-only=", "?name=nothing"];
    raw.says(&none, &[&["!done", "=ret=0"]]).await;
}

#[tokio::test]
async fn proplist_orders_and_leaves_out_what_is_not_there() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.ask(&POOL).await;
    let print = [
        "/ip/pool/print",
        "=.proplist=ranges,comment,name",
        "=detail=",
        "?name=a",
    ];
    assert_eq!(
        raw.one(&print).await,
        ["=ranges=10.0.0.2-10.0.0.9", "=name=a"]
    );
    let all = raw.one(&["/ip/pool/print", "=stats=", "?name=a"]).await;
    assert!(all[0].starts_with("=.id=*") && all.contains(&"=name=a".to_string()));
}

#[tokio::test]
async fn words_come_in_any_order() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.ask(&POOL).await;
    let print = ["/ip/pool/print", "?name=a", ".tag=x", "=.proplist=name"];
    raw.says(
        &print,
        &[&["!re", "=name=a", ".tag=x"], &["!done", ".tag=x"]],
    )
    .await;
}

#[tokio::test]
async fn unknown_verbs_menus_and_parameters_have_their_texts() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let table: [(&[&str], &str); 4] = [
        (&["/ip/pool/frobnicate"], "=message=no such command"),
        (
            &["/ip/swimming-pool/print"],
            "=message=no such command prefix",
        ),
        (&["/ip/pool/add", "=wet=yes"], "=message=unknown parameter"),
        (&["pool"], "=message=no such command"),
    ];
    for (words, message) in table {
        let answer = raw.ask(words).await;
        assert_eq!(answer[0][0], "!trap", "{words:?}");
        assert!(
            answer[0].iter().any(|word| word.starts_with(message)),
            "{answer:?}"
        );
        assert_eq!(answer[1], ["!done"]);
    }
}

#[tokio::test]
async fn quit_is_fatal_with_a_bare_word() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.send(&["/ip/pool/print", "=count-only="]).await;
    raw.send(&["/quit"]).await;
    raw.send(&["/ip/pool/print"]).await;
    assert_eq!(raw.sentence().await.unwrap()[0], "!done");
    raw.hears(&[&["!fatal", "session terminated on request"]])
        .await;
    raw.is_closed().await;
}

#[tokio::test]
async fn pipelined_sentences_are_answered_in_order() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    for tag in 0..500 {
        raw.send(&["/ip/pool/print", &format!(".tag={tag}"), "=count-only="])
            .await;
    }
    for tag in 0..500 {
        raw.hears(&[&["!done", "=ret=1", &format!(".tag={tag}")]])
            .await;
    }
    assert_eq!(simulator.counters().sentences, 501);
}

#[tokio::test]
async fn secrets_are_masked_in_the_log() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.ask(&["/user/add", "=name=api", "=group=full", "=password=hunter2"])
        .await;
    let log = simulator.log();
    assert_eq!(
        log[1].words,
        ["/user/add", "=name=api", "=group=full", "=password=***"]
    );
    assert_eq!(log[1].session, 1);
}

#[tokio::test]
async fn a_file_of_100_kib_makes_the_router_drop_the_connection() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.ask(&["/file/add", "=name=x.rsc", "=type=file"]).await;
    let contents = format!("=contents={}", "x".repeat(102_400));
    raw.bytes(&encode(&["/file/set", "=.id=x.rsc", &contents]))
        .await;
    raw.is_closed().await;
    Raw::log_in(&simulator).await;
}
