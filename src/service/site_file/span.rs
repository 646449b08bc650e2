//! Where in the text of a site file something is wrong.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::service::tracked::{Mistake, Step};

/// The bytes that a mistake is about: the key that nobody knows, the part in which a key is missing, or the value.
pub(super) fn span(root: &Spanned<DeTable<'_>>, mistake: &Mistake) -> Range<usize> {
    let unknown = mistake
        .message
        .strip_prefix("unknown field `")
        .and_then(|rest| Some(rest.split_once('`')?.0));
    let mut place = Place::Table(root.get_ref(), root.span());
    for step in &mistake.path {
        // The path leads to the value of the key that nobody knows.
        match (step, place.inner(step)) {
            (Step::Key(key), Some(_)) if Some(key.as_str()) == unknown => break,
            (_, Some(inner)) => place = inner,
            (_, None) => break,
        }
    }
    let key = unknown.and_then(|name| place.key(name));
    key.unwrap_or_else(|| place.span())
}

enum Place<'a> {
    Table(&'a DeTable<'a>, Range<usize>),
    Value(&'a Spanned<DeValue<'a>>),
}

impl<'a> Place<'a> {
    fn of(value: &'a Spanned<DeValue<'a>>) -> Self {
        match value.get_ref() {
            DeValue::Table(table) => Place::Table(table, value.span()),
            _ => Place::Value(value),
        }
    }

    fn inner(&self, step: &Step) -> Option<Self> {
        match (self, step) {
            (Place::Table(table, _), Step::Key(key)) => table.get(key.as_str()).map(Place::of),
            (Place::Value(value), Step::Item(index)) => {
                value.get_ref().as_array()?.get(*index).map(Place::of)
            }
            _ => None,
        }
    }

    /// Where the name of a key stands.
    fn key(&self, name: &str) -> Option<Range<usize>> {
        match self {
            Place::Table(table, _) => Some(table.get_key_value(name)?.0.span()),
            Place::Value(_) => None,
        }
    }

    fn span(&self) -> Range<usize> {
        match self {
            Place::Table(_, span) => span.clone(),
            Place::Value(value) => value.span(),
        }
    }
}
