//! Names that would be HTML are text on every page.

use hotspotd::domain::access::Role;
use serde_json::json;

use crate::support::office::Office;

const EVIL: &str = "<img src=x onerror=alert(1)>\"'&{{ 7*7 }}";

#[tokio::test]
async fn a_name_is_text_wherever_it_is_shown() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let evil = json!({ "code": "EVIL", "name": EVIL, "price": "KES 20", "profile": "siku", "validity": "1d" });
    owner.post(201, "/api/config/voucher-types/", evil).await;
    let board = json!({ "product_code": format!("E{EVIL}"), "name": EVIL, "architecture": EVIL, "ports": ["ether1", "ether2", "ether3"], "factory": "home", "source": EVIL });
    let board = owner.post(201, "/api/config/models/", board).await;
    let id = board["id"].as_str().unwrap().to_owned();
    let model = hotspotd::domain::routeros::catalogue::Catalogue::builtin()
        .find("hEX")
        .unwrap();
    let site =
        hotspotd::cli::example::text(model, "basic".parse().unwrap(), "7.21".parse().unwrap())
            .unwrap();
    let mut site = hotspotd::service::site_file::read(&site).unwrap();
    site.site.name = EVIL.parse().unwrap();
    let site = hotspotd::service::site_file::write(&site).unwrap();
    owner
        .post(201, "/api/config/generate/", json!({ "site": site }))
        .await;
    let text = owner.get(200, "/api/config/templates/basic/").await["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let text = format!(
        "{text}\n# {}\n",
        EVIL.replace("{{ 7*7 }}", "{# </textarea> #}")
    );
    owner
        .post(
            201,
            "/api/config/templates/",
            json!({ "name": "soko", "text": text }),
        )
        .await;

    let browser = office.browser(Role::Owner).await;
    let search = "/catalogue/plans?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%22'%26&archived=%22%3E%3Cimg%20src=x%3E";
    for path in [
        "/catalogue/plans",
        "/catalogue/plans/EVIL",
        "/catalogue/plans/EVIL/remove",
        search,
        "/catalogue/boards?q=img",
        &format!("/catalogue/boards/{id}"),
        &format!("/catalogue/boards/{id}/remove"),
        "/configurations",
        "/configurations/1",
        "/configurations/1/delete",
        "/templates",
        "/templates/soko",
        "/templates/new?from=soko",
        "/api/docs",
    ] {
        let (status, html) = browser.page(path).await;
        assert_eq!(status, 200, "{path}");
        assert!(!html.contains("<img"), "{path}");
        assert!(!html.contains("\"'&{"), "{path}");
        assert_eq!(
            html.matches("</textarea>").count(),
            html.matches("<textarea").count(),
            "{path}"
        );
    }
    let (_, html) = browser.page("/catalogue/plans").await;
    assert!(html.contains("&lt;img src=x"), "the name is there at all");
    // Forms with faults show again what was typed.
    let form = [
        ("code", EVIL),
        ("name", EVIL),
        ("price", EVIL),
        ("profile", EVIL),
        ("validity", EVIL),
        ("online", EVIL),
        ("data", EVIL),
    ];
    let import = [
        ("format", "csv"),
        ("text", "code,name\n</textarea><img src=x>,<img>\n"),
    ];
    let columns = [("format", EVIL), ("text", "</textarea><img src=x>\n")];
    let template = [
        ("name", EVIL),
        ("text", "</textarea><img src=x>"),
        ("sample_model", EVIL),
        ("sample_shape", EVIL),
    ];
    let site = [("site", "</textarea><img src=x>")];
    for (path, form) in [
        ("/catalogue/plans/new", form.as_slice()),
        ("/catalogue/plans/EVIL", &form),
        ("/catalogue/boards/new", &form),
        ("/catalogue/plans/import", &import),
        ("/catalogue/plans/import", &columns),
        ("/templates/new", &template),
        ("/templates/soko", &template),
        ("/configurations/new", &site),
    ] {
        let (status, _, html) = browser.send(path, form).await;
        assert_eq!(status, 422, "{path}");
        assert!(!html.contains("<img"), "{path}: {html}");
        assert_eq!(
            html.matches("</textarea>").count(),
            html.matches("<textarea").count(),
            "{path}"
        );
    }
}
