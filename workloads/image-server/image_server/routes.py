"""OpenAI's addresses, as far as they are about pictures."""

import base64
import time
from collections.abc import Iterator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from homelab_kit.gone import unless_gone
from homelab_kit.leave import Leave
from homelab_kit.workers import Workers

from .ask import Ask, pictures
from .engine import Diffusers
from .settings import Settings
from .shelf import Shelf


def guarded(settings: Settings, workers: Workers[Diffusers], shelf: Shelf) -> APIRouter:
    routes = APIRouter()

    @routes.get("/v1/models")
    def models() -> dict[str, Any]:
        listed = [{"id": name, "object": "model", "created": 0, "owned_by": "here"} for name in settings.image_models]
        return {"object": "list", "data": listed}

    @routes.post("/v1/images/generations")
    async def generate(ask: Ask, request: Request) -> dict[str, Any]:
        name, model, wanted = pictures(ask, settings)

        def work(engine: Diffusers, leave: Leave) -> Iterator[bytes]:
            for picture in wanted:
                yield engine.draw(name, model, picture, leave)

        async def drawn() -> list[bytes]:
            async with aclosing(workers.stream(work, settings.timeout_seconds)) as stream:
                return [picture async for picture in stream]

        made = await unless_gone(request, drawn())
        data = []
        for picture, png in zip(wanted, made, strict=True):
            if ask.response_format == "url":
                shown = {"url": f"{_base(request)}/files/{await shelf.put(png)}"}
            else:
                shown = {"b64_json": base64.b64encode(png).decode()}
            data.append({**shown, "seed": picture.seed})
        return {"created": int(time.time()), "data": data}

    def _base(request: Request) -> str:
        return str(settings.image_url or request.base_url).rstrip("/")

    return routes


def files(shelf: Shelf) -> APIRouter:
    routes = APIRouter()

    @routes.get("/files/{name:path}")
    def file(name: str) -> FileResponse:
        # Nobody else's cache keeps it longer than we do.
        return FileResponse(shelf.find(name), media_type="image/png", headers={"cache-control": "no-store"})

    return routes
