//! Templates: cloned, tried, saved, refused.

use hotspotd::domain::access::Role;
use serde_json::{Value, json};

use crate::support::office::{Office, Program};

const TEMPLATES: &str = "/api/config/templates/";

async fn basic(owner: &Program<'_>) -> String {
    let basic = owner.get(200, &format!("{TEMPLATES}basic/")).await;
    assert_eq!(basic["builtin"], true);
    basic["text"].as_str().unwrap().to_owned()
}

fn draft(name: &str, text: &str) -> Value {
    json!({ "name": name, "text": text })
}

#[tokio::test]
async fn a_clone_is_changed_and_makes_configurations() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let text = basic(&owner).await;
    owner
        .put(409, &format!("{TEMPLATES}basic/"), json!({ "text": text }))
        .await;
    owner.delete(409, &format!("{TEMPLATES}basic/")).await;
    owner.post(409, TEMPLATES, draft("basic", &text)).await;
    for name in ["", "My Own", "../etc", "render", "new"] {
        let answer = owner.post(422, TEMPLATES, draft(name, &text)).await;
        assert_eq!(answer["errors"][0]["field"], "name", "{name}");
    }
    let made = owner.post(201, TEMPLATES, draft("soko", &text)).await;
    assert_eq!(made["version"], 1);
    owner.post(409, TEMPLATES, draft("soko", &text)).await;

    let one = format!("{TEMPLATES}soko/");
    // A menu that hotspotd does not write: the lint only notes it, the rows refuse it.
    let more = format!("{text}\n/system note\nset show-at-login=no\n");
    owner
        .put(422, &one, json!({ "text": more, "version": 1 }))
        .await;
    let text = format!("{text}\n# soko\n");
    let saved = owner
        .put(200, &one, json!({ "text": text, "version": 1 }))
        .await;
    assert_eq!(saved["version"], 2);
    // Somebody who had seen the first version does not overwrite the second.
    owner
        .put(409, &one, json!({ "text": text, "version": 1 }))
        .await;

    let site = hotspotd::cli::example::text(
        hotspotd::domain::routeros::catalogue::Catalogue::builtin()
            .find("hEX")
            .unwrap(),
        "basic".parse().unwrap(),
        "7.21".parse().unwrap(),
    )
    .unwrap()
    .replace("template = \"basic\"", "template = \"soko\"");
    let made = owner
        .post(201, "/api/config/generate/", json!({ "site": site }))
        .await;
    assert_eq!(made["configuration"]["template"], "soko");
    assert_eq!(owner.delete(200, &one).await["outcome"], "deleted");
    owner
        .post(422, "/api/config/generate/", json!({ "site": site }))
        .await;
    // What was made of it stays as it was.
    let id = made["configuration"]["id"].as_i64().unwrap();
    owner.get(200, &format!("/api/config/preview/{id}/")).await;
}

#[tokio::test]
async fn what_makes_no_configuration_is_not_saved() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let good = basic(&owner).await;
    let add = |rows: &str| format!("{good}\n{rows}\n");
    let lines = add("").lines().count();
    for (text, line, said) in [
        ("{% if wan %}".to_owned(), Some(1), ""),
        (add("{% macro a() %}{% endmacro %}"), Some(lines), "macro"),
        (add("{% include \"bad.rsc\" %}"), Some(lines), "parts"),
        (
            add("/ip nonesuch\nadd a=b comment=\"{{ mark }}x\""),
            None,
            "nonesuch",
        ),
        (
            add("/ip pool\nadd name=foreign ranges=10.0.0.1-10.0.0.2"),
            None,
            "",
        ),
        (
            add("/ip address\nadd address={{ identity }}"),
            None,
            "quotes",
        ),
        (add("{{ get_env(name=\"HOME\") }}"), None, "get_env"),
        (
            add("{% for i in range(end=1000000000) %}x{% endfor %}"),
            None,
            "range",
        ),
        (add("/system\nshutdown"), None, ""),
        ("# nothing".to_owned(), None, "no rows"),
    ] {
        let tried = owner
            .post(200, &format!("{TEMPLATES}render/"), draft("soko", &text))
            .await;
        let errors: Vec<&Value> = tried["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["severity"] == "error")
            .collect();
        assert!(!errors.is_empty(), "{said}: {text}");
        assert!(
            errors
                .iter()
                .any(|it| it["message"].as_str().unwrap().contains(said)),
            "{said}: {errors:?}"
        );
        if let Some(line) = line {
            assert!(
                errors
                    .iter()
                    .any(|it| it["line"] == line && it["place"] == "template"),
                "{line}: {errors:?}"
            );
        }
        let answer = owner.post(422, TEMPLATES, draft("soko", &text)).await;
        assert!(
            answer["errors"].as_array().is_some_and(|it| !it.is_empty()),
            "{answer}"
        );
        owner.get(404, &format!("{TEMPLATES}soko/")).await;
    }
    let long = draft("soko", &"#".repeat(200_000));
    owner.post(422, TEMPLATES, long).await;
    let mut elsewhere = draft("soko", &good);
    elsewhere["sample_model"] = json!("Cisco");
    let answer = owner.post(422, TEMPLATES, elsewhere).await;
    assert_eq!(answer["errors"][0]["field"], "sample_model");
}

