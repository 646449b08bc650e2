//! What the device says of itself to its neighbours (MNDP): a datagram on request, or when told to.
//!
//! Source: the fields as public implementations agree on them (MAC-Telnet, Wireshark's dissector, `tikoci/routeros-skills`):
//! four bytes of header with a sequence number, then type, length and value, the high byte first; the uptime alone has its low byte first.
//! A real router answers by broadcast to port 5678 from every interface; here the one that asks is answered, for one interface.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;

use crate::device::Device;
use crate::entry::WayIn;
use crate::wire::shared::Shared;

/// The question: a header of zeros, or one with an empty field of type 6 behind it.
fn is_question(datagram: &[u8]) -> bool {
    matches!(
        datagram,
        [0, 0, 0, 0] | [0, 0, 0, 0, 0, 6, 0, 0] | [0, 0, 0, 0, 0, 6, 0, 0, 0]
    )
}

/// The datagram of the interface that clients come in by.
pub(crate) fn datagram(device: &Device, way: &WayIn, number: u16) -> Vec<u8> {
    let first = |menu: &str, name: &str| -> String {
        let rows = device.rows(menu);
        let value = rows.first().and_then(|row| row.get(name));
        value.unwrap_or_default().to_string()
    };
    let ports = device.rows("/interface");
    let port = ports.iter().find(|row| row.get("name") == Some(&way.via));
    let mac = port
        .and_then(|row| row.get("mac-address"))
        .unwrap_or_default();
    let mac: Vec<u8> = mac
        .split(':')
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect();
    let members = device.rows("/interface/bridge/port");
    let bridge = members
        .iter()
        .find(|row| row.get("interface") == Some(&way.via))
        .and_then(|row| row.get("bridge"));
    let interface = match bridge {
        Some(bridge) => format!("{bridge}/{}", way.via),
        None => way.via.clone(),
    };
    let uptime = u32::try_from(device.uptime().as_secs()).unwrap_or(u32::MAX);
    let software_id = first("/system/license", "software-id");
    let mut bytes = vec![0, 0];
    bytes.extend(number.to_be_bytes());
    let mut put = |kind: u16, value: &[u8]| {
        let value = value.get(..value.len().min(255)).unwrap_or_default();
        bytes.extend(kind.to_be_bytes());
        bytes.extend((value.len() as u16).to_be_bytes());
        bytes.extend_from_slice(value);
    };
    put(1, &mac);
    put(5, first("/system/identity", "name").as_bytes());
    put(7, format!("{} (stable)", device.version()).as_bytes());
    put(8, b"MikroTik");
    put(10, &uptime.to_le_bytes());
    put(11, software_id.as_bytes());
    put(12, device.model().product_code.as_bytes());
    put(14, &[0]);
    put(16, interface.as_bytes());
    if let IpAddr::V4(address) = way.to {
        put(17, &address.octets());
    }
    bytes
}

/// Answers whoever asks, until the simulator stops.
pub(crate) async fn answer(shared: Arc<Shared>, socket: Arc<UdpSocket>, way: WayIn) {
    let mut stop = shared.stop.subscribe();
    let mut space = [0; 64];
    let mut number: u16 = 0;
    loop {
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            heard = socket.recv_from(&mut space) => {
                // An error here is an ICMP answer to an earlier datagram, and no concern of ours.
                let Ok((size, from)) = heard else { continue };
                if is_question(space.get(..size).unwrap_or_default()) {
                    number = number.wrapping_add(1);
                    let answer = shared.with_device(|device| datagram(device, &way, number));
                    let _ = socket.try_send_to(&answer, from);
                }
            }
        }
    }
}
