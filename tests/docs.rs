//! What the documents say is what the program does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "support/kept.rs"]
mod kept;
#[path = "docs/schema.rs"]
mod schema;
mod support;
#[path = "docs/words.rs"]
mod words;

use hotspotd::domain::hotspot::context::Context;
use hotspotd::domain::hotspot::template::Shape;
use serde_json::Value;
use support::sites::{Turn, model, turned};

fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.push(name.clone());
                names(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

#[test]
fn the_template_language_is_documented() {
    let everything = Turn {
        shape: Shape::Vlan,
        wan: 2,
        wan_vlan: Some(35),
        networks: 2,
        profiles: 2,
        queue: 1,
        ssid: true,
        trial: true,
        portal: true,
        hosts: 1,
        bypasses: 1,
        wireguard: true,
        management_vlan: true,
        dhcp: true,
    };
    let site = turned(&everything);
    let context =
        serde_json::to_value(Context::new(&site, model(), &site.router.routeros)).expect("a value");
    let mut found = Vec::new();
    names(&context, &mut found);
    assert!(found.len() > 60, "{found:?}");
    let document = include_str!("../docs/templates.md");
    let missing: Vec<String> = found
        .into_iter()
        .filter(|name| !document.contains(&format!("`{name}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/templates.md does not name {missing:?}"
    );
}

#[test]
fn every_setting_is_documented() {
    kept::is_kept("docs/settings.md", &hotspotd::config::document::markdown());
}

#[tokio::test]
async fn every_table_is_documented() {
    let folder = tempfile::tempdir().expect("a folder");
    kept::is_kept("docs/schema.md", &schema::markdown(folder.path()).await);
}
