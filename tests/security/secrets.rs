//! What never leaves: passwords, tokens and keys, neither in logs nor in answers.

use hotspotd::domain::secret::Secret;
use hotspotd::http::routes::routes;
use hotspotd::routeros::Limits;
use hotspotd::service::clock::Clock;
use hotspotd::service::routers::manage::{Wanted, add, check};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::daemon::{Browser, Daemon};
use crate::people::{browser, over, peopled, with_router};
use crate::support::furnished::{self, Folder, PASSWORD};
use crate::support::shop::hap;
use crate::support::sites::basic;

const OF_THE_ROUTER: &str = "the-routers-own-password-91";
const MISTYPED: &str = "mistyped-password-37";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_tells_no_secret_however_much_it_tells() {
    let folder = Folder::new("log");
    let simulator = hap().await;
    {
        let appliance = furnished::opened(&folder.0, Clock::system(), Limits::default()).await;
        let owner = furnished::owner(&appliance).await;
        let wanted = Wanted {
            name: "Kahawa".to_owned(),
            host: "127.0.0.1".to_owned(),
            port: Some(simulator.address().port()),
            tls: false,
            pin: None,
            user: "admin".to_owned(),
            // The router does not know it, so signing in fails, which is told.
            password: Some(Secret::new(OF_THE_ROUTER)),
        };
        let checked = check(&appliance, &wanted).await.unwrap();
        let id = add(&appliance, &owner, checked).await.unwrap();
        furnished::describe(&appliance, &owner, id, &basic()).await;
    }
    // A row that somebody moved to another place: its secret does not open there, which is worth a line in the log.
    let state = rusqlite::Connection::open(folder.0.join("state.db")).unwrap();
    let moved = "INSERT INTO router (id, operator_id, name, host, port, security, user, password, created_at)
                 SELECT 2, operator_id, 'moved', host, port, security, user, password, created_at FROM router";
    state.execute(moved, []).unwrap();
    drop(state);
    let log = folder.0.join("log.txt");
    let daemon = Daemon::start(&folder.0, Some(&log)).await;
    let amina = Browser::sign_in(&daemon, "amina", PASSWORD).await;
    let client = Client::new();
    let post = |path: &str, body: Value| client.post(daemon.url(path)).json(&body).send();
    let login = |password: &str| json!({"login": "amina", "password": password});
    post("/api/auth/login/", login(MISTYPED)).await.unwrap();
    let tokens: Value = post("/api/auth/login/", login(PASSWORD))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let refresh = json!({"refresh": tokens["refresh"]});
    let renewed: Value = post("/api/auth/refresh/", refresh.clone())
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    post("/api/auth/refresh/", refresh).await.unwrap();
    for path in [
        "/routers/1/changes",
        "/routers/2/changes.rsc",
        "/routers/2/changes",
        "/routers/1",
        "/jobs",
        "/invitation?token=a-token-of-a-link-55",
        "/audit",
    ] {
        amina.get(&daemon, path).await;
    }
    let page = amina.get(&daemon, "/routers").await;
    amina
        .send(
            &daemon,
            &page,
            "/settings/security/password",
            &[
                ("current", MISTYPED),
                ("password", "another-new-one-82"),
                ("again", "x"),
            ],
        )
        .await;
    let csrf = crate::daemon::field(&page.text, "csrf_token");
    daemon.kill().await;
    let log = std::fs::read_to_string(log).unwrap();
    eprintln!("{} lines of log", log.lines().count());
    assert!(log.contains("failed"), "the log tells nothing: {log}");
    let key = std::fs::read(folder.0.join("secret.key")).unwrap();
    let key = String::from_utf8_lossy(&key).trim().to_owned();
    let of = |document: &Value, name: &str| document[name].as_str().unwrap().to_owned();
    for secret in [
        PASSWORD.to_owned(),
        MISTYPED.to_owned(),
        OF_THE_ROUTER.to_owned(),
        "another-new-one-82".to_owned(),
        "a-token-of-a-link-55".to_owned(),
        of(&tokens, "access"),
        of(&tokens, "refresh"),
        of(&renewed, "access"),
        of(&renewed, "refresh"),
        amina.session(),
        csrf,
        key,
        "$argon2".to_owned(),
    ] {
        assert!(
            !secret.is_empty() && !log.contains(&secret),
            "the log has {secret}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_holds_what_lets_somebody_in() {
    let (at, owner) = peopled().await;
    let (simulator, router) = with_router(&at).await;
    let (appliance, actor) = (at.appliance(), crate::people::actor(&at).await);
    // A password that this router knows.
    simulator.with_device(|device| {
        let from = "192.168.88.2".parse().unwrap();
        let admin = device.authenticate("admin", "", from).unwrap();
        let fields = [
            ("numbers".to_owned(), "admin".to_owned()),
            ("password".to_owned(), OF_THE_ROUTER.to_owned()),
        ];
        device.run(&admin, "/user/set", &fields).unwrap();
    });
    let sealed = appliance
        .sealer
        .seal(
            &format!("router/{router}/password"),
            &Secret::new(OF_THE_ROUTER),
        )
        .unwrap();
    let sealed = sealed.as_bytes().to_vec();
    let set = appliance.state.write(move |connection| {
        hotspotd::store::router::set_password(connection, router, &sealed)
    });
    set.await.unwrap();
    let job = hotspotd::service::jobs::ask(
        appliance,
        &actor,
        router,
        hotspotd::store::job::JobKind::Verify,
    )
    .await
    .unwrap();
    let job = over(&at, job).await;
    assert_eq!(job.state.as_str(), "done", "{:?}", job.outcome);
    let (amina, _) = browser(&at, "amina").await;
    let key = std::fs::read_to_string(at.folder.join("secret.key")).unwrap_or_default();
    let mut asked = 0;
    for route in routes()
        .into_iter()
        .filter(|route| route.method == Method::GET)
    {
        at.pass(1);
        let path = route.path.replace("{id}", "1");
        if path.contains('{') {
            continue;
        }
        let text = if path.starts_with("/api/") {
            owner.get(&path).await.body.to_string()
        } else {
            amina.get(&path).await.text
        };
        for secret in [
            OF_THE_ROUTER,
            "$argon2",
            crate::appliance::PASSWORD,
            key.trim(),
        ] {
            assert!(
                secret.is_empty() || !text.contains(secret),
                "{path} tells {secret}"
            );
        }
        asked += 1;
    }
    assert!(asked > 40, "{asked}");
    let debug = format!(
        "{appliance:?} {actor:?} {:?}",
        hotspotd::service::routers::manage::target(appliance, router)
            .await
            .unwrap()
    );
    assert!(
        !debug.contains(OF_THE_ROUTER) && !debug.contains("$argon2"),
        "{debug}"
    );
}
