//! One session: login, then command after command.

use std::sync::Arc;

use tokio::sync::watch;

use super::frame::{AFTER_LOGIN, BEFORE_LOGIN, Limits, Sentence};
use super::listen::{Listens, interrupted};
use super::login::{Answer, hex, login};
use super::print::View;
use super::reply::Replies;
use super::request::Request;
use super::shared::{Gone, Shared, TurnedAway};
use crate::device::{Caller, Device, Entry, Outcome, Trap};
use crate::faults::{SentenceFault, garbage, is_write};

/// A file content from this size up makes the router drop the connection (RouterOS facts: api-facts section 8).
const DROPS_AT: usize = 102_400;

/// A client's session.
#[derive(Debug)]
pub(crate) struct Session {
    number: u64,
    shared: Arc<Shared>,
    entry: Entry,
    caller: Option<Caller>,
    challenge: Option<[u8; 16]>,
    listens: Listens,
    /// The tag of a command that is answered later.
    waiting: Option<Option<String>>,
    /// The router hears nothing of the client any more, not even that it closes.
    silent: bool,
}

/// What becomes of the connection after a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The next sentence.
    Continue,
    /// The router closes.
    Close,
    /// The connection stays open and says no more.
    Hang,
}

/// What one sentence leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub replies: Replies,
    pub next: Next,
}

impl Step {
    fn go_on(replies: Replies) -> Self {
        let next = Next::Continue;
        Self { replies, next }
    }

    /// Nothing more is said.
    fn silent(next: Next) -> Self {
        let replies = Replies::default();
        Self { replies, next }
    }
}

impl Session {
    /// Asks the router for a connection. The receiver turns true when the router's network no longer lets it through.
    pub fn open(
        shared: &Arc<Shared>,
        entry: &Entry,
    ) -> Result<(Self, watch::Receiver<bool>), TurnedAway> {
        let (number, cut) = shared.join(entry)?;
        let session = Self {
            number,
            shared: shared.clone(),
            entry: entry.clone(),
            caller: None,
            challenge: None,
            listens: Listens::default(),
            waiting: None,
            silent: false,
        };
        Ok((session, cut))
    }

    /// How much of a sentence is taken in now.
    pub fn limits(&self) -> Limits {
        match self.caller {
            Some(_) => AFTER_LOGIN,
            None => BEFORE_LOGIN,
        }
    }

    /// Does it want to hear of changes?
    pub fn listens(&self) -> bool {
        !self.listens.is_empty() || self.waiting.is_some()
    }

    /// Records for its listens, and the late answer to a command that waits.
    pub fn updates(&mut self) -> Replies {
        let (Some(caller), true) = (&self.caller, self.listens()) else {
            return Replies::default();
        };
        let (listens, number) = (&mut self.listens, self.number);
        let told = self.shared.execute(number, |device| {
            let updates = listens.updates(device, caller);
            (updates, device.mode_change_lapsed(number))
        });
        let Ok((mut replies, lapsed)) = told else {
            return Replies::default();
        };
        if let Some(trap) = lapsed
            && let Some(tag) = self.waiting.take()
        {
            replies.refused(tag.as_deref(), &trap);
        }
        replies
    }

    /// Executes one sentence.
    pub fn handle(&mut self, sentence: &Sentence) -> Step {
        self.shared.note(self.number, sentence);
        let request = Request::read(sentence);
        let tag = request.tag.clone();
        let tag = tag.as_deref();
        if request.path == "/login" {
            return self.log_in(&request);
        }
        let Some(caller) = self.caller.clone() else {
            let mut replies = Replies::default();
            replies.fatal(tag, "not logged in");
            let next = Next::Close;
            return Step { replies, next };
        };
        let done = match request.path.as_str() {
            "/quit" => {
                let mut replies = Replies::default();
                replies.fatal(tag, "session terminated on request");
                let next = Next::Close;
                return Step { replies, next };
            }
            "/cancel" => Ok(self.cancel(request.attribute("tag"), tag)),
            _ => return self.command(&caller, request),
        };
        self.answered(tag, done)
    }

