//! Neutron: networks, of which only the API and the database are real.

use super::{Config, LOG, TRANSPORT, data, database, login, token_check};
use crate::cloud::layout::Cloud;

pub(super) fn config(cloud: &Cloud) -> Config {
    let database = database(cloud, "neutron");
    let token_check = token_check(cloud, "neutron", "network");
    let nova = login(cloud, "nova");
    let placement = login(cloud, "placement");
    let data = data(cloud, "neutron");
    let data = data.display();
    let venv = cloud.venv();
    let venv = venv.display();
    let text = format!(
        "[DEFAULT]
{LOG}
{TRANSPORT}
core_plugin = ml2
service_plugins = {PLUGINS}
api_paste_config = {venv}/etc/neutron/api-paste.ini
state_path = {data}
# There are no agents, so nobody has to be told.
dhcp_agent_notification = false
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
dns_domain = test.example.

[database]
{database}

[keystone_authtoken]
{token_check}

[oslo_concurrency]
lock_path = {data}/lock

[nova]
{nova}

[placement]
{placement}

[ml2]
type_drivers = local,flat,vlan,vxlan,geneve
tenant_network_types = vxlan
# `ferris` binds every port; the plug-ins for QoS and trunks insist on a driver that they know.
mechanism_drivers = ferris,openvswitch
extension_drivers = port_security,qos,dns

[ml2_type_flat]
flat_networks = *

[ml2_type_vlan]
network_vlan_ranges = physnet1:100:200

[ml2_type_vxlan]
vni_ranges = 1:4000

[ml2_type_geneve]
vni_ranges = 4001:8000

[quotas]
# Tests that run at the same time share the demo project.
quota_network = 1000
quota_subnet = 1000
quota_port = 5000
quota_router = 500
quota_floatingip = 500
quota_security_group = 1000
quota_security_group_rule = 5000
"
    );
    Config {
        directories: &["lock"],
        files: vec![("neutron.conf".to_owned(), text)],
    }
}

const PLUGINS: &str = "router,qos,trunk,metering,port_forwarding,network_ip_availability,segments,\
    flavors,conntrack_helper,network_segment_range";
