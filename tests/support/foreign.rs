//! Rows that are not ours: what an operator has put on the router by hand, and what the factory did.

use hotspotd::domain::hotspot::claim::is_ours;
use hotspotd::domain::hotspot::desired::{Desired, Identity};
use hotspotd::domain::hotspot::observed::{Observed, ObservedRow};
use hotspotd::domain::routeros::menu::Menu;
use proptest::prelude::*;

/// Foreign rows in ordered and unordered menus.
pub fn foreign_rows() -> impl Strategy<Value = String> {
    let row = prop_oneof![
        (0u8..200).prop_map(|n| format!("/ip firewall filter\nadd chain=input action=accept src-address=10.99.1.{n} comment=\"by hand {n}\"\n")),
        (0u8..200).prop_map(|n| format!("/ip firewall filter\nadd chain=forward action=drop dst-address=10.98.1.{n}\n")),
        (0u8..200).prop_map(|n| format!("/ip hotspot walled-garden\nadd action=allow dst-host=by-hand{n}.example\n")),
        (0u8..200).prop_map(|n| format!("/ip hotspot ip-binding\nadd address=10.97.1.{n} type=bypassed\n")),
        (0u8..200).prop_map(|n| format!("/queue type\nadd name=mine{n} kind=sfq\n")),
    ];
    proptest::collection::vec(row, 0..8).prop_map(|rows| {
        let mut seen = std::collections::HashSet::new();
        rows.into_iter()
            .filter(|row| seen.insert(row.clone()))
            .collect()
    })
}

/// The rows of a menu that neither site claims or marks, in their order.
pub fn strangers<'o>(
    menu: &Menu,
    a: &Desired,
    b: &Desired,
    observed: &'o Observed,
) -> Vec<&'o ObservedRow> {
    let claimed = |row: &ObservedRow| {
        [a, b].into_iter().any(|desired| {
            desired.in_menu(menu.path).any(|want| match &want.identity {
                Identity::Singleton | Identity::Existing(_) => true,
                Identity::Key(_) => menu.keys().iter().any(|key| {
                    key.iter()
                        .all(|field| row.get(field).is_some() && row.get(field) == want.get(field))
                }),
            })
        })
    };
    let strange = |row: &&ObservedRow| !is_ours(menu, row, &a.mark) && !claimed(row);
    observed.rows(menu.path).iter().filter(strange).collect()
}

/// The same, as their fields in the order of the alphabet.
pub fn strange_fields(
    menu: &Menu,
    a: &Desired,
    b: &Desired,
    observed: &Observed,
) -> Vec<Vec<(&'static str, String)>> {
    let sorted = |row: &ObservedRow| {
        let mut fields = row.fields.clone();
        fields.sort();
        fields
    };
    strangers(menu, a, b, observed)
        .into_iter()
        .map(sorted)
        .collect()
}
