//! `example-site`: a commented, valid site file of a typical shop, laid out for the ports of the board.

use std::fmt::{Display, Write};

use crate::domain::hotspot::site::{HotspotNetwork, Site, WanMode};
use crate::domain::hotspot::starter::{Refusal, starter};
use crate::domain::hotspot::template::Shape;
use crate::domain::money::Money;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::domain::time::Span;

#[cfg(test)]
mod tests;

/// The board when none is named.
pub const MODEL: &str = "hAP ac²";
/// The template when none is named.
pub const SHAPE: Shape = Shape::Basic;
/// The RouterOS version when none is named.
pub const ROUTEROS: Version = Version::new(7, 21, 5);

/// The text of a typical shop's site file. Read back it is [`starter`]'s site.
///
/// # Errors
/// There is no typical shop for the board, see [`Refusal`].
pub fn text(model: &Model, shape: Shape, version: Version) -> Result<String, Refusal> {
    let site = starter(model, shape, version)?;
    let mut page = Page::default();
    head(&mut page, &site);
    ports(&mut page, &site, shape);
    for network in &site.networks {
        self::network(&mut page, network, shape);
    }
    portal(&mut page, &site);
    profiles(&mut page, &site);
    voucher_types(&mut page, &site);
    devices(&mut page, &site);
    access(&mut page, &site);
    Ok(page.0)
}

/// The text so far.
#[derive(Default)]
struct Page(String);

