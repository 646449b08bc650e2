//! The demonstration shows what it promises, with every template.

use crate::bench::hotspotd;

#[test]
fn it_ends_with_a_cut_line_and_a_router_in_its_old_state() {
    for template in ["basic", "vlan", "addon"] {
        let run = hotspotd(&["demo", "--once", "--template", template]).ends(0);
        for word in [
            "rows confirmed by reading back over a new connection; guard of 90 s disarmed",
            "0 changes; the router counted 0 writes",
            "The line is dead.",
            "the router has put itself back",
            "0 of them differ; 0 scripts and schedulers left behind",
        ] {
            assert!(
                run.stdout.contains(word),
                "{template}: {word}\n{}",
                run.stdout
            );
        }
    }
}
