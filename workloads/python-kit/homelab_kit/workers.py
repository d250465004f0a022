"""One thread for each card, and a queue of bounded length before them."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from .leave import Leave, Left
from .log import Log
from .refusal import Refusal, busy


class Engine(Protocol):
    """What does the work on one card, and holds the card's memory for it."""

    def release(self) -> bool:
        """Gives the memory back; whether there was any."""

    def holds(self) -> bool: ...


E = TypeVar("E", bound=Engine)
T = TypeVar("T")


@dataclass(eq=False)
class _Job(Generic[E, T]):
    work: Callable[[E, Leave], Iterable[T]]
    leave: Leave
    # Called from the worker's thread: something that was made, or how it ended.
    made: Callable[[T], None]
    ended: Callable[[Exception | None], None]
    since: float = field(default_factory=time.monotonic)


class Workers(Generic[E]):
    """Does one piece of work at a time on each card, in the order in which they were asked for."""

    def __init__(
        self, engines: Sequence[E], *, queue_length: int, idle_seconds: float, log: Log, registry: CollectorRegistry
    ) -> None:
        self._queue: deque[_Job[E, object]] = deque()
        self._length = queue_length
        self._idle_seconds = idle_seconds
        self._idle = 0
        self._stopping = False
        self._changed = threading.Condition()
        self._log = log
        self._waited = Histogram("work_wait_seconds", "How long work waited for a card.", registry=registry)
        self._took = Histogram(
            "work_seconds",
            "How long work took, by how it ended.",
            ["outcome"],
            buckets=[0.1, 0.5, 1, 2, 5, 10, 20, 60, 180, 600],
            registry=registry,
        )
        self._refused = Counter("work_refused", "Work for which there was no room in the queue.", registry=registry)
        waiting = Gauge("work_waiting", "How much work waits for a card.", registry=registry)
        waiting.set_function(lambda: len(self._queue))
        loaded = Gauge("cards_holding_a_model", "Cards whose memory holds a model.", registry=registry)
        loaded.set_function(lambda: sum(engine.holds() for engine in engines))
        # Held while a card works: whoever wants its memory back waits for that long.
        self._desks = [(engine, threading.Lock()) for engine in engines]
        self._threads = [
            threading.Thread(target=self._run, args=desk, name=f"worker-{number}", daemon=True)
            for number, desk in enumerate(self._desks)
        ]
        for thread in self._threads:
            thread.start()

    async def stream(self, work: Callable[[E, Leave], Iterable[T]], seconds: float) -> AsyncGenerator[T, None]:
        """What the work makes, as it makes it. Whoever stops listening stops the work."""
        loop = asyncio.get_running_loop()
        results: asyncio.Queue[tuple[T] | Exception | None] = asyncio.Queue()

        def put(result: tuple[T] | Exception | None) -> None:
            # The server may be gone before its workers are.
            if not loop.is_closed():
                loop.call_soon_threadsafe(results.put_nowait, result)

        job = _Job[E, T](work, Leave(seconds), lambda made: put((made,)), put)
        self._take(job)
        try:
            while True:
                async with asyncio.timeout(job.leave.remaining):
                    result = await results.get()
                if result is None:
                    return
                if isinstance(result, Exception):
                    raise result
                yield result[0]
        except (TimeoutError, Left):
            message = f"This took longer than {seconds:g} seconds, and was given up. Ask for less, or later."
            raise Refusal(504, message, code="timeout") from None
        finally:
            self._drop(job)

    async def release(self) -> int:
        """Gives back the memory of every card, after what it does at the moment; of how many there was any."""
        released = await asyncio.gather(*(asyncio.to_thread(self._release, *desk) for desk in self._desks))
        return sum(released)

    def stop(self) -> None:
        """After the last answer: nobody waits any more."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    def _take(self, job: _Job[E, T]) -> None:
        with self._changed:
            if len(self._queue) >= self._length + self._idle:
                self._refused.inc()
                raise busy(f"{len(self._queue)} wait already, which is all that may. Ask again in a while.")
            self._queue.append(job)  # type: ignore[arg-type]
            self._changed.notify()

    def _drop(self, job: _Job[E, T]) -> None:
        job.leave.go()
        with self._changed:
            if job in self._queue:
                self._queue.remove(job)  # type: ignore[arg-type]

    def _run(self, engine: E, desk: threading.Lock) -> None:
        while True:
            with self._changed:
                self._idle += 1
                came = self._changed.wait_for(lambda: self._queue or self._stopping, self._idle_seconds)
                self._idle -= 1
                if self._stopping:
                    return
                job = self._queue.popleft() if came else None
            if job is None:
                self._release(engine, desk)
            else:
                with desk:
                    self._do(engine, job)

    def _do(self, engine: E, job: _Job[E, object]) -> None:
        began = time.monotonic()
        self._waited.observe(began - job.since)
        outcome = "done"
        failure: Exception | None = None
        try:
            job.leave.check()
            for made in job.work(engine, job.leave):
                job.made(made)
                job.leave.check()
        except Left as left:
            outcome, failure = "left", left
        except Refusal as refusal:
            outcome, failure = "refused", refusal
        except Exception as error:
            outcome, failure = "failed", error
        seconds = time.monotonic() - began
        self._took.labels(outcome).observe(seconds)
        self._log.info("worked", outcome=outcome, seconds=round(seconds, 2))
        job.ended(failure)

    def _release(self, engine: E, desk: threading.Lock) -> bool:
        with desk:
            released = engine.release()
        if released:
            self._log.info("gave the card's memory back")
        return released
