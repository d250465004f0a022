"""Everything put together."""

import shutil

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from homelab_kit import card
from homelab_kit.log import Log
from homelab_kit.service import service
from homelab_kit.settings import SettingsProblem
from homelab_kit.workers import Workers

from . import routes
from .engine import Chatterbox
from .settings import Settings
from .voices import Voices


def start(settings: Settings, log: Log) -> FastAPI:
    if shutil.which("ffmpeg") is None:
        raise SettingsProblem(["PATH has no ffmpeg, by which sound is encoded. Install it."])
    registry = CollectorRegistry()
    workers = Workers(
        [Chatterbox(device, settings, log) for device in card.devices()],
        queue_length=settings.queue_length,
        idle_seconds=settings.idle_seconds,
        log=log,
        registry=registry,
    )
    voices = Voices(settings.tts_voices)
    return service(settings, registry, workers, guarded=routes.guarded(settings, workers, voices))
