"""No body is larger than it may be, whatever its client says of it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .refusal import Refusal

MIB = 1024 * 1024
# So much is read away of what is refused: whoever still sends would never see why.
MOST_READ_AWAY = 64 * MIB


class BodyLimit:
    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunk: bytes = message.get("body", b"")
            more = message.get("more_body", False)
            size += len(chunk)
            if size <= self._most:
                body += chunk
            elif size > MOST_READ_AWAY:
                break
        if size > self._most:
            refusal = Refusal(413, f"The body is larger than {self._most} bytes. Send less.", code="too_large")
            await refusal.response()(scope, receive, send)
            return
        await self._app(scope, _again(bytes(body), receive), send)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more; then whatever comes, which is that the client has left."""
    whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return whole.pop() if whole else await receive()

    return replay
