/interface ethernet
set [find default-name=ether1] name=ether1 default-name=ether1
set [find default-name=ether2] name=ether2 default-name=ether2
set [find default-name=ether3] name=ether3 default-name=ether3
/ip address
add address=192.168.88.1/24 interface=ether1 comment=defconf
/ip service
set [find name=telnet] name=telnet
set [find name=ftp] name=ftp
set [find name=api-ssl] name=api-ssl disabled=no
/ip dns
set allow-remote-requests=no
/ip neighbor discovery-settings
set discover-interface-list=all
/tool mac-server
set allowed-interface-list=all
/tool mac-server mac-winbox
set allowed-interface-list=all
/system identity
set name=MikroTik
/system clock
set time-zone-name=UTC
/system ntp client
set enabled=no
