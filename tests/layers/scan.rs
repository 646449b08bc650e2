//! Rust source into words and paths. It knows comments, strings, inline modules, `use` trees and `#[cfg(test)]`, and
//! no more than that.

/// A word of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Identifier, keyword or number.
    Name(String),
    /// A string or character, whatever is in it.
    Text,
    /// `::`
    Colons,
    /// Any other character.
    Mark(char),
}

/// A word and its line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub word: Word,
}

impl Token {
    pub fn is(&self, mark: char) -> bool {
        self.word == Word::Mark(mark)
    }

    pub fn name(&self) -> Option<&str> {
        match &self.word {
            Word::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// Cuts a source into words; comments are gone.
pub fn tokens(source: &str) -> Vec<Token> {
    let text: Vec<char> = source.chars().collect();
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let (mut index, mut line) = (0, 1);
    while index < text.len() {
        let (begin, began) = (index, line);
        let word = match (at(index), at(index + 1)) {
            ('/', '/') => {
                index = until(&text, index, |c| c == '\n');
                None
            }
            ('/', '*') => {
                index = block_comment(&text, index);
                None
            }
            (c, _) if c.is_whitespace() => {
                index += 1;
                None
            }
            ('"', _) => {
                index = string(&text, index + 1);
                Some(Word::Text)
            }
            ('\'', first) => {
                // `'a'` and `'\n'` are characters, `'a` is a lifetime.
                if first == '\\' || at(index + 2) == '\'' {
                    index = character(&text, index);
                    Some(Word::Text)
                } else {
                    index = until(&text, index + 1, |c| !is_name(c));
                    None
                }
            }
            (':', ':') => {
                index += 2;
                Some(Word::Colons)
            }
            (c, _) if is_name(c) => {
                index = until(&text, index, |c| !is_name(c));
                let name: String = text[begin..index].iter().collect();
                match raw_or_prefixed(&text, &name, index) {
                    Some(end) => {
                        index = end;
                        Some(Word::Text)
                    }
                    None => Some(Word::Name(name)),
                }
            }
            (mark, _) => {
                index += 1;
                Some(Word::Mark(mark))
            }
        };
        line += text[begin..index.min(text.len())]
            .iter()
            .filter(|c| **c == '\n')
            .count();
        tokens.extend(word.map(|word| Token { line: began, word }));
    }
    tokens
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn until(text: &[char], from: usize, end: impl Fn(char) -> bool) -> usize {
    (from..text.len())
        .find(|index| end(text[*index]))
        .unwrap_or(text.len())
}

/// Behind the closing quote of a string whose opening one is before `index`.
fn string(text: &[char], mut index: usize) -> usize {
    while index < text.len() {
        match text[index] {
            '\\' => index += 2,
            '"' => return index + 1,
            _ => index += 1,
        }
    }
    index
}

/// Behind the closing quote of a character whose opening one is at `index`.
fn character(text: &[char], index: usize) -> usize {
    let escaped = text.get(index + 1) == Some(&'\\');
    until(text, index + if escaped { 3 } else { 2 }, |c| c == '\'') + 1
}

fn block_comment(text: &[char], mut index: usize) -> usize {
    let mut depth = 0;
    while index < text.len() {
        match (text[index], text.get(index + 1)) {
            ('/', Some('*')) => (depth, index) = (depth + 1, index + 2),
            ('*', Some('/')) => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
        if depth == 0 {
            break;
        }
    }
    index
}

/// The end of `r"…"`, `r#"…"#`, `b"…"`, `b'…'` where one of them begins with this name.
fn raw_or_prefixed(text: &[char], name: &str, index: usize) -> Option<usize> {
    match (name, text.get(index)?) {
        ("r" | "br" | "cr", '"' | '#') => {
            let hashes = text[index..].iter().take_while(|c| **c == '#').count();
            if text.get(index + hashes) != Some(&'"') {
                return None;
            }
            let closing: Vec<char> = std::iter::once('"')
                .chain(std::iter::repeat_n('#', hashes))
                .collect();
            let body = index + hashes + 1;
            let length = text[body..]
                .windows(closing.len())
                .position(|window| window == closing)?;
            Some(body + length + closing.len())
        }
        ("b" | "c", '"') => Some(string(text, index + 1)),
        ("b", '\'') => Some(character(text, index)),
        _ => None,
    }
}

/// The words without the items behind `#[cfg(test)]`.
pub fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let attribute = [
        Word::Mark('#'),
        Word::Mark('['),
        Word::Name("cfg".into()),
        Word::Mark('('),
        Word::Name("test".into()),
        Word::Mark(')'),
        Word::Mark(']'),
    ];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while index < tokens.len() {
        let rest = &tokens[index..];
        if rest.len() > attribute.len()
            && rest
                .iter()
                .zip(&attribute)
                .all(|(token, word)| token.word == *word)
        {
            index += attribute.len() + item(&rest[attribute.len()..]);
        } else {
            kept.push(tokens[index].clone());
            index += 1;
        }
    }
    kept
}

/// How many words the item at the front has: up to its `;`, or its closing brace.
fn item(tokens: &[Token]) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.word {
            Word::Mark('{' | '(' | '[') => depth += 1,
            Word::Mark('}') if depth == 1 => return index + 1,
            Word::Mark('}' | ')' | ']') => depth -= 1,
            Word::Mark(';') if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// A path in the source, `self` and `super` resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPath {
    pub line: usize,
    pub parts: Vec<String>,
}

/// All paths of two and more parts, and all of `use`; the file is the module `home` (`["domain", "name"]`).
pub fn paths(tokens: &[Token], home: &[String]) -> Vec<NamedPath> {
    let mut found = Vec::new();
    let mut inner: Vec<(String, usize)> = Vec::new();
    let (mut index, mut depth) = (0, 0);
    while index < tokens.len() {
        let token = &tokens[index];
        let before = index.checked_sub(1).map(|before| &tokens[before]);
        match &token.word {
            Word::Mark('{') => {
                depth += 1;
                let module = index >= 2 && tokens[index - 2].name() == Some("mod");
                if let (true, Some(name)) = (module, before.and_then(Token::name)) {
                    inner.push((name.to_owned(), depth));
                }
            }
            Word::Mark('}') => {
                if inner.last().is_some_and(|(_, at)| *at == depth) {
                    inner.pop();
                }
                depth -= usize::from(depth > 0);
            }
            Word::Name(name) if name == "use" => {
                let mut here = home.to_vec();
                here.extend(inner.iter().map(|(name, _)| name.clone()));
                index += tree(&tokens[index + 1..], &[], &here, &mut found) + 1;
                continue;
            }
            Word::Name(_) => {
                let mut parts = Vec::new();
                let begin = index;
                while let Some(name) = tokens.get(index).and_then(Token::name) {
                    parts.push(name.to_owned());
                    let more = tokens
                        .get(index + 1)
                        .is_some_and(|token| token.word == Word::Colons);
                    if !more || tokens.get(index + 2).and_then(Token::name).is_none() {
                        break;
                    }
                    index += 2;
                }
                if parts.len() > 1 {
                    let mut here = home.to_vec();
                    here.extend(inner.iter().map(|(name, _)| name.clone()));
                    found.push(NamedPath {
                        line: tokens[begin].line,
                        parts: resolved(parts, &here),
                    });
                }
            }
            _ => {}
        }
        index += 1;
    }
    found
}

/// Reads a `use` tree up to the mark that ends it; how many words were read.
fn tree(tokens: &[Token], stem: &[String], here: &[String], found: &mut Vec<NamedPath>) -> usize {
    let mut parts = stem.to_vec();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match &token.word {
            Word::Name(name) if name == "as" => index += 1,
            Word::Name(name) => parts.push(name.clone()),
            Word::Mark('{') => {
                index += 1;
                loop {
                    index += tree(&tokens[index..], &parts, here, found);
                    match tokens.get(index) {
                        Some(token) if token.is(',') => index += 1,
                        _ => break,
                    }
                }
                return index + 1;
            }
            Word::Mark(',' | ';' | '}') => break,
            _ => {}
        }
        index += 1;
    }
    if parts.len() > stem.len() {
        let line = tokens.first().map_or(0, |token| token.line);
        found.push(NamedPath {
            line,
            parts: resolved(parts, here),
        });
    }
    index
}

/// `self` and `super` replaced by what they mean in the module `here`.
fn resolved(parts: Vec<String>, here: &[String]) -> Vec<String> {
    let ups = parts.iter().take_while(|part| *part == "super").count();
    let skipped = match parts.first().map(String::as_str) {
        Some("self") => {
            1 + parts
                .iter()
                .skip(1)
                .take_while(|part| *part == "super")
                .count()
        }
        Some("super") => ups,
        _ => return parts,
    };
    let ups = parts
        .iter()
        .take(skipped)
        .filter(|part| *part == "super")
        .count();
    let mut whole = vec!["crate".to_owned()];
    whole.extend(here.iter().take(here.len().saturating_sub(ups)).cloned());
    whole.extend(parts.into_iter().skip(skipped));
    whole
}
