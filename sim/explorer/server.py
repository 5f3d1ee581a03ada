"""The server of the page: on this machine unless asked, without a word to any other."""

import gc
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sim.errors import SimError, UsageError
from sim.experiment.arguments import whole
from sim.experiment.engine_choice import is_to_compile, why_not_compiled
from sim.explorer import shared
from sim.explorer.ending import ended_at_once
from sim.explorer.episodes import Given
from sim.explorer.view import View

SCRIPT = Path(__file__).parent / "script.py"
EXTRA = "gpu-supply-sim[explorer]"
LOCAL = ("127.0.0.1", "localhost", "::1")

SETTINGS = {
    "browser.gatherUsageStats": False,  # nothing is told to anybody
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": False,
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,
    "logger.level": "error",
    "runner.magicEnabled": False,
    "server.enableStaticServing": False,
    "server.fileWatcherType": "none",
    "server.headless": True,  # else the library asks for an address to write to
    "server.maxUploadSize": 2,
    "server.showEmailPrompt": False,
    "theme.dark.primaryColor": "#E06A10",  # each side has its own, so that the system's choice of sides holds
    "theme.light.primaryColor": "#C8570B",
}
"""Of the library, whatever a file of the user's own says."""


WAYS: dict[str, Any] = {
    "access_log": False,
    "log_level": "error",
    "ws": "websockets-sansio",
    "ws_per_message_deflate": False,  # nobody pays for bytes on one's own machine
    "ws_ping_interval": 30,
    "ws_ping_timeout": 300,  # a browser that is busy, or asleep, is not gone
}
"""Of how the library is served."""


SWITCH = 0.001
"""Seconds after which a thread lets another go on: a picture is sent by one while others calculate."""


def check_installed() -> None:
    """Raises `UsageError` where what the page is made with is not installed."""
    if find_spec("streamlit") is None or find_spec("plotly") is None:
        raise UsageError(f"the explorer is not installed here; expected the extra: pip install '{EXTRA}'")


def listening(host: str, port: int) -> socket.socket:
    """What listens at this address; raises `UsageError` where nothing can."""
    whole("--port", port, 1, 65_535)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family[0], socket.SOCK_STREAM)
        try:
            if os.name != "nt":  # there it would let two of them listen at one address
                found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(family[4])
            found.listen()
        except BaseException:
            found.close()
            raise
    except OSError as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{host}, port {port}: can't listen there ({reason}); --port N names another port") from None
    return found


def serve(given: Given | None, first: str, host: str, port: int, opens: bool, say: Callable[[str], None]) -> None:
    """Serve the page until a signal ends the process; `say` is told where it is, `opens` has a browser show it.

    Raises `UsageError` where the address can't be, or the extra is not installed.
    """
    check_installed()
    with ended_at_once(shared.SIMULATOR.close), listening(host, port) as way:
        if given is not None:
            shared.EPISODES.given[given.scenario.name] = given
            first = given.scenario.name
        shared.FIRST[:] = [first]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        say(f"The explorer is at {address} until Ctrl-C ends it.")
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
        if opens:
            timer = threading.Timer(1.0, webbrowser.open, (address,))
            timer.daemon = True
            timer.start()
        _serve_on(way, host, port)


def _serve_on(way: socket.socket, host: str, port: int) -> None:
    """Answer what comes by this way; never returns, as only a signal ends it."""
    import streamlit as st
    import uvicorn
    from starlette.routing import Route
    from streamlit.web.bootstrap import load_config_options

    from sim.explorer import plots

    class Server(uvicorn.Server):
        """One that leaves signals as they are: what is done on one is `ended_at_once`."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    flags: dict[str, Any] = {**SETTINGS, "server.address": host, "server.port": port}
    if host in LOCAL:
        flags["server.allowedHosts"] = list(LOCAL)  # a name that an attacker leads here is none of ours
    load_config_options(flags)
    sys.setswitchinterval(SWITCH)
    Server(uvicorn.Config(st.App(SCRIPT, routes=[Route(plots.LIBRARY, plots.library)]), **WAYS)).run(sockets=[way])


def warm_up() -> None:
    """Have at hand what the first page needs, as far as that takes no compiling."""
    from sim.explorer import page  # noqa: F401 - it brings all libraries with it

    if not why_not_compiled() and not is_to_compile():
        first = shared.EPISODES.base(View(shared.FIRST[0]))
        with suppress(SimError), shared.SIMULATOR.at_work(first, 0) as passes:
            next(passes)
    gc.collect()
    gc.freeze()  # the library collects garbage after each change of a page: what stays needs no looking through
