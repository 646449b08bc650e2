/ip address
add address="{{ network.address }}" interface="{{ network.interface }}" comment="{{ mark }}{{ network.name }}"
/ip pool
add name="{{ hd }}-{{ network.name }}" ranges="{{ network.pool }}" comment="{{ mark }}{{ network.name }}"
/ip dhcp-server
add name="{{ hd }}-{{ network.name }}" interface="{{ network.interface }}" address-pool="{{ hd }}-{{ network.name }}" lease-time="{{ network.lease }}" disabled=no comment="{{ mark }}{{ network.name }}"
/ip dhcp-server network
add address="{{ network.network }}" gateway="{{ network.gateway }}" dns-server="{{ network.gateway }}" comment="{{ mark }}{{ network.name }}"
