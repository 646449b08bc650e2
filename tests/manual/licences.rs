//! Whose work is in the program is told, with the words that its licences ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The list at the head of `web/licences/crates.txt`: `name version` and the licence.
fn listed() -> BTreeMap<String, String> {
    let text = include_str!("../../web/licences/crates.txt");
    let lines = text.lines().skip(2).take_while(|line| !line.is_empty());
    lines
        .map(|line| {
            let (crate_, licence) = line.split_once("  ").unwrap();
            (crate_.to_owned(), licence.trim().to_owned())
        })
        .collect()
}

/// What cargo puts into the program on this machine. It needs no network: whoever runs this has built it.
fn built() -> BTreeMap<String, String> {
    let tree = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--offline", "--locked", "--package=hotspotd"])
        .args(["--edges=normal", "--prefix=none", "--no-dedupe"])
        .arg("--format={p}|{l}")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&tree.stderr);
    assert!(tree.status.success(), "{said}");
    let lines = String::from_utf8(tree.stdout).unwrap();
    let found = lines.lines().filter_map(|line| {
        let (crate_, licence) = line.split_once('|').unwrap();
        let mut words = crate_.split(' ');
        let (name, version) = (words.next().unwrap(), words.next().unwrap());
        // Our own have a folder in the place of a registry.
        let ours = words.any(|word| Path::new(word.trim_matches(['(', ')'])).is_absolute());
        let named = format!("{name} {}", version.trim_start_matches('v'));
        (!ours).then(|| (named, licence.replace('/', " OR ")))
    });
    found.collect()
}

/// Crates that only static programs have: the names in `Cargo.toml`, and all that `Cargo.lock` says they need.
fn of_static_programs() -> (BTreeSet<String>, BTreeSet<String>) {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let named = manifest["target"]["cfg(target_env = \"musl\")"]["dependencies"]
        .as_table()
        .unwrap();
    let lock: toml::Table = include_str!("../../Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let mut open: Vec<String> = named.keys().cloned().collect();
    let (mut first, mut all) = (BTreeSet::new(), BTreeSet::new());
    while let Some(name) = open.pop() {
        for package in packages {
            let text = |key: &str| package[key].as_str().unwrap();
            let versioned = format!("{} {}", text("name"), text("version"));
            if (text("name") != name && versioned != name) || !all.insert(versioned.clone()) {
                continue;
            }
            if named.contains_key(&name) {
                first.insert(versioned);
            }
            let needs = package.get("dependencies").and_then(toml::Value::as_array);
            open.extend(
                needs
                    .into_iter()
                    .flatten()
                    .map(|it| it.as_str().unwrap().to_owned()),
            );
        }
    }
    (first, all)
}

#[test]
fn every_crate_in_the_program_is_listed_with_its_licence() {
    let (listed, built) = (listed(), built());
    assert!(built.len() > 200, "{built:?}");
    let (first, elsewhere) = of_static_programs();
    let missing: Vec<_> = built
        .iter()
        .filter(|(name, licence)| listed.get(*name) != Some(licence))
        .map(|(name, _)| name)
        .chain(first.iter().filter(|name| !listed.contains_key(*name)))
        .collect();
    let gone: Vec<_> = listed
        .keys()
        .filter(|name| !built.contains_key(*name) && !elsewhere.contains(*name))
        .collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "web/licences/crates.txt lacks {missing:?} and has {gone:?} too many: run packaging/licences"
    );
}

#[test]
fn every_listed_crate_is_named_above_a_text() {
    let text = include_str!("../../web/licences/crates.txt");
    let (_, texts) = text.split_once("\n====").unwrap();
    let above: BTreeSet<&str> = texts.lines().collect();
    for name in listed().keys() {
        assert!(above.contains(name.as_str()), "{name} has no text");
    }
}
