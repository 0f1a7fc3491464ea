"""Runs Neutron's API.  It loads the mechanism driver by its entry point."""
from ferris import sqlite, wsgi


def serve():
    sqlite.patch()
    from neutron.wsgi.api import application
    wsgi.serve("neutron", application)
