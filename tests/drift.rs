//! Fifty-one routers in one appliance are looked at in a round, a slow and a dead one among them: the others do not wait for these two.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use hotspotd::credentials::SealError;
use hotspotd::domain::id::RouterId;
use hotspotd::domain::moment::Moment;
use hotspotd::domain::secret::Secret;
use hotspotd::domain::time::Span;
use hotspotd::routeros::Limits;
use hotspotd::service::accounts::Actor;
use hotspotd::service::appliance::Appliance;
use hotspotd::service::apply::Target;
use hotspotd::service::clock::Clock;
use hotspotd::service::jobs;
use hotspotd::service::routers::care::{self, Care};
use hotspotd::service::routers::drift::{self, Round};
use hotspotd::service::routers::manage::{self, Wanted};
use hotspotd::service::site_file;
use hotspotd::store::Connection;
use hotspotd::store::job::JobKind;
use hotspotd::store::router::{self, Drift, StoredSite};
use support::furnished::{self, Folder};
use support::many::{Many, SLOW};
use support::shop::Shop;

/// How long the dead one is waited for; the others are done long before.
const DEAD: Duration = Duration::from_secs(20);

fn limits() -> Limits {
    Limits {
        login: DEAD,
        ..Limits::default()
    }
}

/// Takes a router into care with the site of the shop. All of them are copies of one, so the short name on record is another for each:
/// the marks on the routers are not.
async fn take(
    appliance: &Arc<Appliance>,
    owner: &Actor,
    target: &Target,
    number: usize,
) -> RouterId {
    let wanted = Wanted {
        name: format!("router {number}"),
        host: target.endpoint.host.clone(),
        port: Some(target.endpoint.port),
        tls: false,
        pin: None,
        user: "admin".to_owned(),
        password: Some(Secret::new("")),
    };
    let checked = manage::check(appliance, &wanted).await.unwrap();
    let id = manage::add(appliance, owner, checked).await.unwrap();
    let text = site_file::write(&Shop::basic().site).unwrap();
    let place = format!("router/{id}/site");
    let sealed: Result<_, SealError> = appliance.sealer.seal(&place, &Secret::new(text));
    let sealed = sealed.unwrap().as_bytes().to_vec();
    let stored = StoredSite {
        slug: format!("shop{number}"),
        template: "basic".to_owned(),
        sealed,
    };
    let set = appliance
        .state
        .write(move |connection: &Connection| router::set_site(connection, id, &stored, 0));
    set.await.unwrap();
    id
}

async fn known(appliance: &Appliance, id: RouterId) -> router::Router {
    let read = move |connection: &Connection| router::get(connection, id);
    appliance.state.read(read).await.unwrap()
}

/// An appliance with these routers, in this order.
async fn with(
    folder: &Folder,
    clock: &Clock,
    targets: &[Target],
) -> (Arc<Appliance>, Vec<RouterId>) {
    let appliance = furnished::opened(&folder.0, clock.clone(), limits()).await;
    let owner = furnished::owner(&appliance).await;
    let mut ids = Vec::new();
    for (number, target) in targets.iter().enumerate() {
        ids.push(take(&appliance, &owner, target, number).await);
    }
    (appliance, ids)
}

