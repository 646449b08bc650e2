
# Management
{% if management.bridge %}
/interface bridge
add name="{{ management.interface }}" comment="{{ mark }}bridge-management"
/interface bridge port
{% for port in management.ports %}
add bridge="{{ management.interface }}" interface="{{ port }}" comment="{{ mark }}port-{{ port }}"
{% endfor %}
{% endif %}
/ip address
add address="{{ management.address }}" interface="{{ management.interface }}" comment="{{ mark }}management"
/interface list member
add list="{{ hd }}-management" interface="{{ management.interface }}" comment="{{ mark }}management"
{% if management.dhcp %}
/ip pool
add name="{{ hd }}-management" ranges="{{ management.pool }}" comment="{{ mark }}management"
/ip dhcp-server
add name="{{ hd }}-management" interface="{{ management.interface }}" address-pool="{{ hd }}-management" lease-time=1h disabled=no comment="{{ mark }}management"
/ip dhcp-server network
add address="{{ management.network }}" gateway="{{ management.gateway }}" dns-server="{{ management.gateway }}" comment="{{ mark }}management"
{% endif %}
/ip neighbor discovery-settings
set discover-interface-list="{{ hd }}-management"
/tool mac-server
set allowed-interface-list="{{ hd }}-management"
/tool mac-server mac-winbox
set allowed-interface-list="{{ hd }}-management"
