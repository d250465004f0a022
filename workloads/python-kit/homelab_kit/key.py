"""Who shows the key may ask."""

import hashlib
import hmac
from collections.abc import Callable

from fastapi import Request
from pydantic import SecretStr

from .refusal import Refusal


def key_needed(key: SecretStr | None) -> Callable[[Request], None]:
    """Without a key nobody is asked for one: then only this machine can reach the program."""
    wanted = key and _digest(key.get_secret_value())

    def check(request: Request) -> None:
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        # How long it takes to refuse tells nothing about the key.
        if wanted and not (scheme.lower() == "bearer" and hmac.compare_digest(_digest(shown), wanted)):
            raise Refusal(401, "Show the key of this server: Authorization: Bearer <key>.", code="invalid_api_key")

    return check


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
