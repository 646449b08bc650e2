//! The length of the network part of an address.

use super::error::NetError;

pub(super) fn mask(prefix: u8) -> u32 {
    u32::MAX
        .checked_shl(32 - u32::from(prefix.min(32)))
        .unwrap_or(0)
}

pub(super) fn parse_prefix(text: &str) -> Result<u8, NetError> {
    let plain = !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse::<u8>()
        .ok()
        .filter(|prefix| plain && *prefix <= 32)
        .ok_or_else(|| NetError::Prefix(text.chars().take(8).collect()))
}
