//! The rules of the house, each with the file and line that break it.

use super::scan::{NamedPath, Token, Word, paths, tokens, without_tests};

/// Floors from the ground up.
const FLOORS: &[&[&str]] = &[
    &["domain"],
    &[
        "store",
        "credentials",
        "routeros",
        "pesapal",
        "daraja",
        "central",
        "mail",
        "sms",
    ],
    &["service"],
    &["http", "jobs"],
    &["main", "lib", "app", "config", "cli"],
];
const ADAPTERS: usize = 1;

/// What `domain/` must not name: async, I/O, clocks, randomness.
const OUTSIDE: &[&str] = &[
    "tokio",
    "tokio_rustls",
    "axum",
    "rusqlite",
    "reqwest",
    "mikrotik_rs",
    "rand",
    "getrandom",
    "std::env",
    "std::fs",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::UdpSocket",
];
/// The only file of `domain/` that knows the template engine.
const RENDER: &str = "src/domain/hotspot/render.rs";

const LONGEST: usize = 400;

/// What of a file breaks a rule: `path:line: what and why`. The path is relative to the workspace, with slashes.
pub fn check(path: &str, source: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let lines = source.lines().count();
    if lines > LONGEST {
        broken.push((
            lines,
            format!("the file has {lines} lines, the most is {LONGEST}; divide it by nouns"),
        ));
    }
    let all = tokens(source);
    let program = if is_test(path) {
        Vec::new()
    } else {
        without_tests(&all)
    };
    broken.extend(panics(&program));

    let home = home(path);
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["src", ..] => {
            // Tests too, for what they import the code beside them could as well.
            for named in &paths(&all, &home) {
                broken.extend(upward(&home, named).map(|why| (named.line, why)));
            }
            for named in &paths(&program, &home) {
                broken.extend(outside(path, &home, named).map(|why| (named.line, why)));
            }
        }
        ["crates", member, ..] => {
            let foreign: &[&str] = if member == "rsc" {
                &["hotspotd", "simulator"]
            } else {
                &["hotspotd"]
            };
            for named in &paths(&all, &home) {
                if let Some(name) = foreign.iter().find(|name| named.parts[0] == **name) {
                    broken.push((
                        named.line,
                        format!(
                            "crates/{member} depends on nothing of ours above it, and names {name}"
                        ),
                    ));
                }
            }
        }
        _ => {}
    }
    broken.sort();
    broken.dedup();
    broken
        .into_iter()
        .map(|(line, why)| format!("{path}:{line}: {why}"))
        .collect()
}

/// Whether the whole file is test code.
fn is_test(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
}

/// The module that a file of `src/` is: `src/domain/net/mod.rs` → domain, net.
fn home(path: &str) -> Vec<String> {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').skip(1).map(str::to_owned).collect()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn upward(home: &[String], named: &NamedPath) -> Option<String> {
    let mine = &home[0];
    let Some(my_floor) = floor(mine) else {
        return Some(format!(
            "{mine} stands on no floor; give it one in tests/layers/rules.rs"
        ));
    };
    if !matches!(named.parts[0].as_str(), "crate" | "hotspotd") {
        return None;
    }
    let theirs = named.parts.get(1)?;
    let their_floor = floor(theirs)?;
    if their_floor > my_floor {
        return Some(format!(
            "{mine} (floor {my_floor}) imports {theirs} (floor {their_floor}); imports go down only"
        ));
    }
    (my_floor == ADAPTERS && their_floor == ADAPTERS && mine != theirs)
        .then(|| format!("the adapter {mine} imports the adapter {theirs}; a service joins them"))
}

fn outside(path: &str, home: &[String], named: &NamedPath) -> Option<String> {
    let whole = named.parts.join("::");
    let names = |what: &str| {
        whole
            .strip_prefix(what)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    if names("simulator") && home[0] != "cli" {
        return Some("only cli/ and tests know the simulator".to_owned());
    }
    if home[0] != "domain" {
        return None;
    }
    if names("tera") && path != RENDER {
        return Some(format!("only {RENDER} knows the template engine"));
    }
    let what = OUTSIDE.iter().find(|what| names(what))?;
    Some(format!(
        "domain/ names {what}; it has no async, no I/O, no clock, no randomness"
    ))
}

/// `.unwrap()` and `.expect("…")`.
fn panics(program: &[Token]) -> Vec<(usize, String)> {
    let call = |window: &[Token]| {
        let [dot, name, open, argument] = window else {
            return None;
        };
        let panics = match name.name()? {
            "unwrap" => argument.is(')'),
            // A parser may well have a method of that name, but it expects no text.
            "expect" => argument.word == Word::Text,
            _ => return None,
        };
        let why = || {
            (
                name.line,
                format!(
                    "`{}` outside tests; return an error",
                    name.name().unwrap_or_default()
                ),
            )
        };
        (dot.is('.') && open.is('(') && panics).then(why)
    };
    program.windows(4).filter_map(call).collect()
}
