//! The static files: embedded, compressed beforehand, served under a name that holds their hash.
//!
//! A browser may keep such a file for ever, since a changed file has another name. An unknown name is "not found" and
//! never the newest file: otherwise a page of an older version would get a script that does not fit it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Read as _;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

/// A file with its compressed twins, as the build made them.
struct Embedded {
    /// Its path below `web/static/`.
    name: &'static str,
    brotli: &'static [u8],
    gzip: &'static [u8],
}

impl Embedded {
    /// The file itself, for the few who take no packed one.
    fn plain(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        // The build packed it, so it can be unpacked.
        let _ = GzDecoder::new(self.gzip).read_to_end(&mut plain);
        plain
    }
}

static EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The path below which the files are served.
pub const PREFIX: &str = "/static/";

/// The static files by name and by path.
pub struct Assets {
    paths: HashMap<&'static str, String>,
    files: HashMap<String, File>,
}

struct File {
    embedded: &'static Embedded,
    kind: HeaderValue,
    tags: [HeaderValue; 3],
}

/// How a file may travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Default for Assets {
    fn default() -> Self {
        Self::new()
    }
}

impl Assets {
    /// Hashes the embedded files; once, at start.
    pub fn new() -> Self {
        let mut paths = HashMap::new();
        let mut files = HashMap::new();
        for embedded in EMBEDDED {
            let hash = Sha256::digest(embedded.gzip).iter().take(6).fold(
                String::new(),
                |mut hash, byte| {
                    // Writing into a string does not fail.
                    let _ = write!(hash, "{byte:02x}");
                    hash
                },
            );
            let (stem, extension) = embedded
                .name
                .rsplit_once('.')
                .unwrap_or((embedded.name, ""));
            let path = format!("{PREFIX}{stem}.{hash}.{extension}");
            let tag = |suffix| {
                HeaderValue::try_from(format!("\"{hash}{suffix}\""))
                    .unwrap_or(HeaderValue::from_static("\"\""))
            };
            let file = File {
                embedded,
                kind: HeaderValue::from_static(kind(extension)),
                tags: [tag("-br"), tag("-gz"), tag("")],
            };
            files.insert(path.clone(), file);
            paths.insert(embedded.name, path);
        }
        Self { paths, files }
    }

    /// Where a file is served: `app.css` → `/static/app.0123456789ab.css`.
    pub fn path_of(&self, name: &str) -> Option<&str> {
        self.paths.get(name).map(String::as_str)
    }

    /// The names of all files, in no order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.paths.keys().copied()
    }

    /// The answer to GET of a path below [`PREFIX`], with what the browser says it accepts and already has.
    pub fn answer(&self, path: &str, asked: &HeaderMap) -> Response {
        let Some(file) = self.files.get(path) else {
            return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
        };
        let encoding = preferred(asked);
        let (bytes, tag, name) = file.as_sent(encoding);
        let held = asked
            .get_all(IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|value| value.trim().trim_start_matches("W/"))
            .any(|value| value == "*" || value.as_bytes() == tag.as_bytes());
        let mut answer = if held {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut answer = Response::new(Body::from(bytes));
            answer.headers_mut().insert(CONTENT_TYPE, file.kind.clone());
            if let Some(name) = name {
                answer
                    .headers_mut()
                    .insert(CONTENT_ENCODING, HeaderValue::from_static(name));
            }
            answer
        };
        let headers = answer.headers_mut();
        headers.insert(ETAG, tag.clone());
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        );
        answer
    }
}

impl File {
    fn as_sent(
        &self,
        encoding: Encoding,
    ) -> (Cow<'static, [u8]>, &HeaderValue, Option<&'static str>) {
        let [brotli, gzip, plain] = &self.tags;
        match encoding {
            Encoding::Brotli => (self.embedded.brotli.into(), brotli, Some("br")),
            Encoding::Gzip => (self.embedded.gzip.into(), gzip, Some("gzip")),
            Encoding::Identity => (self.embedded.plain().into(), plain, None),
        }
    }
}

/// The content type of a file by its ending.
fn kind(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The smallest form that a browser takes.
fn preferred(asked: &HeaderMap) -> Encoding {
    if accepts(asked, "br") {
        Encoding::Brotli
    } else if accepts(asked, "gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

/// Whether a browser takes this form. `q=0` refuses one; other weights do not matter, since all forms are ready.
pub fn accepts(asked: &HeaderMap, name: &str) -> bool {
    asked
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let (form, weight) = part.split_once(';').unwrap_or((part, ""));
            let refused = weight
                .trim()
                .strip_prefix("q=")
                .and_then(|weight| weight.trim().parse::<f32>().ok())
                .is_some_and(|weight| weight <= 0.0);
            form.trim().eq_ignore_ascii_case(name) && !refused
        })
}

#[cfg(test)]
mod tests;
