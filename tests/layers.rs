//! The drawing of the floors as a test: imports go down only, `domain/` touches nothing outside, files stay short.
//!
//! ```text
//! 4  main.rs lib.rs app.rs config/ cli/                   arguments → wiring
//! 3  http/ jobs/                                          handlers and schedules
//! 2  service/                                             the use cases
//! 1  store/ credentials/ routeros/ pesapal/ daraja/ central/ mail/ sms/    adapters; they never import each other
//! 0  domain/                                              no async, no I/O, no clock, no randomness
//! ```
//! `layers/scan.rs` reads Rust well enough for that, `layers/rules.rs` holds the rules, `layers/examples.rs` breaks each.

#![allow(clippy::unwrap_used)] // The helpers of tests are no tests to clippy.

#[path = "layers/examples.rs"]
mod examples;
#[path = "layers/printed.rs"]
mod printed;
#[path = "layers/rules.rs"]
mod rules;
#[path = "layers/scan.rs"]
mod scan;

use std::path::{Path, PathBuf};

#[test]
fn the_house_is_as_drawn() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "crates", "tests", "benches"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    assert!(files.len() > 100, "only {} files were found", files.len());
    let mut broken = Vec::new();
    for file in &files {
        let path = file
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        broken.extend(rules::check(&path, &std::fs::read_to_string(file).unwrap()));
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// All Rust files below a folder, which may be absent.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// What is called like a secret, and is none.
const KNOWN: &[(&str, &str)] = &[
    // Keys of another's that everybody may have.
    ("domain/hotspot/context.rs", "Tunnel.peer_public_key"),
    ("domain/hotspot/site.rs", "WireGuard.peer_public_key"),
    // Words that rows, fields, texts and things of the catalogue are called by.
    ("config/table.rs", "Setting.key"),
    ("domain/hotspot/desired.rs", "Identity.Key"),
    ("domain/hotspot/site.rs", "Override.key"),
    ("domain/routeros/catalogue.rs", "Catalogue.keys"),
    ("http/api/config/mod.rs", "ImportedEntry.key"),
    ("http/api/routers/mod.rs", "TroubleBody.key"),
    ("http/pages/routers/fields.rs", "PartShown.key"),
    ("http/pages/setup_later.rs", "Check.key"),
    ("http/words/retell.rs", "Saying.key"),
    ("http/words/tests.rs", "Used.Key"),
    ("service/catalogue/import.rs", "Planned.key"),
    ("service/catalogue/mod.rs", "CatalogueError.key"),
    ("service/catalogue/mod.rs", "CatalogueError.key"),
    ("service/site_form/parts.rs", "Field.key"),
    ("service/site_form/parts.rs", "Part.key"),
    ("store/catalogue.rs", "Entry.key"),
    ("store/catalogue.rs", "Stored.key"),
    ("service/tracked.rs", "Step.Key"),
    // Codes of boards and of kinds of vouchers: a voucher type's begins every voucher of it.
    ("domain/hotspot/offer.rs", "VoucherType.code"),
    ("domain/routeros/facts.rs", "Facts.product_code"),
    ("domain/routeros/model.rs", "Model.product_code"),
    ("http/api/config/models.rs", "Board.product_code"),
    ("http/api/config/voucher_types.rs", "Plan.code"),
    // When a password was set; whether somebody ticked a box.
    ("http/api/settings.rs", "MailAnswer.password_set_at"),
    ("http/pages/routers/changes.rs", "Agreement.rotate_secrets"),
    ("http/pages/routers/import.rs", "Query.secrets"),
];

#[test]
fn no_secret_is_printed_by_debug() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut found = Vec::new();
    for file in &files {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy();
        let source = std::fs::read_to_string(file).unwrap();
        found.extend(
            printed::printed(&source)
                .into_iter()
                .map(|field| format!("{path} {field}")),
        );
    }
    found.sort();
    let mut known: Vec<String> = KNOWN
        .iter()
        .map(|(path, field)| format!("{path} {field}"))
        .collect();
    known.sort();
    assert_eq!(found, known);
}
