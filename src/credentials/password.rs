//! Hashes of passwords: argon2id, a few at a time.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use subtle::ConstantTimeEq as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::random::{self, RandomError};
use crate::domain::secret::Secret;

const SALT: usize = 16;
const OUTPUT: usize = 32;
/// How many may wait for their turn. More are an attack or a mistake, and would wait for seconds.
const WAITING: usize = 16;
/// What a stored hash may ask for at most, in KiB: a damaged row must not take the box's memory.
const MOST_MEMORY: u32 = 64 << 10;
const MOST_PASSES: u32 = 10;
/// Blocks of [`Cost::STANDARD`].
const STANDARD: usize = blocks(Cost::STANDARD);
/// Blocks of [`Cost::SMALL`].
const SMALL: usize = blocks(Cost::SMALL);
/// Bytes of a stack for what is on it beside the blocks.
const BESIDE: usize = 1 << 20;

/// A block has 1 KiB, as cost is counted.
const fn blocks(cost: Cost) -> usize {
    cost.memory as usize
}

/// The work that a hash is: what makes guessing dear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// How often the memory is gone over.
    pub passes: u32,
}

impl Cost {
    /// OWASP's first choice for argon2id with one lane.
    pub const STANDARD: Self = Self {
        memory: 19_456,
        passes: 2,
    };
    /// For boxes of up to 512 MB: as dear to guess by OWASP's table, with less memory.
    pub const SMALL: Self = Self {
        memory: 12_288,
        passes: 3,
    };

    /// What suits a box with so many bytes of memory.
    pub const fn for_memory(bytes: u64) -> Self {
        if bytes <= 512 << 20 {
            Self::SMALL
        } else {
            Self::STANDARD
        }
    }

    fn params(self) -> Result<Params, HashError> {
        Params::new(self.memory, self.passes, 1, Some(OUTPUT)).map_err(|_| HashError::Cost)
    }
}

/// A hash of a password in the PHC form, `$argon2id$v=19$m=19456,t=2,p=1$…$…`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// As the database kept it.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// What the database keeps.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Secret::HIDDEN)
    }
}

/// What became of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Another password, or no such account.
    Wrong,
    /// The password.
    Right,
    /// The password, but its hash is of another cost than hashes are now: make a new one and keep that.
    RightButOld,
}

/// Why nothing was hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many at once.
    #[error("too many people are signing in at this moment: try again in a few seconds")]
    Busy,
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The hash in the database.
    #[error("the stored hash of a password is not readable: set a new password for the account")]
    Stored,
    /// A cost that argon2 does not take, or for which there is no memory.
    #[error("passwords cannot be hashed at this cost: the box has too little memory")]
    Cost,
    /// The program is ending.
    #[error("the program is stopping: try again when it runs")]
    Stopping,
}

/// Hashes and compares passwords, so many at a time; others wait for their turn. The memory of each is given back at its end.
pub struct Hasher {
    cost: Cost,
    working: Arc<Semaphore>,
    /// Those who work and those who wait.
    line: Semaphore,
    nobody: PasswordHash,
    /// How many hashes were computed.
    computed: AtomicU64,
}

impl Hasher {
    /// What suits a box with so many bytes of memory: two at a time, one where there are up to 128 MB.
    ///
    /// # Errors
    /// The system gave no random bytes.
    pub fn for_memory(bytes: u64) -> Result<Self, HashError> {
        let at_once = if bytes <= 128 << 20 { 1 } else { 2 };
        Self::new(Cost::for_memory(bytes), at_once)
    }

    /// With this cost, so many at a time.
    ///
    /// # Errors
    /// The system gave no random bytes, or the cost is none that argon2 takes.
    pub fn new(cost: Cost, at_once: usize) -> Result<Self, HashError> {
        cost.params()?;
        Ok(Self {
            cost,
            working: Arc::new(Semaphore::new(at_once)),
            line: Semaphore::new(at_once.saturating_add(WAITING)),
            nobody: nobody(cost)?,
            computed: AtomicU64::new(0),
        })
    }

