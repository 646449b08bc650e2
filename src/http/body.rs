//! What requests carry, read with errors that help.
//!
//! Axum's own extractors would make the program a megabyte longer, with the reading of each type for each format.

use std::fmt;

use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, RawForm, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::problem::Failure;
use crate::domain::kind::Kind;
use crate::service::tracked;

/// Fields of a form beyond these are none of a page's.
const MOST_FIELDS: usize = 20_000;

/// A JSON document.
#[derive(Debug)]
pub struct Document<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Document<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            let text = "Send JSON, with the header Content-Type: application/json.";
            return Err(Failure::new(Kind::Invalid, text));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| refused(rejection.status(), rejection.body_text()))?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = tracked::read(&mut json).map_err(|mistake| unreadable("JSON", &mistake))?;
        json.end().map_err(|error| unreadable("JSON", &error))?;
        Ok(Document(value))
    }
}

/// Whether JSON was sent, by its own word: a page of another site can send text without being asked, but not this.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let subtype = kind.strip_prefix("application/").unwrap_or_default();
    subtype == "json" || subtype.ends_with("+json")
}

fn unreadable(what: &str, mistake: &dyn fmt::Display) -> Failure {
    Failure::new(
        Kind::Invalid,
        format!("The {what} cannot be read: {mistake}"),
    )
}

/// What is written as `name=value&name=value`, in its order.
fn pairs(written: &[u8]) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(written).into_owned()
}

/// A form of a page.
#[derive(Debug)]
pub struct Filled<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Filled<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let form = form(request, state).await?;
        tracked::typed(pairs(&form))
            .map(Filled)
            .map_err(|mistake| unreadable("form", &mistake))
    }
}

/// A form of a page whose fields are not known beforehand: names and texts, in their order.
#[derive(Debug)]
pub struct Typed(pub Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let form = form(request, state).await?;
        Ok(Typed(pairs(&form).take(MOST_FIELDS).collect()))
    }
}

async fn form<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Failure> {
    RawForm::from_request(request, state)
        .await
        .map(|RawForm(form)| form)
        .map_err(|rejection| refused(rejection.status(), rejection.body_text()))
}

/// Parameters behind the question mark.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let query = parts.uri.query().unwrap_or_default();
        tracked::typed(pairs(query.as_bytes()))
            .map(Asked)
            .map_err(|mistake| unreadable("address", &mistake))
    }
}

/// A part of the path. What cannot be one names nothing.
#[derive(Debug)]
pub struct Named<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        Path::<T>::from_request_parts(parts, state)
            .await
            .map(|Path(value)| Named(value))
            .map_err(|_: PathRejection| Failure::not_found())
    }
}

fn refused(status: StatusCode, text: String) -> Failure {
    let kind = if status == StatusCode::PAYLOAD_TOO_LARGE {
        Kind::TooLarge
    } else {
        Kind::Invalid
    };
    Failure::new(kind, text)
}
