"""Runs Glance's API."""
from ferris import sqlite, wsgi


def serve():
    sqlite.patch()
    from glance.wsgi.api import application
    wsgi.serve("glance", application)
