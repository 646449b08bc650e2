//! An appliance that runs, people who are signed in, and simulated routers.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use hotspotd::app::Running;
use hotspotd::config::Config;
use hotspotd::domain::moment::Moment;
use hotspotd::domain::time::Span;
use hotspotd::service::appliance::Appliance;
use hotspotd::service::clock::Clock;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};

use crate::support::shop::router;
use crate::support::sites::model;

/// The password of everybody.
pub const PASSWORD: &str = "chai na mandazi moto";
const NOW: Moment = Moment::from_secs(1_795_655_649);

/// A running appliance. Its folder goes with it.
pub struct Office {
    pub running: Running,
    pub clock: Clock,
    folder: PathBuf,
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Office {
    /// With an owner, who is signed in. Routers may be on this machine where `loopback` says so.
    pub async fn open(loopback: bool) -> (Office, Person) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("routers-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let clock = Clock::standing(NOW);
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let running = Running::start(Config {
            loopback,
            ..Config::on_trial(folder.clone(), anywhere, anywhere, clock.clone())
        })
        .await
        .unwrap();
        let code = running.set_up_code().await.unwrap().unwrap();
        let code = code.reveal().to_owned();
        let office = Office {
            running,
            clock,
            folder,
        };
        let owner = office.register(&code, "amina").await;
        (office, owner)
    }

    pub fn appliance(&self) -> &Arc<Appliance> {
        &self.running.appliance
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.clock.pass(Span::from_secs(seconds));
    }

    async fn register(&self, code: &str, login: &str) -> Person {
        let nobody = Person {
            client: Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            address: format!("http://{}", self.running.listen),
            access: String::new(),
        };
        let body = json!({"code": code, "login": login, "name": login, "password": PASSWORD});
        let made = nobody.post("/api/auth/register/", body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let body = json!({"login": login, "password": PASSWORD});
        let signed = nobody.post("/api/auth/login/", body).await;
        let access = signed.json()["access"].as_str().unwrap().to_owned();
        Person { access, ..nobody }
    }

    /// Somebody of another role, by an invitation of the owner.
    pub async fn person(&self, owner: &Person, role: &str) -> Person {
        let body = json!({"role": role});
        let invited = owner.post("/api/people/invitations/", body).await;
        assert_eq!(invited.status, StatusCode::CREATED, "{}", invited.text);
        let link = invited.json()["link"].as_str().unwrap().to_owned();
        let token = link.split_once("token=").unwrap().1.to_owned();
        self.register(&token, role).await
    }

    /// Waits until a job is over, and gives its state and what came of it.
    pub async fn job(&self, person: &Person, id: i64) -> (String, String) {
        let mut happened = self.appliance().happened.subscribe();
        loop {
            let job = person.get(&format!("/api/jobs/{id}/")).await.json();
            let state = job["state"].as_str().unwrap().to_owned();
            if !["waiting", "running"].contains(&state.as_str()) {
                return (state, job["outcome"].as_str().unwrap_or("").to_owned());
            }
            happened.recv().await.unwrap();
        }
    }
}

/// Somebody who is signed in, by an access token: pages take it as well as the API.
pub struct Person {
    pub client: Client,
    pub address: String,
    pub access: String,
}

/// What they were answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    /// Where they are sent.
    pub to: String,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}", self.text))
    }

    /// What stands behind the last slash of where they are sent.
    pub fn number(&self) -> i64 {
        self.to.rsplit('/').next().unwrap().parse().unwrap()
    }
}

impl Person {
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = match self.access.as_str() {
            "" => request,
            access => request.bearer_auth(access),
        };
        let response = request.send().await.unwrap();
        let status = response.status();
        let to = response.headers().get("location");
        let to = to.map_or("", |to| to.to_str().unwrap()).to_owned();
        let text = response.text().await.unwrap();
        Answer { status, to, text }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.address))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// Sends a form of a page.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = self
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(text);
        self.send(request).await
    }

    /// Takes a simulated router into care over its plain API, as its administrator.
    pub async fn add(&self, simulator: &Simulator, name: &str) -> i64 {
        let body = json!({
            "name": name, "host": "127.0.0.1", "port": simulator.address().port(), "tls": false, "user": "admin", "password": "",
        });
        let added = self.post("/api/routers/", body).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
        added.json()["id"].as_i64().unwrap()
    }
}

/// A hAP ac² with a secure API, which has a certificate where `ready` says so.
pub async fn secure(ready: bool) -> Simulator {
    let config = SimulatorConfig {
        tls_listen: Some(([127, 0, 0, 1], 0).into()),
        tls_ready: ready,
        ..router(model(), "7.21.5")
    };
    Simulator::start(config).await.unwrap()
}

/// A hAP ac² with this device-mode.
pub async fn with_mode(device_mode: DeviceMode) -> Simulator {
    let whole = router(model(), "7.21.5");
    let config = SimulatorConfig {
        device: DeviceConfig {
            device_mode,
            ..whole.device.clone()
        },
        ..whole
    };
    Simulator::start(config).await.unwrap()
}
