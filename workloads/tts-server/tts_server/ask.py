"""What a client asks for, as OpenAI has it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from homelab_kit.refusal import Refusal, wrong

from .sentences import sentences
from .settings import Settings
from .voices import OWN

MODEL = "chatterbox"


class Ask(BaseModel):
    """What it does not know is refused: to leave a wish out in silence would be a wrong answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = MODEL
    input: Annotated[str, Field(min_length=1)]
    voice: str = OWN
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = "mp3"
    speed: Annotated[float, Field(ge=0.25, le=4)] = 1.0
    stream_format: Literal["audio", "sse"] = "audio"
    # This means something to OpenAI's own models only.
    instructions: Any = None


def spoken(ask: Ask, settings: Settings) -> list[str]:
    """The parts in which it is spoken."""
    if ask.model != MODEL:
        raise Refusal(404, f"There is no model of this name. There is {MODEL}.", code="model_not_found", param="model")
    if len(ask.input) > settings.tts_characters:
        raise wrong("input", f"input is longer than {settings.tts_characters} characters. Send it in parts.")
    parts = sentences(ask.input)
    if not parts:
        raise wrong("input", "input has nothing that could be spoken. Write a word.")
    return parts
