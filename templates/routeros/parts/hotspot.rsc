
# Hotspot
{% for network in networks %}
/ip hotspot profile
add name="{{ hd }}-{{ network.name }}" hotspot-address="{{ network.gateway }}" dns-name="{{ network.dns_name }}" html-directory="{{ network.html_directory }}" login-by="{{ network.login_by }}" use-radius=no{% if trial %} trial-uptime-limit="{{ trial.uptime }}" trial-uptime-reset="{{ trial.reset }}" trial-user-profile="{{ hd }}-{{ trial.profile }}"{% else %} trial-user-profile=default{% endif %}

/ip hotspot
add name="{{ hd }}-{{ network.name }}" interface="{{ network.interface }}" profile="{{ hd }}-{{ network.name }}" address-pool=none idle-timeout=5m keepalive-timeout=none addresses-per-mac=2 disabled=no
{% endfor %}
