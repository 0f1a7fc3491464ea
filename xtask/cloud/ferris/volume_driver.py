"""Cinder's back end: a volume is a sparse file, attached by its path."""
import os
import subprocess
from pathlib import Path

from cinder import exception, interface
from cinder.volume import driver
from oslo_config import cfg

OPTIONS = [cfg.StrOpt("ferris_directory", help="Where the files are.")]


@interface.volumedriver
class VolumeDriver(driver.VolumeDriver):
    VERSION = "1.0"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.configuration.append_config_values(OPTIONS)

    @staticmethod
    def get_driver_options():
        return OPTIONS

    def check_for_setup_error(self):
        self.directory = Path(self.configuration.ferris_directory)

    def _file(self, resource):          # a volume or a snapshot
        return self.directory / resource.name

    def _copy(self, source, target, gigabytes=None):
        # cp keeps the holes of a sparse file.
        subprocess.run(["cp", "--sparse=always", source, target],
                       check=True)
        if gigabytes:
            os.truncate(target, gigabytes << 30)

    def create_volume(self, volume):
        with open(self._file(volume), "wb") as file:
            file.truncate(volume.size << 30)

    def delete_volume(self, volume):
        self._file(volume).unlink(missing_ok=True)

    def create_snapshot(self, snapshot):
        self._copy(self._file(snapshot.volume), self._file(snapshot))

    def delete_snapshot(self, snapshot):
        self._file(snapshot).unlink(missing_ok=True)

    def create_volume_from_snapshot(self, volume, snapshot):
        self._copy(self._file(snapshot), self._file(volume), volume.size)

    def create_cloned_volume(self, volume, src_vref):
        self._copy(self._file(src_vref), self._file(volume), volume.size)

    def revert_to_snapshot(self, context, volume, snapshot):
        self._copy(self._file(snapshot), self._file(volume), volume.size)

    def extend_volume(self, volume, new_size):
        os.truncate(self._file(volume), new_size << 30)

    def clone_image(self, context, volume, image_location, image_meta,
                    image_service):
        # Writes the image as it is; the usual way needs qemu-img.
        with open(self._file(volume), "wb") as file:
            image_service.download(context, image_meta["id"], file)
        os.truncate(self._file(volume), volume.size << 30)
        return {}, True

    def update_migrated_volume(self, ctxt, volume, new_volume, status):
        # Host-assisted migration made a new file under the other id.
        self._file(new_volume).rename(self._file(volume))
        return {"_name_id": None, "provider_location": None}

    def retype(self, context, volume, new_type, diff, host):
        return True, None

    def manage_existing_get_size(self, volume, existing_ref):
        try:
            path = self.directory / existing_ref["source-name"]
            return max(1, -(-path.stat().st_size >> 30))
        except (KeyError, OSError) as error:
            raise exception.ManageExistingInvalidReference(
                existing_ref=existing_ref, reason=str(error))

    def manage_existing(self, volume, existing_ref):
        (self.directory / existing_ref["source-name"]).rename(
            self._file(volume))

    def unmanage(self, volume):
        pass

    # The "local" connector of os-brick hands the path on as it is.
    def initialize_connection(self, volume, connector):
        return {"driver_volume_type": "local",
                "data": {"device_path": str(self._file(volume))}}

    def terminate_connection(self, volume, connector, **kwargs):
        pass

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        pass

    def remove_export(self, context, volume):
        pass

    def _update_volume_stats(self):
        name = self.configuration.safe_get("volume_backend_name")
        self._stats = {
            "volume_backend_name": name, "vendor_name": "ferris",
            "driver_version": self.VERSION, "storage_protocol": "local",
            "pools": [{
                "pool_name": name, "total_capacity_gb": 1000,
                "free_capacity_gb": 1000, "provisioned_capacity_gb": 0,
                "reserved_percentage": 0, "QoS_support": True,
                "multiattach": True, "online_extend_support": True,
                "thin_provisioning_support": True,
                "max_over_subscription_ratio": "20.0",
                "consistent_group_snapshot_enabled": False,
            }]}
