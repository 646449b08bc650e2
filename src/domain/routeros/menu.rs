//! What the menu table (`menus/`) says of one RouterOS menu and of one field.

use super::value::Kind;

/// One menu that hotspotd may write.
#[derive(Debug)]
pub struct Menu {
    /// Path with slashes, e.g. `/ip/hotspot/profile`.
    pub path: &'static str,
    /// Whether it holds one record or many rows.
    pub shape: Shape,
    /// How we mark a row as ours.
    pub mark: Mark,
    /// Whether the order of rows means something.
    pub order: Order,
    /// The fields we know. Writing another is refused.
    pub fields: &'static [Field],
    /// Menus whose changed rows must be on the router before ours, although no field names them.
    pub after: &'static [&'static str],
    /// First version that has the menu; `None`: 7.9 or older.
    pub since: Option<(u16, u16)>,
    /// First version that no longer has it.
    pub until: Option<(u16, u16)>,
}

/// Whether a menu holds one record or many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One record without an id, e.g. `/system/identity`.
    Singleton,
    /// Rows. Each inner list is a natural key: two rows can never agree in all of its fields, so a foreign row that
    /// agrees with a desired one stands in its place and is claimed.
    Rows(&'static [&'static [&'static str]]),
    /// Rows that hardware or RouterOS itself made; they can be set and neither added nor removed, e.g. `/ip/service`.
    Fixed,
}

/// How a row is marked as ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `comment="hotspotd:<site>:<key>"`.
    Comment,
    /// The menu has no comment: `name="hd-<site>-…"`.
    Name,
    /// Not at all: singletons and fixed rows.
    None,
}

/// Whether the order of a menu's rows means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// No.
    Free,
    /// Yes, over the whole menu.
    Whole,
    /// Yes, within each `chain`.
    PerChain,
}

/// One field of a menu.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, e.g. `rate-limit`.
    pub name: &'static str,
    /// How to compare its values.
    pub kind: Kind,
    /// What its absence in the router's answer means. Only where that differs from empty.
    pub default: Option<&'static str>,
    /// Menus whose rows this field names. An entry that ends in `*` stands for all menus below.
    pub refers: &'static [&'static str],
    /// First version that has the field; `None`: as old as the menu.
    pub since: Option<(u16, u16)>,
    /// First version that no longer has it.
    pub until: Option<(u16, u16)>,
}

impl Field {
    /// A field of some kind.
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Field {
            name,
            kind,
            default: None,
            refers: &[],
            since: None,
            until: None,
        }
    }

    /// …that means this where the router leaves it out.
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    /// …that names rows of these menus.
    pub const fn refers(mut self, menus: &'static [&'static str]) -> Self {
        self.refers = menus;
        self
    }

    /// …that exists from this version on.
    pub const fn since(mut self, major: u16, minor: u16) -> Self {
        self.since = Some((major, minor));
        self
    }

    /// …that this version no longer has.
    pub const fn until(mut self, major: u16, minor: u16) -> Self {
        self.until = Some((major, minor));
        self
    }
}

impl Menu {
    /// A menu with rows, marked by comment, without order.
    pub const fn rows(
        path: &'static str,
        keys: &'static [&'static [&'static str]],
        fields: &'static [Field],
    ) -> Self {
        Menu {
            path,
            shape: Shape::Rows(keys),
            mark: Mark::Comment,
            order: Order::Free,
            fields,
            after: &[],
            since: None,
            until: None,
        }
    }

    /// A menu with one record.
    pub const fn singleton(path: &'static str, fields: &'static [Field]) -> Self {
        Menu {
            path,
            shape: Shape::Singleton,
            mark: Mark::None,
            order: Order::Free,
            fields,
            after: &[],
            since: None,
            until: None,
        }
    }

    /// A menu whose rows can only be set.
    pub const fn fixed(path: &'static str, fields: &'static [Field]) -> Self {
        Menu {
            path,
            shape: Shape::Fixed,
            mark: Mark::None,
            order: Order::Free,
            fields,
            after: &[],
            since: None,
            until: None,
        }
    }

    /// …marked by name, since it has no comment.
    pub const fn by_name(mut self) -> Self {
        self.mark = Mark::Name;
        self
    }

    /// …whose order means something.
    pub const fn ordered(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// …written after the changed rows of these menus.
    pub const fn after(mut self, menus: &'static [&'static str]) -> Self {
        self.after = menus;
        self
    }

    /// …that exists from this version on.
    pub const fn since(mut self, major: u16, minor: u16) -> Self {
        self.since = Some((major, minor));
        self
    }

    /// …that this version no longer has.
    pub const fn until(mut self, major: u16, minor: u16) -> Self {
        self.until = Some((major, minor));
        self
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether a RouterOS of that version has the menu.
    pub fn exists_in(&self, version: (u16, u16)) -> bool {
        self.since.is_none_or(|since| version >= since)
            && self.until.is_none_or(|until| version < until)
    }

    /// The natural keys; none for singletons and fixed rows.
    pub fn keys(&self) -> &'static [&'static [&'static str]] {
        match self.shape {
            Shape::Rows(keys) => keys,
            Shape::Singleton | Shape::Fixed => &[],
        }
    }

    /// The path as exports write it, with spaces: `/ip hotspot profile`.
    pub fn spaced(&self) -> String {
        format!("/{}", self.path.trim_start_matches('/').replace('/', " "))
    }
}

/// Whether the menu at `path` is one of `menus`, where an entry that ends in `*` stands for all below it.
pub fn names_menu(menus: &[&str], path: &str) -> bool {
    menus.iter().any(|menu| match menu.strip_suffix('*') {
        Some(prefix) => path.starts_with(prefix) || path == prefix.trim_end_matches('/'),
        None => *menu == path,
    })
}

impl PartialEq for Menu {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}
