
# Services: hotspotd's own stays open to its box only; telnet and FTP, which send passwords in the clear, are off
/ip service
set [find name=telnet] disabled=yes
set [find name=ftp] disabled=yes
set [find name="{{ access.service }}"] disabled=no address="{{ access.addresses }}"
