//! What came without TLS to a box that takes it: whoever could read or change it on the way is why it is not answered.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::header::{HOST, LOCATION};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::came::{FromHere, Line, peer};
use super::problem::Failure;
use super::web::Web;
use crate::domain::kind::Kind;

/// Whether somebody at this address is on this machine itself, where nobody is in between. The second says whether it is the very
/// address that was asked.
pub type IsLocal = fn(IpAddr, bool) -> bool;

/// Paths that tell nothing but whether the box lives.
const OPEN: [&str; 2] = ["/healthz", "/readyz"];

/// What is done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// It is answered.
    Answer,
    /// Whoever asks is sent to the same place over TLS.
    Redirect,
    /// It is refused: what is in it has been sent in clear already.
    Refuse,
}

/// `trusted`: the connection comes from this machine itself, or from a proxy that takes TLS for it.
fn turn(line: Line, trusted: bool, method: &Method, path: &str) -> Turn {
    if line == Line::Tls || trusted || OPEN.contains(&path) {
        return Turn::Answer;
    }
    match *method {
        Method::GET | Method::HEAD => Turn::Redirect,
        _ => Turn::Refuse,
    }
}

/// In front of all routes, where the listener takes TLS.
pub async fn keep_to_tls(State(web): State<Web>, request: Request, next: Next) -> Response {
    let Some(is_local) = web.only_tls else {
        return next.run(request).await;
    };
    let peer = peer(request.extensions());
    let line = request.extensions().get().copied().unwrap_or(Line::Plain);
    let here = request.extensions().get::<FromHere>().is_some();
    let trusted = is_local(peer, here) || web.proxies.contains(&peer);
    let path = request.uri().path();
    match turn(line, trusted, request.method(), path) {
        Turn::Answer => return next.run(request).await,
        Turn::Redirect => {
            let rest = request.uri().path_and_query().map_or("/", |it| it.as_str());
            let there = host(request.headers()).map(|host| format!("https://{host}{rest}"));
            // A request that names no host comes from no browser.
            if let Some(there) = there.and_then(|there| HeaderValue::try_from(there).ok()) {
                return (StatusCode::PERMANENT_REDIRECT, [(LOCATION, there)]).into_response();
            }
        }
        Turn::Refuse => {}
    }
    Failure::new(
        Kind::Forbidden,
        "This came without TLS, so others may have read it on the way: send it to https://, and choose another password where one was in it.",
    )
    .into_response()
}

/// The host that was asked, with the port at which it was reached: of `http://` 80, where none is said, and not the one of `https://`.
fn host(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let host: Authority = host.parse().ok()?;
    if host.as_str().contains('@') {
        return None;
    }
    Some(match host.port_u16() {
        Some(port) => format!("{}:{port}", host.host()),
        None => format!("{}:80", host.host()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_answered_without_tls() {
        let methods = [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
        ];
        for method in &methods {
            for path in ["/", "/login", "/api/routers/", "/healthz", "/readyz"] {
                for (line, trusted) in [(Line::Tls, false), (Line::Tls, true), (Line::Plain, true)]
                {
                    assert_eq!(turn(line, trusted, method, path), Turn::Answer);
                }
            }
            let stranger = |path| turn(Line::Plain, false, method, path);
            assert_eq!(stranger("/healthz"), Turn::Answer);
            assert_eq!(stranger("/readyz"), Turn::Answer);
            let safe = *method == Method::GET || *method == Method::HEAD;
            let turned = if safe { Turn::Redirect } else { Turn::Refuse };
            for path in [
                "/",
                "/login",
                "/api/auth/login/",
                "/healthz/",
                "/static/app.css",
            ] {
                assert_eq!(stranger(path), turned, "{method} {path}");
            }
        }
    }

    #[test]
    fn the_port_is_the_one_at_which_it_came() {
        for (said, told) in [
            ("192.168.88.10:8000", Some("192.168.88.10:8000")),
            ("duka.local", Some("duka.local:80")),
            ("duka.local:443", Some("duka.local:443")),
            ("[fd00::2]:8000", Some("[fd00::2]:8000")),
            ("[fd00::2]", Some("[fd00::2]:80")),
            ("somebody@duka:8000", None),
            ("", None),
            ("a b", None),
            ("duka/there", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_str(said).unwrap());
            assert_eq!(host(&headers).as_deref(), told, "{said}");
        }
        assert_eq!(host(&HeaderMap::new()), None);
    }
}
