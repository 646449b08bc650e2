//! What boards, bandwidth profiles and voucher types have in common.

use super::CatalogueError;
use super::fields::Fields;
use crate::domain::hotspot::fits::Misfit;
use crate::domain::hotspot::site::Site;
use crate::domain::kind::Fault;
use crate::store::catalogue::Shelf;

/// A kind of thing in the catalogue.
pub trait Item: Clone + PartialEq + Send + Sync + 'static {
    /// Where it is stored.
    const SHELF: Shelf;
    /// What one of them is called.
    const NOUN: &'static str;
    /// The name of its tables in a TOML file.
    const TABLE: &'static str;
    /// Its fields, in the order of a CSV file; the first is what its key comes of.
    const COLUMNS: &'static [&'static str];

    /// By what it is known.
    fn key(&self) -> String;

    /// Reads it, and judges it by itself.
    ///
    /// # Errors
    /// All that is wrong.
    fn read(fields: &Fields) -> Result<Self, Vec<Fault>>;

    /// Writes it, so that [`Item::read`] gives the same.
    fn fields(&self) -> Fields;

    /// As it is stored.
    ///
    /// # Errors
    /// It cannot be written.
    fn definition(&self) -> Result<String, CatalogueError>;

    /// Out of how it is stored.
    ///
    /// # Errors
    /// It was stored by something else.
    fn from_definition(text: &str) -> Result<Self, CatalogueError>;

    /// The key of the bandwidth profile that it refers to.
    fn profile(&self) -> Option<&str> {
        None
    }

    /// What is wrong with it beside others of the same kind. Only boards care: one is known by its name too.
    fn clashes(&self, _others: &[Self]) -> Vec<Fault> {
        Vec::new()
    }

    /// Those that come with the program.
    fn builtin() -> &'static [Self] {
        &[]
    }

    /// Whether a search for a text finds it; the text is in small letters.
    fn has(&self, text: &str) -> bool {
        self.fields()
            .iter()
            .any(|(_, value)| value.to_lowercase().contains(text))
    }

    /// Whether a site names it.
    fn is_in(&self, site: &Site) -> bool;
}

/// Misfits of the rules for sites as faults of fields: a place ends with the name of a field.
pub(super) fn as_faults(misfits: Vec<Misfit>) -> Vec<Fault> {
    misfits
        .into_iter()
        .map(|misfit| {
            let field = misfit.place.rsplit(", ").next().unwrap_or_default();
            let field = if field == "burst" {
                "burst_upload"
            } else {
                field
            };
            Fault::new(field, misfit.message)
        })
        .collect()
}
