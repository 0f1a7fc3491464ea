"""Fills in what nova.virt.fake leaves to Nova's own test fixtures."""
import io
import queue
import uuid

from nova import context as nova_context, objects
from nova.compute import task_states
from nova.image import glance
from nova.virt import fake


def patch():
    original_init_host = fake.FakeDriver.init_host

    def init_host(self, host):
        # The servers live in this object only: after a restart take those of
        # the database as running there.
        original_init_host(self, host)
        for instance in objects.InstanceList.get_by_host(
                nova_context.get_admin_context(), host):
            self.instances[instance.uuid] = fake.FakeInstance(
                instance.name, instance.power_state, instance.uuid)

    def get_nodenames_by_uuid(self, refresh=False):
        # The original makes the ids up at each start; Nova insists that they
        # stay the same.
        return {str(uuid.uuid5(uuid.NAMESPACE_DNS, name)): name
                for name in self.get_available_nodes()}

    def snapshot(self, context, instance, image_id, update_task_state):
        # The original never uploads anything, which leaves the image queued.
        update_task_state(task_state=task_states.IMAGE_PENDING_UPLOAD)
        api = glance.API()
        image = api.get(context, image_id)
        image.update(disk_format="raw", container_format="bare",
                     status="active")
        update_task_state(task_state=task_states.IMAGE_UPLOADING,
                          expected_state=task_states.IMAGE_PENDING_UPLOAD)
        api.update(context, image_id, image,
                   data=io.BytesIO(b"snapshot of " + instance.uuid.encode()))

    words = {}

    def tell(word):
        return lambda self, instance: words.setdefault(
            instance.uuid, queue.Queue()).put(word)

    def live_migration(self, context, instance, dest, post_method,
                       recover_method, block_migration=False,
                       migrate_data=None):
        # The original is there at once. A server whose metadata ask for it is
        # under way until someone ends or aborts that, for a minute at most.
        word = "complete"
        if instance.metadata.get("moves") == "slowly":
            try:
                word = words.setdefault(
                    instance.uuid, queue.Queue()).get(timeout=60)
            except queue.Empty:
                pass
        if word == "abort":
            recover_method(context, instance, dest, migrate_data,
                           migration_status="cancelled")
        else:
            post_method(context, instance, dest, block_migration, migrate_data)

    def get_host_uptime(self):
        return " 12:00:00 up 1 day,  1 user,  load average: 0.00, 0.00, 0.00"

    fake.FakeDriver.init_host = init_host
    fake.FakeDriver.get_host_uptime = get_host_uptime
    fake.FakeDriver.get_nodenames_by_uuid = get_nodenames_by_uuid
    fake.FakeDriver.live_migration = live_migration
    fake.FakeDriver.live_migration_abort = tell("abort")
    fake.FakeDriver.live_migration_force_complete = tell("complete")
    fake.FakeDriver.snapshot = snapshot
