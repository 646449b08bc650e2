
# Speeds: rx is what the customer sends, tx what the customer gets
{% for queue in queues %}
/queue type
{% if queue == "pcq" %}
add name="{{ hd }}-pcq" kind=pcq pcq-classifier=src-address,dst-address
{% else %}
add name="{{ hd }}-{{ queue }}" kind="{{ queue }}"
{% endif %}
{% endfor %}
/ip hotspot user profile
{% for profile in profiles %}
add name="{{ hd }}-{{ profile.name }}" rate-limit="{{ profile.rate_limit }}" shared-users={{ profile.devices }} queue-type="{{ profile.queue_type }}" idle-timeout="{{ profile.idle_timeout }}" keepalive-timeout=2m add-mac-cookie={% if profile.remember %}yes mac-cookie-timeout="{{ profile.remember }}"{% else %}no{% endif %}
{% endfor %}
