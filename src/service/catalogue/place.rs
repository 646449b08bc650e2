//! Putting a thing beside the others, inside a transaction: what is judged first, and what may not be.

use super::CatalogueError;
use super::item::Item;
use super::shelf::{Kept, MOST};
use crate::domain::id::OperatorId;
use crate::domain::kind::Fault;
use crate::domain::moment::Moment;
use crate::store::catalogue::{self as store, Entry, Shelf, Stored};
use crate::store::{Connection, StoreError};

/// Keys that would hide, or be hidden by, addresses of pages and of the API.
const RESERVED: [&str; 3] = ["new", "import", "export"];

/// Everything that the operator has on the shelf.
pub(super) fn everything<I: Item>(
    connection: &Connection,
    operator: OperatorId,
) -> Result<Vec<Kept<I>>, CatalogueError> {
    store::all(connection, operator, I::SHELF)?
        .iter()
        .map(kept)
        .collect()
}

fn kept<I: Item>(stored: &Stored) -> Result<Kept<I>, CatalogueError> {
    Ok(Kept {
        item: I::from_definition(&stored.definition)?,
        builtin: false,
        changed_at: Some(stored.changed_at),
        archived_at: stored.archived_at,
    })
}

/// Puts a thing beside the others.
pub(super) fn add<I: Item>(
    connection: &Connection,
    operator: OperatorId,
    item: &I,
    others: &[Kept<I>],
    now: Moment,
) -> Result<(), CatalogueError> {
    not_builtin::<I>(&item.key())?;
    if RESERVED.contains(&item.key().as_str()) {
        return Err(CatalogueError::Faults(vec![Fault::new(
            first_column::<I>(),
            "this word stands for something else in addresses: take another name",
        )]));
    }
    if let Some(other) = others.iter().find(|other| other.item.key() == item.key()) {
        let (noun, key) = (I::NOUN, item.key());
        return Err(if other.archived_at.is_some() {
            CatalogueError::Archived { noun, key }
        } else {
            CatalogueError::Taken { noun, key }
        });
    }
    if others.len() >= MOST {
        return Err(CatalogueError::Full(MOST));
    }
    judge(connection, operator, item, others)?;
    let definition = item.definition()?;
    store::insert(
        connection,
        operator,
        I::SHELF,
        &entry(item, &item.key(), &definition),
        now,
    )?;
    Ok(())
}

/// Changes a thing that is there.
pub(super) fn change<I: Item>(
    connection: &Connection,
    operator: OperatorId,
    item: &I,
    others: &[Kept<I>],
    now: Moment,
) -> Result<(), CatalogueError> {
    let key = item.key();
    let before = others.iter().find(|other| other.item.key() == key);
    if before.is_some_and(|before| before.archived_at.is_some()) {
        let noun = I::NOUN;
        return Err(CatalogueError::Archived { noun, key });
    }
    judge(connection, operator, item, others)?;
    let definition = item.definition()?;
    store::set(
        connection,
        operator,
        I::SHELF,
        &entry(item, &key, &definition),
        now,
    )
    .map_err(gone::<I>)
}

/// Judges a thing beside what is there.
fn judge<I: Item>(
    connection: &Connection,
    operator: OperatorId,
    item: &I,
    others: &[Kept<I>],
) -> Result<(), CatalogueError> {
    let others: Vec<I> = others.iter().map(|other| other.item.clone()).collect();
    let mut faults = item.clashes(&others);
    if let Some(name) = item.profile() {
        match store::find(connection, operator, Shelf::Profiles, name)? {
            Some(profile) if profile.archived_at.is_none() => {}
            // One that it referred to before may stay, archived or not.
            Some(_)
                if others
                    .iter()
                    .any(|other| other.key() == item.key() && other.profile() == Some(name)) => {}
            Some(_) => faults.push(Fault::new(
                "profile",
                format!("the bandwidth profile {name} is archived: restore it, or choose another"),
            )),
            None => faults.push(Fault::new(
                "profile",
                format!("there is no bandwidth profile {name}: add it first, or choose another"),
            )),
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(CatalogueError::Faults(faults))
    }
}

fn entry<'a, I: Item>(item: &'a I, key: &'a str, definition: &'a str) -> Entry<'a> {
    Entry {
        key,
        definition,
        profile: item.profile(),
    }
}

pub(super) fn gone<I: Item>(error: StoreError) -> CatalogueError {
    match error {
        StoreError::Missing => CatalogueError::Missing(I::NOUN),
        error => error.into(),
    }
}

pub(super) fn not_builtin<I: Item>(key: &str) -> Result<(), CatalogueError> {
    match I::builtin().iter().find(|item| item.key() == key) {
        Some(_) => Err(CatalogueError::BuiltIn(format!("the {} {key}", I::NOUN))),
        None => Ok(()),
    }
}

pub(super) fn first_column<I: Item>() -> &'static str {
    I::COLUMNS.first().copied().unwrap_or_default()
}
