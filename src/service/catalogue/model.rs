//! Boards: the built-in ones, and the operator's own.

use super::CatalogueError;
use super::fields::{Fields, Reader};
use super::item::Item;
use crate::domain::hotspot::site::Site;
use crate::domain::kind::Fault;
use crate::domain::routeros::catalogue::{Catalogue, key};
use crate::domain::routeros::model::Model;
use crate::domain::routeros::model_line;
use crate::store::StoreError;
use crate::store::catalogue::Shelf;

/// Longest name or product code, in characters.
const LONGEST: usize = 64;
/// Most interfaces of one kind.
const MOST: usize = 64;
/// The field of a line that only the built-in table has a use for.
const BASIS: &str = "ports_basis";

impl Item for Model {
    const SHELF: Shelf = Shelf::Models;
    const NOUN: &'static str = "board";
    const TABLE: &'static str = "model";
    const COLUMNS: &'static [&'static str] = &[
        "product_code",
        "name",
        "architecture",
        "ram_mb",
        "flash_mb",
        "ports",
        "wlan",
        "wifi",
        "licence",
        "hotspot_users",
        "container",
        "routeros",
        "factory",
        "source",
    ];

    fn key(&self) -> String {
        key(&self.product_code)
    }

    fn read(fields: &Fields) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader::new(fields);
        for name in ["product_code", "name"] {
            let text = fields.get(name);
            if key(text).is_empty() || text.chars().count() > LONGEST {
                reader.fault(
                    name,
                    format!("write 1 to {LONGEST} characters with a letter or digit among them"),
                );
            }
        }
        for name in ["ports", "wlan", "wifi"] {
            let words: Vec<&str> = fields.get(name).split(' ').collect();
            if words.len() > MOST || !words.iter().all(|word| is_interface(word)) {
                reader.fault(
                    name,
                    format!("write at most {MOST} names of interfaces with blanks between them, e.g. ether1 ether2"),
                );
            }
        }
        reader.finish(Some(()))?;
        // The same line, read the same way, as those of the built-in table.
        let line: Vec<&str> = model_line::FIELDS
            .iter()
            .map(|name| match (*name, fields.get(name)) {
                (BASIS, _) => "documented",
                ("container", "") => "no",
                ("factory", "") => "plain",
                ("routeros", "") => "7",
                ("source", "") => "own",
                (_, "") => "-",
                (_, text) => text,
            })
            .collect();
        model_line::read(&line.join("\t")).map_err(|why| {
            let field = model_line::FIELDS
                .iter()
                .find(|name| why.ends_with(&format!(" of {name}")))
                .copied()
                .unwrap_or("ports");
            vec![Fault::new(field, why)]
        })
    }

    fn fields(&self) -> Fields {
        let line = model_line::write(self);
        model_line::FIELDS
            .iter()
            .zip(line.split('\t'))
            .filter(|(name, _)| **name != BASIS)
            .map(|(name, text)| ((*name).to_owned(), text.to_owned()))
            .collect()
    }

    fn definition(&self) -> Result<String, CatalogueError> {
        Ok(model_line::write(self))
    }

    fn from_definition(text: &str) -> Result<Self, CatalogueError> {
        Ok(model_line::read(text).map_err(|_| StoreError::Damaged("a board"))?)
    }

    fn clashes(&self, others: &[Self]) -> Vec<Fault> {
        let known = Catalogue::default().with(
            others
                .iter()
                .filter(|other| other.key() != self.key())
                .cloned(),
        );
        let taken = |name: &str| Catalogue::builtin().find(name).or_else(|| known.find(name));
        [("product_code", &self.product_code), ("name", &self.name)]
            .into_iter()
            .filter_map(|(field, text)| {
                let other = taken(text)?;
                Some(Fault::new(
                    field,
                    format!("the board {} is called so already", other.name),
                ))
            })
            .collect()
    }

    fn builtin() -> &'static [Self] {
        Catalogue::builtin().models()
    }

    fn has(&self, text: &str) -> bool {
        let wanted = key(text);
        !wanted.is_empty() && (key(&self.name).contains(&wanted) || self.key().contains(&wanted))
    }

    fn is_in(&self, site: &Site) -> bool {
        let named = key(&site.router.model);
        named == self.key() || named == key(&self.name)
    }
}

/// A name as RouterOS gives it to an interface, or nothing.
fn is_interface(word: &str) -> bool {
    word.len() <= 20
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.' | b'*'))
}
