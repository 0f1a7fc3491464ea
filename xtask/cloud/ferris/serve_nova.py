"""Runs Nova in one process: conductor, scheduler, two computes and API.

In one process the in-memory `fake:` transport is enough: no message broker.
"""
import time
import urllib.request
import uuid

from ferris import layout, sqlite, wsgi


def serve():
    sqlite.patch()
    from nova import monkey_patch
    monkey_patch.patch(backend="threading")
    import os_vif
    from nova import context, service
    from nova.api.openstack import wsgi_app
    from nova.compute import rpcapi as compute_rpcapi
    from nova.conductor import rpcapi as conductor_rpcapi
    from nova.objects import host_mapping
    from nova.scheduler import rpcapi as scheduler_rpcapi

    from ferris import hypervisor
    hypervisor.patch()
    # Nova also insists on this file at its second start.
    (layout.STATE / "data/nova/compute_id").write_text(
        str(uuid.uuid5(uuid.NAMESPACE_DNS, "compute1")))
    os_vif.initialize()
    wsgi_app.init_global_data([str(layout.etc("nova", "nova.conf"))],
                              "osapi_compute", "nova")

    # The computes report to Placement at their start.
    wait_for(layout.url("keystone") + "/v3")
    wait_for(layout.url("placement"))
    servers = []    # kept alive

    def launch(**kwargs):
        server = service.Service.create(**kwargs)
        server.start()
        servers.append(server)

    launch(binary="nova-conductor", topic=conductor_rpcapi.RPC_TOPIC)
    launch(binary="nova-scheduler", topic=scheduler_rpcapi.RPC_TOPIC)
    for host in ("compute1", "compute2"):
        launch(binary="nova-compute", host=host,
               topic=compute_rpcapi.RPC_TOPIC,
               topic_alt=compute_rpcapi.RPC_TOPIC_ALT)
    host_mapping.discover_hosts(context.get_admin_context())
    application = wsgi_app.init_application("osapi_compute",
                                            "nova-api-os-compute")
    wsgi.serve("nova", application, threads=12)


def wait_for(url, seconds=300):
    """Waits until another service answers."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
