//! What all sessions have in common: the device, who is connected, faults and figures.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::time::Instant;

use super::frame::Sentence;
use crate::device::{Caller, Device, Entry, Refusal, Traffic};
use crate::faults::{Faults, Ordered, SentenceFault, StreamFault};
use crate::log::{Counting, Log, Seen, count};

/// Sessions of one service at a time (RouterOS facts: api-facts section 3), unless `/ip/service` says otherwise.
const MAX_SESSIONS: usize = 20;

/// The one device and everybody on it.
#[derive(Debug)]
pub(crate) struct Shared {
    inner: Mutex<Inner>,
    faults: Mutex<Ordered>,
    log: Mutex<Log>,
    trouble: Mutex<Option<String>>,
    /// Figures.
    pub counting: Counting,
    /// The device's revision, told to whoever waits for changes.
    pub revision: watch::Sender<u64>,
    /// How many ordered faults of sentences have struck since they were set.
    pub struck: watch::Sender<u64>,
    /// How many connections are open.
    pub open: watch::Sender<usize>,
    /// True when the simulator stops.
    pub stop: watch::Sender<bool>,
}

#[derive(Debug)]
struct Inner {
    device: Device,
    members: BTreeMap<u64, Member>,
    /// Up to when the device's clock has been moved.
    clock: Instant,
    /// Revision and commands at the last check of the sessions.
    checked: (u64, u64),
    last_session: u64,
    /// Up to when the router works on what it has been sent.
    busy_until: Instant,
}

/// One connection that the router accepted.
#[derive(Debug)]
struct Member {
    entry: Entry,
    caller: Option<Caller>,
    since: Instant,
    cut: watch::Sender<bool>,
}

/// Why a connection is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TurnedAway {
    #[error(transparent)]
    Unreachable(#[from] Refusal),
    #[error("the service has its {0} sessions")]
    Full(usize),
}

/// The session was cut while its command ran, or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone;

impl Shared {
    pub fn new(mut device: Device, faults: Faults) -> Self {
        // A state file may remember sessions of another life.
        device.all_sessions_ended();
        Self {
            revision: watch::Sender::new(device.revision()),
            struck: watch::Sender::new(0),
            open: watch::Sender::new(0),
            stop: watch::Sender::new(false),
            inner: Mutex::new(Inner {
                checked: (device.revision(), device.commands()),
                device,
                members: BTreeMap::new(),
                clock: Instant::now(),
                last_session: 0,
                busy_until: Instant::now(),
            }),
            faults: Mutex::new(Ordered::new(faults)),
            log: Mutex::default(),
            trouble: Mutex::default(),
            counting: Counting::default(),
        }
    }

    /// Works on the device, then cuts every session that has lost its way in.
    pub fn with_device<R>(&self, work: impl FnOnce(&mut Device) -> R) -> R {
        let mut inner = lock(&self.inner);
        inner.catch_up();
        let result = work(&mut inner.device);
        inner.cut_lost();
        let revision = inner.device.revision();
        drop(inner);
        self.revision.send_if_modified(|known| {
            let grew = *known != revision;
            *known = revision;
            grew
        });
        result
    }

    /// As [`Shared::with_device`], for the command of a session.
    pub fn execute<R>(&self, session: u64, work: impl FnOnce(&mut Device) -> R) -> Result<R, Gone> {
        if !lock(&self.inner).members.contains_key(&session) {
            return Err(Gone);
        }
        let result = self.with_device(work);
        let stays = lock(&self.inner).members.contains_key(&session);
        if stays { Ok(result) } else { Err(Gone) }
    }

    /// A new connection: its number and the receiver that turns true when it is cut.
    pub fn join(&self, entry: &Entry) -> Result<(u64, watch::Receiver<bool>), TurnedAway> {
        let mut inner = lock(&self.inner);
        inner.catch_up();
        inner.device.admits(entry, Traffic::New)?;
        let most = most_sessions(&inner.device, entry);
        let same = |member: &&Member| member.entry.service == entry.service;
        if inner.members.values().filter(same).count() >= most {
            return Err(TurnedAway::Full(most));
        }
        inner.last_session += 1;
        let number = inner.last_session;
        let (cut, cut_seen) = watch::channel(false);
        let member = Member {
            entry: entry.clone(),
            caller: None,
            since: Instant::now(),
            cut,
        };
        inner.members.insert(number, member);
        self.open.send_modify(|open| *open += 1);
        Ok((number, cut_seen))
    }

