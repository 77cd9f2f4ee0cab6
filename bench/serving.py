"""A server in processes of its own, somebody's browser, and what the processes used."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
WAIT = 60.0  # seconds for a server to answer


@dataclass(frozen=True)
class Timed:
    """Times of one page in milliseconds, requests a second, milliseconds of processor a request."""

    p50: float
    p95: float
    rate: float
    cpu: float


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """A running server and its worker processes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def get(self, path: str, cookie: str) -> tuple[int, bytes]:
        """One page, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            connection.request("GET", path, headers={"Cookie": cookie, "Host": f"127.0.0.1:{self.port}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def cpu(self) -> float:
        """Seconds of processor that the server has used, its workers included."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return sum(_used(pid) for pid in pids)

    def time(self, path: str, cookie: str, *, times: int, at_once: int) -> Timed:
        """Ask for the page again and again. Times are taken one by one, the rate with several asking at once."""
        for _ in range(4):  # each worker has met the page before it is measured
            status, _body = self.get(path, cookie)
            if status != 200:
                raise SystemExit(f"{path} answered {status}")
        took = []
        for _ in range(times):
            began = time.perf_counter()
            self.get(path, cookie)
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        used, began = self.cpu(), time.perf_counter()
        with ThreadPoolExecutor(at_once) as many:
            list(many.map(lambda _: self.get(path, cookie), range(times)))
        lasted = time.perf_counter() - began
        cpu = (self.cpu() - used) * 1000 / times
        return Timed(took[len(took) // 2], took[min(len(took) - 1, round(len(took) * 0.95))], times / lasted, cpu)


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def running(command: Sequence[str], *, port: int, environment: dict[str, str], path: str) -> Iterator[Server]:
    """The server while it is needed; SystemExit when it does not answer."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        list(command), env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=sys.stderr
    )
    server = Server(process, port)
    try:
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            try:
                server.get(path, "")
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("The server does not answer")
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT)
