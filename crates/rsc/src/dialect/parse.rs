//! Script text into commands.

use super::command::{Command, LogLevel, Test};
use crate::error::{ParseError, shown};
use crate::lexer::{Placed, Token};
use crate::parser::MAX_ERRORS;
use crate::reading::Reader;
use crate::statement::{Position, Verb};

/// How deep blocks may be nested.
pub const MAX_DEPTH: usize = 16;

/// Reads a script of the dialect, or a declarative text: what [`super::write`] writes, also with more blanks, lines
/// and comments between the commands, with `;` or line ends, and with menu lines before relative commands.
///
/// # Errors
/// The first thing outside the dialect. At most [`crate::MAX_TEXT`] bytes are read.
pub fn parse(text: &str) -> Result<Vec<Command>, ParseError> {
    Script::new(text)?.commands(None, 0)
}

/// Like [`parse`], but tells where each command begins and goes on with the next line after an error: the good
/// commands, and at most [`MAX_ERRORS`] errors.
///
/// It stops where the rest would be misread: after a wrong menu path, and within a block of several lines.
pub fn parse_all(text: &str) -> (Vec<(Position, Command)>, Vec<ParseError>) {
    let mut script = match Script::new(text) {
        Ok(script) => script,
        Err(error) => return (Vec::new(), vec![error]),
    };
    let mut menu = None;
    let mut commands = Vec::new();
    let mut errors = Vec::new();
    while errors.len() < MAX_ERRORS {
        let (began, step) = match script.reader.peek() {
            // What is left of a block whose beginning was wrong.
            Ok(placed) if placed.token == Token::Mark('}') && !errors.is_empty() => break,
            Ok(Placed { at, .. }) => (*at, script.step(&mut menu, 0)),
            Err(error) => (error.at, Err(error)),
        };
        match step {
            Ok(Step::Read(command)) => commands.push((began, command)),
            Ok(Step::Passed) => {}
            Ok(Step::End) => break,
            Err(error) => {
                let misread = script.lost || error.at.line != began.line;
                errors.push(error);
                if misread {
                    break;
                }
                script.reader.skip_line();
            }
        }
    }
    (commands, errors)
}

struct Script<'a> {
    reader: Reader<'a>,
    /// A menu path was wrong, so it is not known what the relative commands after it mean.
    lost: bool,
}

/// What stood next in a block.
enum Step {
    /// A command.
    Read(Command),
    /// A line end, a `;` or a menu line.
    Passed,
    /// The end of the block.
    End,
}

impl<'a> Script<'a> {
    fn new(text: &'a str) -> Result<Self, ParseError> {
        Ok(Script {
            reader: Reader::new(text)?,
            lost: false,
        })
    }

    /// Commands up to the end of the text, or at `depth` over 0 up to the closing brace, which is taken.
    /// A menu line changes the menu within its block only.
    fn commands(
        &mut self,
        mut menu: Option<String>,
        depth: usize,
    ) -> Result<Vec<Command>, ParseError> {
        let mut commands = Vec::new();
        loop {
            match self.step(&mut menu, depth)? {
                Step::Read(command) => commands.push(command),
                Step::Passed => {}
                Step::End => return Ok(commands),
            }
        }
    }

    fn step(&mut self, menu: &mut Option<String>, depth: usize) -> Result<Step, ParseError> {
        let Placed { token, at, .. } = self.reader.peek()?;
        let at = *at;
        let mut step = Step::Passed;
        match token {
            Token::End if depth == 0 => return Ok(Step::End),
            Token::End => return Err(ParseError::new(at, "a block is not closed; write `}`")),
            Token::Mark('}') if depth > 0 => {
                self.reader.next()?;
                return Ok(Step::End);
            }
            Token::NewLine | Token::Mark(';') => {
                self.reader.next()?;
                return Ok(Step::Passed);
            }
            Token::Word(word) if word.starts_with('/') => {
                let path = self.reader.path().inspect_err(|_| self.lost = true)?;
                match path.command {
                    Some((command, at)) => {
                        step = Step::Read(self.command(&path.menu, &command, at)?);
                    }
                    None => *menu = Some(path.menu),
                }
            }
            Token::Word(word) => {
                let word = word.clone();
                self.reader.next()?;
                step = Step::Read(match word.as_str() {
                    ":do" => self.guarded(menu, at, depth)?,
                    ":if" => self.if_absent(menu, at, depth)?,
                    ":delay" => self.delay(at)?,
                    ":log" => self.log(at)?,
                    command if command.starts_with(':') => return Err(unknown(command, at)),
                    command => self.command(known(menu, at)?, command, at)?,
                });
            }
            other => {
                let message = format!("there is {} where a command belongs", other.named());
                return Err(ParseError::new(at, message));
            }
        }
        self.end_of_command()?;
        Ok(step)
    }

