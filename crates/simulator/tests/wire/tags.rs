//! Section 2: tags, `/cancel` and `/listen`.

use crate::raw::{Raw, simulator};

const POOL: [&str; 4] = [
    "/ip/pool/add",
    "=name=a",
    "=ranges=10.0.0.2-10.0.0.9",
    ".tag=add",
];

#[tokio::test]
async fn a_listen_tells_changes_and_deaths_of_all_sessions() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let mut other = Raw::log_in(&simulator).await;
    raw.send(&["/ip/pool/listen", "=.proplist=.id,name,comment", ".tag=l"])
        .await;
    // A listen answers nothing; this answer shows that it has begun.
    raw.says(&["/cancel", "=tag=none", ".tag=c"], &[&["!done", ".tag=c"]])
        .await;
    let id = other.ask(&POOL).await[0][1].replacen("=ret=", "=.id=", 1);
    raw.hears(&[&["!re", &id, "=name=a", ".tag=l"]]).await;
    other
        .says(&["/ip/pool/set", &id, "=comment=x"], &[&["!done"]])
        .await;
    raw.hears(&[&["!re", &id, "=name=a", "=comment=x", ".tag=l"]])
        .await;
    other.says(&["/ip/pool/remove", &id], &[&["!done"]]).await;
    raw.hears(&[&["!re", &id, "=.dead=true", ".tag=l"]]).await;
    // Other menus are not told.
    other
        .says(&["/system/identity/set", "=name=z"], &[&["!done"]])
        .await;
    raw.says(
        &["/cancel", "=tag=l", ".tag=c"],
        &[
            &["!trap", "=category=2", "=message=interrupted", ".tag=l"],
            &["!done", ".tag=c"],
            &["!done", ".tag=l"],
        ],
    )
    .await;
}

#[tokio::test]
async fn its_own_changes_come_after_the_answer() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.send(&["/ip/pool/listen", "=.proplist=name", ".tag=l"])
        .await;
    raw.send(&POOL).await;
    assert_eq!(raw.sentence().await.unwrap().last().unwrap(), ".tag=add");
    raw.hears(&[&["!re", "=name=a", ".tag=l"]]).await;
}

#[tokio::test]
async fn cancel_without_a_tag_stops_all() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.send(&["/ip/pool/listen", ".tag=1"]).await;
    raw.send(&["/ip/address/listen", ".tag=2"]).await;
    raw.says(
        &["/cancel"],
        &[
            &["!trap", "=category=2", "=message=interrupted", ".tag=1"],
            &["!trap", "=category=2", "=message=interrupted", ".tag=2"],
            &["!done"],
            &["!done", ".tag=1"],
            &["!done", ".tag=2"],
        ],
    )
    .await;
    let mut other = Raw::log_in(&simulator).await;
    other.ask(&POOL).await;
    raw.says(&["/cancel", ".tag=3"], &[&["!done", ".tag=3"]])
        .await;
}

#[tokio::test]
async fn an_unknown_menu_cannot_be_listened_to() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let answer = raw.ask(&["/ip/swimming-pool/listen", ".tag=l"]).await;
    assert_eq!(
        (answer[0][0].as_str(), answer[1][0].as_str()),
        ("!trap", "!done")
    );
}
