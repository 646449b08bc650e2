//! The daemon is killed while it does what was asked for with an `Idempotency-Key`.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use simulator::{Faults, SentenceFault};
use tokio::net::TcpListener;

use crate::bench::furnish;
use crate::daemon::Daemon;
use crate::support::furnished::{Folder, PASSWORD};
use crate::support::shop::hap;

/// A program that signs in after each start.
struct Program {
    client: Client,
    address: String,
    access: String,
}

struct Answer {
    status: StatusCode,
    replayed: bool,
    retry_after: bool,
    body: Value,
}

impl Program {
    async fn sign_in(daemon: &Daemon) -> Program {
        let client = Client::new();
        let body = json!({"login": "amina", "password": PASSWORD});
        let request = client.post(daemon.url("/api/auth/login/")).json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        Program {
            client,
            address: daemon.url(""),
            access: answer["access"].as_str().unwrap().to_owned(),
        }
    }

    fn request(&self, key: &str, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.client
            .post(format!("{}{path}", self.address))
            .bearer_auth(&self.access)
            .header("idempotency-key", key)
            .json(body)
    }

    async fn post(&self, key: &str, path: &str, body: &Value) -> Answer {
        let answer = self.request(key, path, body).send().await.unwrap();
        Answer {
            status: answer.status(),
            replayed: answer.headers().contains_key("idempotency-replayed"),
            retry_after: answer.headers().contains_key("retry-after"),
            body: answer.json().await.unwrap(),
        }
    }
}

/// What is done twice as well as once is done again; of anything else, the key says that nobody knows, and does nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_tells_the_truth_after_a_kill() {
    let folder = Folder::new("keys");
    let simulator = hap().await;
    furnish(&folder, &simulator).await;
    // A router that takes the connection, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let add = json!({"name": "Gate", "host": "127.0.0.1", "port": port, "tls": false, "user": "admin", "password": "x"});

    let daemon = Daemon::start(&folder.0, None).await;
    let program = Program::sign_in(&daemon).await;
    simulator.set_faults(Faults::none().on_sentence(1, SentenceFault::HangBefore));
    let adding = tokio::spawn(program.request("key-add", "/api/routers/", &add).send());
    let nothing = json!({});
    let test = "/api/routers/1/test/";
    let testing = tokio::spawn(program.request("key-test", test, &nothing).send());
    let _held = silent.accept().await.unwrap();
    simulator.fault_reached().await;
    // Meanwhile both are under way, and whoever asks is told when to ask again.
    for (key, path, body) in [
        ("key-add", "/api/routers/", &add),
        ("key-test", test, &nothing),
    ] {
        let waiting = program.post(key, path, body).await;
        assert_eq!(waiting.status, StatusCode::CONFLICT, "{}", waiting.body);
        assert!(waiting.retry_after, "{}", waiting.body);
    }
    daemon.kill().await;
    assert!(adding.await.unwrap().is_err() && testing.await.unwrap().is_err());
    simulator.everybody_left().await;
    simulator.set_faults(Faults::none());
    drop(silent);

    let daemon = Daemon::start(&folder.0, None).await;
    let program = Program::sign_in(&daemon).await;
    // Twice: saying so is no licence to do it.
    for _ in 0..2 {
        let unknown = program.post("key-add", "/api/routers/", &add).await;
        assert_eq!(unknown.status, StatusCode::CONFLICT, "{}", unknown.body);
        assert!(!unknown.retry_after, "{}", unknown.body);
        let detail = unknown.body["detail"].as_str().unwrap();
        assert!(detail.contains("is not known"), "{detail}");
    }
    let other = program.post("key-add", "/api/routers/", &nothing).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        other.body["detail"]
            .as_str()
            .unwrap()
            .contains("another request")
    );
    // With a new key it is done, as far as a router that is gone lets it.
    let anew = program.post("key-new", "/api/routers/", &add).await;
    assert_eq!(anew.status, StatusCode::BAD_GATEWAY, "{}", anew.body);

    let again = program.post("key-test", test, &nothing).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    assert!(
        !again.replayed && again.body["reached"] == json!(true),
        "{}",
        again.body
    );
    let once_more = program.post("key-test", test, &nothing).await;
    assert!(once_more.replayed && once_more.body == again.body);
    daemon.kill().await;
}
