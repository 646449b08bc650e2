# hotspotd as a container on this router: RouterOS 7.20, arm64, disk usb1.
# It is written in the words of RouterOS 7.20.
# It may be run again: what is there is brought back to this, and nothing is added twice. Nobody else's rows are touched.
#
# BEFORE, once:
# 1. /system resource print must say architecture-name: arm64. Boards with the processor EN7562CT (hEX refresh, hEX S of 2025,
#    hAP ax S) run only images for arm32v5, and hotspotd is none.
# 2. The container package: from mikrotik.com, Software, Extra packages, of exactly this RouterOS version and processor. Put
#    container-*.npk into Files, then: /system package apply-changes
# 3. Allow containers: /system device-mode print shows what is allowed. Where something is missing:
#    /system device-mode update container=yes hotspot=yes scheduler=yes
#    and within five minutes press the button of the board once, or cut its power. It starts anew.
# 4. The disk: /disk print must show usb1 with file system ext4. This makes it so and ERASES it:
#    /disk format-drive usb1 file-system=ext4 label=hotspotd
#    The built-in flash is no place for it: it is small and wears out.
# 5. Name servers: /ip dns print must show some. Without any the container does not start.
# 6. The image: put it into Files, as usb1/hotspotd.tar
# 7. The interface bridge must be where your own computers are: only they reach the administration. (Another: --lan or --lan-list.)
#
# NOW: paste all of this into a terminal of the router (WinBox: New Terminal), or put it into Files and /import it.
# AFTER: see the end.

# A small network between the router and hotspotd.
:if ([:len [/interface bridge find comment="hotspotd-container:hotspotd:bridge"]]=0) do={/interface bridge add comment=hotspotd-container:hotspotd:bridge name=hotspotd protocol-mode=none} else={/interface bridge set [find comment="hotspotd-container:hotspotd:bridge"] name=hotspotd protocol-mode=none}
:if ([:len [/ip address find comment="hotspotd-container:hotspotd:address"]]=0) do={/ip address add comment=hotspotd-container:hotspotd:address address=172.31.80.1/30 interface=hotspotd} else={/ip address set [find comment="hotspotd-container:hotspotd:address"] address=172.31.80.1/30 interface=hotspotd}
:if ([:len [/interface veth find comment="hotspotd-container:hotspotd:veth"]]=0) do={/interface veth add comment=hotspotd-container:hotspotd:veth name=veth-hotspotd address=172.31.80.2/30 gateway=172.31.80.1} else={/interface veth set [find comment="hotspotd-container:hotspotd:veth"] name=veth-hotspotd address=172.31.80.2/30 gateway=172.31.80.1}
:if ([:len [/interface bridge port find comment="hotspotd-container:hotspotd:port"]]=0) do={/interface bridge port add comment=hotspotd-container:hotspotd:port bridge=hotspotd interface=veth-hotspotd} else={/interface bridge port set [find comment="hotspotd-container:hotspotd:port"] bridge=hotspotd interface=veth-hotspotd}

# hotspotd gets out, and in to the API of this router. Its administration is reached from the LAN alone; the portal
# from wherever the router's other rules let customers through.
:if ([:len [/ip firewall nat find comment="hotspotd-container:hotspotd:masquerade"]]=0) do={/ip firewall nat add comment=hotspotd-container:hotspotd:masquerade chain=srcnat action=masquerade src-address=172.31.80.0/30} else={/ip firewall nat set [find comment="hotspotd-container:hotspotd:masquerade"] chain=srcnat action=masquerade src-address=172.31.80.0/30}
:if ([:len [/ip firewall filter find comment="hotspotd-container:hotspotd:input-api"]]=0) do={/ip firewall filter add comment=hotspotd-container:hotspotd:input-api chain=input action=accept in-interface=hotspotd src-address=172.31.80.2 protocol=tcp dst-port=8728,8729; :do {/ip firewall filter move [find comment="hotspotd-container:hotspotd:input-api"] destination=[:pick [/ip firewall filter find dynamic=no chain="input"] 0]} on-error={:log warning "hotspotd: the rule input-api was not moved to the top of input"}} else={/ip firewall filter set [find comment="hotspotd-container:hotspotd:input-api"] chain=input action=accept in-interface=hotspotd src-address=172.31.80.2 protocol=tcp dst-port=8728,8729}
:if ([:len [/ip firewall filter find comment="hotspotd-container:hotspotd:forward-others"]]=0) do={/ip firewall filter add comment=hotspotd-container:hotspotd:forward-others chain=forward action=drop out-interface=hotspotd protocol=tcp dst-port=8000; :do {/ip firewall filter move [find comment="hotspotd-container:hotspotd:forward-others"] destination=[:pick [/ip firewall filter find dynamic=no chain="forward"] 0]} on-error={:log warning "hotspotd: the rule forward-others was not moved to the top of forward"}} else={/ip firewall filter set [find comment="hotspotd-container:hotspotd:forward-others"] chain=forward action=drop out-interface=hotspotd protocol=tcp dst-port=8000}
:if ([:len [/ip firewall filter find comment="hotspotd-container:hotspotd:forward-lan"]]=0) do={/ip firewall filter add comment=hotspotd-container:hotspotd:forward-lan chain=forward action=accept in-interface=bridge out-interface=hotspotd protocol=tcp dst-port=8000,8080; :do {/ip firewall filter move [find comment="hotspotd-container:hotspotd:forward-lan"] destination=[:pick [/ip firewall filter find dynamic=no chain="forward"] 0]} on-error={:log warning "hotspotd: the rule forward-lan was not moved to the top of forward"}} else={/ip firewall filter set [find comment="hotspotd-container:hotspotd:forward-lan"] chain=forward action=accept in-interface=bridge !in-interface-list out-interface=hotspotd protocol=tcp dst-port=8000,8080}
:if ([:len [/ip firewall filter find comment="hotspotd-container:hotspotd:forward-out"]]=0) do={/ip firewall filter add comment=hotspotd-container:hotspotd:forward-out chain=forward action=accept in-interface=hotspotd; :do {/ip firewall filter move [find comment="hotspotd-container:hotspotd:forward-out"] destination=[:pick [/ip firewall filter find dynamic=no chain="forward"] 0]} on-error={:log warning "hotspotd: the rule forward-out was not moved to the top of forward"}} else={/ip firewall filter set [find comment="hotspotd-container:hotspotd:forward-out"] chain=forward action=accept in-interface=hotspotd}

