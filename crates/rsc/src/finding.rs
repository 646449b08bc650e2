//! `[find …]`: which rows are meant.

use crate::dialect::{Test, regex};
use crate::error::ParseError;
use crate::lexer::{Placed, Token};
use crate::reading::{Reader, is_field_name};
use crate::statement::{Condition, Position};

/// The most conditions of one `find`.
const MAX_CONDITIONS: usize = 32;

impl Reader<'_> {
    /// `[find …]` with its brackets.
    pub(crate) fn find(&mut self) -> Result<Vec<Test>, ParseError> {
        self.expect(&Token::Mark('['))?;
        let placed = self.next()?;
        if placed.token != Token::Word("find".to_owned()) {
            return Err(ParseError::new(
                placed.at,
                "only `[find …]` is understood in brackets",
            ));
        }
        self.conditions(placed.at)
    }

    /// What stands behind `find`, with the closing bracket.
    pub(crate) fn conditions(&mut self, find: Position) -> Result<Vec<Test>, ParseError> {
        if self.peek()?.token == Token::Word("where".to_owned()) {
            self.pass();
        }
        let mut tests = Vec::new();
        loop {
            let Placed { token, at, .. } = self.next()?;
            let message = match token {
                Token::Key(field) if is_field_name(&field) => {
                    let value = self.value(&field)?;
                    tests.push(Test::Equals(Condition { field, value }));
                    if tests.len() > MAX_CONDITIONS {
                        return Err(ParseError::new(
                            at,
                            format!("a `find` has at most {MAX_CONDITIONS} conditions"),
                        ));
                    }
                    continue;
                }
                Token::Match(field) if is_field_name(&field) => {
                    let value = self.value(&field)?;
                    if let Some(prefix) = regex::prefix_of(&value) {
                        tests.push(Test::Prefix { field, prefix });
                        continue;
                    }
                    "only a fixed beginning is understood: field~\"^beginning\", with every special character behind a backslash".to_owned()
                }
                Token::Word(word) if word == "and" && !tests.is_empty() => continue,
                Token::Mark(']') if tests.is_empty() => {
                    return Err(ParseError::new(
                        find,
                        "`find` without a condition means every row; name the row, as in [find name=\"x\"]",
                    ));
                }
                Token::Mark(']') => return Ok(tests),
                Token::NewLine | Token::End => "this `find` is not closed; write `]`".to_owned(),
                other => format!(
                    "{} is not understood in a `find`; write field=value, all of which must hold",
                    other.named()
                ),
            };
            return Err(ParseError::new(at, message));
        }
    }
}