impl Page {
    /// A line as it is.
    fn line(&mut self, line: impl Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    /// Lines of comment, one for each line of the text.
    fn note(&mut self, text: &str) {
        for line in text.lines() {
            self.line(format_args!("# {line}"));
        }
    }

    /// `key = "value"`
    fn text(&mut self, key: &str, value: impl Display) {
        self.line(format_args!("{key} = {}", quoted(value)));
    }

    /// `key = ["a", "b"]`
    fn list<T: Display>(&mut self, key: &str, values: &[T]) {
        let values: Vec<String> = values.iter().map(quoted).collect();
        self.line(format_args!("{key} = [{}]", values.join(", ")));
    }

    /// An empty line and `[name]`.
    fn table(&mut self, name: &str) {
        self.line(format_args!("\n[{name}]"));
    }
}

/// A time as a person writes it: whole days as days, not as RouterOS's weeks.
fn plain_time(span: Span) -> String {
    let seconds = span.as_secs();
    if seconds > 86_400 && seconds.is_multiple_of(86_400) {
        format!("{}d", seconds / 86_400)
    } else if seconds == 86_400 {
        "24h".to_owned()
    } else {
        span.to_string()
    }
}

/// A price as a person writes it: no cents where there are none.
fn plain_price(price: Money) -> String {
    let text = price.to_string();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

fn quoted(value: impl Display) -> String {
    toml::Value::String(value.to_string()).to_string()
}

fn head(page: &mut Page, site: &Site) {
    page.note(
        "A shop with a hotspot. Edit it, then: hotspotd generate THIS-FILE, hotspotd diff THIS-FILE --router 192.168.88.1 …\n\
         Speeds are bits per second (512k, 2.5M), times like 10m, 12h, 7d, sizes like 500 MB, prices like KES 50.\n",
    );
    page.note("basic: one bridge per network. vlan: networks as VLANs on a trunk. addon: only adds a hotspot to a working router.");
    page.text("template", &site.template);
    page.table("site");
    page.note("Never change the slug: everything on the router is marked with it.");
    page.text("slug", &site.site.slug);
    page.text("name", &site.site.name);
    page.text("time_zone", &site.site.time_zone);
    page.list("ntp", &site.site.ntp);
    page.note("Name servers the router asks; an empty list takes those of the uplink.");
    page.list("dns", &site.site.dns);
    page.table("router");
    page.note("All boards: hotspotd models");
    page.text("model", &site.router.model);
    page.text("routeros", site.router.routeros);
    page.note("identity = \"duka-router\"        # default: the slug");
}

fn ports(page: &mut Page, site: &Site, shape: Shape) {
    if let Some(wan) = &site.wan {
        page.line("\n# The uplink.\n[wan]");
        page.text("port", &wan.port);
        if wan.mode == WanMode::Dhcp {
            page.text("mode", "dhcp");
        }
        page.note(
            "vlan = 35                       # when the provider wants a tag\n\
             mode = \"static\"                 # with: address = \"41.90.10.2/30\", gateway = \"41.90.10.1\"\n\
             mode = \"pppoe\"                  # with: user = \"…\", password = \"…\"",
        );
    }
    let management = &site.management;
    page.line("\n# Where the router is managed from. hotspotd's box stands here, customers never do.\n[management]");
    if shape == Shape::Addon {
        page.note("Here the customers are in the same network; see [[bypass]] for the box.");
    }
    if let Some(interface) = &management.interface {
        page.text("interface", interface);
    }
    if !management.ports.is_empty() {
        page.note("Plug the box in here.");
        page.list("ports", &management.ports);
    }
    page.text("address", management.address);
    page.line(format_args!("dhcp = {}", management.dhcp));
    if let Some(trunk) = &site.trunk {
        page.line("\n# Ports that carry all VLANs tagged, to switches and access points.\n[trunk]");
        page.list("ports", &trunk.ports);
    }
    if let Some(wifi) = &site.wifi {
        page.line("\n# The router's own radios. Without this part they are left alone.\n[wifi]");
        page.text("country", &wifi.country);
        page.note("radios = [\"…\"]                  # default: all of them");
    }
}

fn network(page: &mut Page, network: &HotspotNetwork, shape: Shape) {
    page.line("\n# A network of customers. There may be several.\n[[network]]");
    page.text("name", &network.name);
    page.text("address", network.address);
    match (&network.interface, network.vlan) {
        (Some(interface), _) => {
            page.note("The interface and address that the router has already.");
            page.text("interface", interface);
        }
        (None, Some(tag)) => page.line(format_args!("vlan = {tag}")),
        (None, None) if !network.ports.is_empty() => page.list("ports", &network.ports),
        (None, None) => {}
    }
    if let Some(ssid) = &network.ssid {
        page.text("ssid", ssid);
    }
    page.note("The sign-in page's name; each network its own. Not .local.");
    page.text("dns_name", &network.dns_name);
    if shape != Shape::Addon
        && let Some(pool) = network.address.default_pool()
    {
        page.note(&format!("pool = \"{pool}\"   # default"));
    }
    page.text("lease", plain_time(network.lease));
    page.note(
        "login = [\"http-pap\", \"mac-cookie\"]          # default; also http-chap, cookie, mac",
    );
}

fn portal(page: &mut Page, site: &Site) {
    if let Some(portal) = &site.portal {
        page.line("\n# The box's page where customers buy. Without this part: vouchers only, on the router's own page.\n[portal]");
        page.text("address", portal.address);
        page.line(format_args!("port = {}", portal.port));
    }
    page.line("\n# What customers reach before they sign in.\n[walled_garden]");
    if !site.walled_garden.presets.is_empty() {
        page.line("presets = [\"pesapal\"]");
    }
    page.note("hosts = [\"*.example.com\"]");
}

fn profiles(page: &mut Page, site: &Site) {
    page.line("\n# Speeds: upload is from the customer, download to the customer.");
    for (at, profile) in site.profiles.iter().enumerate() {
        page.line(if at == 0 {
            "[[profile]]"
        } else {
            "\n[[profile]]"
        });
        page.text("name", &profile.name);
        page.text("upload", profile.upload);
        page.text("download", profile.download);
        if profile.devices != 1 {
            page.line(format_args!("devices = {}", profile.devices));
        }
        if at == 0 {
            page.note(
                "devices = 1                     # at the same time on one code\n\
                 priority = 8                    # 1 is best\n\
                 queue = \"fq-codel\"              # or cake, pcq, default\n\
                 remember = \"3d\"                 # a phone need not type its code again\n\
                 idle_timeout = \"30m\"            # default: none\n\
                 burst = { upload = \"2M\", download = \"4M\", upload_threshold = \"700k\", download_threshold = \"1500k\", time = \"8s\" }",
            );
        }
    }
}

fn voucher_types(page: &mut Page, site: &Site) {
    page.line("\n# What is sold. validity runs from the first sign-in; online is time connected within it; data is traffic within it.");
    for (at, kind) in site.voucher_types.iter().enumerate() {
        page.line(if at == 0 {
            "[[voucher_type]]"
        } else {
            "\n[[voucher_type]]"
        });
        page.text("code", &kind.code);
        page.text("name", &kind.name);
        page.text("price", plain_price(kind.price));
        page.text("profile", &kind.profile);
        page.text("validity", plain_time(kind.validity));
        if let Some(online) = kind.online {
            page.text("online", plain_time(online));
        }
        if let Some(data) = kind.data {
            page.text("data", data);
        }
    }
    if let Some(trial) = &site.trial {
        page.line("\n# A free taste for each device.\n[trial]");
        page.text("uptime", plain_time(trial.uptime));
        page.note("May be had again after:");
        page.text("reset", plain_time(trial.reset));
        page.text("profile", &trial.profile);
    }
}

fn devices(page: &mut Page, site: &Site) {
    page.line("\n# Devices that need no code.");
    for bypass in &site.bypasses {
        page.line("[[bypass]]");
        page.text("name", &bypass.name);
        if let Some(mac) = bypass.mac {
            page.text("mac", mac);
        }
        if let Some(address) = bypass.address {
            page.text("address", address);
        }
    }
    page.note("[[bypass]]\nname = \"printer\"\nmac = \"4C:5E:0C:12:34:56\"");
}

fn access(page: &mut Page, site: &Site) {
    page.line("\n# How hotspotd itself reaches the router (hotspotd bootstrap makes the account).\n[access]");
    page.text("user", &site.access.user);
    page.note("The box's address.");
    page.list("from", &site.access.from);
    page.note("service = \"api-ssl\"             # or \"api\": plain text");
    page.line("");
    page.note(
        "For a shop behind a provider's shared address: a tunnel to the box.\n\
         [wireguard]\n\
         address = \"10.99.0.2/24\"\n\
         private_key = \"…\"\n\
         peer_public_key = \"…\"\n\
         peer_host = \"box.example.com\"\n\
         peer_port = 13231\n\
         allowed = [\"10.99.0.1\"]",
    );
    page.line("");
    page.note(
        "One field that shall differ from the template.\n\
         [[override]]\n\
         menu = \"/ip/hotspot/user/profile\"\n\
         key = \"siku\"\n\
         field = \"keepalive-timeout\"\n\
         value = \"5m\"",
    );
}
