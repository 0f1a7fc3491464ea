"""The workloads of object storage by rclone: rclone.py URL WORKLOAD COUNT."""

import json
import os
import subprocess
import sys

import report

FILE = os.environ["BENCH_FILE"]
SIZE = os.path.getsize(FILE)
CHUNK = 256 << 10


def rclone(url, *arguments):
    """Starts it, with no configuration of the user's."""
    remote = {"type": "swift", "auth": f"{url}/identity/v3", "user": "demo", "key": "secret", "domain": "default"}
    remote |= {"tenant": "demo", "tenant_domain": "default", "region": "RegionOne", "auth_version": "3"}
    settings = {f"RCLONE_CONFIG_BENCH_{name.upper()}": value for name, value in remote.items()}
    settings |= {"RCLONE_CONFIG": "/dev/null", "RCLONE_CA_CERT": os.environ["BENCH_CA"]}
    return subprocess.Popen(["rclone", *arguments], env=os.environ | settings, stdout=subprocess.PIPE)


def said(url, *arguments):
    with rclone(url, *arguments) as running:
        text = running.stdout.read()
    if running.returncode:
        sys.exit(f"rclone {arguments[0]} failed")
    return text.decode()


def list_objects(url):
    return json.loads(said(url, "size", "--json", "--fast-list", "bench:many"))["count"]


def download(url):
    # What is done here is not counted.
    with rclone(url, "cat", "bench:many/large") as running:
        return sum(map(len, iter(lambda: running.stdout.read(CHUNK), b"")))


def file_download(url, streams=0):
    path = f"{FILE}.downloaded"
    said(url, "copyto", f"--multi-thread-streams={streams}", "bench:many/checked", path)
    done = os.path.getsize(path)
    os.remove(path)
    return done


def upload(url, name, *options):
    # Even if it has been there since the last time; and without computing its MD5 once more beforehand.
    said(url, "copyto", "--ignore-times", "--ignore-checksum", *options, FILE, f"bench:many/{name}")
    return SIZE


WORKLOADS = {
    "list-objects": list_objects,
    "download": download,
    # What it writes to a file is checked, and nothing else.
    "file-download": file_download,
    # In ranges, of an object that is whole: of one in segments, it would check nothing.
    "large-download": lambda url: file_download(url, streams=8),
    # It cannot do without the MD5.
    "checked-upload": lambda url: upload(url, "sent"),
    # It sends segments one after the other.
    "large-upload": lambda url: upload(url, "joined", "--swift-chunk-size=64M"),
}

if __name__ == "__main__":
    report.run(WORKLOADS, of_children=True)
