//! What stands in the way of whole backups is told on Home, until it is out of the way. The copies on the box are made all the same.

use std::net::{Ipv4Addr, SocketAddr};

use hotspotd::app::Running;
use hotspotd::config::Config;
use hotspotd::service::backup::away::{Away, carry};
use hotspotd::service::backup::{Form, list_in};
use hotspotd::service::clock::Clock;

use crate::bench::{Bench, PASSPHRASE};
use crate::support::appliance::{Api, Browser, NOW, PASSWORD, Page, Rig};

/// A box whose whole backups go to `stick` in the folder of the bench.
async fn start(bench: &Bench) -> (Rig, Api) {
    let folder = bench.path("data");
    let clock = Clock::standing(NOW);
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let away = Away {
        folder: bench.path("stick"),
        passphrase: bench.path("secret"),
    };
    let running = Running::start(Config {
        away: Some(away),
        ..Config::on_trial(folder.clone(), anywhere, anywhere, clock.clone())
    });
    let running = running.await.unwrap();
    let code = running.set_up_code().await.unwrap().unwrap();
    let code = code.reveal().to_owned();
    let rig = Rig {
        address: format!("http://{}", running.listen),
        running: Some(running),
        folder,
        clock,
        code,
    };
    rig.taken().await
}

async fn home(browser: &Browser) -> String {
    let page = browser.get("/").await;
    assert_eq!(page.status, 200, "{}", page.text);
    text(&page)
}

/// A page with slashes as they are.
fn text(page: &Page) -> String {
    page.text.replace("&#x2F;", "/")
}

async fn signed_in(rig: &Rig, login: &str) -> Browser {
    let browser = rig.browser();
    let fields = [("login", login), ("password", PASSWORD)];
    assert_eq!(browser.post("/login", &fields).await.status, 303);
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn home_tells_until_it_is_out_of_the_way() {
    let bench = Bench::new("backup-alerts");
    let (rig, owner) = start(&bench).await;
    rig.person(&owner, "baraka", "viewer").await;
    let (browser, viewer) = (
        signed_in(&rig, "amina").await,
        signed_in(&rig, "baraka").await,
    );
    let (stick, secret) = (bench.path("stick"), bench.path("secret"));
    let mut trouble = rig.appliance().away_trouble.subscribe();
    trouble.wait_for(Option::is_some).await.unwrap();
    let say =
        |text: &str, path: &std::path::Path| text.replace("PATH", &path.display().to_string());

    let told = say("the passphrase file PATH cannot be read", &secret);
    assert!(home(&browser).await.contains(&told), "{told}");
    assert!(!home(&viewer).await.contains(&told));
    let page = text(&browser.get("/settings/backups").await);
    assert!(page.contains(&told), "{page}");
    let swahili = browser
        .request(reqwest::Method::GET, "/")
        .header("accept-language", "sw");
    let swahili = text(&browser.send(swahili).await);
    let told = say("faili la kaulisiri PATH haliwezi kusomwa", &secret);
    assert!(swahili.contains(&told), "{swahili}");

    let make = async || {
        let made = owner
            .post("/api/settings/backups/", serde_json::json!({}))
            .await;
        assert_eq!(made.status, 201, "{}", made.body);
        rig.pass(1);
        // As the schedule does it soon.
        carry(rig.appliance()).await;
    };
    std::fs::write(&secret, "short\n").unwrap();
    make().await;
    let told = say(
        "the passphrase in PATH has fewer than 12 characters",
        &secret,
    );
    assert!(home(&browser).await.contains(&told), "{told}");
    std::fs::write(&secret, PASSPHRASE).unwrap();
    make().await;
    let told = say("the folder PATH is not there", &stick);
    assert!(home(&browser).await.contains(&told), "{told}");
    let copies = list_in(&bench.path("data/backups"), Form::Copy).unwrap();
    assert!(copies.len() >= 2, "{copies:?}");
    std::fs::create_dir(&stick).unwrap();
    make().await;
    assert!(!home(&browser).await.contains("No whole backups"));
    assert!(!list_in(&stick, Form::Whole).unwrap().is_empty());
}
