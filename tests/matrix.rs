//! Every board × template × RouterOS version: generate, check, apply to the simulator, verify, apply again, import twice.
//!
//! `cargo test --test matrix` takes one board of each capability class. The whole matrix:
//! `cargo test --profile long --test matrix -- --ignored --nocapture`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::collections::BTreeMap;

use hotspotd::domain::hotspot::diff::{Secrets, diff};
use hotspotd::domain::hotspot::script;
use hotspotd::domain::hotspot::starter::starter;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::catalogue::Catalogue;
use hotspotd::domain::routeros::menus;
use hotspotd::domain::routeros::model::Model;
use hotspotd::routeros::read::read;
use hotspotd::routeros::{Command, Reply};
use hotspotd::service::apply::{Look, Terms, look};
use simulator::{Simulator, SimulatorConfig};
use support::shop::{SHAPES, Shop, agreed, command_tree, connect, router, target};

/// The site's version, and the version that the simulated router runs.
const VERSIONS: [(&str, &str); 3] = [("7.9", "7.9.2"), ("7.16", "7.16.2"), ("7.21", "7.21.5")];

/// How one cell of the matrix ended well.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    /// Applied and proven; so many rows and turnarounds.
    Applied { rows: usize, turnarounds: u32 },
    /// Refused, naming what lacks.
    Refused(String),
}

async fn cell(
    model: &Model,
    shape: Shape,
    (site_version, runs): (&str, &str),
) -> Result<Cell, String> {
    let version = site_version.parse().expect("a version");
    let site = match starter(model, shape, version) {
        Ok(site) => site,
        Err(refusal) => return names_the_reason(model, &refusal.to_string()),
    };
    let shop = Shop::new(site);
    let applied = applied(model, &shop, runs).await?;
    imported(model, &shop, runs).await?;
    Ok(applied)
}

/// A refusal must say which port, radio, licence or device-mode it is about.
fn names_the_reason(model: &Model, message: &str) -> Result<Cell, String> {
    let port = model
        .ports
        .iter()
        .any(|port| message.contains(port.as_str()));
    let named = port
        || ["port", "radio", "licence", "license", "device-mode"]
            .iter()
            .any(|word| message.contains(word));
    if named {
        Ok(Cell::Refused(message.to_owned()))
    } else {
        Err(format!("a refusal without a reason: {message}"))
    }
}

fn fresh(model: &Model, runs: &str) -> SimulatorConfig {
    let mut config = router(model, runs);
    config.device.schema = command_tree();
    config
}

async fn applied(model: &Model, shop: &Shop, runs: &str) -> Result<Cell, String> {
    let simulator = Simulator::start(fresh(model, runs))
        .await
        .map_err(|error| error.to_string())?;
    let (target, order) = (target(&simulator), shop.order());
    let told = |error: hotspotd::service::apply::ApplyError| format!("{error}: {error:?}");
    let first: Look = look(&target, &order).await.map_err(told)?;
    let report = first.apply(&order, &agreed(), |_| {}).await.map_err(told)?;
    let commands = simulator.with_device(|device| device.commands());
    let second = look(&target, &order).await.map_err(told)?;
    if !second.changes.is_empty() {
        return Err(format!("the second look still finds {:?}", second.changes));
    }
    second
        .apply(&order, &Terms::default(), |_| {})
        .await
        .map_err(told)?;
    let writes = simulator.with_device(|device| device.commands()) - commands;
    simulator.stop().await;
    if writes > 0 {
        return Err(format!("the second apply wrote {writes} times"));
    }
    Ok(Cell::Applied {
        rows: shop.generated.desired.rows.len(),
        turnarounds: report.turnarounds,
    })
}

