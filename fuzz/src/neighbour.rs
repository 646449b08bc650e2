//! Any datagram is a neighbour or is refused; what is kept of it is bounded and fit to be shown.

use hotspotd::domain::routeros::neighbour::{LARGEST, read};

/// See the head of this file.
pub fn check(data: &[u8]) {
    let Ok(neighbour) = read(data) else {
        return;
    };
    assert!(data.len() <= LARGEST);
    assert!(!neighbour.mac.is_group());
    for text in [
        &neighbour.identity,
        &neighbour.version,
        &neighbour.platform,
        &neighbour.board,
        &neighbour.software_id,
        &neighbour.interface,
    ] {
        assert!(text.chars().count() <= 128, "a text without an end");
        assert!(!text.chars().any(char::is_control), "a control character");
    }
}
