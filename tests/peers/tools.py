"""The transfers by curl: tools.py curl URL WORKLOAD COUNT."""

import os
import subprocess
import sys

import report

CONTAINER = "/swift/v1/AUTH_p/many"


def curl(url, workload):
    https = ["--cacert", os.environ["BENCH_CA"]] if url.startswith("https") else []
    command = ["curl", "--silent", "--fail", "--output", "/dev/null", *https]
    # The cloud gives the object to everybody, so that no token has to be got.
    return {
        "download": [*command, f"{url}{CONTAINER}/large"],
        "upload": [*command, "--upload-file", os.environ["BENCH_FILE"], f"{url}{CONTAINER}/copy"],
    }.get(workload)


if __name__ == "__main__":
    tool, url, workload, count = sys.argv[1:]
    command = {"curl": curl}[tool](url, workload)
    if command is None:
        print("cannot")
    else:
        for _ in range(int(count)):
            subprocess.run(command, check=True)
        report.show(int(count) << 30, of_children=True)
