"""How the workloads of a program are run, and what that cost, as tests/bench/src/report.rs says it."""

import json
import resource
import sys


def run(workloads, of_children=False):
    """Does what the command line says. Each workload takes the cloud's address, and gives how much it did."""
    url, workload, count = sys.argv[1:]
    work = workloads.get(workload)
    if work is None:
        print("cannot")
    else:
        show(sum(work(url) for _ in range(int(count))), of_children)


def show(done, of_children=False):
    used = resource.getrusage(resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime
    print(json.dumps({"done": done, "cpu_seconds": seconds, "peak_kib": used.ru_maxrss}))
