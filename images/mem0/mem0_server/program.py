"""Puts the parts together."""

from pathlib import Path

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from homelab_kit.log import Log
from homelab_kit.service import service

from .library import Library
from .routes import routes
from .settings import Settings


def start(settings: Settings, log: Log) -> FastAPI:
    Path(settings.history_db_path).parent.mkdir(parents=True, exist_ok=True)
    library = Library(settings, log)
    return service(settings, CollectorRegistry(), guarded=routes(library), not_ready=library.not_ready)
