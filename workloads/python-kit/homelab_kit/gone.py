"""Sees that a client has left, while its answer is still being made."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from fastapi import Request

T = TypeVar("T")


class ClientLeft(Exception):
    """There is nobody to answer."""


async def unless_gone(request: Request, answer: Awaitable[T]) -> T:
    """What is awaited; it is given up when the client leaves."""
    made = asyncio.ensure_future(answer)
    left = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({made, left}, return_when=asyncio.FIRST_COMPLETED)
        if not made.done():
            raise ClientLeft
        return made.result()
    finally:
        for task in (made, left):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
