//! Help that needs no internet, the works of others, and diagnostics for whoever helps.

use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use serde::Serialize;

use super::page;
use crate::domain::access::Permission;
use crate::http::assets::accepts;
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::diagnostics;
use crate::service::routers::drift;

/// The program's version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Debug, Serialize)]
struct Help {
    here: String,
    minutes: u64,
    data: String,
}

/// Help, for whoever asks: somebody who cannot sign in needs it most.
pub async fn help(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    let data = if visitor.may(Permission::SeeSettings) {
        let folder = web.appliance.data();
        let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        whole.display().to_string()
    } else {
        String::new()
    };
    let shown = Help {
        here: visitor.here.clone(),
        minutes: drift::every(&web.appliance).await?.as_secs() / 60,
        data,
    };
    Ok(page(&web, &visitor, "help", "help.html", shown))
}

#[derive(Debug, Serialize)]
struct Licence {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
    text: &'static str,
}

/// Works of others that go to the browser; `web/static/vendor/VENDOR.toml` says the same for machines, and a test compares.
const WORKS: [Licence; 3] = [
    Licence {
        name: "htmx.org",
        version: "2.0.11",
        licence: "0BSD",
        text: include_str!("../../../web/licences/htmx.txt"),
    },
    Licence {
        name: "htmx-ext-sse",
        version: "2.2.4",
        licence: "0BSD",
        text: include_str!("../../../web/licences/htmx-ext-sse.txt"),
    },
    Licence {
        name: "lucide-static",
        version: "1.62.0",
        licence: "ISC AND MIT",
        text: include_str!("../../../web/licences/lucide.txt"),
    },
];

#[derive(Debug, Serialize)]
struct About {
    version: &'static str,
    licences: &'static [Licence],
}

/// Version and licences.
pub async fn about(State(web): State<Web>, visitor: Visitor) -> Response {
    let shown = About {
        version: VERSION,
        licences: &WORKS,
    };
    page(&web, &visitor, "help", "about.html", shown)
}

/// The crates in the program, their licences and what these say; `packaging/licences` writes the file, `build.rs` makes it small.
const CRATES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/licences_crates.txt.gz"));

/// The licences of the crates, as plain text.
pub async fn crates(asked: HeaderMap) -> Response {
    let kind = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (VARY, "accept-encoding"),
    ];
    // As it is held, for nearly everybody.
    if accepts(&asked, "gzip") {
        return (kind, [(CONTENT_ENCODING, "gzip")], CRATES).into_response();
    }
    // What the build made small opens again; a test reads it.
    let text = std::io::read_to_string(GzDecoder::new(CRATES)).unwrap_or_default();
    (kind, text).into_response()
}

/// A file for whoever helps, without secrets.
pub async fn diagnostics(State(web): State<Web>) -> Result<Response, Failure> {
    let found = diagnostics::look(&web.appliance, VERSION).await?;
    let mut response = axum::Json(found).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "application/json"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"hotspotd-diagnostics.json\"",
        ),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use axum::http::header::ACCEPT_ENCODING;

    use super::*;

    #[tokio::test]
    async fn the_licences_of_crates_come_as_they_are_or_small() {
        let kept = include_str!("../../../web/licences/crates.txt");
        let plain = crates(HeaderMap::new()).await;
        assert_eq!(plain.headers().get(CONTENT_ENCODING), None);
        let body = axum::body::to_bytes(plain.into_body(), usize::MAX).await;
        assert_eq!(body.unwrap(), kept);

        let mut asked = HeaderMap::new();
        asked.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
        let small = crates(asked).await;
        assert_eq!(small.headers()[CONTENT_ENCODING], "gzip");
        let body = axum::body::to_bytes(small.into_body(), usize::MAX).await;
        assert!(body.unwrap().len() < kept.len() / 3);
    }

    #[test]
    fn the_works_are_those_that_are_embedded() {
        let text = include_str!("../../../web/static/vendor/VENDOR.toml");
        let table: toml::Table = text.parse().unwrap();
        let files = table["file"].as_array().unwrap();
        let mut named: Vec<(&str, &str, &str)> = files
            .iter()
            .map(|file| {
                let of = |key: &str| file[key].as_str().unwrap();
                (of("package"), of("version"), of("licence"))
            })
            .collect();
        named.sort_unstable();
        let mut shown: Vec<_> = WORKS
            .iter()
            .map(|work| (work.name, work.version, work.licence))
            .collect();
        shown.sort_unstable();
        assert_eq!(shown, named);
    }
}
