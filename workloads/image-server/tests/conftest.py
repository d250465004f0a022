from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
import torch
from tiny import save_pipeline

from homelab_kit.log import Log
from homelab_kit.settings import read
from homelab_kit.testing import served
from image_server.program import start
from image_server.settings import Settings

# The models are so small that several threads only wait for each other.
torch.set_num_threads(1)

Start = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_pipeline(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def told(tiny: Path, tmp_path: Path) -> dict[str, str]:
    models = f"""
      tiny: {{ source: {tiny}, vram: 1GiB, dtype: float32, size: 64x64, steps: 2 }}
      second: {{ source: {tiny}, vram: 1GiB, dtype: float32, size: 128x64, steps: 2 }}
      absent: {{ source: {tiny}/absent, vram: 1GiB }}
    """
    return {"IMAGE_MODELS": models, "IMAGE_FILES": str(tmp_path / "files")}


@pytest.fixture
def asked(told: dict[str, str]) -> Iterator[Start]:
    """Starts the program with these settings, and asks it."""
    with ExitStack() as stack:

        def begin(**more: str) -> httpx.Client:
            url = stack.enter_context(served(start(read(Settings, {**told, **more}), Log("info"))))
            return stack.enter_context(httpx.Client(base_url=url, timeout=60))

        yield begin
