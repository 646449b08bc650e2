{% if bypasses %}
/ip hotspot ip-binding
{% for device in bypasses %}
add {% if device.mac %}mac-address="{{ device.mac }}" {% endif %}{% if device.address %}address="{{ device.address }}" {% endif %}type=bypassed comment="{{ mark }}bypass-{{ device.name }}"
{% endfor %}
{% endif %}
