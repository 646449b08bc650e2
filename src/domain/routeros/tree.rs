//! The command tree of a RouterOS version: every menu, command and argument, as the router itself lists them.
//!
//! A name that is absent is strong evidence; a value that is absent is not (`unlimited` next to any number).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::alike::nearest;

/// Every menu, command and argument of one RouterOS version.
#[derive(Debug, Clone, Deserialize)]
pub struct CommandTree {
    menus: BTreeMap<String, Commands>,
    #[serde(default)]
    meta: Meta,
}

/// Names of interfaces, interface lists, queue types and user groups that every router has. A list that offers one of
/// them is what the router that was asked had, and any name may stand there.
const OBJECTS: &[&str] = &["ether1", "dynamic", "ethernet-default", "full"];

/// The commands of a menu and their arguments.
pub type Commands = BTreeMap<String, BTreeMap<String, Argument>>;

/// Where a tree comes from.
#[derive(Debug, Clone, Default, Deserialize)]
struct Meta {
    #[serde(default)]
    routeros: Option<String>,
}

/// What is known of one argument.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Argument {
    /// The router's help text, e.g. `time interval`.
    #[serde(default, rename = "d")]
    pub help: Option<String>,
    /// The values that it offers.
    #[serde(default, rename = "v")]
    pub values: Vec<String>,
    /// Whether a `!` before the value is taken.
    #[serde(default, rename = "neg", deserialize_with = "one")]
    pub negatable: bool,
}

/// The tree writes truth as 1.
fn one<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(u8::deserialize(deserializer)? != 0)
}

impl CommandTree {
    /// `RouterOS 7.21.5`, or `this command tree` where the tree does not say.
    pub fn named(&self) -> String {
        match &self.meta.routeros {
            Some(version) => format!("RouterOS {version}"),
            None => "this command tree".to_owned(),
        }
    }

    /// Whether it has no menu at all: the file was no command tree.
    pub fn is_empty(&self) -> bool {
        self.menus.is_empty()
    }

    /// The commands of the menu with that path (`/ip/pool`).
    pub fn menu(&self, path: &str) -> Option<&Commands> {
        self.menus.get(path)
    }

    /// The menu that was probably meant: one below the longest part of the path that leads to one.
    pub fn nearest_menu(&self, path: &str) -> Option<&str> {
        let mut parent = path;
        while let Some((head, _)) = parent.rsplit_once('/') {
            parent = head;
            let wrong = below(path, parent)?;
            let menus = || self.menus.keys().map(String::as_str);
            let meant = nearest(wrong, menus().filter_map(|menu| below(menu, parent)));
            if meant.is_some() {
                return menus().find(|menu| below(menu, parent) == meant);
            }
        }
        None
    }

    /// The fields by which rows of a menu are found, where the tree knows them: what can be set, and what `get` reads.
    pub fn found_by(&self, path: &str) -> Option<Vec<&str>> {
        let commands = self.menus.get(path)?;
        let readable = &commands.get("get")?.get("value-name")?.values;
        if readable.is_empty() {
            return None;
        }
        let set = ["add", "set"]
            .into_iter()
            .filter_map(|verb| commands.get(verb))
            .flat_map(BTreeMap::keys);
        Some(
            readable
                .iter()
                .chain(set)
                .map(String::as_str)
                .chain([".id"])
                .collect(),
        )
    }
}

/// What comes behind the parent in a path: `profile` of `/ip/hotspot/profile` below `/ip/hotspot`.
fn below<'p>(path: &'p str, parent: &str) -> Option<&'p str> {
    path.strip_prefix(parent)?.strip_prefix('/')
}

impl Argument {
    /// The values where they are a closed list of words, as far as the tree can tell; empty otherwise.
    pub fn words(&self) -> &[String] {
        // A help text that lists words (`mac|cookie[,LoginBy*]`) is one of a set; others tell of numbers and times.
        let only_words = self.help.as_ref().is_none_or(|help| help.contains("[,"));
        let objects = self
            .values
            .iter()
            .any(|value| OBJECTS.contains(&value.as_str()));
        if only_words && !objects && self.values.len() >= 2 {
            &self.values
        } else {
            &[]
        }
    }

    /// Whether several of the words may stand in one value, comma-joined.
    pub fn is_set(&self) -> bool {
        self.help.as_ref().is_some_and(|help| help.contains("[,"))
    }
}
