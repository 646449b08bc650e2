//! The delay line: what is sent leaves a fixed time after what caused it arrived.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;

use super::frame::put_word;
use super::shared::Shared;
use crate::faults::StreamFault;
use crate::log::count;

/// Bytes on the way to a client that does not read, above which its sentences wait.
const FULL: usize = 8 * 1024 * 1024;

/// What leaves.
#[derive(Debug)]
pub(crate) enum Parcel {
    /// Whole sentences.
    Bytes(Vec<u8>),
    /// A sentence without end.
    EndlessAnswer,
    /// A word without end.
    EndlessWord,
    /// The end of the connection.
    Close,
}

/// Where parcels go in.
#[derive(Debug)]
pub(crate) struct Sender {
    queue: mpsc::UnboundedSender<(Instant, Parcel)>,
    fill: Arc<Fill>,
}

/// Where they come out.
#[derive(Debug)]
pub(crate) struct Receiver {
    queue: mpsc::UnboundedReceiver<(Instant, Parcel)>,
    fill: Arc<Fill>,
}

#[derive(Debug, Default)]
struct Fill {
    bytes: AtomicUsize,
    taken: Notify,
}

/// A new line.
pub(crate) fn line() -> (Sender, Receiver) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let fill = Arc::new(Fill::default());
    let sender = Sender {
        queue: sender,
        fill: fill.clone(),
    };
    let queue = receiver;
    (sender, Receiver { queue, fill })
}

impl Sender {
    /// Sends a parcel off at that time. Parcels leave in the order they were put in.
    pub fn put(&self, due: Instant, parcel: Parcel) {
        if let Parcel::Bytes(bytes) = &parcel {
            if bytes.is_empty() {
                return;
            }
            self.fill.bytes.fetch_add(bytes.len(), Ordering::AcqRel);
        }
        // Nobody is there to receive when the connection has just broken.
        let _ = self.queue.send((due, parcel));
    }

    /// Is there room for more answers?
    pub fn has_room(&self) -> bool {
        self.fill.bytes.load(Ordering::Acquire) < FULL
    }

    /// Waits until there is room.
    pub async fn room(&self) {
        while !self.has_room() {
            self.fill.taken.notified().await;
        }
    }
}

impl Receiver {
    /// Writes parcels out, each when it is due, until the sender is gone or the connection breaks.
    pub async fn write_to<W: AsyncWrite + Unpin>(
        mut self,
        mut out: W,
        fault: Option<StreamFault>,
        shared: Arc<Shared>,
    ) -> std::io::Result<()> {
        let mut left = match fault {
            Some(StreamFault::ResetAfter(bytes)) => bytes,
            _ => u64::MAX,
        };
        while let Some((due, parcel)) = self.queue.recv().await {
            if due > Instant::now() {
                tokio::time::sleep_until(due).await;
            }
            match parcel {
                Parcel::Bytes(bytes) => {
                    let whole = bytes.len();
                    let allowed = usize::try_from(left).unwrap_or(usize::MAX).min(whole);
                    let now = bytes.get(..allowed).unwrap_or_default();
                    write(&mut out, now, fault).await?;
                    left -= allowed as u64;
                    count(&shared.counting.bytes_out, allowed as u64);
                    self.fill.bytes.fetch_sub(whole, Ordering::AcqRel);
                    self.fill.taken.notify_one();
                    if left == 0 {
                        return Ok(());
                    }
                }
                Parcel::Close => break,
                Parcel::EndlessAnswer => endless_answer(&mut out, &shared).await?,
                Parcel::EndlessWord => endless_word(&mut out, &shared).await?,
            }
        }
        out.shutdown().await
    }
}

async fn write<W: AsyncWrite + Unpin>(
    out: &mut W,
    bytes: &[u8],
    fault: Option<StreamFault>,
) -> std::io::Result<()> {
    if fault != Some(StreamFault::OneBytePerWrite) {
        out.write_all(bytes).await?;
        return out.flush().await;
    }
    for byte in bytes {
        out.write_all(&[*byte]).await?;
        out.flush().await?;
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// `!re` and then words for as long as somebody takes them.
async fn endless_answer<W: AsyncWrite + Unpin>(
    out: &mut W,
    shared: &Shared,
) -> std::io::Result<()> {
    let mut words = Vec::new();
    put_word(&mut words, b"!re");
    loop {
        out.write_all(&words).await?;
        out.flush().await?;
        count(&shared.counting.bytes_out, words.len() as u64);
        words.clear();
        for _ in 0..16 {
            put_word(&mut words, &[b'='; 1024]);
        }
    }
}

/// A sentence of words that announce 256 MiB each.
async fn endless_word<W: AsyncWrite + Unpin>(out: &mut W, shared: &Shared) -> std::io::Result<()> {
    let mut head = Vec::new();
    put_word(&mut head, b"!re");
    head.extend([0xF0, 0x10, 0, 0, 0]);
    let body = vec![b'x'; 16 * 1024];
    loop {
        out.write_all(&head).await?;
        for _ in 0..16 * 1024 {
            out.write_all(&body).await?;
            out.flush().await?;
            count(&shared.counting.bytes_out, body.len() as u64);
        }
        head = vec![0xF0, 0x10, 0, 0, 0];
    }
}
