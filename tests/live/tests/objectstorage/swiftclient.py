"""python-swiftclient, asked by a test: one list of commands on standard input, as JSON, and their answers on standard output.

Data are base 64, and names are text.
"""

import base64
import json
import os
import sys
import tempfile

import requests
from swiftclient import Connection
from swiftclient.service import SwiftService, SwiftUploadObject
from swiftclient.utils import generate_temp_url

asked = json.load(sys.stdin)
url, token = asked["url"], asked["token"]
connection = Connection(preauthurl=url, preauthtoken=token, retries=1)


def put(container, name, data, headers=None):
    return connection.put_object(container, name, base64.b64decode(data), headers=headers)


def get(container, name, query=None):
    headers, data = connection.get_object(container, name, query_string=query)
    return {"headers": dict(headers), "data": base64.b64encode(data).decode()}


def names(container, query=None):
    _, entries = connection.get_container(container, full_listing=query is None, query_string=query)
    return entries


def upload(container, name, data, options):
    """A large object, as the command line makes it."""
    service_options = {"os_storage_url": url, "os_auth_token": token, "retries": 1}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "data")
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
        with SwiftService(options=service_options) as service:
            results = list(service.upload(container, [SwiftUploadObject(path, object_name=name)], options))
    failed = [str(result.get("error")) for result in results if not result["success"]]
    if failed:
        raise RuntimeError("; ".join(failed))


def temp_url(path, seconds, key, method, options):
    return generate_temp_url(path, seconds, key, method, **options)


def visit(address):
    answer = requests.get(address, timeout=30)
    return {"status": answer.status_code, "data": base64.b64encode(answer.content).decode()}


commands = {one.__name__: one for one in (put, get, names, upload, temp_url, visit)}
json.dump([commands[name](*arguments) for name, *arguments in asked["commands"]], sys.stdout)
