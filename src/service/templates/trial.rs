//! A template tried with a sample shop: the rows it makes, and what is wrong with them.

use std::fmt;

use rsc::Position;

use super::{Draft, LONGEST, TemplateError};
use crate::domain::hotspot::check::{self, Router, judge};
use crate::domain::hotspot::context::Context;
use crate::domain::hotspot::desired::{Desired, RowError};
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::hotspot::render::{RenderError, Rendered};
use crate::domain::hotspot::site::Site;
use crate::domain::hotspot::starter::starter;
use crate::domain::hotspot::tags::refused_tags;
use crate::domain::hotspot::template::Shape;
use crate::domain::kind::Fault;
use crate::domain::routeros::lint::{self, Severity, lint};
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::service::appliance::Appliance;
use crate::service::builtin;
use crate::service::rows::{MenuRows, by_menu};

/// The RouterOS of the sample shop.
const ROUTEROS: Version = Version::new(7, 21, 0);

/// What came of a trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// What is wrong or worth a look, errors first.
    pub found: Vec<Found>,
    /// The rows it makes; none where it makes no rows.
    pub rows: Vec<MenuRows>,
    /// The text it makes; empty where it makes none.
    pub text: String,
}

/// In which text something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the template.
    Template,
    /// In the text that it makes of the sample shop.
    Made,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In which text.
    pub place: Place,
    /// Where; `None`: in the whole.
    pub at: Option<Position>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: String,
}

impl Found {
    fn error(place: Place, at: Option<Position>, message: impl ToString) -> Self {
        Found {
            place,
            at,
            severity: Severity::Error,
            message: message.to_string(),
        }
    }

    /// Whether the template cannot be saved so.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at {
            let of = match self.place {
                Place::Template => "",
                Place::Made => " of the text it makes",
            };
            write!(f, "line {}, column {}{of}: ", at.line, at.column)?;
        }
        f.write_str(&self.message)
    }
}

/// Tries a template with its sample shop.
///
/// # Errors
/// [`TemplateError::Faults`] where the sample shop cannot be, or the text is too long.
pub fn try_out(appliance: &Appliance, draft: &Draft) -> Result<Trial, TemplateError> {
    let boards = appliance.boards();
    let mut faults = Vec::new();
    if draft.text.len() > LONGEST {
        faults.push(Fault::new(
            "text",
            format!("it is too long: a template has at most {LONGEST} bytes"),
        ));
    }
    let model = boards.get(&draft.sample.model);
    let shape = draft.sample.shape.parse::<Shape>();
    if let Err(error) = &model {
        faults.push(Fault::new("sample_model", error));
    }
    if let Err(error) = &shape {
        faults.push(Fault::new("sample_shape", error));
    }
    let (Ok(model), Ok(shape), true) = (model, shape, faults.is_empty()) else {
        return Err(TemplateError::Faults(faults));
    };
    let site = starter(model, shape, ROUTEROS)
        .map_err(|error| TemplateError::Faults(vec![Fault::new("sample_model", error)]))?;
    let mut trial = run(&site, model, draft);
    trial
        .found
        .sort_by_key(|found| (std::cmp::Reverse(found.severity), found.place, found.at));
    Ok(trial)
}

fn run(site: &Site, model: &Model, draft: &Draft) -> Trial {
    let mut trial = Trial {
        found: Vec::new(),
        rows: Vec::new(),
        text: String::new(),
    };
    let parts = builtin::parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let refused = refused_tags(&draft.text, &parts);
    if !refused.is_empty() {
        let found = refused
            .into_iter()
            .map(|(at, message)| Found::error(Place::Template, Some(at), message));
        trial.found.extend(found);
        return trial;
    }
    let rendered = match render(site, model, draft) {
        Ok(rendered) => rendered,
        Err(error) => {
            trial.found.push(not_rendered(error));
            return trial;
        }
    };
    trial.text.clone_from(&rendered.text);
    let findings = lint(&rendered.text, None, Some(ROUTEROS));
    trial.found.extend(findings.into_iter().map(linted));
    let mark = SiteMark::of(site.site.slug.as_str());
    match Desired::from_statements(mark, &rendered.statements, &ROUTEROS) {
        Err(errors) => {
            for RowError { at, message } in errors {
                // What the lint only notes there is refused here.
                let told = |found: &Found| found.at == Some(at) && found.is_error();
                if !trial.found.iter().any(told) {
                    trial
                        .found
                        .push(Found::error(Place::Made, Some(at), message));
                }
            }
        }
        Ok(desired) if desired.rows.is_empty() => trial.found.push(Found::error(
            Place::Template,
            None,
            "it makes no rows: write at least one",
        )),
        Ok(desired) => {
            let router = Router {
                model,
                version: ROUTEROS,
                facts: None,
                observed: None,
            };
            let findings = judge(&desired, &router, &site.access);
            trial.found.extend(
                findings
                    .into_iter()
                    .map(|finding| judged(&desired, finding)),
            );
            trial.rows = by_menu(&desired);
        }
    }
    trial
}

fn render(site: &Site, model: &Model, draft: &Draft) -> Result<Rendered, RenderError> {
    // Under a name of its own: a draft may be called like a template of the program.
    const NAME: &str = "draft";
    let templates = builtin::templates(&[(format!("{NAME}.rsc"), draft.text.clone())])?;
    templates.render(NAME, &Context::new(site, model, &ROUTEROS))
}

fn not_rendered(error: RenderError) -> Found {
    match error {
        RenderError::Tag {
            line,
            column,
            message,
            ..
        } => Found::error(Place::Template, Some(Position { line, column }), message),
        RenderError::Text { error, .. } => Found::error(Place::Made, Some(error.at), error.message),
        RenderError::Template { message, .. } => Found::error(Place::Template, None, message),
        RenderError::Intrusion { shown, .. } => Found::error(
            Place::Template,
            None,
            format!(
                "in `{shown}` a value of the site would become part of a command: put the place of the value in quotes"
            ),
        ),
        error @ RenderError::Unknown { .. } => Found::error(Place::Template, None, error),
    }
}

fn linted(finding: lint::Finding) -> Found {
    Found {
        place: Place::Made,
        at: Some(finding.at),
        severity: finding.severity,
        message: finding.message,
    }
}

fn judged(desired: &Desired, finding: check::Finding) -> Found {
    let row = desired
        .rows
        .iter()
        .find(|row| row.menu.path == finding.menu && row.key() == finding.row);
    Found {
        place: Place::Made,
        at: row.map(|row| row.at),
        severity: match finding.severity {
            check::Severity::Refuse => Severity::Error,
            check::Severity::Warn => Severity::Warning,
        },
        message: format!("{}: {}; {}", finding.menu, finding.message, finding.remedy),
    }
}
