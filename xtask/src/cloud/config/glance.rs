//! Glance: images, in plain files.

use super::{Config, LOG, TRANSPORT, data, database, token_check};
use crate::cloud::layout::Cloud;

pub(super) fn config(cloud: &Cloud) -> Config {
    let database = database(cloud, "glance");
    let token_check = token_check(cloud, "glance", "image");
    let own = cloud.service_url("glance");
    let data = data(cloud, "glance");
    let data = data.display();
    let venv = cloud.venv();
    let venv = venv.display();
    let text = format!(
        "[DEFAULT]
{LOG}
{TRANSPORT}
enabled_backends = disk:file
enabled_import_methods = [glance-direct,web-download,copy-image]
worker_self_reference_url = {own}

[database]
{database}

[glance_store]
default_backend = disk

[disk]
filesystem_store_datadir = {data}/disk

[os_glance_staging_store]
filesystem_store_datadir = {data}/staging

[os_glance_tasks_store]
filesystem_store_datadir = {data}/tasks

[keystone_authtoken]
{token_check}

[paste_deploy]
flavor = keystone
config_file = {venv}/etc/glance/glance-api-paste.ini

[oslo_concurrency]
lock_path = {data}/lock

[import_filtering_opts]
# web-download from a test's own server on loopback. The brackets are required.
allowed_hosts = [127.0.0.1,localhost]
allowed_ports = []
"
    );
    Config {
        directories: &["disk", "staging", "tasks", "lock"],
        files: vec![("glance-api.conf".to_owned(), text)],
    }
}
