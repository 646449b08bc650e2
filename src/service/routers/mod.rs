//! Routers under care: which there are, how they are reached, what their sites say, what they hold.

pub mod backups;
pub mod care;
pub mod change;
pub mod compare;
pub mod draft;
pub mod drift;
pub mod first_site;
pub mod log;
pub mod manage;
pub mod meet;
pub mod near;
pub mod prepare;
pub mod reach;
pub mod site;
pub mod site_text;
pub mod take_up;
mod way;

use crate::credentials::SealError;
use crate::domain::hotspot::site::Site;
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::service::apply::ApplyError;
use crate::service::disk::NoRoom;
use crate::service::generate::GenerateError;
use crate::store::StoreError;

/// Why something about a router was not done.
#[derive(Debug, thiserror::Error)]
pub enum RouterError {
    /// Fields are wrong.
    #[error("some of the fields need another look")]
    Faults(Vec<Fault>),
    /// Its address is none that may be connected to.
    #[error(transparent)]
    Reach(#[from] reach::NotReached),
    /// It has no site yet.
    #[error("this router has no site yet: describe its hotspot first")]
    NoSite,
    /// Somebody else saved the site meanwhile.
    #[error(
        "somebody else saved this site meanwhile: load it again, and make your changes once more"
    )]
    Overtaken,
    /// The site gives no configuration.
    #[error("the site gives no configuration: {}", .error.problems().join("; "))]
    Generate {
        /// Why.
        #[source]
        error: Box<GenerateError>,
        /// The same, by the fields of the site.
        faults: Vec<Fault>,
    },
    /// The router could not be read or is not fit.
    #[error("{}", super::told::sentences(.0).join(" "))]
    Apply(#[source] Box<ApplyError>),
    /// What is stored differs from what the templates make of it now.
    #[error(
        "the templates have changed since this configuration was made, and would make another of it now: preview it again"
    )]
    OtherTemplates,
    /// What was agreed to is no longer what would be done.
    #[error("the difference is no longer the one that was shown: look at it again")]
    Moved,
    /// Nothing of what differs can be accepted.
    #[error("what differs cannot be accepted: {0}")]
    NotAcceptable(String),
    /// A job waits or runs on it.
    #[error("a job waits or is under way on this router: let it end, or take it back")]
    UnderWay,
    /// It answers, but so slowly that reading it was given up.
    #[error("the router answers too slowly: it could not be read within {0} s")]
    TooSlow(u64),
    /// The disk has no room for another job.
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] crate::credentials::RandomError),
    /// A secret does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl RouterError {
    /// This site gives no configuration.
    pub(super) fn generate(site: &Site, error: GenerateError) -> Self {
        RouterError::Generate {
            faults: error.faults(site),
            error: Box::new(error),
        }
    }
}

impl From<ApplyError> for RouterError {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Moved { .. } => RouterError::Moved,
            error => RouterError::Apply(Box::new(error)),
        }
    }
}

impl Kinded for RouterError {
    fn kind(&self) -> Kind {
        match self {
            RouterError::Faults(_) | RouterError::Generate { .. } => Kind::Invalid,
            RouterError::NoSite
            | RouterError::Overtaken
            | RouterError::UnderWay
            | RouterError::OtherTemplates
            | RouterError::NotAcceptable(_)
            | RouterError::Moved => Kind::Conflict,
            RouterError::Apply(_) | RouterError::Reach(_) | RouterError::TooSlow(_) => {
                Kind::Upstream
            }
            RouterError::NoRoom(error) => error.kind(),
            RouterError::Store(error) => error.kind(),
            RouterError::Seal(_) | RouterError::Random(_) => Kind::Internal,
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            RouterError::Faults(faults) => faults.clone(),
            RouterError::Reach(error) => vec![Fault::new("host", error)],
            RouterError::Generate { faults, .. } => faults.clone(),
            _ => Vec::new(),
        }
    }
}

/// Where a router's password is sealed.
pub(in crate::service) fn password_place(id: crate::domain::id::RouterId) -> String {
    format!("router/{id}/password")
}

/// Where a router's site is sealed.
pub(in crate::service) fn site_place(id: crate::domain::id::RouterId) -> String {
    format!("router/{id}/site")
}
