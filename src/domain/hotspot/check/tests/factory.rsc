/interface list
add name=WAN comment=defconf
add name=LAN comment=defconf
/interface ethernet
set [find default-name=ether1] name=ether1 default-name=ether1
set [find default-name=ether2] name=ether2 default-name=ether2
set [find default-name=ether3] name=ether3 default-name=ether3
set [find default-name=ether4] name=ether4 default-name=ether4
set [find default-name=ether5] name=ether5 default-name=ether5
/interface bridge
add name=bridge comment=defconf
/interface wireless
set [find default-name=wlan1] name=wlan1 default-name=wlan1
set [find default-name=wlan2] name=wlan2 default-name=wlan2
/interface bridge port
add bridge=bridge interface=ether2 comment=defconf
add bridge=bridge interface=ether3 comment=defconf
add bridge=bridge interface=ether4 comment=defconf
add bridge=bridge interface=ether5 comment=defconf
add bridge=bridge interface=wlan1 comment=defconf
add bridge=bridge interface=wlan2 comment=defconf
/interface list member
add list=LAN interface=bridge comment=defconf
add list=WAN interface=ether1 comment=defconf
/ip address
add address=192.168.88.1/24 interface=bridge comment=defconf
/ip dhcp-client
add interface=ether1 comment=defconf
/ip pool
add name=default-dhcp ranges=192.168.88.10-192.168.88.254
/ip dhcp-server
add name=defconf interface=bridge address-pool=default-dhcp
/ip dhcp-server network
add address=192.168.88.0/24 gateway=192.168.88.1 dns-server=192.168.88.1 comment=defconf
/ip dns
set allow-remote-requests=yes
/ip service
set [find name=telnet] name=telnet
set [find name=ftp] name=ftp
set [find name=api-ssl] name=api-ssl disabled=no
/ip firewall filter
add chain=input action=accept connection-state=established,related,untracked comment="defconf: accept established"
add chain=input action=drop connection-state=invalid comment="defconf: drop invalid"
add chain=input action=accept protocol=icmp comment="defconf: accept ICMP"
add chain=input action=drop in-interface-list=!LAN comment="defconf: drop all not coming from LAN"
add chain=forward action=fasttrack-connection connection-state=established,related comment="defconf: fasttrack"
add chain=forward action=accept connection-state=established,related,untracked comment="defconf: accept established"
add chain=forward action=drop in-interface-list=WAN comment="defconf: drop all from WAN"
/ip firewall nat
add chain=srcnat action=masquerade out-interface-list=WAN comment="defconf: masquerade"
/ip neighbor discovery-settings
set discover-interface-list=LAN
/tool mac-server
set allowed-interface-list=LAN
/tool mac-server mac-winbox
set allowed-interface-list=LAN
/system identity
set name=MikroTik
/system clock
set time-zone-name=UTC
/system ntp client
set enabled=no
