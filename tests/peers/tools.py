"""The transfers by curl or rclone: tools.py curl|rclone URL WORKLOAD COUNT."""

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


def rclone(url, workload):
    if url.startswith("https"):
        return None
    return {
        "checked-download": ["rclone", "copyto", "bench:many/checked", "/dev/null"],
        "checked-upload": ["rclone", "copyto", os.environ["BENCH_FILE"], "bench:many/checked"],
    }.get(workload)


if __name__ == "__main__":
    tool, url, workload, count = sys.argv[1:]
    command = {"curl": curl, "rclone": rclone}[tool](url, workload)
    if command is None:
        print("cannot")
    else:
        cloud = {"TYPE": "swift", "USER": "demo", "KEY": "secret", "AUTH": f"{url}/identity/v3", "TENANT": "demo"}
        cloud |= {"DOMAIN": "default", "TENANT_DOMAIN": "default", "REGION": "RegionOne"}
        environment = {f"RCLONE_CONFIG_BENCH_{name}": value for name, value in cloud.items()}
        for _ in range(int(count)):
            subprocess.run(command, check=True, env=os.environ | environment)
        report.show(int(count) << 30, of_children=True)
