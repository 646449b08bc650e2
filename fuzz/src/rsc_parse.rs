//! Any text is rows or a refusal with a place; what is written from its rows reads as the same rows.

use rsc::dialect::{self, Command};
use rsc::{ParseError, Statement, parse, parse_all, unquote, write_export, write_statement};

/// See the head of this file.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    declarative(&text);
    script(&text);
    let _ = unquote(&text);
}

fn declarative(text: &str) {
    let (rows, errors) = parse_all(text);
    in_text(text, &errors);
    match parse(text) {
        Ok(parsed) => {
            assert!(errors.is_empty());
            assert_eq!(parsed, rows);
        }
        Err(error) => assert_eq!(Some(&error), errors.first()),
    }
    // Those that could be read are rows like any others, also where something else could not.
    let rows: Vec<Statement> = rows.into_iter().map(Statement::unplaced).collect();
    let written = write_export(&rows);
    let again = parse(&written).map(unplaced);
    assert_eq!(again.as_ref(), Ok(&rows), "{written}");
    for row in &rows {
        let line = write_statement(row);
        assert_eq!(parse(&line).map(unplaced), Ok(vec![row.clone()]), "{line}");
    }
}

fn script(text: &str) {
    let Ok(commands) = dialect::parse(text) else {
        return;
    };
    let commands: Vec<Command> = commands.into_iter().map(Command::unplaced).collect();
    for written in [dialect::write(&commands), dialect::write_inline(&commands)] {
        let again: Result<Vec<Command>, ParseError> = dialect::parse(&written)
            .map(|commands| commands.into_iter().map(Command::unplaced).collect());
        assert_eq!(again.as_ref(), Ok(&commands), "{written}");
    }
}

fn unplaced(rows: Vec<Statement>) -> Vec<Statement> {
    rows.into_iter().map(Statement::unplaced).collect()
}

/// Every refusal points into the text, or just behind it.
fn in_text(text: &str, errors: &[ParseError]) {
    let lines = text.split('\n').count();
    for error in errors {
        assert!((1..=lines + 1).contains(&error.at.line), "{error}");
        assert!(error.at.column >= 1, "{error}");
    }
}
