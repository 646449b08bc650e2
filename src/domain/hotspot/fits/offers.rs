//! Rules about what is sold: speeds, vouchers, the trial.

use crate::domain::hotspot::fits::misfit::{Misfits, did_you_mean, repeated};
use crate::domain::hotspot::site::{BandwidthProfile, Burst, Site, VoucherType};
use crate::domain::money::Currency;
use crate::domain::name::Slug;
use crate::domain::shown::shown;
use crate::domain::time::Span;

const MINUTE: u64 = 60;
const DAY: u64 = 86_400;

pub(super) fn check(site: &Site, misfits: &mut Misfits) {
    for profile in &site.profiles {
        check_profile(profile, misfits);
    }
    if let Some(name) = repeated(site.profiles.iter().map(|profile| &profile.name)) {
        misfits.say(
            format!("profile {name}"),
            "two profiles have this name; rename one",
        );
    }
    let names: Vec<&str> = site
        .profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    for kind in &site.voucher_types {
        check_voucher_type(kind, &names, misfits);
    }
    if let Some(code) = repeated(site.voucher_types.iter().map(|kind| &kind.code)) {
        misfits.say(
            format!("voucher_type {code}"),
            "two voucher types have this code; rename one",
        );
    }
    let mut currencies = site.voucher_types.iter().map(|kind| kind.price.currency());
    if let Some(first) = currencies.next()
        && let Some(other) = currencies.find(|currency| *currency != first)
    {
        misfits.say(
            "voucher_type",
            format!("prices are in {first} and in {other}; a shop sells in one currency"),
        );
    }
    if let Some(trial) = &site.trial {
        check_reference(&trial.profile, "trial, profile", &names, misfits);
        within(trial.uptime, MINUTE, DAY, "trial, uptime", misfits);
        within(trial.reset, MINUTE, 30 * DAY, "trial, reset", misfits);
        misfits.need(trial.reset >= trial.uptime, "trial, reset", || {
            format!(
                "it may be had again after {}, before its {} are over; write a longer time",
                trial.reset, trial.uptime
            )
        });
    }
}

pub(super) fn check_profile(profile: &BandwidthProfile, misfits: &mut Misfits) {
    let place = |key: &str| format!("profile {}, {key}", profile.name);
    misfits.need(
        (1..=8).contains(&profile.priority),
        place("priority"),
        || "a priority is a number from 1 (best) to 8".to_owned(),
    );
    misfits.need(
        (1..=16).contains(&profile.devices),
        place("devices"),
        || "one code is for 1 to 16 devices; sell several codes for more".to_owned(),
    );
    within(
        profile.remember,
        MINUTE,
        90 * DAY,
        &place("remember"),
        misfits,
    );
    if let Some(idle) = profile.idle_timeout {
        within(idle, MINUTE, DAY, &place("idle_timeout"), misfits);
    }
    if let Some(burst) = &profile.burst {
        check_burst(profile, burst, &place("burst"), misfits);
    }
}

fn check_burst(profile: &BandwidthProfile, burst: &Burst, place: &str, misfits: &mut Misfits) {
    misfits.need(
        burst.upload >= profile.upload && burst.download >= profile.download,
        place,
        || {
            "a burst is faster than the speed of the profile; raise its upload or download"
                .to_owned()
        },
    );
    let below =
        burst.upload_threshold <= burst.upload && burst.download_threshold <= burst.download;
    misfits.need(below, place, || {
        "a burst above its own speed never ends; write thresholds below the burst's upload and download".to_owned()
    });
    within(burst.time, 1, 5 * MINUTE, place, misfits);
}

/// A voucher type, beside the profiles of these names.
pub(super) fn check_voucher_type(kind: &VoucherType, profiles: &[&str], misfits: &mut Misfits) {
    let code = &kind.code;
    let plain = code
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    misfits.need(
        plain && (1..=12).contains(&code.len()),
        "voucher_type, code",
        || {
            format!(
                "{} is not a code; write 1 to 12 of A-Z and 0-9, e.g. SIKU",
                shown(code)
            )
        },
    );
    let place = |key: &str| format!("voucher_type {}, {key}", shown(code).trim_matches('"'));
    let cents = kind.price.cents();
    misfits.need((0..=100_000_000).contains(&cents), place("price"), || {
        format!("{} is no price; write one from 0 to 1,000,000", kind.price)
    });
    misfits.need(
        kind.price.currency() != Currency::Kes || cents % 100 == 0,
        place("price"),
        || {
            format!(
                "{} cannot be paid with M-Pesa, which moves whole shillings",
                kind.price
            )
        },
    );
    check_reference(&kind.profile, &place("profile"), profiles, misfits);
    within(
        kind.validity,
        MINUTE,
        366 * DAY,
        &place("validity"),
        misfits,
    );
    if let Some(online) = kind.online {
        within(online, MINUTE, 366 * DAY, &place("online"), misfits);
        misfits.need(online <= kind.validity, place("online"), || {
            format!(
                "{online} online do not go into a validity of {}; write less, or leave online out",
                kind.validity
            )
        });
    }
    if let Some(data) = kind.data {
        misfits.need(
            (1_000_000..=10_000_000_000_000).contains(&data.get()),
            place("data"),
            || format!("{data} is no amount to sell; write one from 1 MB to 10 TB"),
        );
    }
}

fn check_reference(name: &Slug, place: &str, profiles: &[&str], misfits: &mut Misfits) {
    misfits.need(profiles.contains(&name.as_str()), place, || {
        format!(
            "there is no profile {name}{}",
            did_you_mean(name.as_str(), profiles.iter().copied())
        )
    });
}

/// A time within bounds given in seconds.
fn within(span: Span, least: u64, most: u64, place: &str, misfits: &mut Misfits) {
    misfits.need((least..=most).contains(&span.as_secs()), place, || {
        format!(
            "{span} is out of bounds; write a time from {} to {}",
            Span::from_secs(least),
            Span::from_secs(most)
        )
    });
}
