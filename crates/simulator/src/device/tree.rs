//! The command tree of a RouterOS version: every menu, verb and argument (RouterOS facts: README, "The schema file").

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use super::kind::Kind;
use super::menu::{Access, Field, Menu, Shape};

/// Arguments that name rows or places, not fields.
const NOT_FIELDS: [&str; 6] = [
    "numbers",
    "place-before",
    "copy-from",
    "comment",
    "disabled",
    "value-name",
];

/// A loaded command tree.
#[derive(Debug, Clone, Default)]
pub struct CommandTree {
    menus: HashMap<String, BTreeMap<String, BTreeMap<String, Argument>>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Argument {
    #[serde(default)]
    v: Vec<String>,
}

#[derive(Deserialize)]
struct Document {
    menus: HashMap<String, BTreeMap<String, BTreeMap<String, Argument>>>,
}

/// The text is not a command tree.
#[derive(Debug, thiserror::Error)]
#[error("the command tree cannot be read: {0}")]
pub struct BadTree(#[from] serde_json::Error);

impl CommandTree {
    /// Reads the JSON of a command tree (`{"menus": {"/ip/pool": {"add": {"name": {…}}}}}`).
    pub fn load(json: &str) -> Result<Self, BadTree> {
        let document: Document = serde_json::from_str(json)?;
        Ok(Self {
            menus: document.menus,
        })
    }

    /// Has it the menu?
    pub fn has_menu(&self, menu: &str) -> bool {
        self.menus.contains_key(menu)
    }

    /// Every menu it has.
    pub fn menus(&self) -> impl Iterator<Item = &str> {
        self.menus.keys().map(String::as_str)
    }

    /// Is there a menu below this path? `/ip` is one although it has no commands of its own.
    pub fn is_directory(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.menus.keys().any(|menu| menu.starts_with(&below))
    }

    /// Has the menu the verb?
    pub fn has_verb(&self, menu: &str, verb: &str) -> bool {
        self.menus
            .get(menu)
            .is_some_and(|verbs| verbs.contains_key(verb))
    }

    /// Has the verb the argument?
    pub fn has_argument(&self, menu: &str, verb: &str, argument: &str) -> bool {
        self.argument(menu, verb, argument).is_some()
    }

    /// Kind of an argument as far as the tree tells: yes/no or text.
    pub fn kind(&self, menu: &str, argument: &str) -> Option<Kind> {
        let found = self
            .argument(menu, "add", argument)
            .or_else(|| self.argument(menu, "set", argument))?;
        Some(if found.v == ["no", "yes"] {
            Kind::Bool
        } else {
            Kind::Text
        })
    }

    /// A plain menu made from the tree, for menus that nobody described in depth.
    pub fn plain_menu(&self, path: &str) -> Option<Arc<Menu>> {
        let verbs = self.menus.get(path)?;
        let shape = match (
            verbs.contains_key("add"),
            verbs.contains_key("set"),
            verbs.contains_key("find"),
        ) {
            (true, _, _) => Shape::List,
            (false, true, true) => Shape::Fixed,
            (false, true, false) => Shape::Singleton,
            (false, false, _) if verbs.contains_key("remove") => Shape::Watched,
            _ => Shape::ReadOnly,
        };
        let mut menu = Menu::new("", shape);
        menu.path = Cow::Owned(path.to_string());
        menu.known = false;
        menu.ordered = verbs.contains_key("move");
        let mut names: Vec<&String> = Vec::new();
        for arguments in [verbs.get("add"), verbs.get("set")].into_iter().flatten() {
            names.extend(arguments.keys());
        }
        names.sort();
        names.dedup();
        for name in names
            .iter()
            .filter(|name| !NOT_FIELDS.contains(&name.as_str()))
        {
            menu.fields.push(self.plain_field(path, name));
        }
        if names.iter().any(|name| *name == "disabled") {
            menu = menu.disabled("false");
        }
        Some(Arc::new(if names.iter().any(|name| *name == "comment") {
            menu.comment()
        } else {
            menu
        }))
    }

    /// A plain field made from the tree.
    pub fn plain_field(&self, menu: &str, name: &str) -> Field {
        Field {
            name: Cow::Owned(name.to_string()),
            kind: self.kind(menu, name).unwrap_or(Kind::Text),
            default: None,
            required: false,
            access: Access::Open,
            since: None,
            until: None,
        }
    }

    fn argument(&self, menu: &str, verb: &str, argument: &str) -> Option<&Argument> {
        self.menus.get(menu)?.get(verb)?.get(argument)
    }
}
