//! Cinder: volumes, which are sparse files of two back ends.

use super::{Config, LOG, TRANSPORT, data, database, login, token_check};
use crate::cloud::layout::{Cloud, HOST};

pub(super) fn config(cloud: &Cloud) -> Config {
    let database = database(cloud, "cinder");
    let token_check = token_check(cloud, "cinder", "block-storage");
    let cinder = login(cloud, "cinder");
    let nova = login(cloud, "nova");
    let glance = cloud.service_url("glance");
    let data = data(cloud, "cinder");
    let data = data.display();
    let venv = cloud.venv();
    let venv = venv.display();
    let text = format!(
        "[DEFAULT]
{LOG}
{TRANSPORT}
host = ferris
my_ip = {HOST}
state_path = {data}
api_paste_config = {venv}/etc/cinder/api-paste.ini
resource_query_filters_file = {venv}/etc/cinder/resource_filters.json
enabled_backends = one,two
default_volume_type = __DEFAULT__
backup_driver = cinder.backup.drivers.posix.PosixBackupDriver
backup_posix_path = {data}/backup
# A fast compressor and big blocks (1 MiB; files of 256 MiB): 1 GiB is then backed up in seconds.
backup_compression_algorithm = zstd
backup_sha_block_size_bytes = 1048576
backup_file_size = 268435456
report_interval = 10
service_down_time = 120
periodic_interval = 30
periodic_fuzzy_delay = 0
# The scheduler sleeps that long at its start; the default is 60.
scheduler_driver_init_wait_time = 1
glance_api_servers = {glance}
quota_volumes = 500
quota_snapshots = 500
quota_gigabytes = 100000
quota_backups = 500
quota_backup_gigabytes = 100000
quota_groups = 100

[one]
volume_driver = ferris.volume_driver.VolumeDriver
volume_backend_name = one
ferris_directory = {data}/one

[two]
volume_driver = ferris.volume_driver.VolumeDriver
volume_backend_name = two
ferris_directory = {data}/two

[database]
{database}

[keystone_authtoken]
{token_check}

[service_user]
{cinder}
send_service_user_token = true

[nova]
{nova}
interface = public

[oslo_concurrency]
lock_path = {data}/lock

[coordination]
backend_url = file://{data}/coordination
"
    );
    Config {
        directories: &["one", "two", "backup", "lock", "coordination"],
        files: vec![("cinder.conf".to_owned(), text)],
    }
}
