{% if portal or garden %}

# What customers reach before they sign in
/ip hotspot walled-garden ip
{% if portal %}
add action=accept dst-address="{{ portal.address }}" protocol=tcp dst-port={{ portal.port }} comment="{{ mark }}portal"
{% endif %}
{% for host in garden %}
add action=accept dst-host="{{ host }}" comment="{{ mark }}host-{{ host }}"
{% endfor %}
{% if garden %}
/ip hotspot walled-garden
{% for host in garden %}
add action=allow dst-host="{{ host }}" comment="{{ mark }}host-{{ host }}"
{% endfor %}
{% endif %}
{% endif %}
