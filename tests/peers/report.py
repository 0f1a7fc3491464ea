"""What a run cost, as tests/bench/src/report.rs says it."""

import json
import resource


def show(done, of_children=False):
    used = resource.getrusage(resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime
    print(json.dumps({"done": done, "cpu_seconds": seconds, "peak_kib": used.ru_maxrss}))
