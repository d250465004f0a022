"""Whether somebody still waits for a piece of work."""

import threading
import time


class Left(Exception):
    """Nobody waits any more. Whoever works lets go at once."""


class Leave:
    """Told by whoever waits; asked by whoever works, as often as it can."""

    def __init__(self, seconds: float) -> None:
        self._gone = threading.Event()
        self._until = time.monotonic() + seconds

    def go(self) -> None:
        self._gone.set()

    @property
    def remaining(self) -> float:
        return max(0.0, self._until - time.monotonic())

    def check(self) -> None:
        if self._gone.is_set() or self.remaining == 0:
            raise Left
