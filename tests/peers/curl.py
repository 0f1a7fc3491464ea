"""The transfers by curl, with md5sum where a checksum is wanted: curl.py URL WORKLOAD COUNT."""

import os
import subprocess
import sys

import report

FILE = os.environ["BENCH_FILE"]
SIZE = os.path.getsize(FILE)
ETAG = f"{FILE}.etag"
MANY = "/swift/v1/AUTH_p/many"


def curl(url, name, *options):
    # The cloud gives the object to everybody, so that no token has to be got.
    common = ["--silent", "--show-error", "--fail", "--cacert", os.environ["BENCH_CA"]]
    return ["curl", *common, *options, f"{url}{MANY}/{name}"]


def run(command):
    subprocess.run(command, check=True)


def md5sum(file):
    return subprocess.run(["md5sum"], stdin=file, stdout=subprocess.PIPE, check=True, text=True).stdout.split()[0]


def compare(md5):
    with open(ETAG) as etag:
        if etag.read().strip('"\n') != md5:
            sys.exit("another MD5")


def download(url):
    run(curl(url, "large", "--output", "/dev/null"))
    return SIZE


def checked_download(url):
    with subprocess.Popen(curl(url, "checked", "--etag-save", ETAG), stdout=subprocess.PIPE) as getting:
        md5 = md5sum(getting.stdout)
    compare(md5)
    return SIZE


def file_download(url):
    path = f"{FILE}.downloaded"
    run(curl(url, "checked", "--etag-save", ETAG, "--output", path))
    with open(path, "rb") as file:
        compare(md5sum(file))
    os.remove(path)
    return SIZE


def upload(url):
    run(curl(url, "copy", "--upload-file", FILE, "--output", "/dev/null"))
    return SIZE


def checked_upload(url):
    run(curl(url, "sent", "--upload-file", FILE, "--etag-save", ETAG, "--output", "/dev/null"))
    with open(FILE, "rb") as file:
        compare(md5sum(file))
    return SIZE


WORKLOADS = {
    "download": download,
    "checked-download": checked_download,
    "file-download": file_download,
    "upload": upload,
    "checked-upload": checked_upload,
}

if __name__ == "__main__":
    report.run(WORKLOADS, of_children=True)
