//! Random bytes from the system.

/// The system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random bytes: restart the machine if it goes on")]
pub struct RandomError(#[from] getrandom::Error);

/// So many random bytes.
pub(super) fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
