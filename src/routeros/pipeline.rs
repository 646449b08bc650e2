//! Which command is on its way and which was answered. Pure: no stream, no clock.

use std::ops::ControlFlow;

use tokio::time::Instant;

use super::command::{Command, Patience};
use super::record::{Outcome, Record, Reply};
use super::sentence::{Sentence, Verb};
use super::turnaround::{Round, TurnaroundClock};
use super::window::Window;

/// Where records go.
pub(super) enum Rows<'a> {
    /// Into the replies.
    Keep,
    /// To this function, with the number of the command. [`ControlFlow::Break`] cancels that command.
    Give(&'a mut (dyn FnMut(usize, Record) -> ControlFlow<()> + Send)),
}

/// When sending ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// When all is sent.
    AtTheEnd,
    /// When the router has refused a command; what is in flight by then is still waited for.
    AfterTrap,
}

/// A command that was handed to the stream and not yet answered.
struct Flight {
    index: usize,
    tag: u64,
    /// What [`Command::size_on_wire`] said.
    size: usize,
    /// The number of its last byte among all bytes of the connection.
    last_byte: u64,
    round: Round,
    since: Instant,
    records: Vec<Record>,
    trap: Option<(Option<u8>, String)>,
    /// Its receiver has enough; what still comes is dropped.
    cancelled: bool,
}

/// A series of commands on its way through one connection.
pub(super) struct Pipeline<'a> {
    commands: &'a [Command],
    replies: Vec<Option<Reply>>,
    /// The first command that was not handed to the stream.
    next: usize,
    in_flight: Vec<Flight>,
    bytes_in_flight: usize,
    stop: Stop,
    stopped: bool,
    rows: Rows<'a>,
    answered: &'a mut (dyn FnMut(usize, &Reply) + Send),
}

/// What a sentence meant to the series.
pub(super) enum Heard {
    /// It answered one of its commands, or a part of one.
    Ours,
    /// It answered nothing we wait for.
    Nothing,
    /// The router ends the connection, for this reason.
    Fatal(String),
    /// The receiver of the records has enough of the command with this tag.
    Enough(u64),
}

impl<'a> Pipeline<'a> {
    pub(super) fn new(
        commands: &'a [Command],
        stop: Stop,
        rows: Rows<'a>,
        answered: &'a mut (dyn FnMut(usize, &Reply) + Send),
    ) -> Pipeline<'a> {
        Pipeline {
            commands,
            replies: vec![None; commands.len()],
            next: 0,
            in_flight: Vec::new(),
            bytes_in_flight: 0,
            stop,
            stopped: false,
            rows,
            answered,
        }
    }

    /// The next command that may be sent now.
    pub(super) fn next_command(&self, window: &Window) -> Option<&'a Command> {
        let command = self.commands.get(self.next)?;
        let size = command.size_on_wire();
        let admitted = window.admits(self.in_flight.len(), self.bytes_in_flight, size);
        (!self.stopped && admitted).then_some(command)
    }

    /// The command of [`Pipeline::next_command`] was handed to the stream.
    pub(super) fn handed_over(&mut self, tag: u64, last_byte: u64, round: Round, since: Instant) {
        let Some(command) = self.commands.get(self.next) else {
            return;
        };
        let size = command.size_on_wire();
        self.bytes_in_flight += size;
        self.in_flight.push(Flight {
            index: self.next,
            tag,
            size,
            last_byte,
            round,
            since,
            records: Vec::new(),
            trap: None,
            cancelled: false,
        });
        self.next += 1;
    }

    /// Nothing is in flight and nothing will be sent any more.
    pub(super) fn is_finished(&self) -> bool {
        self.in_flight.is_empty() && (self.stopped || self.next >= self.commands.len())
    }

    /// The patience of the most patient command in flight.
    pub(super) fn patience(&self) -> Patience {
        self.in_flight
            .iter()
            .filter_map(|flight| self.commands.get(flight.index))
            .map(|command| command.patience)
            .max()
            .unwrap_or(Patience::Read)
    }

    /// The tags of the commands in flight.
    pub(super) fn tags(&self) -> Vec<u64> {
        self.in_flight.iter().map(|flight| flight.tag).collect()
    }

    /// Takes in one sentence.
    pub(super) fn hear(
        &mut self,
        sentence: &Sentence<'_>,
        now: Instant,
        clock: &mut TurnaroundClock,
        window: &mut Window,
    ) -> Heard {
        if sentence.verb() == Verb::Fatal {
            return Heard::Fatal(sentence.message());
        }
        // Tags we do not know belong to a command that was cancelled.
        let tag = sentence.tag();
        let position = self
            .in_flight
            .iter()
            .position(|flight| Some(flight.tag) == tag);
        let Some(flight) = position.and_then(|at| self.in_flight.get_mut(at)) else {
            return Heard::Nothing;
        };
        clock.answered(flight.round);
        match sentence.verb() {
            Verb::Row if flight.cancelled => {}
            Verb::Row => {
                let record = Record::from_wire(sentence.attributes());
                match &mut self.rows {
                    Rows::Keep => flight.records.push(record),
                    Rows::Give(give) => {
                        if give(flight.index, record).is_break() {
                            flight.cancelled = true;
                            return Heard::Enough(flight.tag);
                        }
                    }
                }
            }
            Verb::Trap => {
                let category = sentence
                    .attribute("category")
                    .and_then(|text| text.parse().ok());
                let message = sentence.message();
                match &mut flight.trap {
                    // Unknown menus bring two traps (RouterOS facts: API, section 7).
                    Some((_, first)) => {
                        first.push_str("; ");
                        first.push_str(&message);
                    }
                    None => flight.trap = Some((category, message)),
                }
                self.stopped |= self.stop == Stop::AfterTrap;
            }
            Verb::Done => {
                window.answered(now.saturating_duration_since(flight.since));
                if let Some(at) = position {
                    let flight = self.in_flight.swap_remove(at);
                    self.finish(flight, sentence.attribute("ret"));
                }
            }
            Verb::Empty | Verb::Fatal | Verb::Other => {}
        }
        Heard::Ours
    }

    fn finish(&mut self, flight: Flight, ret: Option<String>) {
        self.bytes_in_flight = self.bytes_in_flight.saturating_sub(flight.size);
        let reply = match flight.trap {
            Some((category, message)) => Reply::Trap { category, message },
            None => Reply::Done {
                ret,
                records: flight.records,
            },
        };
        (self.answered)(flight.index, &reply);
        if let Some(place) = self.replies.get_mut(flight.index) {
            *place = Some(reply);
        }
    }

    /// What became of every command, when `sent` bytes of the connection have left this machine.
    pub(super) fn outcomes(self, sent: u64) -> Vec<Outcome> {
        // A sentence whose last byte never left cannot have been carried out.
        let unknown: Vec<usize> = self
            .in_flight
            .iter()
            .filter(|flight| flight.last_byte <= sent)
            .map(|flight| flight.index)
            .collect();
        let outcome = |(index, reply): (usize, Option<Reply>)| match reply {
            Some(reply) => Outcome::Answered(reply),
            None if unknown.contains(&index) => Outcome::Unknown,
            None => Outcome::NotSent,
        };
        self.replies.into_iter().enumerate().map(outcome).collect()
    }
}
