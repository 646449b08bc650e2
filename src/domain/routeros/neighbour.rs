//! What a MikroTik device says of itself to everybody on its network (MNDP, UDP port 5678): read from one datagram.
//!
//! Source: the fields as public implementations agree on them (MAC-Telnet's and Wireshark's source, `tikoci/routeros-skills`,
//! `kevinschweikert/mndp`, read through an index): a header of four bytes, then fields of type and length, both 16 bits with the
//! high byte first, and a value. The uptime alone has its low byte first. Not verified on a router: the meaning of the header's bytes
//! and of `unpack` (so neither is looked at), the encoding of texts, and whether a device answers a broadcast to its subnet
//! as it answers one to 255.255.255.255.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use serde::Serialize;

use crate::domain::mac::Mac;

/// UDP port of the protocol.
pub const PORT: u16 = 5678;

/// Asks every device that hears it to say who it is.
pub const REFRESH: [u8; 4] = [0; 4];

/// The largest datagram looked at, in bytes: what fits into one Ethernet frame.
pub const LARGEST: usize = 1500;

/// Bytes before the first field.
const HEADER: usize = 4;

/// Characters kept of a text. RouterOS takes up to 64 for an identity.
const LONGEST_TEXT: usize = 128;

/// A device, as it describes itself. Nothing of it is proven: whoever is on the network can say anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Neighbour {
    /// Hardware address of the interface that spoke; a device has several.
    pub mac: Mac,
    /// `/system/identity name`.
    pub identity: String,
    /// As in `/system/resource version`, e.g. `7.21.5 (stable)`, sometimes with a date behind it.
    pub version: String,
    /// `MikroTik`.
    pub platform: String,
    /// The board's code, e.g. `RBD52G-5HacD2HnD`.
    pub board: String,
    /// Licence identifier.
    pub software_id: String,
    /// How long it has been on.
    pub uptime: Option<Duration>,
    /// The interface that spoke, e.g. `ether2` or `bridge/ether2`.
    pub interface: String,
    /// Address of that interface.
    pub ipv4: Option<Ipv4Addr>,
    /// Address of that interface.
    pub ipv6: Option<Ipv6Addr>,
}

/// Why a datagram describes no device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoNeighbour {
    /// Somebody asks, as hotspotd does itself.
    #[error("it is a question, not an answer")]
    Question,
    /// Larger than [`LARGEST`].
    #[error("it is larger than any answer")]
    TooLarge,
    /// Shorter than a header, or without a hardware address that a device can have.
    #[error("it tells no hardware address")]
    NoMac,
}

/// Reads one datagram. A field that is cut off ends it; fields of unknown type or wrong length are passed over; of two fields of one type the
/// first counts.
///
/// # Errors
/// See [`NoNeighbour`].
pub fn read(datagram: &[u8]) -> Result<Neighbour, NoNeighbour> {
    if datagram.len() > LARGEST {
        return Err(NoNeighbour::TooLarge);
    }
    let fields: Vec<(u16, &[u8])> = Fields(datagram.get(HEADER..).unwrap_or_default()).collect();
    // A question is a header alone, or has a field of type 6 and nothing in it.
    if datagram.len() >= HEADER && fields.iter().all(|(kind, _)| *kind == REFRESH_FIELD) {
        return Err(NoNeighbour::Question);
    }
    let field = |wanted: u16| {
        fields
            .iter()
            .find(|(kind, _)| *kind == wanted)
            .map(|(_, value)| *value)
    };
    let text = |wanted: u16| field(wanted).map(clean).unwrap_or_default();
    let mac = field(1)
        .and_then(|bytes| <[u8; 6]>::try_from(bytes).ok())
        .map(Mac::new)
        .filter(|mac| !mac.is_group() && mac.bytes() != [0; 6])
        .ok_or(NoNeighbour::NoMac)?;
    Ok(Neighbour {
        mac,
        identity: text(5),
        version: text(7),
        platform: text(8),
        uptime: field(10)
            .and_then(|bytes| <[u8; 4]>::try_from(bytes).ok())
            .map(|bytes| Duration::from_secs(u32::from_le_bytes(bytes).into())),
        software_id: text(11),
        board: text(12),
        ipv6: field(15)
            .and_then(|bytes| <[u8; 16]>::try_from(bytes).ok())
            .map(Ipv6Addr::from),
        interface: text(16),
        ipv4: field(17)
            .and_then(|bytes| <[u8; 4]>::try_from(bytes).ok())
            .map(Ipv4Addr::from),
    })
}

