
# Firewall: chains of our own, entered before all other rules; what they let pass goes on to the rules that follow
/ip firewall filter
add chain="{{ hd }}-input" action=accept connection-state=established,related,untracked comment="{{ mark }}input-established"
add chain="{{ hd }}-input" action=drop connection-state=invalid comment="{{ mark }}input-invalid"
add chain="{{ hd }}-input" action=accept in-interface-list="{{ hd }}-management" comment="{{ mark }}input-management"
{% for source in access.from %}
add chain="{{ hd }}-input" action=accept src-address="{{ source }}" protocol=tcp dst-port={{ access.port }} in-interface-list="!{{ hd }}-hotspot" comment="{{ mark }}input-box-{{ source }}"
{% endfor %}
add chain="{{ hd }}-input" action=accept protocol=icmp comment="{{ mark }}input-ping"
add chain="{{ hd }}-input" action=accept in-interface-list="{{ hd }}-hotspot" protocol=udp dst-port=53,67,64872 comment="{{ mark }}input-customers-udp"
add chain="{{ hd }}-input" action=accept in-interface-list="{{ hd }}-hotspot" protocol=tcp dst-port=53,64872-64875 comment="{{ mark }}input-customers-tcp"
add chain="{{ hd }}-input" action=drop comment="{{ mark }}input-rest"
# Customers' traffic is accepted here, before any FastTrack rule, or their speed limits would not bite.
add chain="{{ hd }}-forward" action=accept connection-state=established,related,untracked in-interface-list="{{ hd }}-hotspot" comment="{{ mark }}forward-from-customers"
add chain="{{ hd }}-forward" action=accept connection-state=established,related,untracked out-interface-list="{{ hd }}-hotspot" comment="{{ mark }}forward-to-customers"
add chain="{{ hd }}-forward" action=drop connection-state=invalid comment="{{ mark }}forward-invalid"
{% if portal %}
add chain="{{ hd }}-forward" action=accept in-interface-list="{{ hd }}-hotspot" dst-address="{{ portal.address }}" protocol=tcp dst-port={{ portal.port }} comment="{{ mark }}forward-portal"
{% endif %}
add chain="{{ hd }}-forward" action=accept in-interface-list="{{ hd }}-hotspot" out-interface-list="{{ hd }}-wan" comment="{{ mark }}forward-internet"
add chain="{{ hd }}-forward" action=drop in-interface-list="{{ hd }}-hotspot" comment="{{ mark }}forward-customers-rest"
add chain="{{ hd }}-forward" action=drop out-interface-list="{{ hd }}-hotspot" comment="{{ mark }}forward-into-customers"
add chain="{{ hd }}-forward" action=drop in-interface-list="{{ hd }}-wan" connection-nat-state=!dstnat comment="{{ mark }}forward-from-wan"
add chain=input action=jump jump-target="{{ hd }}-input" place-before=0 comment="{{ mark }}input"
add chain=forward action=jump jump-target="{{ hd }}-forward" place-before=0 comment="{{ mark }}forward"

# The hotspot knows IPv4 only: customers must not get out around it
/ipv6 firewall filter
add chain=input action=drop in-interface-list="{{ hd }}-hotspot" place-before=0 comment="{{ mark }}input6"
add chain=forward action=drop in-interface-list="{{ hd }}-hotspot" place-before=0 comment="{{ mark }}forward6"
