//! The audit log, read page by page.

use crate::service::appliance::Appliance;
use crate::store::StoreError;
use crate::store::audit::{self, Entry};

/// Which lines.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Before this number; the latest without it.
    pub before: Option<i64>,
    /// That contain this text anywhere.
    pub search: String,
    /// By whoever has this text in their name.
    pub who: String,
    /// How many.
    pub limit: u32,
}

/// Lines of the log, the latest first.
///
/// # Errors
/// The database.
pub async fn page(appliance: &Appliance, wanted: Wanted) -> Result<Vec<Entry>, StoreError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| {
            audit::page(
                connection,
                operator,
                wanted.before,
                wanted.search.trim(),
                wanted.who.trim(),
                wanted.limit,
            )
        })
        .await
}
