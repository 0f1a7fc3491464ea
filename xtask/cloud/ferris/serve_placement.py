"""Runs Placement's API."""
from ferris import sqlite, wsgi


def serve():
    sqlite.patch()
    from placement.wsgi.api import application
    wsgi.serve("placement", application)
