//! Site → configuration: find the model, check the fit, render, read the rows, have them judged.

use crate::domain::hotspot::check::{Finding, Router, Severity, judge};
use crate::domain::hotspot::context::Context;
use crate::domain::hotspot::desired::{Desired, RowError};
use crate::domain::hotspot::fits::{Misfit, fits};
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::hotspot::render::{RenderError, Rendered, Templates};
use crate::domain::hotspot::site::Site;
use crate::domain::kind::Fault;
use crate::domain::routeros::catalogue::{Catalogue, UnknownModel};
use crate::domain::routeros::model::Model;
use crate::service::site_file::field;
use crate::service::site_form::path_of;

/// A configuration for one site.
#[derive(Debug)]
pub struct Generated {
    /// The router's model.
    pub model: Model,
    /// The text as the template laid it out.
    pub rendered: Rendered,
    /// The rows that the router should hold.
    pub desired: Desired,
    /// What the judge thinks worth a look.
    pub warnings: Vec<Finding>,
}

/// Why a site gives no configuration. The site file or the template is at fault; nothing was sent anywhere.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// No such board in the catalogue.
    #[error(transparent)]
    Model(#[from] UnknownModel),
    /// The site asks for what the board does not have, or contradicts itself.
    #[error("the site does not fit the router")]
    Misfit(Vec<Misfit>),
    /// The template gave no text.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The text holds rows that hotspotd does not write.
    #[error("the template wrote rows that hotspotd refuses")]
    Rows(Vec<RowError>),
    /// The rows make no sense together.
    #[error("the configuration was not written: the judge found faults in it")]
    Unsound(Vec<Finding>),
    /// An override names nothing.
    #[error("an override does not fit the configuration")]
    Override(Vec<String>),
}

impl GenerateError {
    /// Each single problem, at the path of its field (`site.network.0.ports`) where it is about one.
    pub fn faults(&self, site: &Site) -> Vec<Fault> {
        let whole = |problem: String| Fault::new("site", problem);
        match self {
            GenerateError::Misfit(misfits) => misfits
                .iter()
                .map(|misfit| match path_of(site, &misfit.place) {
                    Some(path) => Fault::new(&field(&path), &misfit.message),
                    None => whole(misfit.to_string()),
                })
                .collect(),
            GenerateError::Model(error) => vec![Fault::new(&field("router.model"), error)],
            GenerateError::Render(error @ RenderError::Unknown { .. }) => {
                vec![Fault::new(&field("template"), error)]
            }
            GenerateError::Override(messages) => messages
                .iter()
                .map(|message| Fault::new(&field("override"), message))
                .collect(),
            other => other.problems().into_iter().map(whole).collect(),
        }
    }

    /// Each single problem, for a list.
    pub fn problems(&self) -> Vec<String> {
        match self {
            GenerateError::Model(error) => vec![error.to_string()],
            GenerateError::Render(error) => vec![error.to_string()],
            GenerateError::Misfit(misfits) => misfits.iter().map(ToString::to_string).collect(),
            GenerateError::Rows(rows) => rows.iter().map(ToString::to_string).collect(),
            GenerateError::Unsound(findings) => findings.iter().map(ToString::to_string).collect(),
            GenerateError::Override(messages) => messages.clone(),
        }
    }
}

/// The configuration of a site.
///
/// # Errors
/// See [`GenerateError`].
pub fn generate(
    site: &Site,
    catalogue: &Catalogue,
    templates: &Templates,
) -> Result<Generated, GenerateError> {
    let model = catalogue.get(&site.router.model)?;
    fits(site, model).map_err(GenerateError::Misfit)?;
    let version = site.router.routeros;
    let context = Context::new(site, model, &version);
    let rendered = templates.render(&site.template, &context)?;
    let mark = SiteMark::of(site.site.slug.as_str());
    let mut desired = Desired::from_statements(mark, &rendered.statements, &version)
        .map_err(GenerateError::Rows)?;
    desired
        .apply_overrides(&site.overrides)
        .map_err(GenerateError::Override)?;
    let router = Router {
        model,
        version,
        facts: None,
        observed: None,
    };
    let (faults, warnings): (Vec<Finding>, Vec<Finding>) = judge(&desired, &router, &site.access)
        .into_iter()
        .partition(|finding| finding.severity == Severity::Refuse);
    if !faults.is_empty() {
        return Err(GenerateError::Unsound(faults));
    }
    Ok(Generated {
        model: model.clone(),
        rendered,
        desired,
        warnings,
    })
}
