//! apply(invert(c), apply(c, a)) = a, for any part of c: the undo script leads back to exactly the former rows, however many of the changes
//! were made before it runs, and running it again changes nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use hotspotd::domain::hotspot::changeset::Change;
use hotspotd::domain::hotspot::claim::is_ours;
use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::diff::{Secrets, diff};
use hotspotd::domain::hotspot::invert::{FormerSecret, invert};
use hotspotd::domain::hotspot::observed::Observed;
use hotspotd::domain::hotspot::site::Site;
use hotspotd::domain::hotspot::stage::stages;
use hotspotd::domain::hotspot::starter::starter;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::catalogue::Catalogue;
use hotspotd::domain::routeros::menu::Order;
use hotspotd::domain::routeros::menus;
use hotspotd::domain::routeros::model::Model;
use hotspotd::routeros::read::read;
use hotspotd::routeros::send::command;
use hotspotd::routeros::{Client, Command, Reply};
use proptest::prelude::*;
use proptest::sample::Index;
use simulator::Simulator;
use support::foreign::foreign_rows;
use support::held::Held;
use support::shop::{Shop, command_tree, connect, router};
use support::sites::{Turn, model, turned, turns};

/// A router and the administrator's connection to it.
struct Bench {
    simulator: Simulator,
    client: Client,
}

impl Bench {
    async fn of(board: &str, version: &str) -> Bench {
        let model = Catalogue::builtin().get(board).expect("in the catalogue");
        let mut config = router(model, version);
        if version == "7.21.5" {
            config.device.schema = command_tree();
        }
        let simulator = Simulator::start(config).await.expect("a simulator");
        let client = connect(&simulator).await;
        Bench { simulator, client }
    }

    async fn observed(&mut self) -> Observed {
        read(&mut self.client, "admin")
            .await
            .expect("a reading")
            .observed
    }

    fn held(&self) -> Held {
        self.simulator.with_device(|device| Held::of(device))
    }

    async fn run(&mut self, command: Command) -> Reply {
        self.client
            .run_all(&[command])
            .await
            .expect("an answer")
            .remove(0)
    }

    /// Sends so many of the changes, one by one.
    async fn send(&mut self, changes: &[&Change]) {
        for change in changes {
            let reply = self.run(command(change)).await;
            assert!(!reply.is_trap(), "{}: {reply:?}", change.name());
        }
    }

    /// Brings the router to a site, without any guard.
    async fn bring_to(&mut self, desired: &Desired) {
        let changes = diff(desired, &self.observed().await, Secrets::Keep).expect("a change set");
        let stages = stages(&changes).expect("an order");
        self.send(&stages.concat()).await;
    }

    /// What a secret field of a row holds, as an account with policy `sensitive` reads it.
    fn secrets(&self) -> impl Fn(&FormerSecret) -> Option<String> + use<> {
        let device = self.simulator.with_device(|device| device.clone());
        move |wanted| {
            let rows = device.rows(wanted.menu);
            let row = rows.iter().find(|row| row.get(".id") == Some(&wanted.id))?;
            Some(row.get(wanted.field).unwrap_or_default().to_owned())
        }
    }

    /// Somebody adds rows by hand.
    async fn by_hand(&mut self, loose: &str) {
        for row in rsc::parse(loose).expect("test text") {
            let add = Command::write(format!("{}/add", row.menu));
            let add = row.fields.into_iter().fold(add, |add, field| {
                add.with(field.name, field.value.unwrap_or_default())
            });
            assert!(!self.run(add).await.is_trap());
        }
    }

    /// The router runs a script that it keeps.
    async fn run_script(&mut self, source: &str) {
        let reply = self
            .run(
                Command::write("/system/script/add")
                    .with("name", "undo")
                    .with("source", source),
            )
            .await;
        assert!(!reply.is_trap(), "{reply:?}");
        for verb in ["run", "remove"] {
            let reply = self
                .run(Command::slow(format!("/system/script/{verb}")).with("numbers", "undo"))
                .await;
            assert!(!reply.is_trap(), "{verb}: {reply:?}\n{source}");
        }
    }

