//! What happens during an `apply`, in one line that changes.

use std::io::{IsTerminal, Write};

use crate::service::apply::Progress;

/// A progress line, on a terminal only.
pub struct Bar {
    total: usize,
    done: usize,
    stage: String,
    waited: bool,
    on: bool,
}

impl Bar {
    /// For so many changes.
    pub fn new(total: usize) -> Self {
        Bar {
            total,
            done: 0,
            stage: String::new(),
            waited: false,
            on: std::io::stderr().is_terminal(),
        }
    }

    /// Shows what happens.
    pub fn tell(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Stage { number, of, .. } => self.stage = format!("stage {number} of {of}"),
            Progress::Done(_) => self.done += 1,
            Progress::Arming => self.stage = "arming the guard".to_owned(),
            Progress::Protected(_) => self.stage = "the guard is armed".to_owned(),
            Progress::Verifying => self.stage = "reading back over a new connection".to_owned(),
            Progress::RollingBack => self.stage = "putting the router back".to_owned(),
            Progress::Waiting(pause) => {
                if !self.on && !std::mem::replace(&mut self.waited, true) {
                    super::tell(
                        "The router does not answer yet, or another session holds its safe mode: waiting for it.",
                    );
                }
                self.stage = format!(
                    "the router does not answer, asking again in {} s",
                    pause.as_secs()
                );
            }
        }
        if self.on {
            let _ = write!(
                std::io::stderr(),
                "\r\x1b[2K{}: {} of {}",
                self.stage,
                self.done,
                self.total
            );
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.on {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}
