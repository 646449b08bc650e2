
# Who is who: every firewall rule speaks of these lists
/interface list
add name="{{ hd }}-wan" comment="{{ mark }}list-wan"
add name="{{ hd }}-hotspot" comment="{{ mark }}list-hotspot"
add name="{{ hd }}-management" comment="{{ mark }}list-management"
