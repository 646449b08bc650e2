//! Accounts from the box itself, beside a daemon that may run: whoever may write its files needs no proof. Only the database
//! is opened; the daemon keeps everything else.

use std::path::Path;

use crate::credentials::{Codes, Hasher, MasterKey, Purpose};
use crate::domain::secret::Secret;
use crate::service::clock::Clock;
use crate::store::account::{self, Account};
use crate::store::audit::{self, NewEntry};
use crate::store::{Connection, Database, FolderLock, OpenError, STATE, StoreError};
use crate::store::{operator, second_factor, session};

use super::password::{good, replace};
use super::register::set_up_code_in;
use super::{AccountError, subject};

/// Who the audit log says it was.
const ACTOR: &str = "console";

/// The accounts of a data folder.
pub struct Console {
    state: Database,
    hasher: Hasher,
    clock: Clock,
    /// Where no daemon runs, none begins meanwhile.
    _lock: Option<FolderLock>,
}

/// Why the accounts cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// No random numbers, or too little memory.
    #[error(transparent)]
    Hash(#[from] crate::credentials::HashError),
}

impl Console {
    /// Opens the database of a folder that holds one. `memory` is the box's, in bytes.
    ///
    /// # Errors
    /// See [`ConsoleError`].
    pub fn open(data: &Path, clock: Clock, memory: u64) -> Result<Self, ConsoleError> {
        let lock = FolderLock::take(data).ok();
        Ok(Console {
            state: Database::open(data, &STATE, clock.now())?,
            hasher: Hasher::for_memory(memory)?,
            clock,
            _lock: lock,
        })
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// The database.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let all = |connection: &Connection| match operator::first(connection)? {
            Some(operator) => account::all(connection, operator),
            None => Ok(Vec::new()),
        };
        self.state.read(all).await
    }

    /// A new set-up code, as long as there is no owner. One that was made before stops working. `key` is the box's own.
    ///
    /// # Errors
    /// The database.
    pub async fn set_up_code(&self, key: &MasterKey) -> Result<Option<Secret>, AccountError> {
        let codes = Codes::new(key.derive(Purpose::Codes));
        set_up_code_in(&self.state, &codes, self.clock.now()).await
    }

    /// Sets another password, and takes the second factor away where that is wanted. All sessions of the account end.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where nobody has this name; [`AccountError::Faults`] at `password`.
    pub async fn set_password(
        &self,
        login: &str,
        new: &Secret,
        without_second_factor: bool,
    ) -> Result<Account, AccountError> {
        let login = login.trim().to_lowercase();
        let found = self
            .state
            .read(move |connection| account::credentials(connection, &login))
            .await?;
        let account = found.ok_or(StoreError::Missing)?.account;
        good(&account, new)?;
        let hash = self.hasher.hash(new).await?;
        let now = self.clock.now();
        self.state
            .write(move |connection| {
                replace(connection, &account, &hash, now)?;
                session::revoke_all(connection, account.id, None, now)?;
                let mut detail = "on the box itself";
                if without_second_factor {
                    second_factor::remove(connection, account.id)?;
                    detail = "on the box itself, second step removed";
                }
                let entry = NewEntry {
                    operator: account.operator,
                    account: None,
                    actor: ACTOR,
                    action: "set-password",
                    subject: &subject(&account),
                    detail,
                    address: "",
                };
                audit::append(connection, &entry, now)?;
                Ok(account)
            })
            .await
    }
}
