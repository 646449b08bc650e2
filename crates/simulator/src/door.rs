//! A listening port of the router: who is let in, and how.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::device::Entry;
use crate::faults::StreamFault;
use crate::log::count;
use crate::wire::connection::{Manner, serve};
use crate::wire::session::Session;
use crate::wire::shared::Shared;
use crate::wire::tls::{Identity, has_certificate, refuse};

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// One listening port of the router.
pub(crate) struct Door {
    pub shared: Arc<Shared>,
    /// The way in that its connections are taken to have.
    pub entry: Entry,
    /// Time from the arrival of a sentence to the leaving of its reply.
    pub latency: Duration,
    /// The certificate, where TLS is spoken.
    pub tls: Option<Identity>,
}

impl Door {
    /// Lets connections in until the simulator stops.
    pub async fn keep(self, listener: TcpListener) {
        let door = Arc::new(self);
        let mut stop = door.shared.stop.subscribe();
        let mut guests = JoinSet::new();
        loop {
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                Some(_) = guests.join_next() => {}
                accepted = listener.accept() => {
                    // A connection that broke before it was accepted is no loss.
                    if let Ok((stream, _)) = accepted {
                        guests.spawn(door.clone().admit(stream));
                    }
                }
            }
        }
        drop(listener);
        guests.shutdown().await;
    }

    /// One connection. Where the router's network would drop the first packet, or the service is off or full,
    /// the connection is closed at once without a byte: a TCP server cannot leave a SYN unanswered.
    async fn admit(self: Arc<Self>, stream: TcpStream) {
        count(&self.shared.counting.connections, 1);
        let fault = self.shared.stream_fault();
        // Both are refinements: without them answers come a little later, or end in FIN instead of RST.
        let _ = stream.set_nodelay(true);
        if let Some(StreamFault::ResetAfter(_)) = fault {
            let _ = stream.set_zero_linger();
        }
        let Ok((session, cut)) = Session::open(&self.shared, &self.entry) else {
            return;
        };
        let manner = Manner {
            shared: self.shared.clone(),
            latency: self.latency,
            fault,
        };
        let Some(identity) = &self.tls else {
            return serve(stream, session, cut, manner).await;
        };
        let handshake = async {
            if !self.shared.with_device(|device| has_certificate(device)) {
                refuse(stream).await;
                return None;
            }
            identity.acceptor.accept(stream).await.ok()
        };
        if let Ok(Some(stream)) = tokio::time::timeout(HANDSHAKE, handshake).await {
            serve(stream, session, cut, manner).await;
        }
    }
}
