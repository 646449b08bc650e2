mod contrast;

use axum::http::header::HeaderName;

use super::*;

fn asked(headers: &[(HeaderName, &'static str)]) -> HeaderMap {
    headers
        .iter()
        .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
        .collect()
}

async fn bytes(answer: Response) -> Vec<u8> {
    axum::body::to_bytes(answer.into_body(), usize::MAX)
        .await
        .unwrap()
        .to_vec()
}

fn header(answer: &Response, name: HeaderName) -> &str {
    answer
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_file_is_served_under_the_name_with_its_hash_only() {
    let assets = Assets::new();
    let path = assets.path_of("app.css").unwrap();
    let (stem, rest) = path.split_at("/static/app.".len());
    let (hash, ending) = rest.split_at(12);
    assert_eq!((stem, ending), ("/static/app.", ".css"));
    assert!(hash.bytes().all(|b| b.is_ascii_hexdigit()));

    let answer = assets.answer(path, &asked(&[]));
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(header(&answer, CONTENT_TYPE), "text/css; charset=utf-8");
    assert_eq!(header(&answer, VARY), "accept-encoding");
    assert_eq!(
        header(&answer, CACHE_CONTROL),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(header(&answer, CONTENT_ENCODING), "");
    assert_eq!(
        bytes(answer).await,
        include_bytes!("../../../web/static/app.css")
    );
    for wrong in [
        "/static/app.css",
        "/static/app.000000000000.css",
        "/static/",
        "/static/../Cargo.toml",
        "/static/vendor/VENDOR.toml",
    ] {
        let answer = assets.answer(wrong, &asked(&[]));
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{wrong}");
        assert_eq!(header(&answer, CACHE_CONTROL), "", "{wrong}");
    }
}

#[tokio::test]
async fn the_browser_gets_the_smallest_form_it_takes() {
    let assets = Assets::new();
    for (accepted, encoding, tag_end) in [
        ("gzip, deflate, br", "br", "-br\""),
        ("gzip;q=1.0, br;q=0", "gzip", "-gz\""),
        ("GZIP", "gzip", "-gz\""),
        ("deflate", "", "\""),
        ("br;q=0, gzip;q=0.0", "", "\""),
    ] {
        for name in assets.names() {
            let path = assets.path_of(name).unwrap();
            let answer = assets.answer(path, &asked(&[(ACCEPT_ENCODING, accepted)]));
            assert_eq!(header(&answer, CONTENT_ENCODING), encoding, "{accepted}");
            assert!(header(&answer, ETAG).ends_with(tag_end), "{accepted}");
            let plain = EMBEDDED.iter().find(|it| it.name == name).unwrap().plain();
            let sent = bytes(answer).await;
            if encoding.is_empty() {
                assert_eq!(sent, plain);
            } else {
                assert!(sent.len() < plain.len(), "{name} as {encoding}");
            }
        }
    }
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let assets = Assets::new();
    let path = assets.path_of("app.js").unwrap();
    let gzip = [(ACCEPT_ENCODING, "gzip")];
    let tag = header(&assets.answer(path, &asked(&gzip)), ETAG).to_owned();
    let again = |tag: &str, accepted: &'static str| {
        let mut headers = asked(&[(ACCEPT_ENCODING, accepted)]);
        headers.insert(IF_NONE_MATCH, HeaderValue::try_from(tag).unwrap());
        assets.answer(path, &headers)
    };
    let answer = again(&format!("\"other\", {tag}"), "gzip");
    assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&answer, ETAG), tag);
    assert!(bytes(answer).await.is_empty());
    // The same file in another form is other bytes, so it has another tag.
    assert_eq!(again(&tag, "br").status(), StatusCode::OK);
    assert_eq!(again("\"other\"", "gzip").status(), StatusCode::OK);
}

/// One file of the list of what others wrote.
#[derive(serde::Deserialize)]
struct Vendored {
    name: String,
    licence_text: String,
    sha256: String,
}

#[test]
fn what_others_wrote_is_exactly_what_they_wrote() {
    #[derive(serde::Deserialize)]
    struct List {
        file: Vec<Vendored>,
    }
    let list: List =
        toml::from_str(include_str!("../../../web/static/vendor/VENDOR.toml")).unwrap();
    for embedded in EMBEDDED {
        let listed = list.file.iter().find(|it| it.name == embedded.name);
        if let Some(listed) = listed {
            let hash: String = Sha256::digest(embedded.plain())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(hash, listed.sha256, "{} was changed", embedded.name);
            let licences = concat!(env!("CARGO_MANIFEST_DIR"), "/web/licences/");
            let text =
                std::fs::read_to_string(format!("{licences}{}", listed.licence_text)).unwrap();
            assert!(text.contains("Permission to use, copy, modify"));
        } else {
            assert!(
                !embedded.name.starts_with("vendor/"),
                "{} is not listed",
                embedded.name
            );
        }
    }
    assert_eq!(list.file.len(), 3);
}

#[test]
fn our_own_script_is_small() {
    let script = EMBEDDED.iter().find(|it| it.name == "app.js").unwrap();
    let length = script.plain().len();
    assert!(length <= 4_096, "{length}");
}
