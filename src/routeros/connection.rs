//! A stream that is read while it is written.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};

use super::sentence::Inbox;

/// What a connection runs over: TCP, TLS, or a pipe.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Bytes read at once.
const READ_SIZE: usize = 16 << 10;

/// Both directions of one connection, with what waits to be sent and what has arrived.
pub(super) struct Connection {
    stream: Box<dyn Stream>,
    pub(super) inbox: Inbox,
    outbox: Vec<u8>,
    /// Where the stream puts what it has read.
    space: Box<[u8]>,
    /// The stream took bytes that it may still hold back (TLS records).
    unflushed: bool,
    /// Writing failed. What had arrived before is still read: it may hold answers, or the reason.
    write_error: Option<io::Error>,
    sent: u64,
    received: u64,
}

/// What moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    /// Bytes left.
    Sent,
    /// Bytes came.
    Received,
    /// The router closed the connection.
    Closed,
}

impl Connection {
    pub(super) fn new(stream: Box<dyn Stream>, inbox: Inbox) -> Connection {
        Connection {
            stream,
            inbox,
            outbox: Vec::new(),
            space: vec![0; READ_SIZE].into_boxed_slice(),
            unflushed: false,
            write_error: None,
            sent: 0,
            received: 0,
        }
    }

    /// Appends to what waits to be sent, and tells the number of its last byte among all bytes of the connection.
    pub(super) fn queue(&mut self, encode: impl FnOnce(&mut Vec<u8>)) -> u64 {
        encode(&mut self.outbox);
        self.sent + self.outbox.len() as u64
    }

    /// Bytes that have left, without TLS.
    pub(super) fn sent(&self) -> u64 {
        self.sent
    }

    /// Bytes that have arrived, without TLS.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Waits until something moves in either direction. Never waits for one direction alone, so two full buffers cannot lock each other.
    pub(super) async fn pump(&mut self) -> io::Result<Moved> {
        poll_fn(|context| self.poll_pump(context)).await
    }

    fn poll_pump(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Moved>> {
        let before = self.sent;
        if self.write_error.is_none()
            && let Poll::Ready(Err(error)) = self.poll_send(context)
        {
            self.write_error = Some(error);
        }
        let mut buffer = ReadBuf::new(&mut self.space);
        match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => {
                Poll::Ready(self.write_error.take().map_or(Ok(Moved::Closed), Err))
            }
            Poll::Ready(Ok(())) => {
                self.received += buffer.filled().len() as u64;
                self.inbox.push(buffer.filled());
                Poll::Ready(Ok(Moved::Received))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending if self.sent > before => Poll::Ready(Ok(Moved::Sent)),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Sends as much as the stream takes.
    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut taken = 0;
        let result = loop {
            let rest = self.outbox.get(taken..).unwrap_or_default();
            if rest.is_empty() {
                break Poll::Ready(Ok(()));
            }
            match Pin::new(&mut self.stream).poll_write(context, rest) {
                Poll::Ready(Ok(0)) => break Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => taken += count,
                Poll::Ready(Err(error)) => break Poll::Ready(Err(error)),
                Poll::Pending => break Poll::Pending,
            }
        };
        self.outbox.drain(..taken);
        self.sent += taken as u64;
        self.unflushed |= taken > 0;
        if self.unflushed && !matches!(result, Poll::Ready(Err(_))) {
            match Pin::new(&mut self.stream).poll_flush(context) {
                Poll::Ready(Ok(())) => self.unflushed = false,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {}
            }
        }
        result
    }

    /// Says goodbye (TLS `close_notify`, TCP FIN), for at most this long. The router counts sessions, so none is left hanging.
    pub(super) async fn close(mut self, at_most: Duration) {
        // The session is over either way; a router that does not hear the goodbye finds out by itself.
        let _ = tokio::time::timeout(at_most, self.stream.shutdown()).await;
    }
}
