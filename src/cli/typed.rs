//! Secrets that a person types at the terminal, without being shown.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use super::exit::Failure;
use crate::domain::secret::Secret;

/// A new secret, typed twice. `flag` gives it where there is no terminal.
///
/// # Errors
/// There is no terminal, or the two are not the same.
pub fn twice(question: &str, flag: &str) -> Result<Secret, Failure> {
    let first = once(question, flag)?;
    let second = unseen("Once more: ")?;
    if first == second {
        Ok(first)
    } else {
        Err(Failure::bad_input(
            "the two are not the same: nothing was changed",
        ))
    }
}

/// A secret that there is already. `flag` gives it where there is no terminal.
///
/// # Errors
/// There is no terminal.
pub fn once(question: &str, flag: &str) -> Result<Secret, Failure> {
    if !io::stdin().is_terminal() {
        let what = flag.trim_start_matches('-').trim_end_matches("-file");
        return Err(Failure::bad_input(format!(
            "there is no terminal to ask at: give the {what} by {flag}"
        )));
    }
    unseen(question)
}

/// A line that the terminal does not show while it is typed.
fn unseen(question: &str) -> Result<Secret, Failure> {
    let cannot =
        |error: io::Error| Failure::failed(format!("the terminal cannot be asked: {error}"));
    let mut err = io::stderr().lock();
    let input = io::stdin();
    let before = tcgetattr(&input).map_err(|error| cannot(error.into()))?;
    let mut hidden = before.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    // Before the question: an answer that comes at once is neither shown nor flushed away.
    tcsetattr(&input, OptionalActions::Flush, &hidden).map_err(|error| cannot(error.into()))?;
    let mut line = String::new();
    let asked = write!(err, "{question}").and_then(|()| err.flush());
    let read = asked.and_then(|()| input.lock().read_line(&mut line));
    // Whatever came of it, the terminal shows again what is typed.
    let shown = tcsetattr(&input, OptionalActions::Now, &before);
    let _ = writeln!(err);
    read.map_err(cannot)?;
    shown.map_err(|error| cannot(error.into()))?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}
