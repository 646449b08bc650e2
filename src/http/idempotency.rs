//! `Idempotency-Key`: a POST that is sent again, since nobody heard the answer, is not done again but answered as before.
//!
//! Keys belong to the account that sends them and are kept for a day. Requests and answers are kept sealed: a request may
//! hold a password and an answer a link that lets somebody in.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::problem::Failure;
use super::visitor::Visitor;
use super::web::{LONGEST_BODY, Web};
use crate::credentials::{SealError, Sealed};
use crate::domain::id::AccountId;
use crate::domain::kind::Kind;
use crate::domain::secret::Secret;
use crate::service::appliance::Appliance;
use crate::service::sweep::ANSWERS;
use crate::store::idempotency;

/// The header.
pub const HEADER: &str = "idempotency-key";
/// Says of an answer that it is one from before.
pub const REPLAYED: &str = "idempotency-replayed";
/// The longest key.
const LONGEST: usize = 255;

/// A key of an account, taken for one request.
struct Taken {
    account: AccountId,
    key: String,
}

impl Taken {
    /// Where something of this key is sealed.
    fn place(&self, what: &str) -> String {
        format!("idempotency/{}/{}/{what}", self.account, self.key)
    }
}

/// In front of every POST of the API, behind [`super::admit`].
pub async fn hold(State(web): State<Web>, request: Request, next: Next) -> Response {
    let account = request
        .extensions()
        .get::<Visitor>()
        .and_then(|visitor| visitor.signed.as_ref())
        .map(|signed| signed.account.id);
    let (Some(account), Some(key)) = (account, request.headers().get(HEADER)) else {
        return next.run(request).await;
    };
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let Some(key) = readable(key) else {
        return Failure::new(
            Kind::Invalid,
            "The Idempotency-Key is 1 to 255 visible ASCII characters.",
        )
        .into_response();
    };
    let taken = Taken { account, key };
    match keep(&web.appliance, taken, request, next).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

fn readable(key: &HeaderValue) -> Option<String> {
    let key = key.to_str().ok()?.trim();
    let visible = key.bytes().all(|b| b.is_ascii_graphic());
    (visible && !key.is_empty() && key.len() <= LONGEST).then(|| key.to_owned())
}

async fn keep(
    appliance: &Arc<Appliance>,
    taken: Taken,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY)
        .await
        .map_err(|_| Failure::new(Kind::TooLarge, "What was sent is longer than 1 MiB."))?;
    let asked = fingerprint(parts.method.as_str(), &parts.uri.to_string(), &body);
    let sealed = appliance.sealer.seal(&taken.place("request"), &asked);
    let sealed = sealed.map_err(unsealed)?;
    let now = appliance.clock.now();
    let (account, key) = (taken.account, taken.key.clone());
    let known = appliance
        .state
        .write(move |connection| {
            let forgotten = now.minus(ANSWERS);
            idempotency::begin(connection, account, &key, sealed.as_bytes(), forgotten, now)
        })
        .await?;
    if let Some(known) = known {
        return again(appliance, &taken, known, &asked);
    }
    let request = Request::from_parts(parts, Body::from(body));
    let appliance = Arc::clone(appliance);
    // Whoever asked may hang up; what was begun is done all the same, and its answer kept, or the key would stay taken.
    let done = tokio::spawn(async move {
        let response = next.run(request).await;
        finish(&appliance, &taken, response).await
    });
    done.await.unwrap_or_else(|_| Err(broken()))
}

/// Stands for a request: two are the same where method, address and body are.
fn fingerprint(method: &str, address: &str, body: &[u8]) -> Secret {
    let mut hash = Sha256::new();
    for part in [method.as_bytes(), address.as_bytes(), body] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let hash: [u8; 32] = hash.finalize().into();
    Secret::new(hash.iter().map(|b| format!("{b:02x}")).collect::<String>())
}

fn again(
    appliance: &Appliance,
    taken: &Taken,
    known: idempotency::Known,
    asked: &Secret,
) -> Result<Response, Failure> {
    let open = |what: &str, sealed: Vec<u8>| {
        let sealed = Sealed::from_bytes(sealed);
        appliance.sealer.open(&taken.place(what), &sealed)
    };
    let before = open("request", known.request).map_err(unsealed)?;
    if before != *asked {
        return Err(Failure::new(
            Kind::Invalid,
            "This Idempotency-Key was used for another request: take a new one for each.",
        ));
    }
    let Some((status, answer)) = known.answer else {
        return Err(Failure::new(
            Kind::Conflict,
            "The request with this Idempotency-Key is still under way: ask again in a moment.",
        ));
    };
    let answer = open("answer", answer).map_err(unsealed)?;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, answer.reveal().to_owned()).into_response();
    let headers = response.headers_mut();
    headers.remove(CONTENT_TYPE);
    if !answer.reveal().is_empty() {
        let kind = HeaderValue::from_static("application/json");
        headers.insert(CONTENT_TYPE, kind);
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

/// Keeps what was done. What was refused or failed changed nothing, so its key is given back and the request may be mended
/// and sent again.
async fn finish(
    appliance: &Appliance,
    taken: &Taken,
    response: Response,
) -> Result<Response, Failure> {
    let (account, key) = (taken.account, taken.key.clone());
    let (parts, body) = response.into_parts();
    let body: Option<Bytes> = to_bytes(body, LONGEST_BODY).await.ok();
    let text = body
        .as_ref()
        .and_then(|body| std::str::from_utf8(body).ok());
    let kept = text.filter(|_| parts.status.is_success());
    let sealed = kept
        .map(|text| {
            appliance
                .sealer
                .seal(&taken.place("answer"), &Secret::new(text))
        })
        .transpose()
        .map_err(unsealed)?;
    let status = parts.status.as_u16();
    appliance
        .state
        .write(move |connection| match sealed {
            Some(sealed) => {
                idempotency::finish(connection, account, &key, status, sealed.as_bytes())
            }
            None => idempotency::release(connection, account, &key),
        })
        .await?;
    Ok(Response::from_parts(
        parts,
        Body::from(body.unwrap_or_default()),
    ))
}

fn unsealed(error: SealError) -> Failure {
    tracing::error!(
        error = &error as &dyn std::error::Error,
        "an answer could not be kept"
    );
    broken()
}

fn broken() -> Failure {
    let text = "Something went wrong inside hotspotd. It was noted; try again.";
    Failure::new(Kind::Internal, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_request_counts() {
        let one = fingerprint("POST", "/api/people/", b"{}");
        assert_eq!(one, fingerprint("POST", "/api/people/", b"{}"));
        for (method, address, body) in [
            ("PUT", "/api/people/", "{}"),
            ("POST", "/api/people/?a", "{}"),
            ("POST", "/api/people/", "{ }"),
            ("POST", "/api/people", "/{}"),
        ] {
            assert_ne!(one, fingerprint(method, address, body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn a_key_is_visible_and_not_too_long() {
        let key = |text: &str| readable(&HeaderValue::from_str(text).unwrap());
        assert_eq!(key(" 8f14-e45f "), Some("8f14-e45f".to_owned()));
        for bad in ["", "a b", &"a".repeat(256)] {
            assert_eq!(key(bad), None, "{bad}");
        }
    }
}
