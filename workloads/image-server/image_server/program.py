"""Everything put together."""

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from homelab_kit import card
from homelab_kit.log import Log
from homelab_kit.service import service
from homelab_kit.settings import SettingsProblem
from homelab_kit.workers import Workers

from . import routes
from .engine import Diffusers
from .settings import Settings
from .shelf import Shelf


def start(settings: Settings, log: Log) -> FastAPI:
    registry = CollectorRegistry()
    shelf = _shelf(settings)
    workers = Workers(
        [Diffusers(device, log) for device in card.devices()],
        queue_length=settings.queue_length,
        idle_seconds=settings.idle_seconds,
        log=log,
        registry=registry,
    )
    return service(
        settings,
        registry,
        workers,
        guarded=routes.guarded(settings, workers, shelf),
        open_to_all=routes.files(shelf),
    )


def _shelf(settings: Settings) -> Shelf:
    try:
        return Shelf(settings.image_files, settings.image_files_seconds)
    except OSError as error:
        why = (
            f"IMAGE_FILES: {settings.image_files} cannot be used ({error.strerror}). Name a folder that may be written."
        )
        raise SettingsProblem([why]) from None
