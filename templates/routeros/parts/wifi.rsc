{% if wifi.radios %}

# Wi-Fi: open networks; customers on one radio cannot reach one another
{% if wifi.driver == "wireless" %}
/interface wireless security-profiles
add name="{{ hd }}-open" mode=none comment="{{ mark }}open"
/interface wireless
{% for radio in wifi.radios %}
{% for cell in radio.cells %}
{% if cell.master %}
add name="{{ cell.interface }}" master-interface="{{ cell.master }}" mode=ap-bridge ssid="{{ cell.ssid }}" security-profile="{{ hd }}-open" default-forwarding=no disabled=no comment="{{ mark }}radio-{{ cell.interface }}"
{% else %}
set [find default-name="{{ cell.interface }}"] mode=ap-bridge ssid="{{ cell.ssid }}" security-profile="{{ hd }}-open" default-forwarding=no country="{{ wifi.country }}" disabled=no comment="{{ mark }}radio-{{ cell.interface }}"
{% endif %}
{% endfor %}
{% endfor %}
{% else %}
{% if wifi.driver == "wifiwave2" %}
/interface wifiwave2
{% else %}
/interface wifi
{% endif %}
{% for radio in wifi.radios %}
{% for cell in radio.cells %}
{% if cell.master %}
add name="{{ cell.interface }}" master-interface="{{ cell.master }}" configuration.mode=ap configuration.ssid="{{ cell.ssid }}" security.authentication-types="" datapath.client-isolation=yes disabled=no comment="{{ mark }}radio-{{ cell.interface }}"
{% else %}
set [find default-name="{{ cell.interface }}"] configuration.mode=ap configuration.ssid="{{ cell.ssid }}" configuration.country="{{ wifi.country }}" security.authentication-types="" datapath.client-isolation=yes disabled=no comment="{{ mark }}radio-{{ cell.interface }}"
{% endif %}
{% endfor %}
{% endfor %}
{% endif %}
{% endif %}
