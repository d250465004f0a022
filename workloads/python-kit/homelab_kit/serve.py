"""Runs a server until it is told to stop, and lets answers end before it does."""

import os
import signal
import sys
from collections.abc import Callable, Mapping

import uvicorn
from fastapi import FastAPI

from .log import Log
from .settings import Settings, SettingsProblem, read


def run(schema: type[Settings], start: Callable[[Settings, Log], FastAPI]) -> None:
    """The whole of a program: what it is told by the environment, and what it makes of it."""
    sys.exit(_run(schema, start, os.environ))


def _run(schema: type[Settings], start: Callable[[Settings, Log], FastAPI], environment: Mapping[str, str]) -> int:
    try:
        settings = read(schema, environment)
        log = Log(settings.log_level)
        app = start(settings, log)
    except SettingsProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            # Longer than proxies keep theirs: never ours to close first.
            timeout_keep_alive=120,
            timeout_graceful_shutdown=settings.drain_seconds,
        )
    )
    # The server ends in order by itself, and then sends itself once more what it was sent.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    log.info("serves", host=settings.host, port=settings.port)
    server.run()
    return 0 if server.started else 1
