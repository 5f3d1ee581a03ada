"""A server of the explorer in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
"""Seconds that it may take to begin and to end."""


@contextmanager
def served(scenario: str) -> Iterator[str]:
    """The address of a server that was started with a scenario; it is there while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-X", "faulthandler", "-m", "sim", "explore", scenario, "--no-browser", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert address in server.stdout.readline()
            _wait_for(f"{address}_stcore/health")
            yield address
        finally:
            _end(server)


def _wait_for(url: str) -> None:
    for _ in range(10 * PATIENCE):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {url}")


def _end(server: "subprocess.Popen[str]") -> None:
    server.terminate()
    try:
        assert server.wait(PATIENCE) == 128 + signal.SIGTERM
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGABRT)  # it tells where it hangs
        raise


def asked_for(address: str, query: str, until: str) -> None:
    """Ask for a page as its JavaScript does, until the server has told a text of it."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from websockets.sync.client import connect

    asked = BackMsg()
    asked.rerun_script.query_string = query
    with connect(f"{address.replace('http', 'ws')}_stcore/stream", max_size=None) as way:
        way.send(asked.SerializeToString())
        while until.encode() not in way.recv(PATIENCE):
            pass
