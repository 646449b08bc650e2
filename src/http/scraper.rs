//! Who may read the figures of `/metrics`: whoever has the token that the operator named, and where there is none, the box itself.
//!
//! What counts here is the connection. A proxy on the box is no device of its own: what it forwards comes from somebody else.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::header::{AUTHORIZATION, FORWARDED, HOST, VIA};
use axum::http::request::Parts;
use axum::http::uri::Authority;

use super::problem::Failure;
use crate::credentials::TokenHash;
use crate::domain::kind::Kind;

/// What proxies add to what they forward, beside `Forwarded` and `Via`.
const FORWARDED_BY: &str = "x-forwarded-";
const REAL_ADDRESS: &str = "x-real-ip";

/// Lets in whoever may read them.
///
/// # Errors
/// Nobody else; the sentence says what to do.
pub fn admit(parts: &Parts, token: Option<TokenHash>) -> Result<(), Failure> {
    let Some(token) = token else {
        if is_the_box(parts) {
            return Ok(());
        }
        return Err(Failure::new(
            Kind::Forbidden,
            "The figures are shown at the box itself, at http://127.0.0.1. For another machine, name a file with a token by the setting metrics_token_file, and start hotspotd anew.",
        ));
    };
    match presented(parts) {
        Some(given) if TokenHash::of(given) == token => Ok(()),
        _ => Err(Failure::new(
            Kind::Unauthenticated,
            "The figures are shown to whoever sends the token of the file that metrics_token_file names: Authorization: Bearer and the token.",
        )),
    }
}

/// Whether a program on this very machine asks for itself: nothing says that it was forwarded, and it calls the box as only the box itself
/// can. A page in a browser here, which a name of a stranger leads here, calls it by that name.
fn is_the_box(parts: &Parts) -> bool {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback())
        && !is_forwarded(parts)
        && calls_it_itself(parts)
}

fn is_forwarded(parts: &Parts) -> bool {
    parts.headers.keys().any(|name| {
        *name == FORWARDED
            || *name == VIA
            || name == REAL_ADDRESS
            || name.as_str().starts_with(FORWARDED_BY)
    })
}

fn calls_it_itself(parts: &Parts) -> bool {
    let host = parts
        .headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .and_then(|host| host.parse::<Authority>().ok());
    let Some(host) = host.as_ref().map(Authority::host) else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|host| host.to_canonical().is_loopback())
}

fn presented(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef";

    /// What somebody at this address is told who sends these headers: nothing, or a status.
    fn told(peer: &str, headers: &[(&str, &str)], token: Option<&str>) -> Option<u16> {
        let peer: SocketAddr = peer.parse().unwrap();
        let mut request = axum::http::Request::get("/metrics");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(peer));
        let failure = admit(&parts, token.map(TokenHash::of)).err()?;
        Some(failure.status().as_u16())
    }

    #[test]
    fn the_box_itself() {
        for (peer, host) in [
            ("127.0.0.1:4000", "127.0.0.1:8000"),
            ("127.0.0.1:4000", "localhost"),
            ("[::1]:4000", "[::1]:8000"),
            ("[::ffff:127.0.0.1]:4000", "LOCALHOST:8000"),
        ] {
            assert_eq!(told(peer, &[("host", host)], None), None, "{peer} {host}");
            assert_eq!(
                told("192.168.88.9:4000", &[("host", host)], None),
                Some(403)
            );
        }
        for host in [
            "",
            "evil.example",
            "192.168.88.1:8000",
            "localhost.evil.example",
            "127.0.0.1@x",
        ] {
            let from = told("127.0.0.1:4000", &[("host", host)], None);
            assert_eq!(from, Some(403), "{host}");
        }
        assert_eq!(told("127.0.0.1:4000", &[], None), Some(403));
    }

    #[test]
    fn what_is_forwarded_comes_from_somebody_else() {
        for name in [
            "x-forwarded-for",
            "X-Forwarded-Proto",
            "x-forwarded-host",
            "forwarded",
            "via",
            "x-real-ip",
        ] {
            let headers = [("host", "127.0.0.1:8000"), (name, "127.0.0.1")];
            assert_eq!(told("127.0.0.1:4000", &headers, None), Some(403), "{name}");
            assert_eq!(
                told("127.0.0.1:4000", &headers, Some(TOKEN)),
                Some(401),
                "{name}"
            );
        }
    }

    #[test]
    fn the_token_and_nothing_near_it() {
        let with = |value: &str, token| {
            told(
                "192.168.88.9:4000",
                &[("host", "box:8000"), ("authorization", value)],
                token,
            )
        };
        let token = Some(TOKEN);
        assert_eq!(with("Bearer 0123456789abcdef", token), None);
        assert_eq!(with("bearer 0123456789abcdef", token), None);
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            "Basic 0123456789abcdef",
            "Bearer 0123456789abcdeF",
            "Bearer 0123456789abcdef0",
            "0123456789abcdef",
        ] {
            assert_eq!(with(wrong, token), Some(401), "{wrong}");
            assert_eq!(with(wrong, None), Some(403), "{wrong}");
        }
        assert_eq!(told("192.168.88.9:4000", &[], token), Some(401));
        let box_itself = told("127.0.0.1:4000", &[("host", "localhost")], token);
        assert_eq!(box_itself, Some(401));
    }
}