# What hotspotd is told. It reads this when it starts.
:if ([:len [/container envs find comment="hotspotd-container:hotspotd:HOTSPOTD_DATA_DIR"]]=0) do={/container envs add comment=hotspotd-container:hotspotd:HOTSPOTD_DATA_DIR list=hotspotd key=HOTSPOTD_DATA_DIR value=/data} else={/container envs set [find comment="hotspotd-container:hotspotd:HOTSPOTD_DATA_DIR"] list=hotspotd key=HOTSPOTD_DATA_DIR value=/data}
:if ([:len [/container envs find comment="hotspotd-container:hotspotd:HOTSPOTD_LISTEN"]]=0) do={/container envs add comment=hotspotd-container:hotspotd:HOTSPOTD_LISTEN list=hotspotd key=HOTSPOTD_LISTEN value=0.0.0.0:8000} else={/container envs set [find comment="hotspotd-container:hotspotd:HOTSPOTD_LISTEN"] list=hotspotd key=HOTSPOTD_LISTEN value=0.0.0.0:8000}
:if ([:len [/container envs find comment="hotspotd-container:hotspotd:HOTSPOTD_PORTAL_LISTEN"]]=0) do={/container envs add comment=hotspotd-container:hotspotd:HOTSPOTD_PORTAL_LISTEN list=hotspotd key=HOTSPOTD_PORTAL_LISTEN value=0.0.0.0:8080} else={/container envs set [find comment="hotspotd-container:hotspotd:HOTSPOTD_PORTAL_LISTEN"] list=hotspotd key=HOTSPOTD_PORTAL_LISTEN value=0.0.0.0:8080}

# Its data: a folder of the disk, which stays when the container goes.
:if ([:len [/container mounts find comment="hotspotd-container:hotspotd:data"]]=0) do={/container mounts add comment=hotspotd-container:hotspotd:data name=hotspotd-data src=usb1/hotspotd-data dst=/data} else={/container mounts set [find comment="hotspotd-container:hotspotd:data"] name=hotspotd-data src=usb1/hotspotd-data dst=/data}

# The container. One that exists is left as it is: for another image, take it away first (see the end).
:if ([:len [/container find comment="hotspotd-container:hotspotd:container"]]=0) do={/container add comment=hotspotd-container:hotspotd:container file=usb1/hotspotd.tar root-dir=usb1/hotspotd interface=veth-hotspotd hostname=hotspotd envlists=hotspotd mounts=hotspotd-data logging=yes start-on-boot=yes name=hotspotd memory-high=100663296 auto-restart-interval=10s}

# AFTER:
# 8. The image is being unpacked now. Wait until /container print says that hotspotd is stopped (status=stopped, or the flag S),
#    then: /container start [find comment="hotspotd-container:hotspotd:container"]
#    From then on it starts with the router.
# 9. Open https://172.31.80.2:8000/ from a computer whose way out is this router. The set-up code that it asks for is in the log,
#    with the fingerprint of the certificate at which the browser warns once:
#    /log print where topics~"container"
# 10. The first router to add there is this one: its address is 172.31.80.1. On sites, hotspotd's own address is 172.31.80.2:
#     [access] from = ["172.31.80.2/32"], [portal] address = "172.31.80.2", port = 8080
# 11. Other routers in your LAN see hotspotd come from this router's own address in the LAN: let that one in there.
#
# ANOTHER IMAGE, with the same data:
# /container stop [find comment="hotspotd-container:hotspotd:container"]
# and when it is stopped: /container remove [find comment="hotspotd-container:hotspotd:container"]
# then run this script with the new image's name, and go on with step 8.
#
# TAKE ALL OF IT AWAY: hotspotd container-setup --remove prints the script for it.
