# vlan: hotspot networks and management as VLANs on one bridge whose trunk ports carry them to switches and access points.
{% include "parts/system.rsc" %}
{% include "parts/lists.rsc" %}
{% include "parts/wan.rsc" %}

# Trunk
/interface bridge
add name="{{ trunk.bridge }}" vlan-filtering=yes protocol-mode=rstp comment="{{ mark }}bridge-trunk"
/interface bridge port
{% for port in trunk.ports %}
add bridge="{{ trunk.bridge }}" interface="{{ port }}" pvid=1 frame-types=admit-only-vlan-tagged ingress-filtering=yes comment="{{ mark }}port-{{ port }}"
{% endfor %}
{% for radio in wifi.radios %}
{% for cell in radio.cells %}
add bridge="{{ trunk.bridge }}" interface="{{ cell.interface }}" pvid={{ cell.vlan }} frame-types=admit-only-untagged-and-priority-tagged ingress-filtering=yes comment="{{ mark }}port-{{ cell.interface }}"
{% endfor %}
{% endfor %}
{% if management.vlan %}

# Management VLAN
/interface bridge vlan
add bridge="{{ trunk.bridge }}" vlan-ids={{ management.vlan }} tagged="{{ trunk.tagged }}" comment="{{ mark }}vlan-{{ management.vlan }}"
/interface vlan
add name="{{ management.interface }}" interface="{{ trunk.bridge }}" vlan-id={{ management.vlan }} comment="{{ mark }}vlan-management"
{% endif %}
{% include "parts/management.rsc" %}
{% include "parts/wireguard.rsc" %}
{% for network in networks %}

# Network {{ network.name }}
/interface bridge vlan
add bridge="{{ trunk.bridge }}" vlan-ids={{ network.vlan }} tagged="{{ trunk.tagged }}" untagged="{{ network.untagged }}" comment="{{ mark }}vlan-{{ network.vlan }}"
/interface vlan
add name="{{ network.interface }}" interface="{{ trunk.bridge }}" vlan-id={{ network.vlan }} comment="{{ mark }}vlan-{{ network.name }}"
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
