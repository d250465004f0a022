import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import aclosing
from typing import ClassVar

import httpx
import pytest
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from prometheus_client import CollectorRegistry
from pydantic import BaseModel, SecretStr

from homelab_kit.gone import unless_gone
from homelab_kit.leave import Leave
from homelab_kit.log import Log
from homelab_kit.service import service
from homelab_kit.settings import Serving
from homelab_kit.testing import served
from homelab_kit.workers import Workers


class Settings(Serving):
    prefix: ClassVar[str] = "COUNTER"


class Card:
    """Counts, as slowly as it is told to."""

    def __init__(self) -> None:
        self.model = False
        self.counted = 0
        self.go_on = threading.Event()
        self.go_on.set()

    def holds(self) -> bool:
        return self.model

    def release(self) -> bool:
        held, self.model = self.model, False
        return held

    def count(self, to: int, leave: Leave) -> Iterator[int]:
        self.model = True
        for number in range(to):
            while not self.go_on.wait(0.01):
                leave.check()
            self.counted += 1
            yield number


class Ask(BaseModel):
    to: int


class Counter:
    """A program of three addresses, with one card."""

    def __init__(self, settings: Settings, log: Log) -> None:
        self.card = Card()
        self.settings = settings
        registry = CollectorRegistry()
        self.workers = Workers(
            [self.card],
            queue_length=self.settings.queue_length,
            idle_seconds=self.settings.idle_seconds,
            log=log,
            registry=registry,
        )
        self.app = service(self.settings, registry, self.workers, guarded=self.routes())

    def routes(self) -> APIRouter:
        routes = APIRouter()

        @routes.post("/count")
        async def count(ask: Ask, request: Request) -> list[int]:
            async def all_of_them() -> list[int]:
                async with aclosing(self.counting(ask)) as stream:
                    return [number async for number in stream]

            return await unless_gone(request, all_of_them())

        @routes.post("/stream")
        async def stream(ask: Ask) -> StreamingResponse:
            async def lines():
                async with aclosing(self.counting(ask)) as numbers:
                    async for number in numbers:
                        yield f"{number}\n"

            return StreamingResponse(lines())

        @routes.get("/broken")
        def broken() -> None:
            raise RuntimeError("the password is hunter2")

        return routes

    def counting(self, ask: Ask):
        return self.workers.stream(lambda card, leave: card.count(ask.to, leave), self.settings.timeout_seconds)


def eventually(true) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.01)


@pytest.fixture
def asked():
    """Starts a program, and asks it."""
    with_servers = []

    def start(**told: object) -> tuple[Counter, httpx.Client]:
        counter = Counter(Settings.model_validate(told), Log("error"))
        server = served(counter.app)
        client = httpx.Client(base_url=server.__enter__(), timeout=30)
        with_servers.append((counter, client, server))
        return counter, client

    yield start
    for counter, client, server in with_servers:
        counter.card.go_on.set()
        client.close()
        server.__exit__(None, None, None)


def in_background(ask) -> threading.Thread:
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def test_health_readiness_and_figures_are_told_without_a_line_of_the_programs_own(asked):
    _, client = asked(api_key=SecretStr("a-key-of-sixteen-letters"))
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
    figures = client.get("/metrics").text
    assert 'http_request_duration_seconds_count{method="GET",route="/readyz",status="200"} 1.0' in figures
    assert "process_resident_memory_bytes" in figures
    assert "work_waiting 0.0" in figures


def test_what_is_asked_wrongly_is_refused_in_openais_form(asked):
    _, client = asked()

    def error(answer: httpx.Response) -> tuple[int, str, str | None, str]:
        said = answer.json()["error"]
        return answer.status_code, said["type"], said["param"], said["message"]

    kind = "invalid_request_error"
    for body in ("{", "[]", ""):
        answer = client.post("/count", content=body, headers={"content-type": "application/json"})
        assert error(answer)[:3] == (400, kind, None)
    no_object = "The body is no JSON object. Send one, as content-type application/json."
    assert error(client.post("/count", content='{"to": 1}')) == (400, kind, None, no_object)
    assert error(client.post("/count", json={"to": "x"}))[:3] == (400, kind, "to")
    assert error(client.get("/none")) == (404, kind, None, "There is no GET /none here.")
    broken = error(client.get("/broken"))
    assert broken == (500, "server_error", None, "Something went wrong here; the log says what.")


