//! One connection to one router, logged in.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout};

use super::command::Command;
use super::connection::{Connection, Stream};
use super::endpoint::{Credentials, Endpoint, Security};
use super::error::{Cause, ConnectError, Interrupted};
use super::exchange::Session;
use super::limits::Limits;
use super::login::log_in;
use super::pipeline::{Pipeline, Rows, Stop};
use super::record::{Outcome, Record, Reply};
use super::sentence::Inbox;
use super::tls::{Fingerprint, HandshakeError, secure};
use super::turnaround::TurnaroundClock;

/// Bytes of the API on one connection; what TLS and TCP add is not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// To the router.
    pub sent: u64,
    /// From the router.
    pub received: u64,
}

/// A logged-in connection.
///
/// Commands are sent ahead of their answers, up to a window, while answers are read; so a series costs one turnaround per window,
/// not one per command. After [`Interrupted`], or when a call's future was dropped midway, the connection is of no use: every further
/// call tells [`Cause::GivenUp`]. End it by [`Client::close`]: the router permits 20 sessions and remembers those just dropped.
pub struct Client {
    session: Session,
    fingerprint: Option<Fingerprint>,
    answered_in: Duration,
    /// False while a call is under way, and for ever after one that did not end well: what it had queued must not be sent later.
    usable: bool,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("turnarounds", &self.turnarounds())
            .field("bytes", &self.bytes())
            .field("usable", &self.usable)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Connects by TCP, secures the connection if asked to, and logs in.
    ///
    /// # Errors
    /// Each with a sentence that says what to do; nothing was changed on the router.
    pub async fn connect(
        endpoint: &Endpoint,
        credentials: &Credentials,
        limits: &Limits,
    ) -> Result<Client, ConnectError> {
        let mut clock = TurnaroundClock::default();
        let (stream, peer) = open(endpoint, limits.connect).await?;
        clock.waited(1);
        let (stream, fingerprint): (Box<dyn Stream>, _) = match endpoint.security {
            Security::Plain => (Box::new(stream), None),
            Security::Tls { pin } => {
                let address = endpoint.to_string();
                let after = limits.connect;
                let secured = timeout(after, secure(stream, peer.ip(), pin))
                    .await
                    .map_err(|_| ConnectError::TlsSilent {
                        address: address.clone(),
                        after,
                    })?
                    .map_err(|error| handshake(error, address, pin))?;
                clock.waited(secured.turnarounds);
                (Box::new(secured.stream), Some(secured.fingerprint))
            }
        };
        Client::start(
            stream,
            &endpoint.to_string(),
            fingerprint,
            clock,
            credentials,
            limits,
        )
        .await
    }

    /// Logs in over a stream that is open already. `address` names it in messages.
    ///
    /// # Errors
    /// Those of [`Client::connect`] that belong to the login.
    pub async fn log_in_over(
        stream: impl Stream + 'static,
        address: &str,
        credentials: &Credentials,
        limits: &Limits,
    ) -> Result<Client, ConnectError> {
        let clock = TurnaroundClock::default();
        Client::start(Box::new(stream), address, None, clock, credentials, limits).await
    }

    async fn start(
        stream: Box<dyn Stream>,
        address: &str,
        fingerprint: Option<Fingerprint>,
        clock: TurnaroundClock,
        credentials: &Credentials,
        limits: &Limits,
    ) -> Result<Client, ConnectError> {
        let connection = Connection::new(stream, Inbox::new(limits));
        let mut session = Session::new(connection, limits.clone(), clock);
        let asked = Instant::now();
        log_in(&mut session, credentials, address).await?;
        Ok(Client {
            session,
            fingerprint,
            answered_in: asked.elapsed(),
            usable: true,
        })
    }

    /// Sends all commands and returns their replies, in the order of the commands. A refused command is a [`Reply::Trap`], and the
    /// others go on.
    ///
    /// # Errors
    /// The connection ended before every command was answered.
    pub async fn run_all(&mut self, commands: &[Command]) -> Result<Vec<Reply>, Interrupted> {
        let outcomes = self
            .run(commands, Stop::AtTheEnd, Rows::Keep, &mut |_, _| {}, None)
            .await?;
        all_answered(outcomes)
    }

    /// Like [`Client::run_all`], but hands out every record as it comes, with the number of its command, instead of keeping it in
    /// the reply. For lists that may be long.
    ///
    /// # Errors
    /// The connection ended before every command was answered; the records handed out may be incomplete.
    pub async fn read_all(
        &mut self,
        commands: &[Command],
        mut take: impl FnMut(usize, Record) + Send,
    ) -> Result<Vec<Reply>, Interrupted> {
        let mut give = |index, record| {
            take(index, record);
            ControlFlow::Continue(())
        };
        let outcomes = self
            .run(
                commands,
                Stop::AtTheEnd,
                Rows::Give(&mut give),
                &mut |_, _| {},
                None,
            )
            .await?;
        all_answered(outcomes)
    }

    /// Sends the commands in order, and no further ones once the router has refused one; what was on its way by then is waited for.
    /// `answered` hears of every answer as it comes, for a display of progress.
    ///
    /// The outcomes are [`Outcome::Answered`] or [`Outcome::NotSent`], never [`Outcome::Unknown`].
    ///
    /// # Errors
    /// The connection ended before every command that was sent was answered.
    pub async fn run_until_trap(
        &mut self,
        commands: &[Command],
        mut answered: impl FnMut(usize, &Reply) + Send,
    ) -> Result<Vec<Outcome>, Interrupted> {
        self.run(commands, Stop::AfterTrap, Rows::Keep, &mut answered, None)
            .await
    }