    /// Makes a part of the changes to a site, undoes them twice, and compares with what was there.
    ///
    /// False where `apply` would refuse too, so that nothing was compared: a hand removed what the site builds on.
    async fn there_and_back(&mut self, desired: &Desired, part: Index) -> bool {
        let observed = self.observed().await;
        let before = self.held();
        let changes = match diff(desired, &observed, Secrets::Keep) {
            Ok(changes) => changes,
            Err(_) => return false,
        };
        let stages = stages(&changes).expect("an order");
        let undo = match invert(&stages, &observed, &desired.mark, &self.secrets()) {
            Ok(undo) => undo,
            Err(refused) => panic!("{refused:?}"),
        };
        let all = stages.concat();
        let count = part.index(all.len() + 1);
        self.send(&all[..count]).await;
        let source = rsc::dialect::write(&undo.commands);
        for round in ["once", "twice"] {
            self.run_script(&source).await;
            let after = self.held();
            assert!(
                after == before,
                "{count} of {} changes, undone {round}:\n{}\n{source}",
                all.len(),
                before.differences(&after)
            );
        }
        true
    }
}

/// What a hand does to our rows.
#[derive(Debug, Clone)]
enum Hand {
    Removes(Index),
    Moves(Index, Index),
    Disables(Index),
}

fn hands() -> impl Strategy<Value = Vec<Hand>> {
    let hand = prop_oneof![
        any::<Index>().prop_map(Hand::Removes),
        (any::<Index>(), any::<Index>()).prop_map(|(row, to)| Hand::Moves(row, to)),
        any::<Index>().prop_map(Hand::Disables),
    ];
    proptest::collection::vec(hand, 0..6)
}

/// Menus in which a hand may cut the box off.
const CUTTING: [&str; 2] = ["/ip/firewall/filter", "/ip/hotspot/ip-binding"];

impl Bench {
    /// Rows whose order means something only, and none that keeps the box connected.
    async fn suffer(&mut self, hand: &Hand, desired: &Desired) {
        let observed = self.observed().await;
        let rows: Vec<(&str, &str)> = menus::all()
            .filter(|menu| menu.order != Order::Free && !CUTTING.contains(&menu.path))
            .flat_map(|menu| {
                let ours = observed
                    .rows(menu.path)
                    .iter()
                    .filter(|row| is_ours(menu, row, &desired.mark));
                ours.filter_map(|row| Some((menu.path, row.id.as_deref()?)))
            })
            .collect();
        if rows.is_empty() {
            return;
        }
        let verb = |menu: &str, verb: &str| Command::write(format!("{menu}/{verb}"));
        let command = match hand {
            Hand::Removes(index) => {
                let (menu, id) = index.get(&rows);
                verb(menu, "remove").with(".id", *id)
            }
            Hand::Moves(index, to) => {
                let (menu, id) = index.get(&rows);
                let others: Vec<&str> = observed
                    .rows(menu)
                    .iter()
                    .filter(|row| !row.dynamic)
                    .filter_map(|row| row.id.as_deref())
                    .collect();
                verb(menu, "move")
                    .with("numbers", *id)
                    .with("destination", *to.get(&others))
            }
            Hand::Disables(index) => {
                let (menu, id) = index.get(&rows);
                verb(menu, "set").with(".id", *id).with("disabled", "yes")
            }
        };
        // A row that refuses stays as it is.
        self.run(command).await;
    }
}

fn block_on<R>(job: impl Future<Output = R>) -> R {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(job)
}

/// In reach of the box, as in `exchange.rs`.
fn reachable() -> impl Strategy<Value = Turn> {
    turns().prop_map(|turn| Turn {
        management_vlan: false,
        dhcp: false,
        ..turn
    })
}

