//! What sites are put together from: boards, bandwidth profiles, voucher types.
//!
//! Each thing is known by a key that never changes, because sites name it: the product code of a board, the name of a
//! profile, the code of a voucher type. What something refers to is archived instead of deleted; an archived thing keeps
//! its key and goes on working where it is used, it is only not offered any more.
//!
//! ```text
//! item.rs    what the three kinds have in common; profile.rs, voucher_type.rs, model.rs are the kinds
//! fields.rs  a thing as named texts: what forms, CSV files and TOML files are read into
//! shelf.rs   list, get, create, edit, remove, restore; place.rs judges and stores inside a transaction
//! uses.rs    which routers' sites name something
//! import.rs  many at once out of a file, all or none; csv_file.rs, toml_file.rs read and write them
//! starter.rs the starter set; offer.rs what a new site is given
//! ```

mod csv_file;
pub mod fields;
pub mod import;
pub mod item;
mod model;
pub mod offer;
mod place;
mod profile;
pub mod shelf;
pub mod starter;
#[cfg(test)]
mod tests;
mod toml_file;
pub mod uses;
mod voucher_type;

use crate::domain::hotspot::starter::Refusal;
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::store::StoreError;

pub use import::FileError;

/// Why something about the catalogue was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// Fields are wrong.
    #[error("some of the fields need another look")]
    Faults(Vec<Fault>),
    /// There is none.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// The key is taken.
    #[error("there is a {noun} {key} already: change that one, or take another name")]
    Taken {
        /// What it is.
        noun: &'static str,
        /// Its key.
        key: String,
    },
    /// An archived one has the key.
    #[error("the {noun} {key} is archived: restore it first")]
    Archived {
        /// What it is.
        noun: &'static str,
        /// Its key.
        key: String,
    },
    /// It comes with the program.
    #[error("{0} comes with hotspotd and stays as it is: add one of your own beside it")]
    BuiltIn(String),
    /// Too many.
    #[error("there is room for {0} of them: delete some that are not used any more")]
    Full(usize),
    /// It is archived or offered already.
    #[error("it is so already: load the page anew")]
    Already,
    /// A file cannot be read as a list of them.
    #[error("line {}: {}", .0.line, .0.message)]
    File(#[from] FileError),
    /// Entries of a file are wrong.
    #[error(
        "nothing was taken over, since some of the entries are wrong: correct them in the file and import it again"
    )]
    Refused(Vec<Fault>),
    /// The starter set is wrong; a test keeps that from happening.
    #[error(transparent)]
    Starter(#[from] Refusal),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Kinded for CatalogueError {
    fn kind(&self) -> Kind {
        match self {
            CatalogueError::Faults(_) | CatalogueError::File(_) | CatalogueError::Refused(_) => {
                Kind::Invalid
            }
            CatalogueError::Missing(_) => Kind::NotFound,
            CatalogueError::Taken { .. }
            | CatalogueError::Archived { .. }
            | CatalogueError::BuiltIn(_)
            | CatalogueError::Full(_)
            | CatalogueError::Already => Kind::Conflict,
            CatalogueError::Starter(_) => Kind::Internal,
            CatalogueError::Store(error) => error.kind(),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            CatalogueError::Faults(faults) | CatalogueError::Refused(faults) => faults.clone(),
            _ => Vec::new(),
        }
    }
}
