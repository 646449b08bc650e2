
# Uplink
{% if wan.vlan %}
/interface vlan
add name="{{ wan.carrier }}" interface="{{ wan.port }}" vlan-id={{ wan.vlan }} comment="{{ mark }}vlan-wan"
{% endif %}
/ip dhcp-client
add interface="{{ wan.carrier }}" disabled={% if wan.mode == "dhcp" %}no{% else %}yes{% endif %} add-default-route=yes use-peer-dns={% if dns %}no{% else %}yes{% endif %} comment="{{ mark }}wan-dhcp"
{% if wan.mode == "static" %}
/ip address
add address="{{ wan.address }}" interface="{{ wan.carrier }}" comment="{{ mark }}wan"
/ip route
add dst-address=0.0.0.0/0 gateway="{{ wan.gateway }}" comment="{{ mark }}wan-default"
{% elif wan.mode == "pppoe" %}
/interface pppoe-client
add name="{{ wan.interface }}" interface="{{ wan.carrier }}" user="{{ wan.user }}" password="{{ wan.password }}" add-default-route=yes use-peer-dns={% if dns %}no{% else %}yes{% endif %} disabled=no comment="{{ mark }}wan-pppoe"
{% endif %}
/interface list member
add list="{{ hd }}-wan" interface="{{ wan.interface }}" comment="{{ mark }}wan"
/ip firewall nat
add chain=srcnat action=masquerade out-interface-list="{{ hd }}-wan" comment="{{ mark }}masquerade"
