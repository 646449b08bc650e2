
# Services: hotspotd's own stays open to its box; passwords never travel in the clear
/ip service
set [find name=telnet] disabled=yes
set [find name=ftp] disabled=yes
set [find name="{{ access.service }}"] disabled=no address="{{ access.addresses }}"