/// Importing the script once leaves no difference, and importing it a second time changes no row.
async fn imported(model: &Model, shop: &Shop, runs: &str) -> Result<(), String> {
    let simulator = Simulator::start(fresh(model, runs))
        .await
        .map_err(|error| error.to_string())?;
    let text = script::idempotent(&shop.generated.desired).map_err(|error| error.to_string())?;
    let mut client = connect(&simulator).await;
    // As a person uploads it, by SFTP or Winbox: over the API a file ends at 60 KiB (RouterOS facts: API, section 8).
    simulator.with_device(|device| device.write_file("shop.rsc", &text));
    let import = Command::slow("/import").with("file-name", "shop.rsc");
    let mut snapshots = Vec::new();
    for _ in 0..2 {
        let replies = client
            .run_all(std::slice::from_ref(&import))
            .await
            .map_err(|error| format!("import: {error:?}"))?;
        if let Some(Reply::Trap { message, .. }) = replies.first() {
            return Err(format!("import: {message}\n{text}"));
        }
        snapshots.push(rows(&simulator));
    }
    if snapshots[0] != snapshots[1] {
        return Err(format!(
            "the second import changed rows:\n{}",
            changed(&snapshots[0], &snapshots[1])
        ));
    }
    let reading = read(&mut client, "admin")
        .await
        .map_err(|error| error.to_string())?;
    let left = diff(&shop.generated.desired, &reading.observed, Secrets::Keep)
        .map_err(|errors| format!("{errors:?}"))?;
    client.close().await;
    simulator.stop().await;
    if left.is_empty() {
        Ok(())
    } else {
        Err(format!("after the import still differ: {:?}", left.changes))
    }
}

fn rows(simulator: &Simulator) -> BTreeMap<&'static str, Vec<String>> {
    simulator.with_device(|device| {
        let shown = |menu: &str| {
            device
                .rows(menu)
                .iter()
                .map(|row| format!("{row:?}"))
                .collect()
        };
        menus::all()
            .map(|menu| (menu.path, shown(menu.path)))
            .collect()
    })
}

fn changed(before: &BTreeMap<&str, Vec<String>>, after: &BTreeMap<&str, Vec<String>>) -> String {
    let menus = before
        .iter()
        .filter(|(menu, rows)| after.get(*menu) != Some(*rows));
    menus
        .map(|(menu, rows)| {
            format!(
                "{menu}\n  before {rows:#?}\n  after {:#?}\n",
                after.get(menu)
            )
        })
        .collect()
}

/// Runs cells and tells how they ended.
async fn run(models: Vec<&'static Model>) {
    let (mut applied, mut refused, mut failed) = (0, BTreeMap::<String, usize>::new(), Vec::new());
    let mut most = 0;
    for model in models {
        for shape in SHAPES {
            for version in VERSIONS {
                match cell(model, shape, version).await {
                    Ok(Cell::Applied { turnarounds, .. }) => {
                        applied += 1;
                        most = most.max(turnarounds);
                    }
                    Ok(Cell::Refused(why)) => {
                        let class = why.split(':').next_back().unwrap_or(&why).trim().to_owned();
                        *refused
                            .entry(class.replace(&model.name, "the board"))
                            .or_default() += 1;
                    }
                    Err(error) => {
                        failed.push(format!("{} {shape} {}: {error}", model.name, version.0))
                    }
                }
            }
        }
    }
    let refusals: usize = refused.values().sum();
    eprintln!(
        "matrix: {applied} applied and proven (at most {most} turnarounds), {refusals} refused, {} failed",
        failed.len()
    );
    for (why, count) in refused {
        eprintln!("  refused {count:4}: {why}");
    }
    assert!(
        failed.is_empty(),
        "{} cells failed; the first:\n{}",
        failed.len(),
        failed
            .iter()
            .take(100)
            .map(|line| line.chars().take(700).collect::<String>())
            .collect::<Vec<_>>()
            .join("\n\n")
    );
    assert!(applied > 0);
}

/// What makes boards different for a hotspot: factory state, drivers of the radios, ports, licence, flash, architecture.
fn class(model: &Model) -> String {
    let ports = match model.ports.len() {
        1 => "1",
        2 => "2",
        _ => "more",
    };
    format!(
        "{:?} {} {} {ports} {:?} {}",
        model.factory,
        model.radios.wlan.len(),
        model.radios.wifi.len(),
        model.hotspot_users,
        model.has_flash_folder()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn one_board_of_each_class() {
    let mut classes = BTreeMap::new();
    for model in Catalogue::builtin().models() {
        classes.entry(class(model)).or_insert(model);
    }
    eprintln!("{} classes", classes.len());
    run(classes.into_values().collect()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the whole matrix takes minutes: cargo test --profile long --test matrix -- --ignored --nocapture"]
async fn every_board() {
    run(Catalogue::builtin().models().iter().collect()).await;
}
