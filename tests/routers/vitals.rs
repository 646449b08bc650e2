//! How routers are: asked for in the same look that finds drift, shown on pages and by the API, and never made up.

use std::time::Duration;

use hotspotd::domain::id::RouterId;
use hotspotd::domain::moment::Moment;
use hotspotd::domain::time::Span;
use hotspotd::routeros::Limits;
use hotspotd::service::clock::Clock;
use hotspotd::service::routers::drift;
use hotspotd::service::telemetry;
use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Simulator, SimulatorConfig};

use crate::office::{Office, PASSWORD, Person};
use crate::support::furnished::{self, Folder};
use crate::support::shop::router;
use crate::support::sites::model;

const LATENCY: Duration = Duration::from_millis(30);

async fn slow() -> Simulator {
    let config = SimulatorConfig {
        latency: LATENCY,
        ..router(model(), "7.21.5")
    };
    Simulator::start(config).await.unwrap()
}

/// Signs customers in at the router's hotspot.
fn customers(simulator: &Simulator, count: u8) {
    simulator.with_device(|device| {
        let from = "192.168.88.2".parse().unwrap();
        let admin = device.authenticate("admin", "", from).unwrap();
        let word = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let _ = device.run(
            &admin,
            "/ip/hotspot/user/add",
            &[word("name", "k7"), word("password", "q4")],
        );
        for number in 1..=count {
            let words = [
                word("user", "k7"),
                word("password", "q4"),
                word("ip", &format!("10.5.50.{number}")),
            ];
            device
                .run(&admin, "/ip/hotspot/active/login", &words)
                .unwrap();
        }
    });
}

/// Signs in again: an access token lives for ten minutes.
async fn again(person: &mut Person) {
    person.access = String::new();
    let body = json!({"login": "amina", "password": PASSWORD});
    let signed = person.post("/api/auth/login/", body).await;
    person.access = signed.json()["access"].as_str().unwrap().to_owned();
}

