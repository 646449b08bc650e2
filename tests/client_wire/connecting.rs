//! Everything that can go wrong before the first command, and the sentence that tells what to do.

use std::time::Duration;

use hotspotd::routeros::{Client, ConnectError, Endpoint, Fault, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::net::TcpListener;

use crate::peer::{credentials, listen, over, plain, read_sentence, say};

/// What a client says of a peer that gives this answer to whatever it hears first, and then closes.
async fn error_after(answer: &[u8]) -> ConnectError {
    let (near, mut far) = duplex(1 << 16);
    let answer = answer.to_vec();
    tokio::spawn(async move {
        let mut space = [0; 1024];
        assert!(far.read(&mut space).await.unwrap() > 0);
        far.write_all(&answer).await.unwrap();
    });
    over(near, &Limits::default()).await.unwrap_err()
}

/// One sentence that names the remedy after the colon, and no secret.
pub fn check_message(error: &ConnectError, expected: &str) {
    let text = error.to_string();
    assert!(text.contains(expected), "{text}");
    assert!(
        text.contains(": ") && !text.contains(". ") && !text.ends_with('.'),
        "{text}"
    );
    assert!(!text.contains('\n') && text.len() < 300, "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn a_closed_port() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = Client::connect(&plain(port), &credentials(), &Limits::default())
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::Refused { .. }), "{error}");
    check_message(&error, "enable the service on the router (`/ip/service`");
    assert_eq!(error.fault(), Fault::Router);
}

#[tokio::test]
async fn a_name_that_is_none() {
    let endpoint = Endpoint {
        host: "no.such.host.invalid".to_owned(),
        ..plain(8728)
    };
    let error = Client::connect(&endpoint, &credentials(), &Limits::default())
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::UnknownHost { .. }), "{error}");
    check_message(&error, "give the router's IP address");
}

#[tokio::test]
async fn a_listener_that_never_answers() {
    let port = listen(async |mut stream| {
        let mut space = [0; 1024];
        while stream.read(&mut space).await.is_ok_and(|count| count > 0) {}
    })
    .await;
    let limits = Limits {
        login: Duration::from_millis(50),
        ..Limits::default()
    };
    let error = Client::connect(&plain(port), &credentials(), &limits)
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::LoginSilent { .. }), "{error}");
    check_message(&error, "did not answer the login within");
}

#[tokio::test]
async fn wrong_passwords() {
    for answer in [
        &b"\x05!trap\x2a=message=invalid user name or password (6)\0\x05!done\0"[..],
        b"\x05!trap\x16=message=cannot log in\0\x05!done\0",
        // Closed right after the trap.
        b"\x05!trap\x16=message=cannot log in\0",
    ] {
        let error = error_after(answer).await;
        assert!(
            matches!(error, ConnectError::WrongPassword { .. }),
            "{error}"
        );
        check_message(&error, "does not accept user `api` with this password");
        assert!(
            !error.may_succeed_later(),
            "repeating it may lock the user out"
        );
    }
}

#[tokio::test]
async fn other_refusals() {
    let radius = b"\x05!trap\x30=message=could not authenticate - radius timeout\0\x05!done\0";
    let error = error_after(radius).await;
    assert!(
        matches!(error, ConnectError::LoginRefused { .. }),
        "{error}"
    );
    check_message(&error, "could not authenticate - radius timeout");
    let error = error_after(b"\x06!fatal\x0dnot logged in\0").await;
    assert!(
        matches!(error, ConnectError::LoginRefused { .. }),
        "{error}"
    );
    check_message(&error, "not logged in");
}

#[tokio::test]
async fn closed_before_the_login() {
    let error = error_after(b"").await;
    assert!(
        matches!(error, ConnectError::ClosedBeforeLogin { .. }),
        "{error}"
    );
    check_message(&error, "max-sessions");
}

#[tokio::test]
async fn reset_before_the_login() {
    let port = listen(async |stream| {
        // Bytes left unread make the kernel answer with a reset.
        stream.readable().await.unwrap();
        stream.set_zero_linger().unwrap();
    })
    .await;
    let error = Client::connect(&plain(port), &credentials(), &Limits::default())
        .await
        .unwrap_err();
    assert!(
        matches!(error, ConnectError::ClosedBeforeLogin { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn another_protocol_on_the_port() {
    for answer in [
        &b"SSH-2.0-ROSSSH\r\n"[..],
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x01\x02MikroTik MAC-Telnet",
        b"\xff\xff",
    ] {
        let error = error_after(answer).await;
        assert!(matches!(error, ConnectError::NotRouterOs { .. }), "{error}");
        check_message(&error, "is not the RouterOS API");
    }
    let error = error_after(b"\x15\x03\x03\x00\x02\x02\x28").await;
    assert!(matches!(error, ConnectError::SpeaksTls { .. }), "{error}");
    check_message(&error, "ask for a TLS connection");
}

#[tokio::test]
async fn an_endless_sentence() {
    let error = error_after(b"\x05!done\xf0\xff\xff\xff\xff").await;
    assert!(
        matches!(error, ConnectError::EndlessSentence { .. }),
        "{error}"
    );
    check_message(&error, "a sentence that does not end");
}

/// Before 6.43: the password is answered by a challenge, and the response to that by a welcome.
#[tokio::test]
async fn the_login_of_old_versions() {
    let (near, mut far) = duplex(4096);
    let peer = tokio::spawn(async move {
        read_sentence(&mut far).await.unwrap();
        say(
            &mut far,
            &["!done", "=ret=0123456789abcdef0123456789abcdef"],
        )
        .await;
        let response = read_sentence(&mut far).await.unwrap();
        say(&mut far, &["!done"]).await;
        response
    });
    let client = over(near, &Limits::default()).await.unwrap();
    assert_eq!(client.turnarounds(), 2);
    // (printf '\0hunter2'; printf 0123456789abcdef0123456789abcdef | xxd -r -p) | md5sum
    let response = "=response=004c7701b013109a2b4fa8b67f685e30a7";
    assert_eq!(peer.await.unwrap(), ["/login", "=name=api", response]);
}

#[tokio::test]
async fn a_challenge_without_end_is_no_welcome() {
    let (near, mut far) = duplex(4096);
    tokio::spawn(async move {
        while read_sentence(&mut far).await.is_some() {
            say(&mut far, &["!done", "=ret=00"]).await;
        }
    });
    let error = over(near, &Limits::default()).await.unwrap_err();
    assert!(matches!(error, ConnectError::NotRouterOs { .. }), "{error}");
}
