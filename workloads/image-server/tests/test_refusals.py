"""What is asked wrongly is refused before a card is touched, and says how to mend it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from conftest import Start
from hypothesis import given
from hypothesis import strategies as some

from homelab_kit.log import Log
from homelab_kit.refusal import Refusal
from homelab_kit.settings import SettingsProblem, read
from homelab_kit.testing import served
from image_server.ask import Ask, pictures
from image_server.models import BLOCK, SMALLEST, picture_size
from image_server.program import start
from image_server.settings import Settings

SETTINGS = read(
    Settings, {"IMAGE_MODELS": "{ first: { source: /none, vram: 1GiB }, second: { source: /none, vram: 1GiB }}"}
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """None of its models is there: whoever touched one would be told so."""
    settings = SETTINGS.model_copy(update={"image_files": tmp_path_factory.mktemp("files")})
    with served(start(settings, Log("info"))) as url, httpx.Client(base_url=url) as client:
        yield client


@pytest.mark.parametrize(
    ("body", "status", "param", "message"),
    [
        ({}, 400, "prompt", "prompt: Field required."),
        ({"prompt": ""}, 400, "prompt", "prompt: String should have at least 1 character."),
        ({"prompt": "x" * 10_000}, 400, "prompt", "prompt is longer than 8192 bytes. Write less."),
        ({"prompt": "x", "negative_prompt": "ü" * 5000}, 400, "negative_prompt", "negative_prompt is longer than"),
        ({"prompt": "x", "model": "dall-e-3"}, 404, "model", "There is no model of this name. There is first, second"),
        ({"prompt": "x", "n": 0}, 400, "n", "n: Input should be greater than or equal to 1."),
        ({"prompt": "x", "n": 5}, 400, "n", "n is 5, and one request may ask for 4. Ask more than once."),
        ({"prompt": "x", "steps": 101}, 400, "steps", "steps is 101, and a picture may take 100. Ask for fewer."),
        ({"prompt": "x", "seed": -1}, 400, "seed", "seed: Input should be greater than or equal to 0."),
        ({"prompt": "x", "guidance": "much"}, 400, "guidance", "guidance: Input should be a valid number"),
        ({"prompt": "x", "size": "20000x20000"}, 400, "size", "20000x20000 has more pixels than the 4194304 that may"),
        ({"prompt": "x", "size": "100x64"}, 400, "size", "size has a side of 100; a side is a multiple of 16 from 64"),
        ({"prompt": "x", "size": "large"}, 400, "size", "size is not a size; write width and height, as in"),
        ({"prompt": "x", "response_format": "file"}, 400, "response_format", "response_format: Input should be 'b64"),
        ({"prompt": "x", "output_format": "webp"}, 400, "output_format", "output_format: Input should be 'png'."),
        ({"prompt": "x", "stream": True}, 400, "stream", "stream: Input should be False."),
        ({"prompt": "x", "lora": "y"}, 400, "lora", "lora: Extra inputs are not permitted."),
    ],
)
def test_what_is_asked_wrongly(client: httpx.Client, body: dict[str, object], status: int, param: str, message: str):
    answer = client.post("/v1/images/generations", json=body)
    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error["param"]) == (status, "invalid_request_error", param)
    assert error["message"].startswith(message)


@given(some.integers(0, 30_000), some.integers(0, 30_000))
def test_a_size_is_drawn_as_it_is_asked_for_or_refused(width: int, height: int):
    ask = Ask(prompt="x", size=f"{width}x{height}")
    may_be = min(width, height) >= SMALLEST and width % BLOCK == height % BLOCK == 0
    if may_be and width * height <= SETTINGS.image_pixels:
        [picture] = pictures(ask, SETTINGS)[2]
        assert (picture.width, picture.height) == (width, height)
    else:
        with pytest.raises(Refusal):
            pictures(ask, SETTINGS)


@given(some.text(max_size=30))
def test_whatever_is_written_for_a_size_is_one_or_none(text: str):
    try:
        assert all(side < 1_000_000 for side in picture_size(text))
    except ValueError as error:
        assert "write width and height" in str(error)


@given(some.one_of(some.none(), some.integers(0, 2**32 - 1)), some.integers(1, 4))
def test_every_picture_has_a_seed_that_can_be_asked_for(seed: int | None, n: int):
    seeds = [picture.seed for picture in pictures(Ask(prompt="x", seed=seed, n=n), SETTINGS)[2]]
    assert len(set(seeds)) == n
    for each in seeds:
        Ask(prompt="x", seed=each)


@pytest.mark.parametrize(
    ("models", "message"),
    [
        ("", "IMAGE_MODELS: Field required."),
        ("a: [", "IMAGE_MODELS: is not YAML at line 1."),
        ("{}", "IMAGE_MODELS: Dictionary should have at least 1 item"),
        ("a: { source: x, vram: 10 }", 'IMAGE_MODELS.a.vram: is not a size; write one such as "10GiB".'),
        ("../a: { source: x, vram: 10GiB }", "IMAGE_MODELS.../a.[key]: String should match pattern"),
        ("a: { source: x, vram: 10GiB, pipeline: os }", "IMAGE_MODELS.a.pipeline: String should match pattern"),
        ("a: { source: x, vram: 10GiB, dtype: int8 }", "IMAGE_MODELS.a.dtype: Input should be 'float16'"),
        ("a: { source: x, vram: 10GiB, path: y }", "IMAGE_MODELS.a.path: Extra inputs are not permitted."),
    ],
)
def test_models_that_are_none(models: str, message: str):
    with pytest.raises(SettingsProblem) as caught:
        read(Settings, {"IMAGE_MODELS": models})
    assert message in str(caught.value)


def test_a_folder_that_cannot_be_written_into_is_a_setting_to_mend(asked: Start, tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(SettingsProblem, match="cannot be used"):
        asked(IMAGE_FILES=str(tmp_path / "file" / "folder"))
