"""Pictures that are fetched by an address, for a while."""

import asyncio
import errno
import re
import secrets
import time
from pathlib import Path

from homelab_kit.refusal import Refusal

_NAME = re.compile(r"[A-Za-z0-9_-]{43}\.png")


class Shelf:
    """Whoever has the name of a picture may see it: names cannot be guessed."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder = folder
        self._seconds = seconds
        folder.mkdir(parents=True, exist_ok=True)
        # What was put here before the program was started anew.
        for file in folder.iterdir():
            if _NAME.fullmatch(file.name):
                file.unlink()

    async def put(self, picture: bytes) -> str:
        name = f"{secrets.token_urlsafe(32)}.png"
        file = self._folder / name
        try:
            await asyncio.to_thread(file.write_bytes, picture)
        except OSError as error:
            file.unlink(missing_ok=True)
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            message = "The disk has no room for pictures. Ask for b64_json, or later: they are kept for a while."
            raise Refusal(507, message, code="disk_full") from None
        asyncio.get_running_loop().call_later(self._seconds, file.unlink, True)
        return name

    def find(self, name: str) -> Path:
        file = self._folder / name
        # A timer waits while the machine sleeps.
        if not _NAME.fullmatch(name) or not file.exists() or file.stat().st_mtime + self._seconds < time.time():
            raise Refusal(404, "There is no picture of this name, or no longer.", code="not_found")
        return file