/// The field that some programs put into their question.
const REFRESH_FIELD: u16 = 6;

/// The fields of a datagram, up to its end or to the first that is cut off.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let [kind_high, kind_low, length_high, length_low] = *head;
        let length = usize::from(u16::from_be_bytes([length_high, length_low]));
        let (value, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((u16::from_be_bytes([kind_high, kind_low]), value))
    }
}

/// A text from a stranger, fit to be shown: no control characters, not endless.
fn clean(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(|character| !character.is_control())
        .take(LONGEST_TEXT)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn datagram(fields: &[(u16, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0x61, 0, 0, 7];
        for (kind, value) in fields {
            bytes.extend(kind.to_be_bytes());
            bytes.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
            bytes.extend_from_slice(value);
        }
        bytes
    }

    const MAC: (u16, &[u8]) = (1, &[0x74, 0x4d, 0x28, 0x91, 0x0d, 0x2f]);

    /// The values are those of a datagram described by the project `kevinschweikert/mndp`.
    #[test]
    fn a_hap_ac2() {
        let ipv6: Ipv6Addr = "fe80::764d:28ff:fe91:d2f".parse().unwrap();
        let read = read(&datagram(&[
            MAC,
            (5, b"MikroTik"),
            (7, b"7.15.3 (stable) 2024-07-24 10:39:01"),
            (8, b"MikroTik"),
            (10, &5596_u32.to_le_bytes()),
            (11, b"H792-MXJ3"),
            (12, b"RBD52G-5HacD2HnD"),
            (14, &[0]),
            (15, &ipv6.octets()),
            (16, b"bridge/ether2"),
            (17, &[192, 168, 88, 1]),
            (99, b"of a later version"),
        ]))
        .unwrap();
        assert_eq!(read.mac.to_string(), "74:4D:28:91:0D:2F");
        assert_eq!(read.version, "7.15.3 (stable) 2024-07-24 10:39:01");
        assert_eq!(read.uptime, Some(Duration::from_secs(5596)));
        assert_eq!(read.board, "RBD52G-5HacD2HnD");
        assert_eq!(read.software_id, "H792-MXJ3");
        assert_eq!(read.interface, "bridge/ether2");
        assert_eq!(
            (read.ipv4, read.ipv6),
            (Some(Ipv4Addr::new(192, 168, 88, 1)), Some(ipv6))
        );
    }

    #[test]
    fn questions_are_no_answers() {
        for question in [
            &REFRESH[..],
            &[0, 0, 0, 0, 0, 6, 0, 0],
            &[0, 0, 0, 0, 0, 6, 0, 0, 0],
        ] {
            assert_eq!(read(question), Err(NoNeighbour::Question));
        }
    }

    #[test]
    fn what_is_cut_off_keeps_what_came_before() {
        let mut bytes = datagram(&[MAC, (5, b"Duka"), (12, b"RB750")]);
        bytes.truncate(bytes.len() - 1);
        let read = read(&bytes).unwrap();
        assert_eq!((read.identity.as_str(), read.board.as_str()), ("Duka", ""));
    }

    #[test]
    fn a_device_without_an_address_of_its_own_is_none() {
        for fields in [
            &[(5, &b"Duka"[..])][..],
            &[(1, &[0; 6])],
            &[(1, &[0xff; 6])],
            &[(1, &[1, 2, 3])],
        ] {
            assert_eq!(read(&datagram(fields)), Err(NoNeighbour::NoMac));
        }
        assert_eq!(read(&[0; 3]), Err(NoNeighbour::NoMac));
        assert_eq!(read(&[0; LARGEST + 1]), Err(NoNeighbour::TooLarge));
    }

    #[test]
    fn texts_are_fit_to_be_shown() {
        let long = [b'x'; 1000];
        let read = read(&datagram(&[MAC, (5, b"a\x1b[31m\r\nb\xff"), (8, &long)])).unwrap();
        assert_eq!(read.identity, "a[31mb\u{FFFD}");
        assert_eq!(read.platform.len(), LONGEST_TEXT);
    }

    proptest! {
        #[test]
        fn any_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..1600)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_field_does_no_harm(kind in 0_u16..20, value in proptest::collection::vec(any::<u8>(), 0..64)) {
            let read = read(&datagram(&[MAC, (kind, &value)]));
            prop_assert!(kind == 6 || read.is_ok(), "{read:?}");
        }
    }
}
