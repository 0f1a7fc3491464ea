"""Serves a WSGI application with waitress: pure Python, threads, one process."""
import waitress

from ferris import layout


def serve(process, application, threads=8):
    # ident=None: no Server header of its own.
    waitress.serve(application, host=layout.HOST, port=layout.port(process),
                   threads=threads, ident=None, connection_limit=500,
                   max_request_body_size=1 << 40, channel_timeout=600,
                   clear_untrusted_proxy_headers=False)
