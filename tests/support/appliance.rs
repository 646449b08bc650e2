//! A running appliance in a folder of its own, and clients that speak to it over real HTTP.

#![allow(dead_code, reason = "each test takes what it needs")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use hotspotd::app::Running;
use hotspotd::config::Config;
use hotspotd::domain::moment::Moment;
use hotspotd::domain::time::Span;
use hotspotd::http::cors::Origin;
use hotspotd::service::appliance::Appliance;
use hotspotd::service::clock::Clock;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

/// The moment at which clocks of tests stand.
pub const NOW: Moment = Moment::from_secs(1_795_655_649);
/// A password that may be chosen.
pub const PASSWORD: &str = "chai na mandazi moto";

/// A running appliance. Its folder goes with it.
pub struct Rig {
    pub running: Option<Running>,
    pub folder: PathBuf,
    pub clock: Clock,
    pub address: String,
    pub code: String,
}

impl Rig {
    /// A new one, that nobody owns.
    pub async fn start() -> Self {
        Self::with(Vec::new(), Vec::new()).await
    }

    /// A new one, whose API pages of these sites may speak to.
    pub async fn open_to(origins: Vec<Origin>) -> Self {
        Self::with(origins, Vec::new()).await
    }

    /// A new one behind proxies that take TLS for it.
    pub async fn behind(proxies: Vec<IpAddr>) -> Self {
        Self::with(Vec::new(), proxies).await
    }

    async fn with(origins: Vec<Origin>, proxies: Vec<IpAddr>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("appliance-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let clock = Clock::standing(NOW);
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let running = Running::start(Config {
            origins,
            proxies,
            ..Config::on_trial(folder.clone(), anywhere, anywhere, clock.clone())
        })
        .await
        .unwrap();
        let code = running.set_up_code().await.unwrap().unwrap();
        let code = code.reveal().to_owned();
        Rig {
            address: format!("http://{}", running.listen),
            running: Some(running),
            folder,
            clock,
            code,
        }
    }

    /// The same with an owner `amina`; gives a client that is signed in as her.
    pub async fn owned() -> (Self, Api) {
        Self::start().await.taken().await
    }

    /// Makes `amina` the owner of a new one.
    pub async fn taken(self) -> (Self, Api) {
        let it = self;
        let api = it.api();
        let amina =
            json!({"code": it.code, "login": "amina", "name": "Amina", "password": PASSWORD});
        let made = api.post("/api/auth/register/", amina).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let owner = it.signed_in("amina", PASSWORD).await;
        (it, owner)
    }

    /// Its inside.
    pub fn appliance(&self) -> &Arc<Appliance> {
        &self.running.as_ref().unwrap().appliance
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.clock.pass(Span::from_secs(seconds));
    }

    /// A client of the API that nobody is signed in at.
    pub fn api(&self) -> Api {
        Api {
            client: Client::new(),
            address: self.address.clone(),
            access: None,
            refresh: String::new(),
        }
    }

    /// A client of the API that somebody is signed in at.
    pub async fn signed_in(&self, login: &str, password: &str) -> Api {
        let mut api = self.api();
        let answer = api.login(login, password).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        api.take(&answer.body);
        api
    }

    /// Makes somebody by an invitation of the owner; gives a client that is signed in as them.
    pub async fn person(&self, owner: &Api, login: &str, role: &str) -> Api {
        let invited = owner
            .post("/api/people/invitations/", json!({"role": role}))
            .await;
        assert_eq!(invited.status, StatusCode::CREATED, "{}", invited.body);
        let token = token_of(invited.body["link"].as_str().unwrap());
        let body = json!({"code": token, "login": login, "name": login, "password": PASSWORD});
        let made = self.api().post("/api/auth/register/", body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        self.signed_in(login, PASSWORD).await
    }

    /// A browser: it keeps cookies and follows nothing.
    pub fn browser(&self) -> Browser {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Browser {
            client,
            address: self.address.clone(),
        }
    }

    /// The lines of the audit log, the latest first.
    pub async fn audit(&self, owner: &Api) -> Vec<String> {
        let page = owner.get("/api/audit/?limit=200").await;
        let items = page.body["items"].as_array().unwrap();
        items
            .iter()
            .map(|it| {
                let of = |key: &str| it[key].as_str().unwrap();
                format!("{} {} {}", of("actor"), of("action"), of("subject"))
            })
            .collect()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What stands behind `token=` in a link.
pub fn token_of(link: &str) -> String {
    link.split_once("token=").unwrap().1.to_owned()
}

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

async fn answer(response: Response) -> Answer {
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer {
        status,
        body,
        headers,
    }
}

/// A client of the API.
#[derive(Clone)]
pub struct Api {
    pub client: Client,
    pub address: String,
    pub access: Option<String>,
    pub refresh: String,
}

impl Api {
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self
            .client
            .request(method, format!("{}{path}", self.address));
        match &self.access {
            Some(access) => request.bearer_auth(access),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let request = self.request(Method::POST, path).json(&body);
        answer(request.send().await.unwrap()).await
    }

    pub async fn keyed(&self, key: &str, path: &str, body: Value) -> Answer {
        let request = self.request(Method::POST, path).json(&body);
        answer(request.header("idempotency-key", key).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        let request = self.request(Method::PUT, path).json(&body);
        answer(request.send().await.unwrap()).await
    }

    pub async fn login(&self, login: &str, password: &str) -> Answer {
        let body = json!({"login": login, "password": password});
        self.post("/api/auth/login/", body).await
    }

    /// Keeps the tokens of an answer.
    pub fn take(&mut self, body: &Value) {
        self.access = Some(body["access"].as_str().unwrap().to_owned());
        self.refresh = body["refresh"].as_str().unwrap().to_owned();
    }

    /// Whether somebody is signed in.
    pub async fn is_in(&self) -> bool {
        self.get("/api/auth/user/").await.status == StatusCode::OK
    }

    pub async fn id(&self) -> i64 {
        let user = self.get("/api/auth/user/").await;
        user.body["id"].as_i64().unwrap()
    }
}

/// A page that a browser got.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub text: String,
    pub to: String,
    pub cookies: Vec<String>,
}

impl Page {
    /// The token of its forms.
    pub fn csrf(&self) -> String {
        let (_, rest) = self
            .text
            .split_once("name=\"csrf_token\" value=\"")
            .unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// The session that it gives.
    pub fn session(&self) -> Option<String> {
        let of = |cookie: &String| {
            let rest = cookie.strip_prefix("session=")?;
            Some(rest.split(';').next().unwrap().to_owned())
        };
        self.cookies.iter().find_map(of)
    }
}

/// A browser.
pub struct Browser {
    pub client: Client,
    pub address: String,
}

impl Browser {
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let response = request.send().await.unwrap();
        let header = |name: &str| {
            let values = response.headers().get_all(name).iter();
            values
                .map(|value| value.to_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let (status, cookies) = (response.status(), header("set-cookie"));
        let to = header("location").first().cloned().unwrap_or_default();
        let text = response.text().await.unwrap();
        Page {
            status,
            text,
            to,
            cookies,
        }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.address))
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a form with what a browser says of where it comes from.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self
            .request(Method::POST, path)
            .header("origin", self.address.clone())
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form(fields));
        self.send(request).await
    }
}

/// Fields as forms are sent.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        text.append_pair(name, value);
    }
    text.finish()
}
