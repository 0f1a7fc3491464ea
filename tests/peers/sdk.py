"""The workloads by openstacksdk: sdk.py URL WORKLOAD COUNT.

A million objects are left out: it can list them, in a quarter of an hour.
"""

import itertools
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import report

KNOWN = "e220a839-7b1d-4daf-8630-c2ba6daab072"
CHUNK = 256 << 10


def get(cloud, count):
    return sum(cloud.compute.get_server(KNOWN).id == KNOWN for _ in range(count))


def get_servers(cloud, count):
    get(cloud, 1)
    with ThreadPoolExecutor(64) as threads:
        return sum(threads.map(lambda part: get(cloud, part), [count // 64] * 64))


def list_servers(cloud, count):
    return sum(1 for _ in range(count) for _ in cloud.compute.servers(limit=1000))


def download(cloud, count):
    objects = (cloud.object_store.stream_object("large", container="many", chunk_size=CHUNK) for _ in range(count))
    return sum(len(chunk) for chunk in itertools.chain.from_iterable(objects))


def upload(cloud, count):
    path = os.environ["BENCH_FILE"]
    for number in range(count):
        # With the name of a file, it would ask first what is there.
        with open(path, "rb") as file:
            cloud.object_store.create_object("many", f"copy-{number}", data=file, generate_checksums=False)
    return os.path.getsize(path) * count


WORKLOADS = {
    "start": get,
    "get-server": get,
    "get-servers": get_servers,
    "list-servers": list_servers,
    "download": download,
    "upload": upload,
}

if __name__ == "__main__":
    url, workload, count = sys.argv[1:]
    work = WORKLOADS.get(workload)
    if work is None or url.startswith("https"):
        print("cannot")
    else:
        import openstack

        report.show(work(openstack.connect(cloud="bench"), int(count)))
