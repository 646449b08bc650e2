# addon: a hotspot on an interface that exists, has its address and hands out addresses already. Nothing else is touched.
/interface list
add name="{{ hd }}-hotspot" comment="{{ mark }}list-hotspot"
/interface list member
{% for network in networks %}
add list="{{ hd }}-hotspot" interface="{{ network.interface }}" comment="{{ mark }}hotspot-{{ network.name }}"
{% endfor %}
{% include "parts/bypasses.rsc" %}
{% include "parts/profiles.rsc" %}
{% include "parts/hotspot.rsc" %}
{% include "parts/garden.rsc" %}

# The hotspot knows IPv4 only: customers must not get out around it.
/ipv6 firewall filter
add chain=forward action=drop in-interface-list="{{ hd }}-hotspot" place-before=0 comment="{{ mark }}forward6"

# FastTrack would carry customers past their speed limits, so their traffic is accepted before it.
/ip firewall filter
add chain="{{ hd }}-forward" action=accept connection-state=established,related,untracked in-interface-list="{{ hd }}-hotspot" comment="{{ mark }}forward-from-customers"
add chain="{{ hd }}-forward" action=accept connection-state=established,related,untracked out-interface-list="{{ hd }}-hotspot" comment="{{ mark }}forward-to-customers"
add chain=forward action=jump jump-target="{{ hd }}-forward" place-before=0 comment="{{ mark }}forward"
