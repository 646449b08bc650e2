//! Somebody of every role, with a browser and an API client each.

use hotspotd::domain::access::Role;
use hotspotd::domain::id::{JobId, RouterId};
use hotspotd::service::accounts::Actor;
use hotspotd::service::jobs;
use hotspotd::store::job::Job;
use reqwest::{Method, RequestBuilder};
use simulator::Simulator;

use crate::appliance::{Api, Browser, PASSWORD, Rig};
use crate::support::furnished;
use crate::support::shop::hap;
use crate::support::sites::basic;

/// Somebody.
pub struct Somebody {
    pub api: Api,
    pub browser: Browser,
    pub csrf: String,
}

impl Somebody {
    /// Signs in by both ways.
    pub async fn of(at: &Rig, login: &str) -> Somebody {
        let (browser, csrf) = browser(at, login).await;
        Somebody {
            api: at.signed_in(login, PASSWORD).await,
            browser,
            csrf,
        }
    }

    /// Nobody at all.
    pub fn nobody(at: &Rig) -> Somebody {
        Somebody {
            api: at.api(),
            browser: at.browser(),
            csrf: String::new(),
        }
    }

    /// A request as a program makes it to the API, and a browser to pages.
    pub fn request(&self, method: &Method, path: &str) -> RequestBuilder {
        let reads = *method == Method::GET;
        if path.starts_with("/api/") {
            let request = self.api.request(method.clone(), path);
            return if reads {
                request
            } else {
                request.json(&serde_json::json!({}))
            };
        }
        let request = self.browser.request(method.clone(), path);
        if reads {
            return request;
        }
        request
            .header("origin", self.browser.address.clone())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(crate::appliance::form(&[("csrf_token", &self.csrf)]))
    }
}

/// A browser in which somebody has signed in, and the token of its forms.
pub async fn browser(at: &Rig, login: &str) -> (Browser, String) {
    let browser = at.browser();
    let fields = [("login", login), ("password", PASSWORD)];
    let page = browser.post("/login", &fields).await;
    assert_eq!(page.status, 303, "{}", page.text);
    let csrf = browser.get("/routers").await.csrf();
    (browser, csrf)
}

/// An appliance with an owner `amina`, and a technician, a cashier and a viewer who are called after what they are.
pub async fn peopled() -> (Rig, Api) {
    let (at, owner) = Rig::owned().await;
    for role in &Role::ALL[1..] {
        at.person(&owner, role.as_str(), role.as_str()).await;
    }
    (at, owner)
}

/// The owner, as services know her.
pub async fn actor(at: &Rig) -> Actor {
    furnished::actor(at.appliance()).await
}

/// A simulated router in care, with a site.
pub async fn with_router(at: &Rig) -> (Simulator, RouterId) {
    let simulator = hap().await;
    let (appliance, owner) = (at.appliance(), actor(at).await);
    let id = furnished::router(appliance, &owner, "Kahawa", &simulator).await;
    furnished::describe(appliance, &owner, id, &basic()).await;
    (simulator, id)
}

/// Waits until a job is over; gives it as it is then.
pub async fn over(at: &Rig, job: JobId) -> Job {
    let mut happened = at.appliance().happened.subscribe();
    loop {
        let job = jobs::story(at.appliance(), job).await.unwrap().job;
        if job.state.is_over() {
            return job;
        }
        // Behind or closed: the next look at the job tells.
        let _ = happened.recv().await;
    }
}
