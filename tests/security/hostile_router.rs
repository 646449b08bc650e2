//! A router that says hostile things of itself, over its own wire: nothing of it is more than text on any page.

use hotspotd::service::jobs;
use hotspotd::service::routers::change::{Agreed, Wish, ask};
use hotspotd::service::routers::compare::compare;
use hotspotd::service::routers::{backups, drift};
use hotspotd::store::job::{JobKind, JobState};
use simulator::Simulator;

use crate::people::{actor, browser, over, peopled, with_router};
use crate::texts::{HOSTILE, Walked, walk};

/// Menus whose rows are taken as they are, or get a row of somebody else.
const MENUS: &[&str] = &[
    "/interface",
    "/interface/bridge",
    "/interface/bridge/port",
    "/interface/ethernet",
    "/ip/address",
    "/ip/dhcp-client",
    "/ip/dhcp-server",
    "/ip/dhcp-server/network",
    "/ip/dns/static",
    "/ip/firewall/filter",
    "/ip/firewall/nat",
    "/ip/hotspot",
    "/ip/hotspot/ip-binding",
    "/ip/hotspot/profile",
    "/ip/hotspot/user",
    "/ip/hotspot/user/profile",
    "/ip/hotspot/walled-garden",
    "/ip/pool",
    "/queue/type",
    "/system/identity",
    "/system/script",
    "/system/scheduler",
    "/user",
];
/// What somebody might have put there.
const ADDED: &[(&str, &[(&str, &str)])] = &[
    ("/interface/bridge", &[("name", HOSTILE)]),
    (
        "/ip/pool",
        &[("name", HOSTILE), ("ranges", "10.9.9.2-10.9.9.9")],
    ),
    ("/ip/hotspot/user", &[("name", HOSTILE)]),
    ("/ip/hotspot/profile", &[("name", HOSTILE)]),
    (
        "/ip/firewall/filter",
        &[
            ("chain", "input"),
            ("action", "accept"),
            ("comment", HOSTILE),
        ],
    ),
    (
        "/ip/hotspot/walled-garden",
        &[("action", "allow"), ("dst-host", HOSTILE)],
    ),
    ("/system/script", &[("name", HOSTILE), ("source", HOSTILE)]),
];

/// Puts the text wherever the router takes it, in rows that hotspotd made or in all others; in how many places it stands.
fn spoil(router: &Simulator, ours: bool) -> usize {
    router.with_device(|device| {
        let from = "192.168.88.2".parse().unwrap();
        let admin = device.authenticate("admin", "", from).unwrap();
        let mut spoiled = 0;
        for (menu, fields) in ADDED.iter().filter(|_| !ours) {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            spoiled += usize::from(device.run(&admin, &format!("{menu}/add"), &fields).is_ok());
        }
        for menu in MENUS {
            let rows: Vec<_> = device.rows(menu);
            for row in rows {
                let mine = ["name", "comment"].iter().any(|field| {
                    row.get(field)
                        .is_some_and(|text| text.contains("hd-") || text.starts_with("hotspotd:"))
                });
                if mine != ours {
                    continue;
                }
                let fields: &[&str] = if ours {
                    &[
                        "dns-name",
                        "html-directory",
                        "dst-host",
                        "source",
                        "rate-limit",
                    ]
                } else {
                    &["comment"]
                };
                let names = if *menu == "/system/identity" {
                    &["name"]
                } else {
                    fields
                };
                for field in names {
                    let mut set = vec![((*field).to_owned(), HOSTILE.to_owned())];
                    if let Some(id) = row.get(".id") {
                        set.push((".id".to_owned(), id.to_owned()));
                    }
                    spoiled +=
                        usize::from(device.run(&admin, &format!("{menu}/set"), &set).is_ok());
                }
            }
        }
        spoiled
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_router_says_is_text() {
    let (at, _) = peopled().await;
    let (simulator, router) = with_router(&at).await;
    let (appliance, actor) = (at.appliance(), actor(&at).await);
    let (amina, _) = browser(&at, "amina").await;
    let others = spoil(&simulator, false);
    let agreed = Agreed {
        take_over: true,
        ..Agreed::default()
    };
    let found = compare(appliance, router, Wish::Apply).await.unwrap();
    let apply = ask(appliance, &actor, router, Wish::Apply, &found.hash, &agreed).await;
    let applied = over(&at, apply.unwrap()).await;
    backups::make(appliance, router).await.unwrap();
    let ours = spoil(&simulator, true);
    backups::make(appliance, router).await.unwrap();
    drift::round(appliance, |_| {}).await.unwrap();
    for kind in [JobKind::Verify, JobKind::Export] {
        let asked = jobs::ask(appliance, &actor, router, kind).await;
        over(&at, asked.unwrap()).await;
    }
    let Walked { pages, shown } = walk(&amina).await;
    eprintln!("{others} and {ours} texts on the router; {pages} pages, {shown} show one");
    assert_eq!(applied.state, JobState::Done, "{applied:?}");
    assert!(others >= 40 && ours >= 8, "{others} and {ours}");
    assert!(pages >= 55 && shown >= 8, "{pages} pages, {shown} show one");
}
