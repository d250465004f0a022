"""What the program is told."""

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from homelab_kit.card import size
from homelab_kit.settings import Serving


class Settings(Serving):
    prefix: ClassVar[str] = "TTS"

    # A folder, or a repository of Hugging Face, which is fetched once.
    tts_model: str = "ResembleAI/chatterbox"
    # Of a repository: the commit, so that nothing changes by itself.
    tts_revision: str | None = None
    # What it takes of the card while it speaks.
    tts_vram: Annotated[int, BeforeValidator(size)] = size("5GiB")
    # Clips of people who speak: one that is called ada.wav is the voice ada.
    tts_voices: Path = Path("voices")
    # As long as OpenAI lets an input be.
    tts_characters: Annotated[int, Field(ge=1, le=100_000)] = 4096
