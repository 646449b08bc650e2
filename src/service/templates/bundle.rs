//! Templates in one TOML file: `[[template]]` with `name`, `sample_model`, `sample_shape` and `text`.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{Draft, Found, Sample, TemplateError, note, saved, try_out};
use crate::domain::kind::Fault;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::service::builtin;
use crate::service::catalogue::import::{Deed, Planned};
use crate::store::StoreError;
use crate::store::template as store;

/// Most templates in a file.
const MOST: usize = 50;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    template: Vec<Spanned<Entry>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    sample_model: Option<String>,
    #[serde(default)]
    sample_shape: Option<String>,
    text: String,
}

/// The operator's own templates that are offered, as a file which [`import`] takes over without a change.
///
/// # Errors
/// The database.
pub async fn export(appliance: &Appliance) -> Result<String, TemplateError> {
    #[derive(Serialize)]
    struct Written {
        template: Vec<Entry>,
    }
    let own = super::list(appliance, false).await?;
    let template = own
        .into_iter()
        .filter(|template| !template.builtin)
        .map(|template| Entry {
            name: template.name,
            sample_model: Some(template.sample.model),
            sample_shape: Some(template.sample.shape),
            text: template.text,
        })
        .collect();
    let written = toml::to_string(&Written { template });
    Ok(written.map_err(|_| StoreError::Damaged("a template"))?)
}

/// Takes over a file, all of it or nothing, or tells what would be done with it.
///
/// # Errors
/// [`TemplateError::Faults`] where it is no such file, or an entry is wrong and it was no dry run.
pub async fn import(
    appliance: &Appliance,
    actor: &Actor,
    text: &str,
    dry_run: bool,
) -> Result<Vec<Planned>, TemplateError> {
    let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let file: File = toml::from_str(text).map_err(|error| {
        let line = line_of(error.span().map_or(0, |span| span.start));
        let message = format!("line {line}: {}", error.message());
        TemplateError::Faults(vec![Fault::new("text", message)])
    })?;
    if file.template.len() > MOST {
        let message = format!("a file has at most {MOST} templates");
        return Err(TemplateError::Faults(vec![Fault::new("text", message)]));
    }
    let operator = appliance.operator;
    let there = appliance
        .state
        .read(move |connection| store::all(connection, operator))
        .await?;
    let mut planned: Vec<Planned> = Vec::new();
    let mut drafts: Vec<(Draft, Option<i64>)> = Vec::new();
    for entry in file.template {
        let line = line_of(entry.span().start);
        let entry = entry.into_inner();
        let usual = Sample::default();
        let draft = Draft {
            name: entry.name,
            text: entry.text,
            sample: Sample {
                model: entry.sample_model.unwrap_or(usual.model),
                shape: entry.sample_shape.unwrap_or(usual.shape),
            },
        };
        let old = there.iter().find(|old| old.name == draft.name);
        let mut faults = faults(appliance, &draft);
        if old.is_some_and(|old| old.archived_at.is_some()) {
            faults.push(Fault::new(
                "name",
                TemplateError::Archived(draft.name.clone()),
            ));
        }
        if planned.iter().any(|earlier| earlier.key == draft.name) {
            faults.push(Fault::new(
                "name",
                "it stands in this file for the second time: keep one of them",
            ));
        }
        let same = old.is_some_and(|old| {
            old.text == draft.text
                && old.sample_model == draft.sample.model
                && old.sample_shape == draft.sample.shape
        });
        let deed = match old {
            _ if !faults.is_empty() => Deed::Refuse(faults),
            Some(_) if same => Deed::Keep,
            Some(_) => Deed::Change,
            None => Deed::Add,
        };
        planned.push(Planned {
            line,
            key: draft.name.clone(),
            deed,
        });
        drafts.push((draft, old.map(|old| old.version)));
    }
    let refused: Vec<Fault> = planned
        .iter()
        .filter_map(|entry| match &entry.deed {
            Deed::Refuse(faults) => Some((entry, faults)),
            _ => None,
        })
        .flat_map(|(entry, faults)| {
            faults.iter().map(|fault| {
                Fault::new(
                    &format!("line {}, {}", entry.line, fault.field),
                    &fault.message,
                )
            })
        })
        .collect();
    if dry_run {
        return Ok(planned);
    }
    if !refused.is_empty() {
        return Err(TemplateError::Faults(refused));
    }
    let deeds: Vec<Deed> = planned.iter().map(|entry| entry.deed.clone()).collect();
    let (now, actor) = (appliance.clock.now(), actor.clone());
    appliance
        .state
        .write(move |connection| {
            let author = actor.account.login.as_str();
            for ((draft, version), deed) in drafts.iter().zip(&deeds) {
                let moved = |error| match error {
                    StoreError::Missing | StoreError::Conflict(_) => {
                        TemplateError::Moved(draft.name.clone())
                    }
                    error => error.into(),
                };
                match (deed, version) {
                    (Deed::Add, _) => {
                        store::insert(connection, operator, &saved(draft, author), now)
                            .map_err(moved)?;
                    }
                    (Deed::Change, Some(version)) => {
                        store::set(connection, operator, &saved(draft, author), *version, now)
                            .map_err(moved)?;
                    }
                    _ => continue,
                }
                note(connection, &actor, "import", &draft.name, now)?;
            }
            Ok::<_, TemplateError>(())
        })
        .await?;
    appliance.refresh_templates().await?;
    Ok(planned)
}

fn faults(appliance: &Appliance, draft: &Draft) -> Vec<Fault> {
    if let Err(fault) = super::good_name(&draft.name) {
        return vec![fault];
    }
    if builtin::texts().iter().any(|(name, _)| *name == draft.name) {
        return vec![Fault::new(
            "name",
            TemplateError::BuiltIn(draft.name.clone()),
        )];
    }
    match try_out(appliance, draft) {
        Err(TemplateError::Faults(faults)) => faults,
        Err(error) => vec![Fault::new("text", error)],
        Ok(trial) => trial
            .found
            .iter()
            .filter(|found| found.is_error())
            .map(|found: &Found| Fault::new("text", found))
            .collect(),
    }
}
