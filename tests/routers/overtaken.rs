//! A site that is saved while a change is under way: the router holds the former one then, and nobody is told that all is well.

use hotspotd::domain::id::RouterId;
use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::Simulator;

use crate::office::{Office, Person};
use crate::support::shop::hap;

struct Care {
    office: Office,
    amina: Person,
    id: i64,
    _simulator: Simulator,
}

impl Care {
    /// A router with a site that it holds.
    async fn of_a_router() -> Care {
        let (office, amina) = Office::open(true).await;
        let simulator = hap().await;
        let id = amina.add(&simulator, "Gate").await;
        let care = Care {
            office,
            amina,
            id,
            _simulator: simulator,
        };
        let site = serde_json::to_value(crate::support::sites::basic()).unwrap();
        care.save(&site).await;
        let (state, outcome) = care.apply().await;
        assert_eq!(state, "done", "{outcome}");
        assert_eq!(care.drift().await, json!("same"));
        care
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/routers/{}/{rest}", self.id)
    }

    async fn kept(&self) -> Value {
        self.amina.get(&self.path("site/")).await.json()
    }

    async fn save(&self, site: &Value) {
        let known = self.amina.get(&self.path("")).await.json();
        let body = json!({"version": known["site_version"], "site": site});
        let saved = self.amina.put(&self.path("site/"), body).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
    }

    /// The site with another speed for the first profile.
    async fn save_speed(&self, speed: &str) {
        let mut site = self.kept().await["site"].clone();
        site["profile"][0]["download"] = json!(speed);
        self.save(&site).await;
    }

    /// The hash of the change as it is shown now.
    async fn shown(&self, to: &str) -> Value {
        let diff = self.amina.get(&self.path(&format!("diff/{to}"))).await;
        assert_eq!(diff.status, StatusCode::OK, "{}", diff.text);
        diff.json()["hash"].clone()
    }

    async fn ask(&self, what: &str, body: Value) -> i64 {
        let asked = self.amina.post(&self.path(what), body).await;
        assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text);
        asked.json()["job"].as_i64().unwrap()
    }

    /// Applies the site as it is shown now.
    async fn apply(&self) -> (String, String) {
        let change = self.shown("").await;
        let body = json!({"change": change, "take_over": true});
        let job = self.ask("apply/", body).await;
        self.end(job).await
    }

    async fn end(&self, job: i64) -> (String, String) {
        self.office.job(&self.amina, job).await
    }

    async fn drift(&self) -> Value {
        let router = self.amina.get(&self.path("")).await.json();
        router["drift"].clone()
    }
}

#[tokio::test]
async fn a_site_saved_during_an_apply_is_not_told_to_be_on_the_router() {
    let care = Care::of_a_router().await;
    care.save_speed("3M").await;
    // Whoever holds the router's hand keeps the job waiting.
    let hand = care
        .office
        .appliance()
        .hand(RouterId::new(care.id).unwrap());
    let change = care.shown("").await;
    let held = hand.lock().await;
    let job = care.ask("apply/", json!({"change": change})).await;
    care.save_speed("4M").await;
    drop(held);
    let (state, outcome) = care.end(job).await;
    assert_eq!(state, "done", "{outcome}");
    assert!(outcome.contains("saved anew meanwhile"), "{outcome}");
    assert_eq!(care.drift().await, json!("unknown"));
    // What was saved is what the next one brings.
    let (state, outcome) = care.apply().await;
    assert_eq!(state, "done", "{outcome}");
    assert!(!outcome.contains("meanwhile"), "{outcome}");
    assert_eq!(care.drift().await, json!("same"));
}

#[tokio::test]
async fn a_site_saved_during_a_return_stays() {
    let care = Care::of_a_router().await;
    let first = care.kept().await["site"].clone();
    care.save_speed("3M").await;
    assert_eq!(care.apply().await.0, "done");
    let hand = care
        .office
        .appliance()
        .hand(RouterId::new(care.id).unwrap());
    for overtaken in [true, false] {
        let change = care.shown("?to=1").await;
        let held = hand.lock().await;
        let back = json!({"configuration": 1, "change": change});
        let job = care.ask("rollback/", back).await;
        if overtaken {
            care.save_speed("4M").await;
        }
        drop(held);
        let (state, outcome) = care.end(job).await;
        assert_eq!(state, "done", "{outcome}");
        assert_eq!(
            outcome.contains("saved anew meanwhile"),
            overtaken,
            "{outcome}"
        );
        let speed = care.kept().await["site"]["profile"][0]["download"].clone();
        let (expected, drift) = if overtaken {
            (json!("4M"), "unknown")
        } else {
            (first["profile"][0]["download"].clone(), "same")
        };
        assert_eq!((speed, care.drift().await), (expected, json!(drift)));
    }
}
