//! List, get, create, edit, remove, restore: the same for all three kinds.

use super::fields::Fields;
use super::item::Item;
use super::place::{add, change, everything, first_column, gone, not_builtin};
use super::{CatalogueError, uses};
use crate::domain::id::OperatorId;
use crate::domain::kind::Fault;
use crate::domain::moment::Moment;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::model::Model;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::catalogue::{self as store, Shelf};
use crate::store::{Connection, StoreError};

/// Most things on one shelf, archived ones too.
pub const MOST: usize = 1_000;

/// A thing with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<I> {
    /// The thing.
    pub item: I,
    /// Whether it comes with the program and cannot be changed.
    pub builtin: bool,
    /// When it was last changed; `None` for what comes with the program.
    pub changed_at: Option<Moment>,
    /// Since when it is not offered any more.
    pub archived_at: Option<Moment>,
}

/// Which things to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    /// Only those that have this text in a field; empty: all.
    pub search: &'a str,
    /// Archived ones too.
    pub archived: bool,
}

/// What became of something that was to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removed {
    /// It is gone.
    Deleted,
    /// Something refers to it, so it was archived: what refers to it.
    Archived(Vec<String>),
}

/// The things on a shelf that are asked for: those of the program first, then in the order in which they came.
///
/// # Errors
/// The database.
pub async fn list<I: Item>(
    appliance: &Appliance,
    query: Query<'_>,
) -> Result<Vec<Kept<I>>, CatalogueError> {
    let operator = appliance.operator;
    let own = appliance
        .state
        .read(move |connection| everything::<I>(connection, operator))
        .await?;
    let wanted = query.search.trim().to_lowercase();
    let builtin = I::builtin().iter().cloned().map(|item| Kept {
        item,
        builtin: true,
        changed_at: None,
        archived_at: None,
    });
    Ok(builtin
        .chain(own)
        .filter(|kept| query.archived || kept.archived_at.is_none())
        .filter(|kept| wanted.is_empty() || kept.item.has(&wanted))
        .collect())
}

/// The thing of this key.
///
/// # Errors
/// [`CatalogueError::Missing`].
pub async fn get<I: Item>(appliance: &Appliance, key: &str) -> Result<Kept<I>, CatalogueError> {
    let all = list::<I>(
        appliance,
        Query {
            archived: true,
            ..Query::default()
        },
    )
    .await?;
    all.into_iter()
        .find(|kept| kept.item.key() == key)
        .ok_or(CatalogueError::Missing(I::NOUN))
}

/// Makes a thing of what somebody typed.
///
/// # Errors
/// [`CatalogueError::Faults`], [`CatalogueError::Taken`], [`CatalogueError::Archived`], [`CatalogueError::Full`].
pub async fn create<I: Item>(
    appliance: &Appliance,
    actor: &Actor,
    fields: &Fields,
) -> Result<Kept<I>, CatalogueError> {
    let item = I::read(fields).map_err(CatalogueError::Faults)?;
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let made = item.clone();
    appliance
        .state
        .write(move |connection| {
            let others = everything::<I>(connection, operator)?;
            add(connection, operator, &item, &others, now)?;
            let what = subject(&item);
            actor.note(connection, "create", &what, "", now)?;
            Ok::<_, CatalogueError>(())
        })
        .await?;
    appliance.refresh(I::SHELF).await?;
    Ok(fresh(made, now))
}

/// Changes the thing of this key to what somebody typed.
///
/// # Errors
/// [`CatalogueError::Missing`], [`CatalogueError::Faults`], [`CatalogueError::Archived`], [`CatalogueError::BuiltIn`].
pub async fn edit<I: Item>(
    appliance: &Appliance,
    actor: &Actor,
    key: &str,
    fields: &Fields,
) -> Result<Kept<I>, CatalogueError> {
    not_builtin::<I>(key)?;
    // What does not exist is told before what is wrong with it.
    let before = get::<I>(appliance, key).await?;
    let item = I::read(fields).map_err(CatalogueError::Faults)?;
    if item.key() != before.item.key() {
        return Err(CatalogueError::Faults(vec![Fault::new(
            first_column::<I>(),
            format!(
                "it stays {key}, since sites name it so: make another {} instead",
                I::NOUN
            ),
        )]));
    }
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let made = item.clone();
    appliance
        .state
        .write(move |connection| {
            let others = everything::<I>(connection, operator)?;
            change(connection, operator, &item, &others, now)?;
            actor.note(connection, "edit", &subject(&item), "", now)?;
            Ok::<_, CatalogueError>(())
        })
        .await?;
    appliance.refresh(I::SHELF).await?;
    Ok(fresh(made, now))
}

