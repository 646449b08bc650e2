//! `Idempotency-Key`: a POST that is sent again, since nobody heard the answer, is not done again but answered as before.
//!
//! Keys belong to the account that sends them and are kept for a day. Requests and answers are kept sealed: a request may
//! hold a password and an answer a link that lets somebody in.
//!
//! A request that ended without an answer (the program was killed, a handler failed inside) may have been done or not. Its key
//! says so to whoever sends it again, and whoever knows better takes a new key. Only what does no more when it is done twice
//! ([`REPEATABLE`]) is done again.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
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
use crate::store::idempotency::{self, Course};

/// The header.
pub const HEADER: &str = "idempotency-key";
/// Says of an answer that it is one from before.
pub const REPLAYED: &str = "idempotency-replayed";
/// The longest key.
const LONGEST: usize = 255;

/// Requests that leave the same behind when they are done twice as when they are done once.
const REPEATABLE: &[&str] = &[
    "/api/people/{id}/lock/",
    "/api/people/{id}/unlock/",
    "/api/people/{id}/sign-out/",
    "/api/config/models/{id}/restore/",
    "/api/config/bandwidth-profiles/{id}/restore/",
    "/api/config/voucher-types/{id}/restore/",
    "/api/config/templates/{id}/restore/",
    "/api/config/templates/render/",
    "/api/routers/{id}/test/",
];

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
        let before = open(appliance, &taken, "request", known.request)?;
        if before != asked {
            return Err(Failure::new(
                Kind::Invalid,
                "This Idempotency-Key was used for another request: take a new one for each.",
            ));
        }
        let again = known.course == Course::Stopped && is_repeatable(&parts);
        if !again || !resume(appliance, &taken).await? {
            return answer(appliance, &taken, known.course);
        }
    }
    let request = Request::from_parts(parts, Body::from(body));
    let appliance = Arc::clone(appliance);
    // Whoever asked may hang up; what was begun is done all the same, and its answer kept, or the key would stay taken.
    let done = tokio::spawn(async move {
        // One that panics does not take the key along.
        let response = tokio::spawn(next.run(request)).await;
        let response = response.unwrap_or_else(|_| broken().into_response());
        finish(&appliance, &taken, response).await
    });
    done.await.unwrap_or_else(|_| Err(broken()))
}

fn is_repeatable(parts: &Parts) -> bool {
    let path = parts.extensions.get::<MatchedPath>();
    path.is_some_and(|path| {
        let path = path.as_str().trim_end_matches('/');
        REPEATABLE
            .iter()
            .any(|known| known.trim_end_matches('/') == path)
    })
}

async fn resume(appliance: &Appliance, taken: &Taken) -> Result<bool, Failure> {
    let (account, key) = (taken.account, taken.key.clone());
    let resumed = appliance
        .state
        .write(move |connection| idempotency::resume(connection, account, &key));
    Ok(resumed.await?)
}

fn open(
    appliance: &Appliance,
    taken: &Taken,
    what: &str,
    sealed: Vec<u8>,
) -> Result<Secret, Failure> {
    let sealed = Sealed::from_bytes(sealed);
    appliance
        .sealer
        .open(&taken.place(what), &sealed)
        .map_err(unsealed)
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

/// The answer to a request that was sent before.
fn answer(appliance: &Appliance, taken: &Taken, course: Course) -> Result<Response, Failure> {
    let (status, answer) = match course {
        Course::Answered(status, answer) => (status, open(appliance, taken, "answer", answer)?),
        Course::UnderWay => {
            return Err(Failure {
                retry_after: Some(1),
                ..Failure::new(
                    Kind::Conflict,
                    "The request with this Idempotency-Key is still under way: ask again in a moment.",
                )
            });
        }
        Course::Stopped => {
            return Err(Failure::new(
                Kind::Conflict,
                "hotspotd was stopped while it did this, and whether it was done is not known: look, and where it was not, send it with a new Idempotency-Key.",
            ));
        }
    };
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

/// Keeps what was done. What was refused changed nothing, so its key is given back and the request may be mended and sent again.
/// What failed inside may have changed something.
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
    let sealed = kept.map(|text| {
        let place = taken.place("answer");
        appliance.sealer.seal(&place, &Secret::new(text))
    });
    let status = parts.status;
    appliance
        .state
        .write(move |connection| match sealed {
            Some(Ok(sealed)) => {
                let status = status.as_u16();
                idempotency::finish(connection, account, &key, status, sealed.as_bytes())
            }
            None if !status.is_success() && status != StatusCode::INTERNAL_SERVER_ERROR => {
                idempotency::release(connection, account, &key)
            }
            _ => idempotency::stop(connection, account, &key),
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
    fn what_may_be_done_twice_stands_in_the_table() {
        for path in REPEATABLE {
            let known = crate::http::routes::routes();
            let mut posts = known.iter().filter(|it| it.method == Method::POST);
            assert!(posts.any(|it| it.path == *path), "{path}");
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
