//! Nova: servers, on a hypervisor that only says that it runs them.

use super::{Config, LOG, TRANSPORT, data, database, login, token_check};
use crate::cloud::layout::{Cloud, HOST, REGION};

pub(super) fn config(cloud: &Cloud) -> Config {
    let api_database = database(cloud, "nova_api");
    let database = database(cloud, "nova_cell1");
    let token_check = token_check(cloud, "nova", "compute");
    let [nova, placement, neutron, cinder] =
        ["nova", "placement", "neutron", "cinder"].map(|user| login(cloud, user));
    let glance = cloud.service_url("glance");
    let data = data(cloud, "nova");
    let data = data.display();
    let venv = cloud.venv();
    let venv = venv.display();
    let text = format!(
        "[DEFAULT]
{LOG}
{TRANSPORT}
host = compute1
my_ip = {HOST}
state_path = {data}
instances_path = {data}/instances
# The fake driver whose nodes have ids that survive a restart.
compute_driver = fake.PredictableNodeUUIDDriver
allow_resize_to_same_host = true
# Servers of the fake hypervisor do nothing.
cpu_allocation_ratio = 64
# The fake hypervisor forgets its servers at a restart.
sync_power_state_interval = -1
# Nobody sends the events that a network agent would send.
vif_plugging_is_fatal = false
vif_plugging_timeout = 0

[api_database]
{api_database}

[database]
{database}

[keystone_authtoken]
{token_check}

[service_user]
{nova}
send_service_user_token = true

[placement]
{placement}

[neutron]
{neutron}
valid_interfaces = public

[glance]
api_servers = {glance}

[cinder]
{cinder}
catalog_info = volumev3:cinderv3:publicURL
os_region_name = {REGION}

[keystone]
{nova}
valid_interfaces = public

[compute]
live_migration_wait_for_vif_plug = false

[wsgi]
api_paste_config = {venv}/etc/nova/api-paste.ini

[oslo_concurrency]
lock_path = {data}/lock

[vnc]
# Addresses of consoles are well formed; nothing listens there.
enabled = true
server_listen = {HOST}
novncproxy_base_url = http://{HOST}:1/vnc_auto.html

[spice]
enabled = true
html5proxy_base_url = http://{HOST}:1/spice_auto.html

[serial_console]
enabled = true
base_url = ws://{HOST}:1/

[quota]
# Tests that run at the same time share the demo project.
instances = 500
cores = 2000
ram = 10000000
key_pairs = 1000
server_groups = 500
"
    );
    Config {
        directories: &["instances", "lock"],
        files: vec![("nova.conf".to_owned(), text)],
    }
}