    /// Runs one command that ends late or never (`listen`, `monitor`), handing out its records until `take` breaks off, the command
    /// ends, or `at_most` is over; then it is cancelled. A cancelled command replies with a trap of category 2.
    ///
    /// # Errors
    /// The connection ended before the command did.
    pub async fn follow(
        &mut self,
        command: &Command,
        at_most: Duration,
        mut take: impl FnMut(Record) -> ControlFlow<()> + Send,
    ) -> Result<Reply, Interrupted> {
        let mut give = |_, record| take(record);
        let commands = std::slice::from_ref(command);
        let until = Instant::now() + at_most;
        let outcomes = self
            .run(
                commands,
                Stop::AtTheEnd,
                Rows::Give(&mut give),
                &mut |_, _| {},
                Some(until),
            )
            .await?;
        let mut replies = all_answered(outcomes)?;
        replies.pop().ok_or(Interrupted {
            cause: Cause::Closed,
            outcomes: vec![Outcome::Unknown],
        })
    }

    async fn run<'a>(
        &mut self,
        commands: &'a [Command],
        stop: Stop,
        rows: Rows<'a>,
        answered: &'a mut (dyn FnMut(usize, &Reply) + Send),
        until: Option<Instant>,
    ) -> Result<Vec<Outcome>, Interrupted> {
        let mut pipeline = Pipeline::new(commands, stop, rows, answered);
        let usable = std::mem::replace(&mut self.usable, false);
        let result = match usable {
            true => self.session.run(&mut pipeline, until).await,
            false => Err(Cause::GivenUp),
        };
        let outcomes = pipeline.outcomes(self.session.connection.sent());
        match result {
            Ok(()) => {
                self.usable = true;
                Ok(outcomes)
            }
            Err(cause) => Err(Interrupted { cause, outcomes }),
        }
    }

    /// How often the client had to wait for the router so far: TCP 1, TLS 1.3 handshake 1 (TLS 1.2: 2), login 1, and one for
    /// every window of commands.
    pub fn turnarounds(&self) -> u32 {
        self.session.clock.count()
    }

    /// How long the router took to answer the login, which is one turnaround with hardly anything in it.
    pub fn answered_in(&self) -> Duration {
        self.answered_in
    }

    /// Bytes so far.
    pub fn bytes(&self) -> Traffic {
        Traffic {
            sent: self.session.connection.sent(),
            received: self.session.connection.received(),
        }
    }

    /// The certificate the router showed; `None` on a plain connection.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }

    /// Says goodbye and frees the session on the router.
    pub async fn close(self) {
        const AT_MOST: Duration = Duration::from_secs(1);
        self.session.connection.close(AT_MOST).await;
    }
}

/// Without a break, only a stop after a trap leaves commands unanswered.
fn all_answered(outcomes: Vec<Outcome>) -> Result<Vec<Reply>, Interrupted> {
    let answered = |outcome: &Outcome| outcome.reply().is_some();
    if !outcomes.iter().all(answered) {
        let cause = Cause::GivenUp;
        return Err(Interrupted { cause, outcomes });
    }
    Ok(outcomes
        .into_iter()
        .filter_map(|outcome| match outcome {
            Outcome::Answered(reply) => Some(reply),
            Outcome::Unknown | Outcome::NotSent => None,
        })
        .collect())
}

async fn open(
    endpoint: &Endpoint,
    after: Duration,
) -> Result<(TcpStream, SocketAddr), ConnectError> {
    let address = endpoint.to_string();
    match timeout(after, open_any(endpoint)).await {
        Ok(result) => result,
        Err(_) => Err(ConnectError::NoAnswer { address, after }),
    }
}

/// Tries every address of the name; the last failure is told.
async fn open_any(endpoint: &Endpoint) -> Result<(TcpStream, SocketAddr), ConnectError> {
    let host = endpoint.bare_host();
    let unknown = |source| ConnectError::UnknownHost {
        host: host.to_owned(),
        source,
    };
    let peers = lookup_host((host, endpoint.port)).await.map_err(unknown)?;
    let mut failure = unknown(io::ErrorKind::NotFound.into());
    for peer in peers {
        match connect_to(peer).await {
            Ok(stream) => return Ok((stream, peer)),
            Err(source) => failure = unreachable(source, endpoint),
        }
    }
    Err(failure)
}

async fn connect_to(peer: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(peer).await?;
    // Sentences are small and waited for.
    stream.set_nodelay(true)?;
    // When we give a connection up, or are killed, the system must not go on sending what the router has not taken yet: over a line
    // that comes back, it would arrive after the router was put back.
    stream.set_zero_linger()?;
    Ok(stream)
}

fn unreachable(source: io::Error, endpoint: &Endpoint) -> ConnectError {
    let address = endpoint.to_string();
    match source.kind() {
        io::ErrorKind::ConnectionRefused => ConnectError::Refused { address },
        io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::AddrNotAvailable => ConnectError::Unreachable { address, source },
        _ => ConnectError::Broken { address, source },
    }
}

fn handshake(error: HandshakeError, address: String, pin: Option<Fingerprint>) -> ConnectError {
    match (error, pin) {
        (HandshakeError::PinMismatch { found }, Some(expected)) => {
            ConnectError::PinMismatch { expected, found }
        }
        // A mismatch needs a pin.
        (HandshakeError::PinMismatch { .. } | HandshakeError::NoCertificate, _) => {
            ConnectError::NoCertificate { address }
        }
        (HandshakeError::NotTls, _) => ConnectError::NotTls { address },
        (HandshakeError::Closed, _) => ConnectError::ClosedInTls { address },
        (HandshakeError::Other(source), _) => ConnectError::Tls { address, source },
    }
}
