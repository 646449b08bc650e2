//! Mails against a mail server of others, on the real wire.
//!
//! Where Python is missing, or the packages cannot be had, the tests
//! say so with `SKIPPED:` and pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod server;

use std::net::TcpListener;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hotspotd::domain::kind::{Kind, Kinded as _};
use hotspotd::domain::language::Language;
use hotspotd::domain::moment::Moment;
use hotspotd::domain::secret::Secret;
use hotspotd::mail::{
    Letter, Letters, MailError, Mailer, Message, SettingsError, SmtpSecurity, SmtpSettings,
};
use server::{Server, certificate_for, pem};

const NOW: Moment = Moment::from_secs(1_795_655_649);

fn message(to: &str) -> Message {
    Message {
        to: to.parse().unwrap(),
        subject: "Karibu, Ng'ang'a ñ\r\nBcc: eve@example.org".to_owned(),
        body: "Habari ñ\n.\n. moja\n..mbili\nKwaheri\n".to_owned(),
        id: "outbox-17".to_owned(),
    }
}

async fn sent(settings: SmtpSettings, to: &str) -> Result<(), MailError> {
    Mailer::new(settings).unwrap().send(&message(to), NOW).await
}

/// The text of a mail, which comes in base64 or quoted-printable where it is not ASCII.
fn body(mail: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    if head.contains("Content-Transfer-Encoding: base64") {
        return String::from_utf8(STANDARD.decode(body.replace("\r\n", "")).unwrap()).unwrap();
    }
    assert!(
        head.contains("Content-Transfer-Encoding: quoted-printable"),
        "{head}"
    );
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    loop {
        rest = match rest {
            [] => return String::from_utf8(bytes).unwrap(),
            [b'=', b'\r', b'\n', rest @ ..] => rest,
            [b'=', high, low, rest @ ..] => {
                let digits = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                rest
            }
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        }
    }
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written_however_it_is_secured() {
    for security in [
        SmtpSecurity::None,
        SmtpSecurity::StartTls,
        SmtpSecurity::Tls,
    ] {
        let Some(mut server) = Server::start(security).await else {
            return;
        };
        sent(server.settings(), "amina@example.org").await.unwrap();
        let told = server.received().await;
        assert_eq!(told["sender"], "duka@example.org");
        assert_eq!(told["recipients"], serde_json::json!(["amina@example.org"]));
        assert_eq!(
            told["secured"],
            security != SmtpSecurity::None,
            "{security:?}"
        );
        assert_eq!(told["user"], "duka");
        assert_eq!(told["hello"], "example.org");
        let mail = told["mail"].as_str().unwrap();
        assert!(
            mail.contains("\r\nMessage-ID: <outbox-17@example.org>\r\n"),
            "{mail}"
        );
        assert!(
            mail.contains("\r\nDate: Thu, 26 Nov 2026 01:14:09 +0000\r\n"),
            "{mail}"
        );
        assert!(!mail.contains("\r\nBcc"), "{mail}");
        assert_eq!(
            body(mail).trim_end(),
            "Habari ñ\r\n.\r\n. moja\r\n..mbili\r\nKwaheri"
        );
    }
}

#[tokio::test]
async fn a_letter_of_the_program_arrives() {
    let Some(mut server) = Server::start(SmtpSecurity::None).await else {
        return;
    };
    let letter = Letter::Test {
        business: "Duka Net",
    };
    let letters = Letters::builtin().unwrap();
    let to = "amina@example.org".parse().unwrap();
    let message = letters.write(&letter, Language::Sw, to, "test-1").unwrap();
    Mailer::new(server.settings())
        .unwrap()
        .send(&message, NOW)
        .await
        .unwrap();
    let told = server.received().await;
    assert!(
        told["mail"].as_str().unwrap().contains("hili ni jaribio"),
        "{told}"
    );
}

#[tokio::test]
async fn what_the_server_refuses_is_told_apart() {
    let Some(server) = Server::start(SmtpSecurity::StartTls).await else {
        return;
    };
    let error = sent(server.settings(), "nobody@example.org")
        .await
        .unwrap_err();
    assert!(matches!(error, MailError::Permanent { .. }), "{error:?}");
    assert!(
        error.to_string().contains("550 5.1.1 nobody of that name"),
        "{error}"
    );
    assert!(!error.is_worth_retrying() && error.kind() == Kind::Upstream);

    let error = sent(server.settings(), "later@example.org")
        .await
        .unwrap_err();
    assert!(matches!(error, MailError::Temporary { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("451 4.7.1 come back in five minutes"),
        "{error}"
    );
    assert!(error.is_worth_retrying());

    let wrong = SmtpSettings {
        password: Some(Secret::new("chai")),
        ..server.settings()
    };
    let error = sent(wrong, "amina@example.org").await.unwrap_err();
    assert!(
        matches!(error, MailError::Authentication { .. }),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("535") && !format!("{error:?}").contains("chai"),
        "{error:?}"
    );
    assert!(!error.is_worth_retrying());

    let nobody = SmtpSettings {
        user: None,
        password: None,
        ..server.settings()
    };
    let error = sent(nobody, "amina@example.org").await.unwrap_err();
    assert!(
        matches!(error, MailError::Authentication { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_connection_that_is_not_secure_is_not_used() {
    let Some(open) = Server::start(SmtpSecurity::None).await else {
        return;
    };
    // A server (or somebody in between) that does not offer STARTTLS does not get the password.
    let wanted = SmtpSettings {
        security: SmtpSecurity::StartTls,
        ..open.settings()
    };
    let error = sent(wanted, "amina@example.org").await.unwrap_err();
    assert!(matches!(error, MailError::NotSecure { .. }), "{error:?}");

    for security in [SmtpSecurity::StartTls, SmtpSecurity::Tls] {
        let server = Server::start(security).await.unwrap();
        // Nobody vouches for its certificate; another vouches; it is for another name.
        let (other, _) = certificate_for("localhost");
        for (authority, host) in [
            (None, "localhost"),
            (Some(other), "localhost"),
            (server.certificate.clone(), "127.0.0.1"),
        ] {
            let settings = SmtpSettings {
                authority,
                host: host.to_owned(),
                ..server.settings()
            };
            let error = sent(settings, "amina@example.org").await.unwrap_err();
            assert!(matches!(error, MailError::NotSecure { .. }), "{error:?}");
        }
    }
}

#[tokio::test]
async fn where_no_mail_server_is_that_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: listener.local_addr().unwrap().port(),
        security: SmtpSecurity::None,
        user: None,
        password: None,
        from: "duka@example.org".parse().unwrap(),
        from_name: None,
        authority: None,
    };
    drop(listener);
    let error = sent(settings, "amina@example.org").await.unwrap_err();
    assert!(matches!(error, MailError::Unreachable { .. }), "{error:?}");
    assert!(error.is_worth_retrying());
}

/// The clock of this test stands still and jumps when nothing else is left to do.
#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: listener.local_addr().unwrap().port(),
        security: SmtpSecurity::None,
        user: None,
        password: None,
        from: "duka@example.org".parse().unwrap(),
        from_name: None,
        authority: None,
    };
    let start = tokio::time::Instant::now();
    let error = sent(settings, "amina@example.org").await.unwrap_err();
    assert!(matches!(error, MailError::NoAnswer { .. }), "{error:?}");
    assert!(start.elapsed().as_secs() <= 30);
}

#[test]
fn a_damaged_certificate_is_refused_at_once() {
    let (good, _) = certificate_for("localhost");
    let settings = |authority: &str| SmtpSettings {
        host: "localhost".to_owned(),
        port: 465,
        security: SmtpSecurity::Tls,
        user: Some("duka".to_owned()),
        password: Some(Secret::new("kahawa ñ")),
        from: "duka@example.org".parse().unwrap(),
        from_name: None,
        authority: Some(authority.to_owned()),
    };
    for bad in [
        &good[..good.len() / 2],
        &good.replace("MII", "AII"),
        &pem("CERTIFICATE", b"kahawa"),
    ] {
        assert_eq!(
            Mailer::new(settings(bad)).unwrap_err(),
            SettingsError::Authority,
            "{bad}"
        );
    }
    let mailer = Mailer::new(settings(&good)).unwrap();
    assert!(!format!("{mailer:?}").contains("kahawa"));
}
