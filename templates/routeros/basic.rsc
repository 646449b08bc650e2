# basic: every hotspot network on a bridge of its own; the uplink by DHCP, a fixed address or PPPoE.
{% include "parts/system.rsc" %}
{% include "parts/lists.rsc" %}
{% include "parts/wan.rsc" %}
{% include "parts/management.rsc" %}
{% include "parts/wireguard.rsc" %}
{% for network in networks %}

# Network {{ network.name }}
/interface bridge
add name="{{ network.interface }}" protocol-mode=rstp comment="{{ mark }}bridge-{{ network.name }}"
/interface bridge port
{% for port in network.ports %}
add bridge="{{ network.interface }}" interface="{{ port }}" pvid=1 comment="{{ mark }}port-{{ port }}"
{% endfor %}
/interface list member
add list="{{ hd }}-hotspot" interface="{{ network.interface }}" comment="{{ mark }}hotspot-{{ network.name }}"
{% include "parts/addresses.rsc" %}
{% endfor %}
{% include "parts/wifi.rsc" %}
{% include "parts/access.rsc" %}
{% include "parts/bypasses.rsc" %}
{% include "parts/profiles.rsc" %}
{% include "parts/hotspot.rsc" %}
{% include "parts/garden.rsc" %}
{% include "parts/firewall.rsc" %}