    fn command(&mut self, menu: &str, command: &str, at: Position) -> Result<Command, ParseError> {
        match command {
            "add" => {
                let mut before = Vec::new();
                let row = self
                    .reader
                    .statement(menu, Verb::Add, at, Some(&mut before))?;
                return Ok(if before.is_empty() {
                    Command::Row(row)
                } else {
                    Command::AddBefore { row, before }
                });
            }
            "set" => {
                return Ok(Command::Row(self.reader.statement(
                    menu,
                    Verb::Set,
                    at,
                    None,
                )?));
            }
            _ => self.reader.count_row(at)?,
        }
        match command {
            "remove" => Ok(Command::Remove {
                menu: menu.to_owned(),
                find: self.reader.find()?,
            }),
            "move" => {
                let find = self.reader.find()?;
                let destination = Token::Key("destination".to_owned());
                if self.reader.peek()?.token != destination {
                    return Ok(Command::MoveToEnd {
                        menu: menu.to_owned(),
                        find,
                    });
                }
                for token in [
                    destination,
                    Token::Mark('['),
                    Token::Word(":pick".to_owned()),
                    Token::Mark('['),
                ] {
                    self.reader.expect(&token)?;
                }
                let (searched, before) = self.search(&Some(menu.to_owned()))?;
                if searched != menu {
                    return Err(ParseError::new(at, "rows move within their own menu only"));
                }
                for token in [Token::Word("0".to_owned()), Token::Mark(']')] {
                    self.reader.expect(&token)?;
                }
                Ok(Command::Move {
                    menu: menu.to_owned(),
                    find,
                    before,
                })
            }
            "run" if menu == "/system/script" => Ok(Command::RunScript {
                name: self.name("script")?,
            }),
            "sign" if menu == "/certificate" => Ok(Command::Sign {
                name: self.name("certificate")?,
            }),
            other => Err(unknown(other, at)),
        }
    }

    /// The name of the one thing that is run or signed.
    fn name(&mut self, what: &str) -> Result<String, ParseError> {
        let placed = self.reader.next()?;
        match placed.token {
            Token::Word(name) | Token::Text(name) => Ok(name),
            other => Err(ParseError::new(
                placed.at,
                format!("there is {} where the {what}'s name belongs", other.named()),
            )),
        }
    }

    /// Behind `:do`.
    fn guarded(
        &mut self,
        menu: &Option<String>,
        at: Position,
        depth: usize,
    ) -> Result<Command, ParseError> {
        self.reader.count_row(at)?;
        let body = self.block(menu, depth)?;
        self.reader.expect(&Token::Key("on-error".to_owned()))?;
        let on_error = self.block(menu, depth)?;
        Ok(Command::Guarded { body, on_error })
    }

    /// Behind `[`: the menu, if it is named, and the conditions of a `find` up to its `]`.
    fn search(&mut self, menu: &Option<String>) -> Result<(String, Vec<Test>), ParseError> {
        let Placed { token, at, .. } = self.reader.peek()?;
        let at = *at;
        let (searched, find) = match token {
            Token::Word(word) if word.starts_with('/') => {
                let path = self.reader.path()?;
                match path.command {
                    Some((command, at)) if command == "find" => (path.menu, at),
                    _ => return Err(ParseError::new(at, "only a `find` can stand here")),
                }
            }
            _ => {
                let searched = known(menu, at)?.to_owned();
                self.reader.expect(&Token::Word("find".to_owned()))?;
                (searched, at)
            }
        };
        Ok((searched, self.reader.conditions(find)?))
    }

