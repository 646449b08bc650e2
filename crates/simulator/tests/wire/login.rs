//! Section 3: login.

use std::net::IpAddr;

use crate::raw::{Raw, simulator};

#[tokio::test]
async fn plain_login_answers_a_bare_done() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::connect(&simulator).await;
    raw.says(&["/login", "=name=admin", "=password="], &[&["!done"]])
        .await;
    let mut raw = Raw::connect(&simulator).await;
    raw.says(
        &["/login", ".tag=l", "=password=", "=name=admin"],
        &[&["!done", ".tag=l"]],
    )
    .await;
    assert_eq!(simulator.counters().logins, 2);
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_may_be_tried_again() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::connect(&simulator).await;
    let refused: &[&[&str]] = &[
        &["!trap", "=message=invalid user name or password (6)"],
        &["!done"],
    ];
    raw.says(&["/login", "=name=admin", "=password=x"], refused)
        .await;
    raw.says(&["/login", "=name=nobody", "=password="], refused)
        .await;
    raw.says(&["/login"], refused).await;
    raw.admin().await;
}

#[tokio::test]
async fn any_command_before_login_is_fatal() {
    for command in ["/system/identity/print", "/quit", "/cancel", "nonsense"] {
        let simulator = simulator("7.21.5").await;
        let mut raw = Raw::connect(&simulator).await;
        raw.says(&[command], &[&["!fatal", "not logged in"]]).await;
        raw.is_closed().await;
    }
}

#[tokio::test]
async fn before_6_43_the_router_gives_a_challenge() {
    let simulator = simulator("6.40.9").await;
    let mut raw = Raw::connect(&simulator).await;
    let answer = raw.ask(&["/login", "=name=admin", "=password="]).await;
    let challenge = answer[0][1].strip_prefix("=ret=").unwrap().to_string();
    assert_eq!((answer.len(), answer[0].len(), challenge.len()), (1, 2, 32));
    let response = format!("=response={}", response("", &challenge));
    raw.says(&["/login", "=name=admin", &response], &[&["!done"]])
        .await;
    let wrong: &[&[&str]] = &[&["!trap", "=message=cannot log in"], &["!done"]];
    let mut raw = Raw::connect(&simulator).await;
    let answer = raw.ask(&["/login"]).await;
    assert_ne!(answer[0][1], format!("=ret={challenge}"));
    raw.says(&["/login", "=name=admin", &response], wrong).await;
}

/// The response for a password; the bytes are those of the manual's example of old logins.
fn response(password: &str, challenge: &str) -> String {
    use md5::{Digest, Md5};
    let challenge: Vec<u8> = (0..16)
        .map(|at| u8::from_str_radix(&challenge[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    let digest = Md5::digest([&[0], password.as_bytes(), &challenge].concat());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("00{hex}")
}

#[tokio::test]
async fn a_removed_or_disabled_user_loses_the_session() {
    let simulator = simulator("7.21.5").await;
    let mut admin = Raw::log_in(&simulator).await;
    for end in ["remove", "disable"] {
        let add = ["/user/add", "=name=api", "=password=pw", "=group=full"];
        assert_eq!(admin.ask(&add).await[0][0], "!done");
        let mut other = Raw::connect(&simulator).await;
        other
            .says(&["/login", "=name=api", "=password=pw"], &[&["!done"]])
            .await;
        let verb = format!("/user/{end}");
        admin.says(&[&verb, "=.id=api"], &[&["!done"]]).await;
        other.is_closed().await;
        let mut other = Raw::connect(&simulator).await;
        let answer = other.ask(&["/login", "=name=api", "=password=pw"]).await;
        assert_eq!(answer[0][0], "!trap");
        if end == "disable" {
            admin
                .says(&["/user/remove", "=.id=api"], &[&["!done"]])
                .await;
        }
    }
}

#[tokio::test]
async fn twenty_sessions_are_all() {
    let simulator = simulator("7.21.5").await;
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(Raw::log_in(&simulator).await);
    }
    Raw::connect(&simulator).await.is_closed().await;
    open.pop()
        .unwrap()
        .says(&["/quit"], &[&["!fatal", "session terminated on request"]])
        .await;
    Raw::log_in(&simulator).await;
}

#[tokio::test]
async fn a_user_outside_its_address_is_refused_after_the_connect() {
    let simulator = simulator("7.21.5").await;
    let mut admin = Raw::log_in(&simulator).await;
    let add = [
        "/user/add",
        "=name=far",
        "=password=pw",
        "=group=full",
        "=address=10.9.9.0/24",
    ];
    assert_eq!(admin.ask(&add).await[0][0], "!done");
    let mut far = Raw::connect(&simulator).await;
    let answer = far.ask(&["/login", "=name=far", "=password=pw"]).await;
    assert_eq!(answer[0][0], "!trap");
    let from: IpAddr = "10.9.9.7".parse().unwrap();
    assert!(simulator.with_device(|device| device.authenticate("far", "pw", from).is_ok()));
}