    /// The session has logged in.
    pub fn logged_in(&self, session: u64, caller: &Caller) {
        let mut inner = lock(&self.inner);
        if let Some(member) = inner.members.get_mut(&session) {
            member.caller = Some(caller.clone());
        }
        inner.tell_sessions();
        count(&self.counting.logins, 1);
    }

    /// The connection has ended; `silent`: without the router being told.
    pub fn leave(&self, session: u64, silent: bool) {
        let mut inner = lock(&self.inner);
        inner.catch_up();
        let stood = inner.members.remove(&session).is_some();
        // One that was cut by a rule or by a port that is no longer there did not say goodbye.
        inner.device.session_ended(session, silent || !stood);
        if stood {
            inner.tell_sessions();
        }
        self.open.send_modify(|open| *open = open.saturating_sub(1));
    }

    /// Drops every connection: the router reboots.
    pub fn drop_everybody(&self) {
        let mut inner = lock(&self.inner);
        for member in std::mem::take(&mut inner.members).into_values() {
            member.cut.send_replace(true);
        }
        inner.tell_sessions();
    }

    /// Sets faults; counting of sentences begins anew.
    pub fn set_faults(&self, faults: Faults) {
        *lock(&self.faults) = Ordered::new(faults);
        self.struck.send_replace(0);
    }

    /// What is wrong with the stream of a connection that is accepted now.
    pub fn stream_fault(&self) -> Option<StreamFault> {
        lock(&self.faults).stream()
    }

    /// Counts a sentence and tells its fault.
    pub fn next_fault(&self, writes: bool) -> Option<SentenceFault> {
        if writes {
            count(&self.counting.write_sentences, 1);
        }
        lock(&self.faults).next(writes)
    }

    /// When a sentence that arrived then is dealt with: those before it, of all connections, come first.
    pub fn occupy(&self, arrived: Instant) -> Instant {
        let cost = lock(&self.faults).cost();
        if cost.is_zero() {
            return arrived;
        }
        let mut inner = lock(&self.inner);
        inner.busy_until = inner.busy_until.max(arrived) + cost;
        inner.busy_until
    }

    /// The router starts anew.
    pub fn reboot(&self) {
        self.with_device(Device::reboot);
        self.drop_everybody();
    }

    /// Notes a sentence.
    pub fn note(&self, session: u64, sentence: &Sentence) {
        count(&self.counting.sentences, 1);
        lock(&self.log).add(session, sentence);
    }

    /// The state file could not be written.
    pub fn state_not_written(&self, why: Option<String>) {
        *lock(&self.trouble) = why;
    }

    /// Why the state file could not be written the last time.
    pub fn state_trouble(&self) -> Option<String> {
        lock(&self.trouble).clone()
    }

    /// The sentences seen.
    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.log).all()
    }
}

impl Inner {
    /// Moves the device's clock to now.
    fn catch_up(&mut self) {
        let now = Instant::now();
        let passed = now.saturating_duration_since(self.clock);
        self.clock = now;
        if !passed.is_zero() {
            self.device.advance(passed);
        }
    }

    /// Cuts the sessions whose packets no longer pass or whose user is no longer valid.
    fn cut_lost(&mut self) {
        let now = (self.device.revision(), self.device.commands());
        if self.checked == now {
            return;
        }
        self.checked = now;
        let device = &self.device;
        let lost = |member: &Member| {
            device.admits(&member.entry, Traffic::Established).is_err()
                || member
                    .caller
                    .as_ref()
                    .is_some_and(|who| !device.still_valid(who))
        };
        let before = self.members.len();
        self.members.retain(|_, member| {
            let lost = lost(member);
            if lost {
                member.cut.send_replace(true);
            }
            !lost
        });
        if self.members.len() != before {
            self.tell_sessions();
        }
    }

    /// Shows the sessions in `/user/active`.
    fn tell_sessions(&mut self) {
        let sessions: Vec<_> = self
            .members
            .values()
            .filter_map(|member| Some((member.caller.clone()?, member.since.elapsed())))
            .collect();
        self.device.set_sessions(&sessions);
    }
}

/// `max-sessions` of the service.
fn most_sessions(device: &Device, entry: &Entry) -> usize {
    device
        .rows("/ip/service")
        .iter()
        .find(|row| row.get("name") == Some(entry.service.name()))
        .and_then(|row| row.get("max-sessions")?.parse().ok())
        .unwrap_or(MAX_SESSIONS)
}

/// A lock that outlives a panicking test.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
