//! Taking connections: how many at a time, how slow they may be, and how they end.
//!
//! Without bounds, whoever opens connections and says nothing on them takes the box away from everybody else.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use super::came::{FromHere, Line};
use super::wire::{self, Wire};
use crate::service::pulse;
use crate::service::throttle::network;

/// How long to wait before the next connection is taken where the system gives none (no file handles are left, say).
const BREATH: Duration = Duration::from_millis(100);
/// The most bytes of the head of a request: line and headers.
const HEAD: usize = 32 << 10;

/// What connections may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How many at a time.
    pub connections: usize,
    /// How many of one address (of one /64 with IPv6) at a time.
    pub of_one: usize,
    /// How many at a time of those who get nothing but a refusal. They cannot take the places of the others.
    pub of_strangers: usize,
    /// How long the head of a request may take, counted from the end of the request before; of the first one from the beginning of the
    /// connection, with what TLS needs before it.
    pub head: Duration,
}

/// For the administration: a browser takes six, a job's live page one more of them; a whole office may come with one address.
pub const ADMINISTRATION: Bounds = Bounds {
    connections: 512,
    of_one: 192,
    of_strangers: 16,
    head: Duration::from_secs(20),
};

/// For the portal: every customer of a shop may come with one address, that of their router.
pub const PORTAL: Bounds = Bounds {
    connections: 1024,
    of_one: 1024,
    of_strangers: 0,
    head: Duration::from_secs(10),
};

/// Whether somebody at this address gets nothing but a refusal.
pub type IsStranger = dyn Fn(IpAddr) -> bool + Send + Sync;

/// Shows that connections are still taken.
pub type Beat = dyn Fn() + Send + Sync;

/// Serves until `stopped` says so; then what is under way is finished. Where there is an acceptor, whoever begins with TLS gets it.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    bounds: Bounds,
    is_stranger: Box<IsStranger>,
    beat: Box<Beat>,
    mut stopped: watch::Receiver<bool>,
) {
    let places = Places::new(bounds);
    let open = GracefulShutdown::new();
    let mut ticks = tokio::time::interval(pulse::EVERY);
    loop {
        let taken = tokio::select! {
            _ = ticks.tick() => {
                beat();
                continue;
            }
            taken = listener.accept() => taken,
            // An error says that the sender is gone, which is an end too.
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let (stream, peer) = match taken {
            Ok(taken) => taken,
            Err(error) => {
                rest(&error).await;
                continue;
            }
        };
        let address = peer.ip().to_canonical();
        let Some(place) = places.take(address, is_stranger(address)) else {
            tracing::debug!(%peer, "no place is left for this connection");
            continue;
        };
        let (open, tls, router) = (open.watcher(), tls.clone(), router.clone());
        let stopped = stopped.clone();
        tokio::spawn(async move {
            attend(stream, peer, tls, router, bounds, open, stopped).await;
            drop(place);
        });
    }
    drop(listener);
    open.shutdown().await;
}

/// A connection that was gone before it was taken is nothing; anything else may last.
async fn rest(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(%error, "no connection can be taken");
        tokio::time::sleep(BREATH).await;
    }
}

/// One connection from its first byte to its end.
async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    router: Router,
    bounds: Bounds,
    open: Watcher,
    mut stopped: watch::Receiver<bool>,
) {
    let until = Instant::now() + bounds.head;
    let opened = tokio::select! {
        opened = timeout_at(until, wire::open(stream, tls.as_ref())) => opened,
        // Nobody has asked for anything yet.
        _ = stopped.wait_for(|stopped| *stopped) => return,
    };
    let (wire, line) = match opened {
        Ok(Ok(opened)) => opened,
        Ok(Err(error)) => {
            tracing::debug!(%peer, %error, "a connection ended before anything was asked");
            return;
        }
        Err(_) => return,
    };
    let asked = Arc::new(AtomicBool::new(false));
    let talking = talk(wire, peer, line, router, bounds, Arc::clone(&asked));
    tokio::select! {
        // A connection that breaks is the affair of whoever broke it.
        _ = open.watch(talking) => {}
        () = nothing_asked(until, &asked) => {}
    }
}

