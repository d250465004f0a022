"""OpenAI's addresses, as far as they are about speech."""

import base64
import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from homelab_kit.gone import unless_gone
from homelab_kit.leave import Leave
from homelab_kit.workers import Workers

from .ask import MODEL, Ask, spoken
from .encode import FORMS, encoded
from .engine import Chatterbox
from .settings import Settings
from .voices import Voices


def guarded(settings: Settings, workers: Workers[Chatterbox], voices: Voices) -> APIRouter:
    routes = APIRouter()

    @routes.get("/v1/models")
    def models() -> dict[str, Any]:
        return {
            "object": "list",
            "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "here"}],
        }

    @routes.get("/v1/audio/voices")
    def list_voices() -> dict[str, list[str]]:
        return {"voices": voices.names()}

    @routes.post("/v1/audio/speech")
    async def speech(ask: Ask, request: Request) -> StreamingResponse:
        parts, clip, form = spoken(ask, settings), voices.clip(ask.voice), FORMS[ask.response_format]
        samples = workers.stream(_speaking(parts, clip), settings.timeout_seconds)
        # What goes wrong until here can still be said; later there is only half a sound.
        first = await unless_gone(request, anext(samples))
        sound = encoded(_with(first, samples), form, ask.speed)
        if ask.stream_format == "sse":
            return StreamingResponse(_events(sound), media_type="text/event-stream")
        return StreamingResponse(_closing(sound), media_type=form.media_type)

    return routes


def _speaking(parts: list[str], clip: Path | None) -> Any:
    def work(engine: Chatterbox, leave: Leave) -> Iterator[bytes]:
        return engine.speak(parts, clip, leave)

    return work


async def _with(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(rest):
        yield first
        async for each in rest:
            yield each


async def _closing(sound: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(sound):
        async for chunk in sound:
            yield chunk


async def _events(sound: AsyncGenerator[bytes, None]) -> AsyncGenerator[str, None]:
    async with aclosing(sound):
        async for chunk in sound:
            delta = {"type": "speech.audio.delta", "audio": base64.b64encode(chunk).decode()}
            yield f"data: {json.dumps(delta)}\n\n"
    yield f"data: {json.dumps({'type': 'speech.audio.done'})}\n\n"
