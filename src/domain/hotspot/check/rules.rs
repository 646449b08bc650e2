//! The rules by name. The names are stable: operators and tests refer to them.

/// Every rule with what it demands.
pub const RULES: &[(&str, &str)] = &[
    ("interface-unknown", "every interface that is named exists"),
    ("port-in-two-bridges", "a port is in one bridge"),
    (
        "hotspot-on-member-port",
        "a hotspot is on a bridge or VLAN, never on a port of a bridge",
    ),
    ("hotspot-on-uplink", "a hotspot is not on the uplink"),
    ("two-hotspots-on-interface", "an interface has one hotspot"),
    ("uplink-is-member-port", "the uplink's port is in no bridge"),
    (
        "vlan-on-member-port",
        "a VLAN is on the bridge, not on a port of it",
    ),
    ("reference-unknown", "every row that is named exists"),
    (
        "hotspot-profile-missing",
        "the hotspot's profile is part of the configuration",
    ),
    ("queue-type-unknown", "the queue type of a profile exists"),
    (
        "queue-kind-unknown",
        "a queue type is of a kind that RouterOS has",
    ),
    (
        "bridge-not-tagged",
        "a bridge that keeps VLANs apart is a tagged member of those that carry addresses",
    ),
    (
        "pvid-without-vlan",
        "the VLAN that a port puts packets into exists",
    ),
    (
        "trunk-port-without-vlan",
        "a port for tagged packets carries a VLAN",
    ),
    ("vlan-filtering-off", "a bridge with VLANs keeps them apart"),
    (
        "vlan-member-not-in-bridge",
        "members of a VLAN are ports of its bridge",
    ),
    (
        "address-invalid",
        "an address is one that a router can have",
    ),
    (
        "addresses-overlap",
        "networks of different interfaces do not overlap",
    ),
    (
        "hotspot-without-address",
        "the hotspot's interface has an address",
    ),
    (
        "hotspot-address-elsewhere",
        "hotspot-address is an address of the hotspot's interface",
    ),
    ("hotspot-address-missing", "hotspot-address is set"),
    ("pool-invalid", "a pool is made of addresses"),
    (
        "pool-outside-network",
        "a pool lies among the hosts of a network of the router",
    ),
    (
        "pool-holds-router-address",
        "a pool does not hand out the router's own address",
    ),
    ("pools-overlap", "no address is in two pools"),
    (
        "dhcp-pool-of-another-network",
        "an interface hands out addresses of its own network",
    ),
    (
        "dhcp-network-missing",
        "devices that get an address get a gateway",
    ),
    (
        "dhcp-gateway-not-router",
        "the gateway handed out is the router's address in that network",
    ),
    (
        "dhcp-dns-outside-network",
        "the name server handed out is in that network",
    ),
    (
        "hotspot-without-dhcp",
        "somebody hands out addresses in a hotspot network",
    ),
    (
        "resolver-closed",
        "a router that is handed out as name server answers",
    ),
    ("dns-name-missing", "the sign-in page has a name"),
    (
        "dns-name-not-full",
        "the name of the sign-in page is a full host name",
    ),
    (
        "dns-name-local",
        "the name of the sign-in page does not end in .local",
    ),
    ("dns-name-shared", "each sign-in page has a name of its own"),
    ("login-by-unknown", "the ways to sign in exist"),
    (
        "login-cookie-alone",
        "somebody can sign in for the first time",
    ),
    ("login-https-without-certificate", "https has a certificate"),
    (
        "login-trial-without-profile",
        "a trial has its time, pause and profile",
    ),
    ("html-directory-not-kept", "the pages survive a restart"),
    (
        "html-directory-needless-flash",
        "flash/ is written only where the board has it",
    ),
    ("rate-limit-invalid", "rate-limit is well formed"),
    ("rate-limit-direction", "customers get more than they send"),
    ("rate-limit-burst", "a burst begins and ends"),
    ("rate-limit-minimum", "the minimum is not above the rate"),
    ("shared-users-invalid", "at least one device may sign in"),
    (
        "garden-action",
        "walled-garden says allow or deny, walled-garden/ip accept, drop or reject",
    ),
    (
        "garden-open",
        "the walled garden does not hold the whole internet",
    ),
    (
        "garden-probe-host",
        "the hosts by which phones find the sign-in page are not in the walled garden",
    ),
    (
        "garden-unreachable",
        "the filter lets through what the walled garden promises",
    ),
    (
        "access-service-disabled",
        "the service that hotspotd uses stays on",
    ),
    (
        "access-service-address",
        "the service that hotspotd uses takes its connections",
    ),
    (
        "access-service-port",
        "the service that hotspotd uses stays on its port",
    ),
    ("access-firewall", "the firewall lets hotspotd in"),
    (
        "access-firewall-order",
        "our rules for hotspotd stand before those of others",
    ),
    (
        "access-network-lost",
        "the router stays in reach of hotspotd",
    ),
    (
        "access-address-changed",
        "the router keeps the address at which hotspotd calls it",
    ),
    (
        "access-port-moved",
        "the port of hotspotd's box stays in the management network",
    ),
    (
        "access-interface-disabled",
        "the interface by which hotspotd comes stays on",
    ),
    (
        "access-behind-hotspot",
        "hotspotd's box need not sign in at the hotspot",
    ),
    (
        "no-masquerade",
        "customers' addresses are translated on the uplink",
    ),
    (
        "resolver-without-servers",
        "the router has a name server to ask",
    ),
    (
        "open-resolver",
        "the router answers no name questions of the internet",
    ),
    (
        "management-open",
        "only management reaches the router's services",
    ),
    (
        "fasttrack",
        "customers' traffic is accepted before FastTrack, in both directions",
    ),
    ("customers-cut-off", "customers reach the internet"),
    (
        "customers-reach-management",
        "customers do not reach the management network",
    ),
    (
        "sign-in-blocked",
        "customers reach what they need to sign in",
    ),
    ("licence", "the licence allows more than one customer"),
    ("device-mode", "the device-mode allows a hotspot"),
    ("secret-empty", "passwords and keys are not empty"),
    ("user-row", "vouchers are not part of a site"),
    ("mark-of-another-site", "every row belongs to this site"),
    (
        "menu-not-on-router",
        "the router has the menus that are written",
    ),
    (
        "row-not-on-router",
        "rows that come with the router are there",
    ),
    (
        "row-of-another-site",
        "no row takes the place of another site's",
    ),
];
