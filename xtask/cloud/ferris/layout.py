"""Where things are, as `cargo xtask cloud up` laid them out in settings.json."""
import json
import os
from pathlib import Path

STATE = Path(os.environ["FERRIS_STATE"])
_SETTINGS = json.loads((STATE / "settings.json").read_text())

HOST = _SETTINGS["host"]
REGION = _SETTINGS["region"]
PASSWORD = _SETTINGS["password"]


def port(process):
    return _SETTINGS["ports"][process]


def url(process):
    return f"http://{HOST}:{port(process)}"


def databases(service):
    """Name -> SQLAlchemy URL of each database of a service."""
    return _SETTINGS["databases"].get(service, {})


def etc(*parts):
    return STATE.joinpath("etc", *parts)
