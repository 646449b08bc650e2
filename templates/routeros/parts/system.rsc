# Name, time, name servers
/system identity
set name="{{ identity }}"
/system clock
set time-zone-autodetect=no time-zone-name="{{ time_zone }}"
/system ntp client
set enabled=yes servers="{{ ntp }}"
/ip dns
set allow-remote-requests=yes{% if dns %} servers="{{ dns }}"{% endif %}
