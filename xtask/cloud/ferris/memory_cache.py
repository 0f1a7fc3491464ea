"""Stands in for memcached in Swift's proxy, as the filter `cache`."""
import json
import time


def filter_factory(global_conf, **local_conf):
    cache = MemoryCache()

    def filter(application):
        def middleware(environ, start_response):
            environ["swift.cache"] = cache
            return application(environ, start_response)
        return middleware
    return filter


class MemoryCache:
    """The part of Swift's MemcacheRing that the proxy uses, in a dict.

    Tempauth keeps its tokens there, so it needs one that works; the proxy is
    a single process, so a dict in it is as good as memcached.
    """

    def __init__(self):
        self.values = {}

    def _live(self, key):
        value, expires = self.values.get(key, (None, 0))
        if expires and expires < time.time():
            del self.values[key]
            return None
        return value

    def get(self, key, raise_on_error=False):
        value = self._live(key)
        return json.loads(value) if isinstance(value, str) else value

    def set(self, key, value, serialize=True, time=0, min_compress_len=0,
            raise_on_error=False):
        if len(self.values) > 20000:
            self.values.clear()
        # As JSON, so that nobody shares a list with the cache; keystone's
        # middleware brings bytes of its own.
        if serialize and not isinstance(value, bytes):
            value = json.dumps(value)
        self.values[key] = (value, self._expiry(time))

    @staticmethod
    def _expiry(seconds):
        # Like memcached: small numbers are relative, large ones absolute.
        if not seconds:
            return 0
        return seconds if seconds > 30 * 86400 else time.time() + seconds

    def incr(self, key, delta=1, time=0):
        value = max(0, int(self._live(key) or 0) + int(delta))
        self.values[key] = (value, self._expiry(time))
        return value

    def decr(self, key, delta=1, time=0):
        return self.incr(key, -delta, time)

    def delete(self, key, server_key=None):
        self.values.pop(key, None)

    def set_multi(self, mapping, server_key, serialize=True, time=0,
                  min_compress_len=0):
        for key, value in mapping.items():
            self.set(key, value, serialize, time)

    def get_multi(self, keys, server_key):
        return [self.get(key) for key in keys]
