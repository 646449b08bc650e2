//! The site of a router: its form, its file, its JSON.

use hotspotd::domain::hotspot::site::Site;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::forms::{fields, pairs, set};
use crate::office::{Office, Person};
use crate::support::shop::hap;

const OK: StatusCode = StatusCode::OK;

async fn site_of(person: &Person, id: i64) -> Value {
    let answer = person.get(&format!("/api/routers/{id}/site/")).await;
    assert_eq!(answer.status, OK, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn a_form_begins_with_the_board_and_gives_back_what_was_saved() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Duka la Mama").await;
    let path = format!("/routers/{id}/hotspot");
    let none = amina.get(&format!("/api/routers/{id}/site/")).await;
    assert_eq!(none.status, StatusCode::CONFLICT);

    let page = amina.get(&path).await;
    assert_eq!(page.status, OK, "{}", page.text);
    let form = fields(&page.text, &path);
    let saved = amina.form(&path, &with(&form, "save")).await;
    assert_eq!(
        (saved.status, saved.to.as_str()),
        (StatusCode::SEE_OTHER, path.as_str()),
        "{}",
        saved.text
    );
    let first = site_of(&amina, id).await;
    assert_eq!(first["version"], json!(1));
    assert_eq!(first["site"]["site"]["slug"], json!("dukalamama"));
    assert_eq!(first["site"]["router"]["model"], json!("hAP ac²"));
    assert_eq!(first["site"]["router"]["routeros"], json!("7.21.5"));

    // Saved as it is shown, it stays what it was.
    let page = amina.get(&path).await;
    let form = fields(&page.text, &path);
    let again = amina.form(&path, &with(&form, "preview")).await;
    assert_eq!(again.to, format!("/routers/{id}/changes"), "{}", again.text);
    let second = site_of(&amina, id).await;
    assert_eq!(
        (second["version"].clone(), &second["site"]),
        (json!(2), &first["site"])
    );

    // Somebody who had loaded the page before is told, and nothing is lost.
    let late = amina.form(&path, &with(&form, "save")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.text.contains("Somebody else saved this site"),
        "{}",
        late.text
    );
    assert_eq!(fields(&late.text, &path).len(), form.len());
    assert_eq!(site_of(&amina, id).await["version"], json!(2));
}

/// The fields and the button that was pressed.
fn with<'f>(form: &'f crate::forms::Fields, button: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut all = pairs(form);
    // The first button of the form is sent where Enter is pressed; here it is the one behind.
    all.push(("do", button));
    all
}