    fn log_in(&mut self, request: &Request) -> Step {
        let tag = request.tag.as_deref();
        let next_challenge = challenge(self.number);
        let (before, from) = (self.challenge.take(), self.entry.from);
        let judged = self.shared.execute(self.number, |device| {
            login(device, request, from, before, next_challenge)
        });
        let mut replies = Replies::default();
        match judged {
            Err(Gone) => return Step::silent(Next::Close),
            Ok(Answer::Refused(trap)) => replies.refused(tag, &trap),
            Ok(Answer::Challenge(challenge)) => {
                self.challenge = Some(challenge);
                replies.done(tag, Some(&hex(&challenge)));
            }
            Ok(Answer::Welcome(mut caller)) => {
                caller.entry = self.entry.clone();
                caller.session = self.number;
                self.shared.logged_in(self.number, &caller);
                self.caller = Some(caller);
                replies.done(tag, None);
            }
        }
        Step::go_on(replies)
    }

    /// A command of a menu. Faults that were ordered strike here.
    fn command(&mut self, caller: &Caller, request: Request) -> Step {
        let tag = request.tag.clone();
        let tag = tag.as_deref();
        let Some((menu, verb)) = request.split() else {
            return self.answered(tag, Err(Trap::missing("no such command")));
        };
        let (menu, verb) = (menu.to_string(), verb.to_string());
        if let Some(word) = request.strange.first() {
            let trap = Trap::plain(format!("unknown parameter {word}"));
            return self.answered(tag, Err(trap));
        }
        if menu == "/file" && contents_size(&request) >= DROPS_AT {
            return Step::silent(Next::Close);
        }
        let Some(fault) = self.shared.next_fault(is_write(&verb)) else {
            return self.execute(caller, &menu, &verb, request);
        };
        let step = match fault {
            SentenceFault::Refuse => self.answered(tag, Err(Trap::failure("simulated"))),
            SentenceFault::Ignore => {
                let mut replies = Replies::default();
                replies.done(tag, (verb == "add").then_some("*FFFF"));
                Step::go_on(replies)
            }
            SentenceFault::CutBefore => Step::silent(Next::Close),
            SentenceFault::HangBefore => Step::silent(Next::Hang),
            SentenceFault::RebootBefore => {
                self.shared.reboot();
                Step::silent(Next::Close)
            }
            SentenceFault::HalfOpenBefore => {
                self.silent = true;
                Step::silent(Next::Hang)
            }
            SentenceFault::HalfOpenAfter => {
                self.execute(caller, &menu, &verb, request);
                self.silent = true;
                Step::silent(Next::Hang)
            }
            SentenceFault::CutAfter => {
                self.execute(caller, &menu, &verb, request);
                Step::silent(Next::Close)
            }
            SentenceFault::HangAfter => {
                self.execute(caller, &menu, &verb, request);
                Step::silent(Next::Hang)
            }
            SentenceFault::RebootAfter => {
                self.execute(caller, &menu, &verb, request);
                self.shared.reboot();
                Step::silent(Next::Close)
            }
        };
        self.shared.struck.send_modify(|struck| *struck += 1);
        step
    }

    fn execute(&mut self, caller: &Caller, menu: &str, verb: &str, request: Request) -> Step {
        match verb {
            "print" | "getall" => self.print(caller, menu, request),
            "listen" => self.listen(caller, menu, request),
            _ => self.run(caller, &request),
        }
    }

    fn print(&mut self, caller: &Caller, menu: &str, mut request: Request) -> Step {
        let tag = request.tag.clone();
        let tag = tag.as_deref();
        let view = match View::take(&mut request) {
            Ok(view) => view,
            Err(bad) => return self.answered(tag, Err(Trap::plain(bad.to_string()))),
        };
        let path = format!("{menu}/print");
        self.on_device(tag, |device| {
            let outcome = device.run(caller, &path, &request.attributes)?;
            Ok(match outcome {
                Outcome::Records(records) => Some(view.answer(records, device.version(), tag)),
                other => answer(other, tag),
            })
        })
    }

