//! How a request came: from which device, and whether over TLS. Cookies are other ones over TLS.
//!
//! The listener says it ([`Line`]). A proxy that takes TLS for this box (`--tls-proxy`) says for each request from whom it comes; what
//! anybody else says of that in a header is not believed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{Extensions, HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::web::Web;

/// Browsers take a cookie with this prefix only over TLS, only from this very host and only for all of it: nobody who can speak for the
/// host without TLS, or for a name beside it, can put one there.
const PREFIX: &str = "__Host-";
/// For whom a proxy asks: the proxy writes the last one.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// Whether a proxy was asked over TLS.
const FORWARDED_PROTO: &str = "x-forwarded-proto";

/// What a listener speaks; it says so with every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// HTTP as it is.
    Plain,
    /// HTTP over TLS.
    Tls,
}

/// The listener says so where a request comes from this machine itself, by whichever of its addresses.
#[derive(Debug, Clone, Copy)]
pub struct FromHere;

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// From whom.
    pub address: IpAddr,
    /// Whether over TLS.
    pub tls: bool,
}

impl Came {
    /// What the layer [`note`] has noted.
    pub fn of(extensions: &Extensions) -> Came {
        extensions.get().copied().unwrap_or(Came {
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            tls: false,
        })
    }

    fn find(extensions: &Extensions, headers: &HeaderMap, proxies: &[IpAddr]) -> Came {
        let address = peer(extensions);
        let tls = extensions.get() == Some(&Line::Tls);
        // What a proxy's machine asks by itself comes as from anybody.
        match forwarded_for(headers).filter(|_| proxies.contains(&address)) {
            Some(device) => Came {
                address: device,
                tls: last(headers, FORWARDED_PROTO)
                    .is_none_or(|proto| proto.eq_ignore_ascii_case("https")),
            },
            None => Came { address, tls },
        }
    }
}

/// Who is at the other end of the connection: a device, or a proxy.
pub fn peer(extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| {
        peer.0.ip().to_canonical()
    })
}

fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = last(headers, FORWARDED_FOR)?;
    let bare = last.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().ok().map(|it| it.to_canonical())
}

/// The last item of a list in headers.
fn last<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let value = headers.get_all(name).iter().next_back()?;
    value.to_str().ok()?.rsplit(',').next().map(str::trim)
}

/// Notes how a request came, and gives cookies the shape that they have there.
pub async fn note(web: &Web, mut request: Request, next: Next) -> Response {
    let came = Came::find(request.extensions(), request.headers(), &web.proxies);
    request.extensions_mut().insert(came);
    if !came.tls {
        return next.run(request).await;
    }
    unwrap(request.headers_mut());
    let mut response = next.run(request).await;
    wrap(response.headers_mut());
    response
}

/// Leaves the cookies that were given over TLS, under the names that handlers know.
fn unwrap(headers: &mut HeaderMap) {
    let kept: Vec<&str> = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().strip_prefix(PREFIX))
        .collect();
    let kept = HeaderValue::from_str(&kept.join("; "));
    headers.remove(COOKIE);
    if let Ok(kept) = kept {
        headers.insert(COOKIE, kept);
    }
}

/// Every cookie that is given over TLS goes back over TLS only.
fn wrap(headers: &mut HeaderMap) {
    let given: Vec<HeaderValue> = headers
        .get_all(SET_COOKIE)
        .iter()
        .filter_map(|cookie| cookie.to_str().ok())
        .filter_map(|cookie| HeaderValue::from_str(&format!("{PREFIX}{cookie}; Secure")).ok())
        .collect();
    headers.remove(SET_COOKIE);
    for cookie in given {
        headers.append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.2";

    fn came(peer: &str, line: Line, headers: &[(&'static str, &str)]) -> (String, bool) {
        let mut extensions = Extensions::new();
        let peer: IpAddr = peer.parse().unwrap();
        extensions.insert(ConnectInfo(SocketAddr::new(peer, 40_000)));
        extensions.insert(line);
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(*name, HeaderValue::from_str(value).unwrap());
        }
        let found = Came::find(&extensions, &all, &[PROXY.parse().unwrap()]);
        (found.address.to_string(), found.tls)
    }

    #[test]
    fn the_listener_is_believed_and_headers_are_not() {
        let said = [(FORWARDED_FOR, "192.168.1.9"), (FORWARDED_PROTO, "https")];
        let stranger = "192.168.1.7".to_owned();
        assert_eq!(
            came(&stranger, Line::Plain, &said),
            (stranger.clone(), false)
        );
        assert_eq!(came(&stranger, Line::Tls, &said), (stranger.clone(), true));
        assert_eq!(
            came("::ffff:192.168.1.7", Line::Plain, &[]),
            (stranger, false)
        );
    }

    #[test]
    fn a_proxy_that_was_named_speaks_for_others() {
        for (said, address, tls) in [
            (vec![(FORWARDED_FOR, "192.168.1.9")], "192.168.1.9", true),
            // What the device said itself comes first.
            (
                vec![(FORWARDED_FOR, "127.0.0.1, 192.168.1.9")],
                "192.168.1.9",
                true,
            ),
            (
                vec![(FORWARDED_FOR, "127.0.0.1"), (FORWARDED_FOR, "2001:db8::9")],
                "2001:db8::9",
                true,
            ),
            (vec![(FORWARDED_FOR, "[2001:db8::9]")], "2001:db8::9", true),
            (
                vec![(FORWARDED_FOR, "192.168.1.9"), (FORWARDED_PROTO, "http")],
                "192.168.1.9",
                false,
            ),
            (
                vec![
                    (FORWARDED_FOR, "192.168.1.9"),
                    (FORWARDED_PROTO, "https, http"),
                ],
                "192.168.1.9",
                false,
            ),
            // It speaks for nobody: somebody sits at its machine.
            (vec![(FORWARDED_PROTO, "https")], PROXY, false),
            (vec![(FORWARDED_FOR, "unknown")], PROXY, false),
            (vec![], PROXY, false),
        ] {
            assert_eq!(
                came(PROXY, Line::Plain, &said),
                (address.to_owned(), tls),
                "{said:?}"
            );
        }
    }

    #[test]
    fn cookies_of_plain_lines_are_others() {
        let mut headers = HeaderMap::new();
        let sent = "session=planted; __Host-session=given; theme=dark; __Host-theme=light";
        headers.append(COOKIE, HeaderValue::from_static(sent));
        headers.append(COOKIE, HeaderValue::from_static("__Host-language=sw"));
        unwrap(&mut headers);
        let left: Vec<_> = headers.get_all(COOKIE).iter().collect();
        assert_eq!(left, ["session=given; theme=light; language=sw"]);
    }
}
