# Takes hotspotd's container hotspotd off this router, with all that container-setup brought. Its data stays on the disk.
#
# BEFORE: /container stop [find comment="hotspotd-container:hotspotd:container"]
# and wait until /container print says that it is stopped (status=stopped, or the flag S). While it runs, nothing is taken away.
#
# NOW: paste all of this into a terminal of the router, or put it into Files and /import it.
#
# AFTER: /log print shows whether all went. The data and the image lie on the disk still. This deletes the data for good:
# /file remove [find name="usb1/hotspotd-data"]

/container remove [find comment="hotspotd-container:hotspotd:container"]
:delay 5s
:if ([:len [/container find comment="hotspotd-container:hotspotd:container"]]=0) do={/container envs remove [find comment~"^hotspotd-container:hotspotd:"]; /container mounts remove [find comment~"^hotspotd-container:hotspotd:"]; /ip firewall filter remove [find comment~"^hotspotd-container:hotspotd:"]; /ip firewall nat remove [find comment~"^hotspotd-container:hotspotd:"]; /ip address remove [find comment~"^hotspotd-container:hotspotd:"]; /interface bridge port remove [find comment~"^hotspotd-container:hotspotd:"]; /interface veth remove [find comment~"^hotspotd-container:hotspotd:"]; /interface bridge remove [find comment~"^hotspotd-container:hotspotd:"]; :log info "hotspotd: the container and all that belonged to it are gone"} else={:log warning "hotspotd: the container is still there, so nothing else was taken away; stop it and run the script again"}
