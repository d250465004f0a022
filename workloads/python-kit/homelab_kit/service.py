"""A server that tells of its health and its figures, and refuses in one form."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from .count import Counted
from .gone import ClientLeft
from .key import key_needed
from .limit import MIB, BodyLimit
from .refusal import Refusal
from .settings import Serving
from .workers import E, Workers

# The client has left: nobody reads this.
NOBODY = 499


def service(
    settings: Serving,
    registry: CollectorRegistry,
    workers: Workers[E] | None = None,
    *,
    guarded: APIRouter,
    open_to_all: APIRouter | None = None,
    not_ready: Callable[[], str | None] = lambda: None,
) -> FastAPI:
    """`guarded` is for those who have the key."""
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    app = FastAPI(
        # Nothing is documented to strangers, and nobody is told what is asked here.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry={"auto_configure": False, "tracing": False, "metrics": False},
        lifespan=_ending(workers) if workers else None,
    )
    needs_key = [Depends(key_needed(settings.api_key))]
    app.include_router(_own_routes(registry, not_ready))
    if workers:
        app.include_router(_releases(workers), dependencies=needs_key)
    app.include_router(guarded, dependencies=needs_key)
    if open_to_all is not None:
        app.include_router(open_to_all)
    _refuse_in_one_form(app)
    app.add_middleware(BodyLimit, most=MIB)
    app.add_middleware(Counted, registry=registry)
    return app


def _ending(workers: Workers[E]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(workers.stop)

    return lifespan


def _own_routes(registry: CollectorRegistry, not_ready: Callable[[], str | None]) -> APIRouter:
    routes = APIRouter()

    @routes.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz")
    def readiness() -> JSONResponse:
        reason = not_ready()
        if reason is None:
            return JSONResponse({"status": "ok"})
        return JSONResponse({"status": "waiting", "reason": reason}, 503)

    @routes.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return routes


def _releases(workers: Workers[E]) -> APIRouter:
    routes = APIRouter()

    @routes.post("/admin/release")
    async def release() -> dict[str, int]:
        """What runs comes to its end first; whoever waits behind it has the model loaded again."""
        return {"released": await workers.release()}

    return routes


def _refuse_in_one_form(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(_: Request, refusal: Refusal) -> Response:
        return refusal.response()

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        if first["type"] == "json_invalid" or first["loc"] == ("body",):
            message = "The body is no JSON object. Send one, as content-type application/json."
            return Refusal(400, message, code="invalid_json").response()
        # The first part of a place says that it is in the body.
        param = ".".join(map(str, first["loc"][1:]))
        message = first["msg"].removeprefix("Value error, ")
        return Refusal(400, f"{param}: {message}.", code="invalid_value", param=param).response()

    @app.exception_handler(HTTPException)
    async def absent(request: Request, error: HTTPException) -> Response:
        message = f"There is no {request.method} {request.url.path} here."
        return Refusal(error.status_code, message, code="not_found").response()

    @app.exception_handler(ClientLeft)
    async def left(_: Request, __: ClientLeft) -> Response:
        return Response(status_code=NOBODY)

    # What broke is logged where it arrives: at the server.
    @app.exception_handler(Exception)
    async def broken(_: Request, __: Exception) -> Response:
        return Refusal(500, "Something went wrong here; the log says what.", code="internal_error").response()
