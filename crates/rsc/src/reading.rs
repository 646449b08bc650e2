//! Tokens one by one with one to look ahead, and the menu path both languages begin with.

use crate::error::{ParseError, shown};
use crate::lexer::{Lexer, Placed, Token};
use crate::statement::Position;

/// The longest text that is read, in bytes.
pub const MAX_TEXT: usize = 4 << 20;
/// The most rows (or commands of the dialect) in one text.
pub const MAX_ROWS: usize = 100_000;
const MAX_MENU: usize = 200;
const MAX_NAME: usize = 100;

/// Words that end a menu path because they are commands in many menus and the name of none (RouterOS 7.21.5 command tree).
const COMMANDS: &[&str] = &[
    "add",
    "set",
    "remove",
    "move",
    "find",
    "print",
    "get",
    "export",
    "edit",
    "reset",
    "comment",
    "disable",
    "enable",
    "unset",
    "monitor",
    "reset-counters",
    "reset-counters-all",
    "import",
    "run",
    "sign",
];

/// Reads one text token by token.
pub(crate) struct Reader<'a> {
    lexer: Lexer<'a>,
    peeked: Option<Placed>,
    rows: usize,
}

/// A menu path and the command that ended it.
pub(crate) struct Path {
    /// With slashes, e.g. `/ip/pool`.
    pub(crate) menu: String,
    /// `add`, `set`, `remove`, …, where it stands; `None` where the path is all.
    pub(crate) command: Option<(String, Position)>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Result<Self, ParseError> {
        if text.len() > MAX_TEXT {
            let start = Position { line: 1, column: 1 };
            return Err(ParseError::new(
                start,
                "the text is longer than 4 MiB; split it",
            ));
        }
        Ok(Reader {
            lexer: Lexer::new(text),
            peeked: None,
            rows: 0,
        })
    }

    pub(crate) fn next(&mut self) -> Result<Placed, ParseError> {
        match self.peeked.take() {
            Some(placed) => Ok(placed),
            None => self.lexer.next_token(),
        }
    }

    pub(crate) fn peek(&mut self) -> Result<&Placed, ParseError> {
        let placed = match self.peeked.take() {
            Some(placed) => placed,
            None => self.lexer.next_token()?,
        };
        Ok(self.peeked.insert(placed))
    }

    /// Goes over the token last looked at.
    pub(crate) fn pass(&mut self) {
        self.peeked = None;
    }

    /// Goes on behind the line in which an error was found.
    pub(crate) fn skip_line(&mut self) {
        self.peeked = None;
        self.lexer.skip_line();
    }

    pub(crate) fn expect(&mut self, wanted: &Token) -> Result<(), ParseError> {
        let placed = self.next()?;
        if placed.token == *wanted {
            return Ok(());
        }
        Err(ParseError::new(
            placed.at,
            format!(
                "there is {} where {} belongs",
                placed.token.named(),
                wanted.named()
            ),
        ))
    }

    /// Counts a row against [`MAX_ROWS`].
    pub(crate) fn count_row(&mut self, at: Position) -> Result<(), ParseError> {
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(ParseError::new(
                at,
                format!("there are more than {MAX_ROWS} rows; split the text"),
            ));
        }
        Ok(())
    }

    /// A menu path in spaced or slashed form, up to its command. The next token is a word that begins with `/`.
    pub(crate) fn path(&mut self) -> Result<Path, ParseError> {
        let mut menu = String::new();
        loop {
            let Placed { token, at, .. } = self.peek()?;
            let at = *at;
            let word = match token {
                Token::Word(word) => word,
                Token::Key(name) => {
                    let message = format!(
                        "`{}=` needs a command before it, such as `add` or `set`",
                        shown(name)
                    );
                    return Err(ParseError::new(at, message));
                }
                _ => {
                    return Ok(Path {
                        menu,
                        command: None,
                    });
                }
            };
            let segments = match word.strip_prefix('/') {
                Some(segments) if menu.is_empty() => segments,
                None if !menu.is_empty() => word.as_str(),
                _ => {
                    return Err(ParseError::new(
                        at,
                        "a menu path begins with one `/`, as in `/ip hotspot profile`",
                    ));
                }
            };
            let mut command = None;
            for segment in segments.split('/') {
                if command.is_some() {
                    let message = format!(
                        "`{}` stands behind a command; put a blank there",
                        shown(segment)
                    );
                    return Err(ParseError::new(at, message));
                }
                let is_command = COMMANDS.contains(&segment);
                if is_command && !menu.is_empty() {
                    command = Some((segment.to_owned(), at));
                    continue;
                }
                if is_command || !is_menu_word(segment) || menu.len() + segment.len() >= MAX_MENU {
                    let message = format!(
                        "`{}` is no menu path; write it as `/ip hotspot profile`",
                        shown(word)
                    );
                    return Err(ParseError::new(at, message));
                }
                menu.push('/');
                menu.push_str(segment);
            }
            self.pass();
            if command.is_some() {
                return Ok(Path { menu, command });
            }
        }
    }
}

pub(crate) fn is_menu_word(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

pub(crate) fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(is_name_byte)
}

pub(crate) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}
