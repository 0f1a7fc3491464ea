"""The workloads by openstacksdk: sdk.py URL WORKLOAD COUNT."""

import collections
import hashlib
import itertools
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import openstack
import report

KNOWN = "e220a839-7b1d-4daf-8630-c2ba6daab072"
CHUNK = 256 << 10
FILE = os.environ["BENCH_FILE"]
SIZE = os.path.getsize(FILE)
SEGMENT = 64 << 20


def get(cloud):
    return cloud.compute.get_server(KNOWN).id == KNOWN


def list_servers(cloud):
    return sum(1 for _ in cloud.compute.servers(limit=1000))


Lean = collections.namedtuple("Lean", "id status")


def lean_servers(cloud):
    """By hand, for its own listings know all fields only."""
    done, path = 0, "/servers/detail?limit=1000"
    while path:
        page = cloud.compute.get(path).json()
        servers = [Lean(server["id"], server["status"]) for server in page["servers"]]
        done += sum(server.status == "ACTIVE" for server in servers)
        links = (link["href"] for link in page.get("servers_links", []) if link["rel"] == "next")
        path = next(links, None)
    return done


def list_objects(cloud):
    objects = cloud.object_store.objects("many", limit=10_000)
    # All would take a quarter of an hour.
    return sum(1 for _ in itertools.islice(objects, 1_000_000 // int(os.environ["BENCH_PART"])))


class Summed:
    """A file, with the MD5 of what is read or written, which openstacksdk leaves to its user."""

    def __init__(self, file):
        self.file, self.md5 = file, hashlib.md5(usedforsecurity=False)

    def __len__(self):
        return SIZE

    def read(self, size=-1):
        chunk = self.file.read(size)
        self.md5.update(chunk)
        return chunk

    def write(self, chunk):
        self.md5.update(chunk)
        return self.file.write(chunk)

    def flush(self):
        self.file.flush()

    def compare(self, etag):
        if self.md5.hexdigest() != etag:
            sys.exit(f"the MD5 is not {etag}")


def download(cloud):
    chunks = cloud.object_store.stream_object("large", container="many", chunk_size=CHUNK)
    return sum(map(len, chunks))


def download_to(cloud, path):
    with open(path, "wb") as file:
        summed = Summed(file)
        found = cloud.object_store.get_object("checked", container="many", resp_chunk_size=CHUNK, outfile=summed)
        summed.compare(found.etag)
        return found.content_length


def file_download(cloud):
    path = f"{FILE}.downloaded"
    done = download_to(cloud, path)
    os.remove(path)
    return int(done)


def send(cloud, name, data):
    # With the name of a file, it would ask first what is there.
    cloud.object_store.create_object("many", name, data=data, generate_checksums=False)


def upload(cloud):
    with open(FILE, "rb") as file:
        send(cloud, "copy", file)
    return SIZE


def checked_upload(cloud):
    with open(FILE, "rb") as file:
        summed = Summed(file)
        send(cloud, "sent", summed)
    summed.compare(cloud.object_store.get_object_metadata("sent", container="many").etag)
    return SIZE


def large_upload(cloud):
    """It computes MD5 and SHA-256 of the whole beforehand, and compares nothing."""
    # Of a name that there is not, so that it is not left out as one that is there.
    cloud.object_store.create_object("many", "new", filename=FILE, segment_size=SEGMENT, use_slo=True)
    return SIZE


WORKLOADS = {
    "start": get,
    "get-server": get,
    "get-servers": get,
    "renewals": get,
    "list-servers": list_servers,
    "lean-servers": lean_servers,
    "list-objects": list_objects,
    "download": download,
    "checked-download": lambda cloud: int(download_to(cloud, "/dev/null")),
    "file-download": file_download,
    "upload": upload,
    "checked-upload": checked_upload,
    "large-upload": large_upload,
}

if __name__ == "__main__":
    _, workload, count = sys.argv[1:]
    work, count = WORKLOADS.get(workload), int(count)
    if work is None:
        print("cannot")
    else:
        cloud = openstack.connect(cloud="bench", pool_executor=ThreadPoolExecutor(8))
        if workload == "get-servers":
            with ThreadPoolExecutor(64) as threads:
                done = sum(threads.map(lambda _: get(cloud), range(count)))
        else:
            done = sum(work(cloud) for _ in range(count))
        report.show(done)
