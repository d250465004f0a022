"""One form for whatever is refused: OpenAI's, so that its clients understand it."""

from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse


class Refusal(Exception):
    """What is wrong, and how to mend it."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str,
        param: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        kind = "invalid_request_error" if self.status < HTTPStatus.INTERNAL_SERVER_ERROR else "server_error"
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}

    def response(self) -> JSONResponse:
        headers = {} if self.retry_after is None else {"retry-after": str(self.retry_after)}
        return JSONResponse(self.body(), self.status, headers)


def wrong(param: str, message: str, code: str = "invalid_value") -> Refusal:
    """A request that asks for what cannot be."""
    return Refusal(400, message, code=code, param=param)


def busy(message: str) -> Refusal:
    return Refusal(503, message, code="busy", retry_after=5)
