//! Commands into script text.

use super::command::{Command, Test};
use crate::quoting::quote_always;
use crate::writer::{Written, push_find, push_item, push_menu, push_statement, push_tests};

/// The script, one command a line; blocks are written within their line.
///
/// [`super::parse`] reads the same commands back, as long as blocks are nested at most [`super::MAX_DEPTH`] deep.
pub fn write(commands: &[Command]) -> String {
    let mut text = String::new();
    for command in commands {
        push_command(&mut text, command);
        text.push('\n');
    }
    text
}

/// The script on one line, commands divided by `; `: for a scheduler's `on-event`.
pub fn write_inline(commands: &[Command]) -> String {
    let mut text = String::new();
    push_inline(&mut text, commands);
    text
}

fn push_inline(text: &mut String, commands: &[Command]) {
    for (index, command) in commands.iter().enumerate() {
        if index > 0 {
            text.push_str("; ");
        }
        push_command(text, command);
    }
}

fn push_command(text: &mut String, command: &Command) {
    match command {
        Command::Row(row) => push_statement(text, row),
        Command::AddBefore { row, before } => {
            push_statement(text, row);
            text.push_str(" place-before=");
            push_tested(text, before);
        }
        Command::Remove { menu, find } => {
            push_menu(text, menu);
            text.push_str(" remove ");
            push_tested(text, find);
        }
        Command::Move { menu, find, before } => {
            push_menu(text, menu);
            text.push_str(" move ");
            push_tested(text, find);
            text.push_str(" destination=[:pick [");
            push_menu(text, menu);
            text.push_str(" find");
            push_tests(text, before.iter().map(Written::from));
            text.push_str("] 0]");
        }
        Command::MoveToEnd { menu, find } => {
            push_menu(text, menu);
            text.push_str(" move ");
            push_tested(text, find);
        }
        Command::IfAbsent {
            menu,
            find,
            add,
            otherwise,
        } => {
            text.push_str(":if ([:len [");
            push_menu(text, menu);
            text.push_str(" find");
            push_tests(text, find.iter().map(Written::from));
            text.push_str("]]=0) do=");
            push_block(text, add);
            if !otherwise.is_empty() {
                text.push_str(" else=");
                push_block(text, otherwise);
            }
        }
        Command::Guarded { body, on_error } => {
            text.push_str(":do ");
            push_block(text, body);
            text.push_str(" on-error=");
            push_block(text, on_error);
        }
        Command::Delay { seconds } => text.push_str(&format!(":delay {seconds}s")),
        Command::Log { level, text: line } => {
            text.push_str(&format!(":log {} {}", level.word(), quote_always(line)));
        }
        Command::RunScript { name } => {
            text.push_str("/system script run ");
            push_item(text, name);
        }
        Command::Sign { name } => {
            text.push_str("/certificate sign ");
            push_item(text, name);
        }
    }
}

fn push_block(text: &mut String, commands: &[Command]) {
    text.push('{');
    push_inline(text, commands);
    text.push('}');
}

fn push_tested(text: &mut String, tests: &[Test]) {
    push_find(text, tests.iter().map(Written::from));
}
