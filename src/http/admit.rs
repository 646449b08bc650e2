//! In front of every handler: who asks, may they, and does the request come from our own pages?

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::pages;
use super::problem::Failure;
use super::routes::Need;
use super::scraper;
use super::visitor::Visitor;
use super::web::{LONGEST_BODY, Web};
use crate::credentials::TokenHash;
use crate::domain::kind::Kind;
use crate::domain::net::is_near;
use crate::service::accounts::session::{Signed, by_access, by_cookie};
use crate::service::accounts::{AccountError, register};
use crate::service::throttle::network;

/// The cookie that holds a browser's session.
pub const SESSION_COOKIE: &str = "session";
/// The header in which scripts send the form token.
const CSRF_HEADER: &str = "x-csrf-token";
/// The field in which forms send it.
const CSRF_FIELD: &str = "csrf_token";

/// What stands in front of one route.
#[derive(Clone)]
pub struct Gate {
    /// What handlers share.
    pub web: Web,
    /// What the route needs.
    pub need: Need,
}

/// Whether the path belongs to programs; everything else is for people.
fn is_api(path: &str) -> bool {
    path.starts_with("/api/") || matches!(path, "/healthz" | "/readyz" | "/metrics")
}

/// Lets a request in that has what its route needs.
pub async fn admit(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if announces_too_much(&parts.headers) {
        return too_large().into_response();
    }
    let mut visitor = Visitor::of(&parts);
    let api = is_api(parts.uri.path());
    let allowed = api && gate.web.origins.has_sent(&parts.headers);
    let presented = match Presented::of(&parts.headers) {
        // Its token is none of an account, and who is signed in does not matter there.
        _ if gate.need == Need::HereOrToken => Presented::Nothing,
        // Pages of other sites come with access tokens only, never as whoever is signed in at this browser.
        Presented::Cookie(_) if allowed => Presented::Nothing,
        presented => presented,
    };
    visitor.signed = match gate.find(&presented).await {
        Ok(signed) => signed,
        // Who fetches another access token may well send the one that has run out along.
        Err(failure) if gate.need == Need::Anyone && failure.kind == Kind::Unauthenticated => None,
        Err(failure) => return failure.into_response(),
    };
    if api
        && let Err(often) = gate
            .web
            .appliance
            .throttles
            .requests
            .attempt(&network(visitor.device.address))
    {
        return Failure::from(AccountError::from(often)).into_response();
    }
    let checked = match gate.need {
        Need::HereOrToken => scraper::admit(&parts, gate.web.metrics_token),
        _ => gate.check(&visitor).await,
    };
    if let Err(failure) = checked {
        return if api || visitor.part {
            failure.into_response()
        } else {
            gate.elsewhere(&visitor, failure).await
        };
    }
    let body = match gate
        .guard_forms(
            &parts.method,
            &parts.headers,
            allowed,
            &presented,
            &visitor,
            body,
        )
        .await
    {
        Ok(body) => body,
        Err(failure) => return failure.into_response(),
    };
    parts.extensions.insert(visitor);
    next.run(Request::from_parts(parts, body)).await
}

impl Gate {
    /// Who is signed in by what was presented. Something that does not count any more is as good as nothing, except
    /// for an access token: a program wants to hear that it has run out.
    async fn find(&self, presented: &Presented) -> Result<Option<Signed>, Failure> {
        let found = match presented {
            Presented::Nothing => return Ok(None),
            Presented::Access(token) => by_access(&self.web.appliance, token).await,
            Presented::Cookie(cookie) => match by_cookie(&self.web.appliance, cookie).await {
                Err(AccountError::NoSession) => return Ok(None),
                found => found,
            },
        };
        Ok(Some(found?))
    }

    async fn check(&self, visitor: &Visitor) -> Result<(), Failure> {
        let role = visitor.signed.as_ref().map(|signed| signed.account.role);
        match (self.need, role) {
            // Whether it comes from here or with its token, the scraper's door has looked at already.
            (Need::Anyone | Need::HereOrToken, _) | (Need::SignedIn, Some(_)) => Ok(()),
            (Need::SetUp, _) => {
                // A box that was put on the internet by mistake is not set up by whoever finds it first.
                if !is_near(visitor.device.address) {
                    return Err(Failure::new(
                        Kind::Forbidden,
                        "A box is set up from its own network: open this page at a device beside it, not over the internet.",
                    ));
                }
                if register::is_open(&self.web.appliance).await? {
                    Ok(())
                } else {
                    Err(Failure::new(
                        Kind::Forbidden,
                        "This box was set up already: sign in.",
                    ))
                }
            }
            (Need::SignedIn | Need::May(_), None) => Err(AccountError::NoSession.into()),
            (Need::May(permission), Some(role)) if role.may(permission) => Ok(()),
            (Need::May(_), Some(role)) => Err(Failure::new(
                Kind::Forbidden,
                format!("A {role} may not do this: ask an owner of this box."),
            )),
        }
    }

    /// A person who may not see a page is taken to where they can do something about it.
    async fn elsewhere(&self, visitor: &Visitor, failure: Failure) -> Response {
        let sets_up = self.need == Need::SetUp;
        if !sets_up && failure.kind != Kind::Unauthenticated {
            return failure.into_response();
        }
        match register::is_open(&self.web.appliance).await {
            // A step of setting up that is over: from there, the way goes on.
            Ok(false) if sets_up => Redirect::to("/setup").into_response(),
            _ if sets_up => failure.into_response(),
            Ok(true) => Redirect::to("/setup").into_response(),
            _ => Redirect::to(&pages::login_path(&visitor.path)).into_response(),
        }
    }

