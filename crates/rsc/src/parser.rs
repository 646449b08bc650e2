//! The declarative subset: menu lines, `add`, `set`, comments. Everything else is refused with the remedy.

use crate::error::{ParseError, shown};
use crate::lexer::{Placed, Token};
use crate::reading::Reader;
use crate::statement::{Position, Statement, Verb};

/// After this many errors [`parse_all`] stops reading.
pub const MAX_ERRORS: usize = 100;

/// Reads the rows of a declarative text: a rendered template, or what `/export` prints.
///
/// A line that holds menu and command (`/ip address add …`) does not change the menu of the lines after it, as on
/// a router. Values are decoded; see [`crate::quote`] for bytes that are not UTF-8.
///
/// # Errors
/// The first thing outside the language. At most [`crate::MAX_TEXT`] bytes are read.
pub fn parse(text: &str) -> Result<Vec<Statement>, ParseError> {
    let mut parser = Parser::new(text)?;
    let mut rows = Vec::new();
    while let Some(row) = parser.row()? {
        rows.push(row);
    }
    Ok(rows)
}

/// Like [`parse`], but goes on with the next line after an error: the good rows and all errors.
///
/// Rows under a menu line that is wrong itself are passed over in silence.
pub fn parse_all(text: &str) -> (Vec<Statement>, Vec<ParseError>) {
    let mut parser = match Parser::new(text) {
        Ok(parser) => parser,
        Err(error) => return (Vec::new(), vec![error]),
    };
    let mut rows = Vec::new();
    let mut errors = Vec::new();
    while errors.len() < MAX_ERRORS {
        match parser.row() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => break,
            Err(error) => {
                errors.push(error);
                parser.reader.skip_line();
            }
        }
    }
    (rows, errors)
}

/// The menu that relative lines mean.
enum Menu {
    /// No menu line yet.
    None,
    /// The last menu line.
    Known(String),
    /// The last menu line was wrong.
    Broken,
}

struct Parser<'a> {
    reader: Reader<'a>,
    menu: Menu,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Result<Self, ParseError> {
        Ok(Parser {
            reader: Reader::new(text)?,
            menu: Menu::None,
        })
    }

    /// The next row; `None` at the end of the text.
    fn row(&mut self) -> Result<Option<Statement>, ParseError> {
        loop {
            let Placed { token, at, .. } = self.reader.peek()?;
            let at = *at;
            match token {
                Token::End => return Ok(None),
                Token::NewLine => {
                    self.reader.next()?;
                }
                Token::Word(word) if word.starts_with('/') => {
                    if let Some(row) = self.menu_line()? {
                        return Ok(Some(row));
                    }
                }
                Token::Word(command) => {
                    let verb = verb(command, at)?;
                    self.reader.next()?;
                    let menu = match &self.menu {
                        Menu::Known(menu) => menu.clone(),
                        Menu::None => {
                            return Err(ParseError::new(
                                at,
                                "no menu stands before this line; write one above it, such as `/ip hotspot profile`",
                            ));
                        }
                        Menu::Broken => {
                            self.reader.skip_line();
                            continue;
                        }
                    };
                    return self.statement(&menu, verb, at).map(Some);
                }
                Token::Mark(';') => {
                    return Err(ParseError::new(at, "one command a line; take the `;` away"));
                }
                other => {
                    let message = format!(
                        "a line begins with a menu path, `add` or `set`, not with {}",
                        other.named()
                    );
                    return Err(ParseError::new(at, message));
                }
            }
        }
    }

    /// A line that begins with `/`: a row where it holds a command, else the menu is changed.
    fn menu_line(&mut self) -> Result<Option<Statement>, ParseError> {
        let before = std::mem::replace(&mut self.menu, Menu::Broken);
        let path = self.reader.path()?;
        if let Some((command, at)) = path.command {
            self.menu = before;
            let verb = verb(&command, at)?;
            return self.statement(&path.menu, verb, at).map(Some);
        }
        self.end_of_line()?;
        self.menu = Menu::Known(path.menu);
        Ok(None)
    }

    fn statement(&mut self, menu: &str, verb: Verb, at: Position) -> Result<Statement, ParseError> {
        let statement = self.reader.statement(menu, verb, at, None)?;
        self.end_of_line()?;
        Ok(statement)
    }

    fn end_of_line(&mut self) -> Result<(), ParseError> {
        let Placed { token, at, .. } = self.reader.peek()?;
        let message = match token {
            Token::NewLine | Token::End => return Ok(()),
            Token::Mark(';') => "one command a line; begin a new line instead of `;`".to_owned(),
            other => format!("there is {} where the line should end", other.named()),
        };
        Err(ParseError::new(*at, message))
    }
}

fn verb(command: &str, at: Position) -> Result<Verb, ParseError> {
    let shown = shown(command);
    let message = match command {
        "add" => return Ok(Verb::Add),
        "set" => return Ok(Verb::Set),
        "remove" | "move" => {
            format!(
                "`{shown}` is not part of this language: a text says which rows there are, in their order; leave the row out"
            )
        }
        "enable" | "disable" => format!(
            "`{shown}` is not part of this language; write set [find …] disabled=yes or disabled=no"
        ),
        "unset" => "`unset` is not part of this language; write set [find …] !field".to_owned(),
        "comment" => {
            "`comment` is not part of this language; write set [find …] comment=\"…\"".to_owned()
        }
        _ if command.starts_with(':') => {
            format!(
                "`{shown}`: script commands are not part of this language; write the rows themselves with `add` and `set`"
            )
        }
        _ => format!("`{shown}` is neither `add` nor `set`; a menu path begins with `/`"),
    };
    Err(ParseError::new(at, message))
}
