//! Values as RouterOS writes them: bare, or in quotes with escapes.
//!
//! RouterOS values are bytes. Here they are text: bytes that are UTF-8 are read as such, any other value is read
//! as Latin-1, one character a byte, because old exports hold comments in whatever the technician's terminal sent.

use std::fmt::Write;

use crate::error::ParseError;
use crate::lexer::{Lexer, Token};

/// A value as one RouterOS token: bare where no quotes are needed, in quotes otherwise.
///
/// Inside quotes everything but printable ASCII is written as hex bytes, so the text survives any terminal.
/// The result never holds a line end, and [`unquote`] gives back exactly `value`.
pub fn quote(value: &str) -> String {
    if is_bare(value) {
        return value.to_owned();
    }
    quote_always(value)
}

/// A value in quotes, also where RouterOS would take it bare.
pub(crate) fn quote_always(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for byte in value.bytes() {
        match byte {
            b'"' | b'\\' | b'$' | b'?' => {
                text.push('\\');
                text.push(char::from(byte));
            }
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => push_hex(&mut text, byte),
        }
    }
    text.push('"');
    text
}

/// The inside of a quoted value, safe wherever a template puts it.
///
/// Only `A-Z a-z 0-9 . _ : / @ , + * -` stay; every other byte becomes `\XX`. So the result holds no space, quote,
/// bracket, `=`, `;`, `$` or line end and can end no token, and between quotes it reads as exactly `value`.
/// (A template that forgets the quotes gets a parse error as soon as a value needs them, never another command.)
pub fn escape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if is_bare_byte(byte) {
            text.push(char::from(byte));
        } else {
            push_hex(&mut text, byte);
        }
    }
    text
}

/// The value of one RouterOS token, bare or quoted: the inverse of [`quote`].
///
/// # Errors
/// When the text is not exactly one token, or an escape is unknown.
pub fn unquote(token: &str) -> Result<String, ParseError> {
    let mut lexer = Lexer::new(token);
    let first = lexer.next_token()?;
    let value = match first.token {
        Token::Word(value) | Token::Text(value) => value,
        _ => return Err(ParseError::new(first.at, "this is not a value")),
    };
    let rest = lexer.next_token()?;
    if rest.token == Token::End {
        return Ok(value);
    }
    Err(ParseError::new(rest.at, "there is text after the value"))
}

/// Whether RouterOS reads the value correctly without quotes.
pub(crate) fn is_bare(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(is_bare_byte)
}

fn is_bare_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._:/@,+*-".contains(&byte)
}

fn push_hex(text: &mut String, byte: u8) {
    // Writing to a String cannot fail.
    let _ = write!(text, "\\{byte:02X}");
}

/// The byte that `\` and one character stand for; hex pairs are the lexer's.
///
/// RouterOS facts: manual, "Scripting", constant escape sequences.
pub(crate) fn escaped_byte(letter: char) -> Option<u8> {
    Some(match letter {
        '"' | '\\' | '$' | '?' => u8::try_from(letter).ok()?,
        '_' => b' ',
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'a' => 0x07,
        'b' => 0x08,
        'f' => 0x0C,
        'v' => 0x0B,
        _ => return None,
    })
}

/// The four bits of an upper-case hex digit. RouterOS knows no lower-case ones: `\a` is a bell.
pub(crate) fn hex_digit(digit: char) -> Option<u8> {
    match digit {
        '0'..='9' | 'A'..='F' => digit.to_digit(16).and_then(|bits| u8::try_from(bits).ok()),
        _ => None,
    }
}

/// Bytes as text: UTF-8, or else Latin-1 for the whole value.
pub(crate) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|wrong| wrong.into_bytes().into_iter().map(char::from).collect())
}
