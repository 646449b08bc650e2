//! Properties of rows: a value never becomes a command, text and rows are the same thing, and a change set does what it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use hotspotd::domain::hotspot::changeset::ChangeSet;
use hotspotd::domain::hotspot::claim::ClaimError;
use hotspotd::domain::hotspot::context::Context;
use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::diff::{Secrets, diff};
use hotspotd::domain::hotspot::mark::SiteMark;
use hotspotd::domain::hotspot::script;
use hotspotd::domain::hotspot::site::{GardenPreset, Site, WanMode};
use hotspotd::domain::routeros::menus;
use hotspotd::domain::secret::Secret;
use proptest::prelude::*;
use support::foreign::{foreign_rows, strange_fields};
use support::shelf::{FACTORY, carry_out, holding};
use support::sites::{VERSION, basic, model, rows, templates, turned, turns};

/// Menu, verb and field names of every row: what must not depend on any value.
fn shape(statements: &[rsc::Statement]) -> Vec<(&str, rsc::Verb, Vec<&str>)> {
    statements
        .iter()
        .map(|statement| {
            let fields: Vec<&str> = statement
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            (statement.menu.as_str(), statement.verb, fields)
        })
        .collect()
}

/// Puts a hostile text wherever a site takes free text, past all the checks that would refuse it.
fn infested(site: &Site, text: &str) -> Context {
    let mut context = Context::new(site, model(), &VERSION);
    let put = |slot: &mut String| text.clone_into(slot);
    put(&mut context.identity);
    put(&mut context.time_zone);
    put(&mut context.ntp);
    put(&mut context.wifi.country);
    for host in &mut context.garden {
        put(host);
    }
    for network in &mut context.networks {
        for slot in [
            &mut network.address,
            &mut network.gateway,
            &mut network.network,
            &mut network.pool,
            &mut network.lease,
            &mut network.dns_name,
            &mut network.login_by,
            &mut network.html_directory,
            &mut network.interface,
        ] {
            put(slot);
        }
    }
    for cell in context
        .wifi
        .radios
        .iter_mut()
        .flat_map(|radio| &mut radio.cells)
    {
        put(&mut cell.ssid);
    }
    for profile in &mut context.profiles {
        put(&mut profile.rate_limit);
        put(&mut profile.queue_type);
        put(&mut profile.idle_timeout);
    }
    if let Some(wan) = &mut context.wan {
        for slot in [&mut wan.user, &mut wan.address, &mut wan.gateway] {
            slot.iter_mut().for_each(put);
        }
        if wan.password.is_some() {
            wan.password = Some(Secret::new(text).into());
        }
    }
    if let Some(tunnel) = &mut context.wireguard {
        for slot in [
            &mut tunnel.peer_public_key,
            &mut tunnel.peer_host,
            &mut tunnel.allowed,
        ] {
            put(slot);
        }
        tunnel.private_key = Secret::new(text).into();
    }
    put(&mut context.management.address);
    put(&mut context.management.gateway);
    put(&mut context.management.pool);
    put(&mut context.access.addresses);
    context
}

/// Any Unicode, and texts made of what RouterOS gives a meaning to.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(
            prop_oneof![
                Just("\""),
                Just("\\"),
                Just("\n"),
                Just("\r\n"),
                Just(" "),
                Just("="),
                Just(";"),
                Just("["),
                Just("]"),
                Just("{"),
                Just("}"),
                Just("$"),
                Just("#"),
                Just("?"),
                Just("/user add name=x"),
                Just("disabled=yes"),
                Just("remove"),
                Just("{{ 1 }}"),
                Just("{% if %}"),
                Just("\u{202e}"),
                Just("é"),
                Just("\0"),
                Just("%0a"),
            ],
            1..12
        )
        .prop_map(|parts| parts.concat())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_value_never_becomes_a_command(turn in turns(), text in hostile()) {
        // Keys are made of names that cannot hold free text, except hosts: one host, so that keys stay single.
        let mut site = turned(&turn);
        site.walled_garden.presets = Vec::<GardenPreset>::new();
        site.walled_garden.hosts.truncate(1);
        let read = |context: &Context| {
            templates().render(&site.template, context).expect("no value can break a template").statements
        };
        prop_assume!(!text.is_empty());
        let plain = read(&Context::new(&site, model(), &VERSION));
        let infested = read(&infested(&site, &text));
        prop_assert_eq!(shape(&infested), shape(&plain));
        // …and the values arrive as they were typed.
        let mut identities = infested.iter().filter(|statement| statement.menu == "/system/identity");
        let identity = identities.next().and_then(|statement| statement.fields[0].value.as_deref());
        prop_assert!(identity.is_none_or(|name| name == text));
    }

    #[test]
    fn text_and_rows_are_the_same_thing(turn in turns(), text in hostile()) {
        let mut site = turned(&turn);
        if let Some(WanMode::Pppoe { password, .. }) = site.wan.as_mut().map(|wan| &mut wan.mode) {
            *password = hotspotd::domain::secret::Secret::new(text);
        }
        let desired = rows(&site);
        let written = script::export(&desired);
        let mark = SiteMark::of(site.site.slug.as_str());
        let again = Desired::from_statements(mark, &rsc::parse(&written).expect("our own text"), &VERSION).expect("our own rows");
        prop_assert_eq!(script::export(&again), written);
        prop_assert_eq!(again.rows.len(), desired.rows.len());
    }

    #[test]
    fn the_idempotent_script_parses_and_names_every_row(turn in turns()) {
        let desired = rows(&turned(&turn));
        let text = script::idempotent(&desired).expect("an order");
        let commands = rsc::dialect::parse(&text).expect("our own dialect");
        prop_assert!(commands.len() >= desired.rows.len());
    }

    #[test]
    fn no_difference_to_oneself(turn in turns()) {
        let desired = rows(&turned(&turn));
        let factory = holding(FACTORY);
        let there = carry_out(&factory, &diff(&desired, &factory, Secrets::Keep).expect("a change set"));
        prop_assert_eq!(diff(&desired, &there, Secrets::Keep).expect("a change set"), ChangeSet::default());
    }

    #[test]
    fn the_changes_from_one_site_to_another_lead_there(one in turns(), other in turns(), loose in foreign_rows()) {
        let (a, b) = (rows(&turned(&one)), rows(&turned(&other)));
        let factory = holding(&format!("{FACTORY}{loose}"));
        let at_a = carry_out(&factory, &diff(&a, &factory, Secrets::Keep).expect("a change set"));
        let to_b = match diff(&b, &at_a, Secrets::Keep) {
            Ok(changes) => changes,
            // Somebody else's row may hold what b needs; then nothing is sent, and a person is told.
            Err(errors) => {
                prop_assert!(errors.iter().all(|error| matches!(error, ClaimError::InTheWay { .. } | ClaimError::InUse { .. })), "{:?}", errors);
                return Ok(());
            }
        };
        let at_b = carry_out(&at_a, &to_b);
        prop_assert_eq!(diff(&b, &at_b, Secrets::Keep).expect("a change set"), ChangeSet::default());
        for menu in menus::all() {
            prop_assert_eq!(strange_fields(menu, &a, &b, &factory), strange_fields(menu, &a, &b, &at_b), "{}", menu.path);
        }
    }
}

#[test]
fn the_typical_shop_has_at_least_sixty_rows() {
    assert!(rows(&basic()).rows.len() >= 60);
}
