"""Runs Keystone's API."""
from ferris import sqlite, wsgi


def serve():
    sqlite.patch()
    from keystone.wsgi.api import application
    wsgi.serve("keystone", application)
