"""Runs one process of the cloud until it is told to stop.

    serve.py PROCESS FINGERPRINT
"""
import importlib
import os
import signal
import sys
import traceback
from pathlib import Path


def main():
    process, fingerprint = sys.argv[1:]
    # A session of its own: it outlives the terminal that started it.
    os.setsid()
    record(process, fingerprint)
    # Threads of the services must not keep the process alive.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # The services parse sys.argv as their own command line.
    sys.argv = [process]
    try:
        service, _, part = process.partition("-")
        module = importlib.import_module(f"ferris.serve_{service}")
        module.serve(part) if part else module.serve()
    except BaseException:
        # A dead main thread would leave the other threads running.
        traceback.print_exc()
        os._exit(1)


def record(process, fingerprint):
    """Leaves `pid start-time fingerprint` for whoever has to find this process.

    Written here and not by the parent, so that a process that lives is always
    on record, even if the parent was killed in between.  Process ids are
    reused; with the start time they are unique.  (The command line is no help:
    Neutron and Swift change theirs.)
    """
    started = Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]
    file = Path(os.environ["FERRIS_STATE"], "run", process + ".pid")
    new = file.with_suffix(".new")
    new.write_text(f"{os.getpid()} {started} {fingerprint}\n")
    new.rename(file)


if __name__ == "__main__":
    main()
