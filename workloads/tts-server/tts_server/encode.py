"""Samples as a sound file of some form, while they come."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from .engine import RATE

CHUNK = 16 * 1024


@dataclass(frozen=True)
class Form:
    media_type: str
    # What ffmpeg is told of it.
    words: tuple[str, ...]


FORMS = {
    "mp3": Form("audio/mpeg", ("-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3")),
    "opus": Form("audio/ogg", ("-c:a", "libopus", "-b:a", "64k", "-f", "ogg", "-page_duration", "200000")),
    "aac": Form("audio/aac", ("-c:a", "aac", "-b:a", "128k", "-f", "adts")),
    "flac": Form("audio/flac", ("-c:a", "flac", "-f", "flac")),
    "wav": Form("audio/wav", ("-c:a", "pcm_s16le", "-f", "wav")),
    "pcm": Form("audio/pcm", ("-c:a", "pcm_s16le", "-f", "s16le")),
}


async def encoded(samples: AsyncIterator[bytes], form: Form, speed: float) -> AsyncGenerator[bytes, None]:
    """The pitch stays, however fast it is spoken."""
    # One filter goes down to half the speed.
    tempo = f"atempo={speed}" if speed >= 0.5 else f"atempo=0.5,atempo={speed / 0.5}"  # noqa: PLR2004
    # It would else wait for seconds of sound, to find out what it has been told.
    at_once = ("-probesize", "32", "-analyzeduration", "0")
    source = (*at_once, "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    filters = () if speed == 1 else ("-filter:a", tempo)
    command = ("ffmpeg", "-hide_banner", "-loglevel", "error", *source, *filters, *form.words)
    process = await asyncio.create_subprocess_exec(*command, "-flush_packets", "1", "pipe:1", stdin=PIPE, stdout=PIPE)
    feeding = asyncio.create_task(_feed(process, samples))
    try:
        while chunk := await _read(process):
            yield chunk
        await feeding
        if await process.wait() != 0:
            raise RuntimeError(f"ffmpeg ended with {process.returncode}")
    finally:
        feeding.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await feeding
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _read(process: Process) -> bytes:
    assert process.stdout is not None  # noqa: S101
    return await process.stdout.read(CHUNK)


async def _feed(process: Process, samples: AsyncIterator[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101
    try:
        async for each in samples:
            process.stdin.write(each)
            await process.stdin.drain()
        process.stdin.close()
    except BaseException:
        # Half a file must not look like a whole one.
        if process.returncode is None:
            process.kill()
        raise
