import base64
import json
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from conftest import Start
from tiny import TOKENS

URL = "/v1/audio/speech"
# Of one part: there are 25 tokens in a second, and 24,000 samples of two bytes.
SECONDS = TOKENS / 25
BYTES = int(SECONDS * 24_000) * 2


def facts(sound: bytes) -> tuple[str, float]:
    """What it is, and how many seconds it lasts, by those who are not told."""
    probe = ["ffprobe", "-loglevel", "error", "-show_entries", "stream=codec_name"]
    said = subprocess.run([*probe, "-of", "json", "pipe:0"], input=sound, capture_output=True, check=True)
    samples = ["-f", "s16le", "-ar", "24000", "-ac", "1", "pipe:1"]
    decoder = ["ffmpeg", "-loglevel", "error", "-i", "pipe:0", *samples]
    decoded = subprocess.run(decoder, input=sound, capture_output=True, check=True)
    return json.loads(said.stdout)["streams"][0]["codec_name"], len(decoded.stdout) / 48_000


@pytest.mark.parametrize(
    ("form", "media_type", "codec"),
    [
        ("mp3", "audio/mpeg", "mp3"),
        ("opus", "audio/ogg", "opus"),
        ("aac", "audio/aac", "aac"),
        ("flac", "audio/flac", "flac"),
        ("wav", "audio/wav", "pcm_s16le"),
    ],
)
def test_it_is_spoken_in_every_form_of_openais(client: httpx.Client, form: str, media_type: str, codec: str):
    answer = client.post(URL, json={"input": "Hello.", "voice": "ada", "response_format": form})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert facts(answer.content) == (codec, pytest.approx(SECONDS, abs=0.1))


def test_samples_are_as_openai_has_them_and_a_part_is_heard_before_the_next_is_spoken(client: httpx.Client):
    body = {"input": "One. Two! Three?", "voice": "ada", "response_format": "pcm"}
    came: list[float] = []
    size = 0
    with client.stream("POST", URL, json=body) as answer:
        for chunk in answer.iter_raw():
            size += len(chunk)
            if size >= BYTES * (len(came) + 1):
                came.append(time.monotonic())
    assert size == 3 * BYTES
    # Each part takes its time.
    assert came[2] - came[0] > 0.5


@pytest.mark.parametrize("speed", [0.25, 2])
def test_it_is_spoken_faster_or_slower(client: httpx.Client, speed: float):
    body = {"input": "Hello.", "voice": "ada", "response_format": "wav", "speed": speed}
    assert facts(client.post(URL, json=body).content)[1] == pytest.approx(SECONDS / speed, rel=0.2)


def test_it_comes_as_events_for_those_who_ask_for_them(client: httpx.Client):
    body = {"input": "Hello.", "voice": "ada", "response_format": "pcm", "stream_format": "sse"}
    answer = client.post(URL, json=body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.split("\n\n") if line]
    assert events[-1] == {"type": "speech.audio.done"}
    assert sum(len(base64.b64decode(each["audio"])) for each in events[:-1]) == BYTES


def test_who_leaves_is_spoken_to_no_longer(begin: Start):
    client = begin()
    body = {"input": "One. " * 100, "voice": "ada", "response_format": "pcm"}
    with client.stream("POST", URL, json=body) as answer:
        next(answer.iter_raw())
    until = time.monotonic() + 30
    while 'work_seconds_count{outcome="left"} 1.0' not in client.get("/metrics").text:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert client.post(URL, json={"input": "Hello.", "voice": "ada"}).status_code == 200


def test_the_memory_is_given_back_and_taken_again(client: httpx.Client):
    ask = {"input": "Hello.", "voice": "ada"}
    client.post(URL, json=ask)
    assert client.post("/admin/release").json() == {"released": 1}
    assert "cards_holding_a_model 0.0" in client.get("/metrics").text
    assert client.post(URL, json=ask).status_code == 200


def test_voices_are_the_clips_of_the_folder(client: httpx.Client):
    assert client.get("/v1/audio/voices").json() == {"voices": ["default", "ada", "short", "torn"]}
    assert [each["id"] for each in client.get("/v1/models").json()["data"]] == ["chatterbox"]


@pytest.mark.parametrize(
    ("body", "status", "param", "message"),
    [
        ({}, 400, "input", "input: Field required."),
        ({"input": "x" * 5000}, 400, "input", "input is longer than 4096 characters. Send it in parts."),
        ({"input": " ...\n"}, 400, "input", "input has nothing that could be spoken. Write a word."),
        ({"input": "x", "model": "tts-1"}, 404, "model", "There is no model of this name. There is chatterbox."),
        ({"input": "x", "voice": "alloy"}, 400, "voice", "There is no voice of this name. There is default, ada, sh"),
        ({"input": "x", "voice": "../secret"}, 400, "voice", "There is no voice of this name."),
        ({"input": "x", "voice": "short"}, 503, "voice", "The clip of the voice short lasts 1.0 seconds; 2 to 120 are"),
        ({"input": "x", "voice": "torn"}, 503, "voice", "The clip of the voice torn is no sound that can be read."),
        ({"input": "x", "response_format": "midi"}, 400, "response_format", "response_format: Input should be 'mp3',"),
        ({"input": "x", "speed": 5}, 400, "speed", "speed: Input should be less than or equal to 4."),
        ({"input": "x", "stream_format": "x"}, 400, "stream_format", "stream_format: Input should be 'audio' or 'sse'"),
        ({"input": "x", "pitch": 2}, 400, "pitch", "pitch: Extra inputs are not permitted."),
        ({"input": "x"}, 400, "voice", "The model has no voice default of its own. Name one of the folder of voices."),
    ],
)
def test_what_is_asked_wrongly(client: httpx.Client, body: dict[str, object], status: int, param: str, message: str):
    answer = client.post(URL, json=body)
    error = answer.json()["error"]
    assert (answer.status_code, error["param"]) == (status, param)
    assert error["message"].startswith(message)


def test_a_model_that_cannot_be_loaded_is_said(begin: Start, tmp_path: Path):
    answer = begin(TTS_MODEL=str(tmp_path)).post(URL, json={"input": "Hello.", "voice": "ada"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "model_unavailable")


def test_nothing_of_what_is_spoken_is_ever_logged(begin: Start, capfd: pytest.CaptureFixture[str]):
    client = begin()
    client.post(URL, json={"input": "Confidential.", "voice": "ada"})
    client.post(URL, json={"input": "Confidential.", "voice": "none"})
    said = "".join(capfd.readouterr())
    assert '"msg": "worked"' in said
    assert "onfidential" not in said
