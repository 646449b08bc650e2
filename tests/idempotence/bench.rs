//! What is wanted, what a router answered, and what the difference is.

use std::collections::BTreeMap;

use hotspotd::domain::hotspot::changeset::{Action, ChangeSet};
use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::diff::{Secrets, diff};
use hotspotd::domain::hotspot::mark::SiteMark;
use hotspotd::domain::hotspot::observed::{Observed, ObservedRow};
use hotspotd::domain::hotspot::stage::stages;
use hotspotd::domain::routeros::menus;
use hotspotd::routeros::read::read;
use hotspotd::routeros::send::command;
use hotspotd::routeros::{Command, Reply};
use simulator::Simulator;

use crate::support::shop::{connect, router};
use crate::support::sites::model;

const VERSIONS: [(&str, &str); 3] = [("7.9", "7.9.2"), ("7.16", "7.16.2"), ("7.21", "7.21.5")];

/// The rows of a RouterOS text, for the site `s`.
pub fn desired(version: &str, text: &str) -> Desired {
    let statements = rsc::parse(text).expect(text);
    let version = version.parse().expect("a version");
    Desired::from_statements(SiteMark::of("s"), &statements, &version).expect(text)
}

/// A router that answered with one row in one menu.
pub fn answered(menu: &str, fields: &str) -> Observed {
    let menu = menus::find(menu).expect(menu);
    let fields = fields
        .split('|')
        .filter(|field| !field.is_empty())
        .map(|field| {
            let (name, value) = field.split_once('=').expect(field);
            let field = menu
                .field(name)
                .unwrap_or_else(|| panic!("{} {name}", menu.path));
            (field.name, value.to_owned())
        })
        .collect();
    let row = ObservedRow {
        id: Some("*1".to_owned()),
        fields,
        ..ObservedRow::default()
    };
    Observed {
        menus: BTreeMap::from([(menu.path, vec![row])]),
    }
}

/// The fields that differ between what is wanted and what the router answered.
pub fn differing(menu: &str, wanted: &str, answer: &str) -> Vec<&'static str> {
    let menu_line = menus::find(menu).expect(menu).spaced();
    let text = format!("{menu_line}\n{wanted}\n");
    let desired = desired("7.21", &text);
    let changes = diff(&desired, &answered(menu, answer), Secrets::Keep).expect("a change set");
    let mut fields = Vec::new();
    for change in &changes.changes {
        match &change.action {
            Action::Set { fields: set, .. } => fields.extend(set.iter().map(|f| f.field.0.name)),
            other => panic!("the row was not recognised: {other:?}"),
        }
    }
    fields
}

/// What is wanted and what the router answered are the same.
#[track_caller]
pub fn same(menu: &str, wanted: &str, answer: &str) {
    let fields = differing(menu, wanted, answer);
    assert!(fields.is_empty(), "{menu} {wanted} | {answer}: {fields:?}");
}

/// They are not, in that field.
#[track_caller]
pub fn other(menu: &str, wanted: &str, answer: &str, field: &str) {
    assert_eq!(
        differing(menu, wanted, answer),
        [field],
        "{menu} {wanted} | {answer}"
    );
}

pub const PROFILE: &str = "/ip/hotspot/user/profile";

/// A user profile with one field.
pub fn profile(field: &str, wanted: &str, answer: &str) -> Vec<&'static str> {
    let answer = match answer {
        "-" => "name=hd-s-p".to_owned(),
        value => format!("name=hd-s-p|{field}={value}"),
    };
    differing(
        PROFILE,
        &format!("add name=hd-s-p {field}=\"{wanted}\""),
        &answer,
    )
}

/// Applies a text to a router of every version, twice; after the first time nothing differs.
pub async fn settles(text: &str) {
    for (written_for, runs) in VERSIONS {
        let simulator = Simulator::start(router(model(), runs))
            .await
            .expect("a simulator");
        let desired = desired(written_for, text);
        let first = apply(&simulator, &desired).await;
        assert!(!first.is_empty(), "{runs}: nothing to do: {text}");
        let second = apply(&simulator, &desired).await;
        assert!(
            second.is_empty(),
            "{runs}: {text}\nagain {:#?}",
            second.changes
        );
        simulator.stop().await;
    }
}

/// Reads, sends what differs, and tells what that was.
pub async fn apply(simulator: &Simulator, desired: &Desired) -> ChangeSet {
    let mut client = connect(simulator).await;
    let reading = read(&mut client, "admin").await.expect("a reading");
    let changes = diff(desired, &reading.observed, Secrets::Keep).expect("a change set");
    for stage in stages(&changes).expect("an order") {
        let commands: Vec<Command> = stage.iter().map(|change| command(change)).collect();
        let replies = client.run_all(&commands).await.expect("answers");
        for (change, reply) in stage.iter().zip(replies) {
            if let Reply::Trap { message, .. } = reply {
                panic!("{} was refused: {message}", change.name());
            }
        }
    }
    client.close().await;
    changes
}
