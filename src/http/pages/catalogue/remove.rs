//! Removing a thing, and offering it again.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::tab::Tab;
use crate::http::body::Named;
use crate::http::pages::page;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::catalogue::shelf::{self, Removed};

/// A question before what cannot be undone.
#[derive(Serialize)]
pub struct Question {
    /// The question.
    pub title: String,
    /// What follows.
    pub text: String,
    /// Where the answer goes.
    pub action: String,
    /// The word on the button.
    pub button: String,
    /// The page before.
    pub back: String,
}

/// The question, for browsers without scripts.
pub async fn ask<T: Tab>(
    State(web): State<Web>,
    visitor: Visitor,
    Named(key): Named<String>,
) -> Result<Response, Failure> {
    let kept = shelf::get::<T>(&web.appliance, &key).await?;
    let say =
        |key: &str, values: &[(&str, String)]| web.view.words().say(visitor.language, key, values);
    let question = Question {
        title: say("catalogue.remove_title", &[("name", kept.item.key())]),
        text: say("catalogue.remove_text", &[]),
        action: format!("{}/remove", T::path_of(&key)),
        button: say("catalogue.remove", &[]),
        back: T::path_of(&key),
    };
    Ok(page(&web, &visitor, "catalogue", "confirm.html", question))
}

/// Removes it.
pub async fn remove<T: Tab>(
    State(web): State<Web>,
    caller: Caller,
    Named(key): Named<String>,
) -> Result<Response, Failure> {
    let removed = shelf::remove::<T>(&web.appliance, &caller.actor(), &key).await?;
    Ok(super::done(
        &T::path(),
        match removed {
            Removed::Deleted => "catalogue.flash_deleted",
            Removed::Archived(_) => "catalogue.flash_archived",
        },
    ))
}

/// Offers it again.
pub async fn restore<T: Tab>(
    State(web): State<Web>,
    caller: Caller,
    Named(key): Named<String>,
) -> Result<Response, Failure> {
    shelf::restore::<T>(&web.appliance, &caller.actor(), &key).await?;
    Ok(super::done(&T::path_of(&key), "catalogue.flash_restored"))
}
