//! A box whose clock begins somewhere, and a router that a time server has told what time it is.

use std::sync::Arc;

use hotspotd::domain::moment::Moment;
use hotspotd::domain::time::Span;
use hotspotd::domain::trust::{Doubt, Trust};
use hotspotd::routeros::Limits;
use hotspotd::service::appliance::Appliance;
use hotspotd::service::clock::Clock;
use hotspotd::service::routers::drift;
use hotspotd::service::trust;
use simulator::Simulator;

use crate::support::furnished::{self, Folder};
use crate::support::shop::hap;

const NOW: Moment = Moment::from_secs(1_795_655_649);
const DAY: u64 = 86_400;

fn days(count: u64) -> Moment {
    NOW.plus(Span::from_secs(count * DAY))
}

/// Sets the router's clock; by a time server, where one is named.
fn set(router: &Simulator, at: Moment, server: Option<&str>) {
    let seconds = u64::try_from(at.as_secs()).unwrap();
    router.with_device(|device| {
        let from = "192.168.88.2".parse().unwrap();
        let admin = device.authenticate("admin", "", from).unwrap();
        let enabled = if server.is_some() { "yes" } else { "no" };
        let words = [("enabled".to_owned(), enabled.to_owned())];
        device
            .run(&admin, "/system/ntp/client/set", &words)
            .unwrap();
        device.hear_time(server.unwrap_or("nobody"), seconds);
    });
}

/// Every router is read, then the schedule's tick comes.
async fn looked(appliance: &Arc<Appliance>) -> Trust {
    drift::round(appliance, |_| {}).await.unwrap();
    let at_once = appliance.clock_trust();
    let ticked = trust::tick(appliance, None).await.unwrap();
    if !ticked.is_trusted() {
        assert_eq!(at_once, ticked);
    }
    ticked
}

#[tokio::test]
async fn a_jump_over_days_is_believed_only_with_a_router_that_a_time_server_keeps() {
    let folder = Folder::new("time");
    let open = async |at: Moment| {
        furnished::opened(&folder.0, Clock::standing(at), Limits::default()).await
    };
    let (one, other) = (hap().await, hap().await);
    let appliance = open(NOW).await;
    let owner = furnished::owner(&appliance).await;
    furnished::router(&appliance, &owner, "Gate", &one).await;
    assert!(appliance.clock_trust().is_trusted());
    appliance.close().await;
    drop(appliance);

    // Ten days without power, and no battery: the box begins in 1970, the router has heard the time.
    let appliance = open(Moment::from_secs(9)).await;
    let doubted = Trust::Untrusted(Doubt::BeforeFloor);
    assert_eq!(appliance.clock_trust(), doubted);
    set(&one, days(10), Some("time.example"));
    let contradicted = Trust::Untrusted(Doubt::Contradicted);
    assert_eq!(looked(&appliance).await, contradicted);
    appliance.close().await;
    drop(appliance);

    // Somebody sets its clock, ten days ahead of what it knew. Nothing else says so.
    let appliance = open(days(10)).await;
    let ahead = Trust::Untrusted(Doubt::FarAhead);
    assert_eq!(appliance.clock_trust(), ahead);
    // A router whose clock nobody keeps may say so as often as it likes,
    set(&one, days(10), None);
    assert_eq!(looked(&appliance).await, ahead);
    // and so may one that has heard it from this box,
    set(&one, days(10), Some("127.0.0.1"));
    assert_eq!(looked(&appliance).await, ahead);
    // but one that a time server keeps is believed, at once.
    set(&one, days(10), Some("time.example"));
    drift::round(&appliance, |_| {}).await.unwrap();
    assert!(appliance.clock_trust().is_trusted());

    // Two routers that contradict each other say nothing; the clock goes on within a day of what it knew.
    furnished::router(&appliance, &owner, "Market", &other).await;
    set(&other, days(7), Some("time.example"));
    assert!(looked(&appliance).await.is_trusted());
    // Both say something else: then the clock is doubted, until one of them is read that does not.
    set(&one, days(7), Some("time.example"));
    drift::round(&appliance, |_| {}).await.unwrap();
    let ticked = trust::tick(&appliance, None).await.unwrap();
    assert_eq!(ticked, contradicted);
    for router in [&one, &other] {
        set(router, days(10), Some("time.example"));
    }
    assert!(looked(&appliance).await.is_trusted());

    // A word of yesterday's look counts; one of the day before does not.
    appliance.clock.pass(Span::from_secs(26 * 3600));
    assert!(trust::tick(&appliance, None).await.unwrap().is_trusted());
    appliance.clock.pass(Span::from_secs(26 * 3600));
    assert_eq!(trust::tick(&appliance, None).await.unwrap(), ahead);
    appliance.close().await;
}
