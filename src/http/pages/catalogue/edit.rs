//! The form of one thing: looked at, made, changed.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::tab::Tab;
use crate::domain::access::Permission;
use crate::domain::hotspot::site::BandwidthProfile;
use crate::domain::moment::Moment;
use crate::http::body::{Named, Typed};
use crate::http::pages::page;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::catalogue::fields::Fields;
use crate::service::catalogue::shelf::{self, Kept, Query};

#[derive(Serialize)]
struct Edit {
    tab: &'static str,
    /// Empty for a new one.
    key: String,
    builtin: bool,
    archived: Option<i64>,
    edits: bool,
    fields: Vec<Field>,
    errors: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    value: String,
    error: String,
    required: bool,
    /// It stays as it is.
    fixed: bool,
    options: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

/// The empty form.
pub async fn new<T: Tab>(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    form::<T>(&web, &visitor, None, &Fields::default(), None).await
}

/// Makes one.
pub async fn create<T: Tab>(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Typed(typed): Typed,
) -> Result<Response, Failure> {
    let fields = fields::<T>(typed);
    match shelf::create::<T>(&web.appliance, &caller.actor(), &fields).await {
        Ok(_) => Ok(super::done(&T::path(), "catalogue.flash_saved")),
        Err(error) => form::<T>(&web, &visitor, None, &fields, Some(error.into())).await,
    }
}

/// The form of one that is there.
pub async fn show<T: Tab>(
    State(web): State<Web>,
    visitor: Visitor,
    Named(key): Named<String>,
) -> Result<Response, Failure> {
    let kept = shelf::get::<T>(&web.appliance, &key).await?;
    let fields = kept.item.fields();
    form::<T>(&web, &visitor, Some(kept), &fields, None).await
}

/// Changes one.
pub async fn save<T: Tab>(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(key): Named<String>,
    Typed(typed): Typed,
) -> Result<Response, Failure> {
    let kept = shelf::get::<T>(&web.appliance, &key).await?;
    let mut fields = fields::<T>(typed);
    let column = T::COLUMNS.first().copied().unwrap_or_default();
    // A field that stays as it is is not sent.
    fields.set(column, kept.item.fields().get(column));
    match shelf::edit::<T>(&web.appliance, &caller.actor(), &key, &fields).await {
        Ok(_) => Ok(super::done(&T::path(), "catalogue.flash_saved")),
        Err(error) => form::<T>(&web, &visitor, Some(kept), &fields, Some(error.into())).await,
    }
}

/// What a form sends, without what belongs to the form itself.
fn fields<T: Tab>(typed: Vec<(String, String)>) -> Fields {
    typed
        .into_iter()
        .filter(|(name, _)| T::COLUMNS.contains(&name.as_str()))
        .collect()
}

async fn form<T: Tab>(
    web: &Web,
    visitor: &Visitor,
    kept: Option<Kept<T>>,
    values: &Fields,
    failure: Option<Failure>,
) -> Result<Response, Failure> {
    let profiles = profiles(web).await?;
    let status = failure.as_ref().map(Failure::status);
    let mut errors = BTreeMap::new();
    if let Some(failure) = failure {
        if failure.faults.is_empty() {
            errors.insert("form".to_owned(), failure.detail);
        }
        for fault in failure.faults {
            errors.insert(fault.field, fault.message);
        }
    }
    let fields = T::COLUMNS.iter().enumerate().map(|(at, name)| {
        let value = values.get(name).to_owned();
        let options = match T::CHOICES.iter().find(|(field, _)| field == name) {
            Some((_, words)) => words.iter().map(|word| (*word).to_owned()).collect(),
            None if *name == "profile" => with(profiles.clone(), &value),
            None => Vec::new(),
        };
        Field {
            error: errors.get(*name).cloned().unwrap_or_default(),
            required: !T::OPTIONAL.contains(name),
            fixed: at == 0 && kept.is_some(),
            options: options
                .into_iter()
                .map(|word| Choice {
                    text: word.clone(),
                    value: word,
                })
                .collect(),
            name,
            value,
        }
    });
    let builtin = kept.as_ref().is_some_and(|kept| kept.builtin);
    let archived = kept.as_ref().and_then(|kept| kept.archived_at);
    let edit = Edit {
        tab: T::NAME,
        fields: fields.collect(),
        key: kept.map(|kept| kept.item.key()).unwrap_or_default(),
        builtin,
        archived: archived.map(Moment::as_millis),
        edits: visitor.may(Permission::EditCatalogue) && !builtin && archived.is_none(),
        errors,
    };
    let mut response = page(web, visitor, "catalogue", "catalogue/edit.html", edit);
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    Ok(response)
}

async fn profiles(web: &Web) -> Result<Vec<String>, Failure> {
    let profiles = shelf::list::<BandwidthProfile>(&web.appliance, Query::default()).await?;
    Ok(profiles
        .into_iter()
        .map(|kept| kept.item.name.to_string())
        .collect())
}

/// The names, and the one that stands there now: its profile may be archived.
fn with(mut names: Vec<String>, value: &str) -> Vec<String> {
    if !value.is_empty() && !names.iter().any(|name| name == value) {
        names.push(value.to_owned());
    }
    names
}
