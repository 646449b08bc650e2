//! The connections that only read.

use std::fmt;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::error::StoreError;

/// A few connections that whoever asks first gets first.
#[derive(Clone)]
pub struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    count: usize,
}

impl Readers {
    /// Readers over these connections.
    pub fn new(connections: Vec<Connection>) -> Self {
        Readers {
            count: connections.len(),
            permits: Arc::new(Semaphore::new(connections.len())),
            free: Arc::new(Mutex::new(connections)),
        }
    }

    /// Waits for those that read, lets nobody read any more, and closes the connections.
    pub async fn close(&self) {
        let all = u32::try_from(self.count).unwrap_or(u32::MAX);
        // An error says that it was closed before.
        let waited = self.permits.acquire_many(all).await;
        self.permits.close();
        drop(waited);
        if let Ok(mut free) = self.free.lock() {
            free.clear();
        }
    }

    /// Runs a job in one read transaction, so that all of it sees the same moment.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn run<T, E, J>(&self, job: J) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        J: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let broken = || E::from(StoreError::Broken);
        // The permit moves into the job: who asked may stop waiting while the connection is still in use.
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| broken())?;
        let free = Arc::clone(&self.free);
        let answer = tokio::task::spawn_blocking(move || {
            let lent = Lent::take(&free)?;
            let answer = lent.snapshot(job);
            drop(lent);
            drop(permit);
            answer
        });
        answer
            .await
            .unwrap_or_else(|_| Err(E::from(StoreError::Panicked)))
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readers")
    }
}

/// A connection that goes back to the others whatever happens to the job.
struct Lent<'f> {
    connection: Option<Connection>,
    free: &'f Mutex<Vec<Connection>>,
}

impl<'f> Lent<'f> {
    fn take<E: From<StoreError>>(free: &'f Mutex<Vec<Connection>>) -> Result<Self, E> {
        let connection = free
            .lock()
            .map_err(|_| E::from(StoreError::Broken))?
            .pop()
            .ok_or_else(|| E::from(StoreError::Broken))?;
        Ok(Lent {
            connection: Some(connection),
            free,
        })
    }

    fn snapshot<T, E: From<StoreError>>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let connection = self
            .connection
            .as_ref()
            .ok_or_else(|| E::from(StoreError::Broken))?;
        let transaction = connection
            .unchecked_transaction()
            .map_err(|error| E::from(StoreError::from(error)))?;
        // Dropped, it is rolled back: there is nothing to keep.
        job(&transaction)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let (Some(connection), Ok(mut free)) = (self.connection.take(), self.free.lock()) {
            free.push(connection);
        }
    }
}