/// 24 of each; more by PROPTEST_CASES.
fn cases() -> u32 {
    let wanted = std::env::var("PROPTEST_CASES").ok();
    wanted.and_then(|count| count.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn from_the_factory_to_a_site_and_back(turn in reachable(), part in any::<Index>()) {
        prop_assume!(block_on(async {
            let shop = Shop::new(turned(&turn));
            let mut bench = Bench::of(&model().product_code, "7.21.5").await;
            bench.there_and_back(&shop.generated.desired, part).await
        }));
    }

    #[test]
    fn from_any_factory_state_to_a_site_and_back(
        board in any::<Index>(), version in any::<Index>(), shape in any::<Index>(), loose in foreign_rows(), part in any::<Index>()
    ) {
        let model: &Model = board.get(Catalogue::builtin().models());
        let version = *version.get(&["7.9", "7.16", "7.21.5"]);
        let shape = *shape.get(&Shape::ALL);
        // A board that is too small for that shape is refused before anything is built: another one is drawn.
        let site = starter(model, shape, version.parse().expect("a version"));
        prop_assume!(site.is_ok());
        let shop = Shop::new(site.expect("just seen"));
        prop_assume!(block_on(async {
            let mut bench = Bench::of(&model.product_code, version).await;
            bench.by_hand(&loose).await;
            bench.there_and_back(&shop.generated.desired, part).await
        }));
    }

    #[test]
    fn from_a_site_that_hands_were_laid_on_to_another_and_back(
        one in reachable(), other in reachable(), hands in hands(), loose in foreign_rows(), part in any::<Index>()
    ) {
        prop_assume!(block_on(async {
            let (a, b) = (Shop::new(turned(&one)), Shop::new(turned(&Turn { shape: one.shape, ..other })));
            let (a, b) = (&a.generated.desired, &b.generated.desired);
            let mut bench = Bench::of(&model().product_code, "7.21.5").await;
            bench.bring_to(a).await;
            bench.by_hand(&loose).await;
            for hand in &hands {
                bench.suffer(hand, a).await;
            }
            bench.there_and_back(b, part).await
        }));
    }
}

/// Boards of all families, at their oldest and newest RouterOS, whole and in part.
#[test]
fn boards_of_all_families() {
    for (board, version) in [
        ("CHR-x86_64", "7.21.5"),
        ("RB750Gr3", "7.9"),
        ("hAP ax³", "7.16"),
        ("hAP ac²", "7.9"),
        ("RB5009UG+S+IN", "7.21.5"),
        ("hAP lite", "7.16"),
    ] {
        let Ok(model) = Catalogue::builtin().get(board) else {
            panic!("no {board}")
        };
        let version_of = version.parse().expect("a version");
        for shape in [Shape::Basic, Shape::Vlan, Shape::Addon] {
            let Ok(site): Result<Site, _> = starter(model, shape, version_of) else {
                continue;
            };
            let shop = Shop::new(site);
            block_on(async {
                for part in [0, usize::MAX / 3, usize::MAX / 2, usize::MAX] {
                    let mut bench = Bench::of(&model.product_code, version).await;
                    assert!(
                        bench
                            .there_and_back(&shop.generated.desired, index(part))
                            .await
                    );
                }
            });
        }
    }
}

/// A network gets another name, so its interfaces are renamed, and rows of later stages name them.
#[test]
fn a_network_that_is_renamed() {
    for shape in [Shape::Basic, Shape::Vlan] {
        let site = starter(model(), shape, "7.21.5".parse().expect("a version")).expect("a site");
        let mut other = site.clone();
        other.networks[0].name = "wageni".parse().expect("a name");
        let (a, b) = (Shop::new(site), Shop::new(other));
        block_on(async {
            for part in (0..=20).map(|share| usize::MAX / 20 * share) {
                let mut bench = Bench::of(&model().product_code, "7.21.5").await;
                bench.bring_to(&a.generated.desired).await;
                assert!(
                    bench
                        .there_and_back(&b.generated.desired, index(part))
                        .await
                );
            }
        });
    }
}

/// proptest makes an `Index` only by chance; this is the one of that size.
fn index(size: usize) -> Index {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let wanted = |index: &Index| index.index(1000).abs_diff(size / (usize::MAX / 1000)) <= 10;
    any::<Index>()
        .prop_filter("of that size", wanted)
        .new_tree(&mut runner)
        .expect("an index")
        .current()
}
