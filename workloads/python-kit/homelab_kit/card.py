"""The cards of this machine, and what is free in them."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from .refusal import Refusal

GIB = 1024**3
_UNITS = {"MiB": 1024**2, "GiB": GIB}


def devices() -> list[str]:
    """Where there is no card, the processor does it, slowly."""
    return [f"cuda:{number}" for number in range(torch.cuda.device_count())] or ["cpu"]


def size(text: object) -> int:
    """`10GiB` in bytes."""
    match = re.fullmatch(r"(\d{1,6})(MiB|GiB)", str(text))
    if match is None:
        raise ValueError('is not a size; write one such as "10GiB"')
    return int(match[1]) * _UNITS[match[2]]


def room_for(name: str, needed: int, device: str) -> None:
    """Refuses a model that the card cannot hold now, whoever has taken the memory: a game, or another model."""
    if device == "cpu":
        return
    free, total = torch.cuda.mem_get_info(device)
    if needed > total:
        raise Refusal(503, f"{name} takes {_gib(needed)}, and {device} has {_gib(total)} in all.", code="no_room")
    if needed > free:
        message = f"{name} takes {_gib(needed)}, and {_gib(free)} of {device} are free: something else holds the rest."
        raise Refusal(503, message, code="no_room", retry_after=30)


@contextmanager
def within_memory(device: str) -> Iterator[None]:
    """Where the card's memory runs out in the middle of the work, that is said."""
    try:
        yield
    except torch.OutOfMemoryError:
        empty()
        message = f"The memory of {device} ran out. Ask for less, or free it of what else it holds."
        raise Refusal(503, message, code="no_room", retry_after=30) from None


def empty() -> None:
    """After the last reference is gone: PyTorch would keep what was freed for the next one."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _gib(size: int) -> str:
    return f"{size / GIB:.1f} GiB"
