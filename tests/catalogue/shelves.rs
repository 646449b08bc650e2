//! Boards, bandwidth profiles, voucher types: made, changed, archived, restored, deleted.

use hotspotd::domain::access::Role;
use hotspotd::service::catalogue::offer::offer_for_site;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::office::Office;

const PROFILES: &str = "/api/config/bandwidth-profiles/";
const TYPES: &str = "/api/config/voucher-types/";
const MODELS: &str = "/api/config/models/";

fn profile(name: &str) -> Value {
    json!({ "name": name, "upload": "2M", "download": "4M" })
}

fn voucher_type(code: &str, profile: &str) -> Value {
    json!({ "code": code, "name": "Kasi", "price": "KES 20", "profile": profile, "validity": "1d" })
}

fn board(code: &str, name: &str) -> Value {
    json!({ "product_code": code, "name": name, "architecture": "arm64", "ports": ["ether1", "ether2", "ether3"], "factory": "home" })
}

#[tokio::test]
async fn a_thing_is_made_changed_and_deleted() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let made = owner.post(201, PROFILES, profile("kasi")).await;
    assert_eq!(made["id"], "kasi");
    assert_eq!(made["definition"]["priority"], 8);
    assert_eq!(made["builtin"], false);
    owner.post(409, PROFILES, profile("kasi")).await;

    let one = format!("{PROFILES}kasi/");
    let mut changed = profile("kasi");
    changed["burst"] = json!({ "upload": "4M", "download": "8M", "upload_threshold": "1M", "download_threshold": "2M", "time": "16s" });
    owner.put(200, &one, changed).await;
    let got = owner.get(200, &one).await;
    assert_eq!(got["definition"]["burst"]["time"], "16s");
    // By what it is known stays, since sites name it so.
    let answer = owner.put(422, &one, profile("haraka")).await;
    assert_eq!(answer["errors"][0]["field"], "name");

    let wrong = json!({ "name": "Kasi!", "upload": "fast", "download": "0", "priority": 9 });
    let answer = owner.post(422, PROFILES, wrong).await;
    let fields: Vec<&str> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["name", "upload", "download"]);
    owner
        .post(422, PROFILES, json!({ "name": "x", "colour": "red" }))
        .await;
    for word in ["new", "import", "export"] {
        owner.post(422, PROFILES, profile(word)).await;
    }

    let found = owner.get(200, &format!("{PROFILES}?search=kas")).await;
    assert_eq!(
        (&found["total"], &found["items"][0]["id"]),
        (&json!(1), &json!("kasi"))
    );
    assert_eq!(owner.delete(200, &one).await["outcome"], "deleted");
    owner.get(404, &one).await;
    owner.delete(404, &one).await;
    owner.put(404, &one, json!(profile("kasi"))).await;
    // With and without the slash at the end.
    owner.get(200, "/api/config/voucher-types/SIKU").await;
}

#[tokio::test]
async fn what_something_refers_to_is_archived() {
    let office = Office::open(1, 0).await;
    let owner = office.program(Role::Owner).await;
    owner.post(201, PROFILES, profile("kasi")).await;
    owner.post(201, TYPES, voucher_type("KASI", "kasi")).await;
    let answer = owner.post(422, TYPES, voucher_type("X", "nonesuch")).await;
    assert_eq!(answer["errors"][0]["field"], "profile");

    let removal = owner.delete(200, &format!("{PROFILES}kasi/")).await;
    assert_eq!(
        removal,
        json!({ "outcome": "archived", "used_by": ["voucher type KASI"] })
    );
    // It is not offered any more, and goes on working.
    let offered = owner.get(200, &format!("{PROFILES}?search=kasi")).await;
    assert_eq!(offered["total"], 0);
    let all = owner
        .get(200, &format!("{PROFILES}?search=kasi&archived=true"))
        .await;
    assert_eq!(all["total"], 1);
    owner.post(422, TYPES, voucher_type("OTHER", "kasi")).await;
    owner
        .put(200, &format!("{TYPES}KASI/"), voucher_type("KASI", "kasi"))
        .await;
    owner
        .put(409, &format!("{PROFILES}kasi/"), profile("kasi"))
        .await;
    owner.post(409, PROFILES, profile("kasi")).await;
    let (profiles, types) = offer_for_site(&office.running.appliance, &["KASI".to_owned()])
        .await
        .unwrap();
    assert_eq!((profiles[0].name.as_str(), types.len()), ("kasi", 1));
    assert!(
        offer_for_site(&office.running.appliance, &["NONE".to_owned()])
            .await
            .is_err()
    );
    let (profiles, types) = offer_for_site(&office.running.appliance, &[])
        .await
        .unwrap();
    assert_eq!((profiles.len(), types.len()), (9, 10));

    owner
        .expect(200, Method::POST, &format!("{PROFILES}kasi/restore/"), None)
        .await;
    owner
        .expect(409, Method::POST, &format!("{PROFILES}kasi/restore/"), None)
        .await;
    owner
        .put(200, &format!("{PROFILES}kasi/"), profile("kasi"))
        .await;
    // The voucher type is in no site, so it goes for good, and then its profile.
    assert_eq!(
        owner.delete(200, &format!("{TYPES}KASI/")).await["outcome"],
        "deleted"
    );
    assert_eq!(
        owner.delete(200, &format!("{PROFILES}kasi/")).await["outcome"],
        "deleted"
    );

    // The sample router's site names these.
    let removal = owner.delete(200, &format!("{TYPES}SIKU/")).await;
    assert_eq!(removal["outcome"], "archived");
    assert_eq!(removal["used_by"], json!(["router Duka la Gati 1"]));
    assert_eq!(
        owner.delete(200, &format!("{PROFILES}siku/")).await["outcome"],
        "archived"
    );
}

