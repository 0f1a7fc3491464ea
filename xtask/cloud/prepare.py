"""Creates the databases (or rings) of one service, from nothing.

    prepare.py SERVICE
"""
import importlib
import os
import sqlite3
import sys
import traceback

from ferris import layout, sqlite


def main():
    service = sys.argv[1]
    make_files(service)
    if service != "swift":
        sqlite.patch()
    globals()[service]()


def make_files(service):
    """Makes empty databases in write-ahead mode, which the files remember:
    readers and the writer do not block each other."""
    directory = layout.STATE / "db"
    for name in layout.databases(service):
        for old in directory.glob(name + ".db*"):
            old.unlink()                # of an attempt that was cut short
        with sqlite3.connect(directory / (name + ".db")) as database:
            database.execute("PRAGMA journal_mode=WAL")


def keystone():
    manage = ("keystone.cmd.manage", "--config-dir", layout.etc("keystone"))
    run(*manage, "db_sync")
    owner = ("--keystone-user", os.getuid(), "--keystone-group", os.getgid())
    for repository in ("fernet", "credential"):
        layout.STATE.joinpath("data/keystone", repository).mkdir(
            mode=0o700, exist_ok=True)
        run(*manage, f"{repository}_setup", *owner)
    public = layout.url("keystone") + "/v3"
    run(*manage, "bootstrap", "--bootstrap-password", layout.PASSWORD,
        "--bootstrap-region-id", layout.REGION,
        "--bootstrap-public-url", public, "--bootstrap-internal-url", public,
        "--bootstrap-admin-url", public)


def glance():
    run("glance.cmd.manage", "--config-file",
        layout.etc("glance", "glance-api.conf"), "db_sync")


def placement():
    run("placement.cmd.manage", "--config-file",
        layout.etc("placement", "placement.conf"), "db", "sync")


def cinder():
    run("cinder.cmd.manage", "--config-file",
        layout.etc("cinder", "cinder.conf"), "db", "sync")


def nova():
    manage = ("nova.cmd.manage", "--config-file",
              layout.etc("nova", "nova.conf"))
    databases = layout.databases("nova")
    run(*manage, "api_db", "sync")
    run(*manage, "cell_v2", "map_cell0",
        "--database_connection", databases["nova_cell0"])
    run(*manage, "db", "sync")
    run(*manage, "cell_v2", "create_cell", "--name", "cell1",
        "--transport-url", "fake:///",
        "--database_connection", databases["nova_cell1"])


def neutron():
    # Neutron's migrations use ALTER statements that SQLite lacks, so the
    # tables are made from the models, as Neutron's own tests do.
    from neutron.db.migration.models import head
    from sqlalchemy import create_engine
    engine = create_engine(layout.databases("neutron")["neutron"])
    head.get_metadata().create_all(engine)


def swift():
    from ferris import rings
    rings.build()


def run(module, *args):
    """Runs the main() of a command in a child process of its own.

    A fork of this process, which has the modules loaded already: each command
    would need seconds to load them.
    """
    print("+", module, *args, flush=True)
    module = importlib.import_module(module)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            sys.argv = [module.__name__, *map(str, args)]
            code = module.main() or 0
        except SystemExit as stop:
            code = stop.code or 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code if isinstance(code, int) else 1)
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{module.__name__} failed")


if __name__ == "__main__":
    main()
