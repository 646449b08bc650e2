use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::shelf::PAGES;
use super::*;
use crate::domain::secret::Secret;

fn view() -> View {
    let zone = TimeZone::get(ZONE).unwrap();
    View::new(Arc::new(Assets::new()), zone)
}

fn frame() -> Frame {
    Frame {
        section: "routers",
        business: "Umoja <WiFi>".to_owned(),
        person: Some(Person {
            name: "Achieng".to_owned(),
            role: "owner".to_owned(),
        }),
        csrf_token: Secret::new("token-of-the-form").into(),
        path: "/routers?page=2".to_owned(),
        flash: Some(Flash {
            kind: FlashKind::Ok,
            text: "Saved.".to_owned(),
        }),
        clock_doubted: false,
        disk_low: false,
        may: Vec::new(),
    }
}

/// A page with the sample beside it (`tests/browser/pages/`), framed.
fn sample(name: &str) -> Framed<BTreeMap<String, Value>> {
    let text = std::fs::read_to_string(sample_of(name)).unwrap();
    let page = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    Framed {
        frame: frame(),
        page,
    }
}

/// Pages in states that a running box is seldom in; all others are looked at where they are served.
fn has_sample(name: &str) -> bool {
    sample_of(name).exists()
}

fn sample_of(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/browser/pages")
        .join(name)
        .with_extension("json")
}

#[test]
fn every_sample_is_rendered_in_every_language() {
    let view = view();
    // For the browser's tests, which look at what was rendered here.
    let out = std::env::var_os("HOTSPOTD_PAGES_OUT").map(std::path::PathBuf::from);
    let mut rendered = 0;
    for name in PAGES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| has_sample(name))
    {
        for language in Language::ALL {
            let html = view
                .render(name, language, Theme::Auto, &sample(name))
                .unwrap_or_else(|error| panic!("{name}: {}", causes(&error)));
            assert!(!html.contains("style="), "{name} has an inline style");
            assert!(!html.contains("<style"), "{name} has an inline style");
            assert!(!html.contains("onclick"), "{name} has an inline script");
            assert!(!html.contains("&lt;svg"), "{name} escapes an icon");
            for form in html.split("<form ").skip(1) {
                let form = form.split("</form>").next().unwrap();
                if form.contains("method=\"post\"") {
                    assert!(form.contains("csrf_token"), "{name}: {form}");
                }
            }
            if let Some(out) = &out {
                let file = out.join(format!(
                    "{}.{}.html",
                    name.trim_end_matches(".html"),
                    language.code()
                ));
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(file, html).unwrap();
            }
        }
        rendered += 1;
    }
    assert!(rendered >= 1);
}

#[test]
fn what_people_wrote_is_text_and_never_html() {
    let html = view()
        .render(
            "styleguide.html",
            Language::English,
            Theme::Dark,
            &sample("styleguide.html"),
        )
        .unwrap();
    assert!(html.contains("Umoja &lt;WiFi&gt;"));
    assert!(!html.contains("<WiFi>"));
    assert!(html.contains("<html lang=\"en\" data-theme=\"dark\">"));
}

#[tokio::test]
async fn a_page_is_not_kept_and_a_broken_one_tells_nothing() {
    let view = view();
    let page = view.page_as(
        StatusCode::CONFLICT,
        "styleguide.html",
        Language::Swahili,
        Theme::Auto,
        &sample("styleguide.html"),
    );
    assert_eq!(page.status(), StatusCode::CONFLICT);
    assert_eq!(page.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(page.headers()[CONTENT_TYPE], "text/html; charset=utf-8");

    let broken = view.page(
        "styleguide.html",
        Language::English,
        Theme::Auto,
        &json!({}),
    );
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = axum::body::to_bytes(broken.into_body(), 10_000)
        .await
        .unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    assert!(
        !body.contains("styleguide") && !body.contains("frame"),
        "{body}"
    );
}
