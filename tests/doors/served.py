"""A server for the browser that works on the test's own connection, so that nothing is committed and nothing need be emptied.

Test and server take turns: the server answers only while the test waits for the browser (`with server.turn():`), so the
one connection is never used by two at once. A request that comes late (a draft kept by itself) waits for the next turn.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections

KEPT = ("Cache-Control", "max-age=600")  # static files do not change during a run: asked for once


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal for each request."""


class Server:
    """`url` answers as long as the process lives."""

    def __init__(self) -> None:
        self._answering = threading.Lock()
        self._answering.acquire()
        self._pages, self._shared = get_wsgi_application(), connections["default"]
        self._files = StaticFilesHandler(self._pages)
        self._http = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, ipv6=False, allow_reuse_address=False)
        self._http.set_app(self._app)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self._answering.release()
        self._http.shutdown()
        self._http.server_close()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The server's turn: meanwhile the test does nothing but wait for the browser."""
        self._shared = connections["default"]
        self._shared.inc_thread_sharing()
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)  # a request of the server would close the test's transaction
        self._answering.release()
        try:
            yield
        finally:
            self._answering.acquire()
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)
            self._shared.dec_thread_sharing()

    def _app(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/icons.svg"):  # read anew for each page, a quarter of its time
            start("200 OK", [("Content-Type", "image/svg+xml"), KEPT])
            return [b'<svg xmlns="http://www.w3.org/2000/svg"/>']
        if environ["PATH_INFO"].startswith("/static/"):
            kept = lambda status, headers, *error: start(status, [*headers, KEPT], *error)  # noqa: E731
            return self._files(environ, kept)
        with self._answering:
            connections["default"] = self._shared
            try:
                response = self._pages(environ, start)
                body = b"".join(response)
                response.close()
            finally:
                del connections["default"]
        return [body]
