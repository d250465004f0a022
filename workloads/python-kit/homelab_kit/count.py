"""How many were answered, how, and how fast; by the route, for there are endlessly many addresses."""

import time

from prometheus_client import CollectorRegistry, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Counted:
    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "Time until an answer began, by route and status.",
            ["method", "route", "status"],
            buckets=[0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300],
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()

        async def observe(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "none")
                seconds = time.monotonic() - began
                self._seconds.labels(scope["method"], route, message["status"]).observe(seconds)
            await send(message)

        await self._app(scope, receive, observe if scope["type"] == "http" else send)