    /// The hash of a password, with a salt of its own.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn hash(&self, password: &Secret) -> Result<PasswordHash, HashError> {
        let salt: [u8; SALT] = random::bytes()?;
        let cost = self.cost;
        let password = password.clone();
        self.in_turn(move || hash_now(cost, &password, &salt)).await
    }

    /// Whether it is the password of the stored hash. Where there is no account, `None` takes as long and is [`Verdict::Wrong`].
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn verify(
        &self,
        password: &Secret,
        stored: Option<&PasswordHash>,
    ) -> Result<Verdict, HashError> {
        let exists = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).clone();
        let (cost, password) = (self.cost, password.clone());
        let verdict = self
            .in_turn(move || verify_now(cost, &password, &stored))
            .await?;
        Ok(if exists { verdict } else { Verdict::Wrong })
    }

    /// A turn for other work that takes as much memory as a hash. It goes with the value.
    ///
    /// # Errors
    /// [`HashError::Stopping`].
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, HashError> {
        let turn = Arc::clone(&self.working).acquire_owned().await;
        turn.map_err(|_| HashError::Stopping)
    }

    /// How many hashes were computed since the start: for whether two ways are equally long, without a stopwatch.
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let _place = self.line.try_acquire().map_err(|_| HashError::Busy)?;
        self.computed.fetch_add(1, Ordering::Relaxed);
        let turn = Arc::clone(&self.working).acquire_owned().await;
        let turn = turn.map_err(|_| HashError::Stopping)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work and not by who waits for it: that one may give up, the memory is used all the same.
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| HashError::Stopping)?
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

fn hash_now(cost: Cost, password: &Secret, salt: &[u8; SALT]) -> Result<PasswordHash, HashError> {
    let output = work(cost.params()?, password, salt)?;
    Ok(written(cost, salt, &output))
}

fn verify_now(cost: Cost, password: &Secret, stored: &PasswordHash) -> Result<Verdict, HashError> {
    let hash = phc::PasswordHash::new(&stored.0).map_err(|_| HashError::Stored)?;
    let params = Params::try_from(&hash).map_err(|_| HashError::Stored)?;
    let ours =
        hash.algorithm == argon2::ARGON2ID_IDENT && hash.version == Some(Version::V0x13.into());
    if !ours || params.m_cost() > MOST_MEMORY || params.t_cost() > MOST_PASSES {
        return Err(HashError::Stored);
    }
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else {
        return Err(HashError::Stored);
    };
    let now = (params.m_cost(), params.t_cost(), params.p_cost()) == (cost.memory, cost.passes, 1);
    let output = work(params, password, salt.as_ref())?;
    Ok(if !bool::from(output.ct_eq(expected.as_bytes())) {
        Verdict::Wrong
    } else if now {
        Verdict::Right
    } else {
        Verdict::RightButOld
    })
}

/// What argon2id makes of a password.
fn work(params: Params, password: &Secret, salt: &[u8]) -> Result<[u8; OUTPUT], HashError> {
    let count = params.block_count();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = |memory: &mut [Block]| {
        let mut output = [0; OUTPUT];
        let password = password.reveal().as_bytes();
        argon2
            .hash_password_into_with_memory(password, salt, &mut output, memory)
            .map_err(|_| HashError::Stored)?;
        Ok(output)
    };
    if count <= SMALL {
        on_a_stack::<SMALL>(count, hash)
    } else if count <= STANDARD {
        on_a_stack::<STANDARD>(count, hash)
    } else {
        // Nothing but a hash that was made elsewhere costs more.
        let mut memory: Vec<Block> = Vec::new();
        memory
            .try_reserve_exact(count)
            .map_err(|_| HashError::Cost)?;
        memory.resize(count, Block::new());
        hash(&mut memory)
    }
}

/// Gives work so many blocks of memory: the stack of a thread of its own, which the system gives for it and takes back after it. What an
/// allocator hands out by the megabyte it may keep for later, and the box would not get it back for days.
fn on_a_stack<const MOST: usize>(
    count: usize,
    work: impl FnOnce(&mut [Block]) -> Result<[u8; OUTPUT], HashError> + Send,
) -> Result<[u8; OUTPUT], HashError> {
    std::thread::scope(|scope| {
        let done = std::thread::Builder::new()
            .name("password".to_owned())
            .stack_size(MOST * Block::SIZE + BESIDE)
            .spawn_scoped(scope, move || {
                let mut memory = [Block::new(); MOST];
                work(memory.get_mut(..count).ok_or(HashError::Cost)?)
            })
            .map_err(|_| HashError::Cost)?;
        done.join().map_err(|_| HashError::Stopping)?
    })
}

/// A hash of the same cost that no password has: random bytes stand where the result would.
fn nobody(cost: Cost) -> Result<PasswordHash, HashError> {
    Ok(written(cost, &random::bytes()?, &random::bytes()?))
}

/// The PHC form.
fn written(cost: Cost, salt: &[u8; SALT], output: &[u8; OUTPUT]) -> PasswordHash {
    PasswordHash(format!(
        "$argon2id$v=19$m={},t={},p=1${}${}",
        cost.memory,
        cost.passes,
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(output)
    ))
}

#[cfg(test)]
#[path = "password/tests.rs"]
mod tests;
