//! One connection: bytes in, sentences to the session, replies out through the delay line.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadHalf, split};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::delay::{Parcel, Sender, line};
use super::frame::Decoder;
use super::session::{Next, Session};
use super::shared::Shared;
use crate::faults::{StreamFault, garbage};
use crate::log::count;

/// Bytes read at once.
const CHUNK: usize = 16 * 1024;

/// How long a client may take to fetch the last answers after the router has closed.
const LINGER: Duration = Duration::from_secs(2);

/// How all connections of a simulator are.
#[derive(Debug, Clone)]
pub(crate) struct Manner {
    pub shared: Arc<Shared>,
    /// Time from the arrival of a sentence to the leaving of its reply.
    pub latency: Duration,
    /// What is wrong with the byte stream.
    pub fault: Option<StreamFault>,
}

/// Serves a connection until either side ends it.
pub(crate) async fn serve<S>(
    stream: S,
    session: Session,
    cut: watch::Receiver<bool>,
    manner: Manner,
) where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let (read, write) = split(stream);
    let (out, delayed) = line();
    let mut writer = JoinSet::new();
    writer.spawn(delayed.write_to(write, manner.fault, manner.shared.clone()));
    let mut connection = Connection {
        read,
        session,
        out,
        writer,
        stop: manner.shared.stop.subscribe(),
        revision: manner.shared.revision.subscribe(),
        cut,
        handled: 0,
        manner,
    };
    let end = connection.run().await;
    if let End::Closed(at) = end {
        connection.out.put(at, Parcel::Close);
    }
    let Connection {
        out,
        mut writer,
        session,
        manner,
        ..
    } = connection;
    // The session is over for the router now; its last answers may still be on their way.
    drop(session);
    drop(out);
    if end != End::Broken {
        // Who does not fetch them in time does not get them.
        let _ = tokio::time::timeout(manner.latency + LINGER, writer.join_next()).await;
    }
}

struct Connection<S> {
    read: ReadHalf<S>,
    session: Session,
    out: Sender,
    /// The one task that writes; it ends with the connection.
    writer: JoinSet<std::io::Result<()>>,
    cut: watch::Receiver<bool>,
    stop: watch::Receiver<bool>,
    revision: watch::Receiver<u64>,
    /// Sentences so far.
    handled: u64,
    manner: Manner,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// What was answered still arrives; the router closes at that time.
    Closed(Instant),
    /// Nothing more can arrive.
    Broken,
}

impl End {
    /// The router closes by itself: the client hears of it as late as of everything else.
    fn after(latency: Duration) -> Self {
        End::Closed(Instant::now() + latency)
    }
}

/// What the connection was waiting for.
enum Event {
    Changes,
    Room,
    Read(std::io::Result<usize>),
}

impl<S: AsyncRead + AsyncWrite> Connection<S> {
    async fn run(&mut self) -> End {
        if let Some(StreamFault::Garbage { seed, bytes }) = self.manner.fault {
            self.out
                .put(Instant::now(), Parcel::Bytes(garbage(seed, bytes)));
            return self.ignore_everything().await;
        }
        let mut decoder = Decoder::new();
        let mut buffer = vec![0; CHUNK];
        let mut arrived = Instant::now();
        let latency = self.manner.latency;
        loop {
            // Handle what is here as long as there is room for answers.
            while self.out.has_room() {
                let end = End::Closed(arrived + latency);
                if *self.cut.borrow() {
                    return end;
                }
                let sentence = match decoder.next(self.session.limits()) {
                    Ok(Some(sentence)) => sentence,
                    Ok(None) => break,
                    Err(_) => return end,
                };
                match self.handle(&sentence, arrived) {
                    Next::Continue => tokio::task::yield_now().await,
                    Next::Close => return end,
                    Next::Hang => return self.ignore_everything().await,
                }
            }
            let room = self.out.has_room();
            let event = tokio::select! {
                biased;
                _ = self.cut.wait_for(|cut| *cut) => return End::after(latency),
                _ = self.stop.wait_for(|stop| *stop) => return End::Broken,
                _ = self.writer.join_next() => return End::Broken,
                Ok(()) = self.revision.changed(), if room && self.session.listens() => Event::Changes,
                read = self.read.read(&mut buffer), if room => Event::Read(read),
                () = self.out.room(), if !room => Event::Room,
            };
            match event {
                Event::Changes => self.tell_changes(Instant::now() + latency),
                Event::Room => {}
                Event::Read(Err(_)) => return End::Broken,
                Event::Read(Ok(0)) => return End::Closed(Instant::now()),
                Event::Read(Ok(size)) => {
                    arrived = Instant::now();
                    count(&self.manner.shared.counting.bytes_in, size as u64);
                    decoder.push(buffer.get(..size).unwrap_or_default());
                }
            }
        }
    }

    /// One sentence and what it changed for this session's listens.
    fn handle(&mut self, sentence: &super::frame::Sentence, arrived: Instant) -> Next {
        self.handled += 1;
        let due = self.manner.shared.occupy(arrived) + self.manner.latency;
        let endless = match self.manner.fault {
            Some(StreamFault::EndlessAnswer(number)) => Some((number, Parcel::EndlessAnswer)),
            Some(StreamFault::EndlessWord(number)) => Some((number, Parcel::EndlessWord)),
            _ => None,
        };
        if let Some((number, parcel)) = endless
            && number == self.handled
        {
            self.out.put(due, parcel);
            return Next::Hang;
        }
        let step = self.session.handle(sentence);
        count(&self.manner.shared.counting.replies, step.replies.count);
        self.out.put(due, Parcel::Bytes(step.replies.bytes));
        if step.next == Next::Continue {
            self.tell_changes(due);
        }
        step.next
    }

    fn tell_changes(&mut self, due: Instant) {
        let updates = self.session.updates();
        count(&self.manner.shared.counting.replies, updates.count);
        self.out.put(due, Parcel::Bytes(updates.bytes));
    }

    /// Keeps the connection open and lets whatever comes fall.
    async fn ignore_everything(&mut self) -> End {
        let latency = self.manner.latency;
        let mut buffer = vec![0; CHUNK];
        loop {
            tokio::select! {
                biased;
                _ = self.cut.wait_for(|cut| *cut) => return End::after(latency),
                _ = self.stop.wait_for(|stop| *stop) => return End::Broken,
                _ = self.writer.join_next() => return End::Broken,
                read = self.read.read(&mut buffer) => match read {
                    Ok(size) if size > 0 => {
                        count(&self.manner.shared.counting.bytes_in, size as u64);
                    }
                    _ => return End::Broken,
                },
            }
        }
    }
}
