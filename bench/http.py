"""Serving and loading over real HTTP: the product's gunicorn, four clients with keep-alive, times per request."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CLIENTS = 4
Request = tuple[str, str, dict[str, str], bytes | None]  # method, path, headers, body


@dataclass(frozen=True)
class Times:
    """Figures of one run: requests per second, p50 and p95 in milliseconds."""

    per_second: float
    p50: float
    p95: float
    failed: int


def together(runs: list[Times]) -> Times:
    """Several runs of the same length as one: rate over all, medians of p50 and p95."""
    return Times(
        statistics.harmonic_mean([run.per_second for run in runs]),
        statistics.median(run.p50 for run in runs),
        statistics.median(run.p95 for run in runs),
        sum(run.failed for run in runs),
    )


@contextmanager
def served(port: int, settings: str) -> Iterator[list[int]]:
    """The product's web server on a port of this machine; yields the ids of its workers."""
    words = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "-k", "gthread", "--threads", "4",
             "--log-level", "warning", "--keep-alive", "30"]  # fmt: skip
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "API_PER_MINUTE_USER": "0"}  # no throttle
    process = subprocess.Popen(words, env=environ, cwd=Path(__file__).resolve().parent.parent)
    try:
        _wait(port, process)
        yield _children(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise SystemExit("gunicorn did not start; its message stands above.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"Nothing answers on port {port} after 30 s.")


def _children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in found.stdout.split()]


def memory_mib(pid: int) -> float:
    """Resident memory of a process in MiB, shared pages counted by share (PSS) where the kernel tells."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def load(port: int, request: Callable[[int], Request], total: int, *, warm: int = 40) -> Times:
    """Send `total` requests with four clients after `warm` unmeasured ones; `request(n)` describes the n-th."""
    times: list[float] = []
    failed = [0]
    numbers = iter(range(-warm, total))
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                n = next(numbers, None)
            if n is None:
                return
            method, path, headers, body = request(n + warm)
            begin = time.perf_counter()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            if n >= 0:
                times.append(time.perf_counter() - begin)
                if answer.status >= 400:
                    failed[0] += 1
                    if failed[0] == 1:
                        print(f"      {method} {path} answered {answer.status}: {content[:300]!r}", file=sys.stderr)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = (time.perf_counter() - begin) * total / (total + warm)
    cuts = statistics.quantiles(times, n=20)
    return Times(total / took, 1000 * statistics.median(times), 1000 * cuts[18], failed[0])
