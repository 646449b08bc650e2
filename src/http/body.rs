//! What requests carry, read with errors that help.

use axum::Json;
use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Form, FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Failure;
use crate::domain::kind::Kind;

/// A JSON document.
#[derive(Debug)]
pub struct Document<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Document<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Document(value)),
            Err(rejection) => Err(refused(rejection.status(), told(&rejection))),
        }
    }
}

fn told(rejection: &JsonRejection) -> String {
    match rejection {
        JsonRejection::MissingJsonContentType(_) => {
            "Send JSON, with the header Content-Type: application/json.".to_owned()
        }
        other => other.body_text(),
    }
}

/// A form of a page.
#[derive(Debug)]
pub struct Filled<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Filled<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        Form::<T>::from_request(request, state)
            .await
            .map(|Form(value)| Filled(value))
            .map_err(|rejection: FormRejection| refused(rejection.status(), rejection.body_text()))
    }
}

/// Parameters behind the question mark.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        Query::<T>::from_request_parts(parts, state)
            .await
            .map(|Query(value)| Asked(value))
            .map_err(|rejection: QueryRejection| refused(rejection.status(), rejection.body_text()))
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
