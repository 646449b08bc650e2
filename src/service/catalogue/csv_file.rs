//! Lists as CSV, for spreadsheets.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it. Such a cell is written
//! with an apostrophe in front, which a spreadsheet shows as plain text; reading takes it away again.

use super::CatalogueError;
use super::fields::Fields;
use super::import::{FileError, Line};
use super::item::Item;
use super::place::first_column;
use super::shelf::MOST;
use crate::domain::shown::shown;
use crate::store::StoreError;

/// What a cell must not begin with. The apostrophe is among them so that one which is really there comes back.
const RISKY: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

pub(super) fn read<I: Item>(text: &str) -> Result<Vec<Line>, FileError> {
    // Spreadsheets put a mark in front of UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let heads = reader.headers().map_err(refused)?.clone();
    check_heads::<I>(&heads)?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(refused)?;
        let at = record
            .position()
            .and_then(|position| usize::try_from(position.line()).ok())
            .unwrap_or(1);
        if lines.len() == MOST {
            return Err(FileError::new(
                at,
                format!("a file has at most {MOST} entries"),
            ));
        }
        let fields: Fields = heads
            .iter()
            .zip(&record)
            .map(|(head, cell)| (head.trim().to_owned(), tame(cell).to_owned()))
            .collect();
        lines.push(Line { at, fields });
    }
    Ok(lines)
}

fn check_heads<I: Item>(heads: &csv::StringRecord) -> Result<(), FileError> {
    let mut seen: Vec<&str> = Vec::new();
    for head in heads.iter().map(str::trim) {
        if !I::COLUMNS.contains(&head) {
            return Err(FileError::new(
                1,
                format!(
                    "there is no column {}; the columns are {}",
                    shown(head),
                    I::COLUMNS.join(", ")
                ),
            ));
        }
        if seen.contains(&head) {
            return Err(FileError::new(
                1,
                format!("the column {head} stands there twice"),
            ));
        }
        seen.push(head);
    }
    let key = first_column::<I>();
    if !seen.contains(&key) {
        return Err(FileError::new(1, format!("the column {key} is missing")));
    }
    Ok(())
}

fn refused(error: csv::Error) -> FileError {
    let line = error
        .position()
        .and_then(|position| usize::try_from(position.line()).ok())
        .unwrap_or(1);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!(
            "it has {len} cells instead of {expected_len}: put cells with a comma in them into quotes"
        ),
        _ => "it cannot be read as CSV".to_owned(),
    };
    FileError::new(line, message)
}

pub(super) fn write<I: Item>(items: &[I]) -> Result<String, CatalogueError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let damaged = || StoreError::Damaged("a CSV file");
    writer.write_record(I::COLUMNS).map_err(|_| damaged())?;
    for item in items {
        let fields = item.fields();
        let cells = I::COLUMNS.iter().map(|name| defuse(fields.get(name)));
        writer.write_record(cells).map_err(|_| damaged())?;
    }
    let bytes = writer.into_inner().map_err(|_| damaged())?;
    Ok(String::from_utf8(bytes).map_err(|_| damaged())?)
}

fn defuse(cell: &str) -> String {
    // A lone dash says that there is none of something, and is no formula.
    if cell.starts_with(RISKY) && cell != "-" {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn tame(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(RISKY) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_each_comes_back() {
        for cell in [
            "=1+1", "+254700", "-x", "@SUM(A1)", "'quoted", "'=x", "''", "-", "plain", "",
        ] {
            let safe = defuse(cell);
            assert!(
                safe == "-" || !safe.starts_with(['=', '+', '-', '@']),
                "{safe}"
            );
            assert_eq!(tame(&safe), cell);
        }
    }
}
