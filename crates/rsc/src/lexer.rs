//! Characters into tokens, with places; line continuations and comments are gone after this.

use std::str::Chars;

use crate::error::{ParseError, shown};
use crate::quoting::{escaped_byte, hex_digit, text_of};
use crate::statement::Position;

/// One token of RouterOS text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A bare word: `/ip`, `add`, `10.0.0.1/24`, `!name`, `:do`.
    Word(String),
    /// A word glued to a following `=`, which belongs to the token.
    Key(String),
    /// A word glued to a following `~`, which belongs to the token.
    Match(String),
    /// A quoted text, decoded.
    Text(String),
    /// One of `= ~ ; [ ] { } ( )` on its own.
    Mark(char),
    /// The end of a line.
    NewLine,
    /// The end of the text.
    End,
}

impl Token {
    /// The token in the words of a message.
    pub(crate) fn named(&self) -> String {
        match self {
            Token::Word(word) => format!("`{}`", shown(word)),
            Token::Key(word) => format!("`{}=`", shown(word)),
            Token::Match(word) => format!("`{}~`", shown(word)),
            Token::Text(_) => "a quoted text".to_owned(),
            Token::Mark(mark) => format!("`{mark}`"),
            Token::NewLine => "the end of the line".to_owned(),
            Token::End => "the end of the text".to_owned(),
        }
    }
}

/// A token with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) token: Token,
    pub(crate) at: Position,
    /// Whether blanks (or a line end) stand before it.
    pub(crate) spaced: bool,
}

