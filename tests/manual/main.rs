//! What packages give a person beside the program: its manual pages, the completions of shells and the settings file, as the program itself
//! tells them.
//! `UPDATE=1 cargo test --test manual` writes them anew.

#![allow(clippy::unwrap_used, clippy::expect_used)] // The helpers of tests are no tests to clippy.

mod deploy;
mod licences;
mod versions;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_complete::Shell;
use hotspotd::cli::Arguments;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("packaging")
        .join(name)
}

/// Compares a folder with what it should hold, or writes it.
fn hold(name: &str, wanted: &BTreeMap<String, Vec<u8>>) {
    let folder = folder(name);
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (file, text) in wanted {
            std::fs::write(folder.join(file), text).unwrap();
        }
    }
    let mut held = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        held.insert(file, std::fs::read(path).unwrap());
    }
    let differ: Vec<&String> = wanted
        .keys()
        .chain(held.keys())
        .filter(|file| wanted.get(*file) != held.get(*file))
        .collect();
    assert!(
        differ.is_empty(),
        "packaging/{name} is not what the command line says: {differ:?}. UPDATE=1 cargo test --test manual"
    );
}

#[test]
fn the_manual_pages_tell_of_every_command() {
    let out = tempfile::tempdir().unwrap();
    let mut command = Arguments::command();
    command.build();
    clap_mangen::generate_to(command, out.path()).unwrap();
    let mut pages = BTreeMap::new();
    for entry in std::fs::read_dir(out.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Help is of the command line alone.
        if !name.contains("-help") {
            pages.insert(name, std::fs::read(&path).unwrap());
        }
    }
    assert!(pages.contains_key("hotspotd.1") && pages.contains_key("hotspotd-serve.1"));
    hold("man", &pages);
}

#[test]
fn shells_complete_what_the_command_line_takes() {
    let mut completions = BTreeMap::new();
    for (shell, file) in [
        (Shell::Bash, "hotspotd.bash"),
        (Shell::Zsh, "_hotspotd"),
        (Shell::Fish, "hotspotd.fish"),
    ] {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), "hotspotd", &mut text);
        completions.insert(file.to_owned(), text);
    }
    hold("completions", &completions);
}

#[test]
fn the_settings_file_of_packages_names_the_key_and_leaves_the_rest_as_it_is() {
    let key = "#key_file = \"/etc/hotspotd/hotspotd.key\"\n";
    let example = hotspotd::config::document::example();
    assert!(example.contains(key));
    let text = example.replace(key, key.trim_start_matches('#'));
    hold(
        "settings",
        &BTreeMap::from([("hotspotd.toml".to_owned(), text.into_bytes())]),
    );
}
