//! From the kind of a failure to what HTTP says, once: a status, and for the API a document of RFC 9457.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::kind::{Fault, Kind, Kinded};
use crate::service::told::sentence;

/// What people and programs are told of a failure.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Whose fault it is.
    pub kind: Kind,
    /// What happened and what to do.
    pub detail: String,
    /// Which fields are wrong.
    pub faults: Vec<Fault>,
    /// In how many seconds to try again.
    pub retry_after: Option<u64>,
}

/// A failure as RFC 9457 has it (`application/problem+json`).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status.
    status: u16,
    /// What happened and what to do.
    detail: String,
    /// Which fields are wrong, where it is about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

/// Something wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field's name, as it was sent; inside a site its path in dots, such as `site.network.0.ports`.
    field: String,
    /// What is wrong and what to write.
    message: String,
}

impl Failure {
    /// A failure without fields.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Failure {
            kind,
            detail: detail.into(),
            faults: Vec::new(),
            retry_after: None,
        }
    }

    /// Nothing stands at this address, or the caller may not know of it.
    pub fn not_found() -> Self {
        Failure::new(Kind::NotFound, "There is nothing at this address.")
    }

    /// The status that tells of it.
    pub fn status(&self) -> StatusCode {
        status(self.kind)
    }
}

/// Which status tells of a kind.
pub fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Upstream => StatusCode::BAD_GATEWAY,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl<E: Kinded + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let kind = error.kind();
        let detail = if kind == Kind::Internal {
            // Handled here, so logged here; its text may tell of things that are nobody's business.
            tracing::error!(error = &error as &dyn std::error::Error, "a request failed");
            "Something went wrong inside hotspotd. It was noted; try again, and send the log to the support if it stays."
                .to_owned()
        } else {
            sentence(&error.to_string())
        };
        Failure {
            kind,
            detail,
            faults: error.faults(),
            retry_after: error.retry_after(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.status();
        // For the layer that turns failures into pages.
        let failure = self.clone();
        let problem = Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Failure"),
            status: status.as_u16(),
            detail: self.detail,
            errors: self
                .faults
                .into_iter()
                .map(|Fault { field, message }| FieldProblem { field, message })
                .collect(),
        };
        let mut response = (status, Json(problem)).into_response();
        response.extensions_mut().insert(failure);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"hotspotd\""),
            );
        }
        response
    }
}