#[tokio::test]
async fn boards_of_the_program_stay_and_own_ones_stand_beside_them() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let all = owner.get(200, MODELS).await;
    assert_eq!(all["total"], 143);
    let id = all["items"][0]["id"].as_str().unwrap().to_owned();
    owner
        .put(
            409,
            &format!("{MODELS}{id}/"),
            all["items"][0]["definition"].clone(),
        )
        .await;
    owner.delete(409, &format!("{MODELS}{id}/")).await;

    for (code, name, field) in [
        ("MY-1", "hAP ac²", "name"),
        ("MY-1", "RBD52G-5HacD2HnD-TCr2", "name"),
        ("hAP lite", "Mine", "product_code"),
    ] {
        let answer = owner.post(422, MODELS, board(code, name)).await;
        assert_eq!(answer["errors"][0]["field"], field, "{answer}");
    }
    owner
        .post(409, MODELS, board("RBD52G-5HacD2HnD-TCr2", "Mine"))
        .await;
    let site = hotspotd::cli::example::text(
        hotspotd::domain::routeros::catalogue::Catalogue::builtin()
            .find("hEX")
            .unwrap(),
        "basic".parse().unwrap(),
        "7.21".parse().unwrap(),
    )
    .unwrap();
    let site = site.replace("model = \"hEX\"", "model = \"Zebra 5\"");
    assert!(site.contains("Zebra"));
    let answer = owner
        .post(422, "/api/config/generate/", json!({ "site": site }))
        .await;
    assert!(answer.to_string().contains("not a board"), "{answer}");
    let mut zebra = board("ZBR-5", "Zebra 5");
    zebra["ports"] = json!(["ether1", "ether2", "ether3", "ether4", "ether5"]);
    owner.post(201, MODELS, zebra).await;
    let made = owner
        .post(201, "/api/config/generate/", json!({ "site": site }))
        .await;
    assert_eq!(made["configuration"]["model"], "Zebra 5");
    // Two boards of the same name would be one to a site.
    owner.post(422, MODELS, board("ZBR-6", "zebra-5")).await;
    assert_eq!(
        owner.delete(200, &format!("{MODELS}zbr5/")).await["outcome"],
        "deleted"
    );
    owner
        .post(422, "/api/config/generate/", json!({ "site": site }))
        .await;
}

#[tokio::test]
async fn forms_do_the_same() {
    let office = Office::open(0, 0).await;
    let browser = office.browser(Role::Owner).await;
    let form = [
        ("code", "USIKU"),
        ("name", "Usiku"),
        ("price", "KES 15"),
        ("profile", "siku"),
        ("validity", "8h"),
        ("online", ""),
        ("data", ""),
    ];
    let (status, to, _) = browser.send("/catalogue/plans/new", &form).await;
    assert_eq!((status, to.as_str()), (303, "/catalogue/plans"));
    let (_, html) = browser.page("/catalogue/plans").await;
    assert!(html.contains("Usiku") && html.contains("Saved."), "{html}");
    let (status, _, html) = browser.send("/catalogue/plans/new", &form).await;
    assert_eq!(status, 409);
    assert!(html.contains("There is a voucher type USIKU already"));
    // What was typed is kept, the fault stands at its field.
    let mut wrong = form;
    wrong[0].1 = "USIKU2";
    wrong[2].1 = "15 bob";
    let (status, _, html) = browser.send("/catalogue/plans/new", &wrong).await;
    assert_eq!(status, 422);
    assert!(html.contains("value=\"15 bob\"") && html.contains("id=\"e-price\""));
    let change = [
        ("name", "Usiku mwema"),
        ("price", "KES 15"),
        ("profile", "siku"),
        ("validity", "9h"),
    ];
    let (status, ..) = browser.send("/catalogue/plans/USIKU", &change).await;
    assert_eq!(status, 303);
    assert!(
        browser
            .page("/catalogue/plans?q=mwema")
            .await
            .1
            .contains("9h")
    );
    let (status, html) = browser.page("/catalogue/plans/USIKU/remove").await;
    assert!(status == 200 && html.contains("Remove USIKU?"));
    let (status, ..) = browser.send("/catalogue/plans/USIKU/remove", &[]).await;
    assert_eq!(status, 303);
    assert_eq!(browser.page("/catalogue/plans/USIKU").await.0, 404);
    assert_eq!(browser.page("/catalogue").await.0, 303);
    // 143 boards: two pages of fifty, and one of the rest.
    let (_, html) = browser.page("/catalogue/boards?page=3").await;
    let rows = html.matches("<th scope=\"row\">").count();
    assert!(rows == 43 && html.contains("rel=\"prev\"") && !html.contains("rel=\"next\""));
}
