//! What stands behind `add` and `set`: target and fields.

use crate::dialect::Test;
use crate::error::{ParseError, shown};
use crate::lexer::{Placed, Token};
use crate::reading::{Reader, is_field_name};
use crate::statement::{Field, Position, Statement, Target, Verb};

/// The most fields of one row; the widest menu of RouterOS 7.21 has 130.
pub const MAX_FIELDS: usize = 256;

impl Reader<'_> {
    /// What stands behind `add` or `set`. With `place_before` a `place-before=[find …]` is taken and put there.
    pub(crate) fn statement(
        &mut self,
        menu: &str,
        verb: Verb,
        at: Position,
        place_before: Option<&mut Vec<Test>>,
    ) -> Result<Statement, ParseError> {
        self.count_row(at)?;
        let target = match verb {
            Verb::Add => Target::None,
            Verb::Set => self.target()?,
        };
        let fields = self.fields(verb, place_before)?;
        Ok(Statement {
            menu: menu.to_owned(),
            verb,
            target,
            fields,
            at,
        })
    }

    fn target(&mut self) -> Result<Target, ParseError> {
        let Placed { token, at, .. } = self.peek()?;
        let at = *at;
        let name = match token {
            Token::Mark('[') => {
                let conditions = self.find()?.into_iter().map(|test| match test {
                    Test::Equals(condition) => Ok(condition),
                    Test::Prefix { .. } => Err(ParseError::new(
                        at,
                        "a `set` finds its row by `field=value`, not by `~`",
                    )),
                });
                return Ok(Target::Find(conditions.collect::<Result<_, _>>()?));
            }
            Token::Text(name) => name.clone(),
            Token::Word(word) if !word.starts_with('!') => {
                if word
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b',')
                {
                    return Err(ParseError::new(
                        at,
                        "item numbers mean nothing outside a console; write set [find name=…] or the name in quotes",
                    ));
                }
                if word.contains(',') {
                    return Err(ParseError::new(
                        at,
                        "a `set` means one row; write a line for each name",
                    ));
                }
                word.clone()
            }
            _ => return Ok(Target::None),
        };
        self.pass();
        self.expect_gap("the name")?;
        Ok(Target::Name(name))
    }

    fn fields(
        &mut self,
        verb: Verb,
        mut place_before: Option<&mut Vec<Test>>,
    ) -> Result<Vec<Field>, ParseError> {
        let mut fields: Vec<Field> = Vec::new();
        loop {
            let Placed { token, at, .. } = self.peek()?;
            let at = *at;
            let (name, cleared) = match token {
                Token::NewLine | Token::End | Token::Mark(';' | '}') => return Ok(fields),
                Token::Key(name) => (name.clone(), false),
                Token::Word(word) => match word.strip_prefix('!') {
                    Some(name) => (name.to_owned(), true),
                    None => {
                        let word = shown(word);
                        let message = format!(
                            "`{word}` has no value; write {word}=VALUE, or put a value with blanks in quotes"
                        );
                        return Err(ParseError::new(at, message));
                    }
                },
                Token::Match(_) => {
                    return Err(ParseError::new(
                        at,
                        "a comparison with `~` is not a field; write field=value",
                    ));
                }
                Token::Text(_) => {
                    return Err(ParseError::new(
                        at,
                        "there is a quoted text without a field name; write field=\"…\"",
                    ));
                }
                Token::Mark(mark) => return Err(ParseError::new(at, misplaced(*mark))),
            };
            self.pass();
            let name = whole_name(name, &fields, at)?;
            if verb == Verb::Set && name == "numbers" {
                return Err(ParseError::new(
                    at,
                    "item numbers mean nothing outside a console; write set [find name=…]",
                ));
            }
            let before = place_before
                .as_deref_mut()
                .filter(|_| name == "place-before" && verb == Verb::Add && !cleared);
            if let Some(before) = before
                && self.peek()?.token == Token::Mark('[')
            {
                if !before.is_empty() {
                    return Err(twice(&name, at));
                }
                *before = self.find()?;
                continue;
            }
            if fields.iter().any(|field| field.name == name) {
                return Err(twice(&name, at));
            }
            if fields.len() == MAX_FIELDS {
                return Err(ParseError::new(
                    at,
                    format!("a row has at most {MAX_FIELDS} fields"),
                ));
            }
            let value = if cleared {
                None
            } else {
                Some(self.value(&name)?)
            };
            fields.push(Field { name, value, at });
        }
    }

    /// The value glued to `name=`.
    pub(crate) fn value(&mut self, name: &str) -> Result<String, ParseError> {
        let Placed { token, at, spaced } = self.peek()?;
        let at = *at;
        let message = match token {
            Token::NewLine | Token::End | Token::Mark(';' | ']' | '}') => {
                format!("`{name}` has no value; write {name}=\"\" for an empty one")
            }
            _ if *spaced => format!(
                "there is a blank between `{name}=` and its value; write {name}=VALUE, or {name}=\"\" for an empty one"
            ),
            Token::Word(value) | Token::Text(value) => {
                let value = value.clone();
                self.pass();
                self.expect_gap(&format!("the value of `{name}`"))?;
                return Ok(value);
            }
            Token::Key(_) | Token::Match(_) => {
                format!("the value of `{name}` holds `=` or `~`; write it in quotes")
            }
            Token::Mark(mark) => misplaced(*mark).to_owned(),
        };
        Err(ParseError::new(at, message))
    }

    /// Refuses text glued to a value, as in `name=a"b"`.
    fn expect_gap(&mut self, what: &str) -> Result<(), ParseError> {
        let Placed { token, at, spaced } = self.peek()?;
        match token {
            Token::Word(_)
            | Token::Key(_)
            | Token::Match(_)
            | Token::Text(_)
            | Token::Mark('=' | '~' | '[' | '{' | '(')
                if !spaced =>
            {
                Err(ParseError::new(
                    *at,
                    format!("there is text glued to {what}; write all of it in one pair of quotes"),
                ))
            }
            _ => Ok(()),
        }
    }
}

/// The whole field name: exports of 7.x write `configuration.country=Latvia .mode=ap` for `configuration.mode=ap`.
fn whole_name(name: String, before: &[Field], at: Position) -> Result<String, ParseError> {
    let name = match (name.strip_prefix('.'), before.last()) {
        (Some(rest), Some(field)) => {
            let stem = field
                .name
                .split_once('.')
                .map_or(field.name.as_str(), |(stem, _)| stem);
            format!("{stem}.{rest}")
        }
        _ => name,
    };
    if !is_field_name(&name) || name.starts_with('.') {
        return Err(ParseError::new(
            at,
            format!(
                "`{}` is no field name; a value with `=` is written in quotes",
                shown(&name)
            ),
        ));
    }
    Ok(name)
}

fn twice(name: &str, at: Position) -> ParseError {
    ParseError::new(at, format!("`{name}` stands twice in this row; keep one"))
}

/// Why a mark cannot stand among fields, and what to do.
fn misplaced(mark: char) -> &'static str {
    match mark {
        '[' | ']' => {
            "a command in brackets is not a value; write the value itself, or put it in quotes"
        }
        '{' | '}' | '(' | ')' => {
            "blocks and expressions are not part of this language; write the value in quotes"
        }
        ';' => "one command a line; begin a new line instead of `;`",
        _ => "there must be no blanks around `=`; a value that holds it is written in quotes",
    }
}
