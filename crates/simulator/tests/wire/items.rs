//! Sections 4 and 5 as far as they show on the wire: items and values.

use crate::raw::{Raw, simulator};

#[tokio::test]
async fn items_are_meant_by_id_by_numbers_and_by_name() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        let name = format!("=name={name}");
        let answer = raw
            .ask(&["/ip/pool/add", &name, "=ranges=10.0.0.2-10.0.0.9"])
            .await;
        ids.push(answer[0][1].strip_prefix("=ret=").unwrap().to_string());
    }
    let two = format!("=numbers={},{}", ids[0], ids[1]);
    raw.says(&["/ip/pool/set", &two, "=comment=two"], &[&["!done"]])
        .await;
    raw.says(&["/ip/pool/set", "=.id=c", "=comment=one"], &[&["!done"]])
        .await;
    raw.says(
        &[
            "/ip/pool/print",
            "=.proplist=name,comment",
            "?name=a",
            "?name=b",
            "?name=c",
            "?#||",
        ],
        &[
            &["!re", "=name=a", "=comment=two"],
            &["!re", "=name=b", "=comment=two"],
            &["!re", "=name=c", "=comment=one"],
            &["!done"],
        ],
    )
    .await;
    let by_id = format!("?.id={}", ids[2]);
    let print = ["/ip/pool/print", "=.proplist=name", &by_id];
    assert_eq!(raw.one(&print).await, ["=name=c"]);
}

#[tokio::test]
async fn a_singleton_has_no_id_and_needs_none() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.says(&["/system/identity/set", "=name=Shop 1"], &[&["!done"]])
        .await;
    assert_eq!(raw.one(&["/system/identity/print"]).await, ["=name=Shop 1"]);
}

#[tokio::test]
async fn booleans_leave_as_true_and_false_and_queries_see_that() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let add = [
        "/ip/firewall/filter/add",
        "=chain=input",
        "=action=accept",
        "=comment=mine",
    ];
    for (sent, shown) in [
        ("yes", "true"),
        ("no", "false"),
        ("true", "true"),
        ("false", "false"),
    ] {
        let disabled = format!("=disabled={sent}");
        let id =
            raw.ask(&[&add[..], &[&disabled]].concat()).await[0][1].replacen("=ret=", "?.id=", 1);
        let shown_word = format!("=disabled={shown}");
        let print = ["/ip/firewall/filter/print", "=.proplist=disabled", &id];
        assert_eq!(raw.one(&print).await, [shown_word]);
        let found = format!("?disabled={shown}");
        let count = ["/ip/firewall/filter/print", "=count-only=", &id, &found];
        raw.says(&count, &[&["!done", "=ret=1"]]).await;
        let count = [
            "/ip/firewall/filter/print",
            "=count-only=",
            &id,
            "?disabled=yes",
        ];
        raw.says(&count, &[&["!done", "=ret=0"]]).await;
    }
}
