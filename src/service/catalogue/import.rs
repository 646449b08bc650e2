//! Many at once out of a file: a plan first, then all of it or nothing.

use super::fields::Fields;
use super::item::Item;
use super::place::{add, change, everything, first_column, not_builtin};
use super::shelf::{Kept, Query, list};
use super::{CatalogueError, csv_file, toml_file};
use crate::domain::id::OperatorId;
use crate::domain::kind::Fault;
use crate::domain::moment::Moment;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::{Connection, StoreError};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for spreadsheets, with one line of headings.
    Csv,
    /// Tables in the words of the site file.
    Toml,
}

/// Why a file cannot be read as a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct FileError {
    /// Line, from 1.
    pub line: usize,
    /// One sentence: what is wrong and what to write.
    pub message: String,
}

impl FileError {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Self {
        FileError {
            line,
            message: message.into(),
        }
    }
}

/// One entry of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins, from 1.
    pub at: usize,
    /// What it says.
    pub fields: Fields,
}

/// What an import would do with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// There is none of its key yet.
    Add,
    /// There is one, and it is different.
    Change,
    /// There is one, and it is the same.
    Keep,
    /// It is wrong: why.
    Refuse(Vec<Fault>),
}

/// An entry of a file and what an import would do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The line where it begins, from 1.
    pub line: usize,
    /// Its key, or what stands in its place.
    pub key: String,
    /// What would be done.
    pub deed: Deed,
}

/// Takes over a file, or tells what would be done with it.
///
/// # Errors
/// [`CatalogueError::File`] where it is no list; [`CatalogueError::Refused`] where an entry is wrong and it was no dry run.
pub async fn import<I: Item>(
    appliance: &Appliance,
    actor: &Actor,
    format: Format,
    text: &str,
    dry_run: bool,
) -> Result<Vec<Planned>, CatalogueError> {
    let lines = match format {
        Format::Csv => csv_file::read::<I>(text)?,
        Format::Toml => toml_file::read::<I>(text)?,
    };
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    // A dry run is the same work, undone: what was added is the judge of what comes next.
    let ended = appliance
        .state
        .write(move |connection| {
            let planned = carry_out::<I>(connection, operator, &lines, now)?;
            if dry_run || planned.iter().any(Planned::is_refused) {
                return Err(Undone::LookedAt(planned));
            }
            let detail = format!("{} entries", planned.len());
            actor.note(connection, "import", I::TABLE, &detail, now)?;
            Ok(planned)
        })
        .await;
    match ended {
        Ok(planned) => {
            appliance.refresh(I::SHELF).await?;
            Ok(planned)
        }
        Err(Undone::LookedAt(planned)) if dry_run => Ok(planned),
        Err(Undone::LookedAt(planned)) => Err(CatalogueError::Refused(refusals(&planned))),
        Err(Undone::Failed(error)) => Err(error),
    }
}

/// Why a transaction was undone.
enum Undone {
    /// It was only to be looked at, or something was refused.
    LookedAt(Vec<Planned>),
    Failed(CatalogueError),
}

impl From<CatalogueError> for Undone {
    fn from(error: CatalogueError) -> Self {
        Undone::Failed(error)
    }
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Undone::Failed(error.into())
    }
}

impl Planned {
    fn is_refused(&self) -> bool {
        matches!(self.deed, Deed::Refuse(_))
    }
}

fn carry_out<I: Item>(
    connection: &Connection,
    operator: OperatorId,
    lines: &[Line],
    now: Moment,
) -> Result<Vec<Planned>, CatalogueError> {
    let mut planned: Vec<Planned> = Vec::with_capacity(lines.len());
    let mut there = everything::<I>(connection, operator)?;
    for line in lines {
        let read = I::read(&line.fields);
        let key = read.as_ref().map_or_else(
            |_| line.fields.get(first_column::<I>()).to_owned(),
            Item::key,
        );
        let deed = match read {
            Err(faults) => Deed::Refuse(faults),
            Ok(_) if planned.iter().any(|earlier| earlier.key == key) => {
                Deed::Refuse(vec![Fault::new(
                    first_column::<I>(),
                    "it stands in this file for the second time: keep one of them",
                )])
            }
            Ok(item) => one(connection, operator, item, &mut there, now)?,
        };
        planned.push(Planned {
            line: line.at,
            key,
            deed,
        });
    }
    Ok(planned)
}

fn one<I: Item>(
    connection: &Connection,
    operator: OperatorId,
    item: I,
    there: &mut Vec<Kept<I>>,
    now: Moment,
) -> Result<Deed, CatalogueError> {
    let key = item.key();
    if I::builtin().contains(&item) {
        return Ok(Deed::Keep);
    }
    let before = there.iter().position(|kept| kept.item.key() == key);
    let same = before
        .and_then(|at| there.get(at))
        .is_some_and(|kept| kept.item == item && kept.archived_at.is_none());
    if same {
        return Ok(Deed::Keep);
    }
    let done = not_builtin::<I>(&key).and_then(|()| match before {
        Some(_) => change(connection, operator, &item, there, now).map(|()| Deed::Change),
        None => add(connection, operator, &item, there, now).map(|()| Deed::Add),
    });
    match done {
        Err(CatalogueError::Faults(faults)) => Ok(Deed::Refuse(faults)),
        Err(
            error @ (CatalogueError::Archived { .. }
            | CatalogueError::BuiltIn(_)
            | CatalogueError::Full(_)),
        ) => Ok(Deed::Refuse(vec![Fault::new(first_column::<I>(), error)])),
        Err(error) => Err(error),
        Ok(deed) => {
            let kept = Kept {
                item,
                builtin: false,
                changed_at: Some(now),
                archived_at: None,
            };
            match before.and_then(|at| there.get_mut(at)) {
                Some(old) => *old = kept,
                None => there.push(kept),
            }
            Ok(deed)
        }
    }
}

/// `line 3, upload` and what is wrong there.
fn refusals(planned: &[Planned]) -> Vec<Fault> {
    planned
        .iter()
        .flat_map(|entry| match &entry.deed {
            Deed::Refuse(faults) => faults
                .iter()
                .map(|fault| {
                    Fault::new(
                        &format!("line {}, {}", entry.line, fault.field),
                        &fault.message,
                    )
                })
                .collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// The operator's own that are offered, as a file which [`import`] takes over without a change.
///
/// # Errors
/// The database.
pub async fn export<I: Item>(
    appliance: &Appliance,
    format: Format,
) -> Result<String, CatalogueError> {
    let kept = list::<I>(appliance, Query::default()).await?;
    let own: Vec<I> = kept
        .into_iter()
        .filter(|kept| !kept.builtin)
        .map(|kept| kept.item)
        .collect();
    write(format, &own)
}

/// A file of these.
pub(super) fn write<I: Item>(format: Format, items: &[I]) -> Result<String, CatalogueError> {
    match format {
        Format::Csv => csv_file::write(items),
        Format::Toml => Ok(toml_file::write(items)),
    }
}
