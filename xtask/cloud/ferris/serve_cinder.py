"""Runs Cinder in one process: scheduler, two volume back ends, backup and API.

In one process the in-memory `fake:` transport is enough: no message broker.
"""
import sys
import threading

from ferris import layout, sqlite, wsgi


def serve():
    sqlite.patch()
    from cinder import monkey_patch
    monkey_patch.patch(backend="threading")
    sys.argv = ["cinder", "--config-file", str(layout.etc("cinder", "cinder.conf"))]

    import os_brick
    import os_brick.privileged
    from cinder import service
    from cinder.cmd import volume as volume_cmd     # registers its options
    from oslo_config import cfg
    CONF = cfg.CONF
    # Loading the API parses the configuration, starts logging, coordination
    # and RPC.
    from cinder.wsgi.api import application
    os_brick.setup(CONF)
    # No privsep daemons: they need sudo, and nothing here is privileged.
    os_brick.privileged.default.set_client_mode(False)

    lock = threading.Lock()

    class Service(service.Service):
        # The id of the database record is an attribute of the *class* there,
        # which is wrong as soon as one process runs two services.
        def report_state(self):
            with lock:
                service.Service.service_id = self.origin_service_id
                super().report_state()

    servers = []    # kept alive

    def launch(**kwargs):
        server = Service.create(**kwargs)
        server.start()
        servers.append(server)

    launch(binary="cinder-scheduler")
    for backend in CONF.enabled_backends:
        CONF.register_opt(volume_cmd.host_opt, group=backend)
        launch(host=f"{CONF.host}@{backend}", service_name=backend,
               binary="cinder-volume", coordination=True)
    from cinder import utils
    from cinder.cmd import backup       # noqa: F401 - registers its options
    launch(binary="cinder-backup", service_name="backup", coordination=True,
           process_number=1, semaphore=utils.semaphore_factory(
               CONF.backup_max_operations, CONF.backup_workers))
    wsgi.serve("cinder", application)