#[tokio::test]
async fn numbers_are_the_routers_own() {
    let (office, mut amina) = Office::open(true).await;
    let stats = amina.get("/api/dashboard/stats/").await.json();
    assert_eq!((&stats["up"], &stats["online"]), (&json!(0), &Value::Null));
    let (one, other) = (slow().await, slow().await);
    let id = amina.add(&one, "Gate").await;
    let number = RouterId::new(id).unwrap();
    amina.add(&other, "Market").await;
    let stats = amina.get("/api/dashboard/stats/").await.json();
    assert_eq!(
        (&stats["routers"], &stats["up"], &stats["online"]),
        (&json!(2), &json!(2), &Value::Null),
        "they answered when they were added; nobody asked for more"
    );
    let page = amina.get(&format!("/routers/{id}")).await.text;
    assert!(page.contains("Not known yet"), "{page}");

    // Neither has a site; whether they answer, and how they are, is known all the same.
    customers(&one, 3);
    customers(&other, 4);
    drift::round(office.appliance(), |_| {}).await.unwrap();
    let began = office.clock.now().to_string();
    let stats = amina.get("/api/dashboard/stats/").await.json();
    let online = json!({"customers": 7, "routers": 2, "as_of": began});
    assert_eq!((&stats["up"], &stats["online"]), (&json!(2), &online));
    let home = amina.get("/").await.text;
    assert!(home.contains("by 2 of 2 routers, as of"), "{home}");

    let path = format!("/api/routers/{id}/samples/");
    let samples = amina.get(&path).await.json();
    let sample = &samples["items"][0];
    assert_eq!(sample["at"], json!(began));
    assert!(sample["answer_ms"].as_u64().unwrap() >= 30, "{sample}");
    assert_eq!(
        (&sample["online"], &sample["cpu_load"]),
        (&json!(3), &json!(1))
    );
    assert!(
        sample["free_memory"].as_u64().unwrap() > 1 << 20,
        "{sample}"
    );
    assert!(sample["uptime_s"].is_u64(), "{sample}");

    // Ten minutes later one of them is silent: its customers are not counted any more, and it is not shown as up.
    office.pass(600);
    again(&mut amina).await;
    one.stop().await;
    drift::round(office.appliance(), |_| {}).await.unwrap();
    let later = office.clock.now().to_string();
    let stats = amina.get("/api/dashboard/stats/").await.json();
    let online = json!({"customers": 4, "routers": 1, "as_of": later});
    assert_eq!(
        (&stats["up"], &stats["silent"], &stats["online"]),
        (&json!(1), &json!(1), &online)
    );
    let samples = amina.get(&path).await.json();
    let silent = &samples["items"][1];
    assert_eq!(
        (&silent["at"], &silent["answer_ms"]),
        (&json!(later), &Value::Null)
    );
    assert_eq!(silent["online"], Value::Null);

    // The page shows the last word of it, as a curve and as numbers, without styles in it.
    let page = amina.get(&format!("/routers/{id}")).await.text;
    for text in [
        "<svg class=\"spark\"",
        "Customers online: 3 at most",
        "The same in numbers",
        "No answer",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("style="), "{page}");
    assert!(!page.contains("Not known yet"), "{page}");
    // A day with a look every ten minutes keeps the page small on the wire.
    for minutes in 1..=144 {
        let mut sample = office.appliance().samples.last(number).unwrap();
        sample.at = office.clock.now().minus(Span::from_secs(600 * minutes - 1));
        sample.millis = Some(u32::try_from(minutes * 7 % 90).unwrap());
        sample.vitals.online = Some(u32::try_from(minutes * 13 % 40).unwrap());
        office.appliance().samples.note(sample);
    }
    let request = amina.request(Method::GET, &format!("/routers/{id}"));
    let request = request.bearer_auth(&amina.access);
    let answer = request.header("accept-encoding", "gzip").send().await;
    let answer = answer.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let bytes = answer.bytes().await.unwrap().len();
    assert!(bytes < 6_000, "{bytes} bytes");
    eprintln!("a router's page with a day of samples: {bytes} bytes");
    let samples = amina.get(&path).await.json();
    // What was meant for the disk waits, and goes there together.
    let flushed = telemetry::flush(office.appliance()).await.unwrap();
    assert!(flushed >= 4 + 144, "{flushed}");
    assert_eq!(amina.get(&path).await.json(), samples);

    for hours in ["0", "169", "-1", "x"] {
        let refused = amina.get(&format!("{path}?hours={hours}")).await;
        assert_eq!(refused.status.as_u16(), 422, "{hours}");
    }
    assert_eq!(
        amina.get("/api/routers/99/samples/").await.status.as_u16(),
        404
    );
    office.pass(86_401);
    again(&mut amina).await;
    let gone = amina.get(&path).await.json();
    assert_eq!(gone["items"], json!([]));
    let week = amina.get(&format!("{path}?hours=168")).await.json();
    assert_eq!(week, samples);
}

#[tokio::test]
async fn the_last_word_outlives_a_restart() {
    let folder = Folder::new("vitals");
    let clock = Clock::standing(Moment::from_secs(1_795_655_649));
    let open = async || furnished::opened(&folder.0, clock.clone(), Limits::default()).await;
    let simulator = slow().await;
    let appliance = open().await;
    let owner = furnished::owner(&appliance).await;
    let id = furnished::router(&appliance, &owner, "Gate", &simulator).await;
    customers(&simulator, 2);
    drift::round(&appliance, |_| {}).await.unwrap();
    let last = appliance.samples.last(id).unwrap();
    assert_eq!(last.vitals.online, Some(2));
    appliance.close().await;
    drop(appliance);

    let appliance = open().await;
    assert_eq!(appliance.samples.last(id), Some(last));
    let online = appliance.samples.online(&[id]).unwrap();
    assert_eq!((online.customers, online.as_of), (2, last.at));
    assert_eq!(appliance.samples.online(&[]), None);
    appliance.close().await;
}
