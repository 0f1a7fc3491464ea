"""Runs one of Swift's servers, or the daemon that moves counters up."""
import logging
import sys

from ferris import layout


def serve(part):
    from swift.common import daemon, utils, wsgi
    from swift.common.utils import logs
    # Swift logs to the machine's syslog, or by UDP to port 514 without one;
    # `verbose` below makes it write to stderr as well, which is enough.
    logs.ThreadSafeSysLogHandler = lambda **_: logging.NullHandler()
    # It runs as whoever started it, even a user without a name.
    wsgi.drop_privileges = daemon.utils.drop_privileges = lambda user: None

    if part == "updater":
        from swift.container.updater import ContainerUpdater
        utils.set_swift_dir(str(layout.etc("swift")))
        daemon.run_daemon(ContainerUpdater, config("container"),
                          section="container-updater", verbose=True)
        return
    extra = {}
    if part == "object":
        from swift.obj import server
        extra["global_conf_callback"] = server.global_conf_callback
    sys.exit(wsgi.run_wsgi(config(part), f"{part}-server", verbose=True,
                           **extra))


def config(part):
    return str(layout.etc("swift", f"{part}-server.conf"))
