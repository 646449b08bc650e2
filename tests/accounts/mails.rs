//! Mails: received by a mail server of others.

use hotspotd::mail::SmtpSecurity;
use hotspotd::service::outbox;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::appliance::{Api, PASSWORD, Rig, token_of};
use crate::server::Server;

/// Sets the mail server up.
async fn set_up(owner: &Api, server: &Server) {
    let smtp = server.settings();
    let body = json!({
        "host": smtp.host, "port": smtp.port, "security": "starttls", "user": smtp.user,
        "password": smtp.password.unwrap().reveal(), "from": "duka@example.org",
        "authority": smtp.authority, "address": "http://192.168.88.10:8000",
    });
    let saved = owner.put("/api/settings/mail/", body).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    assert!(saved.body.get("password").is_none() && saved.body["password_set_at"].is_string());
}

/// The mail that comes next: to whom, and its text with soft line ends taken out.
async fn next(rig: &Rig, server: &mut Server) -> (String, String) {
    // The daemon's own schedule may have been faster; either way it goes out once.
    outbox::drain(rig.appliance()).await.unwrap();
    let got: Value = server.received().await;
    let mail = got["mail"].as_str().unwrap().replace("\r\n", "\n");
    let plain = mail.replace("=\n", "").replace("=3D", "=");
    (got["recipients"][0].as_str().unwrap().to_owned(), plain)
}

/// The token of the link in a mail.
fn link(mail: &str) -> String {
    let line = mail.lines().find(|line| line.contains("token=")).unwrap();
    assert!(
        line.trim().starts_with("http://192.168.88.10:8000/"),
        "{line}"
    );
    token_of(line.trim())
}

#[tokio::test]
async fn addresses_are_proved_and_passwords_set_by_mail() {
    let Some(mut server) = Server::start(SmtpSecurity::StartTls).await else {
        return;
    };
    let (rig, owner) = Rig::owned().await;

    // Without a mail server nothing is queued, and the address stands without proof.
    let body = json!({"email": "amina@example.org", "password": PASSWORD});
    let noted = owner.post("/api/auth/email/", body.clone()).await;
    assert_eq!(noted.body["mailed"], false);
    let by_mail = rig.api().login("amina@example.org", PASSWORD).await;
    assert_eq!(by_mail.status, StatusCode::UNAUTHORIZED, "not proved");

    set_up(&owner, &server).await;
    let tested = owner.post("/api/settings/mail/test/", json!({})).await;
    assert_eq!(tested.status, StatusCode::OK, "{}", tested.body);
    assert_eq!(next(&rig, &mut server).await.0, "amina@example.org");

    // Proved by the link, which works once.
    let asked = owner.post("/api/auth/email/", body).await;
    assert_eq!(asked.body["mailed"], true, "{}", asked.body);
    let (to, mail) = next(&rig, &mut server).await;
    assert_eq!(to, "amina@example.org");
    let token = json!({"token": link(&mail)});
    let proved = rig
        .api()
        .post("/api/auth/verify-email/", token.clone())
        .await;
    assert_eq!(proved.body["email_verified"], true, "{}", proved.body);
    let twice = rig.api().post("/api/auth/verify-email/", token).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);

    // A forgotten password. The host that the stranger names is not in the link.
    let forgotten = json!({"login_or_email": "Amina@example.org"});
    let request = rig
        .api()
        .request(reqwest::Method::POST, "/api/auth/password-reset/");
    let sent = request
        .header("host", "evil.example")
        .json(&forgotten)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), StatusCode::ACCEPTED);
    let (to, mail) = next(&rig, &mut server).await;
    assert_eq!(to, "amina@example.org");
    let body = json!({"token": link(&mail), "password": "kahawa na maziwa"});
    let set = rig.api().post("/api/auth/password-reset/", body).await;
    assert_eq!(set.status, StatusCode::NO_CONTENT, "{}", set.body);
    assert!(!owner.is_in().await);

    // Another address: the former one is told.
    let owner = rig.signed_in("amina@example.org", "kahawa na maziwa").await;
    let body = json!({"email": "amina@umoja.example", "password": "kahawa na maziwa"});
    owner.post("/api/auth/email/", body).await;
    let (to, mail) = next(&rig, &mut server).await;
    assert_eq!(to, "amina@umoja.example");
    let token = json!({"token": link(&mail)});
    rig.api().post("/api/auth/verify-email/", token).await;
    let (to, mail) = next(&rig, &mut server).await;
    assert_eq!(to, "amina@example.org");
    assert!(mail.contains("amina@umoja.example"), "{mail}");

    // An invitation that was mailed proves its address.
    let body = json!({"role": "cashier", "email": "otieno@example.org"});
    let invited = owner.post("/api/people/invitations/", body).await;
    assert_eq!(invited.body["mailed"], true);
    let (to, mail) = next(&rig, &mut server).await;
    assert_eq!(to, "otieno@example.org");
    let body =
        json!({"code": link(&mail), "login": "otieno", "name": "Otieno", "password": PASSWORD});
    let made = rig.api().post("/api/auth/register/", body).await;
    assert_eq!(made.body["email_verified"], true, "{}", made.body);
}

