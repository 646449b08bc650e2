//! Files of things: given out, taken over, refused whole.

use hotspotd::domain::access::Role;
use serde_json::{Value, json};

use crate::support::office::{Office, Program};

const TYPES: &str = "/api/config/voucher-types/";

fn file(format: &str, text: &str, dry_run: bool) -> Value {
    json!({ "format": format, "text": text, "dry_run": dry_run })
}

async fn exported(owner: &Program<'_>, shelf: &str, format: &str) -> String {
    let answer = owner
        .get(200, &format!("/api/config/{shelf}/export/?format={format}"))
        .await;
    answer.as_str().unwrap().to_owned()
}

fn deeds(answer: &Value) -> Vec<(String, String)> {
    let entries = answer["entries"].as_array().unwrap().iter();
    entries
        .map(|it| {
            (
                it["key"].as_str().unwrap().to_owned(),
                it["deed"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

#[tokio::test]
async fn what_is_exported_is_imported_elsewhere() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let burst = json!({ "name": "kasi", "upload": "2M", "download": "4M", "burst": { "upload": "4M", "download": "8M", "upload_threshold": "1M", "download_threshold": "2M", "time": "16s" } });
    owner
        .post(201, "/api/config/bandwidth-profiles/", burst)
        .await;
    let evil = json!({ "code": "EVIL", "name": "=HYPERLINK(\"http://x\")", "price": "KES 20", "profile": "kasi", "validity": "1d" });
    owner.post(201, TYPES, evil).await;
    let board = json!({ "product_code": "+ZBR-5", "name": "@Zebra", "architecture": "arm64", "ports": ["ether1", "ether2"] });
    owner.post(201, "/api/config/models/", board).await;

    let elsewhere = Office::open(0, 0).await;
    let other = elsewhere.program(Role::Technician).await;
    for format in ["csv", "toml"] {
        for shelf in ["bandwidth-profiles", "voucher-types", "models"] {
            let text = exported(&owner, shelf, format).await;
            if format == "csv" {
                // No cell that a spreadsheet takes for a formula.
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                for record in reader.records() {
                    for cell in record.unwrap().iter().filter(|cell| *cell != "-") {
                        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
                    }
                }
            }
            let path = format!("/api/config/{shelf}/import/");
            let before = exported(&other, shelf, format).await;
            let planned = other.post(200, &path, file(format, &text, true)).await;
            assert_eq!(
                exported(&other, shelf, format).await,
                before,
                "a dry run changes nothing"
            );
            let done = other.post(200, &path, file(format, &text, false)).await;
            assert_eq!(deeds(&planned), deeds(&done));
            assert_eq!(exported(&other, shelf, format).await, text);
            let again = other.post(200, &path, file(format, &text, false)).await;
            assert!(
                deeds(&again).iter().all(|(_, deed)| deed == "kept"),
                "{again}"
            );
        }
    }
}

#[tokio::test]
async fn a_file_with_one_wrong_line_changes_nothing() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    let import = format!("{TYPES}import/");
    let before = exported(&owner, "voucher-types", "toml").await;
    let text = "code,name,price,profile,validity\n\
        SIKU,Siku nzima,KES 60,siku,1d\n\
        MPYA,Mpya,KES 10,siku,2h\n\
        MPYA,Mpya tena,KES 10,siku,2h\n\
        X,Bila kasi,KES 10,nonesuch,2h\n\
        WIKI,Wiki moja,KES 250,wiki,soon\n";
    let planned = owner.post(200, &import, file("csv", text, true)).await;
    let words: Vec<String> = deeds(&planned).into_iter().map(|(_, deed)| deed).collect();
    assert_eq!(words, ["changed", "added", "refused", "refused", "refused"]);
    let answer = owner.post(422, &import, file("csv", text, false)).await;
    let fields: Vec<&str> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        ["line 4, code", "line 5, profile", "line 6, validity"]
    );
    assert_eq!(exported(&owner, "voucher-types", "toml").await, before);

    for (format, text, said) in [
        ("csv", "code,colour\nA,red\n", "Line 1: there is no column"),
        ("csv", "code,name\nA,b,c\n", "Line 2: it has 3 cells"),
        ("toml", "[[voucher_type]]\ncode = \n", "Line 2: "),
        (
            "toml",
            "[[voucher_type]]\ncode = 'A'\n[[profile]]\nname = 'x'\n",
            "does not belong here",
        ),
    ] {
        let answer = owner.post(422, &import, file(format, text, false)).await;
        assert!(
            answer["detail"].as_str().unwrap().contains(said),
            "{answer}"
        );
    }
    // An archived one is not brought back by a file; a board of the program is not changed by one.
    owner.delete(200, &format!("{TYPES}NUSU/")).await;
    let board = "product_code,name,architecture,ports\nRBD52G-5HacD2HnD-TCr2,Mine,arm,ether1\n";
    let planned = owner
        .post(200, "/api/config/models/import/", file("csv", board, true))
        .await;
    assert_eq!(planned["entries"][0]["deed"], "refused");
}

#[tokio::test]
async fn the_page_shows_what_would_be_done() {
    let office = Office::open(0, 0).await;
    let browser = office.browser(Role::Owner).await;
    let text = "code,name,price,profile,validity\nMPYA,Mpya,KES 10,siku,2h\n";
    let form = [("format", "csv"), ("text", text)];
    let (status, _, html) = browser
        .send(
            "/catalogue/plans/import",
            &[form[0], form[1], ("check", "yes")],
        )
        .await;
    assert_eq!(status, 200);
    assert!(html.contains("MPYA") && html.contains("Added"));
    assert_eq!(browser.page("/catalogue/plans/MPYA").await.0, 404);
    let (status, to, _) = browser.send("/catalogue/plans/import", &form).await;
    assert_eq!((status, to.as_str()), (303, "/catalogue/plans"));
    assert_eq!(browser.page("/catalogue/plans/MPYA").await.0, 200);
    let wrong = [("format", "csv"), ("text", "code,name\nA\n")];
    let (status, _, html) = browser.send("/catalogue/plans/import", &wrong).await;
    assert!(status == 422 && html.contains("Line 2: it has 1 cells"));
}

#[tokio::test]
async fn the_starter_set_adds_what_is_missing() {
    let office = Office::open(0, 0).await;
    let owner = office.program(Role::Owner).await;
    assert_eq!(
        owner.delete(200, &format!("{TYPES}SIKU/")).await["outcome"],
        "deleted"
    );
    let mut wiki = owner.get(200, &format!("{TYPES}WIKI/")).await["definition"].clone();
    wiki["price"] = json!("KES 300");
    owner.put(200, &format!("{TYPES}WIKI/"), wiki).await;
    let added = owner.post(200, "/api/config/starter-set/", json!({})).await;
    assert_eq!(
        added,
        json!({ "bandwidth_profiles": 0, "voucher_types": 1 })
    );
    let kept = owner.get(200, &format!("{TYPES}WIKI/")).await;
    assert_eq!(kept["definition"]["price"], "KES 300.00");
}