#[tokio::test]
async fn files_of_templates_come_back() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let text = basic(&owner).await;
    owner.post(201, TEMPLATES, draft("soko", &text)).await;
    let file = owner.get(200, &format!("{TEMPLATES}export/")).await;
    let import = format!("{TEMPLATES}import/");
    let body = |text: &str, dry: bool| json!({ "format": "toml", "text": text, "dry_run": dry });
    let kept = owner
        .post(200, &import, body(file.as_str().unwrap(), false))
        .await;
    assert_eq!(kept["entries"][0]["deed"], "kept");
    owner.delete(200, &format!("{TEMPLATES}soko/")).await;
    let added = owner
        .post(200, &import, body(file.as_str().unwrap(), true))
        .await;
    assert_eq!(added["entries"][0]["deed"], "added");
    owner.get(404, &format!("{TEMPLATES}soko/")).await;
    owner
        .post(200, &import, body(file.as_str().unwrap(), false))
        .await;
    let back = owner.get(200, &format!("{TEMPLATES}soko/")).await;
    assert_eq!(back["text"], text.as_str());
    let two = format!(
        "{}\n[[template]]\nname = \"vibaya\"\ntext = \"# nothing\"\n",
        file.as_str().unwrap()
    );
    let answer = owner
        .post(
            422,
            &import,
            body(&two.replace("\"soko\"", "\"soko2\""), false),
        )
        .await;
    assert!(
        answer["errors"][0]["field"]
            .as_str()
            .unwrap()
            .starts_with("line "),
        "{answer}"
    );
    owner.get(404, &format!("{TEMPLATES}soko2/")).await;
    owner
        .post(422, &import, json!({ "format": "csv", "text": "" }))
        .await;
}

#[tokio::test]
async fn the_page_tries_and_saves() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let text = basic(&owner).await;
    let browser = office.browser(Role::Technician).await;
    let (status, html) = browser.page("/templates/new?from=vlan").await;
    assert!(status == 200 && html.contains("{% include"), "{html}");
    // Browsers send lines that end as in letters.
    let windows = text.replace('\n', "\r\n");
    let form = |text: &'static str, preview: &'static str| {
        [
            ("name", "soko"),
            ("text", text),
            ("sample_model", "hEX"),
            ("sample_shape", "basic"),
            ("version", "0"),
            ("preview", preview),
        ]
    };
    let leaked: &'static str = Box::leak(windows.into_boxed_str());
    let (status, _, html) = browser.send("/templates/new", &form(leaked, "yes")).await;
    assert!(
        status == 200 && html.contains("/ip/hotspot/profile"),
        "{status}"
    );
    assert_eq!(browser.page("/templates/soko").await.0, 404);
    let (status, to, _) = browser.send("/templates/new", &form(leaked, "")).await;
    assert_eq!((status, to.as_str()), (303, "/templates/soko"));
    let got = owner.get(200, &format!("{TEMPLATES}soko/")).await;
    assert_eq!(got["text"], text.as_str());
    let (status, _, html) = browser
        .send("/templates/soko", &form("{% macro x() %}", ""))
        .await;
    assert_eq!(status, 422);
    assert!(html.contains("1:1") && html.contains("macro x()"), "{html}");
}