/// Removes the thing of this key: it is deleted, or archived where something refers to it.
///
/// # Errors
/// [`CatalogueError::Missing`], [`CatalogueError::BuiltIn`].
pub async fn remove<I: Item>(
    appliance: &Appliance,
    actor: &Actor,
    key: &str,
) -> Result<Removed, CatalogueError> {
    not_builtin::<I>(key)?;
    let kept = get::<I>(appliance, key).await?;
    let item = kept.item.clone();
    let routers = uses::routers_with(appliance, move |site| item.is_in(site)).await?;
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let removed = appliance
        .state
        .write(move |connection| {
            let (item, key) = (&kept.item, kept.item.key());
            let mut users: Vec<String> = match I::SHELF {
                Shelf::Profiles => store::voucher_types_of(connection, operator, &key)?
                    .into_iter()
                    .map(|code| format!("voucher type {code}"))
                    .collect(),
                Shelf::Models | Shelf::VoucherTypes => Vec::new(),
            };
            users.extend(routers.into_iter().map(|name| format!("router {name}")));
            if users.is_empty() {
                store::delete(connection, operator, I::SHELF, &key).map_err(gone::<I>)?;
                actor.note(connection, "delete", &subject(item), "", now)?;
                return Ok::<_, CatalogueError>(Removed::Deleted);
            }
            if kept.archived_at.is_none() {
                store::set_archived(connection, operator, I::SHELF, &key, Some(now))
                    .map_err(gone::<I>)?;
                let because = users.join(", ");
                actor.note(connection, "archive", &subject(item), &because, now)?;
            }
            Ok(Removed::Archived(users))
        })
        .await?;
    appliance.refresh(I::SHELF).await?;
    Ok(removed)
}

/// Offers an archived thing again.
///
/// # Errors
/// [`CatalogueError::Missing`], [`CatalogueError::Already`].
pub async fn restore<I: Item>(
    appliance: &Appliance,
    actor: &Actor,
    key: &str,
) -> Result<Kept<I>, CatalogueError> {
    not_builtin::<I>(key)?;
    let kept = get::<I>(appliance, key).await?;
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let item = kept.item.clone();
    appliance
        .state
        .write(move |connection| {
            store::set_archived(connection, operator, I::SHELF, &item.key(), None).map_err(
                |error| match error {
                    StoreError::Missing => CatalogueError::Already,
                    error => error.into(),
                },
            )?;
            actor.note(connection, "restore", &subject(&item), "", now)?;
            Ok::<_, CatalogueError>(())
        })
        .await?;
    appliance.refresh(I::SHELF).await?;
    Ok(Kept {
        archived_at: None,
        ..kept
    })
}

/// The boards of the program and the operator's own, archived ones too: a site that names one goes on working.
///
/// # Errors
/// The database.
pub fn boards(connection: &Connection, operator: OperatorId) -> Result<Catalogue, StoreError> {
    let own = store::all(connection, operator, Shelf::Models)?;
    let models = own
        .iter()
        .map(|stored| Model::from_definition(&stored.definition))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| StoreError::Damaged("a board"))?;
    Ok(Catalogue::builtin().with(models))
}

fn fresh<I>(item: I, now: Moment) -> Kept<I> {
    Kept {
        item,
        builtin: false,
        changed_at: Some(now),
        archived_at: None,
    }
}

/// `voucher type SIKU`, for the audit log.
fn subject<I: Item>(item: &I) -> String {
    format!("{} {}", I::NOUN, item.key())
}
