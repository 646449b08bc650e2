//! Bytes in pieces, as a network delivers them.

/// The first byte says how large the pieces of the rest are; both the pieces and the rest as a whole.
pub fn cut(data: &[u8]) -> Option<(std::slice::Chunks<'_, u8>, &[u8])> {
    let (size, stream) = data.split_first()?;
    let size = usize::from(*size).max(1);
    Some((stream.chunks(size), stream))
}
