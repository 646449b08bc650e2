//! Routers that are none of ours: every route that names one says the same of all of them.

use hotspotd::domain::access::Role;
use hotspotd::http::routes::{Need, routes};
use hotspotd::store::{operator, router};
use reqwest::{Method, StatusCode};

use crate::office::{Office, Person};
use crate::support::shop::hap;

/// What a route takes: its type and a body that is good.
fn body(method: &Method, path: &str) -> Option<(&'static str, &'static str)> {
    const JSON: &str = "application/json";
    const FORM: &str = "application/x-www-form-urlencoded";
    if *method == Method::GET || *method == Method::DELETE {
        return None;
    }
    if !path.starts_with("/api/") {
        let form = match path.rsplit('/').next().unwrap() {
            "trust" => "pin=0000000000000000000000000000000000000000000000000000000000000000",
            "import" => "toml=x&version=0",
            "apply" => "hash=abc&take_over=yes&sure=yes",
            "accept" => "hash=abc",
            "edit" => "name=x&address=192.168.88.1&user=x&password=x&tls=tls",
            _ => "version=0",
        };
        return Some((FORM, form));
    }
    let json = match path {
        "/api/routers/{id}/" => r#"{"name":"x","host":"192.168.88.1","user":"x","password":"x"}"#,
        "/api/routers/{id}/site/" => r#"{"version":0,"site":{}}"#,
        "/api/routers/{id}/apply/"
        | "/api/routers/{id}/drift/accept/"
        | "/api/routers/{id}/drift/put-back/" => r#"{"change":"abc"}"#,
        _ => "{}",
    };
    Some((JSON, json))
}

#[tokio::test]
async fn a_router_that_is_not_ours_does_not_exist() {
    let (office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let archived = amina.add(&simulator, "Gone").await;
    let gone = amina
        .form(&format!("/routers/{archived}/remove"), &[])
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let now = office.appliance().clock.now();
    let port = simulator.address().port();
    let foreign = office
        .appliance()
        .state
        .write(move |connection| {
            let other = operator::insert(connection, now)?;
            let way = router::Way {
                name: "Theirs",
                host: "127.0.0.1",
                port,
                tls: false,
                pin: None,
                user: "admin",
            };
            router::insert(connection, other, &way, now)
        })
        .await
        .unwrap()
        .get();
    let before = simulator.counters().connections;
    let people: Vec<(Role, Person)> = vec![
        (Role::Technician, office.person(&amina, "technician").await),
        (Role::Cashier, office.person(&amina, "cashier").await),
        (Role::Viewer, office.person(&amina, "viewer").await),
        (Role::Owner, amina),
    ];
    let mut asked = 0;
    for route in routes() {
        if !route.path.contains("/routers/{id}") {
            continue;
        }
        let Need::May(permission) = route.need else {
            panic!("{} needs no permission", route.path);
        };
        for id in [999, archived, foreign] {
            for (role, person) in &people {
                let path = route
                    .path
                    .replace("{id}", &id.to_string())
                    .replace("{export}", "1")
                    .replace("{number}", "1");
                let path = match path.ends_with("/backups/diff") {
                    true => path + "?one=1&other=2",
                    false => path,
                };
                let mut request = person.request(route.method.clone(), &path);
                if let Some((kind, text)) = body(&route.method, route.path) {
                    request = request.header("content-type", kind).body(text);
                }
                let answer = person.send(request).await;
                let wanted = if role.may(permission) {
                    StatusCode::NOT_FOUND
                } else {
                    StatusCode::FORBIDDEN
                };
                assert_eq!(
                    answer.status, wanted,
                    "{role} {} {path}: {}",
                    route.method, answer.text
                );
                asked += 1;
            }
        }
    }
    assert!(asked > 400, "{asked}");
    // Nobody was connected to, and what is theirs is as it was.
    assert_eq!(simulator.counters().connections, before);
    let (_, owner) = people.last().unwrap();
    let listed = owner.get("/api/routers/").await.text;
    assert!(
        !listed.contains("Theirs") && !listed.contains("Gone"),
        "{listed}"
    );
    assert!(!owner.get("/routers").await.text.contains("Theirs"));
}

#[tokio::test]
async fn what_is_no_number_names_nothing() {
    let (_office, amina) = Office::open(true).await;
    for id in ["0", "-1", "01", "x", "1e3", "9223372036854775808", "%00"] {
        for path in ["/routers/{}/hotspot", "/api/routers/{}/", "/routers/{}/log"] {
            let answer = amina.get(&path.replace("{}", id)).await;
            assert_eq!(
                answer.status,
                StatusCode::NOT_FOUND,
                "{id} {path}: {}",
                answer.text
            );
        }
    }
}
