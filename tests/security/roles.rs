//! Every route of the table, for every role and for nobody: let in exactly as the table says.

use std::collections::BTreeSet;

use hotspotd::domain::access::Role;
use hotspotd::http::routes::{Need, Route, routes};
use reqwest::StatusCode;

use crate::people::{Somebody, peopled};

/// Ways to change something that are open to nobody in particular. Whoever opens another one writes it here, and why.
const OPEN: [(&str, &str); 11] = [
    ("/api/auth/login/", "by a password"),
    ("/api/auth/password-reset/", "by the token of a link"),
    ("/api/auth/refresh/", "by a refresh token"),
    ("/api/auth/register/", "by a code or an invitation"),
    ("/api/auth/verify-email/", "by the token of a link"),
    ("/invitation", "by the token of a link"),
    ("/login", "by a password"),
    ("/login/totp", "by a code, behind a password"),
    ("/password-reset", "by the token of a link"),
    ("/preferences", "language and colours of one's own browser"),
    ("/verify-email", "by the token of a link"),
];

/// What ends the session that asks for it, so it comes last.
fn ends_sessions(route: &Route) -> bool {
    ["logout", "sign-out-everywhere"]
        .iter()
        .any(|word| route.path.contains(word))
}

/// A path of the route, with numbers and names that nothing has.
fn example(path: &str) -> String {
    let mut example = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (_, behind) = after.split_once('}').unwrap();
        example.push_str(before);
        example.push_str("999999");
        rest = behind;
    }
    example + rest
}

/// What the table says.
enum Answer {
    In,
    Forbidden,
    SignInFirst,
    /// To where setting up goes on.
    LedOn,
}

fn expected(need: Need, role: Option<Role>) -> Answer {
    match (need, role) {
        // Asked from this very machine.
        (Need::Anyone | Need::HereOrToken, _) | (Need::SignedIn, Some(_)) => Answer::In,
        // There is an owner here.
        (Need::SetUp, _) => Answer::LedOn,
        (Need::May(permission), Some(role)) if role.may(permission) => Answer::In,
        (Need::May(_), Some(_)) => Answer::Forbidden,
        (Need::SignedIn | Need::May(_), None) => Answer::SignInFirst,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_lets_in_whom_the_table_says() {
    let (at, _) = peopled().await;
    let mut asked = 0;
    for role in [None].into_iter().chain(Role::ALL.map(Some)) {
        let login = role.map(|role| match role {
            Role::Owner => "amina",
            other => other.as_str(),
        });
        let mut somebody = match login {
            Some(login) => Somebody::of(&at, login).await,
            None => Somebody::nobody(&at),
        };
        let mut table = routes();
        table.sort_by_key(ends_sessions);
        for route in table {
            // One address may ask the API so often only.
            at.pass(1);
            if ends_sessions(&route)
                && let Some(login) = login
            {
                at.pass(60);
                somebody = Somebody::of(&at, login).await;
            }
            let path = example(route.path);
            let request = somebody.request(&route.method, &path);
            let answer = request.send().await.unwrap();
            let (status, who) = (answer.status(), login.unwrap_or("nobody"));
            let told = format!("{} {path} as {who}: {status}", route.method);
            let to = answer.headers().get("location").cloned();
            let to = to.map(|to| to.to_str().unwrap().to_owned());
            let signs_in = to.as_deref().is_some_and(|to| to.starts_with("/login"));
            let has_origin = answer
                .text()
                .await
                .unwrap()
                .contains("did not come from a page");
            match expected(route.need, role) {
                // Signing in by nothing is refused like signing in by a wrong password.
                Answer::In if route.need == Need::Anyone => {
                    assert_ne!(status, StatusCode::FORBIDDEN, "{told}");
                }
                Answer::In => {
                    // Signing out leads to the sign-in page too, by its own will.
                    let out = ends_sessions(&route);
                    assert!(
                        out || !(signs_in || status == StatusCode::UNAUTHORIZED),
                        "{told}"
                    );
                    assert_ne!(status, StatusCode::FORBIDDEN, "{told}");
                }
                Answer::Forbidden => {
                    assert_eq!(status, StatusCode::FORBIDDEN, "{told}");
                    assert!(!has_origin, "{told}: refused for another reason");
                }
                Answer::LedOn => {
                    assert_eq!(to.as_deref(), Some("/setup"), "{told}");
                    assert_eq!(status, StatusCode::SEE_OTHER, "{told}");
                }
                Answer::SignInFirst if path.starts_with("/api/") => {
                    assert_eq!(status, StatusCode::UNAUTHORIZED, "{told}");
                }
                Answer::SignInFirst => {
                    assert_eq!(status, StatusCode::SEE_OTHER, "{told}");
                    assert!(signs_in, "{told}: {to:?}");
                }
            }
            // Another program may hold the port that neighbours are heard on.
            let broke = status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE;
            assert!(!broke, "{told}");
            asked += 1;
        }
    }
    assert_eq!(asked, routes().len() * 5);
    eprintln!("{} routes, {asked} requests", routes().len());
}

#[test]
fn what_changes_something_is_open_to_few() {
    let open: BTreeSet<&str> = routes()
        .into_iter()
        .filter(|route| route.need == Need::Anyone && route.method != "GET")
        .map(|route| route.path)
        .collect();
    let known: BTreeSet<&str> = OPEN.into_iter().map(|(path, _)| path).collect();
    assert_eq!(open, known);
}
