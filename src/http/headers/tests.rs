use axum::body::Body;
use axum::http::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use axum::response::Html;
use axum::routing::get;
use tower::ServiceExt as _;

use super::*;

async fn answer(path: &str) -> Response {
    let page = || async { Html("<p>ten chars</p>".repeat(100)) };
    let events = || async {
        (
            [(CONTENT_TYPE, "text/event-stream")],
            "data: x\n\n".repeat(100),
        )
    };
    let portal = || async { ([(CONTENT_SECURITY_POLICY, "default-src 'none'")], "portal") };
    let routes: Router = Router::new()
        .route("/page", get(page))
        .route("/events", get(events))
        .route("/portal", get(portal));
    let asked = Request::get(path)
        .header(ACCEPT_ENCODING, "gzip, br")
        .body(Body::empty())
        .unwrap();
    admin(routes).oneshot(asked).await.unwrap()
}

#[tokio::test]
async fn every_answer_is_hardened() {
    for path in ["/page", "/events", "/absent"] {
        let answer = answer(path).await;
        let header = |name: HeaderName| answer.headers()[name].to_str().unwrap();
        let policy = header(CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(!policy.contains("  "), "{policy}");
        assert_eq!(header(X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(REFERRER_POLICY), "same-origin");
        assert_eq!(header(OPENER_POLICY), "same-origin");
        assert!(!answer.headers().contains_key(SERVER));
    }
}

#[tokio::test]
async fn a_policy_of_the_handler_stands() {
    let answer = answer("/portal").await;
    assert_eq!(
        answer.headers()[CONTENT_SECURITY_POLICY],
        "default-src 'none'"
    );
}

#[tokio::test]
async fn pages_are_compressed_and_events_are_not() {
    assert_eq!(answer("/page").await.headers()[CONTENT_ENCODING], "gzip");
    let events = answer("/events").await;
    assert!(!events.headers().contains_key(CONTENT_ENCODING));
}
