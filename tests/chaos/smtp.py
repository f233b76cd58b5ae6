"""A mail server that writes down what it accepted: Message-ID and recipient, once for every copy."""

import socketserver
import threading
from collections import Counter
from types import TracebackType


class _Talk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        if self.server.down:
            return  # hangs up before a word, as a restarting gateway does
        self._say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        found = [line.split(b":", 1)[1].strip().decode() for line in lines if line.lower().startswith(b"message-id:")]
        with self.server.lock:
            self.server.copies[found[0]] += 1
            self.server.texts.append(b"".join(lines).decode())
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.copies: Counter[str] = Counter()
        self.texts: list[str] = []
        self.lock = threading.Lock()
        self.down = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A killed client breaks the line; that is what the test is about."""


class Gateway:
    """`with Gateway() as gateway:` listens on `gateway.port`; `gateway.down = True` hangs up on everybody."""

    def __enter__(self) -> "Gateway":
        self._server = _Server()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def copies(self) -> Counter[str]:
        """Message-ID → how often it was accepted."""
        with self._server.lock:
            return Counter(self._server.copies)

    @property
    def texts(self) -> list[str]:
        return list(self._server.texts)

    @property
    def down(self) -> bool:
        return self._server.down

    @down.setter
    def down(self, value: bool) -> None:
        self._server.down = value
