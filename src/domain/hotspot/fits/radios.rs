//! Rules about Wi-Fi: radios exist, and every ssid has one.

use crate::domain::hotspot::fits::misfit::{Misfits, listed, repeated};
use crate::domain::hotspot::site::Site;
use crate::domain::routeros::model::{Model, WifiDriver};
use crate::domain::shown::shown;

/// Longest ssid in bytes (IEEE 802.11).
const SSID_BYTES: usize = 32;

pub(super) fn check(site: &Site, model: &Model, misfits: &mut Misfits) {
    let mut any_ssid = false;
    for network in &site.networks {
        let Some(ssid) = &network.ssid else { continue };
        any_ssid = true;
        let bytes = ssid.as_str().len();
        let place = format!("network {}, ssid", network.name);
        misfits.need(bytes <= SSID_BYTES, &place, || {
            format!(
                "{} takes {bytes} bytes; an ssid has at most {SSID_BYTES}, shorten it",
                shown(ssid.as_str())
            )
        });
        if !model.has_radio() {
            misfits.say(
                place,
                format!("{} has no radio; remove the ssid and attach an access point to one of its ports", model.name),
            );
        } else if site.wifi.is_none() {
            misfits.say(
                place,
                "the radios are left alone without [wifi]; add [wifi] or remove the ssid",
            );
        }
    }
    if let Some(ssid) = repeated(
        site.networks
            .iter()
            .filter_map(|network| network.ssid.as_ref()),
    ) {
        misfits.say(
            "network, ssid",
            format!(
                "two networks are called {}; rename one",
                shown(ssid.as_str())
            ),
        );
    }
    let Some(wifi) = &site.wifi else { return };
    misfits.need(any_ssid, "wifi", || {
        "no network has an ssid; give one to a network or remove [wifi]".to_owned()
    });
    let country = !wifi.country.is_empty()
        && wifi.country.len() <= 40
        && wifi
            .country
            .chars()
            .all(|c| c.is_ascii_alphabetic() || " '()-_.,".contains(c));
    misfits.need(country, "wifi, country", || {
        format!(
            "{} is not a country; write its English name, e.g. Kenya",
            shown(&wifi.country)
        )
    });
    let driver = match model.driver(site.router.routeros, wifi.driver) {
        Ok(driver) => driver,
        Err(reason) => return misfits.say("wifi, driver", reason.to_string()),
    };
    let radios = model.radios(driver);
    let menu = match driver {
        WifiDriver::Wireless => "wireless",
        WifiDriver::Wifi => "wifi",
    };
    for radio in wifi.radios.iter().filter(|radio| !radios.contains(radio)) {
        misfits.say(
            "wifi, radios",
            format!(
                "{} has no radio {} under driver {menu}; it has {}",
                model.name,
                shown(radio),
                listed(radios)
            ),
        );
    }
    if let Some(radio) = repeated(wifi.radios.iter()) {
        misfits.say(
            "wifi, radios",
            format!("{} is written twice; keep one", shown(radio)),
        );
    }
}
