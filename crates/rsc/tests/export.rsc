# 2026-01-10 12:00:00 by RouterOS 7.21.5
# software id = ABCD-1234
#
# model = C52iG-5HaxD2HaxD
# serial number = HX000000000
/interface bridge
add admin-mac=02:00:00:00:00:01 auto-mac=no comment="defconf: shop \E2\80\93 do \
    not touch" name=bridge port-cost-mode=short
/interface ethernet
set [ find default-name=ether1 ] comment="WAN \?" name=ether1-wan
/interface wifi
# no country set
set [ find default-name=wifi1 ] channel.band=5ghz-ax .skip-dfs-channels=\
    10min-cac .width=20/40/80mhz configuration.country=Kenya .mode=ap .ssid=\
    "Duka \"La\" Mama" disabled=no security.authentication-types=\
    wpa2-psk,wpa3-psk .passphrase="p\$ss=w;rd"
/ip hotspot profile
set [ find default=yes ] html-directory=flash/hotspot
add dns-name=wifi.example.net hotspot-address=10.5.50.1 login-by=\
    http-chap,http-pap,mac-cookie name=hd-shop-prof
/ip hotspot user profile
add name=hd-shop-gold on-login=":log info \"\$user \$\"mac-address\"\"" \
    rate-limit="512k/1M 1M/2M 256k/512k 10/10 8" shared-users=2
/ip pool
add name=hd-shop-pool ranges=10.5.50.10-10.5.50.250,10.5.50.252
/ip dhcp-server
add address-pool=hd-shop-pool interface=bridge lease-time=1h name=hd-shop-dhcp
/ip hotspot
add address-pool=hd-shop-pool addresses-per-mac=2 disabled=no interface=bridge \
    name=hd-shop profile=hd-shop-prof
/port
set *0 name=serial0
/ppp profile
set *FFFFFFFE local-address=10.0.0.1 !remote-address
/interface list member
add comment=defconf interface=bridge list=LAN
/ip address
add address=10.5.50.1/24 comment=hotspotd:shop:addr interface=bridge network=\
    10.5.50.0
/ip dhcp-server option
add code=114 force=yes name=portal value="'https://wifi.example.net/api'"
/ip firewall filter
add action=accept chain=input comment=\
    "defconf: accept established,related,untracked" connection-state=\
    established,related,untracked
add action=drop chain=input comment="defconf: drop all not coming from LAN" \
    in-interface-list=!LAN src-address=!10.5.50.0/24
/ip firewall nat
add action=masquerade chain=srcnat comment="defconf: masquerade" ipsec-policy=\
    out,none out-interface-list=WAN
/ip hotspot walled-garden ip
add action=accept comment="hotspotd:shop:pay \$" disabled=no dst-address=\
    203.0.113.10 !dst-address-list !dst-port !protocol !src-address
/ip service
set telnet disabled=yes
set api address=10.5.50.0/24,192.168.88.0/24
/system identity
set name="shop 1 \95 Nairobi"
/system script
add dont-require-permissions=no name=busy owner=admin policy=\
    ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon source="\
    :local who \"\E2\82\AC shop\"\r\
    \n:if ([:len [/ip hotspot active find]]>0) do={ :log info \"\\\$who is bus\
    y\?\" }\r\
    \n"
/user group
add name=hotspotd policy="read,write,api,sensitive,ftp,test,!local,!telnet,!ssh\
    ,!reboot,!policy,!winbox,!password,!web,!sniff,!romon,!rest-api"