    /// Behind `:if`.
    fn if_absent(
        &mut self,
        menu: &Option<String>,
        at: Position,
        depth: usize,
    ) -> Result<Command, ParseError> {
        self.reader.count_row(at)?;
        for token in [
            Token::Mark('('),
            Token::Mark('['),
            Token::Word(":len".to_owned()),
            Token::Mark('['),
        ] {
            self.reader.expect(&token)?;
        }
        let (searched, find) = self.search(menu)?;
        for token in [
            Token::Mark(']'),
            Token::Mark('='),
            Token::Word("0".to_owned()),
            Token::Mark(')'),
            Token::Key("do".to_owned()),
        ] {
            self.reader.expect(&token)?;
        }
        let add = self.block(menu, depth)?;
        let mut otherwise = Vec::new();
        if self.reader.peek()?.token == Token::Key("else".to_owned()) {
            self.reader.next()?;
            otherwise = self.block(menu, depth)?;
        }
        Ok(Command::IfAbsent {
            menu: searched,
            find,
            add,
            otherwise,
        })
    }

    fn block(&mut self, menu: &Option<String>, depth: usize) -> Result<Vec<Command>, ParseError> {
        let at = self.reader.peek()?.at;
        self.reader.expect(&Token::Mark('{'))?;
        if depth == MAX_DEPTH {
            return Err(ParseError::new(
                at,
                format!("blocks are nested more than {MAX_DEPTH} deep"),
            ));
        }
        self.commands(menu.clone(), depth + 1)
    }

    /// Behind `:delay`.
    fn delay(&mut self, at: Position) -> Result<Command, ParseError> {
        self.reader.count_row(at)?;
        let placed = self.reader.next()?;
        if let Token::Word(word) = &placed.token
            && let Ok(seconds) = word.strip_suffix('s').unwrap_or(word).parse()
        {
            return Ok(Command::Delay { seconds });
        }
        Err(ParseError::new(
            placed.at,
            "a delay is written in seconds, as in `:delay 15s`",
        ))
    }

    /// Behind `:log`.
    fn log(&mut self, at: Position) -> Result<Command, ParseError> {
        self.reader.count_row(at)?;
        let Placed { token, at, .. } = self.reader.next()?;
        let known = [LogLevel::Info, LogLevel::Warning, LogLevel::Error];
        let Some(level) = known
            .into_iter()
            .find(|level| token == Token::Word(level.word().to_owned()))
        else {
            return Err(ParseError::new(
                at,
                "a log line is info, warning or error, as in `:log warning \"…\"`",
            ));
        };
        match self.reader.next()? {
            Placed {
                token: Token::Word(text) | Token::Text(text),
                ..
            } => Ok(Command::Log { level, text }),
            Placed { at, .. } => Err(ParseError::new(at, "a log line needs its text in quotes")),
        }
    }

    fn end_of_command(&mut self) -> Result<(), ParseError> {
        let Placed { token, at, .. } = self.reader.peek()?;
        match token {
            Token::NewLine | Token::End | Token::Mark(';' | '}') => Ok(()),
            other => Err(ParseError::new(
                *at,
                format!("there is {} where the command should end", other.named()),
            )),
        }
    }
}

fn known(menu: &Option<String>, at: Position) -> Result<&str, ParseError> {
    menu.as_deref().ok_or_else(|| {
        ParseError::new(
            at,
            "no menu stands before this command; write its path in front, as in `/ip pool add …`",
        )
    })
}

fn unknown(command: &str, at: Position) -> ParseError {
    let message = format!(
        "`{}` is not a command of the dialect, which has add, set, remove, move, :do, :if, :delay and :log",
        shown(command)
    );
    ParseError::new(at, message)
}
