//! Drives a series of commands through a connection.

use std::io;

use tokio::time::{Instant, timeout_at};

use super::command::Command;
use super::connection::{Connection, Moved};
use super::error::Cause;
use super::limits::Limits;
use super::pipeline::{Heard, Pipeline};
use super::turnaround::TurnaroundClock;
use super::window::Window;

/// A connection with what the client keeps about it from one series to the next.
pub(super) struct Session {
    pub(super) connection: Connection,
    pub(super) limits: Limits,
    pub(super) clock: TurnaroundClock,
    window: Window,
    /// Tags are never used twice in a connection, so a late answer cannot be taken for another's.
    next_tag: u64,
}

impl Session {
    pub(super) fn new(connection: Connection, limits: Limits, clock: TurnaroundClock) -> Session {
        Session {
            connection,
            limits,
            clock,
            window: Window::new(),
            next_tag: 1,
        }
    }

    /// Sends and listens until every command is answered. At `until`, if given, what is still in flight is cancelled; up to then,
    /// silence is no fault.
    pub(super) async fn run(
        &mut self,
        pipeline: &mut Pipeline<'_>,
        mut until: Option<Instant>,
    ) -> Result<(), Cause> {
        let received_before = self.connection.received();
        let mut progress = Instant::now();
        loop {
            self.hand_over(pipeline);
            if pipeline.is_finished() {
                return Ok(());
            }
            let silence = self.limits.silence(pipeline.patience());
            let deadline = until.unwrap_or_else(|| progress + silence);
            let moved = match timeout_at(deadline, self.connection.pump()).await {
                Ok(moved) => moved.map_err(broken)?,
                Err(_) if until.take().is_some() => {
                    for tag in pipeline.tags() {
                        self.cancel(tag);
                    }
                    progress = Instant::now();
                    continue;
                }
                Err(_) => return Err(Cause::Silent(silence)),
            };
            let heard = match moved {
                Moved::Sent => true,
                Moved::Received => self.listen(pipeline)?,
                Moved::Closed => return Err(Cause::Closed),
            };
            // Half a sentence is progress, an answer to nobody is none.
            if heard || self.connection.inbox.is_midway() {
                progress = Instant::now();
            }
            if self.connection.received() - received_before > self.limits.answer_bytes {
                return Err(Cause::EndlessAnswer(self.limits.answer_bytes));
            }
        }
    }

    /// Queues as many commands as the window admits.
    fn hand_over(&mut self, pipeline: &mut Pipeline<'_>) {
        while let Some(command) = pipeline.next_command(&self.window) {
            let tag = self.take_tag();
            let last_byte = self.connection.queue(|out| command.encode(Some(tag), out));
            pipeline.handed_over(tag, last_byte, self.clock.round(), Instant::now());
        }
    }

    /// Takes in all whole sentences, and tells whether one of them was for us.
    fn listen(&mut self, pipeline: &mut Pipeline<'_>) -> Result<bool, Cause> {
        let now = Instant::now();
        let mut ours = false;
        while let Some(sentence) = self.connection.inbox.next_sentence()? {
            match pipeline.hear(&sentence, now, &mut self.clock, &mut self.window) {
                Heard::Ours => ours = true,
                Heard::Nothing => {}
                Heard::Fatal(reason) => return Err(Cause::Fatal(reason)),
                Heard::Enough(tag) => self.cancel(tag),
            }
        }
        Ok(ours)
    }

    /// Cancels one command, by a command with a tag of its own. Its answer is of no interest: what is cancelled answers itself,
    /// by a trap and `!done` (RouterOS facts: API, section 2).
    fn cancel(&mut self, tag: u64) {
        let cancel = Command::read("/cancel").with("tag", tag.to_string());
        let own_tag = self.take_tag();
        self.connection
            .queue(|out| cancel.encode(Some(own_tag), out));
    }

    fn take_tag(&mut self) -> u64 {
        let tag = self.next_tag;
        self.next_tag += 1;
        tag
    }
}

fn broken(error: io::Error) -> Cause {
    match error.kind() {
        // A TLS stream that ends without its goodbye.
        io::ErrorKind::UnexpectedEof => Cause::Closed,
        _ => Cause::Broken(error),
    }
}