#[tokio::test]
async fn every_template_can_begin() {
    let (office, amina) = Office::open(true).await;
    for template in ["basic", "vlan", "addon"] {
        let simulator = hap().await;
        let id = amina.add(&simulator, template).await;
        let path = format!("/routers/{id}/hotspot");
        let page = amina.get(&format!("{path}?template={template}")).await;
        let form = fields(&page.text, &path);
        let saved = amina.form(&path, &with(&form, "save")).await;
        assert_eq!(
            saved.status,
            StatusCode::SEE_OTHER,
            "{template}: {}",
            saved.text
        );
        let site = site_of(&amina, id).await;
        assert_eq!(site["site"]["template"], json!(template));
        // Customers are sent to where the portal listens.
        let port = office.appliance().portal_port.get().unwrap();
        let sent_to = form.iter().find(|(name, _)| name == "portal.port");
        assert_eq!(sent_to.unwrap().1, port.to_string(), "{template}");
    }
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let path = format!("/routers/{id}/hotspot");
    let form = fields(&amina.get(&path).await.text, &path);
    for (field, value, beside) in [
        ("network.0.address", "10.5.50.1/99", "network.0.address"),
        ("profile.1.upload", "fast", "profile.1.upload"),
        ("site.name", "", "site.name"),
        // What the whole does not allow: the place of the misfit is a field.
        ("site.time_zone", "not a zone", "site.time_zone"),
        ("network.0.dns_name", "not a name", "network.0.dns_name"),
        ("voucher_type.0.profile", "nosuch", "voucher_type.0.profile"),
        ("wan.port", "ether9", "wan.port"),
        ("router.model", "no such board", "router.model"),
    ] {
        let mut wrong = form.clone();
        set(&mut wrong, field, value);
        let page = amina.form(&path, &with(&wrong, "save")).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field}: {}",
            page.text
        );
        assert!(
            page.text.contains(&format!("id=\"e-{beside}\""))
                || page.text.contains(&format!("href=\"#f-{beside}\"")),
            "{field}: {}",
            page.text
        );
        // What was typed is there still.
        let kept = fields(&page.text, &path);
        assert!(
            kept.contains(&(field.to_owned(), value.to_owned())),
            "{field}"
        );
    }
    assert_eq!(
        amina.get(&format!("/api/routers/{id}/site/")).await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn networks_are_added_and_taken_away_without_scripts() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let path = format!("/routers/{id}/hotspot");
    let form = fields(&amina.get(&path).await.text, &path);
    let page = amina.form(&path, &with(&form, "add network")).await;
    assert_eq!(page.status, OK, "{}", page.text);
    let mut form = fields(&page.text, &path);
    for (field, value) in [
        ("network.1.name", "rooms"),
        ("network.1.address", "10.6.0.1/24"),
        ("network.1.ports", "ether4"),
        ("network.1.dns_name", "rooms.lan"),
        ("network.0.ports", "ether2\nether3"),
    ] {
        set(&mut form, field, value);
    }
    let saved = amina.form(&path, &with(&form, "save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let names = |site: &Value| -> Vec<String> {
        let networks = site["site"]["network"].as_array().unwrap();
        networks
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&site_of(&amina, id).await), ["guest", "rooms"]);
    let form = fields(&amina.get(&path).await.text, &path);
    let page = amina.form(&path, &with(&form, "remove network.1")).await;
    let form = fields(&page.text, &path);
    let saved = amina.form(&path, &with(&form, "save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(names(&site_of(&amina, id).await), ["guest"]);
}

#[tokio::test]
async fn what_the_catalogue_offers_is_taken_into_the_form() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let path = format!("/routers/{id}/hotspot");
    let form = fields(&amina.get(&path).await.text, &path);
    let saved = amina.form(&path, &with(&form, "save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    for (shelf, body) in [
        (
            "bandwidth-profiles",
            json!({"name": "haraka", "upload": "20M", "download": "40M"}),
        ),
        (
            "voucher-types",
            json!({"code": "HARAKA", "name": "Haraka", "price": "KES 200", "profile": "haraka", "validity": "1d"}),
        ),
    ] {
        let made = amina.post(&format!("/api/config/{shelf}/"), body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    }
    let page = amina.get(&path).await;
    assert!(
        page.text.contains("value=\"take voucher_type HARAKA\""),
        "{}",
        page.text
    );
    let form = fields(&page.text, &path);
    let page = amina
        .form(&path, &with(&form, "take voucher_type HARAKA"))
        .await;
    let form = fields(&page.text, &path);
    let saved = amina.form(&path, &with(&form, "save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let site = site_of(&amina, id).await.to_string();
    assert!(
        site.contains("\"HARAKA\"") && site.contains("\"haraka\""),
        "{site}"
    );
}

#[tokio::test]
async fn a_file_goes_out_and_comes_back_with_the_place_of_what_is_wrong() {
    let (office, amina) = Office::open(true).await;
    let viewer = office.person(&amina, "viewer").await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let path = format!("/routers/{id}/hotspot");
    let mut form = fields(&amina.get(&path).await.text, &path);
    for (field, value) in [
        ("wan.mode", "pppoe"),
        ("wan.user", "duka@isp"),
        ("wan.password", "PPP0E-S3CRET"),
    ] {
        set(&mut form, field, value);
    }
    let saved = amina.form(&path, &with(&form, "save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);

    let file = format!("/routers/{id}/site.toml");
    let hidden = amina.get(&file).await;
    assert!(
        hidden.status == OK && hidden.text.contains("password = \"\""),
        "{}",
        hidden.text
    );
    assert_eq!(viewer.get(&file).await.text, hidden.text);
    assert_eq!(
        viewer.get(&format!("{file}?secrets=yes")).await.status,
        StatusCode::FORBIDDEN
    );
    let whole = amina.get(&format!("{file}?secrets=yes")).await;
    assert!(whole.text.contains("PPP0E-S3CRET"));
    let audit = amina.get("/api/audit/?limit=200").await.text;
    assert!(audit.contains("take-site-with-secrets"), "{audit}");

    // Brought back with empty secrets, it keeps them.
    let import = format!("/routers/{id}/import");
    let text = hidden.text.replace("name = \"Gate\"", "name = \"Geti\"");
    let saved = amina
        .form(&import, &[("toml", &text), ("version", "1")])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let now = amina.get(&format!("{file}?secrets=yes")).await.text;
    assert!(
        now.contains("PPP0E-S3CRET") && now.contains("name = \"Geti\""),
        "{now}"
    );

    let wrong = text.replace("upload = \"2M\"", "uplod = \"2M\"");
    let (line, _) = wrong
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains("uplod"))
        .unwrap();
    let page = amina
        .form(&import, &[("toml", &wrong), ("version", "2")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let place = format!("line {}, column 1", line + 1);
    assert!(
        page.text.to_lowercase().contains(&place) && page.text.contains("did you mean"),
        "{place}: {}",
        page.text
    );
    let late = amina
        .form(&import, &[("toml", &text), ("version", "1")])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);

    // The same over the API.
    let api = format!("/api/routers/{id}/site/");
    let toml = |version: i64, text: &str| {
        let request = amina.request(Method::PUT, &format!("{api}?version={version}"));
        amina.send(
            request
                .header("content-type", "application/toml")
                .body(text.to_owned()),
        )
    };
    let saved = toml(2, &text).await;
    assert_eq!(saved.status, OK, "{}", saved.text);
    let refused = toml(3, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.json()["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains(&place),
        "{}",
        refused.text
    );
    assert_eq!(toml(2, &text).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn json_goes_out_and_comes_back() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let api = format!("/api/routers/{id}/site/");
    let mut site = crate::support::sites::basic();
    site.access.from = vec!["192.168.88.2/32".parse().unwrap()];
    let body = |version: i64, site: &Value| json!({"version": version, "site": site});
    let first = serde_json::to_value(&site).unwrap();
    let saved = amina.put(&api, body(0, &first)).await;
    assert_eq!(saved.status, OK, "{}", saved.text);
    let kept = site_of(&amina, id).await;
    let back: Site = serde_json::from_value(kept["site"].clone()).unwrap();
    assert_eq!(back, site);
    assert_eq!(
        amina.put(&api, body(0, &first)).await.status,
        StatusCode::CONFLICT
    );
    let mut wrong = first.clone();
    wrong["network"][0]["dns_name"] = json!("not a name");
    let refused = amina.put(&api, body(1, &wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.json()["errors"][0]["field"],
        json!("site.network.0.dns_name")
    );
    // The short name is on the router, and stays.
    let mut other = first;
    other["site"]["slug"] = json!("other");
    let refused = amina.put(&api, body(1, &other)).await;
    assert_eq!(
        refused.json()["errors"][0]["field"],
        json!("site.site.slug"),
        "{}",
        refused.text
    );
}
