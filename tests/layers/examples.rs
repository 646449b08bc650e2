//! Every rule broken once, and what only looks as if it broke one.

use super::rules::check;

/// Lines and beginnings of what is told.
fn told(path: &str, source: &str) -> Vec<String> {
    check(path, source)
        .iter()
        .map(|told| {
            told.strip_prefix(path)
                .unwrap()
                .trim_start_matches(':')
                .to_owned()
        })
        .collect()
}

#[test]
fn what_breaks_a_rule() {
    for (path, source, begins) in [
        // Upwards, however it is written.
        (
            "src/domain/name.rs",
            "use crate::service::generate;",
            "1: domain (floor 0) imports service (floor 2)",
        ),
        (
            "src/domain/name.rs",
            "\nuse crate::{\n    domain::mac::Mac,\n    routeros::{Client, Limits},\n};",
            "4: domain (floor 0) imports routeros (floor 1)",
        ),
        (
            "src/domain/name.rs",
            "fn f() -> crate::cli::exit::Exit {}",
            "1: domain (floor 0) imports cli (floor 4)",
        ),
        (
            "src/domain/net/mod.rs",
            "use super::super::store::Row;",
            "1: domain (floor 0) imports store (floor 1)",
        ),
        (
            "src/domain/net/range.rs",
            "mod deep { use super::super::super::super::store; }",
            "1: domain (floor 0) imports store (floor 1)",
        ),
        (
            "src/service/apply.rs",
            "use crate::http as web;",
            "1: service (floor 2) imports http (floor 3)",
        ),
        (
            "src/service/apply.rs",
            "#[cfg(test)] mod tests { use crate::cli::show; }",
            "1: service (floor 2) imports cli (floor 4)",
        ),
        (
            "src/routeros/client.rs",
            "use hotspotd::service::apply;",
            "1: routeros (floor 1) imports service (floor 2)",
        ),
        (
            "src/jobs/mod.rs",
            "use crate::app::Clock;",
            "1: jobs (floor 3) imports app (floor 4)",
        ),
        (
            "src/helpers.rs",
            "use crate::domain::mac;",
            "1: helpers stands on no floor",
        ),
        // Adapters among themselves.
        (
            "src/pesapal/client.rs",
            "use crate::store::Orders;",
            "1: the adapter pesapal imports the adapter store",
        ),
        // Domain and the world.
        (
            "src/domain/x.rs",
            "use tokio::sync::Mutex;",
            "1: domain/ names tokio;",
        ),
        (
            "src/domain/x.rs",
            "use std::{fmt, time::{Duration, SystemTime}};",
            "1: domain/ names std::time::SystemTime;",
        ),
        (
            "src/domain/x.rs",
            "fn f() { let _ = std::fs::read(\"x\"); }",
            "1: domain/ names std::fs;",
        ),
        (
            "src/domain/x.rs",
            "use std::{env, fmt};",
            "1: domain/ names std::env;",
        ),
        (
            "src/domain/x.rs",
            "fn f() -> u8 { rand::random() }",
            "1: domain/ names rand;",
        ),
        (
            "src/domain/x.rs",
            "use axum::Router;",
            "1: domain/ names axum;",
        ),
        (
            "src/domain/x.rs",
            "use rusqlite::Connection;",
            "1: domain/ names rusqlite;",
        ),
        (
            "src/domain/x.rs",
            "use reqwest;",
            "1: domain/ names reqwest;",
        ),
        (
            "src/domain/x.rs",
            "use ::mikrotik_rs::proto;",
            "1: domain/ names mikrotik_rs;",
        ),
        (
            "src/domain/hotspot/script.rs",
            "use tera::Tera;",
            "1: only src/domain/hotspot/render.rs knows",
        ),
        // The simulator and the crates below.
        (
            "src/service/apply.rs",
            "use simulator::Simulator;",
            "1: only cli/ and tests know the simulator",
        ),
        (
            "crates/simulator/src/lib.rs",
            "use hotspotd::domain::mac::Mac;",
            "1: crates/simulator depends on nothing",
        ),
        (
            "crates/simulator/tests/a.rs",
            "use hotspotd::domain::mac::Mac;",
            "1: crates/simulator depends on nothing",
        ),
        (
            "crates/rsc/src/lib.rs",
            "fn f() { hotspotd::cli::run(); }",
            "1: crates/rsc depends on nothing",
        ),
        (
            "crates/rsc/src/lib.rs",
            "use simulator::device;",
            "1: crates/rsc depends on nothing",
        ),
        // Panics.
        (
            "src/cli/mod.rs",
            "fn f() {\n    g()\n        .unwrap();\n}",
            "3: `unwrap` outside tests",
        ),
        (
            "crates/rsc/src/lexer.rs",
            "fn f() { g().expect(\"no\"); }",
            "1: `expect` outside tests",
        ),
        (
            "src/cli/mod.rs",
            "#[cfg(test)]\nmod tests;\nfn f() { g().unwrap() }",
            "3: `unwrap` outside tests",
        ),
        (
            "src/cli/mod.rs",
            "#[cfg(test)]\nmod tests { fn f() { if a { b() } } }\nfn f() { g().unwrap() }",
            "3: `unwrap` outside tests",
        ),
        // Comments and strings do not hide what comes after them.
        (
            "src/domain/x.rs",
            "/* a /* b */ c */ const Q: char = '\"'; const R: &str = r#\"\"\"#; use tokio::net;",
            "1: domain/ names tokio;",
        ),
        (
            "src/domain/x.rs",
            "fn f<'a>(x: &'a str) -> &'a str { \"\\\"\"; tokio::spawn(x) }",
            "1: domain/ names tokio;",
        ),
    ] {
        let told = told(path, source);
        assert_eq!(told.len(), 1, "{path}: {source}: {told:?}");
        assert!(told[0].starts_with(begins), "{path}: {source}: {told:?}");
    }
}