/// A round, and after how long each router was done with, in the order in which they were.
async fn timed(appliance: &Arc<Appliance>) -> (Round, Vec<(RouterId, Duration)>) {
    let began = Instant::now();
    let mut done = Vec::new();
    let round = drift::round(appliance, |id| done.push((id, began.elapsed()))).await;
    (round.unwrap(), done)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_slow_and_the_dead_delay_nobody() {
    let many = Many::start(50, false).await;
    // The identity is the site's again: then all hold their site.
    let shop = Shop::basic();
    for router in &many.routers {
        router.with_device(|device| {
            let from = "192.168.88.2".parse().unwrap();
            let admin = device.authenticate("admin", "", from).unwrap();
            let name = shop.site.site.slug.as_str().to_owned();
            let name = [("name".to_owned(), name)];
            device.run(&admin, "/system/identity/set", &name).unwrap();
        });
    }
    let clock = Clock::standing(Moment::from_secs(1_800_000_000));
    let targets = many.targets();
    let (slow, quick) = targets.split_last().unwrap();
    let folder = Folder::new("drift");
    let (appliance, _) = with(&folder, &clock, quick).await;
    let (round, done) = timed(&appliance).await;
    assert_eq!((round.same, done.len()), (49, 49), "{round:?}");
    let alone: Vec<Duration> = done.iter().map(|(_, took)| *took).collect();

    // The dead and the slow one come first, and so hold their places from the beginning.
    let two = [many.dead.clone(), slow.clone()];
    let all: Vec<Target> = two.iter().chain(quick).cloned().collect();
    let folder = Folder::new("drift");
    let (appliance, ids) = with(&folder, &clock, &all).await;
    let (dead, slow) = (ids[0], ids[1]);
    let (round, done) = timed(&appliance).await;
    assert_eq!(
        (round.same, round.others, done.len()),
        (50, 1, 51),
        "{round:?}"
    );
    // The first of them beside the first, the second beside the second: which is which is chance.
    let beside: Vec<Duration> = done
        .iter()
        .filter(|(id, _)| ids[2..].contains(id))
        .map(|(_, took)| *took)
        .collect();
    let later = beside.iter().zip(&alone);
    let later: Vec<Duration> = later
        .map(|(one, other)| one.saturating_sub(*other))
        .collect();
    let most = later.iter().max().unwrap();
    let last = beside.last();
    let took = |id: RouterId| done.iter().find(|(other, _)| *other == id).unwrap().1;
    eprintln!(
        "49 routers were done with after {:?}, beside a slow and a dead one after {:?}, none of them more than {most:?} later",
        alone.last().unwrap(),
        last.unwrap(),
    );
    eprintln!(
        "the slow one: {:?}; the dead one: {:?}",
        took(slow),
        took(dead)
    );
    assert!(*most < Duration::from_secs(1), "{later:?}");
    assert!(took(slow) >= SLOW && took(dead) >= DEAD);
    // The dead one alone is waited for to the end of its time.
    assert_eq!(done.last().unwrap().0, dead);
    assert!(took(dead) > *last.unwrap() && took(dead) > took(slow));

    // Since when it does not answer is kept over the rounds, and forgotten when it answers.
    let since = known(&appliance, dead).await.unreachable_since;
    assert_eq!(since, Some(clock.now()));
    clock.pass(Span::from_secs(60));
    drift::round(&appliance, |_| {}).await.unwrap();
    assert_eq!(known(&appliance, dead).await.unreachable_since, since);
    let found = known(&appliance, slow).await;
    assert_eq!((found.drift, found.unreachable_since), (Drift::Same, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schedule_looks_at_each_in_its_turn_and_never_into_a_job() {
    let many = Many::start(4, false).await;
    let clock = Clock::standing(Moment::from_secs(1_800_000_000));
    let folder = Folder::new("turns");
    let (appliance, ids) = with(&folder, &clock, &many.targets()[..3]).await;
    let owner = furnished::actor(&appliance).await;
    let looked = |round: &Round| round.same + round.different + round.others;
    let round = drift::due(&appliance).await.unwrap();
    assert_eq!((looked(&round), round.skipped), (3, 0), "{round:?}");
    let round = drift::due(&appliance).await.unwrap();
    assert_eq!(round, Round::default(), "nobody's turn");
    clock.pass(Span::from_secs(661));
    // Nobody runs jobs here, so this one waits; what it waits for is not read.
    jobs::ask(&appliance, &owner, ids[0], JobKind::Verify)
        .await
        .unwrap();
    let held = appliance.hand(ids[1]);
    let held = held.lock().await;
    let round = drift::due(&appliance).await.unwrap();
    assert_eq!((looked(&round), round.skipped), (1, 2), "{round:?}");
    // They are looked at as soon as nothing is done to them any more.
    drop(held);
    let round = drift::due(&appliance).await.unwrap();
    assert_eq!((looked(&round), round.skipped), (1, 1), "{round:?}");

    let hour = Span::from_secs(3600);
    let wanted = Care {
        every: hour,
        public: false,
    };
    care::set(&appliance, &owner, wanted).await.unwrap();
    assert_eq!(drift::every(&appliance).await.unwrap(), hour);
    clock.pass(Span::from_secs(3000));
    let round = drift::due(&appliance).await.unwrap();
    assert_eq!((looked(&round), round.skipped), (0, 1), "{round:?}");
}