/// Comes to its end when it is time and nobody has asked.
async fn nothing_asked(until: Instant, asked: &AtomicBool) {
    sleep_until(until).await;
    if asked.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
}

fn talk(
    wire: Wire,
    peer: SocketAddr,
    line: Line,
    router: Router,
    bounds: Bounds,
    asked: Arc<AtomicBool>,
) -> impl GracefulConnection<Error = hyper::Error> {
    // Whoever asks from the address that it asks is on this machine.
    let here = wire
        .local_ip()
        .is_some_and(|local| local.to_canonical() == peer.ip().to_canonical());
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(line);
        if here {
            request.extensions_mut().insert(FromHere);
        }
        let router = router.clone();
        async move {
            let answer: Result<Response, Infallible> = router.oneshot(request).await;
            answer
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(wire), answer)
}

/// Who has how many connections.
#[derive(Clone)]
struct Places {
    bounds: Bounds,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    strangers: usize,
    by_network: HashMap<String, usize>,
}

/// A place of one connection; free again when it is dropped.
struct Place {
    places: Places,
    network: Option<String>,
}

impl Places {
    fn new(bounds: Bounds) -> Self {
        Places {
            bounds,
            taken: Arc::default(),
        }
    }

    fn take(&self, address: IpAddr, stranger: bool) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let network = if stranger {
            if taken.strangers >= self.bounds.of_strangers {
                return None;
            }
            taken.strangers += 1;
            None
        } else {
            let network = network(address);
            let of_this = taken.by_network.get(&network).copied().unwrap_or_default();
            if taken.all >= self.bounds.connections || of_this >= self.bounds.of_one {
                return None;
            }
            taken.all += 1;
            taken.by_network.insert(network.clone(), of_this + 1);
            Some(network)
        };
        Some(Place {
            places: self.clone(),
            network,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = &self.places.taken;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(network) = &self.network else {
            taken.strangers = taken.strangers.saturating_sub(1);
            return;
        };
        taken.all = taken.all.saturating_sub(1);
        if let Some(count) = taken.by_network.get_mut(network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.by_network.remove(network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Bounds = Bounds {
        connections: 3,
        of_one: 2,
        of_strangers: 1,
        head: Duration::from_secs(1),
    };

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn places_are_counted_by_network_and_freed() {
        let places = Places::new(FEW);
        let first = places.take(address("10.0.0.1"), false).unwrap();
        let _second = places.take(address("10.0.0.1"), false).unwrap();
        assert!(places.take(address("10.0.0.1"), false).is_none());
        let third = places.take(address("10.0.0.2"), false).unwrap();
        assert!(places.take(address("10.0.0.3"), false).is_none());
        drop((first, third));
        assert!(places.take(address("10.0.0.1"), false).is_some());
        drop(_second);
        let taken = places.taken.lock().unwrap();
        assert_eq!((taken.all, taken.by_network.len()), (0, 0));
    }

    #[test]
    fn one_ipv6_network_is_one_address() {
        let places = Places::new(FEW);
        let _one = places.take(address("2001:db8::1"), false).unwrap();
        let _two = places.take(address("2001:db8::2"), false).unwrap();
        assert!(places.take(address("2001:db8::3"), false).is_none());
        assert!(places.take(address("2001:db8:0:1::3"), false).is_some());
    }

    #[test]
    fn strangers_take_no_places_of_others() {
        let places = Places::new(FEW);
        let stranger = places.take(address("10.5.50.7"), true).unwrap();
        assert!(places.take(address("10.5.50.8"), true).is_none());
        assert!(places.take(address("10.0.0.1"), false).is_some());
        drop(stranger);
        assert!(places.take(address("10.5.50.8"), true).is_some());
    }
}