#[test]
fn what_breaks_none() {
    for (path, source) in [
        (
            "src/domain/name.rs",
            "// use crate::service::generate;\n/// [`crate::cli`] and tokio::spawn\n/* use tokio::net; */",
        ),
        (
            "src/domain/name.rs",
            "const A: &str = \"use crate::service::x; std::fs::read()\"; const B: &[u8] = b\"tokio::x\";",
        ),
        (
            "src/domain/name.rs",
            "use crate::domain::mac; use super::routeros::version; use super::super::domain::mac;",
        ),
        (
            "src/domain/name.rs",
            "use std::{fmt, time::Duration}; use std::net::Ipv4Addr;",
        ),
        (
            "src/domain/name.rs",
            "#[cfg(test)]\nmod tests { use super::super::routeros::version::Version; fn f() { std::fs::read(\"x\").unwrap(); } }",
        ),
        (
            "src/domain/routeros/lint/tests.rs",
            "fn f() { std::env::var(\"X\").unwrap(); }",
        ),
        (
            "src/domain/x.rs",
            "struct S { rand: u8, tokio: u8 } fn f(s: S) -> u8 { s.rand + s.tokio }",
        ),
        ("src/domain/hotspot/render.rs", "use tera::Tera;"),
        (
            "src/routeros/client.rs",
            "use crate::domain::mac; use crate::routeros::limits; use tokio::net::TcpStream;",
        ),
        (
            "src/service/apply.rs",
            "use crate::routeros; use crate::store; use crate::service::generate;",
        ),
        (
            "src/service/apply.rs",
            "#[cfg(test)] mod tests { use simulator::Simulator; }",
        ),
        (
            "src/cli/demo.rs",
            "use simulator::Simulator; use crate::service::apply; use crate::cli::exit;",
        ),
        ("src/main.rs", "fn main() { hotspotd::cli::run() }"),
        (
            "crates/simulator/src/lib.rs",
            "use rsc::dialect; const A: &str = \"hotspotd::x\"; // hotspotd::y",
        ),
        (
            "crates/rsc/src/parser.rs",
            "fn f() { self.expect(&Token::End)?; a.unwrap_or(1); }",
        ),
        (
            "tests/bootstrap.rs",
            "use hotspotd::cli; use simulator::Simulator; fn f() { a().unwrap() }",
        ),
    ] {
        assert_eq!(told(path, source), Vec::<String>::new(), "{path}: {source}");
    }
}

#[test]
fn files_stay_short() {
    assert_eq!(
        told("src/cli/x.rs", &"\n".repeat(400)),
        Vec::<String>::new()
    );
    let told = told("tests/x.rs", &"\n".repeat(401));
    assert_eq!(
        told,
        ["401: the file has 401 lines, the most is 400; divide it by nouns"]
    );
}
