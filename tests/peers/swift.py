"""The workloads of object storage by python-swiftclient: swift.py URL WORKLOAD COUNT."""

import hashlib
import os
import sys

import report
from swiftclient.client import Connection
from swiftclient.service import SwiftService, SwiftUploadObject
from swiftclient.utils import LengthWrapper

CHUNK = 256 << 10
FILE = os.environ["BENCH_FILE"]
SIZE = os.path.getsize(FILE)
SEGMENT = 64 << 20


def connect(url):
    options = {"project_name": "demo", "user_domain_id": "default", "project_domain_id": "default"}
    options["region_name"] = "RegionOne"
    access = {"user": "demo", "key": "secret", "auth_version": "3", "os_options": options}
    return Connection(authurl=f"{url}/identity/v3", cacert=os.environ["BENCH_CA"], **access)


def service(url):
    """Its other interface, which does files."""
    options = {"auth_version": "3", "os_auth_url": f"{url}/identity/v3", "os_username": "demo", "os_password": "secret"}
    options |= {"os_project_name": "demo", "os_user_domain_id": "default", "os_project_domain_id": "default"}
    return SwiftService(options | {"os_region_name": "RegionOne", "segment_threads": 8})


def done_by(results):
    for result in results:
        if not result["success"]:
            sys.exit(str(result["error"]))
    return SIZE


def list_objects(url):
    cloud, done, marker = connect(url), 0, None
    while page := cloud.get_container("many", limit=10000, marker=marker)[1]:
        done += len(page)
        marker = page[-1]["name"]
    return done


def download(url):
    _, body = connect(url).get_object("many", "large", resp_chunk_size=CHUNK)
    return sum(map(len, body))


def checked_download(url):
    headers, body = connect(url).get_object("many", "checked", resp_chunk_size=CHUNK)
    done, md5 = 0, hashlib.md5(usedforsecurity=False)
    for chunk in body:
        done += len(chunk)
        md5.update(chunk)
    if md5.hexdigest() != headers["etag"]:
        sys.exit("another MD5")
    return done


def file_download(url):
    path = f"{FILE}.downloaded"
    with service(url) as swift:
        done = done_by(swift.download("many", ["checked"], {"out_file": path}))
    os.remove(path)
    return done


def upload(url, name="copy", checked=False):
    with open(FILE, "rb") as file:
        data = LengthWrapper(file, SIZE, md5=checked)
        etag = connect(url).put_object("many", name, data, content_length=SIZE, chunk_size=CHUNK)
        if checked and etag != data.get_md5sum():
            sys.exit("another MD5")
    return SIZE


def large_upload(url):
    options = {"segment_size": SEGMENT, "use_slo": True}
    with service(url) as swift:
        return done_by(swift.upload("many", [SwiftUploadObject(FILE, "segmented")], options))


WORKLOADS = {
    "list-objects": list_objects,
    "download": download,
    "checked-download": checked_download,
    "file-download": file_download,
    "upload": upload,
    "checked-upload": lambda url: upload(url, "sent", checked=True),
    "large-upload": large_upload,
}

if __name__ == "__main__":
    report.run(WORKLOADS)