/// Cuts a text into tokens, one at a time.
pub(crate) struct Lexer<'a> {
    rest: Chars<'a>,
    at: Position,
    /// Nothing but blanks was read since the last line end.
    line_start: bool,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        Lexer {
            rest: text.chars(),
            at: Position { line: 1, column: 1 },
            line_start: true,
        }
    }

    /// The next token; `End` again and again at the end.
    pub(crate) fn next_token(&mut self) -> Result<Placed, ParseError> {
        let spaced = self.skip_blanks() || self.line_start;
        if self.line_start && self.peek() == Some('#') {
            self.skip_comment()?;
        }
        let at = self.at;
        let Some(first) = self.peek() else {
            return Ok(Placed {
                token: Token::End,
                at,
                spaced,
            });
        };
        if first == '\n' {
            self.bump();
            self.line_start = true;
            return Ok(Placed {
                token: Token::NewLine,
                at,
                spaced,
            });
        }
        // Before any error, so that `skip_line` has something to skip.
        self.line_start = false;
        let token = match first {
            '"' => Token::Text(self.quoted(at)?),
            '=' | '~' | ';' | '[' | ']' | '{' | '}' | '(' | ')' => {
                self.bump();
                Token::Mark(first)
            }
            '#' => {
                return Err(ParseError::new(
                    at,
                    "a comment must stand on a line of its own, or the value be written in quotes",
                ));
            }
            _ if is_word_char(first) => self.word(),
            _ => return Err(ParseError::new(at, refusal(first))),
        };
        Ok(Placed { token, at, spaced })
    }

    /// Goes on behind the line in which an error was found.
    pub(crate) fn skip_line(&mut self) {
        if self.line_start {
            return;
        }
        while let Some(next) = self.peek() {
            self.bump();
            if next == '\n' {
                break;
            }
        }
        self.line_start = true;
    }

    /// The next character behind any line continuations; `\r\n` counts as `\n`.
    fn peek(&mut self) -> Option<char> {
        while self.skip_continuation() {}
        match self.peek_raw() {
            Some('\r') if self.second_raw() == Some('\n') => Some('\n'),
            other => other,
        }
    }

    /// `\`, a line end and the blanks that begin the next line are nothing, as `/export` breaks lines.
    fn skip_continuation(&mut self) -> bool {
        let mut ahead = self.rest.clone();
        if ahead.next() != Some('\\') {
            return false;
        }
        match (ahead.next(), ahead.next()) {
            (Some('\n'), _) | (Some('\r'), Some('\n')) => {}
            _ => return false,
        }
        self.bump_raw();
        self.bump();
        while matches!(self.peek_raw(), Some(' ' | '\t')) {
            self.bump_raw();
        }
        // So a `#` there is no comment: RouterOS still is in the line before.
        self.line_start = false;
        true
    }

    fn peek_raw(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn second_raw(&self) -> Option<char> {
        let mut ahead = self.rest.clone();
        ahead.next();
        ahead.next()
    }

    /// Goes over one character, or both of a `\r\n`.
    fn bump(&mut self) {
        if self.peek_raw() == Some('\r') && self.second_raw() == Some('\n') {
            self.bump_raw();
        }
        self.bump_raw();
    }

    fn bump_raw(&mut self) -> Option<char> {
        let passed = self.rest.next();
        match passed {
            Some('\n') => {
                self.at.line += 1;
                self.at.column = 1;
            }
            Some(_) => self.at.column += 1,
            None => {}
        }
        passed
    }

    fn skip_blanks(&mut self) -> bool {
        let mut any = false;
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.bump();
            any = true;
        }
        any
    }

    fn skip_comment(&mut self) -> Result<(), ParseError> {
        let mut last = self.at;
        let mut continued = false;
        loop {
            match self.peek_raw() {
                None | Some('\n') => break,
                Some('\r') if self.second_raw() == Some('\n') => break,
                Some(passed) => {
                    last = self.at;
                    continued = passed == '\\';
                    self.bump_raw();
                }
            }
        }
        // Whether RouterOS takes the next line as part of such a comment is written nowhere, so nothing may depend on it.
        if continued {
            self.line_start = false;
            return Err(ParseError::new(
                last,
                "a comment must not end in a backslash: take it away",
            ));
        }
        Ok(())
    }

    fn word(&mut self) -> Token {
        let mut word = String::new();
        loop {
            match self.peek() {
                Some('=') => {
                    self.bump();
                    return Token::Key(word);
                }
                Some('~') => {
                    self.bump();
                    return Token::Match(word);
                }
                Some(next) if is_word_char(next) || next == '#' => {
                    word.push(next);
                    self.bump();
                }
                _ => return Token::Word(word),
            }
        }
    }

    fn quoted(&mut self, start: Position) -> Result<String, ParseError> {
        self.bump();
        let mut bytes = Vec::new();
        loop {
            let next = self.peek();
            let at = self.at;
            match next {
                None | Some('\n') => {
                    return Err(ParseError::new(
                        start,
                        "this quoted text has no closing quote on its line; write a line end inside as \\n",
                    ));
                }
                Some('"') => {
                    self.bump();
                    return Ok(text_of(bytes));
                }
                Some('$') => {
                    return Err(ParseError::new(
                        at,
                        "`$` in quotes would be a variable, and variables are not part of this language; write \\$ for the character",
                    ));
                }
                Some('\\') => {
                    self.bump_raw();
                    bytes.push(self.escape(at)?);
                }
                Some(control) if control.is_ascii_control() && control != '\t' => {
                    return Err(ParseError::new(
                        at,
                        format!(
                            "there is a control character in the quoted text; write it as \\{:02X}",
                            u32::from(control)
                        ),
                    ));
                }
                Some(character) => {
                    self.bump_raw();
                    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }

    /// What stands behind a backslash in quotes.
    fn escape(&mut self, at: Position) -> Result<u8, ParseError> {
        let first = self.peek_raw();
        if let Some(byte) = first.and_then(escaped_byte) {
            self.bump_raw();
            return Ok(byte);
        }
        if let Some(high) = first.and_then(hex_digit) {
            self.bump_raw();
            // An export may break its line between the two digits.
            if let Some(low) = self.peek().and_then(hex_digit) {
                self.bump_raw();
                return Ok(high << 4 | low);
            }
        }
        Err(ParseError::new(
            at,
            "unknown escape; RouterOS has \\\" \\\\ \\$ \\? \\_ \\n \\r \\t \\a \\b \\f \\v and \\XX with two upper-case hex digits",
        ))
    }
}

/// Characters of a bare word as exports print them.
fn is_word_char(character: char) -> bool {
    character.is_ascii_alphanumeric() || "._:/@,+*-!%'<>^|&".contains(character)
}

/// Why a character cannot begin or go on a word, and what to do.
fn refusal(character: char) -> String {
    match character {
        '\\' => "a backslash outside quotes is only for breaking a line, with nothing behind it; write the value in quotes".to_owned(),
        '$' => "`$`: variables are not part of this language; write the value itself".to_owned(),
        '\r' => "there is a carriage return inside the line; end lines with LF or CR LF".to_owned(),
        other => format!("`{}` cannot stand outside quotes; write the value in quotes", shown(&other.to_string())),
    }
}
