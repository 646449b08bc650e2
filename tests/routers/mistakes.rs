//! What is wrong with a site is told by the path of its field, whichever way the site came.

use hotspotd::service::site_file;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::office::{Answer, Office};
use crate::support::shop::hap;
use crate::support::sites::basic;

/// What to do to a site as JSON, to a line of it as TOML where that says the same, and where the mistake is then.
type Mistake = (
    fn(&mut serde_json::Value),
    &'static str,
    &'static str,
    &'static str,
);

#[tokio::test]
async fn a_mistake_is_told_by_the_path_of_its_field() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let api = format!("/api/routers/{id}/site/");
    let good = serde_json::to_value(basic()).unwrap();
    let text = site_file::write(&basic()).unwrap();
    #[rustfmt::skip] // It is a table.
    let table: [Mistake; 8] = [
        (|site| site["network"][0]["name"] = json!(1), "name = \"guest\"", "name = 1", "site.network.0.name"),
        (|site| site["network"][0]["dns_name"] = json!("not a name"), "dns_name = \"", "dns_name = \"not a name", "site.network.0.dns_name"),
        (|site| site["router"]["model"] = json!("No such board"), "model = \"", "model = \"No such ", "site.router.model"),
        (|site| site["template"] = json!("nothing"), "template = \"", "template = \"nothing", "site.template"),
        (|site| site["nonsense"] = json!(1), "template = ", "nonsense = 1\ntemplate = ", "site.nonsense"),
        (|site| site["profile"][0]["nonsense"] = json!(1), "[[profile]]\n", "[[profile]]\nnonsense = 1\n", "site.profile.0.nonsense"),
        (|site| { site["router"].as_object_mut().unwrap().remove("model"); }, "model = ", "# model = ", "site.router.model"),
        (|site| { site.as_object_mut().unwrap().remove("access"); }, "", "", "site.access"),
    ];
    let first = |answer: &Answer| answer.json()["errors"][0]["field"].clone();
    for (change, from, to, field) in table {
        let mut json = good.clone();
        change(&mut json);
        let refused = amina.put(&api, json!({"version": 0, "site": json})).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert_eq!(first(&refused), json!(field), "{}", refused.text);
        if from.is_empty() {
            continue;
        }
        assert!(text.contains(from), "{from}: {text}");
        let toml = text.replacen(from, to, 1);
        let request = amina
            .request(Method::PUT, &format!("{api}?version=0"))
            .header("content-type", "application/toml")
            .body(toml.clone());
        let refused = amina.send(request).await;
        assert_eq!(first(&refused), json!(field), "{}", refused.text);
        let refused = amina
            .post("/api/config/generate/", json!({"site": toml}))
            .await;
        assert_eq!(first(&refused), json!(field), "{}", refused.text);
    }
    // What is no file at all has no field.
    let refused = amina
        .post(
            "/api/config/generate/",
            json!({"site": "template = \"basic\"\n[["}),
        )
        .await;
    assert_eq!(first(&refused), json!("site"), "{}", refused.text);
    // A person with the file before them reads lines and places in words.
    let fields = [("version", "0"), ("toml", "template = 1")];
    let page = amina.form(&format!("/routers/{id}/import"), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Line 1, column 12"), "{}", page.text);
    let wrong = text.replacen("dns_name = \"", "dns_name = \"not a name", 1);
    let fields = [("version", "0"), ("toml", wrong.as_str())];
    let page = amina.form(&format!("/routers/{id}/import"), &fields).await;
    assert!(
        page.text.contains("Network guest, dns_name: "),
        "{}",
        page.text
    );
}
