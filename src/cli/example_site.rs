//! `hotspotd example-site`: a commented, valid description of a typical shop.

use clap::Args;

use super::example;
use super::exit::{Exit, Failure};
use crate::domain::hotspot::template::Shape;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::version::Version;

/// Arguments of `example-site`.
#[derive(Debug, Args)]
pub struct ExampleSiteArguments {
    /// The router's model (`hotspotd models` lists them).
    #[arg(long, default_value = "hAP ac²")]
    model: String,
    /// basic, vlan or addon.
    #[arg(long, default_value = "basic")]
    template: Shape,
    /// RouterOS version of the router.
    #[arg(long, value_name = "VERSION", default_value = "7.21")]
    routeros: Version,
}

impl ExampleSiteArguments {
    /// Writes the site file to standard output.
    ///
    /// # Errors
    /// The model is not known, or cannot be used that way.
    pub fn run(self) -> Result<Exit, Failure> {
        let model = Catalogue::builtin()
            .get(&self.model)
            .map_err(|error| Failure::bad_input(error.to_string()))?;
        let text = example::text(model, self.template, self.routeros)
            .map_err(|error| Failure::bad_input(error.to_string()))?;
        super::print(&text)
    }
}
