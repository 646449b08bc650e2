//! What `Debug` would print: no type derives it over a text or bytes that are called after a secret.

use super::scan::{Token, Word, tokens};

/// Words that secrets are called by.
const SECRET: &[&str] = &[
    "password",
    "passwords",
    "secret",
    "secrets",
    "token",
    "tokens",
    "code",
    "codes",
    "key",
    "keys",
    "cookie",
    "link",
    "links",
    "csrf",
    "psk",
    "passphrase",
    "recovery",
    "refresh",
    "factor",
];
/// What a secret may be kept in, and is printed as it is.
const OPEN: &[&str] = &["String", "str", "u8", "Value", "Bytes", "Zeroizing"];

/// A field that would be printed: `Type.field`.
pub fn printed(source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is('#') {
            at += 1;
            continue;
        }
        let (debug, behind) = attributes(&tokens, at);
        at = behind;
        if debug {
            at = item(&tokens, at, &mut found);
        }
    }
    found
}

/// Whether attributes derive `Debug`, and where they end.
fn attributes(tokens: &[Token], mut at: usize) -> (bool, usize) {
    let mut debug = false;
    while at < tokens.len() && tokens[at].is('#') {
        let end = closed(tokens, at + 1);
        let name = tokens.get(at + 2).and_then(Token::name);
        let inside = tokens.get(at + 3..end).unwrap_or_default();
        debug |= name == Some("derive") && inside.iter().any(|it| it.name() == Some("Debug"));
        at = end;
    }
    (debug, at)
}

/// Behind the bracket that closes the one here.
fn closed(tokens: &[Token], mut at: usize) -> usize {
    let mut depth = 0;
    while at < tokens.len() {
        match tokens[at].word {
            Word::Mark('(' | '[' | '{') => depth += 1,
            Word::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth <= 0 {
            return at;
        }
    }
    at
}

fn item(tokens: &[Token], mut at: usize, found: &mut Vec<String>) -> usize {
    while at < tokens.len() && !matches!(tokens[at].name(), Some("struct" | "enum")) {
        at += 1;
    }
    let Some(name) = tokens.get(at + 1).and_then(Token::name) else {
        return at + 1;
    };
    while at < tokens.len()
        && !["{", "(", ";"]
            .iter()
            .any(|mark| tokens[at].is(first(mark)))
    {
        at += 1;
    }
    if at >= tokens.len() || tokens[at].is(';') {
        return at;
    }
    let end = closed(tokens, at);
    body(name, name, &tokens[at..end], found);
    end
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

/// The fields of a type or the variants of one, in their brackets. What has no name of its own is called after what it is in.
fn body(of: &str, called: &str, tokens: &[Token], found: &mut Vec<String>) {
    let mut at = 1;
    while at + 1 < tokens.len() {
        let (_, behind) = attributes(tokens, at);
        at = behind;
        if tokens[at].name() == Some("pub") {
            at += 1;
            if tokens[at].is('(') {
                at = closed(tokens, at);
            }
        }
        let named = tokens.get(at + 1).is_some_and(|it| it.is(':'));
        let variant = tokens[at].name().filter(|_| {
            tokens
                .get(at + 1)
                .is_some_and(|it| it.is('{') || it.is('('))
        });
        let name = tokens[at].name().filter(|_| named).unwrap_or(called);
        let end = comma(tokens, at);
        match variant {
            Some(variant) => body(of, variant, &tokens[at + 1..end], found),
            None if is_secret(name) && is_open(&tokens[at..end]) => {
                found.push(format!("{of}.{name}"))
            }
            None => {}
        }
        at = end + 1;
    }
}

/// The comma behind a field, or the end.
fn comma(tokens: &[Token], mut at: usize) -> usize {
    let mut angles = 0;
    while at + 1 < tokens.len() {
        match tokens[at].word {
            Word::Mark(',') if angles == 0 => return at,
            Word::Mark('<') => angles += 1,
            Word::Mark('>') => angles -= 1,
            Word::Mark('(' | '[' | '{') => at = closed(tokens, at) - 1,
            _ => {}
        }
        at += 1;
    }
    at
}

fn is_open(kind: &[Token]) -> bool {
    kind.iter()
        .any(|it| it.name().is_some_and(|name| OPEN.contains(&name)))
}

fn is_secret(name: &str) -> bool {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter != '_') {
            word.extend(letter.to_lowercase());
        }
    }
    words.iter().any(|word| SECRET.contains(&word.as_str()))
}

#[test]
fn every_way_to_print_a_secret_is_seen() {
    for (source, field) in [
        (
            "#[derive(Debug)] struct A { password: String }",
            "A.password",
        ),
        (
            "#[derive(Clone, Debug)] pub(crate) struct A<'a> { pub b: u8, pub(crate) api_token: Option<&'a str> }",
            "A.api_token",
        ),
        ("#[derive(Debug)] struct Token(String);", "Token.Token"),
        (
            "#[derive(Debug)] struct SetUpCode(pub Vec<u8>);",
            "SetUpCode.SetUpCode",
        ),
        (
            "#[derive(Debug)] enum A { No, Cookie(String), Yes }",
            "A.Cookie",
        ),
        (
            "#[derive(Debug)] enum A { B { key: [u8; 32], c: u8 } }",
            "A.key",
        ),
        (
            "#[derive(Debug)]\n#[serde(deny)]\n/// Told.\nstruct A { #[serde(default)] links: HashMap<u8, String> }",
            "A.links",
        ),
        (
            "struct B; #[derive(Debug)] struct A { b: Vec<(u8, u8)>, code: String, c: u8 }",
            "A.code",
        ),
    ] {
        assert_eq!(printed(source), [field], "{source}");
    }
    for source in [
        "struct A { password: String }",
        "#[derive(Clone)] struct A { password: String }",
        "#[derive(Debug)] struct A { password: Secret, codes: Vec<Secret>, keyboard: String, barcode: String }",
        "#[derive(Debug)] struct A; struct B { password: String }",
        "#[derive(Debug)] enum A { Cookie(Secret), Name(String), Password }",
    ] {
        assert_eq!(printed(source), Vec::<String>::new(), "{source}");
    }
}