#[tokio::test]
async fn a_mail_that_is_not_taken_is_tried_again_and_given_up() {
    let Some(server) = Server::start(SmtpSecurity::StartTls).await else {
        return;
    };
    let (rig, owner) = Rig::owned().await;
    set_up(&owner, &server).await;
    let outlook = async || {
        let read =
            |connection: &hotspotd::store::Connection| hotspotd::store::mail::outlook(connection);
        rig.appliance().state.read(read).await.unwrap()
    };
    // The server says "later" to this one and "never" to the other.
    for email in ["later@example.org", "nobody@example.org"] {
        let body = json!({"role": "viewer", "email": email});
        let made = owner.post("/api/people/invitations/", body).await;
        assert_eq!(
            made.status,
            StatusCode::CREATED,
            "the mail server is not waited for"
        );
    }
    outbox::drain(rig.appliance()).await.unwrap();
    let now = outlook().await;
    assert_eq!((now.waiting, now.given_up), (1, 1), "{now:?}");
    for _ in 0..8 {
        assert_eq!(
            outbox::drain(rig.appliance()).await.unwrap(),
            0,
            "not before its time"
        );
        rig.pass(12 * 3_600 + 1);
        outbox::drain(rig.appliance()).await.unwrap();
    }
    let now = outlook().await;
    assert_eq!((now.waiting, now.given_up), (0, 2), "{now:?}");
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused_by_field() {
    let (_rig, owner) = Rig::owned().await;
    let body = |security: &str, address: &str| {
        json!({"host": "smtp.example.org", "port": 587, "security": security, "user": "duka",
            "password": "kahawa", "from": "duka@example.org", "address": address})
    };
    for (security, address, field) in [
        ("ssl", "http://a", "security"),
        ("none", "http://a", "security"),
        ("tls", "javascript:alert(1)", "address"),
    ] {
        let refused = owner
            .put("/api/settings/mail/", body(security, address))
            .await;
        assert_eq!(
            refused.body["errors"][0]["field"], field,
            "{}",
            refused.body
        );
    }
    assert_eq!(
        owner.get("/api/settings/mail/").await.status,
        StatusCode::NOT_FOUND
    );
    let none = owner.post("/api/settings/mail/test/", json!({})).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    let saved = owner
        .put("/api/settings/mail/", body("tls", "http://a"))
        .await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    // A kept password does not go to another server.
    let mut other = body("tls", "http://a");
    other["host"] = json!("smtp.evil.example");
    other.as_object_mut().unwrap().remove("password");
    let refused = owner.put("/api/settings/mail/", other).await;
    assert_eq!(
        refused.body["errors"][0]["field"], "password",
        "{}",
        refused.body
    );
}
