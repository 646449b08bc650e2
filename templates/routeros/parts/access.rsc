
# Services: hotspotd's own stays open to its box; passwords never travel in the clear
/ip service
set [find name=telnet] disabled=yes
set [find name=ftp] disabled=yes
set [find name="{{ access.service }}"] disabled=no address="{{ access.addresses }}"
{% if bypasses %}
/ip hotspot ip-binding
{% for device in bypasses %}
add {% if device.mac %}mac-address="{{ device.mac }}" {% endif %}{% if device.address %}address="{{ device.address }}" {% endif %}type=bypassed comment="{{ mark }}bypass-{{ device.name }}"
{% endfor %}
{% endif %}
