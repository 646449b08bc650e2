//! Pages of other sites that may speak to the API (CORS): none, unless the operator names their origins.
//!
//! They speak with access tokens only. Answers never allow credentials, and a cookie that comes from another site's page
//! counts for nothing: a page that is allowed here must not act as whoever has the box open in another tab.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;
use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE, ORIGIN, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer, Vary};

use super::idempotency;

/// How long a browser may remember what it was allowed.
const REMEMBERED: Duration = Duration::from_secs(600);
/// The longest name of a host.
const LONGEST_HOST: usize = 253;

/// The origin of another site's pages: `https://example.com`, as browsers write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// The text is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Any site, or no site in particular.
    #[error(
        "{0:?} would let pages of any site speak to the API; name each site by itself, like https://example.com"
    )]
    Any(String),
    /// How the site is reached is missing.
    #[error("{0:?} does not say how the site is reached; write it like https://example.com")]
    NoScheme(String),
    /// Something follows the host.
    #[error(
        "{0:?} is more than an origin; write only how the site is reached, its name and its port, like https://example.com:8443, with nothing behind"
    )]
    More(String),
    /// The host.
    #[error(
        "{0:?} names no host that a browser would; write it in letters, digits, dots and dashes, like https://example.com"
    )]
    Host(String),
    /// The port.
    #[error("{0:?} has a port that is none; write a number from 1 to 65535 behind the colon")]
    Port(String),
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let typed = || text.to_owned();
        let lower = text.trim().to_ascii_lowercase();
        if lower.contains('*') || lower == "null" {
            return Err(OriginError::Any(typed()));
        }
        let (usual, rest) = if let Some(rest) = lower.strip_prefix("https://") {
            (443, rest)
        } else if let Some(rest) = lower.strip_prefix("http://") {
            (80, rest)
        } else {
            return Err(OriginError::NoScheme(typed()));
        };
        if rest.contains(['/', '?', '#', '@', '\\']) {
            return Err(OriginError::More(typed()));
        }
        let (host, port) = match rest.rsplit_once(':') {
            // The colons of an address like [fd00::1] are none of a port.
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        if !is_host(host) {
            return Err(OriginError::Host(typed()));
        }
        let port = match port {
            None => usual,
            Some(port) => read_port(port).ok_or_else(|| OriginError::Port(typed()))?,
        };
        // Browsers leave out the port that a scheme has anyway.
        let scheme = if lower.starts_with("https:") {
            "https"
        } else {
            "http"
        };
        let written = if port == usual {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{port}")
        };
        HeaderValue::from_str(&written)
            .map(Origin)
            .map_err(|_| OriginError::Host(typed()))
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        !label.is_empty() && label.bytes().all(plain)
    };
    host.len() <= LONGEST_HOST && host.split('.').all(is_label)
}

fn read_port(port: &str) -> Option<u16> {
    let digits = port.bytes().all(|b| b.is_ascii_digit());
    port.parse().ok().filter(|port| digits && *port > 0)
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.to_str().unwrap_or_default())
    }
}

/// The sites whose pages may speak to the API.
#[derive(Debug, Clone, Default)]
pub struct Origins(Vec<Origin>);

impl Origins {
    /// These.
    pub fn new(origins: Vec<Origin>) -> Self {
        Origins(origins)
    }

    /// Whether the page that sends this request is one of theirs.
    pub fn has_sent(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get(ORIGIN);
        sent.is_some_and(|sent| self.0.iter().any(|origin| origin.0 == sent))
    }

    /// What stands around a route of the API that takes these methods; nothing where no site is named.
    pub fn layer(&self, methods: Vec<Method>) -> Option<CorsLayer> {
        if self.0.is_empty() {
            return None;
        }
        let origins = self.0.iter().map(|origin| origin.0.clone());
        Some(
            CorsLayer::new()
                .allow_origin(AllowOrigin::list(origins))
                .allow_methods(methods)
                .allow_headers([
                    AUTHORIZATION,
                    CONTENT_TYPE,
                    HeaderName::from_static(idempotency::HEADER),
                    HeaderName::from_static("last-event-id"),
                ])
                .expose_headers([
                    CONTENT_DISPOSITION,
                    RETRY_AFTER,
                    HeaderName::from_static(idempotency::REPLAYED),
                ])
                .vary(Vary::list([ORIGIN]))
                .max_age(REMEMBERED),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_as_browsers_write_them() {
        for (typed, written) in [
            ("https://example.com", "https://example.com"),
            (" https://Example.COM ", "https://example.com"),
            ("HTTPS://example.com:443", "https://example.com"),
            ("http://example.com:80", "http://example.com"),
            ("http://example.com:443", "http://example.com:443"),
            ("http://localhost:5173", "http://localhost:5173"),
            ("http://192.168.88.10:3000", "http://192.168.88.10:3000"),
            ("http://[fd00::1]:8080", "http://[fd00::1]:8080"),
            ("https://[fd00::1]", "https://[fd00::1]"),
        ] {
            let read: Origin = typed.parse().unwrap();
            assert_eq!(read.to_string(), written, "{typed}");
        }
    }

    #[test]
    fn what_is_none_is_refused_by_what_is_wrong_with_it() {
        type Of = fn(String) -> OriginError;
        #[rustfmt::skip] // It is a table.
        let table: [(&str, Of); 24] = [
            ("*", OriginError::Any),
            ("https://*", OriginError::Any),
            ("https://*.example.com", OriginError::Any),
            ("null", OriginError::Any),
            ("", OriginError::NoScheme),
            ("example.com", OriginError::NoScheme),
            ("//example.com", OriginError::NoScheme),
            ("ftp://example.com", OriginError::NoScheme),
            ("file:///tmp", OriginError::NoScheme),
            ("https:example.com", OriginError::NoScheme),
            ("https://example.com/", OriginError::More),
            ("https://example.com/app", OriginError::More),
            ("https://example.com?x=1", OriginError::More),
            ("https://example.com#x", OriginError::More),
            ("https://amina@example.com", OriginError::More),
            ("https://", OriginError::Host),
            ("https://:443", OriginError::Host),
            ("https://example..com", OriginError::Host),
            ("https://exa mple.com", OriginError::Host),
            ("https://käse.example", OriginError::Host),
            ("https://[fd00::1", OriginError::Host),
            ("https://example.com:", OriginError::Port),
            ("https://example.com:0", OriginError::Port),
            ("https://example.com:+80", OriginError::Port),
        ];
        for (text, error) in table {
            assert_eq!(
                text.parse::<Origin>(),
                Err(error(text.to_owned())),
                "{text}"
            );
        }
    }
}
