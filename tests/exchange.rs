//! From one site to another over the wire: a router that holds the first is brought to the second, proves it, takes
//! nothing the second time, and keeps every row that neither of them claims.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::collections::BTreeMap;

use hotspotd::cli::apply_failure::failure;
use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::menus;
use hotspotd::routeros::read::read;
use hotspotd::routeros::{Command, Reply};
use hotspotd::service::apply::{ApplyError, Report, look};
use proptest::prelude::*;
use simulator::Simulator;
use simulator::device::Record;
use support::foreign::{foreign_rows, strangers};
use support::held::OTHERS;
use support::shop::{Shop, agreed, command_tree, connect, router, target};
use support::sites::{Turn, model, turned, turns};

async fn hap() -> Simulator {
    let mut config = router(model(), "7.21.5");
    config.device.schema = command_tree();
    Simulator::start(config).await.expect("a simulator")
}

/// Somebody adds rows by hand.
async fn by_hand(simulator: &Simulator, text: &str) {
    let mut client = connect(simulator).await;
    let adds: Vec<Command> = rsc::parse(text)
        .expect("test text")
        .into_iter()
        .map(|row| {
            let add = Command::write(format!("{}/add", row.menu));
            row.fields.into_iter().fold(add, |add, field| {
                add.with(field.name, field.value.unwrap_or_default())
            })
        })
        .collect();
    for reply in client.run_all(&adds).await.expect("answers") {
        assert!(matches!(reply, Reply::Done { .. }), "{reply:?}");
    }
    client.close().await;
}

/// Rows of others as the device itself holds them: those of our menus that neither site claims, and those of other menus.
async fn theirs(
    simulator: &Simulator,
    a: &Desired,
    b: &Desired,
) -> BTreeMap<&'static str, Vec<Record>> {
    let mut client = connect(simulator).await;
    let observed = read(&mut client, "admin")
        .await
        .expect("a reading")
        .observed;
    client.close().await;
    let mut kept = BTreeMap::new();
    for menu in menus::all() {
        let ids: Vec<&str> = strangers(menu, a, b, &observed)
            .into_iter()
            .filter(|row| !row.dynamic)
            .filter_map(|row| row.id.as_deref())
            .collect();
        let mut rows = simulator.with_device(|device| device.rows(menu.path));
        rows.retain(|row| row.get(".id").is_some_and(|id| ids.contains(&id)));
        kept.insert(menu.path, rows);
    }
    for menu in OTHERS {
        kept.insert(menu, simulator.with_device(|device| device.rows(menu)));
    }
    kept
}

async fn apply(simulator: &Simulator, shop: &Shop) -> Result<Report, ApplyError> {
    let (target, order) = (target(simulator), shop.order());
    let seen = look(&target, &order).await?;
    seen.apply(&order, &agreed(), |_| {}).await
}

/// An apply that ends well, which proves that no difference is left.
async fn prove(simulator: &Simulator, shop: &Shop) -> Report {
    let report = apply(simulator, shop)
        .await
        .unwrap_or_else(|error| panic!("{}", failure(error).tell()));
    assert_eq!(report.proven, shop.generated.desired.rows.len());
    report
}

async fn exchanged(one: &Turn, other: &Turn, loose: &str) {
    let (a, b) = (Shop::new(turned(one)), Shop::new(turned(other)));
    let (rows_a, rows_b) = (&a.generated.desired, &b.generated.desired);
    let simulator = hap().await;
    by_hand(&simulator, loose).await;
    let before = theirs(&simulator, rows_a, rows_b).await;
    prove(&simulator, &a).await;
    prove(&simulator, &b).await;
    let commands = simulator.with_device(|device| device.commands());
    assert_eq!(prove(&simulator, &b).await.writes, 0);
    assert_eq!(simulator.with_device(|device| device.commands()), commands);
    let after = theirs(&simulator, rows_a, rows_b).await;
    for (menu, rows) in before {
        assert_eq!(after.get(menu), Some(&rows), "{menu}");
    }
    simulator.stop().await;
}

/// Two turns that leave the management where the box is plugged in, so that every apply keeps its session, and its
/// addresses to the factory's DHCP server. An add-on is for a network that others have built, so it does not follow a
/// site that has built its own.
fn pairs() -> impl Strategy<Value = (Turn, Turn)> {
    let in_reach = |turn: Turn| Turn {
        management_vlan: false,
        dhcp: false,
        ..turn
    };
    (turns(), turns()).prop_map(move |(one, other)| {
        let (one, mut other) = (in_reach(one), in_reach(other));
        if other.shape == Shape::Addon {
            other.shape = one.shape;
        }
        (one, other)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn one_site_becomes_another_and_others_keep_what_they_had((one, other) in pairs(), loose in foreign_rows()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(exchanged(&one, &other, &loose));
    }
}

/// The least of a shape.
fn bare(shape: Shape) -> Turn {
    Turn {
        shape,
        wan: 0,
        wan_vlan: None,
        networks: 1,
        profiles: 1,
        queue: 0,
        ssid: false,
        trial: false,
        portal: false,
        hosts: 0,
        bypasses: 0,
        wireguard: false,
        management_vlan: false,
        dhcp: false,
    }
}

/// While the uplink is a VLAN, the factory's DHCP client keeps the port; a port takes only one.
#[tokio::test]
async fn an_uplink_that_moves_to_the_port_takes_over_the_client_that_is_there() {
    let tagged = Turn {
        wan_vlan: Some(35),
        ..bare(Shape::Basic)
    };
    exchanged(&tagged, &bare(Shape::Basic), "").await;
}

/// Interfaces of all kinds share one space of names, and the new one is made before the old one goes.
#[tokio::test]
async fn a_network_on_a_bridge_becomes_one_on_a_vlan_and_back() {
    exchanged(&bare(Shape::Basic), &bare(Shape::Vlan), "").await;
    exchanged(&bare(Shape::Vlan), &bare(Shape::Basic), "").await;
}

/// The add-on runs a hotspot where the box is plugged in; what lets the box past it must go after it.
#[tokio::test]
async fn an_addon_gives_way_without_cutting_off_the_box() {
    exchanged(&bare(Shape::Addon), &bare(Shape::Basic), "").await;
}

/// Its interfaces are renamed, and what named them by the old name follows or gives way.
#[tokio::test]
async fn a_network_that_is_renamed_and_named_back() {
    for shape in [Shape::Basic, Shape::Vlan] {
        let one = turned(&bare(shape));
        let mut other = one.clone();
        other.networks[0].name = "wageni".parse().expect("a name");
        let (one, other) = (Shop::new(one), Shop::new(other));
        let simulator = hap().await;
        for shop in [&one, &other, &one] {
            prove(&simulator, shop).await;
            assert_eq!(prove(&simulator, shop).await.writes, 0);
        }
        simulator.stop().await;
    }
}
