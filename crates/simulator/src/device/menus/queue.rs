//! Queue types and queues (RouterOS facts: hotspot-facts section 10).

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::{Listed, SAME_NAME, listed};

const KINDS: &[&str] = &[
    "bfifo", "cake", "codel", "fq-codel", "mq-pfifo", "none", "pcq", "pfifo", "red", "sfq",
];
const TYPES: Space = Space::Menu("/queue/type");
const QUEUES: Space = Space::Menu("/queue/simple");

pub fn menus() -> Vec<Listed> {
    listed(vec![types(), simple(), tree()])
}

fn types() -> Menu {
    Menu::new("/queue/type", Shape::List)
        .auto_named("type", SAME_NAME)
        .with(field("kind", Kind::Word(KINDS)).required())
        .with_all(fields("pfifo-limit bfifo-limit mq-pfifo-limit red-limit red-min-threshold red-max-threshold red-burst red-avg-packet", Kind::Number(0, u32::MAX as u64, &[])))
        .with(field("sfq-perturb", Kind::Number(0, 65535, &[])))
        .with(field("sfq-allot", Kind::Number(0, 65535, &[])))
        .with_all(fields("pcq-rate pcq-burst-rate pcq-burst-threshold", Kind::Rate))
        .with_all(fields("pcq-limit pcq-total-limit", Kind::Text))
        .with(field("pcq-burst-time", Kind::Duration(&[])))
        .with(field("pcq-classifier", Kind::Set(&["src-address", "dst-address", "src-port", "dst-port"])))
        .with_all(fields("pcq-src-address-mask pcq-dst-address-mask", Kind::Number(0, 32, &[])))
        .with_all(fields("pcq-src-address6-mask pcq-dst-address6-mask", Kind::Number(0, 128, &[])))
        .with_all(fields("codel-limit fq-codel-limit fq-codel-quantum fq-codel-flows", Kind::Number(0, u32::MAX as u64, &[])))
        .with_all(fields("codel-target codel-interval codel-ce-threshold fq-codel-target fq-codel-interval fq-codel-ce-threshold", Kind::Duration(&[])))
        .with_all(fields("codel-ecn fq-codel-ecn", Kind::Bool))
        .with(field("fq-codel-memlimit", Kind::Memory))
        .with_all(fields("cake-bandwidth", Kind::Rate))
        .with(field("cake-rtt", Kind::Duration(&[])))
        .with(field("cake-rtt-scheme", Kind::Word(&["datacentre", "internet", "interplanetary", "lan", "metro", "none", "oceanic", "regional", "satellite"])))
        .with(field("cake-diffserv", Kind::Word(&["besteffort", "diffserv3", "diffserv4", "diffserv8", "precedence"])))
        .with(field("cake-flowmode", Kind::Word(&["dsthost", "dual-dsthost", "dual-srchost", "flowblind", "flows", "hosts", "srchost", "triple-isolate"])))
        .with_all(fields("cake-nat cake-wash cake-autorate-ingress", Kind::Bool))
        .with(field("cake-ack-filter", Kind::Word(&["aggressive", "filter", "none"])))
        .with_all(fields("cake-overhead cake-overhead-scheme cake-mpu cake-memlimit cake-atm", Kind::Text))
        .builtin("default")
        .rule(fields_of_own_kind)
}

fn simple() -> Menu {
    Menu::new("/queue/simple", Shape::List)
        .auto_named("queue", SAME_NAME)
        .with(field("target", Kind::Targets).default(""))
        .with(field("dst", Kind::Text))
        .with(field("parent", Kind::Ref(QUEUES, &["none"])).default("none"))
        .with(field("packet-marks", Kind::Text).default(""))
        .with(field("priority", Kind::Pair).default("8/8"))
        .with(field("queue", Kind::RefPair(TYPES)).default("default-small/default-small"))
        .with_all(
            fields(
                "limit-at max-limit burst-limit burst-threshold",
                Kind::RatePair,
            )
            .into_iter()
            .map(|one| one.default("0/0"))
            .collect(),
        )
        .with(field("burst-time", Kind::Pair).default("0s/0s"))
        .with(field("bucket-size", Kind::Pair).default("0.1/0.1"))
        .with(field("time", Kind::Text))
        .with(field("total-queue", Kind::Ref(TYPES, &[])))
        .with_all(fields(
            "total-limit-at total-max-limit total-burst-limit total-burst-threshold",
            Kind::Rate,
        ))
        .with_all(fields(
            "total-bucket-size total-burst-time total-priority",
            Kind::Text,
        ))
        .disabled("false")
        .comment()
        .flags(&["dynamic", "invalid"])
        .ordered()
        .verbs(&["reset-counters", "reset-counters-all"])
}

fn tree() -> Menu {
    Menu::new("/queue/tree", Shape::List)
        .auto_named("queue", SAME_NAME)
        .with(field("parent", Kind::Text).required())
        .with(field("packet-mark", Kind::Text).default(""))
        .with(field("queue", Kind::Ref(TYPES, &[])).default("default-small"))
        .with(field("priority", Kind::Number(1, 8, &[])).default("8"))
        .with_all(
            fields("limit-at max-limit burst-limit burst-threshold", Kind::Rate)
                .into_iter()
                .map(|one| one.default("0"))
                .collect(),
        )
        .with(field("burst-time", Kind::Duration(&[])).default("0s"))
        .with(field("bucket-size", Kind::Text).default("0.1"))
        .disabled("false")
        .comment()
        .flags(&["invalid"])
        .verbs(&["reset-counters", "reset-counters-all"])
}

/// `fq-codel-limit` on a pcq type is no value of that kind.
fn fields_of_own_kind(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let kind = candidate.value("kind").unwrap_or_default();
    // `codel-` is also the end of `fq-codel-`, so the longest kind that fits decides.
    let owner = |field: &str| {
        KINDS
            .iter()
            .filter(|kind| {
                field
                    .strip_prefix(*kind)
                    .is_some_and(|rest| rest.starts_with('-'))
            })
            .max_by_key(|kind| kind.len())
    };
    match candidate
        .row
        .values
        .keys()
        .find(|field| owner(field).is_some_and(|owner| *owner != kind))
    {
        Some(field) => Err(Trap::failure(format!(
            "{field} can not be used with kind {kind}"
        ))),
        None => Ok(()),
    }
}
