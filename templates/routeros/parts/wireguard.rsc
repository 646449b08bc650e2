{% if wireguard %}

# Tunnel to the box, opened from here: it works behind carrier-grade NAT
/interface wireguard
add name="{{ hd }}-wg" private-key="{{ wireguard.private_key }}" comment="{{ mark }}wireguard"
/interface wireguard peers
add interface="{{ hd }}-wg" public-key="{{ wireguard.peer_public_key }}" endpoint-address="{{ wireguard.peer_host }}" endpoint-port={{ wireguard.peer_port }} allowed-address="{{ wireguard.allowed }}" persistent-keepalive=25s comment="{{ mark }}wireguard-box"
/ip address
add address="{{ wireguard.address }}" interface="{{ hd }}-wg" comment="{{ mark }}wireguard"
/interface list member
add list="{{ hd }}-management" interface="{{ hd }}-wg" comment="{{ mark }}management-wireguard"
{% endif %}
