//! A whole appliance in a temporary folder, spoken to over HTTP as strangers would.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use hotspotd::app::Running;
use hotspotd::config::Config;
use hotspotd::domain::access::Role;
use hotspotd::service::clock::Clock;
use hotspotd::service::sample::{self, Person, Wanted};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

/// A folder that is gone with its owner.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("hotspotd-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running appliance with one person of each role.
pub struct Office {
    pub running: Running,
    pub people: Vec<Person>,
    _folder: Folder,
}

impl Office {
    /// With so many routers and configurations.
    pub async fn open(routers: u16, configurations: u32) -> Self {
        let folder = Folder::new();
        let anywhere = "127.0.0.1:0".parse().unwrap();
        let data = folder.path().to_owned();
        let config = Config::on_trial(data, anywhere, anywhere, Clock::system());
        let running = Running::start(config).await.unwrap();
        let wanted = Wanted {
            routers,
            configurations,
            accounts: 0,
        };
        let people = sample::fill(&running.appliance, wanted).await.unwrap();
        Office {
            running,
            people,
            _folder: folder,
        }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.listen)
    }

    fn person(&self, role: Role) -> &Person {
        self.people.iter().find(|it| it.role == role).unwrap()
    }

    /// A program with an access token of somebody of this role.
    pub async fn program(&self, role: Role) -> Program<'_> {
        let person = self.person(role);
        let client = Client::new();
        let body = json!({ "login": person.login, "password": person.password.reveal() });
        let answer = client
            .post(self.url("/api/auth/login/"))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let answer: Value = answer.json().await.unwrap();
        Program {
            office: self,
            client,
            token: answer["access"].as_str().unwrap().to_owned(),
        }
    }

    /// A browser in which somebody of this role is signed in.
    pub async fn browser(&self, role: Role) -> Browser<'_> {
        let person = self.person(role);
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .build()
            .unwrap();
        let form = [
            ("login", person.login),
            ("password", person.password.reveal()),
        ];
        let answer = client
            .post(self.url("/login"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(&form))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        Browser {
            office: self,
            client,
        }
    }
}

fn encoded(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

/// Speaks the API.
pub struct Program<'o> {
    office: &'o Office,
    client: Client,
    pub token: String,
}

impl Program<'_> {
    /// Asks, and gives the answer as it is.
    pub async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        let mut request = self
            .client
            .request(method, self.office.url(path))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await.unwrap()
    }

    /// Asks, expects this status, and gives the JSON of the answer.
    pub async fn expect(
        &self,
        status: u16,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Value {
        let shown = format!("{method} {path}");
        let answer = self.ask(method, path, body).await;
        let got = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        assert_eq!(got, status, "{shown}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    }

    pub async fn get(&self, status: u16, path: &str) -> Value {
        self.expect(status, Method::GET, path, None).await
    }

    pub async fn post(&self, status: u16, path: &str, body: Value) -> Value {
        self.expect(status, Method::POST, path, Some(&body)).await
    }

    pub async fn put(&self, status: u16, path: &str, body: Value) -> Value {
        self.expect(status, Method::PUT, path, Some(&body)).await
    }

    pub async fn delete(&self, status: u16, path: &str) -> Value {
        self.expect(status, Method::DELETE, path, None).await
    }
}

/// Looks at pages and sends forms.
pub struct Browser<'o> {
    office: &'o Office,
    client: Client,
}

impl Browser<'_> {
    /// A page: its status and its HTML.
    pub async fn page(&self, path: &str) -> (u16, String) {
        let answer = self.client.get(self.office.url(path)).send().await.unwrap();
        (answer.status().as_u16(), read(answer).await)
    }

    /// Sends a form with the token of the page; the status, where it leads, and the HTML.
    pub async fn send(&self, path: &str, form: &[(&str, &str)]) -> (u16, String, String) {
        let (_, html) = self.page("/catalogue/plans").await;
        let (_, rest) = html.split_once("name=\"csrf_token\" value=\"").unwrap();
        let (token, _) = rest.split_once('"').unwrap();
        let mut form = form.to_vec();
        form.push(("csrf_token", token));
        let answer = self
            .client
            .post(self.office.url(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(&form))
            .send()
            .await
            .unwrap();
        let to = answer
            .headers()
            .get("location")
            .map(|to| to.to_str().unwrap().to_owned())
            .unwrap_or_default();
        (answer.status().as_u16(), to, read(answer).await)
    }
}

/// The HTML with plain slashes: pages write those of values as references.
async fn read(answer: Response) -> String {
    answer.text().await.unwrap().replace("&#x2F;", "/")
}
