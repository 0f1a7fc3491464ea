"""The workloads of object storage by python-swiftclient: swift.py URL WORKLOAD COUNT."""

import hashlib
import os
import sys

import report

CHUNK = 256 << 10


def connect(url):
    from swiftclient.client import Connection

    options = {"project_name": "demo", "user_domain_id": "default", "project_domain_id": "default"}
    options["region_name"] = "RegionOne"
    return Connection(authurl=f"{url}/identity/v3", user="demo", key="secret", auth_version="3", os_options=options)


def list_objects(cloud, count):
    done = 0
    for _ in range(count):
        marker = None
        while page := cloud.get_container("many", limit=10000, marker=marker)[1]:
            done += len(page)
            marker = page[-1]["name"]
    return done


def download(cloud, count, name="large", checked=False):
    done = 0
    for _ in range(count):
        headers, body = cloud.get_object("many", name, resp_chunk_size=CHUNK)
        md5 = hashlib.md5(usedforsecurity=False) if checked else None
        for chunk in body:
            done += len(chunk)
            if md5:
                md5.update(chunk)
        if md5 and md5.hexdigest() != headers["etag"]:
            sys.exit("another MD5")
    return done


def upload(cloud, count, name="copy", checked=False):
    from swiftclient.utils import LengthWrapper

    path = os.environ["BENCH_FILE"]
    size = os.path.getsize(path)
    for _ in range(count):
        with open(path, "rb") as file:
            data = LengthWrapper(file, size, md5=checked)
            etag = cloud.put_object("many", name, data, content_length=size, chunk_size=CHUNK)
            if checked and etag != data.get_md5sum():
                sys.exit("another MD5")
    return size * count


WORKLOADS = {
    "list-objects": list_objects,
    "download": download,
    "checked-download": lambda cloud, count: download(cloud, count, "checked", True),
    "upload": upload,
    "checked-upload": lambda cloud, count: upload(cloud, count, "checked", True),
}

if __name__ == "__main__":
    url, workload, count = sys.argv[1:]
    work = WORKLOADS.get(workload)
    if work is None or url.startswith("https"):
        print("cannot")
    else:
        report.show(work(connect(url), int(count)))