    fn listen(&mut self, caller: &Caller, menu: &str, mut request: Request) -> Step {
        let tag = request.tag.clone();
        // Only print takes queries; what a router does with them here is not known, so they are passed over.
        request.queries.clear();
        let view = match View::take(&mut request) {
            Ok(view) => view,
            Err(bad) => return self.answered(tag.as_deref(), Err(Trap::plain(bad.to_string()))),
        };
        let listens = &mut self.listens;
        let begun = self.shared.execute(self.number, |device| {
            listens.begin(device, caller, menu, tag.clone(), view)
        });
        match begun {
            Err(Gone) => Step::silent(Next::Close),
            Ok(begun) => self.answered(tag.as_deref(), begun.map(|()| Replies::default())),
        }
    }

    fn run(&mut self, caller: &Caller, request: &Request) -> Step {
        let tag = request.tag.as_deref();
        let mut waits = false;
        let step = self.on_device(tag, |device| {
            let outcome = device.run(caller, &request.path, &request.attributes)?;
            waits = outcome == Outcome::Waiting;
            Ok(answer(outcome, tag))
        });
        if waits {
            self.waiting = Some(request.tag.clone());
        }
        step
    }

    /// `/cancel`, of listens and of a command that waits.
    fn cancel(&mut self, which: Option<&str>, own_tag: Option<&str>) -> Replies {
        let ends = |tag: &mut Option<String>| which.is_none() || tag.as_deref() == which;
        let mut replies = Replies::default();
        if let Some(tag) = self.waiting.take_if(ends) {
            let number = self.number;
            // A session that is gone has taken its change back already.
            let _ = self
                .shared
                .execute(number, |device| device.take_mode_change_back(number));
            replies.refused(tag.as_deref(), &interrupted());
        }
        replies.append(self.listens.cancel(which, own_tag));
        replies
    }

    /// Works on the device. `None` as an answer means that the router drops all connections.
    fn on_device(
        &self,
        tag: Option<&str>,
        work: impl FnOnce(&mut Device) -> Result<Option<Replies>, Trap>,
    ) -> Step {
        match self.shared.execute(self.number, work) {
            Err(Gone) => Step::silent(Next::Close),
            Ok(Ok(None)) => {
                self.shared.drop_everybody();
                Step::silent(Next::Close)
            }
            Ok(Ok(Some(replies))) => self.answered(tag, Ok(replies)),
            Ok(Err(trap)) => self.answered(tag, Err(trap)),
        }
    }

    fn answered(&self, tag: Option<&str>, result: Result<Replies, Trap>) -> Step {
        Step::go_on(result.unwrap_or_else(|trap| {
            let mut replies = Replies::default();
            replies.refused(tag, &trap);
            replies
        }))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.shared.leave(self.number, self.silent);
    }
}

fn contents_size(request: &Request) -> usize {
    request.attribute("contents").map_or(0, str::len)
}

/// The sentences for an outcome; `None` where the router closes instead.
fn answer(outcome: Outcome, tag: Option<&str>) -> Option<Replies> {
    let mut replies = Replies::default();
    match outcome {
        Outcome::Closing => return None,
        Outcome::Waiting => {}
        Outcome::Done { ret } => replies.done(tag, ret.as_deref()),
        Outcome::Records(records) => {
            for record in records {
                replies.data(tag, &record.fields);
            }
            replies.done(tag, None);
        }
    }
    Some(replies)
}

/// A challenge for an old login; the simulator has no secrets to keep, so it need not be unpredictable.
fn challenge(session: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(garbage(session, 16)) {
        *slot = byte;
    }
    bytes
}