@pytest.mark.parametrize("told", [True, False], ids=["it says how large it is", "it does not say"])
def test_a_body_of_10_mb_is_refused_and_the_program_goes_on(asked, told: bool):
    _, client = asked()
    body = b"x" * 10_000_000
    answer = client.post("/count", content=body if told else iter([body[:5_000_000], body[5_000_000:]]))
    assert answer.status_code == 413
    assert answer.json()["error"]["message"] == "The body is larger than 1048576 bytes. Send less."
    assert client.post("/count", json={"to": 2}).json() == [0, 1]


def test_only_who_shows_the_key_may_ask(asked):
    _, client = asked(api_key=SecretStr("a-key-of-sixteen-letters"))
    for shown in ("", "Bearer another", "Basic a-key-of-sixteen-letters"):
        answer = client.post("/count", json={"to": 1}, headers={"authorization": shown})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    assert client.post("/admin/release").status_code == 401
    headers = {"authorization": "bearer a-key-of-sixteen-letters"}
    assert client.post("/count", json={"to": 1}, headers=headers).json() == [0]


def test_a_full_queue_is_said_at_once_and_with_when_to_come_again(asked):
    counter, client = asked(queue_length=1)
    counter.card.go_on.clear()
    waiting = [in_background(lambda: client.post("/count", json={"to": 1})) for _ in range(2)]
    eventually(lambda: "work_waiting 1.0" in client.get("/metrics").text)
    refused = client.post("/count", json={"to": 1})
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
    assert refused.headers["retry-after"] == "5"
    counter.card.go_on.set()
    for thread in waiting:
        thread.join()
    assert counter.card.counted == 2


@pytest.mark.parametrize("path", ["/count", "/stream"])
def test_who_leaves_is_worked_for_no_longer(asked, path: str):
    counter, client = asked()
    counter.card.go_on.clear()
    with pytest.raises(httpx.ReadTimeout):
        client.post(path, json={"to": 1000}, timeout=0.3)
    eventually(lambda: 'work_seconds_count{outcome="left"} 1.0' in client.get("/metrics").text)
    assert counter.card.counted == 0


def test_who_leaves_while_waiting_gives_up_the_place(asked):
    counter, client = asked(queue_length=1)
    counter.card.go_on.clear()
    first = in_background(lambda: client.post("/count", json={"to": 1}))
    eventually(counter.card.holds)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/count", json={"to": 1000}, timeout=0.3)
    eventually(lambda: "work_waiting 0.0" in client.get("/metrics").text)
    counter.card.go_on.set()
    first.join()
    assert counter.card.counted == 1


def test_what_takes_too_long_is_given_up(asked):
    counter, client = asked(timeout_seconds=1)
    counter.card.go_on.clear()
    answer = client.post("/count", json={"to": 1})
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")


def test_the_memory_is_given_back_when_asked_for_after_what_runs(asked):
    counter, client = asked()
    assert client.post("/admin/release").json() == {"released": 0}
    counter.card.go_on.clear()
    running = in_background(lambda: client.post("/count", json={"to": 1}))
    eventually(counter.card.holds)
    released: list[dict[str, int]] = []
    releasing = in_background(lambda: released.append(client.post("/admin/release").json()))
    time.sleep(0.1)
    assert released == []
    counter.card.go_on.set()
    running.join()
    releasing.join()
    assert released == [{"released": 1}]
    assert not counter.card.holds()


def test_the_memory_is_given_back_when_there_is_nothing_to_do(asked):
    counter, client = asked(idle_seconds=1)
    client.post("/count", json={"to": 1})
    assert counter.card.holds()
    eventually(lambda: not counter.card.holds())


PROGRAM = """
import sys
sys.path.insert(0, "tests")
from test_service import Counter, Settings
from homelab_kit.serve import run
run(Settings, lambda settings, log: Counter(settings, log).app)
"""


def test_a_program_says_what_is_wrong_with_its_settings_and_ends():
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, "PORT": "x"}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("The program cannot start with these settings:\n  PORT: ")
    assert ended.stdout == ""


def test_a_program_lets_an_answer_end_before_it_does():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    env = {**os.environ, "PORT": str(port)}
    with subprocess.Popen([sys.executable, "-c", PROGRAM], env=env, stdout=subprocess.PIPE, text=True) as program:
        try:
            url = f"http://127.0.0.1:{port}"
            eventually(lambda: _answers(url))
            with httpx.stream("POST", f"{url}/stream", json={"to": 5_000}, timeout=30) as answer:
                program.send_signal(signal.SIGTERM)
                last = list(answer.iter_lines())[-1]
            assert program.wait(30) == 0
            lines = [json.loads(line) for line in (program.stdout or [])]
        finally:
            program.kill()
    assert last == "4999"
    assert [(line["level"], line["msg"]) for line in lines] == [(30, "serves"), (30, "worked")]


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").status_code == 200
    except httpx.TransportError:
        return False
