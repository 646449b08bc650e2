//! Long texts made small before they are sealed: deflate, then base64, since what is sealed is text.

use std::io::{Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::credentials::{SealError, Sealed, Sealer};
use crate::domain::secret::Secret;

/// The longest text that is unpacked, in bytes.
const LONGEST: u64 = 16 << 20;

/// The small form of a text.
pub fn pack(text: &str) -> Secret {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // A vector takes everything.
    let packed = encoder
        .write_all(text.as_bytes())
        .and_then(|()| encoder.finish())
        .unwrap_or_default();
    Secret::new(STANDARD_NO_PAD.encode(packed))
}

/// The text that was packed; `None` where it is not one.
fn unpack(packed: &Secret) -> Option<Secret> {
    let bytes = STANDARD_NO_PAD.decode(packed.reveal()).ok()?;
    let mut text = String::new();
    DeflateDecoder::new(bytes.as_slice())
        .take(LONGEST)
        .read_to_string(&mut text)
        .ok()?;
    Some(Secret::new(text))
}

/// Opens a text that was packed and sealed for this place.
///
/// # Errors
/// See [`SealError`].
pub fn open(sealer: &Sealer, place: &str, sealed: Vec<u8>) -> Result<Secret, SealError> {
    let packed = sealer.open(place, &Sealed::from_bytes(sealed))?;
    unpack(&packed).ok_or(SealError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_and_is_smaller() {
        let text = "/ip/pool add name=hd-duka-guest ranges=10.5.50.10-10.5.50.254\n".repeat(100);
        let packed = pack(&text);
        assert!(packed.reveal().len() * 10 < text.len());
        assert_eq!(unpack(&packed), Some(Secret::new(text)));
        assert_eq!(unpack(&Secret::new("nonsense!")), None);
    }
}
