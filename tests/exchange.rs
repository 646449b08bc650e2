//! From one site to another over the wire: a router that holds the first is brought to the second, proves it, takes
//! nothing the second time, and keeps every row that neither of them claims.

mod support;

use std::collections::BTreeMap;

use hotspotd::cli::change::failure;
use hotspotd::cli::exit::Exit;
use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::menus;
use hotspotd::routeros::read::read;
use hotspotd::routeros::{Command, Reply};
use hotspotd::service::apply::{ApplyError, Report, Stop, look};
use proptest::prelude::*;
use simulator::Simulator;
use simulator::device::Record;
use support::foreign::{foreign_rows, strangers};
use support::shop::{Shop, command_tree, connect, router, target};
use support::sites::{Turn, model, turned, turns};

/// Menus that hotspotd does not write at all.
const OTHERS: [&str; 8] = [
    "/user",
    "/user/group",
    "/ip/hotspot/user",
    "/ppp/profile",
    "/ppp/secret",
    "/system/script",
    "/system/scheduler",
    "/file",
];

/// What the device tells of a row from hour to hour, or of its neighbours, and nobody sets.
const TOLD: [&str; 0] = [];

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
    let observed = read(&mut client, "admin").await.expect("a reading").observed;
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
    for row in kept.values_mut().flatten() {
        row.fields
            .retain(|(name, _)| !TOLD.contains(&name.as_str()));
    }
    kept
}

async fn apply(simulator: &Simulator, shop: &Shop) -> Result<Report, ApplyError> {
    let (target, order) = (target(simulator), shop.order());
    let seen = look(&target, &order).await?;
    seen.apply(&target, &order, true, |_| {}).await
}

async fn exchanged(one: &Turn, other: &Turn, loose: &str) {
    let (a, b) = (Shop::new(turned(one)), Shop::new(turned(other)));
    let (rows_a, rows_b) = (&a.generated.desired, &b.generated.desired);
    let simulator = hap().await;
    by_hand(&simulator, loose).await;
    let before = theirs(&simulator, rows_a, rows_b).await;
    apply(&simulator, &a).await.expect("the first site");
    // An apply that ends well has proven that no difference is left.
    let report = apply(&simulator, &b).await.expect("the second site");
    assert_eq!(report.proven, rows_b.rows.len());
    let commands = simulator.with_device(|device| device.commands());
    let again = apply(&simulator, &b).await.expect("the second site again");
    assert_eq!(again.writes, 0);
    assert_eq!(simulator.with_device(|device| device.commands()), commands);
    let after = theirs(&simulator, rows_a, rows_b).await;
    for (menu, rows) in before {
        assert_eq!(after.get(menu), Some(&rows), "{menu}");
    }
    simulator.stop().await;
}

/// Turns that leave the management where the box is plugged in, so that every apply keeps its session.
fn in_reach() -> impl Strategy<Value = Turn> {
    turns().prop_map(|turn| Turn {
        management_vlan: false,
        ..turn
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn one_site_becomes_another_and_others_keep_what_they_had(one in in_reach(), other in in_reach(), loose in foreign_rows()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(exchanged(&one, &other, &loose));
    }
}

/// A site that moves the management away from where the box is plugged in: the change cuts the line it is made over.
#[tokio::test]
async fn moving_the_management_away_is_told_as_unknown() {
    let turn = Turn {
        shape: Shape::Vlan,
        wan: 0,
        wan_vlan: None,
        networks: 1,
        profiles: 2,
        queue: 0,
        ssid: false,
        trial: false,
        portal: false,
        hosts: 0,
        bypasses: 0,
        wireguard: false,
        management_vlan: true,
        dhcp: true,
    };
    let simulator = hap().await;
    let error = apply(&simulator, &Shop::new(turned(&turn)))
        .await
        .expect_err("the line is cut");
    eprintln!("TMP {error}");
    if let ApplyError::Halfway(halfway) = &error {
        assert!(matches!(halfway.cause, Stop::Lost(_)), "{:?}", halfway.cause);
        assert!(halfway.left.is_none());
    }
    let told = failure(error);
    assert_eq!(told.exit, Exit::Unknown, "{}", told.tell());
}
