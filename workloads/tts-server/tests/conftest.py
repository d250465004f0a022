import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
import torch

from homelab_kit.log import Log
from homelab_kit.settings import read
from homelab_kit.testing import served
from tts_server.program import start
from tts_server.settings import Settings

# Only now: the program is first to say how quiet its libraries are to be.
from tiny import save_model, shrink  # isort: skip

# The model is so small that several threads only wait for each other.
torch.set_num_threads(1)

Start = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("tts")
    voices = folder / "voices"
    voices.mkdir()
    for name, seconds in {"ada": 3, "short": 1, "Not A Name": 3, "default": 3}.items():
        tone = f"sine=duration={seconds}:frequency=300"
        subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", tone, voices / f"{name}.wav"], check=True)
    (voices / "torn.wav").write_text("no sound")
    (voices / "readme.txt").touch()
    (folder / "secret.wav").symlink_to(voices / "ada.wav")
    with pytest.MonkeyPatch.context() as patch:
        shrink(patch)
        yield {"TTS_MODEL": str(save_model(folder / "model")), "TTS_VOICES": str(voices)}


@pytest.fixture(scope="session")
def begin(told: dict[str, str]) -> Iterator[Start]:
    """Starts the program with these settings."""
    with ExitStack() as stack:

        def begin(**more: str) -> httpx.Client:
            url = stack.enter_context(served(start(read(Settings, {**told, **more}), Log("info"))))
            return stack.enter_context(httpx.Client(base_url=url, timeout=120))

        yield begin


@pytest.fixture(scope="session")
def client(begin: Start) -> httpx.Client:
    return begin()