    /// A request that changes something and is let in by a cookie must come from our own pages: the browser says from
    /// where it comes, and a form carries its session's token. A program with an access token is asked for neither.
    async fn guard_forms(
        &self,
        method: &Method,
        headers: &HeaderMap,
        allowed: bool,
        presented: &Presented,
        visitor: &Visitor,
        body: Body,
    ) -> Result<Body, Failure> {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return Ok(body);
        }
        let by_token = matches!(presented, Presented::Access(_));
        // Without a cookie, a page of an allowed site may sign in and exchange its tokens: those come in what it sends.
        if !by_token && !allowed && !is_from_here(headers, visitor.tls) {
            return Err(foreign());
        }
        let Some(cookie) = visitor.signed.as_ref().and_then(|signed| signed.cookie) else {
            return Ok(body);
        };
        if let Some(token) = headers.get(CSRF_HEADER) {
            return self.right_token(&cookie, token.to_str().unwrap_or_default(), body);
        }
        let is_form = headers.get(CONTENT_TYPE).is_some_and(|kind| {
            kind.as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        });
        if !is_form {
            return Err(foreign());
        }
        let bytes: Bytes = to_bytes(body, LONGEST_BODY)
            .await
            .map_err(|_| too_large())?;
        let token = form_urlencoded::parse(&bytes)
            .find(|(name, _)| name == CSRF_FIELD)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default();
        self.right_token(&cookie, &token, Body::from(bytes))
    }

    fn right_token(&self, cookie: &TokenHash, token: &str, body: Body) -> Result<Body, Failure> {
        if self.web.appliance.csrf.is_right(cookie, token) {
            Ok(body)
        } else {
            Err(foreign())
        }
    }
}

fn too_large() -> Failure {
    Failure::new(Kind::TooLarge, "What was sent is longer than 1 MiB.")
}

/// Whether a body is far longer than any may be, by its own word: it is refused before any of it is waited for. One that is only a little
/// longer is read to the limit, since most clients hear an answer only when they have sent what they had.
fn announces_too_much(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .is_some_and(|length| length > 8 * LONGEST_BODY as u64)
}

fn foreign() -> Failure {
    Failure::new(
        Kind::Forbidden,
        "This did not come from a page of this box, or the page is from before you signed in: go back, load the page anew and try again.",
    )
}

/// Whether the browser says that the request comes from our own pages. Programs that are no browsers say nothing, and
/// carry no cookie that they were not given. A page that came without TLS is none of ours over TLS: anybody in between could have written it.
fn is_from_here(headers: &HeaderMap, tls: bool) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN).map(HeaderValue::as_bytes) else {
        return true;
    };
    let host = headers
        .get(HOST)
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    let has = |scheme: &[u8]| origin.strip_prefix(scheme) == Some(host);
    has(b"https://") || (!tls && has(b"http://"))
}

/// By what a request says who sends it.
enum Presented {
    Nothing,
    Access(String),
    Cookie(String),
}

impl Presented {
    fn of(headers: &HeaderMap) -> Self {
        let bearer = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        if let Some((_, token)) = bearer {
            return Presented::Access(token.trim().to_owned());
        }
        match CookieJar::from_headers(headers).get(SESSION_COOKIE) {
            Some(cookie) => Presented::Cookie(cookie.value().to_owned()),
            None => Presented::Nothing,
        }
    }
}

/// Turns failures into pages for people; programs get them as they are.
pub async fn show_failures(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let api = is_api(request.uri().path());
    let (parts, body) = request.into_parts();
    let mut visitor = Visitor::of(&parts);
    let presented = Presented::of(&parts.headers);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(failure) = response.extensions_mut().remove::<Failure>() else {
        return response;
    };
    if api {
        return response;
    }
    visitor.signed = gate.find(&presented).await.unwrap_or_default();
    let mut page = pages::failure(&gate.web, &visitor, &failure);
    *page.status_mut() = response.status();
    if let Some(after) = response
        .headers_mut()
        .remove(axum::http::header::RETRY_AFTER)
    {
        page.headers_mut()
            .insert(axum::http::header::RETRY_AFTER, after);
    }
    page
}

/// Customers see the portal, never the administration.
pub async fn keep_customers_out(State(web): State<Web>, request: Request, next: Next) -> Response {
    let address = {
        let (parts, body) = request.into_parts();
        let address = Visitor::of(&parts).device.address;
        let request = Request::from_parts(parts, body);
        if !web.appliance.is_customer(address) {
            return next.run(request).await;
        }
        address
    };
    tracing::info!(%address, "a customer's device asked for the administration");
    (
        StatusCode::FORBIDDEN,
        "The administration is not open to the networks of customers.\n",
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn only_devices_of_the_own_network_are_near() {
        for near in [
            "127.0.0.1",
            "192.168.88.20",
            "10.5.50.7",
            "172.20.1.1",
            "169.254.7.7",
            "fe80::1",
            "fd00::1",
            "::1",
        ] {
            assert!(is_near(near.parse().unwrap()), "{near}");
        }
        for far in [
            "41.90.1.2",
            "8.8.8.8",
            "172.32.0.1",
            "2a00:1450::1",
            "0.0.0.0",
            "::ffff:8.8.8.8",
        ] {
            assert!(!is_near(far.parse().unwrap()), "{far}");
        }
    }
}
